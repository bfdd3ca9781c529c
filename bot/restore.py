"""Diacritics put back into a question that was typed without them, for the dense legs.

A bigram model of the vocabulary at hand: the Vietnamese texts and glosses of the index, the glossary, the names
of agencies. No table of sentences; a syllable that the vocabulary does not have stays as it is. The words of
the question are not changed for the lexical legs, which have a field of plain syllables.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from corpus.language import fold, normal, words

CANDIDATES = 8  # wordings of a syllable; "a" has about fifteen, the rare ones never win
BACKOFF = 2.0  # how many unseen pairs one seen pair is worth
READ_MAX = 3_000_000  # code points of text; more teaches the model nothing new and takes seconds


class DiacriticRestorer:
    """Restores by the most probable path through the wordings of each syllable (Viterbi)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        read = 0
        for text in texts:
            syllables = [w.text for w in words(normal(text[: READ_MAX - read]))]
            self._single.update(syllables)
            self._pairs.update(pairwise(syllables))
            read += len(text)
            if read >= READ_MAX:
                break
        self._total = max(sum(self._single.values()), 1)
        wordings: defaultdict[str, list[str]] = defaultdict(list)
        for syllable, _ in self._single.most_common():
            plain = wordings[fold(syllable)]
            if len(plain) < CANDIDATES:
                plain.append(syllable)
        self._wordings = dict(wordings)

    def restore(self, text: str) -> str:
        """`text` in lower case with its probable diacritics; everything between the words as it was."""
        tokens = words(text)
        path = self._best([normal(token.text) for token in tokens])
        restored = iter(path)
        return re.sub(r"[\w\u0300-\u036f]+", lambda _: next(restored), text)

    def _best(self, syllables: list[str]) -> list[str]:
        paths: list[tuple[float, list[str]]] = [(0.0, [])]
        for syllable in syllables:
            options = self._wordings.get(fold(syllable), [syllable])
            paths = [self._extended(paths, option) for option in options]
        return max(paths)[1]

    def _extended(self, paths: list[tuple[float, list[str]]], option: str) -> tuple[float, list[str]]:
        score, path = max((score + self._step(path[-1] if path else None, option), path) for score, path in paths)
        return score, [*path, option]

    def _step(self, before: str | None, option: str) -> float:
        """Log probability of a syllable after another one, backed off to how common it is."""
        common = (self._single[option] + 0.5) / self._total
        if before is None:
            return math.log(common)
        return math.log((self._pairs[before, option] + BACKOFF * common) / (self._single[before] + BACKOFF))
