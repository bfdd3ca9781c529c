"""Logistic models over named features: fitting them, and what cross-validation by question says of them.

A plain one has an L2 penalty and is fitted by Newton's method. Where the rows of one question compete with one another, the
weights are those of a conditional logit (McFadden 1974; "ListNet" with one group of right answers): the probability that the
choice falls on a right row. A scale and a bias then make that score a probability.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import FOLDS, fold_of

Array = NDArray[np.float64]
LIST_PENALTY = 3.0
STEPS = (1.0, 0.5, 0.25, 0.1, 0.03, 0.01)  # parts of a Newton step, the first that is better is taken


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a logistic model: features, label, the question that it comes from, and as how many rows it counts."""

    features: dict[str, float]
    label: bool
    question: str
    bench: str = ""
    weight: float = 1.0


def fit(rows: Sequence[Example], names: Sequence[str], penalty: float) -> dict[str, float]:
    """Coefficients by name, with `bias`; features are standardised for the penalty and given back raw."""
    x = np.asarray([[row.features.get(name, 0.0) for name in names] for row in rows])
    y = np.asarray([row.label for row in rows], dtype=np.float64)
    weight = np.asarray([row.weight for row in rows])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    ridge = penalty * np.eye(design.shape[1])
    ridge[0, 0] = 0.0
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (weight * (y - p)) - ridge @ beta
        hessian = design.T @ (design * (weight * p * (1 - p))[:, None]) + ridge
        beta += np.linalg.solve(hessian, gradient)
    raw = beta[1:] / spread
    return {"bias": float(beta[0] - raw @ mean), **{n: float(b) for n, b in zip(names, raw, strict=True)}}


def fit_lists(rows: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Coefficients by name, with `bias`: the best order within each question, then the odds that go with it."""
    lists = [group for group in _by_question(rows).values() if any(row.label for row in group)]
    x = [np.asarray([[row.features.get(name, 0.0) for name in names] for row in group]) for group in lists]
    y = [np.asarray([row.label for row in group], dtype=np.float64) for group in lists]
    spread = np.vstack(x).std(axis=0) + 1e-9
    x = [block / spread for block in x]
    beta = np.zeros(len(names))
    for _ in range(30):
        gradient, hessian = -LIST_PENALTY * beta, LIST_PENALTY * np.eye(len(names))
        for block, right in zip(x, y, strict=True):
            p = np.exp(block @ beta - (block @ beta).max())
            p /= p.sum()
            mean = p @ block
            gradient += block.T @ (p * right / (p @ right)) - mean
            hessian += block.T @ (block * p[:, None]) - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        # A whole step may lead too far: the hessian is that of the part which is curved one way.
        size = next((s for s in STEPS if _fit_of(beta + s * step, x, y) > _fit_of(beta, x, y)), 0.0)
        beta += size * step
    order = dict(zip(names, (beta / spread).tolist(), strict=True))
    scored = [Example({"order": score(order, row.features)}, row.label, row.question) for row in rows]
    odds = fit(scored, ("order",), penalty=0.0)
    return {"bias": odds["bias"], **{name: odds["order"] * weight for name, weight in order.items()}}


def _fit_of(beta: Array, x: Sequence[Array], y: Sequence[Array]) -> float:
    """The logarithm of the probability that a right row comes first in each list, less the penalty."""
    likely = 0.0
    for block, right in zip(x, y, strict=True):
        scores = block @ beta
        likely += float(np.logaddexp.reduce(scores[right > 0]) - np.logaddexp.reduce(scores))
    return likely - LIST_PENALTY / 2 * float(beta @ beta)


def _by_question(rows: Sequence[Example]) -> dict[tuple[str, str], list[Example]]:
    found: dict[tuple[str, str], list[Example]] = {}
    for row in rows:
        found.setdefault((row.bench, row.question), []).append(row)
    return found


def score(model: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The weighted sum of one row."""
    return sum(weight * features.get(name, 0.0) for name, weight in model.items())


def probability(model: dict[str, float], features: dict[str, float]) -> float:
    """The model's probability for one row."""
    return float(1 / (1 + np.exp(-(score(model, features) + model["bias"]))))


def out_of_fold(rows: Sequence[Example], learn: Callable[[Sequence[Example]], dict[str, float]]) -> list[float]:
    """Each row's probability by a model that has not seen its question."""
    models = [learn([r for r in rows if fold_of(r.question) != k]) for k in range(FOLDS)]
    return [probability(models[fold_of(row.question)], row.features) for row in rows]
