"""Find the weights of the legs of retrieval by coordinate search on the project's own questions.

    python -m benchmarks.fit_legs

Prints evidence in the first and the first five passages and MRR@10 for the weights in use, by the
analysis of the question, and the best weights that the search finds; nothing is written. The search
starts from equal weights. What it finds is entered in bot/weights.toml by hand, because two sets of
weights that differ by one question of 172 are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from benchmarks.gold import answerer, gold_questions
from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, holds
from bot.query import Query
from bot.retrieve import Retriever
from bot.weights import LegWeights, weights

GRID: dict[str, tuple[float, ...]] = {
    "dense": (0.3, 0.6, 1.0, 1.5),
    "dense_sentence": (0.0, 0.3, 0.5, 0.8, 1.2),
    "dense_translated": (0.0, 0.5, 1.0, 1.5),
    "lexical": (0.5, 0.75, 1.0, 1.5),
    "lexical_translated": (0.75, 1.0, 1.5, 2.0, 2.5),
    "synonyms": (0.0, 0.3, 0.5, 0.8, 1.2),
    "reference": (0.5, 1.0, 2.0),
}
ROUNDS = 2
EQUAL = LegWeights(
    dense=1, dense_sentence=1, dense_translated=1, lexical=1, lexical_translated=1, synonyms=1, reference=1
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart, and the positions of the passages that hold its gold quotes."""

    query: Query
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0…1 of questions with evidence in the first and the first five passages; MRR@10."""

    top1: float
    top5: float
    mrr: float


class CachedEmbeddings(Embeddings):
    """Query vectors kept, since each question is asked a hundred times."""

    def __init__(self, inner: Embeddings) -> None:
        self._inner = inner
        self._known: dict[str, list[float]] = {}

    def embed_query(self, text: str) -> list[float]:
        if text not in self._known:
            self._known[text] = self._inner.embed_query(text)
        return self._known[text]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._inner.embed_documents(texts)


def measure(retriever: Retriever, asked: Sequence[Asked]) -> Figures:
    """The figures of one set of weights."""
    ranks = []
    for one in asked:
        found = [f.position for f in retriever.retrieve(one.query).fused[:10]]
        ranks.append(next((rank for rank, p in enumerate(found, 1) if p in one.relevant), 0))
    n = max(len(ranks), 1)
    return Figures(
        sum(rank == 1 for rank in ranks) / n,
        sum(0 < rank <= 5 for rank in ranks) / n,
        sum(1 / rank for rank in ranks if rank) / n,
    )


def prepared(opened: Answerer, gold: Sequence[GoldQuestion]) -> list[Asked]:
    """The answerable questions, ready to be searched."""
    chunks = opened.index.chunks
    return [
        Asked(
            opened.analyze(f"{question.context or ''} {question.question}".strip()),
            frozenset(
                i for i, chunk in enumerate(chunks) if any(holds(chunk.text, quote) for quote in question.quotes)
            ),
        )
        for question in gold
        if question.answerable
    ]


def search(opened: Answerer, embeddings: Embeddings, asked: Sequence[Asked]) -> LegWeights:
    """Coordinate search for top five plus MRR."""
    best, best_value = EQUAL, 0.0
    for _ in range(ROUNDS):
        for name, values in GRID.items():
            for value in values:
                tried = best.model_copy(update={name: value})
                figures = measure(Retriever(opened.index, embeddings, tried), asked)
                if figures.top5 + figures.mrr > best_value + 1e-9:
                    best, best_value = tried, figures.top5 + figures.mrr
    return best


def main() -> None:
    """Measure the weights in use, search, and print."""
    with answerer() as opened:
        asked = prepared(opened, gold_questions())
        embeddings = CachedEmbeddings(opened.embeddings)
        in_use = Retriever(opened.index, embeddings, weights().legs)
        print("equal weights", measure(Retriever(opened.index, embeddings, EQUAL), asked))
        print("in use", measure(in_use, asked))
        for analyzer in ("en", "vi", "folded"):
            print(f"in use, {analyzer}", measure(in_use, [one for one in asked if one.query.analyzer == analyzer]))
        best = search(opened, embeddings, asked)
        print("found", best, measure(Retriever(opened.index, embeddings, best), asked))


if __name__ == "__main__":
    main()
