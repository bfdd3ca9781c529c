"""Weights of retrieval, of choosing sentences and of the gate: data, learned by benchmarks/fit_weights.py."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.toml import read_toml

WEIGHTS_FILE = Path(__file__).parent / "weights.toml"


class LegWeights(BaseModel):
    """How much each leg of retrieval counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dense: float = 1.0
    dense_alone: float = 1.0  # that of `dense` where sentences are not indexed
    dense_sentence: float = 0.5
    dense_translated: float = 0.5
    lexical: float = 1.0
    lexical_translated: float = 1.0
    synonyms: float = 0.5
    reference: float = 1.0
    citing: float = 1.0
    gloss_dense: float = 1.0
    gloss_lexical: float = 1.0
    asked: float = 1.0


class Weights(BaseModel):
    """All weights but those of `legs` are the coefficients of logistic models, by feature.

    `sentence` ranks sentences, `gate` decides by what can be counted, `gate_read` by that and what the cross-encoder says. Of texts
    that questions asked before are on, `gate_asked` and `gate_asked_read` decide in their place, by these and by how such questions fared.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    legs: LegWeights
    sentence: dict[str, float]
    gate: dict[str, float]
    gate_read: dict[str, float]
    gate_asked: dict[str, float]
    gate_asked_read: dict[str, float]


@cache
def weights() -> Weights:
    """The weights, read once."""
    return Weights.model_validate(read_toml(WEIGHTS_FILE))


def logistic(coefficients: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The probability that a logistic model gives; a feature without a coefficient counts nothing."""
    total = coefficients.get("bias", 0.0) + sum(coefficients.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def log_odds(probability: float) -> float:
    """The logarithm of the odds, within ±14."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
