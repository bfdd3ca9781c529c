"""For a question that wants a list: every item that stands beside the best sentence, in the order of the text.

An answer has no more citations than the contract allows. Where a list has more items than that, neighbours share a
quote: a list is complete, or the answer says that it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path

from pydantic import Field

from bot.cite import LIST_MARKS
from bot.currency import Currency
from bot.support import only_repealed
from bot.turn import Candidate, Turn
from corpus.provision import EId, ProvisionRef, Span
from corpus.toml import Entry, entries, read_toml, refuse_unknown
from ingest.chunk import Sentence
from ingest.index import Index
from ingest.sentences import MAX_QUOTE

TERSE = 30  # words of an article's clauses on average; longer ones are rules of their own and not a list
ORDINALS_FILE = Path(__file__).parent / "ordinals.toml"
SECOND = 0.5  # of the best sentence's score: the best one of another list, where the question asks for two


class OrdinalEntry(Entry):
    """`[[ordinal]]`"""

    words: tuple[str, ...] = Field(min_length=1)


@cache
def load_ordinals(path: Path = ORDINALS_FILE) -> tuple[re.Pattern[str], ...]:
    """How the first, the second … item of a list begins; raises `RegisterError` when an entry is wrong."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("ordinal",))
    listed = entries(path, tables, "ordinal", OrdinalEntry)
    return tuple(re.compile(rf"\W*(?:{'|'.join(map(re.escape, row.words))})\b", re.IGNORECASE) for row in listed)


class ListReader:
    """Reads lists off the provisions of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._currency = Currency(index)

    def __call__(self, turn: Turn) -> list[Candidate]:
        """All items, or short clauses, beside the best sentence; none when no list is asked for or found."""
        if "list" not in turn.kinds or not turn.candidates:
            return []
        best = turn.candidates[0]
        items = self._items(best, turn)
        if not items or "two_lists" not in turn.kinds:
            return items
        rest = (c for c in turn.candidates if parent(c) != parent(best) and c.score >= SECOND * best.score)
        second = next(rest, None)
        return [*items, *(self._items(second, turn) if second else ())]

    def introduced(self, best: Candidate, turn: Turn) -> list[Candidate]:
        """A sentence that ends with a colon, with the items that it introduces: its provision's own, else the bullets
        right behind it. None where it introduces nothing."""
        if not best.sentence.text.rstrip().endswith(":"):
            return []
        speaks, depth = self._currency.of(turn), len(best.sentence.ref.eid.segments)
        behind = self._behind(best.sentence)
        under = [s for s in behind if s.ref.eid.starts_with(best.sentence.ref.eid)]
        items = [s for s in under if len(s.ref.eid.segments) == depth + 1] or list(takewhile(_is_bullet, behind))
        return self._with(best, items, speaks)

    def _told_off(self, best: Candidate, turn: Turn) -> list[Candidate]:
        """A sentence with the paragraphs behind it that begin "First", "Second" …; none where they do not."""
        heads: dict[ProvisionRef, Sentence] = {}
        for sentence in self._behind(best.sentence):
            if sentence.ref != best.sentence.ref:
                heads.setdefault(sentence.ref, sentence)
        items = [s for s, ordinal in zip(heads.values(), load_ordinals(), strict=False) if ordinal.match(s.text)]
        in_order = items == list(heads.values())[: len(items)]
        return self._with(best, items, self._currency.of(turn)) if len(items) > 1 and in_order else []

    def _with(
        self, best: Candidate, items: Sequence[Sentence], speaks: Callable[[ProvisionRef], bool]
    ) -> list[Candidate]:
        spoken = [s for s in items if speaks(s.ref) and not only_repealed(s.text)]
        return [best, *(Candidate(s, best.passage_rank, best.score, 0.0, False) for s in spoken)] if spoken else []

    def _behind(self, sentence: Sentence) -> list[Sentence]:
        """The sentences of the same document behind one, as far as its provision and its neighbours go."""
        stretch = self._stretch(sentence)
        return [s for s in stretch if s.span.start > sentence.span.start]

    def _items(self, best: Candidate, turn: Turn) -> list[Candidate]:
        if introduced := self.introduced(best, turn) or self._told_off(best, turn):
            return introduced
        items = self._beside(best, turn)
        terse = sum(map(length, items)) <= TERSE * len(items)
        is_list = len(items) > 1 and (is_item(best.sentence.ref.eid) or (_is_clause(best) and terse))
        return items if is_list else []

    def _beside(self, best: Candidate, turn: Turn) -> list[Candidate]:
        """The sentences of the provisions with the best one's parent, in the order of the text, on the day asked about."""
        depth, speaks = len(best.sentence.ref.eid.segments), self._currency.of(turn)
        found = {c.sentence.span: c for c in turn.candidates if parent(c) == parent(best)}
        for sentence in self._stretch(best.sentence):
            if len(sentence.ref.eid.segments) == depth and speaks(sentence.ref):
                found.setdefault(sentence.span, Candidate(sentence, best.passage_rank, best.score, 0.0, False))
        items = [c for c in found.values() if not only_repealed(c.sentence.text)]
        return sorted(items, key=lambda c: c.sentence.span.start)

    def _stretch(self, sentence: Sentence) -> list[Sentence]:
        """All sentences of the provision above; sentences stand in the order of their documents."""
        above, every = EId(sentence.ref.eid.segments[:-1]), self._index.sentences

        def inside(at: int) -> bool:
            ref = every[at].ref if 0 <= at < len(every) else None
            return ref is not None and ref.doc_id == sentence.ref.doc_id and ref.eid.starts_with(above)

        positions = self._index.sentences_of.get(sentence.chunk_id, ())
        first = last = min(positions, default=-1)
        while inside(first - 1):
            first -= 1
        while inside(last + 1):
            last += 1
        return every[first : last + 1] if positions else []

    def shared(self, items: Sequence[Candidate], most: int) -> list[Candidate]:
        """The items as they are while there are at most `most`, else neighbours in one quote as long as a quote may be."""
        if len(items) <= most:
            return list(items)
        joined = list(items[:1])
        for item in items[1:]:
            both = self._joined(joined[-1], item)
            joined[-1:] = [both] if both else [joined[-1], item]
        return joined

    def _joined(self, one: Candidate, other: Candidate) -> Candidate | None:
        """Two neighbours of one list as a sentence of the provision above, where nothing stands between them."""
        doc_id, a, b = one.sentence.ref.doc_id, one.sentence.span, other.sentence.span
        above = EId(parent(other)[1])
        source = self._index.sources.get(doc_id, "")
        neighbours = doc_id == other.sentence.ref.doc_id and one.sentence.ref.eid.starts_with(above)
        apart = source[a.end : b.start].strip() or b.end > len(source) or b.end - a.start > MAX_QUOTE
        if apart or not neighbours:
            return None
        span = Span(a.start, b.end)
        whole = replace(
            one.sentence, ref=ProvisionRef(doc_id, above), text=source[span.start : span.end], span=span
        )  # fmt: skip
        return replace(one, sentence=whole)


def parent(candidate: Candidate) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The document and the eId's segments of the provision above a sentence's own."""
    ref = candidate.sentence.ref
    return ref.doc_id, ref.eid.segments[:-1]


def length(candidate: Candidate) -> int:
    """The words of a sentence."""
    return len(candidate.sentence.text.split())


def is_item(eid: EId) -> bool:
    """Whether a provision is an item or a point of a list."""
    return bool(eid.segments) and eid.segments[-1][0] in {"item", "point"}


def _is_bullet(sentence: Sentence) -> bool:
    return sentence.text != sentence.text.lstrip(LIST_MARKS)


def _is_clause(candidate: Candidate) -> bool:
    """Whether a sentence is of a clause of an article."""
    return [level for level, _ in candidate.sentence.ref.eid.segments[-2:]] == ["art", "para"]
