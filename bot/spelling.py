"""Slips of typing in English: a word that neither the field nor the texts have, and that one of theirs is nearest to."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable

from rapidfuzz.distance import OSA

from corpus.language import Word, is_stop, term, words

SHORTEST = 5  # letters; shorter words are near to too many others
ENDINGS = ("y", "ly", "ness", "ful", "less", "ment", "al", "able", "ity", "ive", "ous", "ist", "hood", "ship")
LONG = 9  # letters from which on two slips are mended


class Speller:
    """Mends words against the words of the field, and those of the texts at hand."""

    def __init__(self, known: Iterable[str]) -> None:
        found = written_words(known)
        self._known = found | {term(word, "en") for word in found}

    def mended(self, text: str, in_texts: Callable[[], Collection[str]]) -> str:
        """The text with its slips mended; `in_texts` gives words of the texts and their stems, in small letters."""
        slips = [word for word in words(text) if self._may_be_slip(word)]
        return _with(text, slips, self._known | frozenset(in_texts())) if slips else text

    def _may_be_slip(self, word: Word) -> bool:
        index_term = term(word.text, "en")
        plain = len(word.text) >= SHORTEST and word.text.isascii() and word.text.isalpha()
        return plain and index_term not in self._known and not is_stop(index_term, "en")


def written_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts as they are written, in small letters."""
    return frozenset(word.text.lower() for text in texts for word in words(unicodedata.normalize("NFC", text)))


def _with(text: str, slips: Iterable[Word], known: frozenset[str]) -> str:
    """The text with each of the slips, unless it is known after all, as the one word that it is nearest to."""
    parts, at = [], 0
    for slip in slips:
        typed = slip.text.lower()
        meant = typed if _is_known(typed, known) else _nearest(typed, known)
        if meant != typed:
            parts += [text[at : slip.start], meant.upper() if slip.text.isupper() else meant]
            at = slip.end
    return "".join([*parts, text[at:]])


def _is_known(word: str, known: frozenset[str]) -> bool:
    """Whether a word, its stem or what it is derived from is known: "healthy" is no slip for "health"."""
    beginnings = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
    return term(word, "en") in known or any(beginning in known for beginning in beginnings)


def _nearest(word: str, known: frozenset[str]) -> str:
    """The one known word, with its inflections, within one edit (two from nine letters on), first letter kept; else the
    word itself."""
    limit = 1 if len(word) < LONG else 2
    near: dict[int, set[str]] = {}
    for other in known:
        if other[:1] == word[:1] and abs(len(other) - len(word)) <= limit:
            distance = OSA.distance(word, other, score_cutoff=limit)
            near.setdefault(distance, set()).add(other)
    nearest = near[min(near)] if near and min(near) <= limit else set()
    return max(nearest, key=lambda other: (len(other), other)) if len({term(w, "en") for w in nearest}) == 1 else word
