"""A calendar file of deadlines (RFC 5545): whole-day entries with stable UIDs, rules for what recurs.

What has no day of its own (a duration from an event, a cycle that is no part of the calendar) is left out and counted:
a calendar that invents a day is worse than none. A cycle of the calendar (each quarter) stands on its last day, which is
the latest one that keeps to it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.registers.files import write_whole
from bot.registers.query import Found, due
from bot.registers.table import objects
from bot.registers.wordings import wordings
from bot.wire import Json
from corpus.agencies import Agencies
from corpus.provision import Document, Language
from ingest.norms.rows import Deadline

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MONTHS: Final = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}  # cycles that the calendar knows, in months
# How a recurrence says its day (`corpus.temporal`): on a day of the year, within the first days of a cycle, on a day.
_DAY_OF_YEAR = re.compile(r"--(\d\d)(?:-(\d\d))? each year")
_FIRST_DAYS = re.compile(r"first (\d+) days of each ")
_DAY = re.compile(r"(\d+)\. day of (?:each|the next) ")
_FIRST_DAY = re.compile(r"first day of (?:each|the next) ")
SUMMARY_MAX = 90  # code points; a calendar shows about a line
EPOCH = dt.date(1970, 1, 1)  # of an entry whose document has no date


def write_calendar(found: Found[Deadline], agencies: Agencies, target: Path) -> tuple[int, int]:
    """Write the deadlines that have a day; returns how many were written and left out. Raises `UsageError`."""
    file, entries, left = calendar_of(found, agencies)
    write_whole(target, file.to_ical())
    return entries, left


def calendar_of(found: Found[Deadline], agencies: Agencies) -> tuple[Calendar, int, int]:
    """The calendar, how many entries it has and how many deadlines are not in it.

    The same register gives the same bytes; rows that say the same are one entry.
    """
    from icalendar import Calendar

    lang, words = found.wanted.lang, wordings()
    documents = {document.id: document for document in found.documents}
    pairs = zip(found.rows, objects(found, agencies), strict=True)
    events = [e for d, row in pairs if (e := _event(d, row, documents[d.ref.doc_id], found))]
    left = len(found.rows) - len(events) + found.undated
    note = words.messages["calendar_note"](lang, left=str(left))
    file = Calendar()
    for name, value in {
        "prodid": f"-//ClauseCare//Deadlines//{lang.upper()}", "version": "2.0", "calscale": "GREGORIAN",
        "method": "PUBLISH", "x-wr-calname": words.titles["calendar"](lang), "x-wr-caldesc": note,
    }.items():  # fmt: skip
        file.add(name, value)
    unique = {str(event["UID"]): event for event in events}
    for event in unique.values():
        file.add_component(event)
    return file, len(unique), left


@dataclass(frozen=True, slots=True)
class Rule:
    """A day of a cycle: every `months` months, on `day` (-1: the last one); `month` is the first one in a year."""

    months: int
    month: int
    day: int

    def first(self, since: dt.date) -> dt.date:
        """The first day of the rule that is not before `since`."""
        for year in itertools.count(since.year):
            for month in range(self.month, 13, self.months):
                last = calendar.monthrange(year, month)[1]
                # A month without the day is passed over, as RFC 5545 does.
                if self.day <= last and (day := dt.date(year, month, last if self.day < 0 else self.day)) >= since:
                    return day
        raise AssertionError("years do not end")

    def rrule(self, until: dt.date | None) -> dict[str, Any]:
        """The same as RFC 5545's RRULE, up to a last day if there is one."""
        yearly = self.months == 12
        cycle: dict[str, Any] = {"freq": "yearly", "bymonth": self.month} if yearly else {"freq": "monthly"}
        interval = {} if yearly or self.months == 1 else {"interval": self.months}
        return cycle | interval | {"bymonthday": self.day} | ({"until": until} if until else {})


def rule_of(deadline: Deadline) -> Rule | None:
    """The rule of a recurring deadline; None where the text gives neither a day nor a cycle of the calendar."""
    months = MONTHS.get((deadline.iso or "").removeprefix("R/"))
    says = deadline.recurrence or ""
    if months is None or deadline.day_type == "working":
        return None
    if yearly := _DAY_OF_YEAR.search(says):
        return Rule(12, int(yearly[1]), int(yearly[2] or -1))  # a month has its last day
    if day := _FIRST_DAYS.search(says) or _DAY.search(says):
        return Rule(months, 1, int(day[1])) if 1 <= int(day[1]) <= 31 else None
    return Rule(months, 1, 1) if _FIRST_DAY.search(says) else Rule(months, months, -1)


def _event(deadline: Deadline, row: Json, document: Document, found: Found[Deadline]) -> Event | None:
    from icalendar import Event

    rule, day = rule_of(deadline), due(deadline)
    since = document.effective or document.issued or found.wanted.as_of.replace(month=1, day=1)
    if day is None:
        if rule is None:
            return None
        day = rule.first(since)
    event = Event()
    event.add("uid", _uid(deadline))
    event.add("dtstamp", dt.datetime.combine(document.issued or document.effective or EPOCH, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    if rule:
        event.add("rrule", rule.rrule(document.expired))
    event.add("summary", _summary(row, found.wanted.lang))
    event.add("description", f"“{deadline.quote}”\n{row['label']}")
    event.add("categories", [wordings().values["kind"][deadline.kind](found.wanted.lang)])
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    if (document.source or "").startswith(("https://", "http://")):
        event.add("url", document.source)
    return event


def _uid(deadline: Deadline) -> str:
    """An id that stays the same as long as the provision says the same."""
    parts = (deadline.ref, deadline.quote, deadline.time, deadline.who, deadline.value, deadline.what)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32] + "@clausecare"


def _summary(row: Json, lang: Language) -> str:
    who = row[f"agency_{lang}"] or row["agency"]
    text = " ".join(": ".join(part for part in (who, row["what"] or row["quote"]) if part).split())
    return text if len(text) <= SUMMARY_MAX else text[: SUMMARY_MAX - 1].rsplit(" ", 1)[0] + "…"
