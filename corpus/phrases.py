"""Longest-match look-up of many phrases at once: the glossary's terms, agency names, cue words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corpus.language import Analyzer, analyze

V = TypeVar("V")


@dataclass(slots=True)
class _Node(Generic[V]):
    children: dict[str, _Node[V]] = field(default_factory=dict)
    values: list[V] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[V]):
    """A phrase found at `terms[start:end]`, with every value that was filed under it."""

    start: int
    end: int
    values: tuple[V, ...]


class PhraseTable(Generic[V]):
    """Phrases in one analysis, each with one or more values."""

    def __init__(self, analyzer: Analyzer, phrases: Iterable[tuple[str, V]] = ()) -> None:
        self.analyzer: Analyzer = analyzer
        self._root: _Node[V] = _Node()
        for phrase, value in phrases:
            self.add(phrase, value)

    def add(self, phrase: str, value: V) -> None:
        """File `value` under `phrase`; a value is filed under a phrase once."""
        node = self._root
        for key in analyze(phrase, self.analyzer):
            node = node.children.setdefault(key, _Node())
        if node is not self._root and value not in node.values:
            node.values.append(value)

    def find(self, terms: Sequence[str]) -> list[PhraseMatch[V]]:
        """The phrases in `terms` (of the same analysis), from the left, the longest first, none overlapping."""
        found, at = [], 0
        while at < len(terms):
            match = self._longest(terms, at)
            if match:
                found.append(match)
            at = match.end if match else at + 1
        return found

    def _longest(self, terms: Sequence[str], start: int) -> PhraseMatch[V] | None:
        node, best = self._root, None
        for at in range(start, len(terms)):
            following = node.children.get(terms[at])
            if following is None:
                break
            node = following
            if node.values:
                best = PhraseMatch(start, at + 1, tuple(node.values))
        return best
