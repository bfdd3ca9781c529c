"""Learn the weights of the draft checker from the project's own sentences (tests/data/claims_*.jsonl).

    python -m benchmarks.fit_claims [--write]

Three logistic models with an L2 penalty: which sentence of the documents speaks to a claim, whether it speaks of the
same thing, and whether it says otherwise. Thresholds are set so that out of fold hardly a sentence that is
contradicted or not said is called supported. With --write, bot/claims/weights.toml gets the models fitted on all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.claims import CLAIM_BENCHES, Sets, claim_sets, read_all
from benchmarks.logit import Example, fit
from bot.claims.check import Checker
from bot.claims.measure import GoldClaim, figures, found_rate, table
from bot.claims.settle import Chances, Ground, Judged, Reading, chances_of, join, settle
from bot.claims.weigh import (
    ABOUT_FEATURES,
    DIFFERS_FEATURES,
    RANK_FEATURES,
    WEIGHTS_FILE,
    Label,
    claim_weights,
)

FOLDS = 10
PENALTY = 2.0
FALSE_SUPPORT = 0.02  # of the contradicted and the not found sentences, called supported out of fold
# Thresholds that are tried; the cautious ones stand when none of the others is safe enough.
GRID = {
    "about_supported": (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.95),
    "about_contradicted": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
    "differs_supported": (0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4),
    "differs_contradicted": (0.3, 0.4, 0.5, 0.6),
}
CAUTIOUS = {"about_supported": 0.9, "about_contradicted": 0.6, "differs_supported": 0.2, "differs_contradicted": 0.6}
Models = dict[str, dict[str, float]]


def fit_rank(sets: Sets) -> dict[str, float]:
    """The logistic model of which candidate is the clause that a sentence was written on."""
    rows = [
        Example(features, claim.written_on(candidate), claim.id)
        for opened, claims in sets
        for checker in [Checker(opened)]
        for claim in claims
        if claim.has_clause
        for candidate, features, _ in checker.candidates(claim.sentence)
    ]
    return fit(rows, RANK_FEATURES, PENALTY)


def fit_verdict(claims: Sequence[GoldClaim], rows: Sequence[Judged], penalty: float = PENALTY) -> Models:
    """The models `about` (all sentences) and `differs` (those that the documents speak of)."""
    about = [
        Example(row.features, claim.label != "not_found", claim.id) for claim, row in zip(claims, rows, strict=True)
    ]
    differs = [
        Example(row.features, claim.label == "contradicted", claim.id)
        for claim, row in zip(claims, rows, strict=True)
        if claim.written_on(row.candidate) and not any(f.hard for f in row.comparison.findings)
    ]
    return {"about": fit(about, ABOUT_FEATURES, penalty), "differs": fit(differs, DIFFERS_FEATURES, penalty)}


def folds(claims: Sequence[GoldClaim]) -> list[int]:
    """A fold for each sentence; those on one clause share theirs. The same on every run."""
    groups = np.random.default_rng(11).permutation(sorted({c.group for c in claims}))
    number = {str(group): i % FOLDS for i, group in enumerate(groups)}
    return [number[c.group] for c in claims]


def held_out(claims: Sequence[GoldClaim], readings: Sequence[Reading], penalty: float = PENALTY) -> list[Models]:
    """For each sentence the models that have not seen its group."""
    of = folds(claims)
    models = []
    for k in range(FOLDS):
        kept = [i for i, fold in enumerate(of) if fold != k]
        models.append(fit_verdict([claims[i] for i in kept], [readings[i].whole[0] for i in kept], penalty))
    return [models[fold] for fold in of]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading with the probabilities of each of its statements, the whole first: what thresholds act on."""

    reading: Reading
    chances: tuple[Chances, ...]

    def verdict(self, least: Mapping[str, float]) -> tuple[Label, float]:
        """The verdict by a set of thresholds, and how sure it is."""
        rows = (self.reading.whole, *self.reading.others)
        whole, *others = (settle(r, c, least) for r, c in zip(rows, self.chances, strict=True))
        label, grounds = join(whole, [Ground(s, p) for s, p in zip(others, self.reading.parts, strict=True)])
        return label, min(ground.settled.chance for ground in grounds)


def weigh(reading: Reading, model: Models) -> Weighed:
    """The probabilities by two models."""
    rows = (reading.whole, *reading.others)
    return Weighed(reading, tuple(chances_of(r, model["about"], model["differs"]) for r in rows))


def thresholds(claims: Sequence[GoldClaim], weighed: Sequence[Weighed]) -> dict[str, float]:
    """The thresholds with the best macro-F1 among those that call hardly a false sentence supported."""
    gold = [c.label for c in claims]
    false = sum(label != "supported" for label in gold)
    best, chosen = -1.0, dict(CAUTIOUS)
    for values in product(*GRID.values()):
        least = dict(zip(GRID, values, strict=True))
        given = [one.verdict(least)[0] for one in weighed]
        wrong = sum(g != "supported" and v == "supported" for g, v in zip(gold, given, strict=True))
        found = figures(gold, given).macro_f1
        if wrong <= FALSE_SUPPORT * false and found > best:
            best, chosen = found, least
    return chosen


def out_of_fold(claims: Sequence[GoldClaim], readings: Sequence[Reading]) -> list[tuple[Label, float]]:
    """The verdict on every sentence by weights learned without its group, at the shipped thresholds."""
    models = held_out(claims, readings)
    return [weigh(r, m).verdict(claim_weights().least) for r, m in zip(readings, models, strict=True)]


def across(sets: Sequence[tuple[Sequence[GoldClaim], Sequence[Reading]]]) -> list[list[Label]]:
    """The verdicts on each set by models and thresholds that were learned on the other sets alone."""
    found = []
    for k, (_, readings) in enumerate(sets):
        others = [s for i, s in enumerate(sets) if i != k]
        claims = [c for s, _ in others for c in s]
        own = [r for _, s in others for r in s]
        least = thresholds(claims, [weigh(r, m) for r, m in zip(own, held_out(claims, own), strict=True)])
        model = fit_verdict(claims, [r.whole[0] for r in own])
        found.append([weigh(r, model).verdict(least)[0] for r in readings])
    return found


def main() -> None:
    """Fit, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write bot/claims/weights.toml")
    parser.add_argument("--work", type=Path, help="keep the indices here for the next run")
    arguments = parser.parse_args()
    with claim_sets(arguments.work) as sets:
        rank = fit_rank(sets)
        weights = claim_weights().model_copy(update={"rank": rank})
        parted = [(claims, read_all(Checker(opened, weights), claims)) for opened, claims in sets]
    claims = [c for some, _ in parted for c in some]
    readings = [r for _, some in parted for r in some]
    weighed = [weigh(r, m) for r, m in zip(readings, held_out(claims, readings), strict=True)]
    least = thresholds(claims, weighed)
    print(table("out of fold", figures([c.label for c in claims], [w.verdict(least)[0] for w in weighed])))
    print(f"evidence is the gold clause: {found_rate(claims, readings):.3f}; thresholds {json.dumps(least)}")
    for name, (some, _), given in zip(CLAIM_BENCHES, parted, across(parted), strict=True):
        print(table(f"{name}, learned on the other documents alone", figures([c.label for c in some], given)))
    if arguments.write:
        final = fit_verdict(claims, [reading.whole[0] for reading in readings])
        _write({"rank": rank, **final, "least": least})


def _write(tables: dict[str, dict[str, float]]) -> None:
    head = WEIGHTS_FILE.read_text(encoding="utf-8").partition("\n\n")[0]
    body = "\n\n".join(
        f"[{name}]\n" + "\n".join(f"{k} = {v:.4f}" for k, v in one.items()) for name, one in tables.items()
    )
    WEIGHTS_FILE.write_text(f"{head}\n\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
