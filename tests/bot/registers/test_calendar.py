"""Calendar files, read back by a calendar library and by an evaluation of their rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from bot.registers.calendar import Rule, calendar_of, rule_of, write_calendar
from bot.registers.query import Found, Registers
from ingest.norms.rows import Deadline
from tests.bot.registers.conftest import DEADLINES, PUBLISH, TRAIN, deadline, wanted

PAID = DEADLINES[1]


def written(registers: Registers, **asked: object) -> tuple[Calendar, int, int]:
    calendar, entries, left = calendar_of(registers.deadlines(wanted(**asked)), registers.agencies)
    return Calendar.from_ical(calendar.to_ical()), entries, left


def test_entries_are_whole_days_with_the_words_and_the_clause(registers: Registers) -> None:
    calendar, entries, left = written(registers)
    assert (entries, left) == (3, 1)
    assert "1 relative" in str(calendar["X-WR-CALDESC"])
    event = next(e for e in calendar.walk("VEVENT") if "RRULE" not in e)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (dt.date(2027, 6, 30), dt.date(2027, 7, 1))
    assert PAID.quote in str(event["DESCRIPTION"])
    assert str(event["SUMMARY"]).startswith("Ministry of Labour")
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(e) for e in calendar.walk("VEVENT"))


def test_the_same_register_gives_the_same_file_on_another_day(registers: Registers, tmp_path: Path) -> None:
    for name, day in (("a", dt.date(2026, 2, 1)), ("b", dt.date(2026, 12, 1))):
        write_calendar(registers.deadlines(wanted(as_of=day)), registers.agencies, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_uids_are_distinct_and_do_not_depend_on_what_else_is_asked(registers: Registers) -> None:
    every = [str(e["UID"]) for e in written(registers)[0].walk("VEVENT")]
    some = [str(e["UID"]) for e in written(registers, agency="MoH", lang="vi")[0].walk("VEVENT")]
    assert len(set(every)) == 3
    assert set(some) < set(every)


def test_rows_that_say_the_same_are_one_entry(registers: Registers) -> None:
    found = registers.deadlines(wanted())
    doubled = replace(found, rows=found.rows * 2)
    assert calendar_of(doubled, registers.agencies)[1:] == (3, 2)


def recurring(recurrence: str | None, iso: str | None, **facts: object) -> Deadline:
    return deadline("recurring", PUBLISH, recurrence=recurrence, iso=iso, **facts)


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (recurring("--10-01 each year", "R/P1Y"), ["2026-10-01", "2027-10-01", "2028-10-01"]),
        (recurring("--10 each year", "R/P1Y"), ["2026-10-31", "2027-10-31", "2028-10-31"]),
        (recurring("--02-29 each year", "R/P1Y"), None),
        (
            recurring("first 15 days of each quarter", "R/P3M", duration="P15D"),
            ["2026-04-15", "2026-07-15", "2026-10-15"],
        ),
        (recurring("10. day of each month", "R/P1M"), ["2026-02-10", "2026-03-10", "2026-04-10"]),
        (recurring("10. day of the next month", "R/P1M"), ["2026-02-10", "2026-03-10", "2026-04-10"]),
        (recurring("first day of each year", "R/P1Y"), ["2027-01-01", "2028-01-01", "2029-01-01"]),
        (recurring("last day of each month", "R/P1M"), ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (recurring("every P3M", "R/P3M"), ["2026-03-31", "2026-06-30", "2026-09-30"]),
        (recurring("every P6M", "R/P6M"), ["2026-06-30", "2026-12-31", "2027-06-30"]),
        (recurring("each year", "R/P1Y"), ["2026-12-31", "2027-12-31", "2028-12-31"]),
    ],
)
def test_rules_fall_on_the_days_they_say(row: Deadline, days: list[str] | None) -> None:
    rule = rule_of(row)
    assert rule is not None
    first = rule.first(dt.date(2026, 2, 5))
    text = ";".join(f"{k.upper()}={v}" for k, v in rule.rrule(None).items())
    found = list(islice(rrulestr(text, dtstart=dt.datetime.combine(first, dt.time())), 3))
    assert days is None or [f"{day:%Y-%m-%d}" for day in found] == days
    assert days is None or first.isoformat() == days[0]


@pytest.mark.parametrize(
    "row",
    [
        recurring("every P5Y", "R/P5Y"),
        recurring("each day", "R/P1D"),
        recurring("periodically", None),
        recurring("--01-31 of the next year", None),
        recurring("first 5 days of each month", "R/P1M", day_type="working"),
        recurring("first 45 days of each quarter", "R/P3M"),
        DEADLINES[2],
    ],
)
def test_no_day_is_invented(row: Deadline) -> None:
    assert rule_of(row) is None


@pytest.mark.parametrize("since", [dt.date(2026, 1, 1), dt.date(2027, 3, 1), dt.date(2028, 12, 31)])
def test_a_rule_begins_on_one_of_its_days(since: dt.date) -> None:
    for rule in (Rule(12, 2, 29), Rule(1, 1, 31), Rule(3, 3, -1), Rule(6, 1, 15)):
        first = rule.first(since)
        assert first >= since and (first.month - rule.month) % rule.months == 0
        assert first.day == rule.day or rule.day == -1


def test_an_expired_document_ends_its_rules(registers: Registers) -> None:
    found = registers.deadlines(wanted())
    ended = tuple(replace(d, expired=dt.date(2030, 1, 1)) for d in found.documents)
    calendar = calendar_of(Found(found.rows, found.wanted, ended), registers.agencies)[0]
    rules = [e["RRULE"] for e in calendar.walk("VEVENT") if "RRULE" in e]
    assert [rule["UNTIL"] for rule in rules] == [[dt.date(2030, 1, 1)]] * 2 or all("UNTIL" in rule for rule in rules)
    assert TRAIN[1] in str(calendar.to_ical().decode().replace("\r\n ", ""))
