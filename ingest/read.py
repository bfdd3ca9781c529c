"""From a file to its text. Offsets in everything that follows count code points of this text.

Plain text and Markdown are taken as they are, so that a reader can check an offset with the file alone. Of
PDF, DOCX and HTML it is the text that the reader makes: a paragraph a line, page furniture left out.
A new format is a row of `READERS`, and of `SIGNATURES` where its files can be told by how they begin.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import UnreadableFile
from ingest.read_docx import read_docx
from ingest.read_html import read_html
from ingest.read_pdf import read_pdf
from ingest.read_text import read_text, refuse_legacy
from ingest.source import SourceText

__all__ = ["READERS", "Reader", "SourceText", "read", "readable"]

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Reader:
    """How a format is read, and up to how many bytes."""

    format: str
    max_bytes: int
    read: Callable[[Path], SourceText]


_TEXT = Reader("text", 50 * _MIB, read_text)
_PDF = Reader("PDF", 300 * _MIB, read_pdf)
_DOCX = Reader("DOCX", 100 * _MIB, read_docx)
_HTML = Reader("HTML", 50 * _MIB, read_html)

READERS: dict[str, Reader] = {
    ".txt": _TEXT, ".md": _TEXT, ".markdown": _TEXT, ".pdf": _PDF, ".docx": _DOCX, ".html": _HTML, ".htm": _HTML,
}  # fmt: skip

# How files begin that are often given the wrong name, what they are, and the suffix that fits.
SIGNATURES: tuple[tuple[bytes, str, str | None], ...] = (
    (b"%PDF-", "PDF", ".pdf"),
    (b"PK\x03\x04", "DOCX", ".docx"),
    (b"<!doctype html", "HTML", ".html"),
    (b"<html", "HTML", ".html"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)", None),
    (b"{\\rtf", "RTF", None),
    (b"\x89PNG", "a picture (PNG)", None),
    (b"\xff\xd8\xff", "a picture (JPEG)", None),
    (b"II*\x00", "a picture (TIFF)", None),
    (b"MM\x00*", "a picture (TIFF)", None),
    (b"\x1f\x8b", "a compressed file (gzip)", None),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", None),
    (b"Rar!", "an archive (RAR)", None),
    (b"From: <Saved by", "a saved web archive (MHTML)", None),
)
_HEAD = 1_024  # bytes; a PDF may begin anywhere in them
_BLANK = b"\xef\xbb\xbf \t\r\n"


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
        _refuse_wrong_file(path, reader)
        source = reader.read(path)
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if not any(c.isalnum() for c in source.text):
        raise UnreadableFile(f"{path}: holds no text; put its text in or give another file")
    refuse_legacy(path, source.text)
    return source


def _refuse_wrong_file(path: Path, reader: Reader) -> None:
    """Refuse what is too large to be a document, and what is not what its name says."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
    if size > reader.max_bytes:
        raise UnreadableFile(
            f"{path}: {size / _MIB:,.0f} MB, more than {reader.max_bytes // _MIB} MB; give a smaller part of it"
        )
    found, suffix = _signature(head)
    if found is None or found == reader.format:
        return
    if found == "DOCX" and not _holds_a_document(path):
        found, suffix = "a ZIP archive", None
    remedy = f"rename it to {path.stem}{suffix}" if suffix else "save it as DOCX, PDF or text"
    claimed = "a text" if reader is _TEXT else f"a readable {reader.format}"
    raise UnreadableFile(f"{path}: not {claimed}: it is {found}; {remedy}")


def _holds_a_document(archive: Path) -> bool:
    try:
        with zipfile.ZipFile(archive) as parts:
            return "word/document.xml" in parts.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def _signature(head: bytes) -> tuple[str | None, str | None]:
    """What a file is by its first bytes and the suffix that fits; None where they tell nothing."""
    start = head.lstrip(_BLANK)
    for sign, found, suffix in SIGNATURES:
        if start[: len(sign)].lower() == sign.lower():
            return found, suffix
    return ("PDF", ".pdf") if b"%PDF-" in head else (None, None)
