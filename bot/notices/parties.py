"""Notices on a text that names the parties of an agreement in two ways.

Only where a sentence says that one agreement replaces another: then both are between the same sides as a rule, and a
side that differs may be a slip. Other pairs of bodies are just other pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.replies import replies
from bot.turn import Citation, Notice, Turn
from corpus.agencies import Agencies
from corpus.label import label
from ingest.chunk import Sentence
from ingest.index import Index

REPLACES = re.compile(r"\breplac\w+|\bprevious\b|\bformer\b|thay thế|trước đây", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|giữa)\b", re.IGNORECASE)
_REACH = 120  # code points behind "between" in which both sides are named


class PartyNotices:
    """What a reader must know of sides that are named in two ways."""

    def __init__(self, index: Index, agencies: Agencies) -> None:
        self._index = index
        self._agencies = agencies

    def of(self, turn: Turn, near: Iterable[Sentence]) -> Iterator[Notice]:
        """A notice for each quote that names a side which the same text names otherwise."""
        near = list(near)
        for citation in turn.citations:
            ours = self._sides(citation.quote)
            if ours and REPLACES.search(citation.quote) and not self._is_known(citation, ours[1]):
                yield from self._rivals(citation, ours, near, turn)

    def _rivals(
        self, citation: Citation, ours: tuple[frozenset[str], str], near: list[Sentence], turn: Turn
    ) -> Iterator[Notice]:
        for sentence in near:
            theirs = self._sides(sentence.text) if sentence.ref.doc_id == citation.ref.doc_id else None
            if theirs and len(ours[0] & theirs[0]) == 1:
                place = label(self._index.documents[sentence.ref.doc_id], sentence.ref.eid, turn.lang)
                text = replies().notices["parties"](turn.lang, a=ours[1], b=theirs[1], label=place)
                yield Notice("conflict", text, (citation.n,))
                return

    def _sides(self, text: str) -> tuple[frozenset[str], str] | None:
        """The two bodies behind the first "between", with the words; None where there are not two."""
        match = _BETWEEN.search(text)
        found = self._agencies.find(text[match.end() : match.end() + _REACH])[:2] if match else []
        if match is None or len(found) < 2:
            return None
        return frozenset(m.agency.id for m in found), text[match.start() : match.end() + found[1].end]

    def _is_known(self, citation: Citation, words: str) -> bool:
        defects = self._index.documents[citation.ref.doc_id].defects
        return any(d.quote in citation.quote and (words in d.quote or d.quote in words) for d in defects)
