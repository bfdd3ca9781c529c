"""Learn the weights of sentence choice and of the gate from the project's own question sets.

    python -m benchmarks.fit_weights [--write]

Both are logistic models with an L2 penalty, fitted by Newton's method. The figures printed are from
ten-fold cross-validation by question, so no question is judged by weights that it helped to learn.
With --write, bot/weights.toml gets the weights fitted on all questions.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import answerer, gold_questions
from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, meets
from bot.turn import Question, Turn
from bot.weights import WEIGHTS_FILE, weights

Array = NDArray[np.float64]
SENTENCE_FEATURES = (
    "similarity",
    "translated",
    "passage_similarity",
    "passage",
    "topical",
    "general",
    "need",
    "first",
    "question",
    "short",
)
GATE_FEATURES = (
    "topical", "general", "sentence", "unseen", "missing_names", "topics", "similarity", "has_need", "need_unmet",
    "need_coverage",
    "amount_coverage", "amount", "contact", "score", "cross", "foreign_document", "exact", "present", "place", "gap",
)  # fmt: skip
FOLDS = 10
# Of the unanswerable questions of these sets, half of which are near misses written to be hard.
TARGET_DECLINED = 0.8


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a logistic model: features, label, and the question that it comes from."""

    features: dict[str, float]
    label: bool
    question: str


def fit(rows: Sequence[Example], names: Sequence[str], penalty: float) -> dict[str, float]:
    """Coefficients by name, with `bias`; features are standardised for the penalty and given back raw."""
    x = np.asarray([[row.features.get(name, 0.0) for name in names] for row in rows])
    y = np.asarray([row.label for row in rows], dtype=np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    ridge = penalty * np.eye(design.shape[1])
    ridge[0, 0] = 0.0
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (y - p) - ridge @ beta
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + ridge
        beta += np.linalg.solve(hessian, gradient)
    raw = beta[1:] / spread
    return {"bias": float(beta[0] - raw @ mean), **{n: float(b) for n, b in zip(names, raw, strict=True)}}


def probability(model: dict[str, float], features: dict[str, float]) -> float:
    """The model's probability for one row."""
    return float(1 / (1 + np.exp(-(model["bias"] + sum(model.get(n, 0.0) * v for n, v in features.items())))))


def folds(questions: Sequence[str]) -> dict[str, int]:
    """A fold for each question, the same on every run."""
    shuffled = np.random.default_rng(7).permutation(sorted(set(questions)))
    return {str(q): i % FOLDS for i, q in enumerate(shuffled)}


def out_of_fold(rows: Sequence[Example], names: Sequence[str], penalty: float) -> list[float]:
    """Each row's probability by a model that has not seen its question."""
    fold = folds([row.question for row in rows])
    models = [fit([r for r in rows if fold[r.question] != k], names, penalty) for k in range(FOLDS)]
    return [probability(models[fold[row.question]], row.features) for row in rows]


def turns(answerer: Answerer, gold: Sequence[GoldQuestion]) -> dict[str, Turn]:
    """The turn of each question that comes as far as the gate, with its passages."""
    found = {}
    for question in gold:
        asked = Question(question.question, dt.date(2026, 11, 21), context=question.context)
        for name, turn in answerer.stream(asked):
            if name == "retrieve":
                found[question.id] = turn
    return found


def sentence_rows(answerer: Answerer, gold: Sequence[GoldQuestion], seen: dict[str, Turn]) -> list[Example]:
    """Sentences of the best passages of answerable questions, labelled by whether they meet a gold quote."""
    rows = []
    for question in (q for q in gold if q.answerable and q.id in seen):
        turn = seen[question.id]
        assert turn.query and turn.evidence
        for candidate, features in answerer.ranker.rank(turn.query, turn.evidence, turn.passages, turn.need):
            hit = any(meets(quote, candidate.sentence.text) for quote in question.quotes)
            rows.append(Example(features, hit, question.id))
    return rows


def cited_rate(rows: Sequence[Example], scores: Sequence[float], most: int) -> float:
    """Share of questions one of whose `most` best sentences meets a gold quote."""
    by_question: dict[str, list[tuple[float, bool]]] = {}
    for row, score in zip(rows, scores, strict=True):
        by_question.setdefault(row.question, []).append((score, row.label))
    hits = [any(label for _, label in sorted(v, key=lambda p: -p[0])[:most]) for v in by_question.values()]
    return sum(hits) / len(hits)


def gate_rows(answerer: Answerer, gold: Sequence[GoldQuestion], seen: dict[str, Turn]) -> list[Example]:
    """Every question that reaches the gate, labelled by whether the documents answer it."""
    rows = []
    for question in (q for q in gold if q.id in seen):
        turn = answerer.rank(seen[question.id])
        if turn.candidates and answerer.gate.missing_document(turn) is None:
            rows.append(Example(answerer.gate.features(turn), question.answerable, question.id))
    return rows


def threshold(rows: Sequence[Example], scores: Sequence[float], declined_before: int) -> float:
    """The lowest threshold that declines the target share of all unanswerable questions."""
    bad = sorted((s for row, s in zip(rows, scores, strict=True) if not row.label), reverse=True)
    allowed = int((1 - TARGET_DECLINED) * (len(bad) + declined_before))
    return bad[allowed] + 1e-6 if allowed < len(bad) else 0.0


def main() -> None:
    """Fit, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write bot/weights.toml")
    parser.add_argument("--penalty", type=float, default=3.0)
    arguments = parser.parse_args()
    with answerer() as opened:
        report(opened, gold_questions(), arguments.penalty, arguments.write)


def report(answerer: Answerer, gold: Sequence[GoldQuestion], penalty: float, write: bool) -> None:
    """Fit both models and print what cross-validation says."""
    seen = turns(answerer, gold)
    rows = sentence_rows(answerer, gold, seen)
    sentence = fit(rows, SENTENCE_FEATURES, penalty)
    scores = out_of_fold(rows, SENTENCE_FEATURES, penalty)
    print(
        f"{len(gold)} questions, {len(rows)} sentences; cited among the best 1/2/3 (cross-validated):",
        *(f"{cited_rate(rows, scores, n):.3f}" for n in (1, 2, 3)),
    )
    answerer = Answerer(
        answerer.index,
        answerer.embeddings,
        answerer.agencies,
        answerer.glossary,
        weights().model_copy(update={"sentence": sentence}),
    )
    rows = gate_rows(answerer, gold, seen)
    gate = fit(rows, GATE_FEATURES, penalty)
    scores = out_of_fold(rows, GATE_FEATURES, penalty)
    declined_before = sum(not q.answerable for q in gold) - sum(not row.label for row in rows)
    gate["threshold"] = threshold(rows, scores, declined_before)
    wrong = [s < gate["threshold"] for row, s in zip(rows, scores, strict=True) if row.label]
    right = [s < gate["threshold"] for row, s in zip(rows, scores, strict=True) if not row.label]
    print(
        f"gate: {declined_before} unanswerable declined before it; of the others {sum(right)}/{len(right)} declined, "
        f"answerable wrongly declined {sum(wrong)}/{len(wrong)}, threshold {gate['threshold']:.3f}"
    )
    for name, model in (("sentence", sentence), ("gate", gate)):
        print(name, json.dumps({k: round(v, 3) for k, v in model.items()}))
    if write:
        _write({"sentence": sentence, "gate": gate})


def _write(models: dict[str, dict[str, float]]) -> None:
    text = WEIGHTS_FILE.read_text(encoding="utf-8")
    for name, model in models.items():
        table = "\n".join(f"{key} = {value:.4f}" for key, value in model.items())
        text = re.sub(rf"\[{name}\]\n(?:[^\[]*)", f"[{name}]\n{table}\n\n", text)
    WEIGHTS_FILE.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
