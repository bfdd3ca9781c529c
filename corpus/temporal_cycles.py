"""Times that repeat, and lengths of time: the readers of cycles and durations, made as those of `corpus.temporal_dates`."""

from __future__ import annotations

import re

from corpus.language import fold
from corpus.temporal_expression import (
    UNIT_NAMES,
    UNITS_BY_WORD,
    DayType,
    Reader,
    TimeExpression,
    count_of,
    day_or_none,
    edge_of,
    group,
    iso_duration,
    month_of,
    time_at,
    unit_of,
)
from corpus.temporal_words import CYCLES

_AFTER_RATE = re.compile(r"(?:%|phần trăm|phan tram|per\s?cent)\s*$", re.IGNORECASE)


def _yearly(match: re.Match[str]) -> TimeExpression | None:
    day = day_or_none(2000, month_of(match), int(group(match, "d", "d2") or 0))
    each = fold(group(match, "each") or "")
    if day is None:
        return None
    if any(word in each for word in ("sau", "tiep", "lien ke", "next", "follow", "succeed", "subsequent")):
        return time_at(match, "recurring", duration="P1Y", recurrence=f"--{day:%m-%d} of the next year")
    if any(word in each for word in (" do", "truoc", "that", "same", "bao cao")):
        return time_at(match, "date", recurrence=f"--{day:%m-%d} of that year")
    return time_at(match, "recurring", iso="R/P1Y", duration="P1Y", recurrence=f"--{day:%m-%d} each year")


def _month_each(match: re.Match[str]) -> TimeExpression | None:
    month = month_of(match)
    says = f"--{month:02} each year"
    return time_at(match, "recurring", iso="R/P1Y", duration="P1Y", recurrence=says) if 1 <= month <= 12 else None


def _first_days(match: re.Match[str]) -> TimeExpression | None:
    count, cycle = count_of(group(match, "n")), unit_of(match, "cycle")
    if count is None:
        return None
    unit, edge = unit_of(match), edge_of(match)
    says = f"{edge} {count} {UNIT_NAMES[unit]}s of each {UNIT_NAMES[cycle]}"
    working: DayType = "working" if match["working"] else "calendar"
    return time_at(
        match, "recurring", iso=f"R/{iso_duration(1, cycle)}", duration=iso_duration(count, unit), day_type=working,
        recurrence=says,
    )  # fmt: skip


def _day_of(match: re.Match[str]) -> TimeExpression | None:
    cycle, day = unit_of(match, "cycle"), fold(group(match, "day") or "")
    which = (
        "last"
        if "cuoi" in day or day == "last"
        else "first"
        if "dau" in day or day == "first"
        else f"{int(day[:2].rstrip('snrt'))}."
    )
    of = "the next" if match["next"] else "each"
    says = f"{which} day of {of} {UNIT_NAMES[cycle]}"
    length = iso_duration(1, cycle)
    return time_at(match, "recurring", iso=f"R/{length}", duration=length, recurrence=says)


def _day_of_month(match: re.Match[str]) -> TimeExpression | None:
    """A day of the first or last month of what repeats: "ngày 10 tháng đầu quý sau"."""
    cycle, day = unit_of(match, "cycle"), int(match["day"])
    if not 1 <= day <= 31:
        return None
    says = f"{day}. day of the {edge_of(match)} month of {'the next' if match['next'] else 'each'} {UNIT_NAMES[cycle]}"
    length = iso_duration(1, cycle)
    return time_at(match, "recurring", iso=f"R/{length}", duration=length, recurrence=says)


def _every(match: re.Match[str]) -> TimeExpression | None:
    count = count_of(group(match, "n"))
    if count is None:
        return None
    cycles = [iso_duration(count, unit_of(match)), *_more_cycles(match)]
    return time_at(
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
    counts = [(count_of(" ".join(words[:-1])), UNITS_BY_WORD[words[-1]]) for words in parts]
    return [iso_duration(count, unit) for count, unit in counts if count]


def _times_per(match: re.Match[str]) -> TimeExpression | None:
    return _repeated(match, iso_duration(1, unit_of(match)), f"each {UNIT_NAMES[unit_of(match)]}")


def _times_each(match: re.Match[str]) -> TimeExpression | None:
    """ "Twice yearly"."""
    cycle = CYCLES[group(match, "adverb") or ""]
    return _repeated(match, cycle, f"every {cycle}")


def _repeated(match: re.Match[str], cycle: str, each: str) -> TimeExpression | None:
    times = count_of(group(match, "times"))
    says = f"{times} times {each}" if times != 1 else f"once {each}"
    return time_at(match, "recurring", iso=f"R/{cycle}", duration=cycle, recurrence=says) if times else None


def _cycle(match: re.Match[str]) -> TimeExpression | None:
    cycle = iso_duration(1, unit_of(match))
    return time_at(
        match, "recurring", iso=f"R/{cycle}", duration=cycle, recurrence=f"each {UNIT_NAMES[unit_of(match)]}"
    )


def _rate(match: re.Match[str]) -> TimeExpression | None:
    """A share for each day ("0,03%/ngày"); an amount of money for each month is a rate of pay and no time."""
    return _cycle(match) if _AFTER_RATE.search(match.string, max(0, match.start() - 12), match.start()) else None


def _adverb(match: re.Match[str]) -> TimeExpression | None:
    cycle = CYCLES[group(match, "adverb") or ""]
    return time_at(match, "recurring", iso=f"R/{cycle}", duration=cycle, recurrence=f"every {cycle}")


def _vague(match: re.Match[str]) -> TimeExpression | None:
    return time_at(match, "recurring", recurrence="periodically")


def _duration(match: re.Match[str]) -> TimeExpression | None:
    count, upper, unit = count_of(group(match, "n")), count_of(group(match, "upper")), unit_of(match)
    if not count:
        return None
    length = iso_duration(count, unit)
    days: DayType | None = None if unit != "D" else "working" if match["working"] else "calendar"
    return time_at(
        match,
        "duration",
        iso=length,
        duration=length,
        day_type=days,
        upper=iso_duration(upper, unit) if upper else None,
    )


def _one_unit(match: re.Match[str]) -> TimeExpression | None:
    length = iso_duration(1, unit_of(match))
    return time_at(match, "duration", iso=length, duration=length, day_type="calendar" if length == "P1D" else None)


def _half(match: re.Match[str]) -> TimeExpression | None:
    return time_at(match, "duration", iso="P6M", duration="P6M")


CYCLE_READERS: dict[str, Reader] = {
    "first_days": _first_days, "day_of": _day_of, "day_of_month": _day_of_month, "yearly": _yearly, "every": _every, "times_per": _times_per,
    "times_each": _times_each, "month_each": _month_each, "cycle": _cycle, "adverb": _adverb, "rate": _rate,
    "vague": _vague, "duration": _duration, "one_unit": _one_unit, "half": _half,
}  # fmt: skip
