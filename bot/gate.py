"""Is the evidence enough? The gate's probability, and the reason when it declines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.asked import Likeness
from bot.crossread import UNSURE, SecondReading
from bot.currency import tells_of, years_named
from bot.gate_features import LOOKED_AT, QUOTABLE, Features, threshold_name, worded_whole
from bot.holdings import Holdings
from bot.rank import SentenceRanker
from bot.screen import first_half
from bot.support import leaves_list_elsewhere
from bot.topics import Topics
from bot.turn import Reason, Turn, Verdict
from bot.vocabulary import AMOUNTS, Vocabulary
from bot.weights import Weights, log_odds, logistic
from ingest.index import Index

_Likeness = Callable[[str], Likeness]
HALF_MET = 0.5  # of the coverage of the best sentence: less, and what carries the amount speaks of something else
TIMES = frozenset({"date", "duration"})
UNCLEAR_WORDS = 2  # a question with fewer words of content cannot be understood
ON_TOPIC = 0.35  # the least probability that a text is on a topic


def _asks_who_is_now(turn: Turn) -> bool:
    """Whether a question is on who holds an office today: texts say who held it on their day."""
    return turn.need == "person" and "present" in turn.kinds


class Gate:
    """Decides whether what was found can carry an answer. `likeness` tells how the likes of a question's half fared before."""

    def __init__(
        self, index: Index, ranker: SentenceRanker, vocabulary: Vocabulary, weights: Weights, likeness: _Likeness
    ) -> None:
        self._likeness = likeness
        self._index = index
        self._holdings = Holdings(index)
        self._vocabulary = vocabulary
        self._weights = weights
        self._topics = Topics(index, ranker, vocabulary)
        self.features = Features(index, self._holdings, ranker, vocabulary)
        self.read = SecondReading()

    def __call__(self, turn: Turn) -> Verdict:
        """The verdict on a turn whose evidence has been found and ranked."""
        if not turn.passages or not turn.candidates:
            return Verdict(0.0, "not_in_corpus")
        features = self.features(turn)
        score, least = self._weighed(turn, features)
        if self.missing_document(turn) is not None:
            return Verdict(score, "other_document_needed")
        if self._asks_for_list_kept_elsewhere(turn) or self._topics.is_unworded(turn):
            return Verdict(score, "not_in_corpus")
        if self._is_unclear(turn, features):
            return Verdict(score, "unclear")
        if self._is_on_years_to_come(turn) or _asks_who_is_now(turn):
            return Verdict(score, self._reason(turn, features))
        if score >= least:
            second_half_open = turn.first_half is not None and features["need_apart"] > HALF_MET * features["sentence"]
            return Verdict(score, None, unmet=turn.need if second_half_open else None)
        return self._half(turn) or Verdict(score, self._reason(turn, features))

    def _asks_for_list_kept_elsewhere(self, turn: Turn) -> bool:
        """Whether a question wants what is on a list ("which drugs …?"), and the best sentence says who issues the list."""
        return "exact" in turn.kinds and turn.need is None and leaves_list_elsewhere(turn.candidates[0].sentence.text)

    def _is_on_years_to_come(self, turn: Turn) -> bool:
        """Whether a question is on a later year that no sentence which an answer would quote, nor its heading, tells of:
        what holds today says nothing of then."""
        later = [year for year in years_named(turn.standalone) if year > turn.question.as_of.year]
        texts = [f"{c.sentence.lead}\n{c.sentence.text}" for c in turn.candidates[:QUOTABLE]]
        return any(not any(tells_of(text, year) for text in texts) for year in later)

    def _half(self, turn: Turn) -> Verdict | None:
        """The verdict on the first of two questions in one, when the evidence is enough for that one alone."""
        if turn.first_half is None or turn.need is None:
            return None
        assert turn.query is not None and turn.evidence is not None
        text = turn.first_half
        evidence = replace(turn.evidence, likeness=self._likeness(first_half(turn.query.restored) or text))
        half = replace(
            turn,
            first_half=None,
            need=self._vocabulary.need(text),
            kinds=self._vocabulary.kinds(text),
            evidence=evidence,
        )
        features = self.features(half)
        score, least = self._weighed(half, features)
        # What the best sentence carries is not said to be missing.
        unmet = None if turn.candidates[0].meets_need else turn.need
        return Verdict(score, None, unmet=unmet) if score >= least else None

    def _weighed(self, turn: Turn, features: dict[str, float]) -> tuple[float, float]:
        """The probability that the evidence is enough, and the least one that is.

        Among the rules of a statute something near stands for every question: they have a threshold of their own. So have
        digests, which say them in plain words.
        """
        limit = threshold_name(features)
        like = self.likeness(turn)
        alone = log_odds(logistic(self._weights.gate, features))
        seen = {"gate": alone, "cross": features["cross"], **like}
        counted, read = self._models(bool(like))
        score = logistic(counted, seen)
        unsure = UNSURE[0] < score < UNSURE[1] and not worded_whole(features)
        answers = self.read(turn) if unsure else None
        if answers is not None:
            # Beside a text in the other language the reader is less sure of all that it says.
            score = logistic(read, {**seen, "answers": answers})
        least = (counted if answers is None else read)[limit]
        return score, max(least, ON_TOPIC) if self._topics.is_topic(turn) else least

    def _models(self, asked: bool) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """What weighs what is seen, before and after reading; `asked` where the like was asked before."""
        if asked:
            return self._weights.gate_asked, self._weights.gate_asked_read
        alone = {**{name: w for name, w in self._weights.gate.items() if name.startswith("threshold")}, "gate": 1.0}
        return alone, self._weights.gate_read

    def likeness(self, turn: Turn) -> dict[str, float]:
        """How such questions fared that were asked before of the document of the best sentence; empty where none were, and
        for a question that names its provision: hardly any of them does. Nor does what others wanted to know of a topic
        tell whether a text is on it."""
        assert turn.query is not None and turn.evidence is not None  # set by retrieval
        like = turn.evidence.likeness
        if self._topics.is_topic(turn) or any(reference.pinpoint for reference in turn.query.references):
            return {}
        if like.estimate is None or turn.candidates[0].sentence.ref.doc_id not in like.documents:
            return {}
        return {"estimate": like.estimate, "agreed": like.agreed}

    def _is_unclear(self, turn: Turn, features: dict[str, float]) -> bool:
        """Whether a question names nothing of the field and says hardly anything else."""
        return features["topics"] == 0 and turn.query is not None and len(turn.query.concepts) < UNCLEAR_WORDS

    def _reason(self, turn: Turn, features: dict[str, float]) -> Reason:
        if features["topics"] == 0:
            return "out_of_scope"
        if own := self._vocabulary.why_unanswered(turn.standalone):
            return own
        if turn.need in AMOUNTS and features["topical"] > 0.2:
            return "no_amount_given"
        of_the_field = turn.query is not None and any(c.origin != "word" for c in turn.query.concepts)
        nothing_known = features["unseen"] > 0.9 and features["sentence"] < 0.1
        return "out_of_scope" if nothing_known and not of_the_field else "not_in_corpus"

    def missing_document(self, turn: Turn) -> str | None:
        """How the question names what is not here, where it asks for its own content, or nothing here speaks of it."""
        of_content = "content_of_provision" in turn.kinds or self._asks_of_missing_provision(turn)
        unheard_of = self._holdings.unheard_of(turn.query) if turn.query else None
        return unheard_of or (self.foreign_document(turn) if of_content else None)

    def _asks_of_missing_provision(self, turn: Turn) -> bool:
        """Whether nothing here can tell what a provision says that is not here: when it held may be told all the same."""
        if turn.query is None:
            return False
        if turn.need not in TIMES and self._holdings.opens_with_missing_provision(turn.query):
            return True
        return self._holdings.names_lost_provision(turn.query, (p.chunk.text for p in turn.passages[:LOOKED_AT]))

    def foreign_document(self, turn: Turn) -> str | None:
        """How the question names a provision or a document that is not here, nor reported on here; else None."""
        return self._holdings.foreign(turn.query) if turn.query else None
