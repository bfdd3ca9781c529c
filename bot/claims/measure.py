"""How well the checker judges labelled sentences, beside two baselines in the same run.

The baselines call a sentence supported when its likeness to the nearest sentence of the documents passes a threshold
(the one that is best for them on this very set, in their favour), contradicted when a number of theirs differs, else
not found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot import UsageError
from bot.claims.evidence import Candidate
from bot.claims.settle import Judged, Reading
from bot.claims.weigh import LABELS, Label
from bot.evaluate import meets
from corpus.language import words

WORST = 10  # errors that a report names


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A sentence of a draft, its label, the kind of error, and the clause that it was written on.

    The clause is a verbatim quote, or the start of a document's id with the eId of its provision.
    """

    id: str
    group: str
    lang: str
    sentence: str
    label: Label
    error: str | None = None
    quote: str | None = None
    document: str | None = None
    eid: str | None = None

    @property
    def has_clause(self) -> bool:
        """Whether a clause is given."""
        return bool(self.quote or self.eid)

    def written_on(self, candidate: Candidate) -> bool:
        """Whether a candidate is the clause."""
        if self.eid is not None:
            own = str(candidate.ref.eid)
            within = own == self.eid or own.startswith(f"{self.eid}__")
            return within and (self.document or "") in candidate.ref.doc_id
        return bool(self.quote) and meets(self.quote or "", candidate.text)


def load_claims(path: Path) -> list[GoldClaim]:
    """The sentences of a file of JSON lines (id, sentence, label), in order; raises `UsageError` with the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    found = [_claim(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise UsageError(f"{path}: empty; give a line of JSON with id, sentence and label for each sentence")
    return found


def _claim(path: Path, number: int, line: str) -> GoldClaim:
    try:
        row = json.loads(line)
        if row["label"] not in LABELS:
            raise ValueError(f"label {row['label']!r}")
        rest = {name: row.get(name) for name in ("error", "quote", "document", "eid")}
        given = str(row["id"])
        return GoldClaim(
            given, row.get("group") or given, row.get("lang") or "", str(row["sentence"]), row["label"], **rest
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: line {number}: no labelled sentence ({error!r}); give id, sentence and label ({', '.join(LABELS)})"
        ) from error


@dataclass(frozen=True, slots=True)
class Figures:
    """Macro-F1 over the three labels, accuracy, and the confusion as (gold, given) -> count."""

    macro_f1: float
    accuracy: float
    confusion: Counter[tuple[str, str]]

    def rows(self) -> dict[str, float]:
        """The figures by name."""
        counts = {f"{gold}_called_{given}": float(self.confusion[gold, given]) for gold in LABELS for given in LABELS}
        return {"macro_f1": self.macro_f1, "accuracy": self.accuracy, **counts}


def figures(gold: Sequence[str], given: Sequence[str]) -> Figures:
    """The figures of one run; what is no claim counts as not found."""
    told = ["not_found" if label == "not_a_claim" else label for label in given]
    confusion = Counter(zip(gold, told, strict=True))
    f1 = []
    for label in LABELS:
        right = confusion[label, label]
        of_gold, of_given = sum(g == label for g in gold), sum(g == label for g in told)
        f1.append(2 * right / (of_gold + of_given) if of_gold + of_given else 0.0)
    return Figures(sum(f1) / len(f1), sum(confusion[x, x] for x in LABELS) / max(1, len(gold)), confusion)


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


def number_differs(claim: GoldClaim, reading: Reading) -> bool:
    """Whether a numeral of the claim is missing in the sentence that it is compared with."""
    theirs = {w.text for w in words(reading.whole[0].candidate.text) if w.text.isdigit()}
    return any(w.text.isdigit() and w.text not in theirs for w in words(claim.sentence))


def baselines(claims: Sequence[GoldClaim], readings: Sequence[Reading]) -> dict[str, Figures]:
    """The lexical-only and the embedding-only baseline."""
    gold = [claim.label for claim in claims]
    differs = [number_differs(claim, reading) for claim, reading in zip(claims, readings, strict=True)]

    def best(feature: Callable[[Judged], float]) -> list[float]:
        return [max(map(feature, reading.whole)) for reading in readings]

    return {
        "lexical only": baseline(best(lambda j: j.features["covered"]), differs, gold),
        "embedding only": baseline(best(lambda j: j.candidate.similarity), differs, gold),
    }


def found_rate(claims: Sequence[GoldClaim], readings: Sequence[Reading]) -> float:
    """Share of the claims with a clause whose best candidate is that clause."""
    rows = [(c, r) for c, r in zip(claims, readings, strict=True) if c.has_clause]
    return sum(c.written_on(r.whole[0].candidate) for c, r in rows) / max(1, len(rows))


def report(claims: Sequence[GoldClaim], readings: Sequence[Reading], given: Sequence[tuple[str, float]]) -> str:
    """Baselines, figures, and the ten worst errors of one set; `given` are verdicts and how sure they are."""
    lines = [table(kind, found) for kind, found in baselines(claims, readings).items()]
    lines.append(table("checker", figures([c.label for c in claims], [label for label, _ in given])))
    lines.append(f"evidence is the gold clause: {found_rate(claims, readings):.3f}\nthe ten worst errors:")
    wrong = [(c, *verdict) for c, verdict in zip(claims, given, strict=True) if c.label != verdict[0]]
    worst = sorted(wrong, key=lambda row: -_harm(row[1], row[2]))[:WORST]
    lines += [f"  {c.id} {c.label} ({c.error}) called {label} ({sure:.2f}): {c.sentence}" for c, label, sure in worst]
    return "\n".join(lines)


def _harm(given: str, chance: float) -> float:
    """How bad an error is: what is wrong called supported is worst, then what is right called contradicted."""
    return chance + (2 if given == "supported" else 1 if given == "contradicted" else 0)
