"""What can speak to a question: rules that hold on the days it asks about, and digests in its own language.

A rule of a day is one whose period meets that day. A question that names past years asks about those ("… in 2025"),
any other about the day that the answer is as of. Where a digest stands in for a text in both languages, only the
one in the language of the answer counts, unless a document was asked for by its id.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.fuse import Fused
from bot.turn import Turn
from corpus.language import fold
from corpus.provision import Period, ProvisionRef
from corpus.reference import find_references
from corpus.temporal import find_times
from corpus.temporal_expression import TimeExpression
from ingest.chunk import Sentence
from ingest.index import Index

_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/])")
WORDS_BEFORE, A_QUARTER = 24, 92  # code points, days
_ON_DAYS = re.compile(
    r"\b(?:hoi|vao|trong|tinh den|in|on|during|as of|as at|(?P<before>before|prior to|truoc))\s"
    r"(?:(?:ngay|thang|quy|mung|dau|cuoi|giua|early|late|mid|the)\s)*(?:\d|[a-z]+ \d)[^,;?!]*$"
)
FOREIGN = 1.5  # of a sum of z-scores; beside a digest there is always text in the language of the question
V = TypeVar("V")


def years_named(text: str) -> list[int]:
    """The years that a text names, but for those in numbers of documents."""
    numbers = [(r.start, r.end) for r in find_references(text) if r.number]
    return [int(m[0]) for m in _YEAR.finditer(text) if not any(a <= m.start() < b for a, b in numbers)]


def tells_of(text: str, year: int) -> bool:
    """Whether a text names a year, or a period with the year in it."""
    spans = ((t.first.year, (t.last or t.first).year) for t in find_times(text) if t.first)
    return year in years_named(text) or any(first <= year <= last for first, last in spans)


def asked_period(text: str, as_of: dt.date) -> Period:
    """The days that a question is about: those on which it says that something was, and the years that it names, up to
    `as_of`; else the day `as_of`."""
    named = [(year, time) for time in find_times(text) if (year := _days_asked_about(text, time))]
    rest = "".join(c for i, c in enumerate(text) if not any(time.start <= i < time.end for _, time in named))
    years = years_named(rest)
    days = [*(span for span, _ in named), *((dt.date(y, 1, 1), dt.date(y, 12, 31)) for y in years if y <= as_of.year)]
    past = [(first, last) for first, last in days if first <= as_of]
    if not past:
        return Period(as_of, as_of)
    latest = as_of if max(years, default=0) > as_of.year else max(last for _, last in past)
    return Period(min(first for first, _ in past), latest)


def _days_asked_about(text: str, time: TimeExpression) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a month or a day on which something was ("hồi tháng 5/2026", "before 1 July 2026"). None for
    whole years, and for what only began then: since when a card is held says nothing of the day that is asked about."""
    first, last = time.first, time.last or time.first
    said = _ON_DAYS.search(fold(text[max(0, time.start - WORDS_BEFORE) : time.end]))
    if first is None or last is None or (last - first).days > A_QUARTER or said is None:
        return None
    return (first - dt.timedelta(1),) * 2 if said["before"] else (first, last)


class Currency:
    """Keeps of what was found what can speak to the question."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._digests = frozenset(d.id for d in index.documents.values() if d.authority == "digest")

    def of(self, turn: Turn) -> Callable[[ProvisionRef], bool]:
        """Whether a provision can speak to the turn's question: its document does, and its period meets the days."""
        asked = asked_period(turn.standalone, turn.question.as_of)

        def speaks(ref: ProvisionRef) -> bool:
            period = self._index.periods.get(ref)
            return (period is None or period.meets(asked)) and self.has_its_language(ref.doc_id, turn)

        return speaks

    def of_year(self, turn: Turn) -> Callable[[Sentence], bool]:
        """Whether a sentence is not on another year alone: asked about 2020, one on 2026 answers something else.

        A document of the year that is asked about may look ahead, and a comparison needs both sides. Where a date is
        asked for, another year may be the answer: "From when do the rules of 2024 hold?"
        """
        asked = set(years_named(turn.standalone))
        anything = not asked or "compare" in turn.kinds or turn.need == "date"

        def tells(sentence: Sentence) -> bool:
            told = set() if anything else set(years_named(sentence.text))
            if not told or asked & told:
                return True
            issued = self._index.documents[sentence.ref.doc_id].issued
            return issued is not None and issued.year in asked

        return tells

    def has_its_language(self, doc_id: str, turn: Turn) -> bool:
        """Whether a document is no digest in another language than the answer's, or was asked for."""
        own = self._index.documents[doc_id].language == turn.lang
        return own or doc_id not in self._digests or doc_id in turn.question.documents

    def kept(self, turn: Turn) -> Turn:
        """The turn with only such evidence as can speak to it: all of it, where no digest stands in."""
        if turn.evidence is None or not self._digests:
            return turn
        evidence, speaks = turn.evidence, self.of(turn)
        passages = {f.position for f in evidence.fused if self._has_speaking(f.position, speaks)}
        sentences = {p for p in evidence.sentence_similarity if speaks(self._index.sentences[p].ref)}
        kept = replace(
            evidence,
            fused=self._own_language_first([f for f in evidence.fused if f.position in passages], turn),
            similarity=_only(evidence.similarity, passages),
            sentence_similarity=_only(evidence.sentence_similarity, sentences),
        )
        return replace(turn, evidence=kept)

    def _own_language_first(self, fused: Sequence[Fused], turn: Turn) -> tuple[Fused, ...]:
        """What must be translated to be read has to be clearly nearer than what need not."""
        language = {d.id: d.language for d in self._index.documents.values()}
        weighed = [
            f if language[self._index.chunks[f.position].ref.doc_id] == turn.lang
            else replace(f, score=f.score - FOREIGN)
            for f in fused
        ]  # fmt: skip
        return tuple(sorted(weighed, key=lambda f: -f.score))

    def _has_speaking(self, passage: int, speaks: Callable[[ProvisionRef], bool]) -> bool:
        chunk = self._index.chunks[passage]
        if chunk.ref.doc_id not in self._digests:
            return True
        inside = self._index.sentences_of.get(chunk.id, ())
        return any(speaks(self._index.sentences[position].ref) for position in inside)


def _only(scores: Mapping[int, V], positions: set[int]) -> dict[int, V]:
    return {position: score for position, score in scores.items() if position in positions}
