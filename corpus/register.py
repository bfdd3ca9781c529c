"""The register of documents: what each text is, checked against its file.

Raises `RegisterError` with the entry and the reason where register and files contradict each other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Literal

from pydantic import field_validator

from corpus import RegisterError
from corpus.agencies import Agencies
from corpus.provision import Authority, DateBasis, Defect, Document, DocumentStatus, Language, Relation
from corpus.toml import Entry, entries, read_toml, refuse_unknown, unique_ids

REGISTER_FILE = "register.toml"


class RelationEntry(Entry):
    """`[[document.relation]]`"""

    type: Literal["amends", "replaces", "guides", "implements", "reports_on", "consolidates", "cites"]
    number: str | None = None
    title_en: str | None = None
    title_vi: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    note: str | None = None


class DefectEntry(Entry):
    """`[[document.defect]]`"""

    quote: str
    note_en: str
    note_vi: str
    source: str | None = None


class DocumentEntry(Entry):
    """`[[document]]`"""

    id: str
    file: str
    sha256: str
    number: str | None = None
    kind: str
    authority: Authority
    issuer: str | None = None
    publisher: str | None = None
    title_en: str | None = None
    title_vi: str | None = None
    short_en: str | None = None
    short_vi: str | None = None
    language: Language
    issued: dt.date | None = None
    date_basis: DateBasis = "inferred"
    effective: dt.date | None = None
    effective_basis: DateBasis | None = None
    expired: dt.date | None = None
    status: DocumentStatus = "unknown"
    status_note_en: str | None = None
    status_note_vi: str | None = None
    source: str | None = None
    note: str | None = None
    confidence: str | None = None
    relation: tuple[RelationEntry, ...] = ()
    defect: tuple[DefectEntry, ...] = ()

    @field_validator("id")
    @classmethod
    def _plain_id(cls, value: str) -> str:
        if not value or "#" in value or value != value.strip():
            raise ValueError("an id is not empty, has no # and no blanks around it")
        return value


def load_register(folder: Path, agencies: Agencies) -> list[Document]:
    """The registered documents of a corpus folder, in the register's order; checked against their files."""
    path = folder / REGISTER_FILE
    tables = read_toml(path)
    refuse_unknown(path, tables, ("document",))
    rows = entries(path, tables, "document", DocumentEntry)
    unique_ids(path, "document", [row.id for row in rows])
    files: dict[Path, str] = {}
    for row in rows:
        _check(path, folder, row, agencies)
        owner = files.setdefault((folder / row.file).resolve(), row.id)
        if owner != row.id:
            raise RegisterError(f'{path.name}: document "{row.id}": its file {row.file} belongs to "{owner}" already')
    return [_document(row) for row in rows]


def _check(path: Path, folder: Path, row: DocumentEntry, agencies: Agencies) -> None:
    def refuse(reason: str) -> RegisterError:
        return RegisterError(f'{path.name}: document "{row.id}": {reason}')

    file = folder / row.file
    if not file.is_file():
        raise refuse(f"its file {row.file} is missing; restore it or remove the entry")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise refuse(f"its file {row.file} lies outside the corpus folder")
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != row.sha256:
        raise refuse(
            f"{row.file} has sha256 {digest[:12]}…, the register says {row.sha256[:12]}…; one of them is wrong"
        )
    if row.issuer and row.issuer not in agencies:
        raise refuse(f'issuer "{row.issuer}" is no agency of agencies.toml')
    for relation in row.relation:
        if relation.issuer and relation.issuer not in agencies:
            raise refuse(f'a relation names the issuer "{relation.issuer}", which is no agency of agencies.toml')
    if row.authority == "press" and (row.number or row.issuer):
        raise refuse("a press piece has no number and no issuer of its own; say what it reports on in a relation")
    if row.effective and row.expired and row.expired < row.effective:
        raise refuse(f"it expired ({row.expired}) before it took effect ({row.effective})")
    text = content.decode("utf-8", errors="ignore")
    for defect in row.defect:
        if file.suffix.lower() in {".txt", ".md"} and defect.quote not in text:
            raise refuse(f'the defect quote "{defect.quote[:60]}" does not stand in {row.file}')


_SHARED_FIELDS = tuple(
    name for name in Document.__dataclass_fields__ if name in DocumentEntry.model_fields and name not in {"issued"}
)


def _document(row: DocumentEntry) -> Document:
    return Document(
        **{name: getattr(row, name) for name in _SHARED_FIELDS},
        issued=row.issued,
        registered=True,
        relations=tuple(Relation(**relation.model_dump()) for relation in row.relation),
        defects=tuple(Defect(**defect.model_dump()) for defect in row.defect),
    )
