"""The register tabs without a browser: tables, panels, pictures and files over HTTP."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from html import unescape

import httpx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from bot.answerer import Answerer
from bot.registers.query import Registers
from bot.registers.table import Register
from bot.web.downloads import file_of
from bot.web.matrix import matrix
from bot.web.registers_page import REGISTERS, RegisterPage
from bot.web.timeline import WIDTH, timeline
from corpus.provision import Language
from tests.bot.registers.conftest import DEADLINES, DUTIES, TODAY, staffed  # noqa: F401 (fixture)

EVIL = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def ledger(staffed: Answerer) -> Registers:  # noqa: F811
    return Registers(staffed)


@pytest.mark.parametrize("register", list(REGISTERS))
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_row_opens_its_provision_with_the_quote_marked(
    ledger: Registers, register: Register, lang: Language
) -> None:
    page = RegisterPage(ledger, register, lang)
    keys = re.findall(r'<tr data-key="([^"]+)"', page.result({}))
    rows = getattr(ledger.index, register)
    assert len(keys) == len(rows)
    for key in keys:
        marked = re.search(r"<mark>(.*?)</mark>", page.panel(key), re.DOTALL)
        assert marked is not None
        assert unescape(marked[1]) in {row.quote for row in rows}


@pytest.mark.parametrize("key", ["", "duties-99", "deadlines-0", "duties--1", EVIL])
def test_an_unknown_row_opens_nothing(ledger: Registers, key: str) -> None:
    html = RegisterPage(ledger, "duties", "en").panel(key)
    assert "data-shown-row" not in html and "<img" not in html


def test_what_is_typed_is_escaped_and_told_in_one_line(ledger: Registers) -> None:
    html = RegisterPage(ledger, "duties", "en").result({"agency": EVIL})
    assert "cc-problem" in html and "<img" not in html


@pytest.mark.parametrize("values", [{"agency": 3}, {"role": ["lead"]}, {"document": None}, {"topic": "   "}])
def test_what_no_browser_sends_asks_for_nothing(ledger: Registers, values: dict[str, object]) -> None:
    assert RegisterPage(ledger, "duties", "vi").result(values).count("<tr data-key") == len(DUTIES)


def test_choices_count_the_rows_of_each_agency(ledger: Registers) -> None:
    shown = dict(RegisterPage(ledger, "duties", "vi").choices("agency"))
    assert shown["Bộ Y tế (2)"] == "Bộ Y tế"
    assert not any("unspecified" in name for name in shown)
    assert [value for _, value in RegisterPage(ledger, "duties", "en").choices("role")] == ["", "lead", "cooperate"]


def test_a_timeline_has_a_mark_for_each_dated_deadline(ledger: Registers) -> None:
    rows = [
        {"start": s, "end": e, "kind": k, "value": None, "what": "w" * 60, "quote": "q"}
        for s, e, k in (
            ("2021-01-01", "2025-12-31", "period"),
            (None, "2030-12-31", "target"),
            (None, None, "deadline"),
        )
    ]
    drawn = timeline([(str(n), row) for n, row in enumerate(rows)], TODAY, "vi")
    assert drawn is not None
    assert [m.told for m in drawn.marks] == ["01/01/2021 – 31/12/2025: q", "31/12/2030: q"]
    assert [(m.key, m.kind, m.width > 0) for m in drawn.marks] == [("0", "period", True), ("1", "target", False)]
    assert all(0 <= m.x <= WIDTH and m.x + m.width <= WIDTH for m in drawn.marks)
    assert [year for _, _, year in drawn.years] == list(range(2021, 2031))
    assert drawn.today is not None and drawn.marks[0].x < drawn.today < drawn.marks[1].x
    assert timeline([("2", rows[2])], TODAY, "vi") is None
    assert timeline([("1", rows[1])], dt.date(1999, 1, 1), "en").today is None  # type: ignore[union-attr]


def test_a_matrix_counts_each_duty_once(ledger: Registers) -> None:
    rows = [
        {"eid": str(d.ref.eid), "bearer": d.bearer, "agency": d.bearer, "agency_en": None}
        for d in DUTIES if d.ref.doc_id == "nurses"
    ]  # fmt: skip
    tree = ledger.index.tree("nurses")
    assert tree is not None
    drawn = matrix(rows, tree, "en", "nobody")
    assert drawn is not None
    assert [short for short, _ in drawn.columns] == ["1", "2", "3", "4", "5"]
    assert sum(map(sum, drawn.counts)) == sum(cell.count for cell in drawn.cells) == len(rows)
    assert ("nobody", "nobody") in drawn.rows
    assert matrix(rows[:1], tree, "en", "nobody") is None


def test_files_hold_the_rows_that_were_asked_for(ledger: Registers) -> None:
    asked = {"agency": "Bộ Tài chính", "lang": "vi"}
    text = file_of(ledger, "duties", "csv", asked, TODAY).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 3
    page = load_workbook(io.BytesIO(file_of(ledger, "duties", "xlsx", asked, TODAY))).active
    assert page is not None and page.max_row == 3
    events = Calendar.from_ical(file_of(ledger, "deadlines", "ics", {}, TODAY)).walk("VEVENT")
    assert len(events) == len(DEADLINES) - 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("duties.csv", 200), ("duties.xlsx?role=lead", 200), ("deadlines.ics?lang=en", 200), ("entitlements.csv", 200),
        ("duties.ics", 404), ("figures.csv", 404), ("duties", 404), ("duties.csv?agency=zzzzzz", 400),
        ("duties.csv?document=nowhere", 400),
    ],
)  # fmt: skip
def test_files_over_http(site: str, path: str, status: int) -> None:
    response = httpx.get(f"{site}/registers/{path}")
    assert response.status_code == status
    if status == 200:
        assert "attachment" in response.headers["content-disposition"]
    else:
        assert "\n" not in response.text and "Traceback" not in response.text
