"""Measure the draft checker beside two baselines in one run.

    python -m benchmarks.claims [--claims FILE]

The checker is measured out of fold: every sentence is judged by weights that were learned without its group (all the
sentences that were written on the same clause of the source). The baselines call a sentence supported when its
likeness to the nearest sentence of the documents passes a threshold (the one that is best for them on this very set,
in their favour), contradicted when a number of theirs differs, else not found.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.gold import answerer
from bot.claims.check import Checker, Judged
from bot.claims.weigh import LABELS, Label
from bot.evaluate import meets
from corpus.language import words

DATA = Path(__file__).parent.parent / "tests" / "data"
CLAIM_FILES = sorted(DATA.glob("claims_*.jsonl"))


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A sentence of a draft, its label, the kind of error, and the clause that it was written on."""

    id: str
    group: str
    lang: str
    sentence: str
    label: Label
    error: str | None
    quote: str | None


def load_claims(paths: Iterable[Path]) -> list[GoldClaim]:
    """The sentences of the files, in order."""
    rows = [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    names = ("id", "group", "lang", "sentence", "label", "error", "quote")
    return [GoldClaim(**{name: row.get(name) for name in names}) for row in rows]


def judged_all(checker: Checker, claims: Sequence[GoldClaim]) -> list[list[Judged]]:
    """For every claim its compared candidates, best first."""
    return [checker.judged(claim.sentence) for claim in claims]


@dataclass(frozen=True, slots=True)
class Figures:
    """Macro-F1 over the three labels, accuracy, and the confusion as (gold, given) -> count."""

    macro_f1: float
    accuracy: float
    confusion: Counter[tuple[str, str]]


def figures(gold: Sequence[str], given: Sequence[str]) -> Figures:
    """The figures of one run."""
    confusion = Counter(zip(gold, given, strict=True))
    f1 = []
    for label in LABELS:
        right = confusion[label, label]
        of_gold, of_given = sum(g == label for g in gold), sum(g == label for g in given)
        f1.append(2 * right / (of_gold + of_given) if of_gold + of_given else 0.0)
    return Figures(sum(f1) / len(f1), sum(confusion[x, x] for x in LABELS) / len(gold), confusion)


def table(name: str, found: Figures) -> str:
    """A line and a confusion matrix, gold in rows."""
    lines = [f"{name}: macro-F1 {found.macro_f1:.3f}, accuracy {found.accuracy:.3f}"]
    lines += [
        f"  {gold:13}" + "".join(f"{given[:12]:>13} {found.confusion[gold, given]:3}" for given in LABELS)
        for gold in LABELS
    ]
    return "\n".join(lines)


def baseline(likeness: Sequence[float], differs: Sequence[bool], gold: Sequence[str]) -> Figures:
    """The best that a threshold on likeness can do, with a comparison of numbers beside it."""

    def at(threshold: float) -> list[str]:
        return [
            "not_found" if x < threshold else "contradicted" if d else "supported"
            for x, d in zip(likeness, differs, strict=True)
        ]

    return max((figures(gold, at(t)) for t in np.quantile(likeness, np.linspace(0, 1, 41))), key=lambda f: f.macro_f1)


def number_differs(claim: GoldClaim, judged: Sequence[Judged]) -> bool:
    """Whether a numeral of the claim is missing in the sentence that it is compared with."""
    theirs = {w.text for w in words(judged[0].candidate.text) if w.text.isdigit()}
    return any(w.text.isdigit() and w.text not in theirs for w in words(claim.sentence))


def baselines(claims: Sequence[GoldClaim], judged: Sequence[Sequence[Judged]]) -> dict[str, Figures]:
    """The lexical-only and the embedding-only baseline."""
    gold = [claim.label for claim in claims]
    differs = [number_differs(claim, rows) for claim, rows in zip(claims, judged, strict=True)]

    def best(feature: Callable[[Judged], float]) -> list[float]:
        return [max(map(feature, rows)) for rows in judged]

    return {
        "lexical only": baseline(best(lambda j: j.features["covered"]), differs, gold),
        "embedding only": baseline(best(lambda j: j.candidate.similarity), differs, gold),
    }


def found_rate(claims: Sequence[GoldClaim], judged: Sequence[Sequence[Judged]]) -> float:
    """Share of the claims with a clause whose best candidate is that clause."""
    rows = [(c, j) for c, j in zip(claims, judged, strict=True) if c.quote]
    return sum(meets(c.quote or "", j[0].candidate.text) for c, j in rows) / len(rows)


def main() -> None:
    """Measure and print."""
    from benchmarks.fit_claims import out_of_fold

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=Path, nargs="*", default=CLAIM_FILES, help="JSON lines with labels")
    claims = load_claims(parser.parse_args().claims)
    with answerer() as opened:
        judged = judged_all(Checker(opened), claims)
    for name, found in baselines(claims, judged).items():
        print(table(name, found))
    given = out_of_fold(claims, judged)
    print(table("checker, out of fold", figures([c.label for c in claims], [label for label, _ in given])))
    worst = sorted(
        (r for r in zip(claims, given, judged, strict=True) if r[0].label != r[1][0]),
        key=lambda r: -_harm(r[0].label, *r[1]),
    )
    print(f"evidence is the gold clause: {found_rate(claims, judged):.3f}\nthe ten worst errors:")
    for claim, (label, chance), _ in worst[:10]:
        print(f"  {claim.id} {claim.label} ({claim.error}) called {label} ({chance:.2f}): {claim.sentence}")


def _harm(gold: str, given: str, chance: float) -> float:
    """How bad an error is: what is wrong called supported is worst, then what is right called contradicted."""
    return chance + (2 if given == "supported" else 1 if given == "contradicted" else 0)


if __name__ == "__main__":
    main()
