"""Dated deadlines along the years, laid out in lanes as a picture to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.wire import Json
from bot.wording import written_day
from corpus.provision import Language

WIDTH, MARGIN, LANE, TOP = 740, 16, 30, 34  # sizes in the picture's own units
LETTER = 6.8  # the width that a letter of a label takes
LABEL_MAX = 38  # code points of a label; its title has all of it
MARKS_MAX = 30  # those nearest to today; more cannot be read
YEAR_TICKS = 12  # at most so many years are written under the picture


@dataclass(frozen=True, slots=True)
class Mark:
    """A deadline in the picture: a point, or a bar where it has a beginning and an end."""

    key: str
    kind: str
    x: float
    width: float
    y: int
    label: str
    anchor: str
    told: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A picture to draw: years as (where one begins, where its middle is, which), today's place if it is inside, and the marks."""

    years: tuple[tuple[float, float, int], ...]
    today: float | None
    marks: tuple[Mark, ...]
    width: int
    height: int
    left_out: int


def timeline(deadlines: Sequence[tuple[str, Json]], today: dt.date, lang: Language) -> Timeline | None:
    """The picture of those deadlines (as `--json` prints them, each with its key) that have a day; None without any."""
    dated = [(key, row, _days(row)) for key, row in deadlines if row["start"] or row["end"]]
    if not dated:
        return None
    near = sorted(dated, key=lambda one: abs(one[2][1] - today))[:MARKS_MAX]
    left_out = len(dated) - len(near)
    dated = sorted(near, key=lambda one: (one[2][1], one[2][0]))
    first = dt.date(min(days[0] for _, _, days in dated).year, 1, 1)
    last = dt.date(max(days[1] for _, _, days in dated).year + 1, 1, 1)
    span = (last - first).days

    def place(day: dt.date) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / span, 1)

    lanes: list[float] = []  # where the last mark of each lane ends
    marks = []
    for key, row, (start, end) in dated:
        mark = _mark(key, row, place(start), place(end), lang)
        left, right = _extent(mark)
        lane = next((n for n, taken in enumerate(lanes) if taken < left), len(lanes))
        lanes[lane : lane + 1] = [right]
        marks.append(_in_lane(mark, lane))
    years = range(first.year, last.year)
    step = -(-len(years) // YEAR_TICKS)
    inside = first <= today <= last
    return Timeline(
        tuple((place(dt.date(y, 1, 1)), place(dt.date(y, 7, 1)), y) for y in years if (y - first.year) % step == 0),
        place(today) if inside else None, tuple(marks), WIDTH, TOP + len(lanes) * LANE + 10, left_out,
    )  # fmt: skip


def _days(row: Json) -> tuple[dt.date, dt.date]:
    start, end = row["start"] or row["end"], row["end"] or row["start"]
    return dt.date.fromisoformat(start), dt.date.fromisoformat(end)


def _mark(key: str, row: Json, x: float, end: float, lang: Language) -> Mark:
    text = " ".join((row["value"] or row["what"] or row["quote"]).split())
    days = " – ".join(dict.fromkeys(written_day(day, lang) for day in _days(row)))
    # A whole year, which a deadline "by 2030" spans, is due at its end; only a period is a bar.
    point = row["kind"] != "period"
    label = text if len(text) <= LABEL_MAX else text[: LABEL_MAX - 1].rstrip() + "…"
    at = end if point else x
    anchor = "end" if at + 14 + len(label) * LETTER > WIDTH else "start"
    return Mark(key, row["kind"], at, 0 if point else max(end - x, 4), 0, label, anchor, f"{days}: {row['quote']}")


def _extent(mark: Mark) -> tuple[float, float]:
    length = len(mark.label) * LETTER + 24
    if mark.anchor == "end":
        return mark.x - length, mark.x + max(mark.width, 12)
    return mark.x - 12, mark.x + max(mark.width, length)


def _in_lane(mark: Mark, lane: int) -> Mark:
    return Mark(mark.key, mark.kind, mark.x, mark.width, TOP + lane * LANE, mark.label, mark.anchor, mark.told)
