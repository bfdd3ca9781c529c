"""The two sides of a comparison, and what a comparison finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from bot.claims.concepts import Part, Wording, covered
from bot.claims.facts import Facts
from bot.claims.result import Difference, DifferenceKind
from corpus.provision import Span

_CLAUSE = re.compile(r"[;:]\s+|,\s+|\s+[–-]\s+|\(\d+\)\s*|\s(?=(?:and|while|but|và|đồng thời|nhưng)\s)", re.IGNORECASE)
MIN_CLAUSE = 4  # words; a shorter piece stays with the one before it


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence read in both ways. `around` holds what stands near it: its lead, its passage, its
    document's names; `above` is its lead alone. `place`: the levels of its provision in its document."""

    text: str
    wording: Wording
    facts: Facts
    lead: str = ""
    around: Wording | None = None
    around_facts: Facts | None = None
    document_facts: Facts | None = None
    place: tuple[tuple[str, str], ...] = ()
    above: Wording | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference of types. `hard`: no reading of the two makes them agree."""

    difference: Difference
    hard: bool


@dataclass(slots=True)
class Comparison:
    """What a comparison by type has found. `unmatched` are typed facts of the draft that the source does not state."""

    findings: list[Finding] = field(default_factory=list)
    unmatched: list[DifferenceKind] = field(default_factory=list)
    agreed: int = 0
    agreed_amounts: int = 0
    verbatim: bool = False  # the draft stands word for word in the source
    exchanged: int = 0  # terms of one family, one for the other
    loose: float = 0.0  # share of what both say that the source does not say of the amount they agree on
    unhedged: bool = False  # the draft states plainly what the source only proposes

    def differ(
        self, kind: DifferenceKind, draft: str, source: str, hard: bool = True,
        draft_at: tuple[int, int] | None = None, source_at: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        """Note a difference, with the places of its words."""
        self.findings.append(
            Finding(
                Difference(
                    kind, draft, source, Span(*draft_at) if draft_at else None, Span(*source_at) if source_at else None
                ),
                hard,
            )
        )

    def miss(self, kind: DifferenceKind) -> None:
        """Note a typed fact of the draft that the source lacks."""
        self.unmatched.append(kind)

    def agree(self, amount: bool = False) -> None:
        """Note a typed fact that both state; `amount`: it is a number or a time."""
        self.agreed += 1
        self.agreed_amounts += amount


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the draft's wording a source says, as shares 0…1 of its readable parts."""

    all: float
    topical: float
    plain: float  # of the words that are no terms of the field: what is said of the topic
    missing_topics: int
    missing_names: int
    missing: int
    parts: int
    unread: float  # share of the draft's parts that the source's language cannot show
    lacking: tuple[Part, ...] = ()  # the parts that are not said
    tail: tuple[Part, ...] = ()  # those of them that end the draft: what is added to something said


def coverage(
    draft: Wording, source: Wording, more: Wording | None = None, typed: Sequence[tuple[int, int]] = ()
) -> Coverage:
    """The coverage of `draft` by `source`, helped by `more` (what stands around it).

    `typed` are the places of amounts and times: their words ("million", "July") are compared by type, not as words.
    """
    rows: list[tuple[Part, float]] = []
    unread = 0
    for part in draft.parts:
        if (part.name or not part.ids) and any(a <= part.start and part.end <= b for a, b in typed):
            continue
        share = covered(part, draft, source)
        if share is not None and more is not None:
            share = max(share, covered(part, draft, more) or 0.0)
        if share is not None:
            rows.append((part, share))
        unread += share is None
    topical = [share for part, share in rows if part.topical]
    plain = [share for part, share in rows if not part.topical]
    lacking = tuple(part for part, share in rows if share < 0.5)
    ending = takewhile(lambda row: row[1] < 0.5, reversed(rows))
    return Coverage(
        _mean(share for _, share in rows),
        _mean(topical) if topical else _mean(share for _, share in rows),
        _mean(plain) if plain else 1.0,
        sum(share < 0.5 for share in topical),
        sum(share < 0.5 for part, share in rows if part.name),
        sum(share < 0.5 for _, share in rows),
        len(rows),
        unread / max(1, unread + len(rows)),
        lacking,
        tuple(part for part, _ in ending),
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def clauses(text: str) -> list[Span]:
    """A sentence in its clauses, at commas, semicolons, list marks and joining words; short ones stay together."""
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    spans: list[Span] = []
    for start, end in pairwise(cuts):
        if spans and (
            len(text[start:end].split()) < MIN_CLAUSE or len(text[spans[-1].start : spans[-1].end].split()) < MIN_CLAUSE
        ):
            spans[-1] = Span(spans[-1].start, end)
        elif end > start:
            spans.append(Span(start, end))
    return spans


def window(draft: Wording, source: Wording) -> Span:
    """The stretch of whole clauses of the source that speaks of the draft: most of its concepts in fewest words."""
    pieces = clauses(source.text)
    wanted = draft.ids | (draft.terms if draft.lang == source.lang else frozenset())
    best, best_score = Span(0, len(source.text)), -1.0
    for i in range(len(pieces)):
        for j in range(i, len(pieces)):
            span = Span(pieces[i].start, pieces[j].end)
            inside = [p for p in source.parts if span.start <= p.start and p.end <= span.end]
            found = {x for p in inside for x in (*p.ids, *p.terms)} & wanted
            score = len(found) - 0.25 * len(inside)
            if score > best_score:
                best, best_score = span, score
    return best
