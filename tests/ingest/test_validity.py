from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from corpus.provision import Document, EId, Provision, ProvisionRef, Relation, Span
from ingest.parse import parse
from ingest.read import SourceText
from ingest.validity import Validity, status_at

BEFORE, FROM, AFTER = dt.date(2031, 3, 1), dt.date(2031, 3, 2), dt.date(2040, 1, 1)
PARTLY = dt.date(2031, 1, 5)
BY = "theo quy định tại khoản 3 Điều 1 của Luật số 5/2030/QH9 sửa đổi Luật Nước, có hiệu lực kể từ ngày 02 tháng 3 năm 2031."
TEXT = (
    "Điều 1. Giếng\n1.[1] Mỗi xã có một giếng.\n2.[2] (được bãi bỏ)\n3.[3] Giếng sâu mười mét:\na) có nắp;\nb)[4] có khóa.\n"
    "Điều 2.[5] Suối\n1. Suối chảy.\nĐiều 3. Sông\n1. Sông rộng.\n"
    f"[1] Khoản này được sửa đổi, bổ sung {BY}\n"
    f"[2] Khoản này được bãi bỏ {BY}\n"
    f"[3] Khoản này được bổ sung {BY}\n"
    "[4] Điểm này được sửa đổi theo quy định tại Điều 2 của Luật số 6/2032/QH9.\n"
    f"[5] Điều này được sửa đổi, bổ sung {BY} Quy định về suối nhỏ có hiệu lực thi hành từ ngày 05 tháng 01 năm 2031.\n"
)


def law(**facts: object) -> Document:
    made = Document("law", "law.txt", "law", "law", "vi", number="1/2020/QH8")
    return replace(made, **facts)  # type: ignore[arg-type]  # the fields of Document


@pytest.fixture
def tree() -> Provision:
    return parse(SourceText(TEXT), "law")


@pytest.fixture
def validity(tree: Provision) -> Validity:
    eids = {"law": frozenset(node.ref.eid for node in tree.walk())}
    return Validity({"law": law()}, eids, lambda _: tree)


def quoted(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("eid", "words", "day", "state", "status"),
    [
        # Amended: before its day an earlier wording applied, from that day on the present one does.
        ("art_1__para_1", "Mỗi xã có một giếng.", BEFORE, "earlier_wording", "unknown"),
        ("art_1__para_1", "Mỗi xã có một giếng.", FROM, None, "unknown"),
        # Repealed: from its day on there is no such rule.
        ("art_1__para_2", "(được bãi bỏ)", BEFORE, "repealed_later", "unknown"),
        ("art_1__para_2", "(được bãi bỏ)", FROM, "repealed", "expired"),
        # Added, a point of it too.
        ("art_1__para_3", "Giếng sâu mười mét:", BEFORE, "not_yet", "not_yet"),
        ("art_1__para_3__point_a", "có nắp;", BEFORE, "not_yet", "not_yet"),
        ("art_1__para_3__point_a", "có nắp;", FROM, None, "unknown"),
        # A change of the article is one of its clauses; parts of it held already.
        ("art_2__para_1", "Suối chảy.", PARTLY, "partly", "unknown"),
        ("art_2__para_1", "Suối chảy.", dt.date(2031, 1, 4), "earlier_wording", "unknown"),
        # An article is touched by what happened to the quoted clause, not to its others.
        ("art_1", "Mỗi xã có một giếng.", BEFORE, "earlier_wording", "unknown"),
        ("art_3__para_1", "Sông rộng.", BEFORE, None, "unknown"),
        # A change without a day is told by nobody and decides nothing.
        ("art_1__para_3__point_b", "có khóa.", AFTER, None, "unknown"),
    ],
)
def test_a_provision_on_a_day(
    validity: Validity, eid: str, words: str, day: dt.date, state: str | None, status: str
) -> None:
    ref = ProvisionRef("law", EId.parse(eid))
    found = validity.provision(ref, quoted(words), day)
    assert (found.state if found else None) == state
    assert validity.status(ref, quoted(words), day) == status


def test_a_state_names_the_amending_provision_and_its_law(validity: Validity) -> None:
    found = validity.provision(ProvisionRef("law", EId.parse("art_2__para_1")), quoted("Suối chảy."), PARTLY)
    assert found is not None
    change = found.change
    assert (change.by, change.law, change.effective, change.partly) == ("khoản 3 Điều 1", "5/2030/QH9", FROM, PARTLY)


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ({"status": "in_force", "expired": FROM}, BEFORE, "in_force"),
        ({"status": "in_force", "expired": FROM}, FROM, "expired"),
        ({"status": "expired", "expired": FROM}, BEFORE, "in_force"),
        ({"status": "not_yet", "effective": FROM}, FROM, "in_force"),
        ({"status": "in_force", "effective": FROM}, BEFORE, "not_yet"),
        ({"status": "spent"}, AFTER, "spent"),
        ({}, AFTER, "unknown"),
    ],
)
def test_a_document_on_a_day(facts: dict[str, object], day: dt.date, expected: str) -> None:
    assert status_at(law(**facts), day) == expected


def other(**facts: object) -> Document:
    return law(id="other", number="9/2031/QH9", **facts)


def over(*documents: Document) -> Validity:
    return Validity({d.id: d for d in documents}, {}, lambda _: None)


REF = ProvisionRef("law", EId.parse("art_1"))


def test_what_another_document_has_replaced_is_so_from_the_day_that_it_takes_effect() -> None:
    found = over(law(status="in_force"), other(effective=FROM, relations=(Relation("replaces", "1/2020/QH8"),)))
    assert found.successions("law", BEFORE) == []
    assert [(s.kind, s.by.id, s.since) for s in found.successions("law", FROM)] == [("replaced", "other", FROM)]
    assert [found.status(REF, Span(0, 1), day) for day in (BEFORE, FROM)] == ["in_force", "expired"]


def test_a_replacement_without_a_day_is_told_but_ends_nothing() -> None:
    found = over(law(status="in_force"), other(issued=FROM, relations=(Relation("replaces", "1/2020/QH8"),)))
    assert [s.since for s in found.successions("law", BEFORE)] == [None]
    assert found.status(REF, Span(0, 1), AFTER) == "in_force"


def test_an_amended_document_is_still_in_force() -> None:
    found = over(law(status="in_force"), other(effective=FROM, relations=(Relation("amends", "1/2020/QH8"),)))
    assert [s.kind for s in found.successions("law", FROM)] == ["amended"]
    assert found.status(REF, Span(0, 1), FROM) == "in_force"


def test_a_consolidated_text_holds_the_amendments_before_it_and_not_the_later_ones() -> None:
    text = law(number="3/VBHN-VPQH", issued=FROM, relations=(Relation("consolidates", "1/2020/QH8"),))
    amending = [
        replace(other(issued=day, effective=AFTER, relations=(Relation("amends", "1/2020/QH8"),)), id=str(day))
        for day in (BEFORE, dt.date(2031, 3, 3))
    ]  # fmt: skip
    assert [s.by.id for s in over(text, *amending).successions("law", AFTER)] == ["2031-03-03"]


def test_a_collection_of_works_is_not_replaced_with_one_of_them() -> None:
    works = tuple(Relation("consolidates", number) for number in ("1/2020/QH8", "2/2021/ND-CP"))
    found = over(
        law(number=None, relations=works), other(effective=FROM, relations=(Relation("replaces", "1/2020/QH8"),))
    )
    assert found.successions("law", AFTER) == []


def test_two_expressions_of_one_work_do_not_replace_each_other() -> None:
    again = replace(law(relations=(Relation("replaces", "1/2020/QH8"),)), id="again")
    assert over(law(), again).successions("law", AFTER) == []
