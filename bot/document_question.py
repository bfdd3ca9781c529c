"""Which document a question is about, and what it asks of it, where it asks for nothing else.

"When was Law 51/2024/QH15 passed?" is on the document; "What must ministries issue under Directive 16, and when?" is on
what it says, and goes the ordinary way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.aspects import Aspect, load_aspects
from bot.holdings import has_own_number
from bot.query import Concept, Query
from bot.turn import Turn
from bot.vocabulary import Vocabulary
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.label import kind_name
from corpus.language import analyze, fold, words
from corpus.precedence import numbers
from corpus.provision import Document, Language
from corpus.reference import KIND_WORDS, DocumentNumber
from ingest.index import Index

LANGUAGES: tuple[Language, ...] = ("vi", "en")
NUMBERED = frozenset(KIND_WORDS.values())
ISSUED: frozenset[Aspect] = frozenset({"issued"})
# Kinds whose names are no words of any talk, as "plan", "report" and "text" are.
POINTED_AT = frozenset({"interview", "directive", "resolution", "decree", "circular", "telegram", "ordinance"})
LEAST_TITLE = 2  # words; a shorter title names anything


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """What is asked of which document; `document` is None where only its number is known."""

    aspects: frozenset[Aspect]
    numbers: tuple[DocumentNumber, ...]
    document: Document | None


class DocumentQuestions:
    """Reads questions on documents themselves."""

    def __init__(
        self,
        index: Index,
        agencies: Agencies,
        glossary: Glossary,
        vocabulary: Vocabulary,
        analyze: Callable[[str], Query],
    ) -> None:
        self._index = index
        self._agencies = agencies
        self._glossary = glossary
        self._vocabulary = vocabulary
        self._analyze = analyze
        self._aspects = load_aspects()

    def compared(self, turn: Turn) -> list[DocumentQuestion]:
        """For each of two documents, named by number, which of them came first: the day of its issue; else nothing."""
        query = turn.query
        if query is None or "order" not in (aspects := self._aspects.asked(query.text)):
            return []
        asked = tuple(dict.fromkeys(r.number for r in query.references if r.number))
        if len(asked) != 2 or any(r.pinpoint for r in query.references):
            return []
        documents = [self._numbered(number, turn) for number in asked]
        if not any(self._asks_nothing_else(query, document, aspects) for document in (None, *documents)):
            return []
        return [DocumentQuestion(ISSUED, (n,), document) for n, document in zip(asked, documents, strict=True)]

    def read(self, turn: Turn) -> DocumentQuestion | None:
        """What the turn asks of a document; None where it asks for something else, or of no one document."""
        if turn.query is None:
            return None
        own = self._analyze(turn.question.text) if turn.question.context else turn.query
        aspects = self._aspects.asked(own.text) - {"order"}
        if not aspects or any(r.pinpoint for r in own.references):
            return None
        asked = tuple(dict.fromkeys(r.number for r in own.references or turn.query.references if r.number))
        if len(asked) > 1:
            return None
        if asked:
            document = self._numbered(asked[0], turn)
            plain = self._asks_nothing_else(own, document, aspects)
            return DocumentQuestion(aspects - {"number"} or aspects, asked, document) if plain else None
        return self._named(turn, own, aspects)

    def meant(self, turn: Turn) -> Document | None:
        """The document that a question names, by its number, its title or its kind, or that alone is looked at."""
        assert turn.query is not None
        numbered = (self._numbered(r.number, turn) for r in turn.query.references if r.number)
        return next(numbered, None) or self._titled(turn.query, turn) or self._pointed_at(turn.query, turn)

    def pointed_at(self, turn: Turn) -> Document | None:
        """The only document of a kind that a question names in passing: "in the interview", "trong Chỉ thị của Thủ tướng"."""
        assert turn.query is not None
        if any(r.number for r in turn.query.references):
            return None
        document = self._pointed_at(turn.query, turn)
        return document if document is not None and document.kind in POINTED_AT else None

    def is_plain(self, query: Query, concepts: Iterable[Concept], document: Document | None) -> bool:
        """Whether all words of concepts say nothing, or belong to a document's number, titles or issuer."""
        named = [(r.start, r.end) for r in query.references if r.number]
        own = frozenset(self._own_words(document)) if document else frozenset()
        return all(
            self._says_nothing(w.text) or fold(w.text) in own
            for c in concepts
            if not any(a <= c.span[0] < b for a, b in named)
            for w in words(c.surface)
            if not (c.names_document and document is not None)
        )

    def _named(self, turn: Turn, own: Query, aspects: frozenset[Aspect]) -> DocumentQuestion | None:
        """A document that is named by its title or its kind, or that alone is looked at."""
        assert turn.query is not None  # `read` has looked
        titled = self._titled(own, turn) or self._titled(turn.query, turn)
        document = titled or self._pointed_at(own, turn)
        plain = document is not None and self._asks_nothing_else(own, document, aspects)
        if not plain and "number" in aspects and not titled:
            document, plain = self._of_kind(own, turn), True
        if document is None or not plain:
            return None
        known = tuple(numbers(document))
        # Who names a title means the work, not one consolidated text of it.
        meant = known[1:] if titled and len(known) > 1 else known[:1]
        return DocumentQuestion(aspects, meant, document)

    def _numbered(self, number: DocumentNumber, turn: Turn) -> Document | None:
        held = (d for d in self._index.documents.values() if has_own_number(d, [number]))
        return self._nearest(held, turn)

    def _nearest(self, documents: Iterable[Document], turn: Turn) -> Document | None:
        """The text itself before a digest of it, the asker's language before the other."""
        return min(documents, key=lambda d: (d.authority == "digest", d.language != turn.lang), default=None)

    def _titled(self, query: Query, turn: Turn) -> Document | None:
        """The document whose whole title the question has, or a name of it that the glossary knows; the longest."""
        plain = f" {' '.join(fold(w.text) for w in words(query.text))} "
        known = {fold(name) for c in query.concepts if c.names_document for name in c.names.values()}
        fitting = {
            d.id: len(title)
            for d in self._index.documents.values()
            for title in _titles(d)
            if f" {title} " in plain or title in known
        }
        longest = max(fitting.values(), default=0)
        return self._nearest((self._index.documents[i] for i, size in fitting.items() if size == longest), turn)

    @cached_property
    def _of_kinds(self) -> dict[str, list[Document]]:
        """The documents by their kind: there are ten thousands of documents, and twenty kinds."""
        kinds: dict[str, list[Document]] = {}
        for document in self._index.documents.values():
            kinds.setdefault(document.kind, []).append(document)
        return kinds

    def _pointed_at(self, query: Query, turn: Turn) -> Document | None:
        """The one document that is looked at, or the only one of the kind, or of the kind and issuer, that the question names."""
        if len(turn.question.documents) == 1:
            return self._index.documents[turn.question.documents[0]]
        of_kind = [d for kind, held in self._of_kinds.items() if _names_kind(query.text, kind) for d in held]
        issuers = {c.id for c in query.concepts if c.origin == "agency"}
        by_issuer = [d for d in of_kind if d.issuer in issuers]
        return next(iter(by_issuer or of_kind), None) if 1 in (len(of_kind), len(by_issuer)) else None

    def _of_kind(self, query: Query, turn: Turn) -> Document | None:
        """The best of what was found, of the kind that the question names if one is."""
        found = [self._index.documents[p.chunk.ref.doc_id] for p in turn.passages]
        if any(_names_kind(query.text, kind) for kind in NUMBERED):
            found = [d for d in found if _names_kind(query.text, d.kind)]
        return next(iter(found), None)

    def _asks_nothing_else(self, query: Query, document: Document | None, aspects: frozenset[Aspect]) -> bool:
        """Whether every word of content asks for an aspect, says nothing, or belongs to the document's name.

        Who asks for the issuer may name one: "Was Directive 52 issued by the Prime Minister?"
        """
        issuers = "issuer" in aspects
        return self.is_plain(query, (c for c in query.concepts if not (issuers and c.origin == "agency")), document)

    def _says_nothing(self, word: str) -> bool:
        return self._aspects.is_plain(word) or self._vocabulary.is_filler(word)

    def _own_words(self, document: Document) -> Iterator[str]:
        """The words of a document's titles, with the acronyms of their terms, and of its issuer's names."""
        names = [t for t in (document.title_vi, document.title_en) if t]
        if document.issuer:
            issuer = self._agencies[document.issuer]
            names += [issuer.vi, issuer.en, *issuer.aliases_vi, *issuer.aliases_en, *issuer.acronyms]
        table = self._glossary.table("folded")
        terms = [value for name in names for match in table.find(analyze(name, "folded")) for value in match.values]
        acronyms = [acronym for term in terms for acronym in self._glossary[term].acronyms]
        yield from (fold(w.text) for name in (*names, *acronyms) for w in words(name))


def _titles(document: Document) -> list[str]:
    titles = (document.title_vi, document.title_en)
    plain = (" ".join(fold(w.text) for w in words(title)) for title in titles if title and document.number)
    return [title for title in plain if len(title.split()) >= LEAST_TITLE]


def _names_kind(text: str, kind: str) -> bool:
    """Whether a text names a kind of document."""
    plain = fold(text)
    names = (fold(kind_name(kind, lang)) for lang in LANGUAGES)
    # "Article 7" is a place in a document, and no article.
    return any(re.search(rf"\b{re.escape(name)}\b(?!\s+\d)", plain) for name in names)
