"""The deadline register: by when, within what, from when or how often something is due, and targets with a value.

A row is read off one clause. The days of documents, times that only date the past, ages and rates of pay are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.agencies import Agencies
from corpus.provision import Document, Provision, Span
from corpus.quantity import Quantity, find_quantities
from corpus.temporal import TimeExpression, event_end, find_times
from ingest.norms.clauses import Clause, clauses
from ingest.norms.deadline_times import POINTS, counts, tells_commencement
from ingest.norms.deadline_who import Who, who_acts
from ingest.norms.deadline_words import (
    EVENT_HINT,
    EVENTS,
    GOAL,
    MODAL,
    PAST,
    STATE_OF_PEOPLE,
)
from ingest.norms.duty_patterns import Lexicon
from ingest.norms.duty_vocabulary import document_lexicon
from ingest.norms.rows import Deadline, DeadlineKind, TimeRelation

_YEARLY_DAY = re.compile(r"--\d\d-\d\d")
_SHARE = re.compile(r"%|per\s?cent|ph[ầa]n\s+tr[ăa]m", re.IGNORECASE)
_NEAR = 20  # code points between "shall reach" and the share
_AIMING = frozenset({"administrative", "party", "press"})


def deadlines(document: Document, tree: Provision, agencies: Agencies) -> list[Deadline]:
    """The deadlines and targets of a document, in the order of its text."""
    lex = document_lexicon(document.language, tree.text)
    return [row for clause in clauses(tree) for row in _rows(document, clause, agencies, lex)]


def _rows(document: Document, clause: Clause, agencies: Agencies, lex: Lexicon) -> Iterator[Deadline]:
    text = clause.text
    times = [time for time in find_times(text) if counts(text, time)]
    spans = [(time.start, _until(text, time)) for time in times]
    times = [t for i, t in enumerate(times) if not any(a < t.start and t.end <= b for a, b in spans[:i])]
    events = [event for event in _events(text) if not tells_commencement(text, event)]
    times += [event for event in events if not any(a < event.end and event.start < b for a, b in spans)]
    if sum(time.kind == "recurring" for time in times) > 1:  # "periodically, at least once a year"
        times = [time for time in times if time.recurrence != "periodically"]
    times.sort(key=lambda time: time.start)
    amounts = [amount for amount in find_quantities(text) if amount.unit not in _NO_VALUE] if GOAL.search(text) else []
    who = who_acts(clause, Span(times[0].start, _until(text, times[0])), agencies, lex) if times else Who()
    for position, time in enumerate(times):
        yield _row(clause, time, _value(times, position, amounts), who)
    if not times and document.authority in _AIMING:
        yield from _dateless(clause, agencies, lex)


# Amounts that a target is not about: how long, how old, how many parts a text has.
_NO_VALUE = frozenset(
    {"day", "week", "month", "quarter", "year", "hour", "minute", "age", "month_age", "article", "chapter"}
)


def _until(text: str, time: TimeExpression) -> int:
    """Where a time ends, with its trigger."""
    at = text.find(time.trigger, time.end) if time.trigger else -1
    return at + len(time.trigger) if time.trigger and at >= 0 else time.end


def _events(text: str) -> Iterator[TimeExpression]:
    """The times that events set; an event is never turned into a date."""
    taken: list[tuple[int, int]] = []
    for relation, pattern in EVENTS if EVENT_HINT.search(text) else ():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                end = event_end(text, match.start("event"), match.end())
                said, words = text[match.start() : end], text[match.start("event") : end]
                if not (words.lower().startswith("đã hết") and STATE_OF_PEOPLE.search(text, 0, match.start())):
                    yield TimeExpression(match.start(), end, said, "date", relation=relation, trigger=words)


def _value(times: list[TimeExpression], position: int, amounts: list[Quantity]) -> str | None:
    """The amount that a target has by its time. A sentence that opens with an amount states each before its time
    ("91% by 2033 and 96% by 2036"), another one after it ("by 2033 91%, by 2036 96%")."""
    time = times[position]
    if amounts and amounts[0].start < times[0].start:
        floor = times[position - 1].end if position else 0
        stated = [amount for amount in amounts if floor <= amount.start < time.start][-1:]
    else:
        ceiling = times[position + 1].start if position + 1 < len(times) else amounts[-1].end if amounts else 0
        stated = [amount for amount in amounts if time.end <= amount.start < ceiling][:1]
    return stated[0].wording if stated else None


def _row(clause: Clause, time: TimeExpression, value: str | None, who: Who) -> Deadline:
    relation = time.relation or _relation(time)
    return Deadline(
        kind=_kind(clause.text, time, value), start=None if relation == "by" else time.first,
        end=None if relation == "from" else time.last, duration=time.duration, day_type=time.day_type,
        relation=relation, value=value, trigger=_line(time.trigger) if time.trigger else None, recurrence=time.recurrence, iso=_iso(time),
        time=_shown(clause.text, time), who=who.name, agency=who.agency, what=_what(clause.text, time.start, _until(clause.text, time)),
        ref=clause.provision.ref, quote=clause.quote, span=clause.span,
    )  # fmt: skip


def _shown(text: str, time: TimeExpression) -> str:
    """The words of a time; of a rate with the share that it is of: "0,03%/ngày"."""
    share = text[: time.start].split()[-1:] if time.text.startswith("/") else []
    return _line("".join([*share, time.text]))


def _line(words: str) -> str:
    """Words that the source may break over lines, on one line."""
    return " ".join(words.split())


def _relation(time: TimeExpression) -> TimeRelation:
    """Of a time that stands alone: a day is one to act by, everything else one to act in."""
    says = time.recurrence or ""
    alone = time.kind in POINTS or "day of" in says or _YEARLY_DAY.match(says) is not None
    return "by" if alone else "within"


def _kind(text: str, time: TimeExpression, value: str | None) -> DeadlineKind:
    if time.kind == "recurring":
        return "recurring"
    if value is not None or (time.kind in POINTS and time.first and GOAL.search(text)):
        return "target"
    stretches = (
        time.kind == "period"
        or (time.trigger and time.relation == "within" and not time.duration)
        or time.relation == "at_least"
        or (time.kind == "duration" and not time.relation)
    )
    looks_back = time.kind == "duration" and time.relation == "from" and not time.trigger and not MODAL.search(text)
    return "period" if stretches or looks_back else "deadline"


def _iso(time: TimeExpression) -> str | None:
    return f"{time.duration}/{time.upper}" if time.upper else time.iso


def _what(text: str, start: int, end: int) -> str:
    """The longer stretch of the clause beside its time."""
    return _line(max(text[:start], text[end:], key=len).strip(" ,;:.\n"))


def _is_aim(text: str, share: Quantity) -> bool:
    """Whether a share is one to be reached: "shall reach 95%", or all of something where nothing is over."""
    if share.value == 100:
        return not PAST.search(text)
    return any(0 <= share.start - goal.end() <= _NEAR for goal in GOAL.finditer(text))


def _dateless(clause: Clause, agencies: Agencies, lex: Lexicon) -> Iterator[Deadline]:
    """A target without a time: a share of all that a goal or a promise names."""
    amounts = find_quantities(clause.text) if _SHARE.search(clause.text) else []
    shares = [amount for amount in amounts if amount.unit == "percent"]
    shares = [a for a in shares if _is_aim(clause.text, a)]
    if not shares:
        return
    who, share = who_acts(clause, Span(0, 0), agencies, lex), shares[-1]
    what = _what(clause.text, share.start, share.start)
    yield Deadline(
        kind="target", start=None, end=None, duration=None, day_type=None, relation="by", value=share.wording, trigger=None,
        recurrence=None, iso=None, time="", who=who.name, agency=who.agency, what=what, ref=clause.provision.ref,
        quote=clause.quote, span=clause.span,
    )  # fmt: skip
