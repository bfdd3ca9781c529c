"""Find the weights of the legs of retrieval by coordinate search on the project's own questions, and on a BEIR set.

    python -m benchmarks.fit_legs [--beir DIR] [--work DIR]

Learns on the benches of `benchmarks.gold` and, with --beir, on every other query of that test set; the rest of its
queries are kept back and only measured. Prints the figures of equal weights, of those in use and of the best that the
search finds; nothing is written. What it finds is entered in bot/weights.toml by hand, because two sets of weights that
differ by one question of 172 are the same. `--work` keeps the indexes for the next run.

Each question is retrieved once for each weight of the synonyms; all other weights only weigh the scores of the legs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from benchmarks.gold import BENCHES, answerers
from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, shows
from bot.fuse import fuse, standard_scores
from bot.query_adapter import question_embeddings
from bot.turn import Question, Turn
from bot.weights import LegWeights, weights
from corpus.agencies import load_agencies
from corpus.glossary import load_glossary
from corpus.language import detect_language
from ingest.beir import beir_corpus, beir_qrels, beir_queries
from ingest.build import build
from ingest.embed import DEFAULT_MODEL
from ingest.index import open_index

# `lexical` stays as it is: only ratios matter.
GRID: dict[str, tuple[float, ...]] = {
    "dense": (0.0, 0.15, 0.3, 0.5, 0.8, 1.2),
    "dense_alone": (0.3, 0.5, 0.6, 0.7, 0.8, 1.0, 1.3),
    "dense_sentence": (0.3, 0.6, 0.9, 1.2, 1.6),
    "dense_translated": (0.0, 0.25, 0.5, 0.8, 1.2),
    "lexical_translated": (1.0, 1.5, 2.0, 2.5, 3.0),
    "reference": (1.0, 2.0, 3.0, 4.0),
    "citing": (0.5, 1.0, 1.5),
    "gloss_dense": (0.5, 0.75, 1.0, 1.3),
    "gloss_lexical": (0.5, 0.75, 1.0, 1.3),
}
SYNONYMS = (0.3, 0.6, 0.9, 1.2)
ROUNDS = 2
DEPTH = 10  # ranks looked at
UNIT = LegWeights.model_validate(dict.fromkeys(LegWeights.model_fields, 1.0))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what its legs found, ready to be weighed.

    `scores` are z-scores of shape (legs, candidates); `offset` is what currency takes off a candidate; `documents` tell
    which candidates are one result; `relevant` are the documents sought, `sought` how many there are.
    """

    names: tuple[str, ...]
    scores: NDArray[np.float64]
    offset: NDArray[np.float64]
    documents: tuple[object, ...]
    relevant: frozenset[object]
    sought: int

    def ranks(self, legs: LegWeights) -> list[int]:
        """The ranks (1…DEPTH) of what is sought, under these weights."""
        total = np.asarray([getattr(legs, name) for name in self.names]) @ self.scores + self.offset
        order = dict.fromkeys(self.documents[i] for i in np.argsort(-total, kind="stable")[: 20 * DEPTH])
        return [rank for rank, found in enumerate(list(order)[:DEPTH], 1) if found in self.relevant]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over questions, 0…1: found first, among five; MRR@10; recall@10."""

    top1: float
    top5: float
    mrr: float
    recall: float

    def __str__(self) -> str:
        return f"first {self.top1:.3f}  among five {self.top5:.3f}  MRR@10 {self.mrr:.3f}  recall@10 {self.recall:.3f}"


@dataclass(frozen=True, slots=True)
class Set:
    """Questions by the weight of the synonyms that they were retrieved with; `depth` is what is to be reached."""

    name: str
    asked: Mapping[float, Sequence[Asked]]
    learned: bool = True
    five: bool = True

    def figures(self, legs: LegWeights) -> Figures:
        """The figures under these weights."""
        asked = self.asked[legs.synonyms]
        ranks = [one.ranks(legs) for one in asked]
        first = [found[0] if found else 0 for found in ranks]
        n = max(len(asked), 1)
        return Figures(
            sum(rank == 1 for rank in first) / n,
            sum(0 < rank <= 5 for rank in first) / n,
            sum(1 / rank for rank in first if rank) / n,
            sum(len(found) / one.sought for one, found in zip(asked, ranks, strict=True)) / n,
        )

    def value(self, legs: LegWeights) -> float:
        """What the search raises: finding it at all, and finding it early."""
        figures = self.figures(legs)
        return (figures.top5 if self.five else figures.recall) + figures.mrr


class CachedEmbeddings(Embeddings):
    """Query vectors kept, since each question is asked for each weight of the synonyms."""

    def __init__(self, inner: Embeddings) -> None:
        self._inner = inner
        self._known: dict[str, list[float]] = {}

    def embed_query(self, text: str) -> list[float]:
        if text not in self._known:
            self._known[text] = self._inner.embed_query(text)
        return self._known[text]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._inner.embed_documents(texts)


def variants(opened: Answerer) -> dict[float, Answerer]:
    """The answerer with each weight of the synonyms, all other weights 1."""
    embeddings = CachedEmbeddings(opened.embeddings)
    models = {s: weights().model_copy(update={"legs": UNIT.model_copy(update={"synonyms": s})}) for s in SYNONYMS}
    return {
        s: Answerer(opened.index, embeddings, opened.agencies, opened.glossary, model) for s, model in models.items()
    }


def retrieved(answerer: Answerer, text: str, document: Callable[[int], object]) -> Asked:
    """What the legs find for a text; nothing is known yet of what is sought."""
    turn = Turn(Question(text, dt.date.today()), detect_language(text))
    evidence = answerer.retrieve(replace(turn, standalone=text)).evidence
    assert evidence is not None  # just retrieved
    legs = [leg for leg in evidence.legs if leg.scores]
    before = {one.position: one.score for one in fuse(legs)}
    candidates = sorted(one.position for one in evidence.fused)
    after = {one.position: one.score for one in evidence.fused}
    everything = sorted(before)
    at = [everything.index(p) for p in candidates]
    scores = np.asarray([[leg.weight * z for z in standard_scores(leg, everything)] for leg in legs])
    return Asked(
        tuple(leg.name for leg in legs), scores[:, at] if legs else np.zeros((0, 0)),
        np.asarray([after[p] - before[p] for p in candidates]), tuple(map(document, candidates)), frozenset(), 1,
    )  # fmt: skip


def own_set(name: str, opened: Answerer, gold: Sequence[GoldQuestion]) -> Set:
    """A bench of the project's own questions: what is sought are the passages that hold the evidence."""
    chunks = opened.index.chunks
    answerable = [q for q in gold if q.answerable]
    held = {q.id: frozenset[object](i for i, chunk in enumerate(chunks) if shows(chunk, q)) for q in answerable}
    return Set(name, {
        s: [
            replace(retrieved(one, f"{q.context or ''} {q.question}".strip(), int), relevant=held[q.id])
            for q in answerable
        ]
        for s, one in variants(opened).items()
    })  # fmt: skip


def beir_sets(folder: Path, index: Path) -> list[Set]:
    """A BEIR test set in two halves, by the order of its queries: one to learn on, one to measure."""
    build(index, beir_corpus(folder), DEFAULT_MODEL)
    opened = Answerer(open_index(index, DEFAULT_MODEL), question_embeddings(), load_agencies(), load_glossary())
    chunks = opened.index.chunks
    qrels = {q: frozenset(d for d, grade in found.items() if grade > 0) for q, found in beir_qrels(folder).items()}
    judged = [query for query in beir_queries(folder) if qrels.get(query.id)]
    found = {
        s: [
            _sought(retrieved(one, query.text, lambda p: chunks[p].ref.doc_id), qrels[query.id])
            for query in judged
        ]
        for s, one in variants(opened).items()
    }  # fmt: skip
    return [
        Set(f"{folder.name}, {name}", {s: asked[start::2] for s, asked in found.items()}, learned, five=False)
        for start, name, learned in ((0, "learned on", True), (1, "kept back", False))
    ]


def _sought(asked: Asked, documents: Collection[str]) -> Asked:
    return replace(asked, relevant=frozenset(documents), sought=len(documents))


def search(sets: Sequence[Set], start: LegWeights) -> LegWeights:
    """Coordinate search for the highest mean value over the sets that are learned on."""
    learned = [one for one in sets if one.learned]

    def value(legs: LegWeights) -> float:
        return sum(one.value(legs) for one in learned) / len(learned)

    best, best_value = start, value(start)
    for _ in range(ROUNDS):
        for name, values in {"synonyms": SYNONYMS, **GRID}.items():
            for tried in (best.model_copy(update={name: v}) for v in values):
                if (reached := value(tried)) > best_value + 1e-9:
                    best, best_value = tried, reached
    return best


def show(title: str, sets: Sequence[Set], legs: LegWeights) -> None:
    """Print the figures of a set of weights."""
    print(f"{title}: {' '.join(f'{name}={value:g}' for name, value in legs)}")
    for one in sets:
        print(f"  {one.name:32} {len(one.asked[legs.synonyms]):4}  {one.figures(legs)}", flush=True)


def main() -> None:
    """Measure equal weights and those in use, search, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beir", type=Path, help="folder with corpus.jsonl, queries.jsonl and qrels.tsv")
    parser.add_argument("--work", type=Path, help="where the indexes are kept; else they are made anew")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, answerers(BENCHES, arguments.work) as opened:
        sets = [own_set(b.name, one, b.questions()) for b, one in zip(BENCHES, opened, strict=True)]
        if arguments.beir:
            sets += beir_sets(arguments.beir, (arguments.work or Path(temporary)) / "beir")
        in_use = weights().legs
        show("equal weights", sets, UNIT.model_copy(update={"synonyms": SYNONYMS[-1]}))
        show("in use", sets, in_use)
        show("found", sets, search(sets, in_use))


if __name__ == "__main__":
    main()
