from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import ocr_cache, read_ocr, read_pdf
from ingest.index import is_index_or_empty
from ingest.ocr_cache import OCR_CACHE, OcrCache, keep_in
from ingest.read import read
from ingest.unwrap import PageLine
from tests.ingest.made_files import SCAN, make_pdf

LINES = (PageLine("Điều 1. Sổ khám", 72, 200.5, 100, 10), PageLine("1. Trạm phát sổ.", 72, 180, 114, 10))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    keep_in(tmp_path / "index")
    yield tmp_path / "index" / OCR_CACHE
    keep_in(None)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(streams=(SCAN, SCAN)))
    return path


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A name for each page that was given to the engine."""
    pages: list[str] = []

    def lines(image: Path, scale: float) -> tuple[PageLine, ...]:
        pages.append(image.name)
        return LINES

    monkeypatch.setattr(read_pdf, "ocr_available", lambda: True)
    monkeypatch.setattr(read_pdf, "ocr_lines", lines)
    monkeypatch.setattr(read_ocr, "_engine", lambda: "tesseract 5")
    return pages


def test_a_page_is_recognised_once(kept: Path, scan: Path, recognised: list[str]) -> None:
    first = read(scan)
    assert len(recognised) == 2
    assert read(scan) == first
    assert len(recognised) == 2, "nothing was recognised anew"
    scan.rename(scan.with_name("b.pdf"))
    assert read(scan.with_name("b.pdf")) == first
    assert len(recognised) == 2, "the bytes count, not the name"
    assert is_index_or_empty(kept.parent), "the cache is part of an index"


@pytest.mark.parametrize("changed", ["file", "engine", "languages", "reading"])
def test_what_may_read_otherwise_is_read_anew(
    kept: Path, scan: Path, recognised: list[str], monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    read(scan)
    if changed == "file":
        scan.write_bytes(scan.read_bytes() + b"\n")
    elif changed == "engine":
        monkeypatch.setattr(read_ocr, "_engine", lambda: "tesseract 6")
    elif changed == "languages":
        monkeypatch.setattr(read_ocr, "LANGUAGES", ("vie",))
    else:
        monkeypatch.setattr(read_ocr, "READING", read_ocr.READING + 1)
    read(scan)
    assert len(recognised) == 4


def test_a_page_that_failed_is_not_kept_and_those_before_are(
    kept: Path, scan: Path, recognised: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(image: Path, scale: float) -> tuple[PageLine, ...]:
        if recognised:
            raise KeyboardInterrupt
        recognised.append(image.name)
        return LINES

    with monkeypatch.context() as patch:
        patch.setattr(read_pdf, "ocr_lines", stops)
        with pytest.raises(KeyboardInterrupt):
            read(scan)
    read(scan)
    assert len(recognised) == 2, "one page before the stop, one after it"


def test_nothing_is_kept_unless_asked(scan: Path, recognised: list[str], tmp_path: Path) -> None:
    keep_in(None)
    read(scan)
    read(scan)
    assert len(recognised) == 4
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf"]


@pytest.mark.parametrize("content", [b"not a database", b"", None])
def test_a_cache_that_cannot_be_read_is_no_fault(
    kept: Path, scan: Path, recognised: list[str], content: bytes | None
) -> None:
    kept.parent.mkdir()
    if content is None:
        kept.mkdir()
    else:
        kept.write_bytes(content)
    assert read(scan) == read(scan)


def test_a_damaged_row_is_read_anew(kept: Path, scan: Path, recognised: list[str]) -> None:
    before = read(scan)
    with sqlite3.connect(kept) as pages:
        pages.execute("UPDATE page SET lines = x'00'")
    assert read(scan) == before
    assert len(recognised) == 4


def test_the_pages_unused_for_longest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(100))
    monkeypatch.setattr(ocr_cache.time, "time", lambda: next(ticks))
    cache = OcrCache(tmp_path / OCR_CACHE)
    cache.put("a", LINES)
    with sqlite3.connect(tmp_path / OCR_CACHE) as pages:
        (size,) = pages.execute("SELECT LENGTH(lines) FROM page").fetchone()
    cache.max_bytes = 2 * size
    cache.put("b", LINES)
    assert cache.get("a") == LINES
    cache.put("c", LINES)
    assert [key for key in "abc" if cache.get(key)] == ["a", "c"]


def test_lines_come_back_as_they_were(tmp_path: Path) -> None:
    cache = OcrCache(tmp_path / "deep" / OCR_CACHE)
    cache.put("a", LINES)
    cache.put("b", ())
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (LINES, (), None)
