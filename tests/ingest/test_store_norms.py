"""The register tables: what is stored comes back the same, and what cannot be proved is not stored."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.provision import Document, EId, Provision, ProvisionRef, Span
from ingest.norms.rows import Deadline, Duty, Entitlement, Figure, Norms
from ingest.store import Store
from ingest.store_norms import proved

TEXT = "1. Bộ Y tế báo cáo Chính phủ trước ngày 01 tháng 3 năm 2027; trẻ em được hưởng 100% chi phí.\n2. Không có gì.\n"
FIRST, SECOND = Span(0, TEXT.index("\n")), Span(TEXT.index("\n") + 1, len(TEXT) - 1)
REF, OTHER = ProvisionRef("d", EId.parse("art_1__para_1")), ProvisionRef("d", EId.parse("art_1__para_2"))
TREE = Provision(
    ProvisionRef("d"), "document", None, None, TEXT, Span(0, len(TEXT)),
    children=tuple(
        Provision(ref, "clause", None, None, TEXT[span.start : span.end], span)
        for ref, span in ((REF, FIRST), (OTHER, SECOND))
    ),
)  # fmt: skip
QUOTE = TEXT[3 : FIRST.end]
AT = (REF, QUOTE, Span(3, FIRST.end))
DUTY = Duty("Bộ Y tế", "moh", "lead", "duty", "báo cáo", ("A", "B"), ("Chính phủ",), None, "trước ngày 01/3", *AT)
DEADLINE = Deadline(
    "deadline", dt.date(2027, 3, 1), None, "P5D", "working", "by", "100%", "nhận hồ sơ", "R", "2027-03-01",
    "trước ngày", None, None, "báo cáo", *AT,
)  # fmt: skip
ENTITLEMENT = Entitlement("trẻ em", OTHER, "chi phí", "100%", "đúng tuyến", "in_force", *AT)
FIGURE = Figure(Decimal("100.50"), "%", "khoảng", "chi phí", None, *AT)
NORMS = Norms((DUTY,), (DEADLINE,), (ENTITLEMENT, replace(ENTITLEMENT, group_ref=None)), (FIGURE,))
DOCUMENT = Document(id="d", file="d.txt", kind="circular", authority="circular", language="vi")


def stored(norms: Norms, path: Path) -> Norms:
    store = Store(path, create=True)
    store.add_document(DOCUMENT, TEXT, TREE)
    store.add_norms(norms)
    store.commit()
    store.close()
    read = Store(path)
    tables = [read.norms(kind, {"d": TEXT}) for kind in (Duty, Deadline, Entitlement, Figure)]
    read.close()
    return Norms(*tables)


def test_what_is_stored_comes_back_the_same(tmp_path: Path) -> None:
    assert stored(NORMS, tmp_path / "n.sqlite") == NORMS
    assert stored(Norms(), tmp_path / "empty.sqlite") == Norms()


def test_registers_can_be_asked_by_document_and_agency(tmp_path: Path) -> None:
    stored(NORMS, tmp_path / "n.sqlite")
    with sqlite3.connect(tmp_path / "n.sqlite") as db:
        plan = db.execute("EXPLAIN QUERY PLAN SELECT * FROM duty WHERE agency = 'moh'").fetchone()[3]
        assert "duty_agency" in plan
        assert db.execute("SELECT eid FROM duty WHERE agency = 'moh' AND doc_id = 'd'").fetchall() == [(str(REF.eid),)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": QUOTE + "!"}, {"quote": "", "span": Span(5, 5)}, {"span": Span(4, FIRST.end)}, {"ref": OTHER},
        {"ref": ProvisionRef("d", EId.parse("art_9"))}, {"quote": TEXT[3:], "span": Span(3, len(TEXT))},
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_proved_is_not_kept(wrong: dict[str, object]) -> None:
    assert proved(NORMS, TEXT, TREE) == NORMS
    assert proved(Norms(duties=(replace(DUTY, **wrong), DUTY)), TEXT, TREE).duties == (DUTY,)  # type: ignore[arg-type]
