"""The verbs of the registers, as other programs call them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.cli.program import Cli

PLACE_KEYS = {"doc_id", "eid", "label", "quote", "quote_start", "quote_end", "authority", "document_status", "file"}
AGENCY_KEYS = {"agency", "agency_vi", "agency_en"}
KEYS = {
    "duties": AGENCY_KEYS | set("bearer role modality action partners reports_to condition deadline".split()),
    "deadlines": AGENCY_KEYS
    | set("kind start end duration day_type relation value trigger recurrence iso time who what".split()),
    "entitlements": set("holder group_ref benefit level condition status".split()),
}
TEXT = """DIRECTIVE
ON AMBULANCES

1. Tasks
- The Ministry of Health shall count all ambulances before 31 December 2027 and report to the Prime Minister.
- The Ministry of Finance shall cooperate with the Ministry of Health in buying ambulances for island districts.
- Children under 6 years of age are entitled to free rides.
"""


@pytest.fixture(scope="module")
def ambulances(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    base = tmp_path_factory.mktemp("ambulances")
    (base / "corpus").mkdir()
    (base / "corpus" / "ambulances.txt").write_text(TEXT, encoding="utf-8")
    return ("--corpus", base / "corpus", "--index", base / "index")


@pytest.mark.parametrize("verb", list(KEYS))
def test_json_alone_with_every_key(cli: Cli, ambulances: tuple[object, ...], verb: str) -> None:
    run = cli(verb, *ambulances, "--json")
    assert run.code == 0
    assert run.json
    for row in run.json:
        assert set(row) == KEYS[verb] | PLACE_KEYS
        assert TEXT[row["quote_start"] : row["quote_end"]] == row["quote"]


@pytest.mark.parametrize("name", ["BYT", "Ministry of Health", "bo y te", "Bộ Y tế", "Minister of Health"])
def test_an_agency_by_any_name(cli: Cli, ambulances: tuple[object, ...], name: str) -> None:
    rows = cli("duties", *ambulances, "--agency", name, "--role", "lead", "--json").json
    assert any("count all ambulances" in row["quote"] for row in rows)
    assert {row["agency_vi"] for row in rows} == {"Bộ Y tế"}
    assert {row["role"] for row in rows} == {"lead"}


def test_a_table_names_headings_and_documents_in_the_language(cli: Cli, ambulances: tuple[object, ...]) -> None:
    english, vietnamese = (cli("duties", *ambulances, "--lang", lang).out for lang in ("en", "vi"))
    assert "Agency" in english and "Ministry of Finance" in english
    assert "Cơ quan" in vietnamese and "Bộ Tài chính" in vietnamese


def test_nothing_found_is_said_with_the_documents(cli: Cli, ambulances: tuple[object, ...]) -> None:
    run = cli("duties", *ambulances, "--agency", "State Bank")
    assert run.code == 0
    assert run.out.startswith("No duty found for State Bank of Vietnam in these documents:")
    run = cli("duties", *ambulances, "--agency", "State Bank", "--json")
    assert run.json == [] and "No duty found" in run.err


def test_files(cli: Cli, ambulances: tuple[object, ...], tmp_path: Path) -> None:
    number = len(cli("deadlines", *ambulances, "--json").json)
    for kind in ("csv", "xlsx", "ics"):
        assert cli("deadlines", *ambulances, f"--{kind}", tmp_path / f"d.{kind}").code == 0
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == number + 1
    page = load_workbook(tmp_path / "d.xlsx").active
    assert page is not None and page.max_row == number + 1
    events = Calendar.from_ical((tmp_path / "d.ics").read_bytes()).walk("VEVENT")
    assert "2027-12-31" in {event.decoded("DTSTART").isoformat() for event in events}


@pytest.mark.parametrize(
    "arguments",
    [
        ("duties", "--agency", "Minstry of Helth"),
        ("duties", "--agency", ""),
        ("duties", "--role", "boss"),
        ("duties", "--doc", "nowhere"),
        ("duties", "--topic", " "),
        ("deadlines", "--topic", ""),
        ("deadlines", "--after", "2027-01-02", "--before", "2027-01-01"),
        ("entitlements", "--for", ""),
        ("deadlines", "--csv", "/"),
        ("deadlines", "--ics", "/nowhere/at/all.ics"),
        ("duties", "--lang", "fr"),
    ],
)
def test_what_cannot_be_meant_is_one_line(cli: Cli, ambulances: tuple[object, ...], arguments: tuple[str, ...]) -> None:
    cli(*arguments, *ambulances).assert_one_clear_line()


@pytest.mark.parametrize(
    "arguments",
    [("deadlines", "--after", "soon"), ("duties", "--json", "--csv", "x.csv"), ("duties", "--as-of", "2026-13-01")],
)
def test_usage(cli: Cli, ambulances: tuple[object, ...], arguments: tuple[str, ...]) -> None:
    assert cli(*arguments, *ambulances).code == 2


def test_every_stored_row_of_the_bundled_corpus_is_proved(answerer) -> None:  # type: ignore[no-untyped-def]
    held = answerer.index
    rows = [*held.duties, *held.deadlines, *held.entitlements, *held.figures]
    assert rows
    assert all(held.sources[r.ref.doc_id][r.span.start : r.span.end] == r.quote for r in rows)
