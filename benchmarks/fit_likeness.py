"""Learn what the likeness with questions asked before weighs beside the gate and the cross-encoder (docs/adr/0016).

    python -m benchmarks.fit_likeness [--write] [--work FOLDER]

It learns from questions of others: those of questions_asked_*.jsonl and questions_unread_*.jsonl, which are not among the
questions asked before, and every fourth of these themselves, each beside the others alone. The order of sentences, the gate and the
cross-encoder are taken as they are. Figures are from ten-fold cross-validation by question. With --write, bot/weights.toml
gets the weights. On two cores it takes some twenty-five minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.fit_weights import write
from benchmarks.gold import BENCHES, Bench, answerers
from benchmarks.logit import Example, fit, out_of_fold, probability
from benchmarks.runs import turns
from bot.answerer import Answerer
from bot.asked import AskedBefore
from bot.crossread import UNSURE
from bot.gate_features import threshold_name, worded_whole
from bot.turn import Turn
from bot.weights import log_odds, logistic, weights

COUNTED = ("gate", "estimate", "agreed", "cross")
READ = (*COUNTED, "answers")
STRIDE = 5  # of the questions asked before, which are more than all others
ASKED_BEFORE = 0.3  # of the weight of another question: near misses are rarer among them
PENALTY = 1.0
# The least probability with which an answer is given: about reports and directives, about statutes, and about digests. What each
# costs and brings is printed.
LEAST = {"threshold": 0.19, "threshold_statute": 0.2, "threshold_digest": 0.14}


def examples(bench: Bench, answerer: Answerer) -> Iterator[tuple[Example, bool]]:
    """The questions of a bench that reach the gate, and whether the cross-encoder is asked about each."""
    lots = (
        ([*bench.asked_questions(), *bench.unread_questions()], 1.0),
        (bench.asked_before()[::STRIDE], ASKED_BEFORE),
    )
    for gold, weight in lots:
        found = turns(answerer, gold)
        for question in gold:
            turn = found.get(question.id)
            if turn is None:
                continue
            turn = answerer.rank(turn)
            if turn.candidates and answerer.gate.missing_document(turn) is None and answerer.gate.likeness(turn):
                seen, read = _seen(answerer, turn)
                yield Example(seen, question.answerable, question.id, bench.name, weight), read


def _seen(answerer: Answerer, turn: Turn) -> tuple[dict[str, float], bool]:
    """What is seen of a question; where the gate would be read, what the cross-encoder says too."""
    gate = answerer.gate
    features = gate.features(turn)
    counted = log_odds(logistic(weights().gate, features))
    answers = None if worded_whole(features) else gate.read(turn)
    kind = {key: features[key] for key in ("digest", "statute")}
    seen = {"gate": counted, "cross": features["cross"], **gate.likeness(turn), **kind}
    if answers is not None:
        seen["answers"] = answers
    return seen, answers is not None


def learned(name: str, rows: Sequence[Example], features: Sequence[str]) -> dict[str, float]:
    """A model of these rows with its thresholds; prints what it does, out of fold."""
    model = fit(rows, features, PENALTY) | LEAST
    scores = out_of_fold(rows, lambda part: fit(part, features, PENALTY))
    print(f"{name}: " + ", ".join(f"{key} {value:.3f}" for key, value in model.items()))
    for bench in dict.fromkeys(row.bench for row in rows):
        print(_judged(bench, rows, scores, model))
    return model


def _judged(bench: str, rows: Sequence[Example], scores: Sequence[float], model: Mapping[str, float]) -> str:
    own = [(row, score) for row, score in zip(rows, scores, strict=True) if row.bench == bench]
    declined = [(row.label, score < model[threshold_name(row.features)]) for row, score in own]
    wrong, right = ([below for label, below in declined if label is wanted] for wanted in (True, False))
    return f"  {bench}: {len(own)} questions; unanswerable declined {sum(right)}/{len(right)}, answerable declined {sum(wrong)}/{len(wrong)}"


def main() -> None:
    """Fit, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write bot/weights.toml")
    parser.add_argument("--work", type=Path, help="folder for the indices (default: a temporary one)")
    arguments = parser.parse_args()
    AskedBefore.others_only = True
    with answerers(BENCHES, arguments.work) as opened:
        found = []
        for bench, answerer in zip(BENCHES, opened, strict=True):
            found += list(examples(bench, answerer))
            print(f"{bench.name}: {len(found)} questions so far", flush=True)
    models = {"gate_asked": learned("gate_asked", [row for row, _ in found], COUNTED)}
    unsure = [
        row for row, read in found if read and UNSURE[0] < probability(models["gate_asked"], row.features) < UNSURE[1]
    ]
    models["gate_asked_read"] = learned("gate_asked_read", unsure, READ)
    if arguments.write:
        write(models)


if __name__ == "__main__":
    main()
