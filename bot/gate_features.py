"""What the gate looks at before it decides whether the evidence is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.holdings import Holdings
from bot.particulars import counted, counts, unknown_names
from bot.rank import SentenceRanker
from bot.reading import Reading, View
from bot.turn import Candidate, Turn
from bot.vocabulary import Need, Vocabulary
from bot.weights import log_odds
from corpus.provision import Language
from ingest.index import Index

LOOKED_AT = 5  # passages
QUOTABLE = 4  # sentences
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


class Features:
    """Finds them for a turn whose evidence has been found and ranked."""

    def __init__(self, index: Index, holdings: Holdings, ranker: SentenceRanker, vocabulary: Vocabulary) -> None:
        self._index = index
        self._holdings = holdings
        self._ranker = ranker
        self._vocabulary = vocabulary

    def __call__(self, turn: Turn) -> dict[str, float]:
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
            "foreign_document": float(self._holdings.foreign(turn.query) is not None),
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

    def _language(self, doc_id: str) -> Language:
        return self._index.documents[doc_id].language
