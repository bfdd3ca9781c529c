"""DOCX: paragraphs and tables in order, automatic labels restored, footnotes at the end as "[n] …".

A DOCX is a ZIP of XML from anyone, so it is looked through before a library opens it: how much it unpacks to,
and that no part declares entities.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest import UnreadableFile
from ingest.docx_numbering import Numbering, W
from ingest.source import SourceText
from ingest.table_lines import table_lines

MAX_UNPACKED = 300 << 20  # bytes, pictures included
MAX_PART = 100 << 20  # bytes of one part of XML
MAX_RATIO = 200  # of unpacked to packed; the XML of laws packs to a tenth
MIN_SUSPECT = 1 << 20  # bytes below which a ratio says nothing
MAX_PARTS = 5_000

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{_COMPATIBILITY}Fallback"})
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))
_DECLARATIONS = tuple(
    sign.encode(encoding) for sign in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def read_docx(path: Path) -> SourceText:
    """The text of a DOCX; raises `UnreadableFile`."""
    try:
        _refuse_hostile(path)
        return SourceText("\n".join(_document_lines(path)))
    except UnreadableFile:
        raise
    except OSError as error:
        if error.errno is not None:
            raise
        raise UnreadableFile(_broken(path, error)) from error
    except Exception as error:  # whatever a library makes of a broken file, a person reads one line
        raise UnreadableFile(_broken(path, error)) from error


def _broken(path: Path, error: Exception) -> str:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return f"{path}: not a readable DOCX ({reason}); save it again in a word processor"


def _refuse_hostile(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        bombs = [part for part in parts if part.file_size > max(MIN_SUSPECT, MAX_RATIO * part.compress_size)]
        too_big = sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS
        markup = [part for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml"))]
        if bombs or too_big or any(part.file_size > MAX_PART for part in markup):
            raise UnreadableFile(
                f"{path}: unpacks to far more than a document holds (a ZIP bomb?); give another copy of it"
            )
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableFile(f"{path}: this DOCX is locked with a password; save it without one")
        for part in markup:
            if any(sign in archive.read(part) for sign in _DECLARATIONS):
                raise UnreadableFile(
                    f"{path}: declares XML entities, which no word processor writes; save it again in one"
                )


def _document_lines(path: Path) -> Iterator[str]:
    import docx

    package = docx.Document(str(path)).part
    by_kind = {kind: _part(package, kind) for kind in ("numbering", "styles", *(kind for kind, _ in _NOTES))}
    notes = {tag: {note.get(f"{W}id"): note for note in _elements(by_kind[kind], tag)} for kind, tag in _NOTES}
    writer = _Writer(Numbering.of(by_kind["numbering"], by_kind["styles"]), notes)
    yield from writer.blocks(package.element.body)
    yield from writer.note_lines()


def _elements(root: Any | None, tag: str) -> Iterator[Any]:
    return iter(()) if root is None else root.iter(f"{W}{tag}")


def _part(package: Any, kind: str) -> Any | None:
    """The root of the part that a document relates to under this name."""
    from docx.oxml import parse_xml  # resolves no entities and opens no addresses

    for relation in package.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


class _Writer:
    """Turns elements into lines, counting labels and notes on."""

    def __init__(self, numbering: Numbering, notes: dict[str, dict[str, Any]]) -> None:
        self._numbering = numbering
        self._notes = notes
        self._cited: list[Any] = []

    def blocks(self, parent: Any) -> Iterator[str]:
        """The lines of the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from table_lines([[list(self.blocks(cell)) for cell in _cells(row)] for row in _rows(child)])
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def note_lines(self) -> Iterator[str]:
        """The notes that the text cites, in the order of their citation."""
        for number, note in enumerate(self._cited, 1):
            yield f"[{number}] " + " ".join(line.strip() for line in self.blocks(note) if line.strip())

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes: list[Any] = []
        text = "".join(self._inline(paragraph, boxes))
        label = self._numbering.label(paragraph) if text.strip() else ""
        yield from f"{label} {text.lstrip()}".splitlines() if label else text.splitlines() or [""]
        for box in boxes:
            yield from self.blocks(box)

    def _inline(self, parent: Any, boxes: list[Any]) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                yield self._cite(child)
            elif child.tag == f"{W}txbxContent":
                boxes.append(child)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._inline(child, boxes)

    def _cite(self, reference: Any) -> str:
        tag = reference.tag.removeprefix(W).removesuffix("Reference")
        note = self._notes.get(tag, {}).get(reference.get(f"{W}id"))
        if note is None:
            return ""
        self._cited.append(note)
        return f"[{len(self._cited)}]"


def _rows(table: Any) -> Iterator[Any]:
    return (row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table)


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)
