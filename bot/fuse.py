"""Fusing the legs of retrieval: the weighted sum of z-scores.

Rank fusion throws the distances away; on law articles it fell below BM25 alone, the sum of standardised
scores above it (docs/adr/0003). A leg that cannot see the query takes no part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Leg:
    """Scores of candidates (position -> score) from one source, and how much they count."""

    origin: str
    scores: Mapping[int, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate after fusion: its score and the legs that found it."""

    position: int
    score: float
    origins: tuple[str, ...]


def fuse(legs: Sequence[Leg]) -> list[Fused]:
    """Candidates of all legs, best first, ties by position. The order of the legs does not matter.

    Within a leg, a candidate that it did not find gets the leg's lowest score.
    """
    candidates = sorted({position for leg in legs for position in leg.scores})
    totals = np.zeros(len(candidates))
    for leg in sorted(legs, key=lambda one: one.origin):
        totals += leg.weight * _standardised(leg, candidates)
    found = [
        Fused(p, float(total), tuple(dict.fromkeys(sorted(leg.origin for leg in legs if p in leg.scores))))
        for p, total in zip(candidates, totals, strict=True)
    ]
    return sorted(found, key=lambda f: (-f.score, f.position))


def _standardised(leg: Leg, candidates: Sequence[int]) -> NDArray[np.float64]:
    if not leg.scores:
        return np.zeros(len(candidates))
    floor = min(leg.scores.values())
    values = np.asarray([leg.scores.get(p, floor) for p in candidates], dtype=np.float64)
    spread = values.std()
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(candidates))
