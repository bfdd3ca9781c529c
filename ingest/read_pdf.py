"""PDF: pages of lines, furniture out, wrapped lines joined, footnotes at the end; scans through tesseract."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest import UnreadableFile
from ingest.ocr_cache import CACHE
from ingest.read_ocr import INSTALL, MAX_PAGES, OcrError, ocr_available, ocr_lines, page_key
from ingest.read_pdf_page import Page, with_footnotes, without_furniture
from ingest.read_pdf_plain import read_pdf_plain
from ingest.source import SourceText
from ingest.unwrap import PageLine, Setting, hyphened_words, is_hyphenation

READ_SECONDS = 120  # for all pages; 5,000 pages of text take about 20
RENDER_SECONDS = 60  # for one page


def read_pdf(path: Path) -> SourceText:
    """The text of a PDF; raises `UnreadableFile`, also for a scan where tesseract is not installed."""
    if find_spec("pypdfium2") is None:
        return read_pdf_plain(path)
    records = _records(path, [], READ_SECONDS)
    pages = [_page(number, record) for number, record in enumerate(records, 1)]
    scans = [page.number for page, record in zip(pages, records, strict=True) if record["scan"]]
    if scans:
        pages = _with_scans(path, pages, scans)
    if not any(page.lines for page in pages):
        raise UnreadableFile(f"{path}: this PDF has no text layer and its pages are empty; give another copy of it")
    return page_text(with_footnotes(without_furniture(pages)))


def _records(path: Path, arguments: list[str], seconds: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-P", "-m", "ingest.read_pdf_process", str(path.absolute()), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"{path}: this PDF takes more than {seconds} seconds to read; give a smaller part of it"
        ) from error
    records: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines() if line.endswith(b"}")]
    reason = records[-1].get("error") if records else None
    if reason == "locked":
        raise UnreadableFile(f"{path}: this PDF is locked with a password; save it without one")
    if reason or done.returncode:
        raise UnreadableFile(
            f"{path}: not a readable PDF ({reason or 'it breaks the reader'}); export it again or give its text"
        )
    return records


def _page(number: int, record: dict[str, Any]) -> Page:
    lines = (PageLine(" ".join(text.split()), *place) for text, *place in record["lines"])
    return Page(number, record["width"], record["height"], tuple(line for line in lines if line.text))


def _with_scans(path: Path, pages: list[Page], scans: list[int]) -> list[Page]:
    which = "this PDF" if len(scans) == len(pages) else f"page {scans[0]} of this PDF"
    if not ocr_available():
        raise UnreadableFile(
            f"{path}: {which} has no text layer (a scan); install tesseract with Vietnamese to read it ({INSTALL})"
        )
    if len(scans) > MAX_PAGES:
        raise UnreadableFile(f"{path}: {len(scans):,} scanned pages, more than {MAX_PAGES}; split the file")
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return [_recognised(path, page, page_key(content, page.number)) if page.number in scans else page for page in pages]


def _recognised(path: Path, page: Page, key: str) -> Page:
    known = CACHE.get(key)
    if known is not None:
        return Page(page.number, page.width, page.height, known)
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.pgm"
        _records(path, [str(page.number - 1), str(image)], RENDER_SECONDS)
        try:
            lines = ocr_lines(image, page.width / _pixel_width(image))
        except OcrError as error:
            raise UnreadableFile(
                f"{path}: page {page.number} could not be recognised ({error}); give the text of it"
            ) from error
    CACHE.put(key, lines)
    return Page(page.number, page.width, page.height, lines)


def _pixel_width(image: Path) -> int:
    with image.open("rb") as file:
        return int(file.readline().split()[1])


def page_text(pages: list[Page]) -> SourceText:
    """The text of the pages, then the footnotes of all pages, each character on a known page."""
    noted = [page for page in pages if page.footnotes]
    text = _Text(hyphened_words(line.text for page in pages for line in (*page.lines, *page.footnotes)))
    for page, setting in _set(pages, [page.lines for page in pages]):
        text.add_page(page.number, page.lines, setting)
    text.end_paragraph()
    for page, setting in _set(noted, [page.footnotes for page in noted]):
        text.add_page(page.number, page.footnotes, setting)
    return text.source()


def _set(pages: list[Page], columns: list[tuple[PageLine, ...]]) -> Iterator[tuple[Page, Setting]]:
    """Each page with the setting that all pages of its width share."""
    by_width: dict[float, list[tuple[PageLine, ...]]] = {}
    for page, lines in zip(pages, columns, strict=True):
        by_width.setdefault(page.width, []).append(lines)
    settings = {width: Setting.of(column, width) for width, column in by_width.items()}
    return ((page, settings[page.width]) for page in pages)


class _Text:
    """A text under construction, page by page."""

    def __init__(self, hyphened: frozenset[str]) -> None:
        self._hyphened = hyphened
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._numbers: list[int] = []
        self._length = 0
        self._before: PageLine | None = None

    def add_page(self, number: int, lines: tuple[PageLine, ...], setting: Setting) -> None:
        """Append the lines of a page, which may go on with the last paragraph."""
        if self._starts:
            self._append(setting.joint(self._before, lines[0], same_page=False) if self._before and lines else "\n")
        self._starts.append(self._length)
        self._numbers.append(number)
        for at, line in enumerate(lines):
            if at:
                self._append(setting.joint(lines[at - 1], line, same_page=True))
            self._drop_hyphen(line)
            self._append(line.text)
        self._before = lines[-1] if lines else None

    def end_paragraph(self) -> None:
        """Let the next page begin a paragraph."""
        self._before = None

    def source(self) -> SourceText:
        """What has been built."""
        counts_up = self._numbers == list(range(1, len(self._numbers) + 1))
        return SourceText("".join(self._parts), tuple(self._starts), () if counts_up else tuple(self._numbers))

    def _append(self, words: str) -> None:
        if words:
            self._parts.append(words)
            self._length += len(words)

    def _drop_hyphen(self, line: PageLine) -> None:
        if self._parts and is_hyphenation(self._parts[-1], line.text, self._hyphened):
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
