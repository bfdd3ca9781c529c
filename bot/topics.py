"""A topic instead of a question: "vaccination", or "what does Resolution 72 say about vaccination?".

Whatever is on it is an answer, and what others wanted to know of it says little about that.
"""

from __future__ import annotations

from bot.gate_features import QUOTABLE
from bot.holdings import documents_on_each
from bot.query import Concept, Query
from bot.rank import SentenceRanker
from bot.support import covered
from bot.turn import Turn
from bot.vocabulary import Kind, Vocabulary
from corpus.reference import named_span
from ingest.index import Index

OF_CONTENT: frozenset[Kind] = frozenset({"content_of_provision"})
HALF = 0.5  # of the words of a concept


class Topics:
    """Finds the topic of a turn whose evidence has been found and ranked."""

    def __init__(self, index: Index, ranker: SentenceRanker, vocabulary: Vocabulary) -> None:
        self._index = index
        self._ranker = ranker
        self._vocabulary = vocabulary

    def is_topic(self, turn: Turn) -> bool:
        """Whether a turn has a topic alone, or one that a document named by its number words; digests apart, which say
        what others asked."""
        topic = self._topic(turn)
        return topic is not None and (not turn.kinds or self._is_worded(topic, turn))

    def is_unworded(self, turn: Turn) -> bool:
        """Whether a turn asks what a document says about a topic that is known in either language, and no sentence of the
        document that an answer would quote words it."""
        topic = self._topic(turn)
        known = topic is not None and topic.origin != "word"
        return topic is not None and known and bool(turn.kinds) and not self._is_worded(topic, turn)

    def _topic(self, turn: Turn) -> Concept | None:
        """The one thing that a turn is on, where it asks nothing of it."""
        assert turn.query is not None  # set by retrieval
        of_content = turn.kinds == OF_CONTENT and bool(self._documents(turn.query))
        asks = turn.need is not None or not (of_content or (not turn.kinds and "?" not in turn.standalone))
        if asks or self._index.documents[turn.candidates[0].sentence.ref.doc_id].authority == "digest":
            return None
        matters = self._matters(turn.query)
        return matters[0] if len(matters) == 1 else None

    def _matters(self, query: Query) -> list[Concept]:
        """What a question is on, beside the documents that it names by their numbers and words that carry nothing."""
        named = [named_span(query.text, r) for r in query.references if r.number]
        outside = (c for c in query.concepts if not any(a <= c.span[0] and c.span[1] <= b for a, b in named))
        return [c for c in outside if not self._vocabulary.is_filler(c.surface)]

    def _is_worded(self, topic: Concept, turn: Turn) -> bool:
        assert turn.query is not None
        reading, documents = self._ranker.reading(turn.query), self._documents(turn.query)
        quotable = [c.sentence for c in turn.candidates[:QUOTABLE] if c.sentence.ref.doc_id in documents]
        views = (view for sentence in quotable for view in reading.sentence(sentence))
        return any(covered(topic, view.support.analyzer, view.terms) >= HALF for view in views)

    def _documents(self, query: Query) -> frozenset[str]:
        """Those that a question names by their numbers, or that report on them."""
        return frozenset().union(*documents_on_each(query, self._index.documents.values()))
