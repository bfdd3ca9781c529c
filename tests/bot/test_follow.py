"""A rule on a group that another provision defines is found by the words of that group."""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.follow import Follower
from bot.session import open_answerer, workspace

RULES = "".join(
    f"Điều {n}. Việc của bến số {n}\n1. Bến số {n} mở cửa lúc {n} giờ và đóng lúc trời tối.\n2. Thuyền của bến số {n} sơn màu xanh.\n"
    for n in range(5, 18)
)
LAW = f"""HỘI ĐỒNG BẾN
-------
Luật số: 51/2032/QH95

LUẬT
QUỸ ĐÒ NGANG
Căn cứ Hương ước chung;
Hội đồng bến ban hành Luật Quỹ đò ngang.
Điều 1. Người tham gia
1. Nhóm do bến trả tiền gồm:
a) Người gác hải đăng;
b) Thợ lặn đã nghỉ việc.
2. Nhóm tự trả tiền gồm khách qua sông.
Điều 2. Mức hưởng
1. Người tham gia quỹ đò ngang khi sửa thuyền được quỹ thanh toán với mức hưởng như sau:
a) 100% chi phí đối với đối tượng quy định tại điểm a khoản 1 Điều 1 của Luật này;
b) 85% chi phí đối với đối tượng quy định tại điểm b khoản 1 Điều 1 của Luật này;
c) 40% chi phí đối với đối tượng khác.
Điều 3. Sổ quỹ
1. Sổ quỹ do người giữ bến ghi mỗi ngày.
2. Trình tự ghi sổ theo quy định tại khoản 1 Điều 4 của Luật này.
Điều 4. Người giữ bến
1. Người giữ bến do làng cử ra mỗi năm.
{RULES}"""


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    base = tmp_path_factory.mktemp("ferries")
    (base / "corpus").mkdir()
    (base / "corpus" / "ferries.txt").write_text(LAW, encoding="utf-8")
    return open_answerer(workspace(base / "corpus", base / "index"))


@pytest.mark.parametrize("question", [
    "Thợ lặn đã nghỉ việc được hưởng mức bao nhiêu phần trăm?",
    "tho lan da nghi viec duoc huong bao nhieu phan tram",
])  # fmt: skip
def test_the_rule_on_a_group_is_among_the_first_passages(ferries: Answerer, question: str) -> None:
    first = ferries.search(question, 3)
    rule = next((p for p in first if "85%" in p.chunk.text), None)
    assert rule is not None
    assert "reference" in rule.origins
    assert any("Thợ lặn" in p.chunk.text for p in first)


def test_only_references_that_name_people_are_followed(ferries: Answerer) -> None:
    follower = Follower(ferries.index)
    eids = {str(ferries.index.sentences[position].ref.eid) for position in follower.cited}
    assert eids == {"art_2__para_1__point_a", "art_2__para_1__point_b"}
    groups = {str(ferries.index.sentences[p].ref.eid) for positions in follower.cited.values() for p in positions}
    assert groups == {"art_1__para_1__point_a", "art_1__para_1__point_b"}


def test_words_that_meet_no_group_lead_nowhere(ferries: Answerer) -> None:
    follower = Follower(ferries.index)
    positions = range(len(ferries.index.sentences))
    other = {p: 0.9 if "màu xanh" in ferries.index.sentences[p].text else 0.7 for p in positions}
    assert follower.citing_passages(other, dict.fromkeys(range(len(ferries.index.chunks)), 1.0)) == {}
    assert follower.citing_passages({}, {}) == {}


def test_the_index_answers_what_cites_what(ferries: Answerer) -> None:
    graph = ferries.index.references
    (group,) = {r.target for r in graph.references if r.text.startswith("điểm b khoản 1")}
    assert group is not None
    assert [str(r.source.eid) for r in graph.cited_by(group)] == ["art_2__para_1__point_b"]
