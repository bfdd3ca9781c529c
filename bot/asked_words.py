"""The words of the questions asked before, and how many of them a new question shares.

Vectors see what a question is about; its words tell apart what they put together ("the second member" and "the third", a name, a
year, a body). Words and pairs of neighbours count without diacritics, each by how rare it is (tf-idf, cosine).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.language import analyze, with_bigrams

LEAST = 2  # questions that have a word: one that stands in a single question tells it from nothing


@dataclass(frozen=True, eq=False)
class AskedWords:
    """`terms` are the sorted hashes of all words; question i has those at `numbers[starts[i]:starts[i + 1]]`."""

    terms: NDArray[np.uint32]
    starts: NDArray[np.int32]
    numbers: NDArray[np.uint16]

    def shared(self, question: str) -> NDArray[np.float32]:
        """The cosine of each question's words with those of a new one, shape (questions,), 0…1."""
        own = self._numbers(question)
        if not own.size:
            return np.zeros(len(self.starts) - 1, dtype=np.float32)
        asked, places = self._places
        met = np.concatenate([asked[places[number] : places[number + 1]] for number in own])
        squares = np.repeat(self._rarity[own] ** 2, np.diff(places)[own])
        sums = np.bincount(met, weights=squares, minlength=len(self._lengths))
        return np.asarray(sums / (self._lengths * np.linalg.norm(self._rarity[own])), dtype=np.float32)

    def among(self, asked: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosines of some questions' words with one another, shape (n, n)."""
        rows = [self._of(number) for number in asked]
        used, columns = np.unique(np.concatenate(rows), return_inverse=True)
        table = np.zeros((len(rows), len(used)), dtype=np.float32)
        table[np.repeat(np.arange(len(rows)), [len(row) for row in rows]), columns] = self._rarity[used[columns]]
        table /= self._lengths[asked][:, None]
        return np.asarray(table @ table.T)

    def _of(self, number: int) -> NDArray[np.uint16]:
        return self.numbers[self.starts[number] : self.starts[number + 1]]

    def _numbers(self, question: str) -> NDArray[np.int64]:
        """The positions of a question's words among `terms`."""
        own = np.array(sorted(_hashes(question)), dtype=np.uint32)
        at = np.searchsorted(self.terms, own)
        at[at == len(self.terms)] = 0
        return at[self.terms[at] == own] if len(self.terms) else at[:0]

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The questions by their words, and where those with each word begin."""
        asked = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        order = np.argsort(self.numbers, kind="stable")
        counts = np.bincount(self.numbers, minlength=len(self.terms))
        return asked[order], np.concatenate([[0], np.cumsum(counts)])

    @cached_property
    def _rarity(self) -> NDArray[np.float32]:
        """The weight of each word: the logarithm of one over the share of questions that have it, and 1."""
        questions = len(self.starts) - 1
        found = np.bincount(self.numbers, minlength=len(self.terms))
        return np.asarray(np.log((1 + questions) / (1 + found)) + 1, dtype=np.float32)

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        asked = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        squares = np.bincount(asked, weights=self._rarity[self.numbers] ** 2, minlength=len(self.starts) - 1)
        return np.asarray(np.maximum(np.sqrt(squares), 1.0), dtype=np.float32)


def words_of(questions: Iterable[str]) -> AskedWords:
    """The words of questions."""
    found = [_hashes(question) for question in questions]
    counts = Counter(hashed for hashes in found for hashed in hashes)
    terms = np.array(sorted(hashed for hashed, count in counts.items() if count >= LEAST), dtype=np.uint32)
    if len(terms) > np.iinfo(np.uint16).max:
        raise ValueError(f"{len(terms)} words do not fit into sixteen bits; raise LEAST")
    kept = [np.searchsorted(terms, sorted(h for h in hashes if counts[h] >= LEAST)) for hashes in found]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in kept])]).astype(np.int32)
    return AskedWords(terms, starts, np.concatenate([np.zeros(0, dtype=np.int64), *kept]).astype(np.uint16))


def _hashes(question: str) -> frozenset[int]:
    """Words and pairs of neighbours, as numbers of 32 bits."""
    return frozenset(zlib.crc32(word.encode()) for word in with_bigrams(analyze(question, "folded")))
