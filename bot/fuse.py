"""Fusing the legs of retrieval: the weighted sum of z-scores.

Rank fusion throws the distances away; on law articles it fell below BM25 alone, the sum of standardised
scores above it (docs/adr/0003). A leg that cannot see the query takes no part.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FLOOR = 0.1  # of a leg's spread: how far what it did not find lies below the last that it found


@dataclass(frozen=True, slots=True)
class Leg:
    """Scores of candidates (position -> score) from one source, and how much they count.

    `domain` is what the source can see at all; on a candidate outside it the leg says nothing. None is everything.
    `name` is that of its weight, which the search for weights goes by.
    """

    origin: str
    scores: Mapping[int, float]
    weight: float
    domain: Collection[int] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate after fusion: its score and the legs that found it."""

    position: int
    score: float
    origins: tuple[str, ...]


def fuse(legs: Sequence[Leg]) -> list[Fused]:
    """Candidates of all legs, best first, ties by position. The order of the legs does not matter.

    Within a leg, a candidate that it could have found and did not lies a little below the last that it found.
    """
    candidates = sorted({position for leg in legs for position in leg.scores})
    votes = [[leg.weight * score for score in standard_scores(leg, candidates)] for leg in legs]
    found = []
    for i, position in enumerate(candidates):
        # fsum: the sum of the same numbers is the same in any order, and no tie turns on rounding
        score = math.fsum(vote[i] for vote in votes)
        origins = tuple(sorted({leg.origin for leg in legs if position in leg.scores}))
        found.append(Fused(position, score, origins))
    return sorted(found, key=lambda f: (-f.score, f.position))


def standard_scores(leg: Leg, candidates: Sequence[int]) -> list[float]:
    """The leg's z-score of each candidate, in standard deviations; 0 outside its domain."""
    seen = [p for p in candidates if leg.domain is None or p in leg.domain]
    if not leg.scores or not seen:
        return [0.0] * len(candidates)
    low, high = min(leg.scores.values()), max(leg.scores.values())
    floor = low - FLOOR * ((high - low) or abs(low) or 1.0)
    values = np.asarray([leg.scores.get(p, floor) for p in seen], dtype=np.float64)
    spread = float(values.std())
    standard = (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(seen))
    by_position = dict(zip(seen, standard.tolist(), strict=True))
    return [by_position.get(p, 0.0) for p in candidates]
