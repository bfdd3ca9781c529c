"""Composing without a language model: the best sentences, each in quotation marks with its source.

The words of a statement are copied from verified spans; the frame around them names the source and
nothing else, so that no word about policy comes from this program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.cite import LIST_MARKS
from bot.currency import Currency
from bot.replies import replies
from bot.support import only_repealed
from bot.turn import Candidate, Notice, Statement, Turn
from corpus.provision import EId
from ingest.chunk import Sentence
from ingest.index import Index

MAX_WORDS = 180  # of an answer that is not a list; about 110 on average
LEAD_WORDS = 40  # beside them, of the words that a list is under
MAX_CITATIONS = 8  # the contract of the command line
MAX_SENTENCES = 6
KEEP = 0.2  # a further sentence must score this share of the best one's
SIBLINGS = 3  # points of one list in an answer that is not a list
TERSE = 30  # words of an article's clauses on average; longer ones are rules of their own and not a list


class ComposeStep:
    """Chooses the sentences of an answer and writes its statements."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._currency = Currency(index)

    def __call__(self, turn: Turn) -> Turn:
        """Choose the sentences and write a statement for each."""
        items = self._list(turn)
        chosen = list(turn.chosen) or items[:MAX_CITATIONS] or self._best(turn)
        if not items:
            chosen.sort(key=lambda c: (c.passage_rank, c.sentence.span.start))
        statements = tuple(Statement(_quoted(c.sentence.text), (number,)) for number, c in enumerate(chosen, 1))
        cut = not turn.chosen and len(items) > MAX_CITATIONS
        notices = (
            (*turn.notices, Notice("incomplete", replies().notices["incomplete"](turn.lang))) if cut else turn.notices
        )
        return replace(turn, chosen=tuple(chosen), statements=statements, notices=notices)

    def _best(self, turn: Turn) -> list[Candidate]:
        """The best sentences, while they fit into the length of an answer and are near the best.

        The best one comes with the words that its list is under: "80% for the others" alone says nothing.
        """
        fitting = [c for c in turn.candidates if self._speaks_of(c, turn) and not only_repealed(c.sentence.text)]
        chosen = fitting[:1]
        for candidate in fitting[1:]:
            too_long = sum(map(_words, (*chosen, candidate))) > MAX_WORDS
            too_far = candidate.score < KEEP * chosen[0].score
            if too_long or too_far or _crowded(candidate, chosen) or any(_same(candidate, other) for other in chosen):
                continue
            chosen.append(candidate)
            if len(chosen) == MAX_SENTENCES:
                break
        leading = _lead(chosen[0], turn.candidates) if chosen else None
        return [*chosen, leading] if leading and leading not in chosen else chosen

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
        """For a question that wants a list: all items, or short clauses, that stand beside the best sentence."""
        if "list" not in turn.kinds or not turn.candidates:
            return []
        best = turn.candidates[0]
        items = self._beside(best, turn)
        terse = sum(map(_words, items)) <= TERSE * len(items)
        return items if len(items) > 1 and (_item(best.sentence.ref.eid) or (_clause(best) and terse)) else []

    def _beside(self, best: Candidate, turn: Turn) -> list[Candidate]:
        """The sentences of the provisions with the best one's parent, in the order of the text, on the day asked about."""
        depth, speaks = len(best.sentence.ref.eid.segments), self._currency.of(turn)
        found = {c.sentence.span: c for c in turn.candidates if _parent(c) == _parent(best)}
        for sentence in self._stretch(best.sentence):
            if len(sentence.ref.eid.segments) == depth and speaks(sentence.ref):
                found.setdefault(sentence.span, Candidate(sentence, best.passage_rank, best.score, 0.0, False))
        items = [c for c in found.values() if not only_repealed(c.sentence.text)]
        return sorted(items, key=lambda c: c.sentence.span.start)

    def _stretch(self, sentence: Sentence) -> list[Sentence]:
        """All sentences of the provision above; sentences stand in the order of their documents."""
        parent, every = EId(sentence.ref.eid.segments[:-1]), self._index.sentences

        def inside(at: int) -> bool:
            ref = every[at].ref if 0 <= at < len(every) else None
            return ref is not None and ref.doc_id == sentence.ref.doc_id and ref.eid.starts_with(parent)

        positions = self._index.sentences_of.get(sentence.chunk_id, ())
        first = last = min(positions, default=-1)
        while inside(first - 1):
            first -= 1
        while inside(last + 1):
            last += 1
        return every[first : last + 1] if positions else []


def _lead(best: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """The words before the list that the best sentence is an item of, where they are a sentence."""
    if not _item(best.sentence.ref.eid):
        return None
    above = (c for c in candidates if c.passage_rank == best.passage_rank and _own(c) == _parent(best))
    return next((c for c in above if c.sentence.text.rstrip().endswith(":") and _words(c) <= LEAD_WORDS), None)


def _own(candidate: Candidate) -> tuple[str, tuple[tuple[str, str], ...]]:
    return candidate.sentence.ref.doc_id, candidate.sentence.ref.eid.segments


def _parent(candidate: Candidate) -> tuple[str, tuple[tuple[str, str], ...]]:
    doc_id, segments = _own(candidate)
    return doc_id, segments[:-1]


def _crowded(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether enough points of its list are there already: the answer may stand in another provision."""
    return sum(_item(c.sentence.ref.eid) and _parent(c) == _parent(candidate) for c in chosen) >= SIBLINGS


def _clause(candidate: Candidate) -> bool:
    """Whether a sentence is of a clause of an article."""
    return [level for level, _ in candidate.sentence.ref.eid.segments[-2:]] == ["art", "para"]


def _words(candidate: Candidate) -> int:
    return len(candidate.sentence.text.split())


def _years(text: str) -> set[int]:
    return {int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b(?!/)", text)}


def _item(eid: EId) -> bool:
    return bool(eid.segments) and eid.segments[-1][0] in {"item", "point"}


def _same(a: Candidate, b: Candidate) -> bool:
    return a.sentence.text == b.sentence.text


def _quoted(text: str) -> str:
    """A sentence between quotation marks, without the mark of its list."""
    return f"“{text.strip(LIST_MARKS)}”"
