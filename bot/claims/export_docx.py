"""A checked draft as DOCX: real footnotes with the citations, and comments where a sentence needs the writer.

The footnotes part is written here (ECMA-376 Part 1, 17.11), since python-docx has comments but no footnotes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.claims.export import MARKS, Checked, legend, note_lines, numbered
from bot.claims.result import Verdict
from corpus.language import detect_language
from corpus.provision import Span

if TYPE_CHECKING:
    from docx.document import Document as Docx

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
# Fill behind a sentence, beside its mark; dark text on each is above 7:1.
FILLS: Final[dict[Verdict, str]] = {"supported": "E2F3E9", "contradicted": "FBE6E4", "not_found": "FDF1D8"}
COMMENTED: Final[frozenset[Verdict]] = frozenset({"contradicted", "not_found"})
AUTHOR: Final = "ClauseCare"
_HEADING = re.compile(r"(#{1,6})\s+")
_BULLET = re.compile(r"\s*[-–—•*+▪●]\s+")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # no character of XML 1.0
_STYLES: Final = ((_HEADING, "Heading 2"), (_BULLET, "List Bullet"))


def docx_bytes(draft: str, checked: Checked) -> bytes:
    """The bytes of the file: a paragraph for each line of the draft, and a last one with what the marks mean."""
    from docx import Document

    document, lang = Document(), detect_language(draft)
    rows = {sentence.span: (n, check) for n, (sentence, check) in numbered(checked)}
    notes = {n: note_lines(check, lang) for n, check in rows.values()}
    for line in _lines(draft):
        paragraph, begin = _paragraph(document, draft, line)
        for piece in _pieces(Span(begin, line.end), list(rows)):
            run = paragraph.add_run(_legal(draft[piece.start : piece.end]))
            if piece in rows:
                n, check = rows[piece]
                _shade(run, FILLS[check.verdict])
                paragraph.add_run(f" {MARKS[check.verdict]}").bold = True
                _add_reference(paragraph.add_run(), n)
                if check.verdict in COMMENTED:
                    text = "\n".join(map(_legal, notes[n]))
                    document.add_comment(run, text=text, author=AUTHOR, initials="CC")
    document.add_paragraph(legend(checked, lang))
    if notes:
        _add_footnotes(document, notes)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _lines(draft: str) -> Iterator[Span]:
    """The lines that hold something, without their ends."""
    start = 0
    for line in draft.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _paragraph(document: Docx, draft: str, line: Span) -> tuple[Any, int]:
    """A paragraph in the style of the line, and where its words begin behind the mark of a heading or a list."""
    text = draft[line.start : line.end]
    for pattern, style in _STYLES:
        if found := pattern.match(text):
            return document.add_paragraph(style=style), line.start + found.end()
    return document.add_paragraph(), line.start


def _pieces(line: Span, sentences: Sequence[Span]) -> Iterator[Span]:
    """A line cut at its checked sentences: each of these alone, and what stands between them."""
    at = line.start
    for span in sentences:
        if span in line:
            if at < span.start:
                yield Span(at, span.start)
            yield span
            at = span.end
    if at < line.end:
        yield Span(at, line.end)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _shade(run: Any, fill: str) -> None:
    run._r.get_or_add_rPr().append(_element("shd", val="clear", color="auto", fill=fill))


def _add_reference(run: Any, n: int) -> None:
    run.font.superscript = True
    run._r.append(_element("footnoteReference", id=str(n)))


def _add_footnotes(document: Docx, notes: dict[int, list[str]]) -> None:
    """Add the part that holds the footnotes; 0 and -1 are the separators that the format asks for."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    root = etree.Element(f"{{{W}}}footnotes", nsmap={"w": W})
    for n, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = etree.SubElement(root, f"{{{W}}}footnote", {f"{{{W}}}type": kind, f"{{{W}}}id": str(n)})
        run = etree.SubElement(etree.SubElement(note, f"{{{W}}}p"), f"{{{W}}}r")
        etree.SubElement(run, f"{{{W}}}{kind}")
    for n, lines in notes.items():
        _footnote(etree.SubElement(root, f"{{{W}}}footnote", {f"{{{W}}}id": str(n)}), lines)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, content, document.part.package)
    document.part.relate_to(part, FOOTNOTES_RELATION)


def _footnote(note: Any, lines: Sequence[str]) -> None:
    """Fill a footnote: its number, then a paragraph for each line."""
    from lxml import etree

    for at, line in enumerate(lines):
        paragraph = etree.SubElement(note, f"{{{W}}}p")
        if at == 0:
            run = etree.SubElement(paragraph, f"{{{W}}}r")
            _raise(etree.SubElement(run, f"{{{W}}}rPr"))
            etree.SubElement(run, f"{{{W}}}footnoteRef")
        text = etree.SubElement(etree.SubElement(paragraph, f"{{{W}}}r"), f"{{{W}}}t")
        text.text = f" {_legal(line)}"
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _raise(properties: Any) -> None:
    """Set in superscript, without a style that a template may lack."""
    from lxml import etree

    etree.SubElement(properties, f"{{{W}}}vertAlign", {f"{{{W}}}val": "superscript"})
