"""`provisions.sqlite`: the documents, their trees, passages and sentences of one generation."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from corpus.provision import Document, EId, Period, Provision, ProvisionRef, Span
from ingest.chunk import Chunk, Sentence
from ingest.gloss import Gloss
from ingest.norms.rows import Norms
from ingest.references.resolve import ResolvedReference
from ingest.store_norms import SCHEMA, R, add_norms, rows_of
from ingest.store_references import REFERENCE_SCHEMA, add_references, references_in

_SCHEMA = """
CREATE TABLE document (position INTEGER PRIMARY KEY, id TEXT UNIQUE, facts TEXT, source TEXT);
CREATE TABLE provision (
    doc_id TEXT, eid TEXT, parent TEXT, kind TEXT, num TEXT, heading TEXT, start INTEGER, stop INTEGER, page INTEGER,
    position INTEGER PRIMARY KEY
);
CREATE INDEX provision_doc ON provision (doc_id, eid);
CREATE TABLE passage (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE, doc_id TEXT, eid TEXT, kind TEXT, start INTEGER, stop INTEGER, headings TEXT
);
CREATE TABLE sentence (
    position INTEGER PRIMARY KEY, passage TEXT, doc_id TEXT, eid TEXT, start INTEGER, stop INTEGER, lead TEXT
);
CREATE TABLE gloss (
    position INTEGER PRIMARY KEY, passage TEXT, doc_id TEXT, eid TEXT, lang TEXT, heading TEXT, text TEXT, valid_from TEXT, valid_until TEXT
);
CREATE TABLE period (doc_id TEXT, eid TEXT, valid_from TEXT, valid_until TEXT);
CREATE INDEX sentence_passage ON sentence (passage);
"""
_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)


class Store:
    """One generation's SQLite file."""

    def __init__(self, path: Path, create: bool = False) -> None:
        # A reader may be shared by the threads of a web server; SQLite serialises its own calls.
        self._db = sqlite3.connect(path if create else f"file:{path}?mode=ro", uri=not create, check_same_thread=False)
        if create:
            self._db.executescript(_SCHEMA)
            self._db.executescript(SCHEMA)
            self._db.executescript(REFERENCE_SCHEMA)

    def add_document(self, document: Document, source: str, tree: Provision) -> None:
        """Store a document with its source text and tree."""
        facts = json.dumps(dataclasses.asdict(document), default=_plain, ensure_ascii=False)
        self._db.execute("INSERT INTO document (id, facts, source) VALUES (?, ?, ?)", (document.id, facts, source))
        self._db.executemany(
            "INSERT INTO provision (doc_id, eid, parent, kind, num, heading, start, stop, page) VALUES (?,?,?,?,?,?,?,?,?)",
            _provision_rows(tree, None),
        )

    def add_chunks(self, chunks: Iterable[Chunk], sentences: Iterable[Sentence]) -> None:
        """Store passages and sentences; their positions are the order in which they come, from 0."""
        first = self.count("passage")
        self._db.executemany(
            "INSERT INTO passage VALUES (?,?,?,?,?,?,?,?)",
            (
                (
                    i,
                    c.id,
                    c.ref.doc_id,
                    str(c.ref.eid),
                    c.kind,
                    c.span.start,
                    c.span.end,
                    json.dumps(c.heading_path, ensure_ascii=False),
                )
                for i, c in enumerate(chunks, first)
            ),
        )
        first = self.count("sentence")
        self._db.executemany(
            "INSERT INTO sentence VALUES (?,?,?,?,?,?,?)",
            (
                (i, s.chunk_id, s.ref.doc_id, str(s.ref.eid), s.span.start, s.span.end, s.lead)
                for i, s in enumerate(sentences, first)
            ),
        )

    def add_glosses(self, glosses: Iterable[Gloss]) -> None:
        """Store glosses; their positions are the order in which they come, from 0."""
        first = self.count("gloss")
        self._db.executemany(
            "INSERT INTO gloss VALUES (?,?,?,?,?,?,?,?,?)",
            (
                (i, g.chunk_id, g.ref.doc_id, str(g.ref.eid), g.lang, g.heading, g.text, *_ends(g.period))
                for i, g in enumerate(glosses, first)
            ),
        )

    def add_periods(self, doc_id: str, periods: Mapping[EId, Period]) -> None:
        """Store when the provisions of a document hold."""
        rows = ((doc_id, str(eid), *_ends(period)) for eid, period in periods.items())
        self._db.executemany("INSERT INTO period VALUES (?,?,?,?)", rows)

    def periods(self) -> dict[ProvisionRef, Period]:
        """When provisions hold; one that is not here holds as long as its document."""
        rows = self._db.execute("SELECT doc_id, eid, valid_from, valid_until FROM period")
        return {ProvisionRef(d, EId.parse(eid)): Period(_date(start), _date(until)) for d, eid, start, until in rows}

    def glosses(self) -> Iterator[Gloss]:
        """Every gloss in the order of its position."""
        rows = self._db.execute(
            "SELECT passage, doc_id, eid, lang, heading, text, valid_from, valid_until FROM gloss ORDER BY position"
        )
        for passage, doc_id, eid, lang, heading, text, start, until in rows:
            period = Period(_date(start), _date(until))
            yield Gloss(passage, ProvisionRef(doc_id, EId.parse(eid)), lang, heading, text, period)

    def add_norms(self, norms: Norms) -> None:
        """Store the rows of one document's registers."""
        add_norms(self._db, norms)

    def norms(self, kind: type[R], sources: dict[str, str]) -> tuple[R, ...]:
        """Every row of one register (`Duty`, `Deadline`, `Entitlement` or `Figure`), in order."""
        return tuple(rows_of(self._db, kind, sources))

    def add_references(self, references: Iterable[ResolvedReference]) -> None:
        """Store the references of one document or more."""
        add_references(self._db, references)

    def references(self, sources: Mapping[str, str]) -> Iterator[ResolvedReference]:
        """Every reference, in order."""
        yield from references_in(self._db, sources)

    def commit(self) -> None:
        """Make what was added durable."""
        self._db.commit()

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def documents(self) -> Iterator[tuple[Document, str]]:
        """Every document with its source text, in order."""
        for facts, source in self._db.execute("SELECT facts, source FROM document ORDER BY position"):
            yield _DOCUMENT.validate_json(facts), source

    def chunks(self, sources: dict[str, str]) -> Iterator[Chunk]:
        """Every passage in the order of its position."""
        rows = self._db.execute("SELECT id, doc_id, eid, kind, start, stop, headings FROM passage ORDER BY position")
        for identifier, doc_id, eid, kind, start, stop, headings in rows:
            ref = ProvisionRef(doc_id, EId.parse(eid))
            yield Chunk(
                identifier, ref, sources[doc_id][start:stop], tuple(json.loads(headings)), Span(start, stop), kind
            )

    def sentences(self, sources: dict[str, str]) -> Iterator[Sentence]:
        """Every sentence in the order of its position."""
        rows = self._db.execute("SELECT passage, doc_id, eid, start, stop, lead FROM sentence ORDER BY position")
        for chunk_id, doc_id, eid, start, stop, lead in rows:
            ref = ProvisionRef(doc_id, EId.parse(eid))
            yield Sentence(chunk_id, ref, sources[doc_id][start:stop], Span(start, stop), lead)

    def eids(self) -> dict[str, frozenset[EId]]:
        """The eIds of every document's provisions."""
        found: dict[str, set[EId]] = {}
        for doc_id, eid in self._db.execute("SELECT doc_id, eid FROM provision"):
            found.setdefault(doc_id, set()).add(EId.parse(eid))
        return {doc_id: frozenset(eids) for doc_id, eids in found.items()}

    def tree(self, doc_id: str, source: str) -> Provision | None:
        """The tree of a document, or None."""
        rows = self._db.execute(
            "SELECT eid, parent, kind, num, heading, start, stop, page FROM provision WHERE doc_id = ? ORDER BY position",
            (doc_id,),
        ).fetchall()
        below: dict[str | None, list[Any]] = {}
        for row in rows:
            below.setdefault(row[1], []).append(row)
        roots = [_grow(row, below, doc_id, source) for row in below.get(None, [])]
        return roots[0] if roots else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _ends(period: Period) -> tuple[str | None, str | None]:
    return _iso(period.start), _iso(period.until)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _provision_rows(node: Provision, parent: str | None) -> Iterator[tuple[object, ...]]:
    eid = str(node.ref.eid)
    yield node.ref.doc_id, eid, parent, node.kind, node.num, node.heading, node.span.start, node.span.end, node.page
    for child in node.children:
        yield from _provision_rows(child, eid)


def _grow(row: Any, below: dict[str | None, list[Any]], doc_id: str, source: str) -> Provision:
    eid, _, kind, num, heading, start, stop, page = row
    return Provision(
        ProvisionRef(doc_id, EId.parse(eid)), kind, num, heading, source[start:stop], Span(start, stop), page,
        tuple(_grow(child, below, doc_id, source) for child in below.get(eid, [])),
    )  # fmt: skip
