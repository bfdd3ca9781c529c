"""Questions on what a body is told to do: the register of duties knows which sentences are its.

"What are the tasks of chairpersons of provinces?" gets all of them, in the order of the text. "What must the Ministry do
about drugs?" is answered from its duties alone; where none of what was found is its, nobody told it anything of the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from bot.compose import MAX_CITATIONS
from bot.currency import Currency
from bot.decline import decline
from bot.document_question import DocumentQuestions
from bot.holdings import documents_on_each
from bot.particulars import unknown_names
from bot.query import Concept, Query
from bot.registers.names import Bearers, find_bearers
from bot.turn import Candidate, Turn, in_front
from bot.vocabulary import Kind, Vocabulary
from corpus.agencies import Agencies
from corpus.provision import EId, Span
from ingest.chunk import Sentence
from ingest.index import Index
from ingest.norms.rows import Modality

OBLIGING: frozenset[Modality] = frozenset({"duty", "request", "prohibition"})
LISTED: frozenset[Kind] = frozenset({"list"})


class AssignedStep:
    """Chooses, or keeps, the sentences that give a body its tasks."""

    def __init__(
        self,
        index: Index,
        agencies: Agencies,
        vocabulary: Vocabulary,
        documents: DocumentQuestions,
        take_apart: Callable[[str], Query],
    ) -> None:
        self._index = index
        self._agencies = agencies
        self._vocabulary = vocabulary
        self._documents = documents
        self._take_apart = take_apart
        self._currency = Currency(index)

    def __call__(self, turn: Turn) -> Turn:
        """All tasks of the body, where nothing else is asked; else what was found of them; declined where nothing was."""
        if not turn.chosen and turn.query is not None and self._asks_of_unknown_body(turn.query):
            return decline(turn, "not_in_corpus")
        asked = None if turn.chosen or turn.query is None else self._asked(turn.query)
        documents = self._looked_at(turn) if asked else ()
        if asked is None or not documents:
            return turn
        body = find_bearers(asked.surface, self._agencies, self._take_apart)
        told = list(self._told(body, documents, turn)) if self._asks_for_all(turn, asked) else []
        if 0 < len(told) <= MAX_CITATIONS:  # of a body with more tasks the best are told
            return self._with_all(turn, told)
        kept = tuple(c for c in turn.candidates if c.sentence.ref.doc_id in documents and self._is_of(c.sentence, body))
        if not kept:
            return decline(turn, "not_in_corpus")
        alone = self._stands_beside_others(kept[0].sentence, body)
        return replace(turn, candidates=kept, kinds=turn.kinds - LISTED if alone else turn.kinds)

    def _asked(self, query: Query) -> Concept | None:
        """The body whose tasks are asked for: "what must the Ministry do", and not "what must he do at the Ministry"."""
        bodies = (c for c in query.concepts if c.origin == "agency")
        return next((c for c in bodies if self._vocabulary.asks_for_tasks(query.text, c.span)), None)

    def _asks_of_unknown_body(self, query: Query) -> bool:
        """Whether the tasks of somebody are asked for whom no text names."""
        return any(
            self._vocabulary.asks_for_tasks(query.text, span) for span in unknown_names(query, self._index.fields)
        )

    def _asks_for_all(self, turn: Turn, asked: Concept) -> bool:
        """Whether every other word asks, says nothing, or belongs to the name of the document that is meant."""
        assert turn.query is not None
        rest = [c for c in turn.query.concepts if c is not asked and not self._vocabulary.is_of_tasks(c.surface)]
        return self._documents.is_plain(turn.query, rest, self._documents.meant(turn))

    def _looked_at(self, turn: Turn) -> Collection[str]:
        """The documents that are meant: those that have or report on a number that is named, the one of a title or kind,
        else all. None where what is named is not here."""
        assert turn.query is not None
        every = self._index.documents
        if any(r.number for r in turn.query.references):
            return frozenset().union(*documents_on_each(turn.query, every.values()))
        meant = self._documents.meant(turn)
        return [meant.id] if meant else list(every)

    def _told(self, body: Bearers, documents: Collection[str], turn: Turn) -> Iterator[Sentence]:
        """The sentences with the body's own duties, in the order of the text."""
        speaks = self._currency.of(turn)
        spans = {d: self._spans(d, body) for d in documents if self._currency.has_its_language(d, turn)}
        for sentence in self._index.sentences:
            if _touches(sentence.span, spans.get(sentence.ref.doc_id, ())) and speaks(sentence.ref):
                yield sentence

    def _spans(self, document: str, body: Bearers) -> list[Span]:
        """Where a document gives the body duties."""
        rows = (d for d in self._index.duties if d.ref.doc_id == document and d.modality in OBLIGING)
        return [duty.span for duty in rows if duty.agency in self._ids(body)]

    def _with_all(self, turn: Turn, told: list[Sentence]) -> Turn:
        chosen = tuple(Candidate(sentence, 1, 1.0, 1.0, True) for sentence in told)
        return replace(turn, chosen=chosen, passages=in_front(turn.passages, {s.chunk_id for s in told}))

    def _is_of(self, sentence: Sentence, body: Bearers) -> bool:
        """Whether a sentence gives the body a duty, or it names the body, or names none and what introduces it does; a report
        names those whose news it tells."""
        document = sentence.ref.doc_id
        if _touches(sentence.span, self._spans(document, body)):
            return True
        named = self._agencies.find(sentence.text) or self._agencies.find(sentence.lead)
        is_report = self._index.documents[document].authority == "press"
        return not is_report and not self._family(body).isdisjoint(mention.agency.id for mention in named)

    def _ids(self, body: Bearers) -> frozenset[str]:
        """The ids of the body, and of those that are no more and whose tasks it has."""
        return body.own | {name for name in body.former if self._agencies[name].until}

    def _family(self, body: Bearers) -> frozenset[str]:
        """The ids of the body, and of those of its kind that it is a part of or that are parts of it: what a law asks of
        "the social insurance agency" it asks of Vietnam Social Security."""
        own = self._ids(body)
        bodies = [agency for agency in self._agencies if agency.id in own]
        wholes = {(agency.kind, agency.part_of) for agency in bodies}
        parts = {(agency.kind, agency.id) for agency in bodies}
        return own | {a.id for a in self._agencies if (a.kind, a.id) in wholes or (a.kind, a.part_of) in parts}

    def _stands_beside_others(self, sentence: Sentence, body: Bearers) -> bool:
        """Whether the list that a sentence is an item of tells of other bodies too."""
        above, depth = EId(sentence.ref.eid.segments[:-1]), len(sentence.ref.eid.segments)
        document = [s for s in self._index.sentences if s.ref.doc_id == sentence.ref.doc_id]
        items = [s for s in document if len(s.ref.eid.segments) == depth and s.ref.eid.starts_with(above)]
        return not all(self._is_of(item, body) for item in items)


def _touches(sentence: Span, spans: Collection[Span]) -> bool:
    """Whether a sentence stands in one of the spans, or around it."""
    return any(sentence in span or span in sentence for span in spans)
