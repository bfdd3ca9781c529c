"""The table of references in `provisions.sqlite`: one row for each place that a text names.

The words of a reference are not stored but read back as `source[start:stop]`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from corpus.provision import EId, ProvisionRef, Span
from ingest.references.resolve import ResolvedReference

REFERENCE_SCHEMA = """
CREATE TABLE reference (
    position INTEGER PRIMARY KEY, doc_id TEXT, eid TEXT, start INTEGER, stop INTEGER, target TEXT, document TEXT, reason TEXT
);
"""


def add_references(db: sqlite3.Connection, references: Iterable[ResolvedReference]) -> None:
    """Store references in the order in which they come."""
    db.executemany(
        "INSERT INTO reference (doc_id, eid, start, stop, target, document, reason) VALUES (?,?,?,?,?,?,?)",
        (
            (r.source.doc_id, str(r.source.eid), r.span.start, r.span.end, r.target and str(r.target), r.document, r.reason)
            for r in references
        ),
    )  # fmt: skip


def references_in(db: sqlite3.Connection, sources: Mapping[str, str]) -> Iterator[ResolvedReference]:
    """Every reference in order; `sources` are the documents' texts."""
    rows = db.execute("SELECT doc_id, eid, start, stop, target, document, reason FROM reference ORDER BY position")
    for doc_id, eid, start, stop, target, document, reason in rows:
        yield ResolvedReference(
            ProvisionRef(doc_id, EId.parse(eid)), Span(start, stop), sources[doc_id][start:stop],
            ProvisionRef.parse(target) if target else None, document, reason,
        )  # fmt: skip
