"""A PDF's text by pypdf alone, for machines that PDFium has no wheel for: no furniture, no scans."""

from __future__ import annotations

import logging
from pathlib import Path

from ingest import UnreadableFile
from ingest.source import SourceText


def read_pdf_plain(path: Path) -> SourceText:
    """The text of a PDF, pages joined by a newline; raises `UnreadableFile`."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    # A damaged file makes pypdf raise whatever the damage runs into, TypeError and AttributeError among them.
    except Exception as error:
        raise UnreadableFile(f"{path}: not a readable PDF ({error}); export it again or give its text") from error
    if not any(page.strip() for page in pages):
        raise UnreadableFile(
            f"{path}: this PDF has no text layer (a scan), which needs pypdfium2 and tesseract to read"
        )
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + 1
    return SourceText("\n".join(pages), tuple(starts))
