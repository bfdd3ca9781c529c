from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.agencies import Agencies, load_agencies
from corpus.provision import Document, Provision, ProvisionRef, Span
from ingest.library import CorpusFile, LibraryEntry, load_entry
from ingest.norms.entitlement_parts import level_of
from ingest.norms.entitlements import entitlements
from ingest.norms.rows import Entitlement

WELLS = """HỘI ĐỒNG LÀNG
-------
Luật số: 41/2031/QH95

LUẬT
QUỸ THUỐC LÀNG
Căn cứ Hương ước chung;
Hội đồng làng ban hành Luật Quỹ thuốc làng.
Điều 1. Người tham gia quỹ
1. Nhóm được ngân sách làng hỗ trợ tiền góp bao gồm:
a) Người gác đê;
b) Trẻ em mồ côi.
2. Nhóm tự góp gồm các hộ còn lại.
Điều 2. Mức hưởng thuốc
1. Người tham gia quỹ khi ốm được quỹ thanh toán tiền thuốc với mức hưởng như sau:
a) 100% tiền thuốc đối với đối tượng quy định tại các điểm a và b khoản 1 Điều 1 của Luật này;
b) 70% tiền thuốc đối với người khác, trừ thuốc bổ.
2. Người đi xa về được hưởng 50% tiền thuốc nếu còn hóa đơn.
3. Trưởng làng quy định chi tiết mức hưởng đối với đối tượng quy định tại điểm a khoản 1 Điều 1 của Luật này.
4. Người tham gia quỹ phải nộp sổ thuốc cho người giữ quỹ.
Điều 3. Các trường hợp không được hưởng
1. Người bán lại thuốc được cấp.
Điều 4. Quyền của người tham gia quỹ
1. Xem sổ quỹ.
2. Được cấp sổ thuốc.
Điều 5. Quyền của cơ quan giữ quỹ
1. Được cấp kho.
Điều 6. Đóng góp
Thành viên hộ gia đình quy định tại khoản 2 Điều 1 của Luật này được giảm 30% mức đóng từ người thứ hai.
Điều 7. Sổ thuốc
1. Quỹ thuốc được quản lý tập trung và được miễn thuế.
2. Sổ thuốc được đổi trong các trường hợp sau đây:
a) Sổ bị rách;
b) Nghị định số 9/2031/NĐ-CP về phụ cấp đối với người gác đê.
"""
CLINIC = """VILLAGE COUNCIL
-------
Law No. 42/2031/QH95

LAW
ON THE VILLAGE CLINIC
Pursuant to the Common Covenant;
The Village Council promulgates the Law on the Village Clinic.
Article 1. Members
1. The groups that are supported by the village include:
a) Dike keepers;
b) Orphaned children.
Article 2. Care
1. Persons specified in Points a and b, Clause 1, Article 1 of this Law are entitled to treatment free of charge.
2. Members are entitled to 60% of the cost of medicine when they show their book.
3. Members shall pay for tonics.
4. A member is not entitled to medicine for sale.
"""
NOTICE = """DIRECTIVE
ON THE DRY SEASON
The Head of the Village hereby requests:
1. Ensure supplies
- The clinic shall purchase vaccine for the school before the dry season.
- Propose support for families of keepers with the costs of treatment.
- Currently, the clinic provides medicine to 40 families.
- The watch shall count the boats.
- The clinic is responsible for encouraging and inspecting the use of vaccine.
"""

Rows = Callable[[str], list[Entitlement]]


@pytest.fixture
def rows(tmp_path: Path, agencies: Agencies) -> Rows:
    """`rows(text)`: the entitlements of a document; each quote is that span of the text."""

    def read(text: str) -> list[Entitlement]:
        path = tmp_path / "own.txt"
        path.write_text(text, encoding="utf-8")
        entry = load_entry(CorpusFile(path, path.name, None), agencies)
        found = entitlements(entry.document, entry.tree, agencies)
        assert all(text[row.span.start : row.span.end] == row.quote for row in found)
        return found

    return read


def brief(found: list[Entitlement], eid: str) -> list[tuple[str, str | None, str | None]]:
    """Holder, group and level of the rows of one provision."""
    return [
        (row.holder, str(row.group_ref.eid) if row.group_ref else None, row.level)
        for row in found if str(row.ref.eid) == eid
    ]  # fmt: skip


@pytest.mark.parametrize(("eid", "expected"), [
    ("art_1__para_1__point_a", [("Người gác đê", None, None)]),
    ("art_1__para_1__point_b", [("Trẻ em mồ côi", None, None)]),
    ("art_2__para_1__point_a", [
        ("Người gác đê", "art_1__para_1__point_a", "100%"), ("Trẻ em mồ côi", "art_1__para_1__point_b", "100%"),
    ]),
    ("art_2__para_1__point_b", [("người khác", None, "70%")]),
    ("art_2__para_2", [("Người đi xa", None, "50%")]),
    ("art_2__para_3", [("Người gác đê", "art_1__para_1__point_a", None)]),
    ("art_2__para_4", []),
    ("art_3__para_1", []),
    ("art_4__para_1", [("người tham gia quỹ", None, None)]),
    ("art_4__para_2", [("người tham gia quỹ", None, None)]),
    ("art_5__para_1", []),
    ("art_7__para_1", []),
    ("art_7__para_2__point_a", []),
    ("art_7__para_2__point_b", []),
    ("art_6", [("Nhóm tự góp gồm các hộ còn lại", "art_1__para_2", "30%")]),
])  # fmt: skip
def test_a_law_in_vietnamese(rows: Rows, eid: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert brief(rows(WELLS), eid) == expected


@pytest.mark.parametrize(("eid", "expected"), [
    ("art_1__para_1__point_a", [("Dike keepers", None, None)]),
    ("art_2__para_1", [
        ("Dike keepers", "art_1__para_1__point_a", "free of charge"),
        ("Orphaned children", "art_1__para_1__point_b", "free of charge"),
    ]),
    ("art_2__para_2", [("Members", None, "60%")]),
    ("art_2__para_3", []),
    ("art_2__para_4", []),
])  # fmt: skip
def test_a_law_in_english(rows: Rows, eid: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert brief(rows(CLINIC), eid) == expected


def test_the_lead_is_the_condition_of_its_items(rows: Rows) -> None:
    item = next(row for row in rows(WELLS) if str(row.ref.eid) == "art_2__para_1__point_b")
    assert (
        item.condition == "Người tham gia quỹ khi ốm được quỹ thanh toán tiền thuốc với mức hưởng như sau; trừ thuốc bổ"
    )
    group = next(row for row in rows(WELLS) if str(row.ref.eid) == "art_1__para_1__point_a")
    assert group.benefit == "Nhóm được ngân sách làng hỗ trợ tiền góp bao gồm"


def test_a_plan_is_planned_or_proposed(rows: Rows) -> None:
    found = {row.quote.strip("- ")[:9]: row.status for row in rows(NOTICE)}
    assert found == {"The clini": "planned", "Propose s": "proposed"}


def test_a_rule_may_open_with_what_is_given(rows: Rows) -> None:
    text = "Điều 1. Mức hỗ trợ\n1. Hỗ trợ 100% tiền góp cho người cao tuổi trong làng.\n2. Hỗ trợ trạm y tế.\nĐiều 2. Thi hành\nLàng thi hành.\n"
    assert [(row.holder, row.level) for row in rows(text)] == [("người cao tuổi trong làng", "100%")]


def test_a_text_of_articles_binds_even_where_nothing_says_who_issued_it(tmp_path: Path, agencies: Agencies) -> None:
    path = tmp_path / "own.txt"
    path.write_text(WELLS, encoding="utf-8")
    entry = load_entry(CorpusFile(path, path.name, None), agencies)
    unknown = replace(entry.document, kind="text", authority="administrative")
    assert {row.status for row in entitlements(unknown, entry.tree, agencies)} == {"in_force"}


@pytest.mark.parametrize("eid", ["art_1__para_1__point_a", "art_2__para_1__point_b", "art_2__para_2", "art_4__para_2"])
def test_a_text_in_decomposed_letters_gives_the_same_holders(rows: Rows, eid: str) -> None:
    assert brief(rows(unicodedata.normalize("NFD", WELLS)), eid) == brief(rows(WELLS), eid) != []


def test_golden(
    plain_entries: dict[str, LibraryEntry], agencies: Agencies, golden: Callable[[str, object], None]
) -> None:
    shown = ("holder", "level", "condition", "status", "quote")
    for stem, entry in plain_entries.items():
        found = entitlements(entry.document, entry.tree, agencies)
        golden(
            f"entitlements/{stem}.json", [{"eid": str(r.ref.eid), **{k: getattr(r, k) for k in shown}} for r in found]
        )


@pytest.mark.parametrize(("text", "expected"), [
    ("bằng 70%, 60% và 50%", "70%, 60%, 50%"),
    ("từ 50% đến 100% mức hưởng", "từ 50% đến 100%"),
    ("người dân đóng một phần ba", "một phần ba"),
    ("hỗ trợ 40.000 đồng/người", "40.000 đồng/người"),
    ("pays 95 % of the cost", "95 %"),
    ("xem sổ quỹ", None),
])  # fmt: skip
def test_levels(text: str, expected: str | None) -> None:
    assert level_of(text) == expected


_phrases = st.sampled_from(
    ["Người tham gia", "được hưởng", "mức đóng", "70%", "đối tượng quy định tại", "khoản 1 Điều 1", ":", ".", ";", "khi", "phải nộp",
     "members", "are entitled to", "free of charge", "ensure", "medicine", "people's", "\n", "[12]", "###", "a)"]
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(_phrases, max_size=25).map(" ".join), st.sampled_from(["law", "directive"]), st.sampled_from(["vi", "en"])
)
def test_any_words_give_rows_that_are_quotes(text: str, kind: str, lang: str) -> None:
    tree = Provision(ProvisionRef("d"), "document", None, None, text, Span(0, len(text)))
    authority = "law" if kind == "law" else "administrative"
    document = Document("d", "d.txt", kind, authority, lang)  # type: ignore[arg-type]
    for row in entitlements(document, tree, load_agencies()):
        assert row.quote == text[row.span.start : row.span.end]
        assert row.quote.strip()
        assert row.holder
        assert row.status == ("in_force" if kind == "law" else row.status)
