"""A time expression, and what its parts say: counts, units, months and days, as a pattern of `corpus.temporal_words` found them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from corpus.language import fold
from corpus.numerals import word_number
from corpus.temporal_words import MONTHS, UNITS

Kind = Literal["date", "month", "quarter", "year", "period", "duration", "recurring"]
Relation = Literal["by", "within", "from", "at_least"]
DayType = Literal["calendar", "working"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time at `text[start:end]`, the words of its relation included ("within 30 days").

    `first` and `last` are the days that it spans, None where the text does not tell (a duration, a day without a
    year). `duration` is ISO 8601 ("P5D"), with `upper` for "2-3 years"; of what repeats it is the cycle, or the part
    of the cycle that `recurrence` describes. `trigger` is what a duration counts from, in the words of the text.
    """

    start: int
    end: int
    text: str
    kind: Kind
    first: dt.date | None = None
    last: dt.date | None = None
    iso: str | None = None
    duration: str | None = None
    upper: str | None = None
    day_type: DayType | None = None
    relation: Relation | None = None
    trigger: str | None = None
    recurrence: str | None = None


Reader = Callable[[re.Match[str]], TimeExpression | None]
UNIT_NAMES = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "H": "hour", "MIN": "minute"}
UNITS_BY_WORD = {**UNITS, **{fold(word): unit for word, unit in UNITS.items()}}
EDGES = {"cuối": "last", "last": "last", "second": "last", "đầu": "first", "first": "first"}


def iso_duration(count: int, unit: str) -> str:
    """ISO 8601: 5 and "D" -> "P5D"; quarters are three months, hours and minutes stand after T."""
    named = {"Q": f"P{count * 3}M", "H": f"PT{count}H", "MIN": f"PT{count}M"}
    return named.get(unit, f"P{count}{unit}")


def time_at(match: re.Match[str], kind: Kind, **fields: Any) -> TimeExpression:
    """The expression that a match is, without relation and trigger."""
    return TimeExpression(match.start(), match.end(), match[0], kind, **fields)


def group(match: re.Match[str], *names: str) -> str | None:
    """The first of these groups that took part, lower case, blanks as one."""
    known = match.groupdict()
    found = next((known[name] for name in names if known.get(name)), None)
    return " ".join(found.lower().split()) if found else None


def count_of(written: str | None) -> int | None:
    """ "05" -> 5, "mười lăm" -> 15, "twice" -> 2."""
    words = (written or "").lower().removesuffix(" times")
    return int(words) if words.isdigit() else {"once": 1, "twice": 2}.get(words) or word_number(words)


def unit_of(match: re.Match[str], name: str = "unit") -> str:
    """The unit that a group names, a key of `UNIT_NAMES`."""
    return UNITS_BY_WORD[group(match, name) or ""]


def day_or_none(year: int, month: int, day: int) -> dt.date | None:
    """A day of the calendar; None for 31/02."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_of(match: re.Match[str]) -> int:
    """The month of a match, in words or as a number as it is written."""
    named = group(match, "month", "month2")
    return MONTHS[named.rstrip(".")] if named else int(match["m"])


def edge_of(match: re.Match[str]) -> str:
    """Which end of a period is meant: first or last."""
    written = group(match, "edge") or ""
    return next(end for word, end in EDGES.items() if fold(written).startswith(fold(word)))
