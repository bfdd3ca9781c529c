"""References resolved: in one invented law, between two, in an amending law, and in a consolidated text with footnotes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.agencies import Agencies
from corpus.provision import EId, ProvisionRef
from ingest.library import CorpusFile, load_entry
from ingest.references.graph import ReferenceGraph
from ingest.references.groups import names_group
from ingest.references.resolve import ResolvedReference, resolve_all

Resolve = Callable[..., list[ResolvedReference]]

BOATS = """HỘI ĐỒNG BẾN
-------
Luật số: 31/2030/QH90

LUẬT
ĐÒ NGANG
Căn cứ Hương ước chung;
Hội đồng bến ban hành Luật Đò ngang.
Chương I
QUY ĐỊNH CHUNG
Điều 1. Người đi đò
1. Nhóm do bến đò trả tiền:
a) Người gác bến;
b) Trẻ em đi học;
đ) Cụ già trên 80 tuổi.
2. Nhóm tự trả tiền gồm khách qua sông.
3. Khách khác ngoài các khoản 1 và 2 Điều này.
Điều 2. Giá đò
1. Giảm 70% giá đò cho đối tượng quy định tại các điểm a, b và đ khoản 1 Điều 1 của Luật này.
2. Khách quy định tại khoản 2 Điều 1 trả đủ, trừ trường hợp tại khoản 1 Điều này và điểm c khoản 1 Điều 1.
3. Từ khoản 1 đến khoản 2 Điều này không áp dụng cho chợ phiên theo Luật Bến bãi và khoản 4 Điều 9 của Luật Bến bãi.
Điều 3. Thi hành
Chương I và Điều 40 của Luật này do bến đò thực hiện.
"""
PIERS = """PIER COUNCIL
-------
Law No. 32/2030/QH90

LAW
ON PIERS
Pursuant to the Common Covenant;
The Pier Council promulgates the Law on Piers.
Article 1. Fares
1. Persons specified in Points a and b, Clause 1, Article 1 of Law No. 31/2030/QH90 pay nothing.
2. Clauses 1 and 3 of this Article do not touch Article 9 of the Law on Herons.
3. See Article 1 of this Law.
Article 2. Effect
This Law takes effect on May 01, 2030.
"""
CONSOLIDATED = """LUẬT
ĐÒ NGANG
Luật Đò ngang số 31/2030/QH90 ngày 02 tháng 02 năm 2030, được sửa đổi, bổ sung bởi:
1. Luật số 44/2035/QH91 ngày 04 tháng 4 năm 2035 sửa đổi một số điều của Luật Đò ngang, có hiệu lực kể từ ngày 01 tháng 01 năm 2036.
Điều 1. Người đi đò[1]
1. Người gác bến.
2. Khách qua sông.
Điều 2. Giá đò
1. Người quy định tại khoản 1 Điều 1 của Luật này đi không mất tiền.
2. Khách trả theo mức của bến.
Điều 3. Điều khoản chuyển tiếp
1. Người quy định tại khoản 2 và khoản 7 Điều 1 của Luật này dùng vé cũ hết năm 2031.
2. Bến thực hiện khoản 2 Điều 2 của Luật này.

[1] Điều này được sửa đổi, bổ sung theo quy định tại khoản 1 Điều 1 của Luật số 44/2035/QH91, có hiệu lực kể từ ngày 01 tháng 01 năm 2036.
[2] Điều 2 của Luật số 44/2035/QH91 quy định như sau:
“Điều 2. Điều khoản thi hành
1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2036.
2. Khoản 1 Điều này không áp dụng cho khoản 5 Điều 1 của Luật này.”.
"""
AMENDING = """HỘI ĐỒNG BẾN
-------
Luật số: 44/2035/QH91

LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT ĐÒ NGANG
Căn cứ Hương ước chung;
Hội đồng bến ban hành Luật sửa đổi, bổ sung một số điều của Luật Đò ngang.
Điều 1. Sửa đổi, bổ sung một số điều của Luật Đò ngang
1. Sửa đổi, bổ sung Điều 2 như sau:
“Điều 2. Giá đò
1. Giá đò do bến định.
2. Khách trả theo khoản 1 Điều này.”.
2. Bãi bỏ khoản 3 Điều 1.
Điều 2. Hiệu lực
Khoản 2 Điều 1 của Luật này có hiệu lực từ ngày 01 tháng 01 năm 2036.
"""


@pytest.fixture
def resolve(tmp_path: Path, agencies: Agencies) -> Resolve:
    """`resolve(boats=text, piers=text)`: the references of documents that were read from files of these names."""

    def read(**texts: str) -> list[ResolvedReference]:
        entries = []
        for name, text in texts.items():
            path = tmp_path / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            entries.append(load_entry(CorpusFile(path, path.name, None), agencies))
        found = list(resolve_all([(entry.document, entry.tree) for entry in entries]))
        sources = {entry.document.id: entry.source.text for entry in entries}
        assert all(sources[r.source.doc_id][r.span.start : r.span.end] == r.text for r in found)
        return found

    return read


def outcome(references: list[ResolvedReference], source: str) -> list[str]:
    """What the references of a provision come to: the target, else the reason."""
    return [str(r.target or r.reason) for r in references if str(r.source) == source]


@pytest.mark.parametrize(("source", "expected"), [
    ("boats#art_1__para_3", ["boats#art_1__para_1", "boats#art_1__para_2"]),
    ("boats#art_2__para_1", ["boats#art_1__para_1__point_a", "boats#art_1__para_1__point_b", "boats#art_1__para_1__point_dd"]),
    ("boats#art_2__para_2", ["boats#art_1__para_2", "boats#art_2__para_1", "not_found"]),
    ("boats#art_2__para_3", ["boats#art_2__para_1", "boats#art_2__para_2", "not_in_corpus", "not_in_corpus"]),
    ("boats#art_3", ["boats#chp_1", "not_found"]),
    ("piers#art_1__para_1", ["boats#art_1__para_1__point_a", "boats#art_1__para_1__point_b"]),
    ("piers#art_1__para_2", ["piers#art_1__para_1", "piers#art_1__para_3", "not_in_corpus"]),
    ("piers#art_1__para_3", ["piers#art_1"]),
])  # fmt: skip
def test_inside_and_between_documents(resolve: Resolve, source: str, expected: list[str]) -> None:
    assert outcome(resolve(boats=BOATS, piers=PIERS), source) == expected


@pytest.mark.parametrize(("text", "source"), [
    (BOATS.replace("Chương I và Điều 40 của Luật này", "Từ Điều 1 đến Điều 2 của Luật này"), "boats#art_3"),
    ("Từ Điều 1 đến Điều 3 của văn bản này do bến đò thực hiện.\n", "boats#para_1"),
])  # fmt: skip
def test_a_range_of_what_stands_outermost(resolve: Resolve, text: str, source: str) -> None:
    found = outcome(resolve(boats=text), source)
    assert found
    assert set(found) <= {"boats#art_1", "boats#art_2", "not_found"}
    assert (source == "boats#art_3") == ("boats#art_1" in found)


def test_a_document_that_is_not_here_is_named(resolve: Resolve) -> None:
    found = [r for r in resolve(piers=PIERS) if r.reason == "not_in_corpus"]
    assert [r.document for r in found] == ["31/2030/QH90", "31/2030/QH90", "Law on Herons"]


@pytest.mark.parametrize(("source", "expected"), [
    ("con#art_2__para_1", ["con#art_1__para_1"]),  # not transitional: read in today's version
    ("con#art_3__para_1", ["earlier_version", "earlier_version"]),  # a clause 2 of today is not the clause 2 of then
    ("con#art_3__para_2", ["con#art_2__para_2"]),  # never amended
    ("con#fn_2__art_2__para_2", ["con#fn_2__art_2__para_1", "not_found"]),  # "this Law" is the amending one
])  # fmt: skip
def test_a_transitional_clause_means_the_version_of_its_date(
    resolve: Resolve, source: str, expected: list[str]
) -> None:
    assert outcome(resolve(con=CONSOLIDATED), source) == expected


@pytest.mark.parametrize(("source", "expected"), [
    ("am#art_1__para_1", ["boats#art_2"]),
    ("am#quot_1__art_2__para_2", ["am#quot_1__art_2__para_1"]),
    ("am#art_1__para_2", ["boats#art_1__para_3"]),
    ("am#art_2", ["am#art_1__para_2"]),
])  # fmt: skip
def test_an_amending_law_speaks_of_the_law_that_it_amends(resolve: Resolve, source: str, expected: list[str]) -> None:
    assert outcome(resolve(boats=BOATS, am=AMENDING), source) == expected


def test_the_amended_law_is_not_guessed(resolve: Resolve) -> None:
    alone = resolve(am=AMENDING)
    assert outcome(alone, "am#art_1__para_2") == ["not_in_corpus"]


def test_two_documents_of_one_number_stay_unresolved(resolve: Resolve) -> None:
    found = resolve(a=BOATS, b=BOATS, piers=PIERS)
    assert outcome(found, "piers#art_1__para_1") == ["ambiguous", "ambiguous"]


def test_the_graph_is_followed_both_ways(resolve: Resolve) -> None:
    graph = ReferenceGraph(resolve(boats=BOATS, piers=PIERS))

    def ref(eid: str) -> ProvisionRef:
        return ProvisionRef("boats", EId.parse(eid))

    assert {str(r.target) for r in graph.cites(ref("art_2__para_1"))} == {
        "boats#art_1__para_1__point_a", "boats#art_1__para_1__point_b", "boats#art_1__para_1__point_dd",
    }  # fmt: skip
    citing = [str(r.source) for r in graph.cited_by(ref("art_1__para_1__point_a"))]
    assert citing == ["boats#art_2__para_1", "piers#art_1__para_1", "boats#art_1__para_3"]  # the last cites the clause
    assert {str(r.source) for r in graph.cited_inside(ref("art_1"))} >= {"boats#art_2__para_2", "piers#art_1__para_1"}
    assert graph.cites(ProvisionRef("piers")) == tuple(r for r in graph.references if r.source.doc_id == "piers")


@pytest.mark.parametrize(("text", "expected"), [
    ("giảm giá cho đối tượng quy định tại | điểm a khoản 1 Điều 1", True),
    ("giảm giá cho đối tượng quy định tại điểm a khoản 1, | điểm b khoản 2 Điều 1", True),
    ("Thành viên hộ gia đình quy định tại | khoản 5 Điều 1", True),
    ("pays for persons specified in | Clause 2, Article 1", True),
    ("hồ sơ quy định tại | khoản 1 Điều này", False),
    ("khách đi đò theo quy định tại | Điều 4", False),
    ("người đi đò khi qua sông theo quy định tại | Điều 4", False),
    ("trừ đối tượng quy định tại | điểm i khoản này", False),
    ("thân nhân của các đối tượng quy định tại | điểm a khoản này", False),
    ("the procedure specified in | Article 4", False),
])  # fmt: skip
def test_references_that_name_a_group(text: str, expected: bool) -> None:
    assert names_group(text.replace("|", ""), text.index("|")) is expected
