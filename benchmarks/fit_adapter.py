"""Learn the correction of question vectors (bot/query_adapter.py) from the project's own questions.

It comes after the encoder of questions (benchmarks.fit_question_encoder), and corrects what that one gives.

    python -m benchmarks.fit_adapter --general FOLDER [--write] [--work FOLDER]

Four things are asked of it at once:

- Each question of the project's own sets is to find what proves its answer among all sentences and glosses of its bench
  (softmax over cosines; "InfoNCE", van den Oord et al. 2018, with several right answers).
- Each entry of the digests, taken as a question, is to find its own translation among all translations.
- A question stays as near to all texts together as it was: else the learned field would lie at another distance than
  the rest of the world, and what is near enough could not be told.
- Questions on law in general stay where they are: those of the BEIR folder --general (its judgements are not read).

The figures are from cross-validation by question: no question is judged by an adapter that it helped to learn.
With --write, bot/query_adapter.npz gets the one learned on all. Needs torch (the extra `models`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from benchmarks import gold
from benchmarks.gold import BENCHES, answerers
from bot.answerer import Answerer
from bot.evaluate import GoldQuestion
from bot.query_adapter import ADAPTER_FILE, QueryAdapter, tuned_embeddings
from corpus.digest import load_digests
from ingest.beir import beir_queries
from ingest.embed import DEFAULT_MODEL

RANK = 64
STEPS = 160  # of Adam, each over everything
RATE = 2e-3
TEMPERATURE = 0.02
DROPPED = 0.1  # of a question's components, at random in every step
SMALL = 0.003  # weight of |B·A|²
STILL = 30.0  # … of how far the general questions move, squared
LEVEL = 100.0  # … of how much its mean cosine with the texts changes, squared
TRANSLATED = 0.5  # … of finding translations
FOLDS = 5
NEVER = -1e9  # a logit
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions of shape (n, d), the texts (m, d) among which they are to find theirs, and which are (n, m); unit length."""

    ids: tuple[str, ...]
    questions: Vectors
    texts: Vectors
    right: NDArray[np.bool_]

    def part(self, keep: Callable[[str], bool]) -> Task:
        """The task with the questions whose id is kept."""
        at = [i for i, name in enumerate(self.ids) if keep(name)]
        return Task(tuple(self.ids[i] for i in at), self.questions[at], self.texts, self.right[at])


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that an adapter is learned from: the questions of the benches, the translations, the questions on law in general."""

    benches: tuple[Task, ...]
    translations: tuple[Task, ...]
    general: Vectors

    def without(self, fold: int) -> Lesson:
        """The same without one fold of the benches' questions."""
        kept = tuple(task.part(lambda name: fold_of(name) != fold) for task in self.benches)
        return Lesson(kept, self.translations, self.general)


def fold_of(question: str) -> int:
    """The fold of a question."""
    return gold.fold_of(question) % FOLDS


def lesson(opened: Sequence[Answerer], asked: Sequence[Sequence[GoldQuestion]], general: Path) -> Lesson:
    """What the benches, the digests and a BEIR folder teach."""
    embeddings = tuned_embeddings()
    elsewhere = [embeddings.embed_query(query.text) for query in beir_queries(general)]
    entries = [entry for digest in load_digests() for entry in digest.entries]
    texts = {"vi": [entry.vi for entry in entries], "en": [entry.en for entry in entries]}
    question = {lang: _array([embeddings.embed_query(text) for text in told]) for lang, told in texts.items()}
    passage = {lang: _array(embeddings.embed_documents(told)) for lang, told in texts.items()}
    names, own = tuple(map(str, range(len(entries)))), np.eye(len(entries), dtype=np.bool_)
    pairs = (("vi", "en"), ("en", "vi"))
    return Lesson(
        tuple(bench_task(answerer, questions) for answerer, questions in zip(opened, asked, strict=True)),
        tuple(Task(names, question[a], passage[b], own) for a, b in pairs),
        _array(elsewhere),
    )


def bench_task(answerer: Answerer, questions: Sequence[GoldQuestion]) -> Task:
    """The answerable questions of a bench beside its sentences and glosses; follow-ups say too little alone."""
    index, embeddings = answerer.index, tuned_embeddings()
    sentences = index.sentence_vectors.vectors(range(len(index.sentences)))
    glosses = index.gloss_vectors.vectors(range(len(index.glosses))) if index.glosses else {}
    texts = _array([*(sentences[i] for i in range(len(sentences))), *(glosses[i] for i in range(len(glosses)))])
    rows: list[tuple[str, list[float], list[bool]]] = []
    for question in (q for q in questions if q.answerable and not q.context):
        proofs = [question.proved_by(s.ref, s.text) for s in index.sentences]
        proved = {s.ref for s, proof in zip(index.sentences, proofs, strict=True) if proof}
        if proved:
            vector = embeddings.embed_query(answerer.analyze(question.question).restored)
            rows.append((question.id, vector, [*proofs, *(gloss.ref in proved for gloss in index.glosses)]))
    ids, vectors, right = zip(*rows, strict=True)
    return Task(ids, _array(vectors), texts, np.asarray(right, dtype=np.bool_))


def learn(lesson: Lesson) -> QueryAdapter:
    """The adapter that a lesson teaches."""
    torch.manual_seed(0)
    benches, translations = ([_tensors(task) for task in tasks] for tasks in (lesson.benches, lesson.translations))
    general = torch.from_numpy(lesson.general)
    down = torch.nn.Linear(general.shape[1], RANK, bias=False).weight
    up = torch.nn.Parameter(torch.zeros(general.shape[1], RANK))
    optimizer = torch.optim.Adam([down, up], lr=RATE)
    for _ in range(STEPS):
        lost = torch.cat([_loss(task, down, up) for task in benches]).mean()
        lost = lost + TRANSLATED * sum(_loss(task, down, up).mean() for task in translations)
        lost = lost + LEVEL * sum(_shift(task, down, up) for task in (*benches, *translations))
        lost = lost + STILL * (general @ down.T @ up.T).pow(2).sum(1).mean() + SMALL * (up @ down).pow(2).sum()
        optimizer.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return QueryAdapter(DEFAULT_MODEL, down.detach().numpy(), up.detach().numpy())


def learn_folds(lesson: Lesson) -> list[QueryAdapter]:
    """For each fold the adapter that has not seen its questions."""
    return [learn(lesson.without(fold)) for fold in range(FOLDS)]


def ranks(task: Task, adapter: QueryAdapter | None) -> list[int]:
    """For each question the rank (1…) of the best of its texts, by cosine."""
    found = []
    for vector, right in zip(task.questions, task.right, strict=True):
        scores = task.texts @ (adapter(vector) if adapter else vector)
        found.append(1 + int((scores > scores[right].max()).sum()))
    return found


def figures(found: Sequence[int]) -> str:
    """Shares of questions whose text comes first, and among five."""
    return f"first {np.mean([r == 1 for r in found]):.3f}, among five {np.mean([r <= 5 for r in found]):.3f}"


def main() -> None:
    """Learn, report, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--general", type=Path, required=True, help="BEIR folder whose questions are to stay in place")
    parser.add_argument("--write", action="store_true", help="write bot/query_adapter.npz")
    parser.add_argument("--work", type=Path, help="folder for the indices (default: a temporary one)")
    arguments = parser.parse_args()
    with answerers(BENCHES, arguments.work) as opened:
        taught = lesson(opened, [bench.adapter_questions() for bench in BENCHES], arguments.general)
    adapters = learn_folds(taught)
    for bench, task in zip(BENCHES, taught.benches, strict=True):
        after = [rank for fold, one in enumerate(adapters) for rank in ranks(task.part(_in_fold(fold)), one)]
        print(f"{bench.name}: {len(task.ids)} questions; {figures(ranks(task, None))} -> {figures(after)}")
    learned = learn(taught)
    turned = [float(vector @ learned(vector)) for vector in taught.general]
    print(f"cosine of general questions with themselves before: {np.mean(turned):.4f}, least {np.min(turned):.4f}")
    if arguments.write:
        learned.save(ADAPTER_FILE)


def _in_fold(fold: int) -> Callable[[str], bool]:
    return lambda question: fold_of(question) == fold


def _loss(task: tuple[Tensor, Tensor, Tensor], down: Tensor, up: Tensor) -> Tensor:
    """For each question minus the logarithm of the probability of its own texts."""
    questions, texts, right = task
    logits = _adapted(torch.nn.functional.dropout(questions, DROPPED), down, up) @ texts.T / TEMPERATURE
    return torch.logsumexp(logits, 1) - torch.logsumexp(logits.masked_fill(~right, NEVER), 1)


def _shift(task: tuple[Tensor, Tensor, Tensor], down: Tensor, up: Tensor) -> Tensor:
    """The mean square of what a question's mean cosine with the texts changes."""
    questions, texts, _ = task
    return ((_adapted(questions, down, up) - questions) @ texts.mean(0)).pow(2).mean()


def _adapted(questions: Tensor, down: Tensor, up: Tensor) -> Tensor:
    return torch.nn.functional.normalize(questions + questions @ down.T @ up.T, dim=1)


def _tensors(task: Task) -> tuple[Tensor, Tensor, Tensor]:
    return torch.from_numpy(task.questions), torch.from_numpy(task.texts), torch.from_numpy(task.right)


def _array(rows: Sequence[Sequence[float] | NDArray[np.float32]]) -> Vectors:
    return np.asarray(rows, dtype=np.float32)


if __name__ == "__main__":
    main()
