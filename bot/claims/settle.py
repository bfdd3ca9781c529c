"""Which of the compared candidates decides, and what a sentence of several statements comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.claims.evidence import Candidate
from bot.claims.parts import Part
from bot.claims.sides import Comparison
from bot.claims.weigh import ClaimWeights, Features, Label, decide
from bot.weights import logistic
from corpus.provision import Span

CLOSE = 0.9  # probability of speaking of the same thing from which a sentence that differs is not passed over
AMOUNTS = frozenset({"number", "approximation", "date", "duration"})
TURNS = frozenset({"modality", "negation", "direction"})
Chances = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its features and what the comparison has found."""

    candidate: Candidate
    rank: float
    features: Features
    comparison: Comparison
    near: Span


@dataclass(frozen=True, slots=True)
class Settled:
    """The candidate that decides, the verdict on it and how sure it is, 0…1."""

    best: Judged
    label: Label
    chance: float

    @property
    def clash(self) -> bool:
        """Whether it is contradicted by a plain difference of type on evidence that surely speaks of it."""
        return (
            self.label == "contradicted" and self.chance >= CLOSE and any(f.hard for f in self.best.comparison.findings)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The compared candidates of a sentence, and those of each statement that it joins."""

    whole: Sequence[Judged]
    parts: tuple[Part, ...] = ()
    others: tuple[Sequence[Judged], ...] = ()
    near: tuple[Candidate, ...] = ()  # all that was found for them


@dataclass(frozen=True, slots=True)
class Ground:
    """What a verdict rests on: a settled comparison, of the whole sentence or of one of its parts."""

    settled: Settled
    part: Part | None = None


def verdict_on(reading: Reading, weights: ClaimWeights) -> tuple[Label, tuple[Ground, ...]]:
    """The verdict on a sentence and its grounds."""
    whole, *others = (judge_verdict(weights, rows) for rows in (reading.whole, *reading.others))
    return join(whole, [Ground(*pair) for pair in zip(others, reading.parts, strict=True)])


def judge_verdict(weights: ClaimWeights, judged: Sequence[Judged]) -> Settled:
    """The verdict of the learned models on the compared candidates of one statement."""
    return settle(judged, chances_of(judged, weights.about, weights.differs), weights.least)


def chances_of(judged: Sequence[Judged], about: Mapping[str, float], differs: Mapping[str, float]) -> Chances:
    """The probabilities that each candidate speaks of the claim, and that it differs."""
    return [(logistic(about, row.features), logistic(differs, row.features)) for row in judged]


def settle(judged: Sequence[Judged], chances: Chances, least: Mapping[str, float]) -> Settled:
    """The verdict from these probabilities.

    A candidate that supports decides before one that differs: the same figure may stand elsewhere, of another year.
    """
    verdicts = [(row, *decide(*pair, row.comparison, least)) for row, pair in zip(judged, chances, strict=True)]
    against = [v[0] for v, (same, _) in zip(verdicts, chances, strict=True) if v[1] == "contradicted" and same >= CLOSE]
    for row, label, chance in verdicts:
        telling = [a for a in against if a.rank >= row.rank or _turns(a)]
        if label == "supported" and all(_outweighs(row, other) for other in telling):
            return Settled(row, label, chance)
    surer = [s for v in verdicts[1:] if (s := Settled(*v)).clash and s.chance > chances[0][0]]
    if verdicts[0][1] == "not_found" and surer:
        return surer[0]
    if verdicts[0][1] != "supported":
        return Settled(*verdicts[0])
    return Settled(judged[0], "not_found", 1 - chances[0][0])


def _turns(differing: Judged) -> bool:
    """Whether a sentence turns the sense of what is said, and so counts against it even from behind the support."""
    return any(f.hard and f.difference.kind in TURNS for f in differing.comparison.findings)


def _outweighs(supporting: Judged, differing: Judged) -> bool:
    """Whether support stands although another near sentence differs: it states the very amount or time that differs,
    and is no general rule beside one on the group that the claim names."""
    if differing.candidate.cited is not None and supporting.candidate.cited is None:
        return False
    kinds = {f.difference.kind for f in differing.comparison.findings}
    return kinds <= AMOUNTS and supporting.comparison.agreed_amounts > 0


def join(whole: Settled, parts: Sequence[Ground]) -> tuple[Label, tuple[Ground, ...]]:
    """The verdict on a sentence and what it rests on: the sentence itself, or the parts that it joins.

    Supported when every part is, each by its own evidence; contradicted when a part surely is. In all else the
    sentence is judged as one.
    """
    clashing = next((part for part in parts if part.settled.clash), None)
    if clashing and whole.label == "supported":
        return "not_found", (Ground(whole),)
    if clashing:
        return "contradicted", (clashing,)
    if parts and whole.label != "supported" and all(part.settled.label == "supported" for part in parts):
        return "supported", tuple(parts)
    return whole.label, (Ground(whole),)
