"""What the citations of a turn are of, and how documents that are not here are named."""

from __future__ import annotations

from bot.turn import Turn
from corpus.label import kind_name
from corpus.language import fold, words
from corpus.provision import Document, Language
from corpus.reference import KIND_WORDS, parse_number, symbol_kind
from ingest.index import Index


def cited(turn: Turn, index: Index) -> list[tuple[Document, tuple[int, ...]]]:
    """The cited documents in the order of their first citation, each with the numbers of its citations."""
    numbers: dict[str, list[int]] = {}
    for citation in turn.citations:
        numbers.setdefault(citation.ref.doc_id, []).append(citation.n)
    return [(index.documents[doc_id], tuple(ns)) for doc_id, ns in numbers.items()]


def named(number: str, lang: Language, title: str | None = None) -> str:
    """A document's number with the word for its kind before it: "Decree 1/2030/ND-CP".

    The title tells the kind before the symbol does: the National Assembly numbers laws and resolutions alike.
    """
    parsed = parse_number(number)
    kind = _kind_in(title or "") or (symbol_kind(parsed) if parsed else None)
    return f"{kind_name(kind, lang)} {number}" if kind else number


def _kind_in(title: str) -> str | None:
    """The kind of document that a title names first."""
    plain = f" {' '.join(fold(w.text) for w in words(title))} "
    found = {plain.find(f" {word} "): kind for word, kind in KIND_WORDS.items() if f" {word} " in plain}
    return found[min(found)] if found else None
