"""Vietnamese as it was meant: diacritics put back into a question typed without them, slips of typing mended.

A bigram model of the vocabulary at hand: the Vietnamese texts and glosses of the index, the glossary, the names
of agencies. No table of sentences; a syllable that the vocabulary does not have stays as it is. Restored words
serve the dense legs, since the lexical ones have a field of plain syllables; mended words serve them all.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz.distance import OSA

from corpus.language import fold, has_diacritics, is_possible_syllable, is_stop, normal, words
from corpus.telex import decoded

CANDIDATES = 8  # wordings of a syllable; "a" has about fifteen, the rare ones never win
BACKOFF = 2.0  # how many unseen pairs one seen pair is worth
# How much less probable than the typed syllable a mended one is held beforehand (log): without any mark, as on a
# keyboard that has none; as Telex keystrokes; with other marks; with another letter; as another word of the
# vocabulary that sounds nearly the same.
PLAIN, TELEX, MARKS, LETTER, WORD = 2.0, 1.0, 5.0, 6.0, 4.0
OFTEN = 3  # times that the vocabulary must have a mended syllable beside its neighbour
VERY_OFTEN = (
    10  # the same where what was typed is a word of the vocabulary too, and stands beside that neighbour nowhere
)
BOUND = 0.3  # of the places of one of the two words, that the other stands beside it: they are one term, as "nội trú"
# Spellings that sound alike in one region or another, and that people therefore mistake for one another.
SOUNDS = (("tr", "ch"), ("s", "x"), ("gi", "d"), ("r", "d"), ("l", "n"), ("ngh", "ng"), ("gh", "g"))
READ_MAX = 3_000_000  # code points of text; more teaches the model nothing new and takes seconds
_RESPELT = (*SOUNDS, *((b, a) for a, b in SOUNDS))


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

    def mend(self, text: str) -> str:
        """`text` with what looks mistyped mended: marks left out or mistaken, Telex keystrokes, one wrong letter.

        A syllable is changed only where the vocabulary has the result beside its neighbour; all else stays as typed.
        """
        typed = [token.text for token in words(text)]
        options = [self._slips(word) for word in typed]
        if all(len(one) == 1 for one in options):
            return text
        path = self._likeliest(options)
        meant = [self._kept(i, typed, path) for i in range(len(typed))]
        replacements = iter(meant)
        return re.sub(r"[\w\u0300-\u036f]+", lambda _: next(replacements), text)

    def _kept(self, at: int, typed: list[str], path: list[str]) -> str:
        if normal(typed[at]) == path[at]:
            return typed[at]
        beside = [pair for pair in ((at - 1, at), (at, at + 1)) if pair[0] >= 0 and pair[1] < len(path)]
        if normal(typed[at]) in self._single and has_diacritics(typed[at]):
            as_typed = any(self._pairs[normal(typed[a]), normal(typed[b])] for a, b in beside)
            a_term = any(self._are_bound(path[a], path[b]) for a, b in beside)
            return path[at] if a_term and not as_typed else typed[at]
        if has_diacritics(typed[at]) and fold(typed[at]) != fold(path[at]):
            return path[at] if any(self._are_bound(path[a], path[b]) for a, b in beside) else typed[at]
        seen = max((self._pairs[path[a], path[b]] for a, b in beside), default=0)
        return path[at] if seen >= OFTEN else typed[at]

    def _are_bound(self, one: str, other: str) -> bool:
        """Whether two syllables are one term: one of them seldom stands without the other."""
        together = self._pairs[one, other]
        return together >= OFTEN and together >= BOUND * min(self._single[one], self._single[other])

    def _slips(self, word: str) -> list[tuple[str, float]]:
        """What a typed word may have been meant as, with the cost of each; the word itself first."""
        typed = normal(word)
        found: dict[str, float] = {typed: 0.0}
        if word.isupper() or not typed.isalpha():
            return list(found.items())
        if has_diacritics(typed) and typed in self._single:
            alike = () if is_stop(typed, "vi") else self._alike(typed)
            return [*found.items(), *((option, WORD) for option in alike)]
        keyed = decoded(typed) if not is_possible_syllable(typed) or typed not in self._single else None
        if keyed and keyed in self._single:
            found[keyed] = TELEX
        cost = MARKS if has_diacritics(typed) else PLAIN
        for option in self._wordings.get(fold(typed), []):
            found.setdefault(option, cost)
        if len(found) == 1 and has_diacritics(typed) and word.islower():
            found |= dict.fromkeys(self._one_letter_off(fold(typed)), LETTER)
        return list(found.items())

    def _alike(self, typed: str) -> list[str]:
        """Other words of the vocabulary that sound the same; marks mistaken for other marks are too many to tell."""
        return [
            to + typed[len(a) :] for a, to in _RESPELT if typed.startswith(a) and to + typed[len(a) :] in self._single
        ]

    def _one_letter_off(self, plain: str) -> list[str]:
        near = (other for other in self._wordings if abs(len(other) - len(plain)) <= 1 and other.isalpha())
        close = [other for other in near if OSA.distance(plain, other, score_cutoff=1) == 1]
        return [option for other in close for option in self._wordings[other]]

    def _best(self, syllables: list[str]) -> list[str]:
        return self._likeliest([[(option, 0.0) for option in self._wordings.get(fold(s), [s])] for s in syllables])

    def _likeliest(self, options: list[list[tuple[str, float]]]) -> list[str]:
        """The most probable path through the options of each syllable, their costs taken off (Viterbi)."""
        paths: list[tuple[float, list[str]]] = [(0.0, [])]
        for own in options:
            paths = [self._extended(paths, option, cost) for option, cost in own]
        return max(paths)[1]

    def _extended(self, paths: list[tuple[float, list[str]]], option: str, cost: float) -> tuple[float, list[str]]:
        score, path = max((score + self._step(path[-1] if path else None, option), path) for score, path in paths)
        return score - cost, [*path, option]

    def _step(self, before: str | None, option: str) -> float:
        """Log probability of a syllable after another one, backed off to how common it is."""
        common = (self._single[option] + 0.5) / self._total
        if before is None:
            return math.log(common)
        return math.log((self._pairs[before, option] + BACKOFF * common) / (self._single[before] + BACKOFF))
