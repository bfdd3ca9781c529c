"""Files as they come: PDF and DOCX made for a test, encodings, and how a bad one is refused."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import UnreadableFile
from ingest.docx_numbering import W
from ingest.read import read


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the tone is a mark behind its letter, other signs belong to the letter."""
    parts = []
    for character in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONE_MARKS))
        parts.append(letter + "".join(c for c in apart if c in _TONE_MARKS))
    return "".join(parts).encode("cp1258")


Placed = tuple[float, float, float, str]  # x and y from the lower left corner, size, words


def make_pdf(*pages: list[Placed], streams: tuple[bytes, ...] = (), extra: bytes = b"") -> bytes:
    """A PDF of A4 pages in Courier, whose letters are all 0.6 of their size wide."""
    contents = streams or tuple(
        b"BT\n"
        + b"\n".join(
            b"/F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj" % (size, x, y, words.encode("cp1252")) for x, y, size, words in page
        )
        + b"\nET"
        for page in pages
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content))
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def column(*lines: str, top: float = 740, x: float = 72, size: float = 10) -> list[Placed]:
    return [(x, top - 14 * i, size, line) for i, line in enumerate(lines)]


WRAPPED = [
    "Article 1. The commune health station receives every patient who comes",
    "to it and keeps the record for ten years, as clause 2 of Article 3 and",
    "Article 4 of this Law provide, without asking for any paper beforehand.",
    "1. The head of the station answers for the record and for every copy",
    "that is made of it.",
]


SCAN = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"


NUMBERING = """
<w:abstractNum w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%5/%1"/></w:lvl></w:abstractNum>
<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>
<w:num w:numId="92"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def numbered_docx(path: Path, lines: list[tuple[int | None, str, str]]) -> None:
    """A document with paragraphs of a level (None: not numbered), a numbering, and words."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    name = W.strip("{}")
    root = parse_xml(f'<w:numbering xmlns:w="{name}">{NUMBERING}</w:numbering>')
    numbering = document.part.numbering_part.element
    for child in root:
        numbering.append(child)
    for level, num, words in lines:
        paragraph = document.add_paragraph(words)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr xmlns:w="{name}"><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
            )
    document.save(str(path))


def rewritten(path: Path, change: Callable[[bytes], bytes], part: str = "word/document.xml") -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
