"""Times that stand on the calendar: the readers of days, months, quarters, years and what spans them.

A reader takes a match of `corpus.temporal_words` and gives the expression without relation and trigger, or None where
the numbers say no time ("31/02/2023" is no day).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from corpus.temporal_expression import Reader, TimeExpression, count_of, day_or_none, edge_of, group, month_of, time_at
from corpus.temporal_words import MONTHS, QUARTERS


def _date(match: re.Match[str]) -> TimeExpression | None:
    day = day_or_none(int(match["y"]), month_of(match), int(match["d"]))
    return time_at(match, "date", first=day, last=day, iso=day.isoformat()) if day else None


def _day_month(match: re.Match[str]) -> TimeExpression | None:
    """A day of a year that the text does not tell; 2000 is a leap year."""
    day = day_or_none(2000, month_of(match), int(match["d"]))
    return time_at(match, "date", recurrence=f"--{day:%m-%d}") if day else None


def _month(match: re.Match[str]) -> TimeExpression | None:
    year, month = int(match["y"]), month_of(match)
    first = day_or_none(year, month, 1)
    last = first and first.replace(day=calendar.monthrange(year, month)[1])
    return time_at(match, "month", first=first, last=last, iso=f"{year}-{month:02}") if first else None


def _range(match: re.Match[str]) -> TimeExpression | None:
    """Days or months of the year at the end, or of the one before where the first month is the later one."""
    opening, closing = _month_at(match, "month", "m"), _month_at(match, "month2", "m2")
    months = (opening or closing or 0, closing or opening or 0)
    year, days = int(match["y"]), match.groupdict().get("d") is not None
    first = day_or_none(year - (months[0] > months[1]), months[0], int(match["d"]) if days else 1)
    last = day_or_none(year, months[1], int(match["d2"]) if days else 1)
    if first is None or last is None or first > last:
        return None
    if days:
        return time_at(match, "period", first=first, last=last, iso=f"{first}/{last}")
    return time_at(match, "period", first=first, last=_last_day(last, 1), iso=f"{first:%Y-%m}/{last:%Y-%m}")


def _month_at(match: re.Match[str], name: str, number: str) -> int | None:
    """A month in words or as a number; None where the text leaves it to the other end."""
    named, digits = group(match, name), group(match, number)
    return MONTHS[named.rstrip(".")] if named else int(digits) if digits else None


def _quarter(match: re.Match[str]) -> TimeExpression | None:
    quarter = QUARTERS[group(match, "q") or ""]
    if match["y"] is None:
        return time_at(match, "quarter", recurrence=f"quarter {quarter}")
    first = dt.date(int(match["y"]), 3 * quarter - 2, 1)
    return time_at(match, "quarter", first=first, last=_last_day(first, 3), iso=f"{first:%Y-%m}/P3M")


def _last_day(first: dt.date, months: int) -> dt.date:
    month = first.month + months - 1
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def _part_of_year(match: re.Match[str]) -> TimeExpression | None:
    months, year = count_of(group(match, "n")) or 6, int(match["y"])
    if months > 12:
        return None
    start = 1 if edge_of(match) == "first" else 13 - months
    first = dt.date(year, start, 1)
    return time_at(match, "period", first=first, last=_last_day(first, months), iso=f"{first:%Y-%m}/P{months}M")


def _year(match: re.Match[str]) -> TimeExpression | None:
    year = int(match["y"])
    return time_at(match, "year", first=dt.date(year, 1, 1), last=dt.date(year, 12, 31), iso=str(year))


DATES: dict[str, Reader] = {
    "date_vi": _date, "date_iso": _date, "date_en": _date, "day_month": _day_month, "month": _month, "range": _range,
    "quarter": _quarter, "part_of_year": _part_of_year, "year": _year,
}  # fmt: skip
