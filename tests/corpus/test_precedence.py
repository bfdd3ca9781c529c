from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.precedence import RANKS, Dated, Precedence, dated, later, numbers, precedence, rank, relation_to
from corpus.provision import Authority, Document, Relation

D1, D2 = dt.date(2031, 1, 1), dt.date(2032, 1, 1)


def document(authority: Authority = "decree", kind: str = "decree", **facts: object) -> Document:
    made = Document(
        id=f"d-{authority}-{kind}-{facts.get('number')}", file="d.txt", kind=kind, authority=authority, language="en"
    )
    return replace(made, **facts)  # type: ignore[arg-type]  # the fields of Document


def issued(day: dt.date, authority: Authority = "decree", **facts: object) -> Document:
    return document(authority, issued=day, date_basis="text", **facts)


@pytest.mark.parametrize(
    ("authority", "kind", "order"),
    [
        ("constitution", "constitution", 1), ("law", "law", 2), ("law", "resolution", 2), ("law", "consolidated", 2),
        ("ordinance", "ordinance", 3), ("president", "decision", 4), ("decree", "decree", 5),
        ("pm_decision", "decision", 6), ("circular", "circular", 7), ("local", "resolution", 8), ("local", "decision", 9),
        ("administrative", "directive", None), ("party", "resolution", None), ("press", "news", None),
        ("digest", "decree", None),
    ],
)  # fmt: skip
def test_ranks(authority: Authority, kind: str, order: int | None) -> None:
    found = rank(document(authority, kind))
    assert (found.order if found else None) == order


def test_the_ranks_are_in_order_and_each_names_its_clause() -> None:
    assert [r.order for r in RANKS] == list(range(1, len(RANKS) + 1))
    clauses = [int(r.clause) for r in RANKS]
    assert clauses == sorted(clauses) and len(set(clauses)) == len(clauses)


@pytest.mark.parametrize(
    ("a", "b", "prevails", "basis"),
    [
        # The higher rank, whichever is the later.
        (issued(D1, "law"), issued(D2, "decree"), 0, "rank"),
        (issued(D2, "circular"), issued(D1, "decree"), 1, "rank"),
        # An express clause comes before all else.
        (issued(D2, number="5/2032/ND-CP", relations=(Relation("replaces", "1/2031/ND-CP"),)), issued(D1, number="1/2031/ND-CP"), 0, "express"),
        (issued(D1, "law", number="1/2031/QH9"), issued(D2, "law", relations=(Relation("amends", "1/2031/QH9"),)), 1, "express"),
        # Norms of one issuer: the later one.
        (issued(D1), issued(D2), 1, "later_issued"),
        (issued(D1, "circular", issuer="moh"), issued(D2, "circular", issuer="moh"), 1, "later_issued"),
        (issued(D1, "circular", issuer="moh"), issued(D2, "circular", issuer="mof"), None, "unclear"),
        # No norms: only which statement is the later.
        (issued(D1, "press"), issued(D2, "press"), 1, "later_statement"),
        (issued(D2, "administrative"), issued(D1, "party"), 0, "later_statement"),
        # A norm beside what only tells of one.
        (issued(D1, "decree"), issued(D2, "press"), 0, "norm"),
        # A norm beside an administrative act: neither rank nor issuer decides, the day does.
        (issued(D1, "decree"), issued(D2, "administrative"), 1, "later_statement"),
        # Days that are the same, unknown or inferred decide nothing.
        (issued(D1), issued(D1), None, "unclear"),
        (issued(D1, "press"), document("press"), None, "unclear"),
        (issued(D1, "press"), document("press", issued=D2, date_basis="inferred"), None, "unclear"),
    ],
)  # fmt: skip
def test_which_prevails(a: Document, b: Document, prevails: int | None, basis: str) -> None:
    found = precedence(a, b)
    assert (found.prevails, found.basis) == (prevails, basis)


def test_a_report_is_not_older_than_what_it_reports_on() -> None:
    report = document("press", issued=D2, date_basis="inferred", relations=(Relation("reports_on", "7-CT/TW"),))
    assert dated(report) == Dated(None, None)
    assert dated(report, {"7-CT/TW": D2}) == Dated(D2, None)
    assert precedence(issued(D1, "press"), report, {"7-CT/TW": D2}).prevails == 1
    # The report itself may be much later: an older one than that day is not told from it.
    assert precedence(issued(dt.date(2033, 1, 1), "press"), report, {"7-CT/TW": D2}).prevails is None


def test_a_consolidated_text_ranks_as_its_work_and_has_no_day_of_its_own() -> None:
    text = issued(D2, "law", number="9/VBHN-VPQH", relations=(Relation("consolidates", "1/2031/QH9"),))
    assert precedence(text, issued(D1, "decree")).basis == "rank"
    assert precedence(text, issued(D1, "law")).basis == "unclear"
    assert precedence(issued(D1, "law", number="1/2031/QH9"), text) == Precedence(1, "consolidated")
    assert [str(n.symbol) for n in numbers(text)] == ["VBHN-VPQH", "QH9"]


def test_a_number_without_a_year_is_told_apart_by_the_day() -> None:
    replacing = document("administrative", relations=(Relation("replaces", "16/CT-TTg", date=D1),))
    assert relation_to(replacing, issued(D1, "administrative", number="16/CT-TTg"), ("replaces",))
    assert not relation_to(replacing, issued(D2, "administrative", number="16/CT-TTg"), ("replaces",))


DAYS = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9))
DOCUMENTS = st.builds(
    lambda authority, kind, day, basis, issuer: document(authority, kind, issued=day, date_basis=basis, issuer=issuer),
    st.sampled_from(["law", "decree", "circular", "local", "administrative", "party", "press", "digest"]),
    st.sampled_from(["resolution", "decision", "decree"]),
    DAYS,
    st.sampled_from(["text", "source", "inferred"]),
    st.sampled_from([None, "moh", "mof"]),
)  # fmt: skip


@given(DOCUMENTS, DOCUMENTS)
def test_the_order_of_the_two_does_not_matter(a: Document, b: Document) -> None:
    there, back = precedence(a, b), precedence(b, a)
    mirrored = None if back.prevails is None else 1 - back.prevails
    assert (there.prevails, there.basis) == (mirrored, back.basis)


@given(DOCUMENTS, DOCUMENTS)
def test_an_inferred_day_never_decides(a: Document, b: Document) -> None:
    if "inferred" in (a.date_basis, b.date_basis):
        assert precedence(a, b).basis in {"rank", "norm", "unclear"}


@given(DAYS, DAYS)
def test_later_is_never_the_earlier_one(a: dt.date | None, b: dt.date | None) -> None:
    found = later(Dated(a, a), Dated(b, b))
    assert found == (None if not a or not b or a == b else int(b > a))
