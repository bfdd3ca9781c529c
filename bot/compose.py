"""Composing without a language model: the best sentences, each in quotation marks with its source.

The words of a statement are copied from verified spans; the frame around them names the source and
nothing else, so that no word about policy comes from this program.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.cite import LIST_MARKS
from bot.replies import replies
from bot.turn import Candidate, Notice, Statement, Turn
from corpus.provision import EId
from ingest.chunk import Sentence
from ingest.index import Index

MAX_WORDS = 120  # of an answer that is not a list
MAX_CITATIONS = 8  # the contract of the command line
MAX_SENTENCES = 4
KEEP = 0.3  # a further sentence must score this share of the best one's


class ComposeStep:
    """Chooses the sentences of an answer and writes its statements."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __call__(self, turn: Turn) -> Turn:
        """Choose the sentences and write a statement for each."""
        items = self._list(turn)
        chosen = list(turn.chosen) or items[:MAX_CITATIONS] or self._best(turn)
        chosen.sort(key=lambda c: (c.passage_rank, c.sentence.span.start))
        statements = tuple(Statement(_quoted(c.sentence.text), (number,)) for number, c in enumerate(chosen, 1))
        cut = not turn.chosen and len(items) > MAX_CITATIONS
        notices = (
            (*turn.notices, Notice("incomplete", replies().notices["incomplete"](turn.lang))) if cut else turn.notices
        )
        return replace(turn, chosen=tuple(chosen), statements=statements, notices=notices)

    def _best(self, turn: Turn) -> list[Candidate]:
        """The best sentences, while they fit into the length of an answer and are near the best."""
        chosen: list[Candidate] = []
        length = 0
        for candidate in turn.candidates:
            size = len(candidate.sentence.text.split())
            if not self._speaks_of(candidate, turn):
                continue
            too_long = bool(chosen) and length + size > MAX_WORDS
            if too_long or candidate.score < KEEP * turn.candidates[0].score:
                continue
            if any(_same(candidate.sentence, other.sentence) for other in chosen):
                continue
            chosen.append(candidate)
            length += size
            if len(chosen) == MAX_SENTENCES:
                break
        return chosen

    def _speaks_of(self, candidate: Candidate, turn: Turn) -> bool:
        """Not of another year: asked about 2020, a sentence on 2026 alone answers something else.

        A document of the year that is asked about may look ahead, and a comparison needs both sides.
        """
        asked, told = _years(turn.standalone), _years(candidate.sentence.text)
        if not asked or not told or asked & told or "compare" in turn.kinds:
            return True
        issued = self._index.documents[candidate.sentence.ref.doc_id].issued
        return issued is not None and issued.year in asked

    def _list(self, turn: Turn) -> list[Candidate]:
        """For a question that wants a list: all items of the provision that the best sentence stands in."""
        if "list" not in turn.kinds or not turn.candidates:
            return []
        best = turn.candidates[0]
        items = [
            c for c in turn.candidates
            if c.passage_rank == best.passage_rank and _item(c.sentence.ref.eid)
        ]  # fmt: skip
        items.sort(key=lambda c: c.sentence.span.start)
        return items if len(items) > 1 and best in items else []


def _years(text: str) -> set[int]:
    return {int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b(?!/)", text)}


def _item(eid: EId) -> bool:
    return bool(eid.segments) and eid.segments[-1][0] in {"item", "point"}


def _same(a: Sentence, b: Sentence) -> bool:
    return a.text == b.text


def _quoted(text: str) -> str:
    """A sentence between quotation marks, without the mark of its list."""
    return f"“{text.strip(LIST_MARKS)}”"
