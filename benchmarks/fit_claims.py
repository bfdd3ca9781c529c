"""Learn the weights of the draft checker from the project's own sentences (tests/data/claims_*.jsonl).

    python -m benchmarks.fit_claims [--write]

Three logistic models with an L2 penalty: which sentence of the documents speaks to a claim, whether it speaks of the
same thing, and whether it says otherwise. Thresholds are set so that out of fold hardly a sentence that is
contradicted or not said is called supported. With --write, bot/claims/weights.toml gets the models fitted on all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import product

import numpy as np

from benchmarks.claims import CLAIM_FILES, GoldClaim, figures, found_rate, judged_all, load_claims, table
from benchmarks.fit_weights import Example, fit
from benchmarks.gold import answerer
from bot.claims.check import Checker, Judged, settle
from bot.claims.weigh import (
    ABOUT_FEATURES,
    DIFFERS_FEATURES,
    RANK_FEATURES,
    WEIGHTS_FILE,
    Label,
    claim_weights,
)
from bot.evaluate import meets
from bot.weights import logistic

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


def fit_rank(checker: Checker, claims: Sequence[GoldClaim]) -> dict[str, float]:
    """The logistic model of which candidate is the clause that a sentence was written on."""
    rows = []
    for claim in (c for c in claims if c.quote):
        for candidate, features, _ in checker.candidates(claim.sentence):
            rows.append(Example(features, meets(claim.quote or "", candidate.text), claim.id))
    return fit(rows, RANK_FEATURES, PENALTY)


def fit_verdict(claims: Sequence[GoldClaim], rows: Sequence[Judged], penalty: float = PENALTY) -> Models:
    """The models `about` (all sentences) and `differs` (those that the documents speak of)."""
    about = [
        Example(row.features, claim.label != "not_found", claim.id) for claim, row in zip(claims, rows, strict=True)
    ]
    differs = [
        Example(row.features, claim.label == "contradicted", claim.id)
        for claim, row in zip(claims, rows, strict=True)
        if claim.quote and meets(claim.quote, row.candidate.text) and not any(f.hard for f in row.comparison.findings)
    ]
    return {"about": fit(about, ABOUT_FEATURES, penalty), "differs": fit(differs, DIFFERS_FEATURES, penalty)}


def folds(claims: Sequence[GoldClaim]) -> list[int]:
    """A fold for each sentence; those on one clause share theirs. The same on every run."""
    groups = np.random.default_rng(11).permutation(sorted({c.group for c in claims}))
    number = {str(group): i % FOLDS for i, group in enumerate(groups)}
    return [number[c.group] for c in claims]


def held_out(claims: Sequence[GoldClaim], judged: Sequence[Sequence[Judged]], penalty: float = PENALTY) -> list[Models]:
    """For each sentence the models that have not seen its group."""
    of = folds(claims)
    models = []
    for k in range(FOLDS):
        kept = [i for i, fold in enumerate(of) if fold != k]
        models.append(fit_verdict([claims[i] for i in kept], [judged[i][0] for i in kept], penalty))
    return [models[fold] for fold in of]


def thresholds(
    claims: Sequence[GoldClaim], judged: Sequence[Sequence[Judged]], models: Sequence[Models]
) -> dict[str, float]:
    """The thresholds with the best macro-F1 among those that call hardly a false sentence supported."""
    gold = [c.label for c in claims]
    false = sum(label != "supported" for label in gold)
    best, chosen = -1.0, dict(CAUTIOUS)
    chances = [_chances(rows, model) for rows, model in zip(judged, models, strict=True)]
    for values in product(*GRID.values()):
        least = dict(zip(GRID, values, strict=True))
        given = [settle(rows, pairs, least)[1] for rows, pairs in zip(judged, chances, strict=True)]
        wrong = sum(g != "supported" and v == "supported" for g, v in zip(gold, given, strict=True))
        found = figures(gold, given).macro_f1
        if wrong <= FALSE_SUPPORT * false and found > best:
            best, chosen = found, least
    return chosen


def decided(
    judged: Sequence[Sequence[Judged]], models: Sequence[Models], least: dict[str, float]
) -> list[tuple[Label, float]]:
    """The verdicts by the models of each sentence and one set of thresholds."""
    return [settle(rows, _chances(rows, model), least)[1:] for rows, model in zip(judged, models, strict=True)]


def _chances(rows: Sequence[Judged], model: Models) -> list[tuple[float, float]]:
    return [(logistic(model["about"], row.features), logistic(model["differs"], row.features)) for row in rows]


def out_of_fold(claims: Sequence[GoldClaim], judged: Sequence[Sequence[Judged]]) -> list[tuple[Label, float]]:
    """The verdict on every sentence by weights learned without its group, at the shipped thresholds."""
    return decided(judged, held_out(claims, judged), claim_weights().least)


def main() -> None:
    """Fit, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write bot/claims/weights.toml")
    write = parser.parse_args().write
    claims = load_claims(CLAIM_FILES)
    with answerer() as opened:
        rank = fit_rank(Checker(opened), claims)
        weights = claim_weights().model_copy(update={"rank": rank})
        judged = judged_all(Checker(opened, weights), claims)
    models = held_out(claims, judged)
    least = thresholds(claims, judged, models)
    given = [label for label, _ in decided(judged, models, least)]
    print(table("out of fold", figures([c.label for c in claims], given)))
    print(f"evidence is the gold clause: {found_rate(claims, judged):.3f}; thresholds {json.dumps(least)}")
    final = fit_verdict(claims, [rows[0] for rows in judged])
    if write:
        _write({"rank": rank, **final, "least": least})


def _write(tables: dict[str, dict[str, float]]) -> None:
    head = WEIGHTS_FILE.read_text(encoding="utf-8").partition("\n\n")[0]
    body = "\n\n".join(
        f"[{name}]\n" + "\n".join(f"{k} = {v:.4f}" for k, v in one.items()) for name, one in tables.items()
    )
    WEIGHTS_FILE.write_text(f"{head}\n\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
