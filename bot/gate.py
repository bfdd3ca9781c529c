"""Is the evidence enough? The gate's features, its probability, and the reason when it declines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.asked import Likeness
from bot.crossread import UNSURE, SecondReading
from bot.currency import tells_of, years_named
from bot.holdings import Holdings
from bot.particulars import counted, counts, unknown_names
from bot.rank import SentenceRanker
from bot.reading import Reading, View
from bot.screen import first_half
from bot.support import leaves_list_elsewhere
from bot.turn import Candidate, Reason, Turn, Verdict
from bot.vocabulary import AMOUNTS, Need, Vocabulary
from bot.weights import Weights, log_odds, logistic
from corpus.provision import Language
from ingest.index import Index

_Likeness = Callable[[str], Likeness]
LOOKED_AT = 5  # passages
QUOTABLE = 4  # sentences
HALF_MET = 0.5  # of the coverage of the best sentence: less, and what carries the amount speaks of something else
TIMES = frozenset({"date", "duration"})
# Some amounts stand in texts of this kind more often than others.
ASKED_AMOUNTS: tuple[Need, ...] = ("money", "percent", "date", "duration")
FAR_BEHIND = 4.0  # log odds between two sentences
LEAST_NEAR = 0.8  # cosine; below it, nothing has to do with the question
# What is asked for, where that alone says something about texts of this kind: no counts, no addresses, no ways of doing.
ASKED_FOR: dict[str, frozenset[Need]] = {
    "contact": frozenset({"contact"}), "place": frozenset({"place", "procedure"}), "count": frozenset({"count"}),
    "agency": frozenset({"agency"}), "person": frozenset({"person"}),
}  # fmt: skip
WHO_OR_WHEN: frozenset[Need | None] = frozenset({"agency", "person", "date", "duration"})
PLAIN, WORDED = 0.6, 0.75  # concepts / 10 of a short question; share of its weight that a sentence words
LONGER, WHOLE = 1.0, 0.95  # the same of one that is longer
PROVES = 0.6  # of the ranking's probability that the best sentence proves the answer
UNCLEAR_WORDS = 2  # a question with fewer words of content cannot be understood


def threshold_name(features: Mapping[str, float]) -> str:
    """Which threshold of the weights holds for what was found."""
    if features["digest"]:
        return "threshold_digest"
    return "threshold_statute" if features["statute"] else "threshold"


def _behind(candidates: Sequence[Candidate]) -> float:
    """How far the best sentence that carries what is needed lies behind the best of all, in log odds / `FAR_BEHIND`, at
    most 1."""
    needed = [c.score for c in candidates if c.meets_need]
    if not needed:
        return 0.0
    apart = log_odds(max(c.score for c in candidates)) - log_odds(max(needed))
    return min(apart / FAR_BEHIND, 1.0)


def worded_whole(features: Mapping[str, float]) -> bool:
    """Whether the best sentence words a short question, or is far the likeliest to prove its answer, and carries what it
    needs: then nothing is left to be read out of it, and the reader is known to say no to short questions out of hand
    (docs/adr/0012)."""
    needed = not (features["need_unmet"] or features["need_behind"] or features["exact"])
    likely = features["asks"] and features["score"] >= PROVES
    short = features["length"] <= PLAIN and (likely or features["first"] >= WORDED)
    return bool(needed and (short or (features["length"] <= LONGER and features["first"] >= WHOLE)))


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
        self._ranker = ranker
        self._weights = weights
        self.read = SecondReading()

    def features(self, turn: Turn) -> dict[str, float]:
        """What the gate looks at, each about 0…1."""
        assert turn.query is not None and turn.evidence is not None
        reading = self._ranker.reading(turn.query)
        views = [view for passage in turn.passages[:LOOKED_AT] for view in reading.passage(passage.chunk)]
        return {
            **self._of_passages(turn, views),
            **self._of_candidates(turn, reading),
            **self._of_question(turn),
            "matter_aside": float(self._vocabulary.unworded_matters(turn.standalone, self._quotable(turn, reading))),
            "matter_unmet": float(self._vocabulary.unworded_matters(turn.standalone, [view.text for view in views])),
        }

    def _of_passages(self, turn: Turn, views: Sequence[View]) -> dict[str, float]:
        """How far the best passages cover the question, and how near they are."""
        covered = [view.support.coverage(view.terms, topical=True) for view in views]
        best = views[covered.index(max(covered))].support if views else None
        scores = [passage.score for passage in turn.passages[:2]]
        return {
            "topical": max(covered, default=0.0),
            "unseen": best.unseen if best else 1.0,
            "missing_names": min((view.support.missing_names(view.terms) for view in views), default=0.0),
            "topics": min(best.topics, 4) / 4 if best else 0.0,
            "ahead": scores[0] - scores[1] if len(scores) > 1 else 0.0,
            **self._nearness(turn),
        }

    def _nearness(self, turn: Turn) -> dict[str, float]:
        """The highest cosines with the question."""
        evidence = turn.evidence
        assert evidence is not None  # set by retrieval
        nearest = max((*evidence.sentence_similarity.values(), *evidence.gloss_similarity.values()), default=LEAST_NEAR)
        return {
            "nearest": 10 * (nearest - LEAST_NEAR),
            "nearest_passage": 10 * (max(evidence.similarity.values(), default=LEAST_NEAR) - LEAST_NEAR),
        }

    def _of_candidates(self, turn: Turn, reading: Reading) -> dict[str, float]:
        """How far the best sentences cover the question, and whether they carry what it needs."""
        needed = [c.coverage for c in turn.candidates if c.meets_need]
        sentence = max((c.coverage for c in turn.candidates), default=0.0)
        unmet = turn.need is not None and not needed
        return {
            "sentence": sentence,
            "score": turn.candidates[0].score if turn.candidates else 0.0,
            "first": turn.candidates[0].coverage if turn.candidates else 0.0,
            "need_unmet": float(unmet),
            "need_apart": sentence - max(needed, default=0.0) if turn.need is not None else 0.0,
            "need_behind": _behind(turn.candidates),
            "price_unmet": float(turn.need == "price" and unmet),
            "person_unmet": float(turn.need == "person" and unmet),
            "uncounted": float(turn.need == "count" and self._uncounted(turn, reading)),
        }

    def _of_question(self, turn: Turn) -> dict[str, float]:
        """What is asked for, of what, in what kind of texts."""
        assert turn.query is not None  # set by retrieval
        top = turn.passages[:1]
        # Among the many short rules of a statute, something near is always found.
        statute = bool(top) and any(level == "art" for level, _ in top[0].chunk.ref.eid.segments)
        return {
            # A long question is never covered whole.
            "length": len(turn.query.concepts) / 10,
            "asks": float(turn.need is not None),
            **{name: float(turn.need in needs) for name, needs in ASKED_FOR.items()},
            **{f"asks_{need}": float(turn.need == need) for need in ASKED_AMOUNTS},
            "unknown_name": float(bool(unknown_names(turn.query, self._index.fields))),
            # Who issues a list, and when, can be told without the list.
            "exact": float("exact" in turn.kinds and turn.need not in WHO_OR_WHEN),
            # A report says how things were; a rule that holds on the day is how they are.
            "present": float("present" in turn.kinds and not statute),
            "foreign_document": float(self.foreign_document(turn) is not None),
            "statute": float(statute),
            "digest": float(bool(top) and self._index.documents[top[0].chunk.ref.doc_id].authority == "digest"),
            "cross": float(bool(top) and self._language(top[0].chunk.ref.doc_id) != turn.query.lang),
        }

    def _quotable(self, turn: Turn, reading: Reading) -> list[str]:
        """The texts of the sentences that an answer would quote, and their glosses'."""
        return [view.text for c in turn.candidates[:QUOTABLE] for view in reading.sentence(c.sentence)]

    def _uncounted(self, turn: Turn, reading: Reading) -> bool:
        """Whether no sentence that an answer would quote has a number of what the question asks the number of."""
        assert turn.query is not None
        concept = counted(turn.query)
        views = [view for c in turn.candidates[:QUOTABLE] for view in reading.sentence(c.sentence)]
        seen = [view for view in views if concept and view.support.analyzer in concept.variants]
        return bool(concept and seen) and not any(counts(v.text, concept, v.support.analyzer) for v in seen if concept)

    def __call__(self, turn: Turn) -> Verdict:
        """The verdict on a turn whose evidence has been found and ranked."""
        if not turn.passages or not turn.candidates:
            return Verdict(0.0, "not_in_corpus")
        features = self.features(turn)
        score, least = self._weighed(turn, features)
        if self.missing_document(turn) is not None:
            return Verdict(score, "other_document_needed")
        if self._asks_for_list_kept_elsewhere(turn):
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
        if answers is None:
            return score, counted[limit]
        # Beside a text in the other language the reader is less sure of all that it says.
        return logistic(read, {**seen, "answers": answers}), read[limit]

    def _models(self, asked: bool) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """What weighs what is seen, before and after reading; `asked` where the like was asked before."""
        if asked:
            return self._weights.gate_asked, self._weights.gate_asked_read
        alone = {**{name: w for name, w in self._weights.gate.items() if name.startswith("threshold")}, "gate": 1.0}
        return alone, self._weights.gate_read

    def likeness(self, turn: Turn) -> dict[str, float]:
        """How such questions fared that were asked before of the document of the best sentence; empty where none were, and
        for a question that names its provision: hardly any of them does."""
        assert turn.query is not None and turn.evidence is not None  # set by retrieval
        like = turn.evidence.likeness
        if any(reference.pinpoint for reference in turn.query.references):
            return {}
        if like.estimate is None or turn.candidates[0].sentence.ref.doc_id not in like.documents:
            return {}
        return {"estimate": like.estimate}

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
        """How the question names a provision or a document whose own content it asks for and that is not here."""
        of_content = "content_of_provision" in turn.kinds or self._asks_of_missing_provision(turn)
        return self.foreign_document(turn) if of_content else None

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

    def _language(self, doc_id: str) -> Language:
        return self._index.documents[doc_id].language
