"""Which times bound something that is to be done or to hold: not the day of a document, not an age, not a rate of pay."""

from __future__ import annotations

import re

from corpus.numerals import either
from corpus.reference import find_references
from corpus.temporal import TimeExpression
from corpus.temporal_words import MONTHS
from ingest.norms.deadline_words import (
    CASE_OPENS,
    CONVERTED,
    DATED,
    GOAL,
    IN_FORCE,
    IN_FORCE_FIRST,
    LOOKING_BACK,
    MODAL,
    OF_PAY,
    PAST,
    RATE_AFTER,
    RATE_BEFORE,
    THIS_TEXT,
    VAGUE_AFTER,
    VAGUE_BEFORE,
)

_BEFORE_DAY = re.compile(rf"(?:kể từ|từ|from|ngày|on|as of|{either(tuple(MONTHS))}|\s)+$", re.IGNORECASE)
POINTS = frozenset({"date", "month", "quarter", "year"})


def counts(text: str, time: TimeExpression) -> bool:
    """Whether a time bounds something to be done or to hold, and is not the day of a document or a rate of pay."""
    if time.kind in POINTS:
        return _bounds(text, time)
    if time.kind == "duration":
        return _lasts(text, time)
    return not tells_commencement(text, time) if time.kind == "period" else _repeats(text, time)


def _lasts(text: str, time: TimeExpression) -> bool:
    """Whether a length of time is one of something done or awaited, and no measure ("16 hours of duty")."""
    if LOOKING_BACK.match(text, time.end) or OF_PAY.match(text, time.end):
        return False
    of_hours = (time.duration or "").startswith("PT")
    if of_hours and time.relation == "by" and not time.trigger:
        return False  # the time of a day: "trước 15 giờ thứ Sáu"
    if time.relation or time.trigger:
        return True
    return not of_hours and not CONVERTED.search(text, 0, time.start)


def _bounds(text: str, time: TimeExpression) -> bool:
    if time.relation is None or (time.relation == "within" and time.kind == "date"):
        return (
            time.first is not None and time.kind != "date" and GOAL.search(text) is not None and not PAST.search(text)
        )
    if time.kind == "date" and (tells_commencement(text, time) or CASE_OPENS.search(text, 0, time.start)):
        return False
    if time.kind == "date":
        return not DATED.search(text[: time.start]) and not _follows_reference(text, time)
    if time.relation == "within":
        return bool(GOAL.search(text) or MODAL.search(text)) and not PAST.search(text)
    return not PAST.search(text) or bool(GOAL.search(text) or MODAL.search(text))


def tells_commencement(text: str, time: TimeExpression) -> bool:
    """Whether a time is that from which this document, or another one that is named by its number, is in force or ends.

    This document may have several such days: "… from 1 January, save Article 5, which takes effect from 1 July".
    """
    core = re.search(r"\d", time.text)
    opening = text[: time.start + (core.start() if core else 0)]
    words = _BEFORE_DAY.sub("", opening)
    in_force = IN_FORCE.search(words)
    if in_force is None:
        return False
    named = any(r.number and r.end <= time.start for r in find_references(text))
    first = IN_FORCE_FIRST.search(words) or in_force
    return named or any(THIS_TEXT.match(words[: one.start()]) for one in (first, in_force))


def _follows_reference(text: str, time: TimeExpression) -> bool:
    return any(0 <= time.start - reference.end <= 2 and reference.number for reference in find_references(text))


def _repeats(text: str, time: TimeExpression) -> bool:
    """Whether what repeats is a doing: "monthly allowance" is a rate, "daily life" no time at all."""
    before, plain = text[: time.start], (time.recurrence or "").startswith(("each", "every"))
    if time.recurrence == "periodically":
        return bool(VAGUE_BEFORE.search(before) or VAGUE_AFTER.match(text, time.end))
    if time.duration == "P1D" and not time.text.startswith("/"):
        return not plain
    return not plain or not (RATE_BEFORE.search(before) or RATE_AFTER.match(text, time.end))
