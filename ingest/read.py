"""From a file to its text. Offsets in everything that follows count code points of this text.

Plain text and Markdown are taken as they are, without any normalisation, so that a reader can check an
offset with the file alone. A PDF's text is what pypdf extracts, pages joined by a newline.
A new format is a row of `READERS`.
"""

from __future__ import annotations

import codecs
import logging
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import UnreadableFile


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded source. `page_starts` holds the offset at which each page begins; empty without pages."""

    text: str
    page_starts: tuple[int, ...] = ()

    def page(self, offset: int) -> int | None:
        """The 1-based page of an offset, None for a text without pages."""
        return bisect_right(self.page_starts, offset) if self.page_starts else None


def _read_plain(path: Path) -> SourceText:
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in content:
        raise UnreadableFile(f"{path}: binary, not text; remove it from the corpus folder or convert it to UTF-8 text")
    else:
        encoding = "utf-8"
    try:
        return SourceText(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{path}: not {encoding.upper()} (byte {error.start}); save it as UTF-8 and build again"
        ) from error


def _read_pdf(path: Path) -> SourceText:
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    except (PyPdfError, ValueError, KeyError, OSError) as error:
        raise UnreadableFile(f"{path}: not a readable PDF ({error}); export it again or give its text") from error
    if not any(page.strip() for page in pages):
        raise UnreadableFile(f"{path}: this PDF has no text layer (a scan); give a PDF with text or a text file")
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + 1
    return SourceText("\n".join(pages), tuple(starts))


READERS: dict[str, Callable[[Path], SourceText]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".markdown": _read_plain,
    ".pdf": _read_pdf,
}


def readable(path: Path) -> bool:
    """Whether the name of a file says a format that can be read."""
    return path.suffix.lower() in READERS


def read(path: Path) -> SourceText:
    """The text of a file; raises `UnreadableFile` with the file and what to do."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        formats = ", ".join(sorted(READERS))
        raise UnreadableFile(f"{path}: no reader for this format; give one of {formats}")
    try:
        source = reader(path)
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if not any(c.isalnum() for c in source.text):
        raise UnreadableFile(f"{path}: holds no text; remove it from the corpus folder or put its text in")
    return source
