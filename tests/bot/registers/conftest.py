"""Registers over two invented documents, with rows made by hand: what extraction finds is tested elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answerer import Answerer
from bot.registers.query import Registers, Wanted
from bot.session import open_answerer, workspace
from corpus.provision import EId, ProvisionRef, Span
from ingest.norms.rows import Deadline, Duty, Entitlement

TODAY = dt.date(2026, 11, 21)
DIRECTIVE = """DIRECTIVE
ON SCHOOL NURSES

1. The Ministry of Health shall train one nurse for each school before 1 October each year.
2. The Ministry of Labour, Invalids and Social Affairs shall pay the nurses of boarding schools by 30 June 2027.
3. Employers shall report accidents of apprentices within 10 working days of the accident.
4. Owners of swimming pools shall keep a rescue ring; the Ministry of Finance shall cooperate.
5. Every quarter the number of nurses is published.
"""
CIRCULAR = """Điều 1. Trách nhiệm

1. Bộ Y tế chủ trì, phối hợp với Bộ Tài chính cấp sổ khám cho trẻ em dưới 6 tuổi.
2. Trẻ em dưới 6 tuổi được khám răng miễn phí 02 lần mỗi năm.
"""
TEXTS = {"nurses": DIRECTIVE, "checkups": CIRCULAR}
PLACES = {"nurses": "sec_{}", "checkups": "art_1__para_{}"}


def place(doc: str, number: int, quote: str) -> tuple[ProvisionRef, str, Span]:
    """The provision, quote and span of some words of a document."""
    start = TEXTS[doc].index(quote)
    return ProvisionRef(doc, EId.parse(PLACES[doc].format(number))), quote, Span(start, start + len(quote))


def duty(
    bearer: str,
    agency: str | None,
    at: tuple[ProvisionRef, str, Span],
    role: str = "lead",
    partners: tuple[str, ...] = (),
) -> Duty:
    return Duty(bearer, agency, role, "duty", at[1], partners, (), None, None, *at)  # type: ignore[arg-type]


def deadline(kind: str, at: tuple[ProvisionRef, str, Span], **facts: object) -> Deadline:
    empty = dict.fromkeys(
        ("start", "end", "duration", "day_type", "value", "trigger", "recurrence", "iso", "who", "agency")
    )
    values = empty | {"relation": "by", "time": at[1], "what": at[1]} | facts
    return Deadline(kind=kind, ref=at[0], quote=at[1], span=at[2], **values)  # type: ignore[arg-type]


TRAIN = place("nurses", 1, "The Ministry of Health shall train one nurse for each school before 1 October each year.")
PAY = place("nurses", 2, "shall pay the nurses of boarding schools by 30 June 2027")
ACCIDENTS = place(
    "nurses", 3, "Employers shall report accidents of apprentices within 10 working days of the accident."
)
RINGS = place(
    "nurses", 4, "Owners of swimming pools shall keep a rescue ring; the Ministry of Finance shall cooperate."
)
PUBLISH = place("nurses", 5, "Every quarter the number of nurses is published.")
BOOKLETS = place("checkups", 1, "Bộ Y tế chủ trì, phối hợp với Bộ Tài chính cấp sổ khám cho trẻ em dưới 6 tuổi.")
TEETH = place("checkups", 2, "Trẻ em dưới 6 tuổi được khám răng miễn phí 02 lần mỗi năm.")
DUTIES = (
    duty("The Ministry of Health", "moh", TRAIN),
    duty("The Ministry of Labour, Invalids and Social Affairs", "molisa", PAY),
    duty("Employers", "employers", ACCIDENTS),
    duty("Owners of swimming pools", None, RINGS),
    duty("the Ministry of Finance", "mof", RINGS, "cooperate"),
    duty("unspecified", None, PUBLISH),
    duty("Bộ Y tế", "moh", BOOKLETS, partners=("Bộ Tài chính",)),
    duty("Bộ Tài chính", "mof", BOOKLETS, "cooperate"),
)
DEADLINES = (
    deadline(
        "recurring", TRAIN, iso="R/P1Y", recurrence="--10-01 each year", who="The Ministry of Health", agency="moh"
    ),
    deadline("deadline", PAY, start=dt.date(2027, 6, 30), end=dt.date(2027, 6, 30), iso="2027-06-30", agency="molisa"),
    deadline("deadline", ACCIDENTS, duration="P10D", day_type="working", relation="within", trigger="the accident"),
    deadline("recurring", PUBLISH, iso="R/P3M", recurrence="every P3M"),
)
ENTITLEMENTS = (
    Entitlement("Trẻ em dưới 6 tuổi", None, "khám răng miễn phí", "100%", None, "in_force", *TEETH),
    Entitlement(
        "apprentices", ProvisionRef("nurses", EId.parse("sec_3")), "a report", None, None, "planned", *ACCIDENTS
    ),
)


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer over the two documents, whose registers hold the rows above."""
    folder = tmp_path_factory.mktemp("register-corpus")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    answerer = open_answerer(workspace(corpus=folder, index=tmp_path_factory.mktemp("index") / "registers"))
    answerer.index.__dict__ |= {"duties": DUTIES, "deadlines": DEADLINES, "entitlements": ENTITLEMENTS}
    return answerer


@pytest.fixture
def registers(staffed: Answerer) -> Registers:
    return Registers(staffed)


def wanted(**values: object) -> Wanted:
    return Wanted(**({"lang": "en", "as_of": TODAY} | values))  # type: ignore[arg-type]
