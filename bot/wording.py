"""Amounts and times in the language of an answer, from prompts/wording.yaml.

Where the source is in that language, its own words stay; across languages, what was read off them is said again. What
the tables cannot say is left to the quote.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from functools import cache

from bot.replies import Wording, WordingFile, read_wordings
from corpus.label import kind_name
from corpus.provision import Language
from corpus.quantity import Quantity
from corpus.reference import find_references
from corpus.temporal import TimeExpression

_SCALES = (("billion", Decimal(10**9)), ("million", Decimal(10**6)))
_DURATION = re.compile(r"P(\d+)([DWMY])")
_KIND = re.compile(r"^\D+")  # the word for the kind, where a short number is found with it: "Decree 188/2025"
_PLAIN_D = re.compile(r"(?<=/[NQ])D(?=-)")  # "ND-CP", "QD-TTg": Vietnamese writes it with a stroke
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


class Wordings(WordingFile):
    """All wordings of amounts, times and leads, by group and name."""

    approximation: dict[str, Wording]
    unit: dict[str, Wording]
    scale: dict[str, Wording]
    day_type: dict[str, Wording]
    time: dict[str, Wording]
    relation: dict[str, Wording]
    lead: dict[str, Wording]


@cache
def wordings() -> Wordings:
    """The wordings, read once."""
    return read_wordings("wording.yaml", Wordings)


def amount(quantity: Quantity, source: Language, lang: Language) -> str | None:
    """A quantity in `lang`; None where there are no words for its unit."""
    if source == lang:
        return quantity.wording or quantity.text
    unit = wordings().unit.get(quantity.unit or "")
    if unit is None:
        return None
    numbers = [_number(value, lang) for value in (quantity.value, quantity.upper) if value is not None]
    said = unit(lang, n="–".join(numbers))
    return wordings().approximation[quantity.approximation](lang, amount=said) if quantity.approximation else said


def _number(value: Decimal, lang: Language) -> str:
    """92,000,000 -> "92 million"; 4.5 -> "4,5" in Vietnamese."""
    for name, size in _SCALES:
        scaled = value / size
        if scaled >= 1 and scaled == round(scaled, 2):
            return wordings().scale[name](lang, n=_digits(scaled, lang))
    return _digits(value, lang)


def _digits(value: Decimal, lang: Language) -> str:
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def time(expression: TimeExpression, source: Language, lang: Language) -> str | None:
    """A time in `lang`; None where the tables cannot say it."""
    if source == lang:
        return expression.text
    said = _point(expression, lang)
    if said is None or expression.relation is None or expression.kind == "period":
        return said  # a period's own words say from when to when
    return wordings().relation[expression.relation](lang, time=said)


def written_day(day: dt.date, lang: Language) -> str:
    """A day as running text writes it: "1 July 2026", "01/07/2026". Tables and JSON have ISO 8601, which sorts."""
    return f"{day:%d/%m/%Y}" if lang == "vi" else _day(day, "date", lang)


def instrument(written: str, lang: Language) -> str:
    """The instrument that something rests on, which digests and registers write in English, as the language writes it."""
    first = next((r for r in find_references(written) if r.number), None)
    if lang == "en" or first is None:
        return written
    number = _PLAIN_D.sub("Đ", _KIND.sub("", written[first.start : first.end]))
    return f"{kind_name(first.kind, lang)} {number}" if first.kind else number


def _point(expression: TimeExpression, lang: Language) -> str | None:
    if expression.kind == "duration":
        return _duration(expression, lang)
    first, last = expression.first, expression.last
    if expression.kind in {"date", "month", "year"}:
        day = last or first
        return _day(day, expression.kind, lang) if day else None
    if expression.kind == "period" and first and last:
        ends = (_day(day, "year", lang) for day in (first, last))
        return wordings().time["period"](lang, **dict(zip(("first", "last"), ends, strict=True)))
    return None


def _duration(expression: TimeExpression, lang: Language) -> str | None:
    found = _DURATION.fullmatch(expression.duration or "")
    if not found:
        return None
    upper = _DURATION.fullmatch(expression.upper or "")
    n = f"{found[1]}–{upper[1]}" if upper else found[1]
    if expression.day_type == "working":
        return wordings().day_type["working"](lang, n=n)
    return wordings().unit[_UNITS[found[2]]](lang, n=n)


def _day(day: dt.date, kind: str, lang: Language) -> str:
    month = calendar.month_name[day.month] if lang == "en" else str(day.month)
    return wordings().time[kind](lang, day=str(day.day), month=month, year=str(day.year))
