"""What the cross-encoder learns from: questions beside texts that answer them and texts that do not.

A reader that sees each question beside one text learns how answerable questions are worded, and does not read. So every
question comes with both verdicts:

- a written question (benchmarks/data/reading_questions.jsonl) with its passage and with a counterpart, a text on the
  same matter and in the same style that has the opposite verdict; in half of the cases beside a neighbouring passage, since the product
  reads several sentences as one text. A near miss also with the counterpart of another near miss, which answers that one and
  not it;
- an own question with the sentences that the product finds for it: those that it would read, and, where they answer, the
  best ones without those that do.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fit_adapter import learn_folds, lesson
from benchmarks.gold import BENCHES, answerers
from benchmarks.runs import Run, run_of
from bot.crossread import READ, joined
from bot.crossreader.reader import Read
from corpus.language import detect_language
from ingest.beir import beir_corpus
from ingest.embed import load_embeddings

DATA = Path(__file__).parent / "data"
FOUND = 8  # sentences of an own question that are looked through
UNSURE = 0.5  # weight of a sentence that does not prove an answer which another does: it may yet say the same
NEIGHBOURS = slice(2, 8)  # the nearest passage of all may say the same


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text, whether the text answers it, and how much that counts."""

    question: str
    read: Read
    answered: bool
    weight: float = 1.0


def own_pairs(general: Path, work: Path | None) -> list[Pair]:
    """The own questions with the sentences that are found for them."""
    with answerers(BENCHES, work) as opened:
        gold = [bench.questions() for bench in BENCHES]
        adapters = learn_folds(lesson(opened, [bench.adapter_questions() for bench in BENCHES], general))
        runs = [
            run_of(bench.name, answerer, questions, adapters)
            for bench, answerer, questions in zip(BENCHES, opened, gold, strict=True)
        ]
        return [pair for run in runs for pair in _of_run(run)]


def _of_run(run: Run) -> Iterator[Pair]:
    for question in (q for q in run.gold if q.id in run.turns):
        found = [c.sentence for c in run.answerer.rank(run.turns[question.id]).candidates[:FOUND]]
        proves = [question.answerable and question.proved_by(s.ref, s.text) for s in found]
        if not found:
            continue
        yield Pair(question.question, joined(found[:READ]), any(proves[:READ]))
        for sentence, proved in list(zip(found, proves, strict=True))[:READ]:
            weight = 1.0 if proved or not question.answerable else UNSURE
            yield Pair(question.question, joined([sentence]), proved, weight)
        others = [sentence for sentence, proved in zip(found, proves, strict=True) if not proved]
        if any(proves) and others:
            yield Pair(question.question, joined(others[:READ]), False, UNSURE)


def written_pairs(general: Path, counterparts: bool = True) -> list[Pair]:
    """The questions that were written for passages: with both verdicts each, or beside their passages alone."""
    passages = dict(_passages(general))
    questions = list(_lines("reading_questions.jsonl"))
    if not counterparts:
        return [Pair(line["question"], passages[line["passage"]], line["answered"]) for line in questions]
    near = dict(zip(passages, _neighbours(list(passages.values())), strict=True))
    chance = random.Random(0)
    pairs: list[Pair] = []
    for line in questions:
        passage = passages[line["passage"]]
        counterpart = passage._replace(text=line["counterpart"])
        for read, answered in ((passage, line["answered"]), (counterpart, not line["answered"])):
            beside = chance.choice(near[line["passage"]]) if near[line["passage"]] and chance.random() < 0.5 else None
            pairs.append(Pair(line["question"], _beside(read, beside, chance), answered))
    return [*pairs, *_crossed(questions, passages, chance)]


def _beside(read: Read, other: Read | None, chance: random.Random) -> Read:
    """Two texts as one, in either order."""
    first, second = (read, other) if chance.random() < 0.5 else (other, read)
    if first is None or second is None:
        return read
    return Read(first.lead, f"{first.text} {second.text}")


def _crossed(questions: Sequence[dict[str, Any]], passages: dict[str, Read], chance: random.Random) -> Iterator[Pair]:
    """Near misses of a passage with each other's counterparts."""
    misses: dict[str, list[dict[str, Any]]] = {}
    for line in questions:
        if not line["answered"]:
            misses.setdefault(line["passage"], []).append(line)
    for name, lines in misses.items():
        for line in lines:
            others = [other for other in lines if other is not line]
            if others:
                text = chance.choice(others)["counterpart"]
                yield Pair(line["question"], passages[name]._replace(text=text), False, UNSURE)


def _passages(general: Path) -> Iterator[tuple[str, Read]]:
    """Passages by name; those of a public set are named by their place alone."""
    articles = {entry.document.id: entry for entry in beir_corpus(general).entries()}
    for passage in _lines("reading_passages.jsonl"):
        if "article" not in passage:
            yield passage["id"], Read(passage["lead"], passage["text"])
            continue
        article = articles[passage["article"]]
        title = article.document.title_vi or ""
        yield (
            passage["id"],
            Read(title.partition(". ")[2] or title, article.source.text[passage["start"] : passage["end"]]),
        )


def _neighbours(passages: Sequence[Read]) -> list[list[Read]]:
    """For each passage some that are near in meaning, in its language."""
    vectors = np.asarray(load_embeddings().embed_documents([f"{p.lead} {p.text}" for p in passages]))
    languages = np.array([detect_language(passage.text) for passage in passages])
    nearest = np.argsort(-(vectors @ vectors.T), axis=1)
    return [[passages[j] for j in row[1:] if languages[j] == languages[i]][NEIGHBOURS] for i, row in enumerate(nearest)]


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)
