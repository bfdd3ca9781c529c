"""Rules on groups that another article defines: what a claim on the group is told, whichever side of it is asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.claims.check import Checker
from bot.session import open_answerer, workspace

DAY = dt.date(2026, 11, 22)
# An invented law; its Article 3 names the groups of Article 2 by their points alone.
LAW = """QUỐC HỘI
Luật số: 91/2031/QH16
LUẬT
QUỸ ĐÒ NGANG

Điều 1. Phạm vi điều chỉnh
Luật này quy định về quỹ đò ngang của các huyện ven sông.

Điều 2. Đối tượng tham gia quỹ đò ngang
1. Nhóm do ngân sách nhà nước đóng bao gồm:
a) Trẻ em dưới 6 tuổi;
b) Người thuộc hộ gia đình nghèo;
c) Cựu chiến binh;
d) Học sinh, sinh viên.

Điều 3. Mức hưởng
1. Người tham gia khi qua sông được quỹ đò ngang thanh toán chi phí qua sông với mức hưởng như sau:
a) 100% chi phí qua sông đối với đối tượng quy định tại điểm a và điểm c khoản 1 Điều 2 của Luật này;
b) 70% chi phí qua sông đối với đối tượng quy định tại điểm b và điểm d khoản 1 Điều 2 của Luật này.

Điều 4. Điều khoản thi hành
Luật này có hiệu lực từ ngày 01 tháng 01 năm 2032.
"""


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    base: Path = tmp_path_factory.mktemp("ferry")
    (base / "corpus").mkdir()
    (base / "corpus" / "ferry.txt").write_text(LAW, encoding="utf-8")
    return Checker(open_answerer(workspace(base / "corpus", base / "index")), as_of=DAY)


CLAIMS = [
    ("Trẻ em dưới 6 tuổi được quỹ đò ngang thanh toán 100% chi phí qua sông.", "supported", "art_2__para_1__point_a"),
    ("Trẻ em dưới 6 tuổi được quỹ đò ngang thanh toán 70% chi phí qua sông.", "contradicted", "art_2__para_1__point_a"),
    ("Cựu chiến binh được quỹ đò ngang thanh toán 70% chi phí qua sông.", "contradicted", "art_2__para_1__point_c"),
    ("Học sinh, sinh viên được quỹ đò ngang thanh toán 70% chi phí qua sông.", "supported", "art_2__para_1__point_d"),
    ("Học sinh, sinh viên được quỹ đò ngang thanh toán 100% chi phí qua sông.", "contradicted", "art_2__para_1__point_d"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "verdict", "group"), CLAIMS)
def test_a_group_named_by_reference(ferry: Checker, claim: str, verdict: str, group: str) -> None:
    found = ferry.check(claim)
    assert found.verdict == verdict
    places = [str(proof.ref.eid) for proof in found.evidence]
    assert places[0].startswith("art_3__para_1") and places[1] == group


def test_what_is_said_of_no_group_is_not_read_into_the_rule(ferry: Checker) -> None:
    assert ferry.check("Trẻ em dưới 6 tuổi được tặng áo phao khi qua sông.").verdict != "supported"
