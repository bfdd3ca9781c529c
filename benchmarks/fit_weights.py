"""Learn the weights of sentence choice and of the gate from the project's own question sets (benchmarks/gold.py).

    python -m benchmarks.fit_weights --general FOLDER [--write] [--work FOLDER] [--measure FOLDER]

The gate is a logistic model with an L2 penalty, fitted by Newton's method. The sentences of one question compete with
one another, so their weights are those of a conditional logit (McFadden 1974; "ListNet" with one group of right
answers): the probability that the choice falls on a sentence that proves the answer. A scale and a bias then make
that score a probability for the gate and for the length of an answer. The figures printed are from
ten-fold cross-validation by question, so no question is judged by weights that it helped to learn.
Each question is found with an adapter of question vectors that has not seen it either (benchmarks/fit_adapter.py, which
says what --general is): with one that has, its own evidence would look nearer than a stranger's does.
With --write, bot/weights.toml gets the weights fitted on all questions. --work keeps the indices for the next run;
--measure FOLDER only measures on a folder with the official text of the Law, and learns nothing from it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.fit_adapter import fold_of as adapter_fold
from benchmarks.fit_adapter import learn_folds, lesson
from benchmarks.gold import BENCHES, FOLDS, answerers, fold_of, folder_bench
from bot.answerer import Answerer
from bot.evaluate import GoldQuestion
from bot.query_adapter import AdaptedEmbeddings, QueryAdapter
from bot.turn import Question, Turn
from bot.weights import WEIGHTS_FILE, Weights, weights
from ingest.embed import load_embeddings

Array = NDArray[np.float64]
SENTENCE_FEATURES = (
    "similarity", "translated", "passage", "joint", "pairs", "topical", "general",
    "figure", "agency", "other_need", "question", "short", "delegates", "defines", "gloss",
)  # fmt: skip
GATE_FEATURES = (
    "topical", "sentence", "unseen", "missing_names", "topics", "length", "nearest", "nearest_passage", "score",
    "need_unmet", "need_apart", "price_unmet", "contact", "place", "count", "agency", "exact", "present",
    "foreign_document", "statute", "cross", "matter_unmet", "asks_money", "asks_percent", "asks_date", "asks_duration",
    "person", "person_unmet", "uncounted", "unknown_name", "matter_aside", "first", "ahead", "asks",
)  # fmt: skip
LIST_PENALTY = 3.0
# Of the answerable questions, out of fold, that the gate may decline: about reports and directives, and about statutes.
WRONGLY_DECLINED = {"threshold": 0.07, "threshold_statute": 0.04}
AS_OF = dt.date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a logistic model: features, label, and the question that it comes from."""

    features: dict[str, float]
    label: bool
    question: str
    bench: str = ""


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
        beta += np.linalg.solve(hessian, gradient)
    order = dict(zip(names, (beta / spread).tolist(), strict=True))
    scored = [Example({"order": score(order, row.features)}, row.label, row.question) for row in rows]
    odds = fit(scored, ("order",), penalty=0.0)
    return {"bias": odds["bias"], **{name: odds["order"] * weight for name, weight in order.items()}}


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


@dataclass(frozen=True, slots=True)
class Run:
    """A bench with its answerer, its questions and the turns of those that come as far as the ranking."""

    name: str
    answerer: Answerer
    gold: list[GoldQuestion]
    turns: dict[str, Turn]

    def with_weights(self, model: Weights) -> Run:
        """The same over weights of its own."""
        old = self.answerer
        return replace(self, answerer=Answerer(old.index, old.embeddings, old.agencies, old.glossary, model))


def run_of(name: str, answerer: Answerer, gold: list[GoldQuestion], adapters: Sequence[QueryAdapter]) -> Run:
    """The run of a bench, each question found with the adapter of its fold."""
    found: dict[str, Turn] = {}
    for fold, adapter in enumerate(adapters):
        embeddings = AdaptedEmbeddings(load_embeddings(), adapter)
        variant = Answerer(answerer.index, embeddings, answerer.agencies, answerer.glossary)
        found |= turns(variant, [question for question in gold if adapter_fold(question.id) == fold])
    return Run(name, answerer, gold, found)


def turns(answerer: Answerer, gold: Sequence[GoldQuestion]) -> dict[str, Turn]:
    """The turn of each question that is neither screened out nor looked up, with its passages."""
    found = {}
    for question in gold:
        asked = Question(question.question, AS_OF, context=question.context)
        for name, turn in answerer.stream(asked):
            if name == "rank":
                if not turn.chosen:
                    found[question.id] = turn
                break
    return found


def sentence_rows(run: Run) -> list[Example]:
    """Sentences of the best passages of answerable questions, labelled by whether they prove the answer."""
    rows = []
    for question in (q for q in run.gold if q.answerable and q.id in run.turns):
        turn = run.turns[question.id]
        assert turn.query and turn.evidence
        for candidate, features in run.answerer.ranker.rank(turn.query, turn.evidence, turn.passages, turn.need):
            hit = question.proved_by(candidate.sentence.ref.eid, candidate.sentence.text)
            rows.append(Example(features, hit, question.id, run.name))
    return rows


def cited_rate(rows: Sequence[Example], scores: Sequence[float], most: int) -> float:
    """Share of questions one of whose `most` best sentences proves the answer."""
    by_question: dict[str, list[tuple[float, bool]]] = {}
    for row, score in zip(rows, scores, strict=True):
        by_question.setdefault(row.question, []).append((score, row.label))
    hits = [any(label for _, label in sorted(v, key=lambda p: -p[0])[:most]) for v in by_question.values()]
    return sum(hits) / len(hits)


def gate_rows(run: Run) -> list[Example]:
    """Every question that reaches the gate, labelled by whether the texts answer it."""
    rows = []
    for question in (q for q in run.gold if q.id in run.turns):
        turn = run.answerer.rank(run.turns[question.id])
        if turn.candidates and run.answerer.gate.missing_document(turn) is None:
            rows.append(Example(run.answerer.gate.features(turn), question.answerable, question.id, run.name))
    return rows


def thresholds(rows: Sequence[Example], scores: Sequence[float]) -> dict[str, float]:
    """The thresholds, by name, that decline `WRONGLY_DECLINED` of the answerable questions of their kind.

    A threshold of least loss jumps by .2 with one question; these move as slowly as their shares.
    """
    of_statutes = {"threshold": False, "threshold_statute": True}
    return {
        name: float(
            np.quantile(
                [s for s, r in zip(scores, rows, strict=True) if r.label and _of_statute(r) is kind],
                WRONGLY_DECLINED[name],
            )
        )
        for name, kind in of_statutes.items()
    }


def _of_statute(row: Example) -> bool:
    return row.features["statute"] > 0


def judged(name: str, rows: Sequence[Example], scores: Sequence[float], gate: Mapping[str, float], gold: int) -> str:
    """What the thresholds do to the questions of one bench."""
    limits = [gate["threshold_statute" if _of_statute(row) else "threshold"] for row in rows]
    below = [score < limit for score, limit in zip(scores, limits, strict=True)]
    wrong = [declined for row, declined in zip(rows, below, strict=True) if row.label]
    right = [declined for row, declined in zip(rows, below, strict=True) if not row.label]
    return (
        f"  {name}: of {gold} questions {len(rows)} reach the gate; unanswerable declined {sum(right)}/{len(right)}, "
        f"answerable declined {sum(wrong)}/{len(wrong)}"
    )


def main() -> None:
    """Fit, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write bot/weights.toml")
    parser.add_argument("--general", type=Path, required=True, help="BEIR folder, as for benchmarks.fit_adapter")
    parser.add_argument("--penalty", type=float, default=5.0)
    parser.add_argument("--work", type=Path, help="folder for the indices (default: a temporary one)")
    parser.add_argument("--measure", type=Path, help="folder with the official text of the Law, measured on only")
    arguments = parser.parse_args()
    benches = [*BENCHES, *([folder_bench(arguments.measure)] if arguments.measure else [])]
    with answerers(benches, arguments.work) as opened:
        gold = [bench.questions() for bench in benches]
        learned = len(BENCHES)
        adapters = learn_folds(lesson(opened[:learned], gold[:learned], arguments.general))
        asked = zip(benches, opened, gold, strict=True)
        runs = [run_of(bench.name, answerer, questions, adapters) for bench, answerer, questions in asked]
        report(runs[:learned], runs[learned:], arguments.penalty, arguments.write)


def report(learned: Sequence[Run], measured: Sequence[Run], penalty: float, write: bool) -> None:
    """Fit both models on the first runs and print what cross-validation says, and what they do to the others."""
    rows = [row for run in learned for row in sentence_rows(run)]
    sentence = fit_lists(rows, SENTENCE_FEATURES)
    scores = out_of_fold(rows, lambda part: fit_lists(part, SENTENCE_FEATURES))
    for run in (*learned, *measured):
        own = [(r, s) for r, s in zip(rows, scores, strict=True) if r.bench == run.name]
        own = own or [(row, probability(sentence, row.features)) for row in sentence_rows(run)]
        rates = " ".join(f"{cited_rate([r for r, _ in own], [s for _, s in own], n):.3f}" for n in (1, 2, 4, 8))
        print(f"  {run.name}: {len(own)} sentences; proved by one of the best 1/2/4/8: {rates}")
    model = weights().model_copy(update={"sentence": sentence})
    learned, measured = ([run.with_weights(model) for run in runs] for runs in (learned, measured))
    rows = [row for run in learned for row in gate_rows(run)]
    gate = fit(rows, GATE_FEATURES, penalty)
    scores = out_of_fold(rows, lambda part: fit(part, GATE_FEATURES, penalty))
    gate |= thresholds(rows, scores)
    print(f"gate, thresholds {gate['threshold']:.3f}, of statutes {gate['threshold_statute']:.3f}:")
    for run in (*learned, *measured):
        own = [(r, s) for r, s in zip(rows, scores, strict=True) if r.bench == run.name]
        own = own or [(row, probability(gate, row.features)) for row in gate_rows(run)]
        print(judged(run.name, [r for r, _ in own], [s for _, s in own], gate, len(run.gold)))
    for name, fitted in (("sentence", sentence), ("gate", gate)):
        print(name, json.dumps({k: round(v, 3) for k, v in fitted.items()}))
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
