"""The register tables of `provisions.sqlite`: duties, deadlines, entitlements and figures, a row for each.

A quote is not stored but read back as `source[start:stop]`, so that a row of a register cannot say what the text does
not. What can be queried has a column of its own; the other fields of a row are one JSON object.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter

from corpus.provision import EId, Provision, ProvisionRef, Span
from ingest.norms.rows import Deadline, Duty, Entitlement, Figure, Norms

Table = Literal["duty", "deadline", "entitlement", "figure"]
Row = Duty | Deadline | Entitlement | Figure
R = TypeVar("R", Duty, Deadline, Entitlement, Figure)

TABLES: dict[type[Row], Table] = {Duty: "duty", Deadline: "deadline", Entitlement: "entitlement", Figure: "figure"}
_COLUMNS = "position INTEGER PRIMARY KEY, doc_id TEXT, eid TEXT, start INTEGER, stop INTEGER, agency TEXT, facts TEXT"
SCHEMA = "\n".join(
    f"CREATE TABLE {table} ({_COLUMNS});\n"
    f"CREATE INDEX {table}_doc ON {table} (doc_id);\n"
    f"CREATE INDEX {table}_agency ON {table} (agency);"
    for table in TABLES.values()
)
_OWN_COLUMNS = frozenset({"ref", "quote", "span", "agency"})


def add_norms(db: sqlite3.Connection, norms: Norms) -> None:
    """Store the rows of one document's registers; their positions are the order in which they come."""
    for rows in (norms.duties, norms.deadlines, norms.entitlements, norms.figures):
        for row in rows:
            db.execute(
                f"INSERT INTO {TABLES[type(row)]} (doc_id, eid, start, stop, agency, facts) VALUES (?,?,?,?,?,?)",
                _stored(row),
            )


def rows_of(db: sqlite3.Connection, kind: type[R], sources: Mapping[str, str]) -> Iterator[R]:
    """Every row of one register in the order of documents and texts; `sources` are the documents' texts."""
    found = db.execute(f"SELECT doc_id, eid, start, stop, agency, facts FROM {TABLES[kind]} ORDER BY position")
    fields = {field.name for field in dataclasses.fields(kind)}
    adapter: TypeAdapter[R] = TypeAdapter(kind)
    for doc_id, eid, start, stop, agency, facts in found:
        own = {
            "ref": ProvisionRef(doc_id, EId.parse(eid)), "span": Span(start, stop),
            "quote": sources[doc_id][start:stop], "agency": agency,
        }  # fmt: skip
        values = _with_group(json.loads(facts)) | {name: value for name, value in own.items() if name in fields}
        yield adapter.validate_python(values)


def proved(norms: Norms, source: str, tree: Provision) -> Norms:
    """The rows whose quote is that very span of the source, inside the provision that they name; no other is kept."""
    spans = {node.ref.eid: node.span for node in tree.walk()}

    def holds(row: Row) -> bool:
        around = spans.get(row.ref.eid)
        quoted = source[row.span.start : row.span.end] == row.quote
        return bool(row.quote) and quoted and around is not None and row.span in around

    return Norms(
        tuple(filter(holds, norms.duties)),
        tuple(filter(holds, norms.deadlines)),
        tuple(filter(holds, norms.entitlements)),
        tuple(filter(holds, norms.figures)),
    )


def _stored(row: Row) -> tuple[object, ...]:
    facts = {f.name: getattr(row, f.name) for f in dataclasses.fields(row) if f.name not in _OWN_COLUMNS}
    return (
        row.ref.doc_id, str(row.ref.eid), row.span.start, row.span.end, getattr(row, "agency", None),
        json.dumps(facts, default=_plain, ensure_ascii=False),
    )  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | ProvisionRef):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _with_group(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with the provision that a group is named by as a reference again."""
    group = facts.get("group_ref")
    return facts | {"group_ref": ProvisionRef.parse(group)} if group else facts
