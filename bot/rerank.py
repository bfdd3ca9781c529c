"""A cross-encoder that reads question and passage together, where one is configured (CLAUSECARE_RERANKER).

It puts the best passages of the fusion in an order of its own. The scores stay those of the fusion, dealt out in the new
order: what comes after weighs how far a passage is from the first one, and knows nothing of another model's scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

import numpy as np

from bot import UsageError
from bot.cross_encoder import load_cross_encoder
from bot.fuse import Fused
from bot.settings import Settings

DEPTH = 30  # passages that are read again; time grows with them


class Reranker(Protocol):
    """How well each text answers a question; larger is better."""

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score for each text."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers that gives one score to a question and a passage."""

    def __init__(self, name: str) -> None:
        """Load the model; raises `UsageError` when it or its library cannot be had, or scores something else."""
        self._model = load_cross_encoder("CLAUSECARE_RERANKER", name)
        if self._model.config.num_labels != 1:
            raise UsageError(
                f'CLAUSECARE_RERANKER: "{name}" gives {self._model.config.num_labels} scores; give a model that gives one'
            )

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """The model's score of each text."""
        scores = np.asarray(self._model.predict([(question, text) for text in texts], show_progress_bar=False))
        return [float(score) for score in scores.reshape(len(texts))]


def reranked(fused: Sequence[Fused], question: str, texts: Sequence[str], reranker: Reranker) -> list[Fused]:
    """The first passages in the order of the reranker, ties in that of the fusion; the rest as it was.

    `texts` are those of the first `len(texts)` of `fused`.
    """
    if not texts:
        return list(fused)
    scores = reranker(question, texts)
    order = sorted(range(len(texts)), key=lambda i: -scores[i])
    dealt = [replace(fused[i], score=fused[rank].score) for rank, i in enumerate(order)]
    return [*dealt, *fused[len(texts) :]]


@cache
def configured_reranker() -> Reranker | None:
    """The reranker of the settings, loaded once; None without one."""
    name = Settings().reranker
    return CrossEncoderReranker(name) if name else None
