"""Rows of a register in columns with headings, as they are shown, exported and read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.registers.query import Found
from bot.registers.wordings import wordings
from bot.wire import Json, deadline_json, duty_json, entitlement_json
from corpus.agencies import Agencies
from corpus.label import document_label, place_label
from corpus.provision import Document, EId, Language
from ingest.norms.rows import Deadline, Duty, Entitlement

Register = Literal["duties", "deadlines", "entitlements"]

# What a sheet or a file has, in this order.
COLUMNS: dict[Register, tuple[str, ...]] = {
    "duties": (
        "agency", "bearer", "role", "modality", "action", "partners", "reports_to", "deadline", "condition", "quote",
        "label", "document", "document_status", "source",
    ),
    "deadlines": (
        "date", "time", "kind", "agency", "what", "value", "trigger", "day_type", "iso", "quote",
        "label", "document", "document_status", "source",
    ),
    "entitlements": (
        "holder", "benefit", "level", "condition", "status", "group_ref", "quote",
        "label", "document", "document_status", "source",
    ),
}  # fmt: skip
# What fits beside each other on a screen.
BRIEF: dict[Register, tuple[str, ...]] = {
    "duties": ("agency", "role", "quote", "partners", "deadline", "place"),
    "deadlines": ("date", "time", "agency", "quote", "place"),
    "entitlements": ("holder", "level", "quote", "status", "place"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register laid out: the names of its columns, their headings, and a line of texts for each row."""

    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def objects(found: Found[Any], agencies: Agencies) -> list[Json]:
    """The rows as `--json` prints them."""
    documents = {document.id: document for document in found.documents}
    return [_object(row, documents[row.ref.doc_id], agencies, found) for row in found.rows]


def _object(row: Duty | Deadline | Entitlement, document: Document, agencies: Agencies, found: Found[Any]) -> Json:
    lang, as_of = found.wanted.lang, found.wanted.as_of
    if isinstance(row, Duty):
        return duty_json(row, document, agencies, lang, as_of)
    if isinstance(row, Deadline):
        return deadline_json(row, document, agencies, lang, as_of)
    return entitlement_json(row, document, lang, as_of)


def sheet(
    register: Register, rows: Sequence[Json], documents: Mapping[str, Document], lang: Language, columns: Sequence[str]
) -> Sheet:
    """Some columns of rows (as `--json` prints them), with headings and the names of values in `lang`."""
    words = wordings()
    return Sheet(
        words.titles[register](lang),
        tuple(columns),
        tuple(words.columns[column](lang) for column in columns),
        tuple(tuple(cell(row, column, documents[row["doc_id"]], lang) for column in columns) for row in rows),
    )


def cell(row: Json, column: str, document: Document, lang: Language) -> str:
    """One cell as text; empty where the row says nothing."""
    if column == "document":
        return document_label(document, lang)
    if column == "place":
        return place_label(EId.parse(row["eid"]), lang)
    if column == "source":
        return document.source or document.file
    if column == "date":
        return " – ".join(dict.fromkeys(day for day in (row["start"], row["end"]) if day))
    value = row[f"agency_{lang}"] or row["agency"] if column == "agency" else row[column]
    if isinstance(value, list):
        return "; ".join(value)
    named = wordings().values.get("bearer" if column in {"agency", "holder"} else column, {}).get(value or "")
    return named(lang) if named else " ".join((value or "").split())
