"""Amounts in English and Vietnamese: "more than 92 million people", "từ 50% đến 70%", "two ministries".

Numbers that only name something (documents, articles, dates, footnotes, labels of lists, telephone lines, COVID-19)
are no amounts; durations ("30 days") are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from corpus.language import STOP_EN, composed, detect_language, fold, has_diacritics
from corpus.numerals import (
    DIGITS,
    FRACTION,
    SCALE,
    SCALES,
    WORDS,
    either,
    fraction,
    number,
    unaccented,
    word_number,
)
from corpus.provision import Language
from corpus.reference import find_references
from corpus.temporal import find_times
from corpus.temporal_words import SPELLED
from corpus.units import (
    APPROXIMATIONS,
    APPROXIMATIONS_AFTER,
    COUNTED,
    FILLERS,
    LABELLED,
    PREFIXED,
    SIGNS,
    Approximation,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount at `text[start:end]`, from the number (and a sign before it) to its unit.

    `unit` is canonical (`corpus.units`), None where nothing that the tables know is counted. `upper` is the end of a
    range, of the same unit. A fraction ("two thirds") has no unit. `wording` is the text with the words around it
    that say how exact it is ("more than 92 million people").
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str | None = None
    approximation: Approximation | None = None
    upper: Decimal | None = None
    wording: str = ""


def find_quantities(text: str) -> list[Quantity]:
    """The amounts of `text`, in order, none overlapping."""
    nfc, offsets = composed(text)
    grammar = _grammar(not has_diacritics(nfc))
    matches = list(grammar.amount.finditer(nfc))
    if not matches:
        return []
    names = _names(nfc, grammar)
    amounts = [
        amount
        for match in matches
        if not any(start < match.end("number") and match.start() < end for start, end in names)
        and (amount := _amount(nfc, grammar, match))
    ]
    ranges = _ranges(nfc, grammar, amounts)
    floors = [0, *(amount.end for amount in ranges)]
    found = (_approximated(nfc, grammar, floor, amount) for floor, amount in zip(floors, ranges, strict=False))
    return [_placed(text, offsets, amount) for amount in found if not _is_article(amount)]


@dataclass(frozen=True, slots=True)
class _Grammar:
    amount: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    label: re.Pattern[str]
    opener: re.Pattern[str]
    join: re.Pattern[str]
    units: dict[str, str]


# English words that cannot stand between a number and what it counts.
_NO_FILLER = r"(?!(?:of|in|on|at|by|to|from|the|and|or|for|with|per|as|is|are|was|were|has|have|that|which|who|than)\b)"
# A lone number word is no amount before these: "one of them", "một số", "một trong", "ba mẹ".
_NO_AMOUNT = re.compile(
    r"\s*(?:of\b|another|or\b|who\b|số\b|so\b|trong\b|cách|cach|phần|phan|lần\b|lan\b|bên\b|[,;.:)]|$)", re.IGNORECASE
)
_NAMES = re.compile(
    r"\S+@\S+|\bhttps?://\S+|\bwww\.\S+"  # addresses
    r"|(?<![\d.,])(?:\+84[ .-]?|0)\d{1,3}(?:[ .-]?\d{2,4}){2,3}\b|\b1[89]00[ .-]?\d{4,}\b"  # telephone lines
    r"|\b\d{1,2}:\d{2}(?::\d{2})?|\b\d{1,2}[hg]\d{2}\b|\b(?:24/24|24/7|7/7)\b"  # times of the day
    r"|\[\d+\]|\(\d{1,2}\)|^\s*\d{1,3}(?:\.\d{1,3})*[.)](?=\s|\[)|^\s*#+ .*?\d+(?=\s)"  # footnotes, labels of lists
    r"|[A-Za-zĐđ]+-?\d[\w.-]*|(?<!\d)\d+(?:st|nd|rd|th)\b|(?<!\d)\d+[A-Za-z]\d*\b",  # COVID-19, H5N1, 13th, 2K
    re.MULTILINE,
)
_FIXED_TIMES = frozenset({"date", "month", "quarter", "year", "period"})


@lru_cache(maxsize=2)
def _grammar(plain: bool) -> _Grammar:
    def pattern(source: str) -> re.Pattern[str]:
        return re.compile(unaccented(source) if plain else source, re.IGNORECASE)

    amount = rf"(?:{FRACTION}(?!\w)|(?:{DIGITS}|{WORDS})(?:{SCALE}(?:\s+(?:{DIGITS}){SCALE})?)?)"
    units = {word: name for table in (SIGNS, COUNTED) for name, words in table.items() for word in words}
    leads = "|".join(f"(?P<{name}>{either(words)})" for name, words in APPROXIMATIONS.items())
    tails = "|".join(f"(?P<{name}>{either(words)})" for name, words in APPROXIMATIONS_AFTER.items())
    prefix = either([sign for signs_ in PREFIXED.values() for sign in signs_])
    return _Grammar(
        amount=pattern(
            rf"(?<![\w.,/])(?<!viet )(?<!việt )(?:(?P<prefix>{prefix})\s?)?(?P<number>{amount})(?![\w]){SPELLED}(?P<unit>{_unit_pattern(plain)})?"
        ),
        before=pattern(rf"(?<!\w)(?:{leads})(?:\s+{either(FILLERS)})?\s*$"),
        after=pattern(rf"\s*(?:{tails})\b"),
        opener=pattern(r"\b(?P<opener>from|between|từ|từ đủ)\s*$"),
        join=pattern(r"\s*(?:-|–|—|đến dưới|đến|tới|to|and|và)\s*"),
        label=pattern(rf"(?<!\w){either(LABELLED)}\s*$"),
        units={unaccented(word) if plain else word: name for word, name in units.items()},
    )


def _unit_pattern(plain: bool) -> str:
    """A sign or a word of measure right after the number, or a counted thing with up to two words before it."""
    measures = [word for words in SIGNS.values() for word in words]
    spoken = [word for word in measures if word[0].isalpha() and word[-1].isalpha()]
    signs = [word for word in measures if word not in spoken]
    things = [word for words in COUNTED.values() for word in words]
    counted = either([word for word in things if not (plain and unaccented(word) in STOP_EN)])
    filler = rf"(?:{_NO_FILLER}[a-z'’-]+\s+)"
    return rf"(?:\s*{either(signs)}|đ\b|(?:\s*|-)(?:(?:consecutive|full)\s+)?{either(spoken)}\b|\s+(?:{filler}{filler}?)??{counted}\b)"


def _names(text: str, grammar: _Grammar) -> list[tuple[int, int]]:
    """The spans whose numbers name something: references, points in time, telephone lines, labels."""
    spans = [(r.start, r.end) for r in find_references(text)]
    spans += [(t.start, t.end) for t in find_times(text) if t.kind in _FIXED_TIMES or t.recurrence]
    return spans + [m.span() for m in _NAMES.finditer(text)]


def _amount(text: str, grammar: _Grammar, match: re.Match[str]) -> Quantity | None:
    written, unit = match["number"], _unit(grammar, match)
    if grammar.label.search(text, max(0, match.start() - 16), match.start()) and unit is None:
        return None
    if not written[0].isdigit() and fraction(written) is None and _mere_word(match, unit):
        return None
    grouped = "." in written or "," in written
    value = _value(written, detect_language(text) if grouped else "en", unit)
    return Quantity(match.start(), match.end(), match[0], value, unit) if value is not None else None


def _mere_word(match: re.Match[str], unit: str | None) -> bool:
    """Whether a number word counts nothing: a part of a name ("Ba Đình"), a pronoun ("one of"), "năm" the year."""
    word, rest = match["number"], match.string[match.end() :]
    if unit is None and (fold(word) in _AMBIGUOUS or _NO_AMOUNT.match(rest)):
        return True
    return word[0].isupper() and rest.lstrip()[:1].isupper()


def _is_article(amount: Quantity) -> bool:
    """Whether "one hospital" or "một bệnh viện" says no more than "a hospital"."""
    one = fold(amount.text.split()[0]) in ("one", "mot") and amount.value == 1
    return one and amount.unit in COUNTED and amount.approximation is None and amount.upper is None


# One or a: an article in both languages; five or year; six or after; three or father; four or private.
_AMBIGUOUS = frozenset({"mot", "one", "nam", "sau", "ba", "tu", "bay", "muoi", "chin"})


def _unit(grammar: _Grammar, match: re.Match[str]) -> str | None:
    if match["prefix"]:
        return next(name for name, signs in PREFIXED.items() if match["prefix"].lower() in signs)
    written = " ".join((match["unit"] or "").lower().lstrip("-").split())
    while written and written not in grammar.units:
        written = written.partition(" ")[2]  # "vietnamese people"
    return grammar.units.get(written)


def _value(written: str, language: Language, unit: str | None) -> Decimal | None:
    """The number with its magnitudes: "2 triệu 340 nghìn" is their sum."""
    if (part := fraction(written)) is not None:
        return part
    total = Decimal(0)
    for found in _TERM.finditer(written):
        digits = found["digits"]
        base = number(digits, language, unit in _WHOLE) if digits else word_number(found["words"])
        if base is None:
            return None
        scale = " ".join((found["scale"] or "").lower().split())
        total += base * _SCALES.get(scale, 1)
    return total


_SCALES = {**SCALES, **{fold(word): value for word, value in SCALES.items()}}
_SCALE = f"(?:{SCALE}|{unaccented(SCALE)})"
_TERM = re.compile(
    rf"(?:(?P<digits>{DIGITS})|(?P<words>{WORDS}|{unaccented(WORDS)}))(?P<scale>{_SCALE})?", re.IGNORECASE
)
_WHOLE = frozenset({"dong", *COUNTED})


def _ranges(text: str, grammar: _Grammar, amounts: list[Quantity]) -> list[Quantity]:
    """Two neighbours as one range where the words between them say so: "50-70%", "từ 50% đến 70%"."""
    result: list[Quantity] = []
    for amount in amounts:
        if result and _makes_range(text, grammar, result[-1], amount):
            low = result.pop()
            result.append(replace(low, end=amount.end, unit=low.unit or amount.unit, upper=amount.value))
        else:
            result.append(amount)
    return result


def _makes_range(text: str, grammar: _Grammar, low: Quantity, high: Quantity) -> bool:
    join = text[low.end : high.start]
    units_agree = low.unit == high.unit or low.unit is None
    if low.upper is not None or low.value >= high.value or not units_agree or not grammar.join.fullmatch(join):
        return False
    opened = grammar.opener.search(text, max(0, low.start - 12), low.start)
    return join.strip().lower() not in ("and", "và", "va") or (
        opened is not None and opened["opener"].lower() == "between"
    )


def _approximated(text: str, grammar: _Grammar, floor: int, amount: Quantity) -> Quantity:
    after = grammar.after.match(text, amount.end)
    before = grammar.before.search(text, max(floor, amount.start - 40), amount.start)
    named = {
        **(before.groupdict() if before else {}),
        **{k: v for k, v in (after.groupdict() if after else {}).items() if v},
    }
    approximation = next((name for name in APPROXIMATIONS if named.get(name)), None)
    start, end = before.start() if before else amount.start, after.end() if after else amount.end
    return replace(amount, approximation=approximation, wording=text[start:end])


def _placed(text: str, offsets: list[int], amount: Quantity) -> Quantity:
    start, end = offsets[amount.start], offsets[amount.end]
    return replace(amount, start=start, end=end, text=text[start:end])
