"""Queries over the registers, as (what is asked, which rows come)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from dataclasses import replace

import pytest

from bot import UsageError
from bot.registers.notes import notes
from bot.registers.query import Registers
from bot.registers.table import COLUMNS, objects, sheet
from bot.registers.wordings import wordings
from corpus.label import document_label
from ingest.norms.rows import Deadline, Duty, Entitlement
from tests.bot.registers.conftest import DEADLINES, DUTIES, ENTITLEMENTS, wanted

HEALTH_EN, LABOUR, EMPLOYERS, OWNERS, FINANCE_EN, NOBODY, HEALTH_VI, FINANCE_VI = DUTIES
YEARLY, PAID, ACCIDENT, QUARTERLY = DEADLINES


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({}, DUTIES),
        ({"agency": "Ministry of Health"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "the Ministry of Health"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "MoH"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "Bộ Y tế"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "bo y te"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "BYT"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "Minister of Health"}, (HEALTH_EN, HEALTH_VI, LABOUR)),
        ({"agency": "MOLISA"}, (LABOUR, HEALTH_EN, HEALTH_VI)),
        ({"agency": "employer"}, (EMPLOYERS,)),
        ({"agency": "người sử dụng lao động"}, (EMPLOYERS,)),
        ({"agency": "owners of swimming pools"}, (OWNERS,)),
        ({"agency": "swiming pool oners"}, (OWNERS,)),
        ({"agency": "pool owners"}, (OWNERS,)),
        ({"agency": "unspecified"}, (NOBODY,)),
        ({"agency": "Ministry of Finance", "role": "cooperate"}, (FINANCE_EN, FINANCE_VI)),
        ({"agency": "Ministry of Finance", "role": "lead"}, ()),
        ({"agency": "State Bank of Vietnam"}, ()),
        ({"role": "cooperate", "documents": ("checkups",)}, (FINANCE_VI,)),
        ({"agency": "BYT", "documents": ("checkups",)}, (HEALTH_VI,)),
    ],
)
def test_duties(registers: Registers, asked: dict[str, object], rows: tuple[Duty, ...]) -> None:
    assert registers.duties(wanted(**asked)).rows == rows


def test_the_first_row_on_a_topic_is_about_it(registers: Registers) -> None:
    assert registers.duties(wanted(topic="rescue rings at swimming pools")).rows[0] in (OWNERS, FINANCE_EN)
    assert registers.duties(wanted(topic="sổ khám của trẻ em", agency="BYT")).rows[0] == HEALTH_VI


@pytest.mark.parametrize(
    ("asked", "rows", "undated"),
    [
        ({}, (PAID, YEARLY, ACCIDENT, QUARTERLY), 0),
        ({"agency": "MoH"}, (PAID, YEARLY), 0),
        ({"after": dt.date(2027, 6, 30), "before": dt.date(2027, 6, 30)}, (PAID, YEARLY, QUARTERLY), 1),
        ({"after": dt.date(2027, 7, 1)}, (YEARLY, QUARTERLY), 1),
        ({"before": dt.date(2027, 6, 29)}, (YEARLY, QUARTERLY), 1),
    ],
)
def test_deadlines(registers: Registers, asked: dict[str, object], rows: tuple[Deadline, ...], undated: int) -> None:
    found = registers.deadlines(wanted(**asked))
    assert (found.rows, found.undated) == (rows, undated)
    assert bool(undated) == any("relative" in line for line in notes("deadlines", found, registers.agencies))


@pytest.mark.parametrize(
    ("group", "rows"),
    [
        (None, ENTITLEMENTS),
        ("trẻ em", ENTITLEMENTS[:1]),
        ("tre em duoi 6 tuoi", ENTITLEMENTS[:1]),
        ("children under 6", ENTITLEMENTS[:1]),
        ("apprentice", ENTITLEMENTS[1:]),
        ("trẻ em dưới 7 tuổi", ()),
    ],
)
def test_entitlements(registers: Registers, group: str | None, rows: tuple[Entitlement, ...]) -> None:
    assert registers.entitlements(wanted(group=group)).rows == rows


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"agency": "Minstry of Helth"}, "Ministry of Health"),
        ({"agency": "Bộ Y té", "lang": "vi"}, "Bộ Y tế"),
        ({"agency": "swmg poll onrs"}, "Owners of swimming pools"),
        ({"agency": "qqqq"}, "leave the agency out"),
        ({"agency": " "}, "empty"),
        ({"documents": ("nowhere",)}, "checkups"),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(registers: Registers, asked: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        registers.duties(wanted(**asked))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_found_names_the_documents_looked_at(registers: Registers, lang: str) -> None:
    found = registers.duties(wanted(agency="State Bank of Vietnam", documents=("nurses",), lang=lang))
    (line,) = notes("duties", found, registers.agencies)
    assert registers.agencies["state-bank"].name(lang) in line  # type: ignore[arg-type]
    assert "nurses" in line.lower() and "checkups" not in line
    assert "has no" not in line and "không có nhiệm vụ" not in line


@pytest.mark.parametrize(
    ("agency", "shown"),
    [
        ("MoH", "Ministry of Labour"),
        ("MOLISA", "Ministry of Health"),
        ("Ministry of Finance", None),
        ("employers", None),
    ],
)
def test_rows_under_another_name_are_said_to_be_so(registers: Registers, agency: str, shown: str | None) -> None:
    found = registers.duties(wanted(agency=agency))
    said = [line for line in notes("duties", found, registers.agencies) if line.startswith("Rows under")]
    assert len(said) == (shown is not None)
    if shown:
        assert shown in said[0] and "On 1 March 2025" in said[0] and "https://" in said[0]


def test_objects_have_the_fields_of_their_types(registers: Registers) -> None:
    everything = [
        (Duty, registers.duties(wanted())), (Deadline, registers.deadlines(wanted())),
        (Entitlement, registers.entitlements(wanted())),
    ]  # fmt: skip
    for kind, found in everything:
        fields = {f.name for f in dataclasses.fields(kind)} - {"ref", "span"} | {"doc_id", "eid", "label"}
        rows = objects(found, registers.agencies)  # type: ignore[arg-type]
        assert rows
        assert all(fields <= set(row) for row in rows)
        assert len({tuple(row) for row in rows}) == 1


def test_the_agency_of_a_duty_is_named_as_its_document_does_and_in_both_languages(registers: Registers) -> None:
    rows = objects(registers.duties(wanted()), registers.agencies)
    named = [(row["agency"], row["agency_vi"], row["agency_en"]) for row in rows]
    assert named[0] == ("The Ministry of Health", "Bộ Y tế", "Ministry of Health")
    assert named[6] == ("Bộ Y tế", "Bộ Y tế", "Ministry of Health")
    assert named[3] == ("Owners of swimming pools", None, None)


def test_quotes_are_spans_of_the_documents(registers: Registers) -> None:
    found = [registers.duties(wanted()), registers.deadlines(wanted()), registers.entitlements(wanted())]
    for row in itertools.chain.from_iterable(objects(f, registers.agencies) for f in found):  # type: ignore[arg-type]
        source = registers.index.sources[row["doc_id"]]
        assert source[row["quote_start"] : row["quote_end"]] == row["quote"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_wording_is_there_and_can_be_filled(registers: Registers, lang: str) -> None:
    names = "n day name nearest documents shown old new date function instrument source file left".split()
    words = wordings()
    groups = [words.titles, words.columns, words.messages, *words.values.values()]
    for name, wording in itertools.chain.from_iterable(group.items() for group in groups):
        assert wording(lang, **dict.fromkeys(names, "x")), name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "status", "told"),
    [
        ("2031-01-09", "not_yet", "Not yet in force on 9 January 2031: "), ("2031-01-10", "in_force", None),
        ("2032-05-31", "in_force", None), ("2032-06-01", "ended", "No longer in force on 1 June 2032: "),
    ],
)  # fmt: skip
def test_what_a_rule_gives_holds_from_its_first_day_to_its_last(
    registers: Registers, day: str, status: str, told: str | None
) -> None:
    found = registers.entitlements(wanted(as_of=dt.date.fromisoformat(day), documents=("checkups",)))
    (document,) = found.documents
    dated = replace(document, effective=dt.date(2031, 1, 10), expired=dt.date(2032, 6, 1))
    found = replace(found, documents=(dated,))
    assert [row["status"] for row in objects(found, registers.agencies)] == [status]
    said = notes("entitlements", found, registers.agencies)
    assert [line for line in said if "in force" in line] == ([told + document_label(dated, "en") + "."] if told else [])


def test_every_column_has_a_heading_and_a_cell(registers: Registers) -> None:
    found = {"duties": registers.duties, "deadlines": registers.deadlines, "entitlements": registers.entitlements}
    for register, columns in COLUMNS.items():
        result = found[register](wanted(lang="vi"))
        documents = {d.id: d for d in result.documents}
        laid = sheet(register, objects(result, registers.agencies), documents, "vi", columns)  # type: ignore[arg-type]
        assert len(set(laid.headings)) == len(columns)
        assert all(len(line) == len(columns) for line in laid.lines)
        assert all(any(line[at] for line in laid.lines) for at in (columns.index("quote"), columns.index("label")))
