"""What a corpus holds of the documents and provisions that a question names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property

from bot.query import Concept, Query
from corpus.language import analyze, fold, is_stop
from corpus.provision import Document, EId
from corpus.reference import DocumentNumber, Reference, find_references, parse_number, pinpoint_eid, symbol_kind
from ingest.index import Index

# A law named by its title: "the Law on Social Insurance", "Luật Bảo hiểm xã hội".
_TITLED_LAW = re.compile(
    r"\b(?:Law on (?P<en>[A-Z][\w-]*(?:\s+(?:(?:and|of|the|for)\s+)*[A-Z][\w-]*)*)"
    r"|[Ll]uật (?P<vi>[A-ZĐ][\w-]*(?:\s+[^\W\d_]+){1,3}))"
)
_ABOUT = frozenset({"reports_on", "consolidates"})


def numbers_of(document: Document) -> list[DocumentNumber]:
    """A document's own number and those of the documents that it reports on or consolidates."""
    written = [document.number, *(r.number for r in document.relations if r.type in _ABOUT)]
    return [number for text in written if text and (number := parse_number(text))]


def has_own_number(document: Document, numbers: Collection[DocumentNumber]) -> bool:
    """Whether one of `numbers` is the document's own."""
    own = parse_number(document.number) if document.number else None
    return own is not None and any(own.matches(number) for number in numbers)


def documents_on_each(query: Query, documents: Iterable[Document]) -> list[frozenset[str]]:
    """For each number that a query names, the documents that have it, or report on the one that has it."""
    asked = {r.number: None for r in query.references if r.number}
    found = [(numbers_of(document), document.id) for document in documents] if asked else []
    on = (frozenset(i for numbers, i in found if any(number.matches(n) for n in numbers)) for number in asked)
    return list(dict.fromkeys(documents for documents in on if documents))


def names_title(concept: Concept, document: Document) -> bool:
    """Whether a concept that names a law names this document, by its title."""
    return any(_in_title(name, document) for name in concept.names.values())


def _in_title(name: str, document: Document) -> bool:
    return any(fold(name) in fold(title) for title in (document.title_en, document.title_vi) if title)


class Holdings:
    """Answers whether what a question names is here."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._documents = tuple(index.documents.values())

    def has_number(self, reference: Reference) -> bool:
        """Whether a document here has that number, or reports on the one that has it."""
        number = reference.number
        return number is not None and any(number.matches(n) for d in self._documents for n in numbers_of(d))

    def has_provision(self, eid: EId) -> bool:
        """Whether any document here has a provision at that eId."""
        return any(eid in eids for eids in self._index.eids.values())

    def held_spans(self, query: Query) -> list[tuple[int, int]]:
        """Where the question names documents that are here: such words need not occur in the evidence."""
        return [(r.start, r.end) for r in query.references if r.number and self.has_number(r)]

    def foreign(self, query: Query) -> str | None:
        """How the question names a document or a provision that is not here, nor reported on here; else None."""
        unknown = [r for r in query.references if r.number and not self.has_number(r)]
        foreign = [query.text[r.start : r.end] for r in (*unknown, *self._missing_provisions(query))]
        foreign += [c.surface for c in query.concepts if c.names_document and not self._has_title(c)]
        foreign += [m[0] for m in _TITLED_LAW.finditer(query.text) if not self._has_law(m["en"] or m["vi"])]
        return foreign[0] if foreign else None

    def unheard_of(self, query: Query) -> str | None:
        """How the question names a document of which nothing here speaks, where it names no other by its number; else None.
        A document here of that kind that has no number may be the one that is meant."""
        named = [r for r in query.references if r.number]
        if not named or any(self.has_number(r) or self._is_spoken_of(r) or self._may_be_here(r) for r in named):
            return None
        return query.text[named[0].start : named[0].end]

    def names_lost_provision(self, query: Query, texts: Iterable[str]) -> bool:
        """Whether a question names a provision that is not here and of which none of the texts speaks: what they say cannot
        be its content. Of one that is spoken of, as of a repealed one, it can still be asked when it held."""
        missing = {r.pinpoint for r in self._missing_provisions(query)}
        return bool(missing) and not any(r.pinpoint in missing for text in texts for r in find_references(text))

    def opens_with_missing_provision(self, query: Query) -> bool:
        """Whether a question begins with a provision that is not here, as those on its content do."""
        before = (query.text[: r.start] for r in self._missing_provisions(query))
        return any(all(is_stop(term, query.analyzer) for term in analyze(words, query.analyzer)) for words in before)

    def _is_spoken_of(self, reference: Reference) -> bool:
        """Whether any text here, or the register, names the document of a reference."""
        number = reference.number
        return number is not None and any(number.matches(known) for known in self._spoken_of)

    @cached_property
    def _spoken_of(self) -> frozenset[DocumentNumber]:
        cited = {r.document for r in self._index.references.references if r.document}
        related = {r.number for document in self._documents for r in document.relations if r.number}
        glossed = {gloss.text for gloss in self._index.glosses}
        return frozenset(r.number for text in (*cited, *related, *glossed) for r in find_references(text) if r.number)

    def _may_be_here(self, reference: Reference) -> bool:
        kind = reference.kind or (symbol_kind(reference.number) if reference.number else None)
        return any(document.number is None and document.kind == kind for document in self._documents)

    def _missing_provisions(self, query: Query) -> list[Reference]:
        return [r for r in query.references if r.pinpoint and not self.has_provision(pinpoint_eid(r.pinpoint))]

    def _has_title(self, concept: Concept) -> bool:
        return any(names_title(concept, document) for document in self._documents)

    def _has_law(self, subject: str) -> bool:
        # Where a Vietnamese title ends cannot be told; its first two words are enough to know it again.
        start = " ".join(subject.split()[:2])
        return any(_in_title(start, document) for document in self._documents)
