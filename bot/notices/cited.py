"""What the citations of a turn are of, and how documents that are not here are named."""

from __future__ import annotations

from bot.turn import Turn
from corpus.label import kind_name
from corpus.provision import Document, Language
from corpus.reference import parse_number, symbol_kind
from ingest.index import Index


def cited(turn: Turn, index: Index) -> list[tuple[Document, tuple[int, ...]]]:
    """The cited documents in the order of their first citation, each with the numbers of its citations."""
    numbers: dict[str, list[int]] = {}
    for citation in turn.citations:
        numbers.setdefault(citation.ref.doc_id, []).append(citation.n)
    return [(index.documents[doc_id], tuple(ns)) for doc_id, ns in numbers.items()]


def named(number: str, lang: Language) -> str:
    """A document's number with the word for its kind before it: "Decree 1/2030/ND-CP"."""
    parsed = parse_number(number)
    kind = symbol_kind(parsed) if parsed else None
    return f"{kind_name(kind, lang)} {number}" if kind else number
