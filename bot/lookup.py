"""Exact look-ups: a question that names a provision gets that provision, or hears that there is none.

"Directive 16/CT-TTg section 9 bullet 2", "What does clause 2 Article 17 say?". A reference that several
documents could mean stays unresolved, and the question goes the ordinary way.
"""

from __future__ import annotations

from dataclasses import replace

from bot.currency import Currency
from bot.decline import decline
from bot.holdings import Holdings, has_own_number, names_title
from bot.query import Query
from bot.replies import replies
from bot.turn import Candidate, Notice, Passage, Turn
from corpus.label import document_label, place_label
from corpus.provision import Document, EId, ProvisionRef
from corpus.reference import pinpoint_eid
from ingest.index import Index

MOST_OTHER_TOPICS = 1  # of a question that wants the provision itself; more, and it asks something about it
LOOKED_AT = 5  # passages that may speak of a provision which the document does not have
MOST_SENTENCES = 8  # the most citations that an answer may have


class LookupStep:
    """Finds the provision that a question names."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._currency = Currency(index)
        self._holdings = Holdings(index)

    def __call__(self, turn: Turn) -> Turn:
        """Choose the sentences of the named provision; decline when its document has no such provision."""
        query = turn.query
        pinpoints = [r for r in query.references if r.pinpoint] if query else []
        if query is None or len(pinpoints) != 1:
            return turn
        wanted = _wants_text(turn, query)
        eid = pinpoint_eid(pinpoints[0].pinpoint)
        texts = (passage.chunk.text for passage in turn.passages[:LOOKED_AT])
        if not wanted and not self._holdings.names_lost_provision(query, texts):
            return turn
        spoken = [d for d in self._index.documents.values() if self._currency.has_its_language(d.id, turn)]
        named = named_documents(query, spoken)
        if any(r.number for r in query.references) and not named:
            return turn  # a provision of a document that is not here
        found = [ref for document in named or spoken if (ref := self._provision(document, eid))]
        if len(found) == 1 and wanted:
            return self._with_provision(turn, found[0])
        meant = named or [d for d in spoken if self._has_article(d, eid)]
        if len(meant) == 1 and not found:
            return self._missing(turn, meant[0], eid)
        return turn

    def _has_article(self, document: Document, eid: EId) -> bool:
        """Whether a document has the article of a pinpoint inside one, or any article for an article: where no other
        document has, no other can be meant."""
        if len(eid.segments) > 1:
            return EId(eid.segments[:1]) in self._index.eids[document.id]
        level = eid.segments[0][0]
        return any(own.segments and own.segments[0][0] == level for own in self._index.eids[document.id])

    def _provision(self, document: Document, eid: EId) -> ProvisionRef | None:
        return ProvisionRef(document.id, eid) if eid in self._index.eids[document.id] else None

    def _with_provision(self, turn: Turn, ref: ProvisionRef) -> Turn:
        speaks = self._currency.of(turn)
        sentences = [
            s for s in self._index.sentences
            if s.ref.doc_id == ref.doc_id and s.ref.eid.starts_with(ref.eid) and speaks(s.ref)
        ]  # fmt: skip
        shown = tuple(Candidate(s, 1, 1.0, 1.0, True) for s in sentences[:MOST_SENTENCES])
        incomplete = Notice("incomplete", replies().notices["incomplete"](turn.lang))
        notices = (*turn.notices, incomplete) if len(sentences) > MOST_SENTENCES else turn.notices
        return replace(turn, chosen=shown, passages=self._first(turn, ref), notices=notices)

    def _first(self, turn: Turn, ref: ProvisionRef) -> tuple[Passage, ...]:
        """The passages with the named provision's own in front."""
        own = [
            (i, chunk) for i, chunk in enumerate(self._index.chunks)
            if chunk.ref.doc_id == ref.doc_id and (chunk.ref.eid.starts_with(ref.eid) or ref.eid.starts_with(chunk.ref.eid))
        ]  # fmt: skip
        top = turn.passages[0].score if turn.passages else 1.0
        leading = [Passage(chunk, i, top + 1, 0, ("reference",)) for i, chunk in own[: len(turn.passages) or 1]]
        taken = {p.position for p in leading}
        ordered = [*leading, *(p for p in turn.passages if p.position not in taken)]
        return tuple(replace(p, rank=rank) for rank, p in enumerate(ordered[: len(turn.passages) or 1], 1))

    def _missing(self, turn: Turn, document: Document, eid: EId) -> Turn:
        text = replies().notices["no_provision"](
            turn.lang, label=document_label(document, turn.lang), place=place_label(eid, turn.lang)
        )
        return decline(turn, "not_in_corpus", notices=(Notice("document", text),))


def named_documents(query: Query, documents: list[Document]) -> list[Document]:
    """The documents of these that a query names, by number or else by title."""
    numbers = [r.number for r in query.references if r.number]
    by_number = [d for d in documents if has_own_number(d, numbers)]
    titled = [c for c in query.concepts if c.names_document]
    return by_number or [d for d in documents if any(names_title(c, d) for c in titled)]


def _wants_text(turn: Turn, query: Query) -> bool:
    """Whether the question wants the provision itself rather than something about it."""
    if "content_of_provision" in turn.kinds:
        return True
    other = [c for c in query.concepts if c.origin != "word" and not _inside(c.surface, query)]
    return turn.need is None and len(other) <= MOST_OTHER_TOPICS


def _inside(surface: str, query: Query) -> bool:
    return any(surface in query.text[r.start : r.end] for r in query.references)
