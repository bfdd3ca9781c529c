"""Amounts and times of a draft against those of a source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.claims.compare_documents import document_kinds
from bot.claims.concepts import covered
from bot.claims.facts import Facts
from bot.claims.result import DifferenceKind
from bot.claims.sides import Comparison, Side, clauses
from corpus.provision import Span
from corpus.quantity import Quantity
from corpus.temporal import TimeExpression

# Which statement of closeness follows from which: "nearly 90%" does not bear out "90%", nor "over 95%" plain "95%".
_COMMA = re.compile(r"[,;]\s")
DATED = 12  # code points between a document's number and its date
SMALL = 10  # below it a bare number may only name something ("cơ sở 2"), and one in words may only count what is listed
_ROUNDED = frozenset({"about"})
_TIME_UNITS = frozenset({"year", "month", "week", "day", "working_day", "quarter", "hour"})
_EXACT_KINDS = frozenset({"date", "month", "quarter", "year", "period"})


def compare_amounts(draft: Side, source: Side, near: Span, result: Comparison) -> None:
    """Note for every amount of the draft whether the source states it, another one instead, or none."""
    if not draft.facts.quantities:
        return
    theirs = source.facts.quantities
    around = source.around_facts.quantities if source.around_facts else ()
    inside = [q for q in theirs if near.start <= q.start < near.end]
    for ours in draft.facts.quantities:
        rivals = [q for q in (inside or theirs) if _same_unit(ours, q)] or [q for q in theirs if _same_unit(ours, q)]
        rivals = [q for q in rivals if not any(_equal(o, q) for o in draft.facts.quantities)]
        equal = [q for q in theirs if _equal(ours, q) and _units_meet(ours, q)]
        if agreeing := [q for q in equal if _agrees(ours, q)]:
            result.agree(amount=True)
            result.loose = max(result.loose, _looseness(ours, agreeing, draft, source))
        elif equal:
            _differ(ours, equal[0], "approximation", result, draft, source)
        elif rivals:
            _differ(ours, rivals[0], "number", result, draft, source)
        elif any(_equal(ours, q) and _units_meet(ours, q) for q in around):
            result.agree()
        elif ours.value >= SMALL or (ours.unit is not None and _in_figures(ours)):
            result.miss("number")


def _looseness(ours: Quantity, agreeing: Sequence[Quantity], draft: Side, source: Side) -> float:
    """How much of what the source says of the draft stands in other clauses than the amount, 0…1; 0 where the source
    has no other amount of that unit, so that nothing could be mixed up."""
    if not any(q.unit == ours.unit and not _equal(ours, q) for q in source.facts.quantities):
        return 0.0
    wanted = [p for p in draft.wording.parts if not ours.start <= p.start < ours.end]
    said = [p for p in wanted if covered(p, draft.wording, source.wording)]
    held = [c for c in clauses(source.text) if any(c.start <= q.start < c.end for q in agreeing)]
    parts = [p for p in source.wording.parts if any(c.start <= p.start < c.end for c in held)]
    inside = {x for p in parts for x in (*p.ids, *p.inner, *p.terms)}
    beside = [p for p in said if not inside & {*p.ids, *p.inner, *p.terms}]
    return len(beside) / len(said) if said else 0.0


def compare_pairs(draft: Side, source: Side, result: Comparison) -> None:
    """Note an amount of both sides that the draft ties to a time to which the source ties another of them."""
    for ours in draft.facts.times:
        theirs = next((t for t in source.facts.times if _same_time(ours, t)), None)
        mine = _beside(ours, draft.facts.quantities)
        other = _beside(theirs, source.facts.quantities) if theirs else None
        if mine is None or other is None or mine.unit != other.unit or _equal(mine, other):
            continue
        if any(_equal(mine, q) for q in source.facts.quantities) and (
            any(_equal(other, q) for q in draft.facts.quantities) or _tied(theirs, other, mine, source)
        ):
            _differ(mine, other, "number", result, draft, source)


def _tied(time: TimeExpression | None, amount: Quantity, rival: Quantity, source: Side) -> bool:
    """Whether one clause of the source holds the time and the amount, and not the rival amount, which stands elsewhere."""
    if time is None:
        return False
    cuts = [0, *(m.end() for m in _COMMA.finditer(source.text)), len(source.text)]
    start, end = next((a, b) for a, b in pairwise(cuts) if a <= time.start < b)
    inside = [q for q in source.facts.quantities if start <= q.start < end]
    return amount in inside and not any(_equal(rival, q) for q in inside)


def _beside(time: TimeExpression, quantities: Sequence[Quantity]) -> Quantity | None:
    """The amount nearest to a time, the one before it where two are as near."""
    return min(
        quantities, key=lambda q: (max(q.start - time.end, time.start - q.end), q.start > time.start), default=None
    )


def _differ(
    ours: Quantity, other: Quantity, kind: DifferenceKind, result: Comparison, draft: Side, source: Side
) -> None:
    """Note two amounts with what says how exact they are: "over 95%" takes the place of "90%", not "95%"."""
    mine, theirs = _as_worded(ours, draft.text), _as_worded(other, source.text)
    result.differ(kind, draft.text[slice(*mine)], source.text[slice(*theirs)], True, mine, theirs)


def _as_worded(quantity: Quantity, text: str) -> tuple[int, int]:
    """The place of an amount, with the words beside it that bound it."""
    at = text.rfind(quantity.wording, 0, quantity.start + len(quantity.wording)) if quantity.wording else -1
    bounds = quantity.approximation not in (None, "only") and 0 <= at <= quantity.start
    return (at, at + len(quantity.wording)) if bounds else (quantity.start, quantity.end)


def _in_figures(quantity: Quantity) -> bool:
    return any(c.isdigit() for c in quantity.text)


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and (one.unit is not None or _size(one.value) == _size(other.value))


def _units_meet(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit or None in (one.unit, other.unit) or "percent" not in (one.unit, other.unit)


def _size(value: Decimal) -> int:
    return len(str(int(abs(value))))


def _equal(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and (one.upper == other.upper or one.upper is None)


def _agrees(ours: Quantity, theirs: Quantity) -> bool:
    a, b = ours.approximation, theirs.approximation
    a, b = (None if x == "only" else x for x in (a, b))  # a judgement, no bound
    return a == b or (a in _ROUNDED and b is None)


def compare_times(draft: Side, source: Side, near: Span, result: Comparison) -> None:
    """The same for dates, periods and durations; a coarser date that holds the source's date agrees with it."""
    if not draft.facts.times:
        return
    theirs = source.facts.times
    around: Iterable[TimeExpression] = (
        *(source.around_facts.times if source.around_facts else ()),
        *(source.document_facts.times if source.document_facts else ()),
    )
    inside = [t for t in theirs if near.start <= t.start < near.end]
    for ours in draft.facts.times:
        if ours.kind == "recurring" and ours.duration is None:
            continue  # "regularly" says no time
        matches = [t for t in theirs if _same_time(ours, t)]
        if matches:
            if all(_relations_clash(ours, t) for t in matches):
                _differ_time(ours, matches[0], result)
            else:
                result.agree(amount=True)
            continue
        rivals = [
            t
            for group in (inside, theirs)
            for t in _rivals(ours, group, draft.facts.times)
            if not _dates_another(t, source.facts, draft.facts)
        ]
        if rivals:
            _differ_time(ours, rivals[0], result)
        elif any(_same_time(ours, t) for t in around):
            result.agree()
        else:
            result.miss("date")


def _dates_another(time: TimeExpression, source: Facts, draft: Facts) -> bool:
    """Whether a time of the source is the date of a document that the draft does not name."""
    dated = [r for r in source.references if r.number and 0 <= time.start - r.end <= DATED]
    numbers = [r.number for r in draft.references if r.number]
    named = any(r.number and r.number.matches(n) for r in dated for n in numbers)
    # "a decision of March 27": its kind alone names it, where the draft gives no number.
    called = not numbers and any(r.kind in document_kinds(draft.text) for r in dated)
    return bool(dated) and not named and not called


def _rivals(
    ours: TimeExpression, theirs: Sequence[TimeExpression], draft: Sequence[TimeExpression]
) -> list[TimeExpression]:
    """Times of the source of the same sort that the draft does not state."""
    return [
        t
        for t in theirs
        if _sort(t) == _sort(ours)
        and (t.duration or t.kind != "recurring")
        and not any(_same_time(o, t) for o in draft)
    ]


def _differ_time(ours: TimeExpression, other: TimeExpression, result: Comparison) -> None:
    kind: DifferenceKind = "duration" if ours.kind in ("duration", "recurring") else "date"
    result.differ(kind, ours.text, other.text, True, (ours.start, ours.end), (other.start, other.end))


def _sort(time: TimeExpression) -> str:
    return "point" if time.kind in _EXACT_KINDS else time.kind


def _same_time(ours: TimeExpression, theirs: TimeExpression) -> bool:
    if ours.first and ours.last and theirs.first and theirs.last:
        if theirs.kind == "period" and ours.kind != "period" and ours.relation in ("by", "from"):
            return ours.last == theirs.last if ours.relation == "by" else ours.first == theirs.first
        return _holds((ours.first, ours.last), (theirs.first, theirs.last)) and (
            theirs.kind != "period" or ours.kind == "period"
        )
    if _sort(ours) == "point" and _sort(theirs) == "point" and ours.first and theirs.first:
        return ours.first == theirs.first
    if ours.kind == "duration" and theirs.kind == "duration":
        return (ours.duration, ours.upper) == (theirs.duration, theirs.upper)
    if ours.kind == "recurring" and theirs.kind == "recurring":
        often = (_often(ours), _often(theirs))
        return ours.duration == theirs.duration and (None in often or often[0] == often[1])
    return False


def _often(time: TimeExpression) -> str | None:
    """How often within its cycle: "twice" of "twice each year"."""
    return time.recurrence.split()[0] if time.recurrence and not time.recurrence.startswith(("every", "--")) else None


def _holds(outer: tuple[dt.date, dt.date], inner: tuple[dt.date, dt.date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _relations_clash(ours: TimeExpression, theirs: TimeExpression) -> bool:
    return None not in (ours.relation, theirs.relation) and {ours.relation, theirs.relation} == {"by", "from"}
