"""What each shape of time expression says: the readers of the patterns in `corpus.temporal_words`.

A reader takes a match and gives the expression without relation and trigger, or None where the numbers say no time
("31/02/2023" is no day).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from corpus.language import fold
from corpus.numerals import word_number
from corpus.temporal_words import CYCLES, MONTHS, QUARTERS, UNITS

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
_UNITS = {**UNITS, **{fold(word): unit for word, unit in UNITS.items()}}
_UNIT_NAMES = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "H": "hour", "MIN": "minute"}
_EDGES = {"cuối": "last", "last": "last", "second": "last", "đầu": "first", "first": "first"}
_AFTER_RATE = re.compile(r"(?:%|phần trăm|phan tram|per\s?cent)\s*$", re.IGNORECASE)


def iso_duration(count: int, unit: str) -> str:
    """ISO 8601: 5 and "D" -> "P5D"; quarters are three months, hours and minutes stand after T."""
    named = {"Q": f"P{count * 3}M", "H": f"PT{count}H", "MIN": f"PT{count}M"}
    return named.get(unit, f"P{count}{unit}")


def _time(match: re.Match[str], kind: Kind, **fields: Any) -> TimeExpression:
    return TimeExpression(match.start(), match.end(), match[0], kind, **fields)


def _group(match: re.Match[str], *names: str) -> str | None:
    """The first of these groups that took part, lower case, blanks as one."""
    known = match.groupdict()
    found = next((known[name] for name in names if known.get(name)), None)
    return " ".join(found.lower().split()) if found else None


def count_of(written: str | None) -> int | None:
    """ "05" -> 5, "mười lăm" -> 15, "twice" -> 2."""
    words = (written or "").lower().removesuffix(" times")
    return int(words) if words.isdigit() else {"once": 1, "twice": 2}.get(words) or word_number(words)


def _unit(match: re.Match[str], name: str = "unit") -> str:
    return _UNITS[_group(match, name) or ""]


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_number(match: re.Match[str]) -> int:
    named = _group(match, "month", "month2")
    return MONTHS[named.rstrip(".")] if named else int(match["m"])


def _date(match: re.Match[str]) -> TimeExpression | None:
    day = _day(int(match["y"]), _month_number(match), int(match["d"]))
    return _time(match, "date", first=day, last=day, iso=day.isoformat()) if day else None


def _day_month(match: re.Match[str]) -> TimeExpression | None:
    """A day of a year that the text does not tell; 2000 is a leap year."""
    day = _day(2000, _month_number(match), int(match["d"]))
    return _time(match, "date", recurrence=f"--{day:%m-%d}") if day else None


def _yearly(match: re.Match[str]) -> TimeExpression | None:
    day = _day(2000, _month_number(match), int(_group(match, "d", "d2") or 0))
    each = fold(_group(match, "each") or "")
    if day is None:
        return None
    if any(word in each for word in ("sau", "tiep", "lien ke", "next", "follow", "succeed", "subsequent")):
        return _time(match, "recurring", duration="P1Y", recurrence=f"--{day:%m-%d} of the next year")
    if any(word in each for word in (" do", "truoc", "that", "same", "bao cao")):
        return _time(match, "date", recurrence=f"--{day:%m-%d} of that year")
    return _time(match, "recurring", iso="R/P1Y", duration="P1Y", recurrence=f"--{day:%m-%d} each year")


def _month_each(match: re.Match[str]) -> TimeExpression | None:
    month = _month_number(match)
    says = f"--{month:02} each year"
    return _time(match, "recurring", iso="R/P1Y", duration="P1Y", recurrence=says) if 1 <= month <= 12 else None


def _month(match: re.Match[str]) -> TimeExpression | None:
    year, month = int(match["y"]), _month_number(match)
    first = _day(year, month, 1)
    last = first and first.replace(day=calendar.monthrange(year, month)[1])
    return _time(match, "month", first=first, last=last, iso=f"{year}-{month:02}") if first else None


def _range(match: re.Match[str]) -> TimeExpression | None:
    """Days or months of the year at the end, or of the one before where the first month is the later one."""
    opening, closing = _month_of(match, "month", "m"), _month_of(match, "month2", "m2")
    months = (opening or closing or 0, closing or opening or 0)
    year, days = int(match["y"]), match.groupdict().get("d") is not None
    first = _day(year - (months[0] > months[1]), months[0], int(match["d"]) if days else 1)
    last = _day(year, months[1], int(match["d2"]) if days else 1)
    if first is None or last is None or first > last:
        return None
    if days:
        return _time(match, "period", first=first, last=last, iso=f"{first}/{last}")
    return _time(match, "period", first=first, last=_last_of(last, 1), iso=f"{first:%Y-%m}/{last:%Y-%m}")


def _month_of(match: re.Match[str], name: str, number: str) -> int | None:
    """A month in words or as a number; None where the text leaves it to the other end."""
    named, digits = _group(match, name), _group(match, number)
    return MONTHS[named.rstrip(".")] if named else int(digits) if digits else None


def _quarter(match: re.Match[str]) -> TimeExpression | None:
    quarter = QUARTERS[_group(match, "q") or ""]
    if match["y"] is None:
        return _time(match, "quarter", recurrence=f"quarter {quarter}")
    first = dt.date(int(match["y"]), 3 * quarter - 2, 1)
    return _time(match, "quarter", first=first, last=_last_of(first, 3), iso=f"{first:%Y-%m}/P3M")


def _last_of(first: dt.date, months: int) -> dt.date:
    month = first.month + months - 1
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def _part_of_year(match: re.Match[str]) -> TimeExpression | None:
    months, year = count_of(_group(match, "n")) or 6, int(match["y"])
    if months > 12:
        return None
    start = 1 if _EDGES[_plain_edge(match)] == "first" else 13 - months
    first = dt.date(year, start, 1)
    return _time(match, "period", first=first, last=_last_of(first, months), iso=f"{first:%Y-%m}/P{months}M")


def _plain_edge(match: re.Match[str]) -> str:
    written = _group(match, "edge") or ""
    return next(edge for edge in _EDGES if fold(written).startswith(fold(edge)))


def _year(match: re.Match[str]) -> TimeExpression | None:
    year = int(match["y"])
    return _time(match, "year", first=dt.date(year, 1, 1), last=dt.date(year, 12, 31), iso=str(year))


def _first_days(match: re.Match[str]) -> TimeExpression | None:
    count, cycle = count_of(_group(match, "n")), _unit(match, "cycle")
    if count is None:
        return None
    unit, edge = _unit(match), _EDGES[_plain_edge(match)]
    says = f"{edge} {count} {_UNIT_NAMES[unit]}s of each {_UNIT_NAMES[cycle]}"
    working: DayType = "working" if match["working"] else "calendar"
    return _time(
        match, "recurring", iso=f"R/{iso_duration(1, cycle)}", duration=iso_duration(count, unit), day_type=working,
        recurrence=says,
    )  # fmt: skip


def _day_of(match: re.Match[str]) -> TimeExpression | None:
    cycle, day = _unit(match, "cycle"), fold(_group(match, "day") or "")
    which = (
        "last"
        if "cuoi" in day or day == "last"
        else "first"
        if "dau" in day or day == "first"
        else f"{int(day[:2].rstrip('snrt'))}."
    )
    of = "the next" if match["next"] else "each"
    says = f"{which} day of {of} {_UNIT_NAMES[cycle]}"
    length = iso_duration(1, cycle)
    return _time(match, "recurring", iso=f"R/{length}", duration=length, recurrence=says)


def _every(match: re.Match[str]) -> TimeExpression | None:
    count = count_of(_group(match, "n"))
    if count is None:
        return None
    cycles = [iso_duration(count, _unit(match)), *_more_cycles(match)]
    return _time(
        match,
        "recurring",
        iso=f"R/{cycles[0]}",
        duration=cycles[0],
        recurrence=" or ".join(f"every {c}" for c in cycles),
    )


def _more_cycles(match: re.Match[str]) -> list[str]:
    parts = [
        part.split()
        for part in re.split(r",|hoặc|hoac|và|va\b", (match.groupdict().get("more") or "").lower())
        if part.strip()
    ]
    counts = [(count_of(" ".join(words[:-1])), _UNITS[words[-1]]) for words in parts]
    return [iso_duration(count, unit) for count, unit in counts if count]


def _times_per(match: re.Match[str]) -> TimeExpression | None:
    return _repeated(match, iso_duration(1, _unit(match)), f"each {_UNIT_NAMES[_unit(match)]}")


def _times_each(match: re.Match[str]) -> TimeExpression | None:
    """ "Twice yearly"."""
    cycle = CYCLES[_group(match, "adverb") or ""]
    return _repeated(match, cycle, f"every {cycle}")


def _repeated(match: re.Match[str], cycle: str, each: str) -> TimeExpression | None:
    times = count_of(_group(match, "times"))
    says = f"{times} times {each}" if times != 1 else f"once {each}"
    return _time(match, "recurring", iso=f"R/{cycle}", duration=cycle, recurrence=says) if times else None


def _cycle(match: re.Match[str]) -> TimeExpression | None:
    cycle = iso_duration(1, _unit(match))
    return _time(match, "recurring", iso=f"R/{cycle}", duration=cycle, recurrence=f"each {_UNIT_NAMES[_unit(match)]}")


def _rate(match: re.Match[str]) -> TimeExpression | None:
    """A share for each day ("0,03%/ngày"); an amount of money for each month is a rate of pay and no time."""
    return _cycle(match) if _AFTER_RATE.search(match.string, max(0, match.start() - 12), match.start()) else None


def _adverb(match: re.Match[str]) -> TimeExpression | None:
    cycle = CYCLES[_group(match, "adverb") or ""]
    return _time(match, "recurring", iso=f"R/{cycle}", duration=cycle, recurrence=f"every {cycle}")


def _vague(match: re.Match[str]) -> TimeExpression | None:
    return _time(match, "recurring", recurrence="periodically")


def _duration(match: re.Match[str]) -> TimeExpression | None:
    count, upper, unit = count_of(_group(match, "n")), count_of(_group(match, "upper")), _unit(match)
    if not count:
        return None
    length = iso_duration(count, unit)
    days: DayType | None = None if unit != "D" else "working" if match["working"] else "calendar"
    return _time(
        match,
        "duration",
        iso=length,
        duration=length,
        day_type=days,
        upper=iso_duration(upper, unit) if upper else None,
    )


def _one_unit(match: re.Match[str]) -> TimeExpression | None:
    length = iso_duration(1, _unit(match))
    return _time(match, "duration", iso=length, duration=length, day_type="calendar" if length == "P1D" else None)


def _half(match: re.Match[str]) -> TimeExpression | None:
    return _time(match, "duration", iso="P6M", duration="P6M")


READERS: dict[str, Reader] = {
    "first_days": _first_days, "day_of": _day_of, "yearly": _yearly, "date_vi": _date, "date_iso": _date,
    "date_en": _date, "day_month": _day_month, "month": _month, "part_of_year": _part_of_year, "quarter": _quarter,
    "every": _every, "times_per": _times_per, "times_each": _times_each, "range": _range, "month_each": _month_each, "cycle": _cycle, "adverb": _adverb, "rate": _rate, "vague": _vague,
    "duration": _duration, "one_unit": _one_unit, "half": _half, "year": _year,
}  # fmt: skip
