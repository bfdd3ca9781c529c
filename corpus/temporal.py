"""Time expressions in English and Vietnamese: dates, periods, durations with their trigger, and what repeats.

`find_times` reads what is written and no more: a duration has no dates of its own, and what it counts from is given
in the words of the text. Dates are day first, as both languages of this field write them. ISO 8601 (and the open
intervals of ISO 8601-2) says what it can say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.language import STOP_EN, composed, has_diacritics
from corpus.numerals import SCALES, either, unaccented
from corpus.reference import find_references
from corpus.temporal_cycles import CYCLE_READERS
from corpus.temporal_dates import DATES
from corpus.temporal_expression import Relation, TimeExpression
from corpus.temporal_words import (
    BETWEEN,
    CLOCK,
    COMMA_TERMS,
    EVENTS_VI,
    JOINS,
    MONTHS,
    OPENERS,
    PATTERNS,
    RELATIONS,
    RELATIONS_AFTER,
    TRIGGERS,
)
from corpus.units import COUNTED, SIGNS

__all__ = ["TimeExpression", "event_end", "find_times"]

# What a text must hold for the patterns of a language to be worth a try; the rest are numbers alone.
_HINTS: dict[str, str] = {
    "vi": r"(?<!\w)(?:ngày|tuần|tháng|quý|năm|giờ|phút|định\s+kỳ)(?!\w)",
    "en": r"\b(?:day|week|month|year|hour|minute|quarter|half|fortnight|annual|daily|bi-?annual|biennial|semi-|periodic"
    rf"|per annum|working|business|q[1-4]|{either(tuple(MONTHS))}\b)|(?:day|week|month|year|hour|minute|quarter)s?\b",
    "any": r"\d{4}|\d[/.-]\d",
}
_POINTS = frozenset({"date", "month", "quarter", "year"})
_RELATIONS: tuple[Relation, ...] = ("at_least", "within", "by", "from")
_READERS = DATES | CYCLE_READERS
_REACH = 70  # code points before a time in which its relation stands
_EVENT_WORDS = rf"{either(COMMA_TERMS)}|[^,;.:()\n]|\n(?!\n)|(?<=\bno)\.|\.(?=\w)"
_DUTY_BEGINS = re.compile(
    r"(?<!trường hợp)(?<!đối tượng)(?<!người)\s(?:phải|phai|có trách nhiệm|co trach nhiem|shall|must|will|thì|mà)\b",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(r"\d|to\b|now\b", re.IGNORECASE)
_OF_EVENT = re.compile(r"\w+ing\b|receipt|(?:the|its|such)\s+(?:date|day|end|time|receipt)", re.IGNORECASE)


def find_times(text: str) -> list[TimeExpression]:
    """The time expressions of `text`, in order, none overlapping; numbers of documents are none."""
    return list(_found(text))


# The registers and the checks of a document ask for the times of the same sentence one after the other.
@lru_cache(maxsize=256)
def _found(text: str) -> tuple[TimeExpression, ...]:
    nfc, offsets = composed(text)
    grammar = _grammar(not has_diacritics(nfc))
    cores = _joined(nfc, grammar, _cores(nfc, grammar))
    floors = [0, *(core.end for core in cores)]
    return tuple(
        _placed(text, offsets, _triggered(nfc, grammar, _related(nfc, grammar, floor, core)))
        for floor, core in zip(floors, cores, strict=False)
    )


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns for a text with diacritics, or for one without any."""

    hints: tuple[tuple[str, re.Pattern[str]], ...]
    patterns: tuple[tuple[str, str, re.Pattern[str]], ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    join: re.Pattern[str]
    opener: re.Pattern[str]
    trigger: re.Pattern[str]
    event: re.Pattern[str]
    counted: re.Pattern[str]


@lru_cache(maxsize=2)
def _grammar(plain: bool) -> _Grammar:
    def pattern(source: str) -> re.Pattern[str]:
        return re.compile(unaccented(source) if plain else source, re.IGNORECASE)

    leads = "|".join(f"(?P<{name}>{either(words)})" for name, words in RELATIONS.items())
    tails = "|".join(f"(?P<{name}>{either(words)})" for name, words in RELATIONS_AFTER.items())
    any_lead = either([word for words in RELATIONS.values() for word in words])
    things = [word for table in (COUNTED, SIGNS) for words in table.values() for word in words if word.isalpha()]
    things = [word for word in things if not (plain and unaccented(word) in STOP_EN)]  # thẻ, without its sign, is "the"
    return _Grammar(
        hints=tuple((language, pattern(source)) for language, source in _HINTS.items()),
        patterns=tuple((language, name, pattern(source)) for language, name, source in PATTERNS),
        before=pattern(rf"(?<!\w)(?:{any_lead}\s+){{0,2}}(?:{leads})(?:\s+(?:{either(BETWEEN)}|{CLOCK}))*\s*$"),
        after=pattern(rf"\s+(?:liên\s+tục\s+)?(?:{tails})\b"),
        join=pattern(rf"{JOINS}"),
        opener=pattern(rf"\b{either(OPENERS)}(?:\s+(?:ngày|năm|tháng|the\s+years?))*\s*$"),
        trigger=pattern(rf",?\s+(?P<lead>{either(TRIGGERS)})\s+(?P<event>\w(?:{_EVENT_WORDS})*)"),
        event=pattern(either(EVENTS_VI) + r"\b"),
        counted=pattern(rf"\s+(?:(?!{either(sorted(STOP_EN))}\b)[a-z-]+\s+)?{either(things + list(SCALES))}\b"),
    )


def _cores(text: str, grammar: _Grammar) -> list[TimeExpression]:
    """The times without their relations; an earlier pattern takes its part of the text from the later ones."""
    languages = {language for language, hint in grammar.hints if hint.search(text)}
    if not languages:
        return []
    taken = [(r.start, r.end) for r in find_references(text)]
    found: list[TimeExpression] = []
    for language, name, pattern in grammar.patterns:
        for match in pattern.finditer(text) if language in languages else ():
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            time = _READERS[name](match)
            if time and not (time.kind == "year" and _is_amount(grammar, match)):
                found.append(time)
                taken.append((match.start(), match.end()))
    return sorted(found, key=lambda time: time.start)


def _is_amount(grammar: _Grammar, match: re.Match[str]) -> bool:
    """Whether a number of four digits counts something ("2000 doctors") and so is no year."""
    return match[0].isdigit() and grammar.counted.match(match.string, match.end()) is not None


def _joined(text: str, grammar: _Grammar, cores: list[TimeExpression]) -> list[TimeExpression]:
    """Neighbouring points as one period where the words say so: "2021-2025", "from May 2024 to June 2025"."""
    result: list[TimeExpression] = []
    for core in cores:
        if result and _makes_period(text, grammar, result[-1], core):
            result[-1] = _period(text, result[-1], core)
        else:
            result.append(core)
    return result


def _makes_period(text: str, grammar: _Grammar, one: TimeExpression, other: TimeExpression) -> bool:
    if not {one.kind, other.kind} <= _POINTS or one.first is None or other.last is None or one.first > other.last:
        return False
    between = text[one.end : other.start]
    if not grammar.join.fullmatch(between):
        return False
    opened = grammar.opener.search(text, max(0, one.start - 40), one.start)
    if between.strip().lower() in ("and", "và", "va"):
        return bool(opened) and opened[0].lower().startswith("between") if opened else False
    return bool(opened) or between.strip() in ("-", "–", "—") or one.kind == other.kind == "year"


def _period(text: str, one: TimeExpression, other: TimeExpression) -> TimeExpression:
    return TimeExpression(
        one.start, other.end, text[one.start : other.end], "period", one.first, other.last, f"{one.iso}/{other.iso}"
    )


def _related(text: str, grammar: _Grammar, floor: int, core: TimeExpression) -> TimeExpression:
    """The time with the relation that the words before or after it state, and these words in its span."""
    before = grammar.before.search(text, max(floor, core.start - _REACH), core.start)
    if before and core.kind == "recurring" and not _bounded(core) and not before["at_least"]:
        before = None  # "in the annual report"
    after = grammar.after.match(text, core.end)
    relation = _relation(after) or _relation(before)
    start = before.start() if before else core.start
    end = after.end() if after else core.end
    if core.kind == "period" and relation == "from":
        relation = "within"  # "from 2021 to 2025"
    iso = (
        f"{core.iso}/.."
        if relation == "from" and core.kind in _POINTS and core.iso and "/" not in core.iso
        else core.iso
    )
    return replace(core, start=start, end=end, relation=relation, iso=iso)


def _bounded(core: TimeExpression) -> bool:
    """Whether what repeats has a day or days of its own, by or within which something is due."""
    return core.recurrence is not None and ("of" in core.recurrence.split() or "--" in core.recurrence)


def _relation(match: re.Match[str] | None) -> Relation | None:
    named = match.groupdict() if match else {}
    return next((relation for relation in _RELATIONS if named.get(relation)), None)


def _triggered(text: str, grammar: _Grammar, time: TimeExpression) -> TimeExpression:
    """A duration with the event that it counts from, in the words of the text."""
    match = grammar.trigger.match(text, time.end) if time.kind == "duration" else None
    if match is None or not _names_event(grammar, match):
        return time
    end = event_end(text, match.start("event"), match.end())
    return replace(time, trigger=text[match.start("event") : end])


def event_end(text: str, start: int, end: int) -> int:
    """Where the words of an event end that no comma parts from those of the duty after it ("… the agency shall")."""
    stop = None if text[end : end + 1] == "," else _DUTY_BEGINS.search(text, start, end)
    return start + len(text[start : stop.start() if stop else end].rstrip())


def _names_event(grammar: _Grammar, match: re.Match[str]) -> bool:
    """Vietnamese names a day or a time; English a thing or a doing, and "of" more than a thing."""
    event, lead = match["event"], match["lead"].lower()
    if lead == "of":
        return _OF_EVENT.match(event) is not None
    if grammar.event.match(event):
        return True
    return lead in _ENGLISH_LEADS and not _NO_EVENT.match(event)


_ENGLISH_LEADS = frozenset(lead for lead in TRIGGERS if lead.isascii())


def _placed(text: str, offsets: list[int], time: TimeExpression) -> TimeExpression:
    start, end = offsets[time.start], offsets[time.end]
    return replace(time, start=start, end=end, text=text[start:end])
