"""A BEIR folder (corpus.jsonl, queries.jsonl, qrels.tsv) as a corpus and its judgements."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corpus.language import detect_language
from corpus.provision import Document, EId, Provision, ProvisionRef, Span
from ingest import IngestError
from ingest.library import SCHEMA_VERSION, Corpus, LibraryEntry
from ingest.read import SourceText


class Query(NamedTuple):
    """A query of a test set."""

    id: str
    text: str


def beir_corpus(folder: Path) -> Corpus:
    """The documents of `corpus.jsonl`, each one provision; sentences are not indexed."""
    path = folder / "corpus.jsonl"
    rows = list(_rows(path))
    twice = next((name for name, count in Counter(row["_id"] for row in rows).items() if count > 1), None)
    if twice is not None:
        raise IngestError(f'{path}: the _id "{twice}" stands twice; give each document its own')
    digest = hashlib.sha256(f"beir {SCHEMA_VERSION}".encode() + path.read_bytes()).hexdigest()
    return Corpus(digest, len(rows), lambda: map(_entry, rows), sentences=False)


def beir_queries(folder: Path) -> list[Query]:
    """The queries, in order."""
    return [Query(row["_id"], row["text"]) for row in _rows(folder / "queries.jsonl")]


def beir_qrels(folder: Path) -> dict[str, dict[str, int]]:
    """query id -> document id -> grade (0 not relevant, 1 and more relevant)."""
    path = next((p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.is_file()), folder / "qrels.tsv")
    qrels: dict[str, dict[str, int]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines, delimiter="\t"):
                if row and row[-1].lstrip("-").isdigit():  # the header's last word is none
                    qrels.setdefault(row[0], {})[row[-2]] = int(row[-1])
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"{path}: cannot be read ({error}); a BEIR folder has corpus, queries and qrels") from error
    return qrels


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"{path}: cannot be read ({error}); a BEIR folder has corpus, queries and qrels") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                row["_id"] = str(row.get("_id") or row["id"])
                row["text"].strip()
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise IngestError(f"{path}: line {number}: not a JSON object with _id (or id) and text") from error
            yield row


def _entry(row: dict[str, Any]) -> LibraryEntry:
    identifier, text, title = row["_id"], row["text"], row.get("title") or None
    language = detect_language(text[:4000])
    document = Document(
        id=identifier, file="corpus.jsonl", kind="text", authority="administrative", language=language,
        title_en=title if language == "en" else None, title_vi=title if language == "vi" else None,
    )  # fmt: skip
    body = Provision(
        ProvisionRef(identifier, EId().child("para", 1)), "paragraph", None, None, text, Span(0, len(text))
    )
    root = Provision(ProvisionRef(identifier), "document", None, None, text, Span(0, len(text)), children=(body,))
    return LibraryEntry(document, SourceText(text), root)
