"""BM25 over syllables or stems and their bigrams: one field per language and analysis.

The only module that imports bm25s. Vietnamese passages are indexed twice, with and without diacritics;
a question typed plainly finds them through the second field, which would cost precision elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.language import Analyzer, analyze, with_bigrams

# Robertson's defaults as Lucene has them; on law articles a larger k1 gave nothing.
K1, B = 1.2, 0.75
SMALL = 100  # texts; below it, frequencies say little


class LexicalField:
    """Scores of all texts of a field for a query's index terms."""

    def __init__(self, model: bm25s.BM25 | None, size: int) -> None:
        self._model = model
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str], analyzer: Analyzer) -> LexicalField:
        """Index `texts` in order."""
        tokens = [with_bigrams(analyze(text, analyzer)) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        model = bm25s.BM25(method="lucene", k1=K1, b=B)
        model.index(tokens, create_empty_token=False, show_progress=False)
        return cls(model, len(texts))

    def save(self, folder: Path) -> None:
        """Write the field to a folder, which stays empty for an empty field."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._model is not None:
            self._model.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalField:
        """Read a field of `size` texts; raises `OSError` when its folder is not there."""
        empty = not any(folder.iterdir())
        model = None if empty else bm25s.BM25.load(folder, load_corpus=False, show_progress=False)
        return cls(model, size)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every text for `terms` (already with bigrams where wanted); zeros when none occurs."""
        known = [term for term in terms if self.knows(term)]
        if not known or self._model is None:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    def knows(self, term: str) -> bool:
        """Whether a term occurs in any text of the field."""
        return self._model is not None and term in self._model.vocab_dict

    def idf(self, term: str) -> float:
        """Inverse document frequency, ln(1 + (N - n + .5) / (n + .5)); the largest value for an unknown term.

        N is taken as `SMALL` at least: that a word stands in both of two texts does not make it a common one.
        """
        occurrences = 0
        if self._model is not None and term in self._model.vocab_dict:
            column = self._model.vocab_dict[term]
            bounds = self._model.scores["indptr"]
            occurrences = int(bounds[column + 1] - bounds[column])
        size = max(self.size, SMALL)
        return math.log(1 + (size - occurrences + 0.5) / (occurrences + 0.5))

    def unigrams(self) -> list[str]:
        """The index terms of the field that are single words."""
        return [term for term in self._model.vocab_dict if "_" not in term] if self._model is not None else []


def best_positions(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """The positions of the `k` best scores above 0, best first, ties by position."""
    found = np.flatnonzero(scores > 0)
    if len(found) > k:
        least = np.partition(scores[found], -k)[-k]
        found = found[scores[found] >= least]
    return found[np.argsort(-scores[found], kind="stable")][:k]
