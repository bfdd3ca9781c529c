"""Plans, programmes and reports of authorities: parts ("I.") above sections that are counted anew in each."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.agencies import Agencies
from corpus.provision import Document, Provision
from corpus.reference import find_references
from ingest.identify import identify
from ingest.norms.extract import extract
from ingest.parse import family, parse
from ingest.read import SourceText

PLAN = """ỦY BAN NHÂN DÂN TỈNH SƠN HÀ
Số: 87/KH-UBND
Sơn Hà, ngày 12 tháng 3 năm 2026

KẾ HOẠCH
Phát triển người tham gia bảo hiểm y tế năm 2026

Thực hiện Chỉ thị số 52-CT/TW, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:

I. MỤC TIÊU
1. Đến ngày 31/12/2026, tỷ lệ bao phủ đạt 96,5% dân số.
2. 100% học sinh, sinh viên tham gia bảo hiểm y tế.

II. NHIỆM VỤ
1. Sở Y tế
a) Tổng hợp kết quả, báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 năm 2026.
b) Chỉ đạo các cơ sở khám bệnh, chữa bệnh nâng cao chất lượng phục vụ.
2. Sở Tài chính
Bố trí kinh phí hỗ trợ mức đóng.

III. TỔ CHỨC THỰC HIỆN
Sở Y tế theo dõi việc thực hiện Kế hoạch này.
"""
EIDS = [
    "head", "title", "preamble", "preamble__para_1",
    "part_1", "part_1__sec_1", "part_1__sec_2",
    "part_2", "part_2__sec_1", "part_2__sec_1__point_a", "part_2__sec_1__point_b", "part_2__sec_2", "part_2__sec_2__para_1",
    "part_3", "part_3__para_1",
]  # fmt: skip


def tree_of(text: str) -> Provision:
    return parse(SourceText(text), "d")


def read_off(text: str, agencies: Agencies) -> Document:
    return identify("d", "d.txt", SourceText(text), tree_of(text), agencies, "digest")


def test_a_plan_has_parts_whose_sections_are_counted_anew() -> None:
    tree = tree_of(PLAN)
    assert [str(node.ref.eid) for node in tree.walk() if node.ref.eid.segments] == EIDS
    headings = {str(node.ref.eid): node.heading for node in tree.walk()}
    assert headings["part_1"] == "MỤC TIÊU" and headings["part_2__sec_1"] == "Sở Y tế"


def test_a_plan_says_what_it_is(agencies: Agencies) -> None:
    document = read_off(PLAN, agencies)
    assert (document.kind, document.authority, document.number) == ("plan", "administrative", "87/KH-UBND")
    assert (document.issuer, document.issued) == ("provincial-peoples-committee", dt.date(2026, 3, 12))
    assert document.title_vi == "Phát triển người tham gia bảo hiểm y tế năm 2026"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Số: 12/CTr-UBND\n\nCHƯƠNG TRÌNH\nHành động", "programme"),
        ("Số: 12/BC-SYT\n\nBÁO CÁO\nKết quả quý I", "report"),
        ("Số: 12/TB-VPCP\n\nTHÔNG BÁO", "notice"),
        ("No. 12/KH-UBND\n\nPLAN\nTo insure more people", "plan"),
    ],
)
def test_other_kinds_of_offices(agencies: Agencies, head: str, kind: str) -> None:
    body = "\n\nI. GOALS\n1. Insure more people.\n\nII. TASKS\n1. Find those without a card.\n"
    assert read_off(head + body, agencies).kind == kind


def test_one_part_alone_is_no_plan_of_parts() -> None:
    assert family(SourceText("PLAN\nI. Goals\nInsure more people.\n")) == "prose"
    tree = tree_of("PLAN\n1. Goals\nI. Fund the plan.\n2. Tasks\nFind people.\n")
    assert [str(n.ref.eid) for n in tree.children if n.kind == "section"] == ["sec_1", "sec_2"]


def test_whose_task_it_is_stands_in_the_heading(agencies: Agencies) -> None:
    found = extract(read_off(PLAN, agencies), tree_of(PLAN), agencies).duties
    bearers = {str(duty.ref.eid): duty.bearer for duty in found if duty.role == "lead"}
    assert bearers["part_2__sec_1__point_b"] == "Sở Y tế"
    assert bearers["part_2__sec_2__para_1"] == "Sở Tài chính"


def test_a_year_behind_the_word_plan_is_no_number() -> None:
    assert not find_references("Theo kế hoạch 2026, báo cáo 12 tháng và chương trình 30 ngày.")
    (found,) = find_references("Theo Kế hoạch số 87/KH-UBND của tỉnh")
    assert found.kind == "plan"
