from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.provision import EId, Provision
from corpus.toml import BUNDLED
from ingest.grammar_law import oddities, recognises
from ingest.law_codification import works
from ingest.law_history import history
from ingest.law_marks import mark_of, plain
from ingest.lines import lines
from ingest.parse import family, parse
from ingest.read import SourceText, read

DATA = Path(__file__).parents[1] / "data"
LAWS = Path(__file__).parents[3] / "shared" / "laws"
CONSOLIDATED = LAWS / "22_VBHN-VPQH_2025_luat_bhyt_hop_nhat.vi.txt"
STRUCTURE = LAWS.parent / "devset" / "structure_law_articles_1_15.json"
needs_laws = pytest.mark.skipif(not LAWS.is_dir(), reason="the folder ../shared/laws with real laws is not there")


def tree_of(text: str) -> Provision:
    return parse(SourceText(text), "d")


def eids(text: str, kind: str | None = None) -> list[str]:
    return [str(n.ref.eid) for n in tree_of(text).walk() if n.kind != "document" and kind in (None, n.kind)]


def outline(node: Provision) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "eid": str(node.ref.eid),
        "kind": node.kind,
        "start": node.span.start,
        "end": node.span.end,
    }
    shown |= {key: value for key, value in (("num", node.num), ("heading", node.heading)) if value is not None}
    return shown | ({"children": [outline(child) for child in node.children]} if node.children else {})


def check(text: str) -> Provision:
    """What holds for the tree of any text."""
    tree = tree_of(text)
    found = [n.ref.eid for n in tree.walk()]
    assert len(found) == len(set(found))
    for node in tree.walk():
        assert EId.parse(str(node.ref.eid)) == node.ref.eid
        assert node.text == text[node.span.start : node.span.end]
        at = node.span.start
        for child in node.children:
            assert at <= child.span.start < child.span.end <= node.span.end
            at = child.span.end
    covered: set[int] = set()
    for child in tree.children:
        covered.update(range(child.span.start, child.span.end))
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())
    return tree


# Labels


@pytest.mark.parametrize(
    ("line", "kind", "number", "rest"),
    [
        ("Điều 22. Mức hưởng", "article", "22", "Mức hưởng"),
        ("ĐIỀU 7a: Tên", "article", "7a", "Tên"),
        ("Điều 7đ.[16] Tên[17]", "article", "7dd", "Tên"),
        ("Điều 2", "article", "2", ""),
        ("**Điều 3.** Tên", "article", "3", "Tên"),
        ("### Điều 3. Tên", "article", "3", "Tên"),
        ("Article 22. Levels", "article", "22", "Levels"),
        ("Điều 31.1.LQ.1. Tên", "article", "1", "Tên"),
        ("Chương IV", "chapter", "4", ""),
        ("CHƯƠNG 12. THI HÀNH", "chapter", "12", "THI HÀNH"),
        ("Chương XLI — TÊN", "chapter", "41", "TÊN"),
        ("## Chương II PHÒNG BỆNH", "chapter", "2", "PHÒNG BỆNH"),
        ("Chapter III", "chapter", "3", ""),
        ("PHẦN THỨ NHẤT", "part", "1", ""),
        ("Part Two", "part", "2", ""),
        ("Mục 3. TÊN", "law_section", "3", "TÊN"),
        ("Mục A", "law_section", "a", ""),
        ("Tiểu mục 2. TÊN", "subsection", "2", "TÊN"),
        ("1. Nội dung", "clause", "1", "Nội dung"),
        ("1.[2] Nội dung", "clause", "1", "Nội dung"),
        ("2a. Nội dung", "clause", "2a", "Nội dung"),
        ("3\\. Nội dung", "clause", "3", "Nội dung"),
        ("Clause 4. Content", "clause", "4", "Content"),
        ("a) Nội dung", "point", "a", "Nội dung"),
        ("đ)[5] Nội dung", "point", "dd", "Nội dung"),
        ("dd) Content", "point", "dd", "Content"),
        ("Point b) Content", "point", "b", "Content"),
        ("(ii) Content", "item", "ii", "Content"),
        ("(2) Nội dung", "item", "2", "Nội dung"),
        ("- Nội dung", "bullet", "", "Nội dung"),
    ],
)
def test_a_label_is_read(line: str, kind: str, number: str, rest: str) -> None:
    mark = mark_of(plain(line), line.startswith("#"))
    assert mark is not None
    assert (mark.kind, mark.number, mark.rest) == (kind, number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 12 của Luật này",
        "Điều 12, Điều 13 và khoản 2",
        "Article 12 of this Law",
        "khoản 2 Điều này",
        "điều 78, 79",
        "Chương IV của Luật này quy định",
        "Chương trình tiêm chủng",
        "Mục 3 Chương II Luật này",
        "Mục đích của Luật",
        "Phần lớn số tiền",
        "2.530.000 đồng",
        "1.5 lần",
        "| 1. | ô |",
        "c hoặc điểm d khoản 5",
    ],
)
def test_a_sentence_that_begins_like_a_label_is_none(line: str) -> None:
    assert mark_of(plain(line)) is None


# Constructs

TWO = "Điều 1. Một\nNội dung.\n{}\nĐiều 2. Hai\nNội dung.\n"


@pytest.mark.parametrize(
    ("middle", "expected"),
    [
        ("1. Một;\n2. Hai.", ["art_1__para_1", "art_1__para_2"]),
        ("1. Một;\n2. Hai;\n2a. Thêm.", ["art_1__para_1", "art_1__para_2", "art_1__para_2a"]),
        ("a) Một;\nb) Hai.", ["art_1__point_a", "art_1__point_b"]),
        ("1. Một:\nd) Sai.", ["art_1__para_1"]),
        ("1. Một theo\n2 lần.", ["art_1__para_1"]),
        ("1. Một theo quy định tại\nĐiều 2. Nữa.", ["art_1__para_1"]),
        ("1. Một theo khoản\n2. Nữa.", ["art_1__para_1"]),
        ("1. Một:\na) A;\n- B;\n- C.", ["art_1__para_1", "art_1__para_1__point_a",
            "art_1__para_1__point_a__bullet_1", "art_1__para_1__point_a__bullet_2"]),
        ("1. Kinh tế\n- xã hội.", ["art_1__para_1"]),
        ("1. Một.\n1. Lặp.\n2. Hai.", ["art_1__para_1", "art_1__para_2"]),
        ("1. Một.\n3. Ba.", ["art_1__para_1", "art_1__para_3"]),
        ("1. Một:\na) A.\nĐoạn khác:\na) A nữa;\nb) B nữa.\n2. Hai.",
            ["art_1__para_1", "art_1__para_1__point_a", "art_1__para_2"]),
        ("1. Một:\na) A;\nb) B;\nc) C;\nd) D;\nđ) Đ;\ne) E;\ng) G;\nh) H;\ni) I;\nk) K.",
            ["art_1__para_1", *(f"art_1__para_1__point_{x}" for x in ("a", "b", "c", "d", "dd", "e", "g", "h", "i", "k"))]),
        ("1. Bảng:\n| a | b |\n|---|---|\n| 1 | 2 |", ["art_1__para_1", "art_1__para_1__table_1"]),
        ("1.[3] (được bãi bỏ)\n2. Hai.", ["art_1__para_1", "art_1__para_2"]),
    ],
)  # fmt: skip
def test_inside_an_article(middle: str, expected: list[str]) -> None:
    text = TWO.format(middle)
    check(text)
    assert [eid for eid in eids(text) if eid.startswith("art_1__")] == expected
    assert eids(text, "article") == ["art_1", "art_2"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Điều 1. Phạm vi\n\nđiều chỉnh\n\nNội dung.\nĐiều 2. Hai\nX.", ["Phạm vi điều chỉnh", "Hai"]),
        ("Điều 1. Tên[4]\n1. X.\nĐiều 2\nTên hai\n1. Y.", ["Tên", "Tên hai"]),
        ("Điều 1. Quyết định này có hiệu lực từ ngày ký.\nĐiều 2. Hai\nX.", [None, "Hai"]),
        ("Article 1.\nScope\n1. X.\nArticle 2: Terms\nY.", ["Scope", "Terms"]),
    ],
)
def test_headings_of_articles(text: str, headings: list[str | None]) -> None:
    assert [n.heading for n in check(text).walk() if n.kind == "article"] == headings


def test_a_heading_of_a_division_may_stand_on_the_next_lines() -> None:
    tree = check("Chương I\nNHỮNG QUY ĐỊNH\nCHUNG\nMục 1\nTÊN MỤC\nĐiều 1. A\nX.\nĐiều 2. B\nY.\n")
    assert [(str(n.ref.eid), n.heading) for n in tree.walk() if n.kind in ("chapter", "law_section")] == [
        ("chp_1", "NHỮNG QUY ĐỊNH CHUNG"),
        ("chp_1__sec_1", "TÊN MỤC"),
    ]


def test_parts_may_number_their_chapters_anew() -> None:
    text = "PHẦN I\nA\nChương I\nB\nĐiều 1. C\nX.\nPHẦN II\nD\nChương I\nE\nĐiều 2. F\nY.\n"
    assert eids(text) == ["part_1", "part_1__chp_1", "art_1", "part_2", "part_2__chp_1", "art_2"]


AMENDING = "Điều 1. Sửa đổi Luật Nước\n{}\nĐiều 2. Hiệu lực\nNgay.\n"


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("1. Sửa đổi Điều 2 như sau:\n“Điều 2. X\n1. A.\nĐiều 2a. Y\nB.”.\n2. Bãi bỏ Điều 9.",
            ["art_1__para_1", "quot_1", "quot_1__art_2", "quot_1__art_2__para_1", "quot_1__art_2a", "art_1__para_2"]),
        ("1. Bổ sung khoản 7 như sau:\n“7. A “B” C;\n8. D.”\n“10. E.”\n2. Bãi bỏ Điều 9.",
            ["art_1__para_1", "quot_1", "quot_1__para_7", "quot_1__para_8", "quot_2", "quot_2__para_10", "art_1__para_2"]),
        ("1. Bổ sung khoản 7 như sau:\n“7. Chưa đóng\n8. D.\n2. Sửa đổi, bổ sung Điều 3 như sau:\n“Điều 3. Z”.",
            ["art_1__para_1", "quot_1", "quot_1__para_7", "quot_1__para_8", "art_1__para_2", "quot_2", "quot_2__art_3"]),
        ("1. Sửa đổi điểm c như sau: “c) A\nB;”\n2. Bãi bỏ Điều 9.",
            ["art_1__para_1", "quot_1", "quot_1__point_c", "art_1__para_2"]),
        ("1. Sửa đổi Điều 5 như sau:\n\"Điều 5. A\n1. B.\"\n2. Bãi bỏ Điều 9.",
            ["art_1__para_1", "quot_1", "quot_1__art_5", "quot_1__art_5__para_1", "art_1__para_2"]),
        ("1. Thay cụm từ “A” bằng cụm từ “B”.\n2. Bãi bỏ Điều 9.", ["art_1__para_1", "art_1__para_2"]),
    ],
)  # fmt: skip
def test_quoted_text_is_never_the_amending_laws_own(quoted: str, expected: list[str]) -> None:
    text = AMENDING.format(quoted)
    check(text)
    assert eids(text) == ["art_1", *expected, "art_2"]


def test_an_unclosed_quotation_ends_before_the_laws_next_article() -> None:
    text = AMENDING.format("1. Sửa đổi Điều 49 như sau:\n“Điều 49. X\n1. A.\n2. B.")
    assert eids(text, "article") == ["art_1", "quot_1__art_49", "art_2"]
    assert [o.line for o in oddities(text)] == [3]


def test_a_regulation_issued_with_a_decision_numbers_anew() -> None:
    text = (
        "QUYẾT ĐỊNH\nVề việc ban hành Quy chế\nCăn cứ Luật Đò;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành Quy chế đò.\nĐiều 2. Thi hành./.\n"
        "Nơi nhận:\n- Lưu VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nQUY CHẾ\nĐÒ NGANG\n(Ban hành kèm theo Quyết định số 3)\n"
        "Điều 1. Phạm vi\n1. A.\nĐiều 2. Vé\nB.\nPHỤ LỤC I\nMẪU VÉ\nTên: ...\n"
    )
    tree = check(text)
    assert [str(n.ref.eid) for n in tree.walk() if n.kind in ("article", "clause", "attachment", "signature")] == [
        "art_1", "art_2", "sig", "att_1", "att_1__art_1", "att_1__art_1__para_1", "att_1__art_2", "att_2",
    ]  # fmt: skip
    assert [n.heading for n in tree.children if n.kind == "attachment"] == ["QUY CHẾ ĐÒ NGANG", "PHỤ LỤC I"]


def test_a_list_before_the_first_article_holds_no_clauses() -> None:
    text = "LUẬT\nGIẾNG\nĐược sửa đổi bởi:\n1. Luật số 1;\n2. Luật số 2.\nĐiều 1. A\n1. X.\nĐiều 2. B\nY.\n"
    assert eids(text, "clause") == ["art_1__para_1"]


CODIFIED = (
    "Chương I\nCHUNG\nĐiều 9.2.LQ.1. Phạm vi\n(Điều 1 Luật số 12/2027/QH90 Giếng làng ngày 05/05/2027 của Hội đồng)\n1. A.\n"
    "(Điều này có nội dung liên quan đến Điều 9.2.NĐ.1.1. Phạm vi)\nĐiều 9.2.NĐ.1.1. Phạm vi\n"
    "(Điều 1 Nghị định số 3/2028/NĐ-HD Quy định chi tiết ngày 01/02/2028)\n1. B.\nĐiều 9.2.NĐ.1.2. Đối tượng\n"
    "(Điều 5 Nghị định số 8/2029/NĐ-HD, có hiệu lực)\nC.\n(Điều 2 Luật số 12/2027/QH90, có hiệu lực)\n1. D.\n"
)


def test_a_codification_yields_one_work_per_source_mark() -> None:
    check(CODIFIED)
    assert eids(CODIFIED, "article") == ["work_1__art_1", "work_2__art_1", "work_3__art_5", "work_1__art_2"]
    assert eids(CODIFIED, "clause") == ["work_1__art_1__para_1", "work_2__art_1__para_1", "work_1__art_2__para_1"]
    assert [(str(w.eid), w.number, w.title) for w in works(CODIFIED)] == [
        ("work_1", "12/2027/QH90", "Giếng làng"),
        ("work_2", "3/2028/NĐ-HD", "Quy định chi tiết"),
        ("work_3", "8/2029/NĐ-HD", None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 1. A\nX.\nĐiều 2. B\nY.\nĐiều 4. D\nZ.\n", [(5, "article 3 is missing")]),
        ("Điều 1. A\nX.\nĐiều 2. B\n1. Y.\n1. Y.\n2. Z.\n", [(5, "after clause 1")]),
        ("Điều 1. A\nX.\nĐiều 2. B\nY.\nĐiều 1. A\nZ.\n", [(5, "out of order")]),
        ("Điều 1. A\n1. X:\na) A;\nd) D.\nĐiều 2. B\nY.\n", [(4, "a point is missing")]),
        ("Điều 1. A\nX.\nĐiều 2. B\nY.\n", []),
    ],
)
def test_what_is_odd_is_reported_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    found = oddities(text)
    assert [o.line for o in found] == [line for line, _ in expected]
    assert all(what in o.what for o, (_, what) in zip(found, expected, strict=True))


# History

NOTED = "Điều 1.{0} Tên\n1. Nước{1} sạch.\n2.{2} Hai:\na){3} A.\nĐiều 2. Hai\nX.\n[1] {4}\n"
BY = "theo quy định tại điểm a khoản 3 Điều 1 của Luật số 5/2030/QH9 sửa đổi Luật Nước, có hiệu lực kể từ ngày 02 tháng 3 năm 2031."


@pytest.mark.parametrize(
    ("place", "note", "eid", "action"),
    [
        (0, f"Điều này được bổ sung {BY}", "art_1", "added"),
        (2, f"Khoản này được sửa đổi, bổ sung lần thứ nhất {BY}", "art_1__para_2", "amended"),
        (3, f"Điểm này được bãi bỏ {BY}", "art_1__para_2__point_a", "repealed"),
        (3, f"Khoản này được bãi bỏ {BY}", "art_1__para_2", "repealed"),
        (1, f"Cụm từ “giếng” được thay thế bằng cụm từ “nước” {BY}", "art_1__para_1", "words_replaced"),
        (1, f"Nội dung về phí tại khoản này được bãi bỏ {BY}", "art_1__para_1", "part_repealed"),
    ],
)
def test_a_footnote_is_the_history_of_its_provision(place: int, note: str, eid: str, action: str) -> None:
    markers = ["[1]" if number == place else "" for number in range(4)]
    text = NOTED.format(*markers, note)
    (change,) = history(check(text))
    assert (str(change.eid), change.action, change.footnote) == (eid, action, 1)
    assert (change.by, change.law, str(change.effective)) == ("điểm a khoản 3 Điều 1", "5/2030/QH9", "2031-03-02")


def test_a_footnote_may_tell_several_changes() -> None:
    note = f"Khoản này được bổ sung lần thứ nhất {BY}\nKhoản này được sửa đổi lần thứ hai theo quy định tại Điều 7 của Luật Đò số 6/2032/QH9."
    found = history(check(NOTED.format("", "", "[1]", "", note)))
    assert [(c.action, c.by, c.law, c.effective is None) for c in found] == [
        ("added", "điểm a khoản 3 Điều 1", "5/2030/QH9", False),
        ("amended", "Điều 7", "6/2032/QH9", True),
    ]


def test_a_law_without_footnotes_has_no_history() -> None:
    assert history(check("Điều 1. A\nX[1].\nĐiều 2. B\nY.\n")) == []


# Recognising


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 1. A\nX.\nĐiều 2. B\nY.", True),
        ("Article 1. A\nX.\nArticle 2. B", True),
        ("Điều 1. A\nX.", False),
        ("Theo Điều 1 của Luật và\nĐiều 2 của Nghị định.", False),
        ("Điều 12 quy định mức hưởng.\nĐiều 22 quy định mức đóng.", False),
        ("Điều 5. A\nX.\nĐiều 22. B\nY.", False),
    ],
)
def test_a_statute_is_recognised_by_its_articles(text: str, expected: bool) -> None:
    assert recognises(lines(text)) is expected


@pytest.mark.parametrize("path", sorted((BUNDLED / "texts").glob("*.txt")), ids=lambda p: p.stem)
def test_a_bundled_text_is_no_statute(path: Path) -> None:
    assert family(read(path)) != "law"


# Any text

WORDS = st.sampled_from(
    ["Điều 1.", "Điều 2. Tên", "Điều 2", "Điều 3a.", "Điều 12 của", "“Điều 5. Tên", "Điều 9.2.LQ.1. Tên", "Chương I", "Chương II\nTÊN",
     "Mục 1. TÊN", "Tiểu mục 1", "PHẦN THỨ NHẤT", "1.", "2. Hai;", "2a.[3]", "“7. Bảy", "a)", "b) hai;", "đ)", "(i) một", "(1)",
     "- gạch", "| ô | ô |", "|---|", "như sau:", "như sau: “c) ba", "”.", "”", "\"", "[1] Khoản này", "[2]", "PHỤ LỤC I", "QUY CHẾ",
     "(Ban hành kèm theo Luật)", "TM. CHÍNH PHỦ", "Nơi nhận:", "Căn cứ Luật;", "LUẬT", "**Điều 3.**", "### Điều 4. Tên", "---",
     "tại", "sửa đổi", "Sửa đổi Điều 2", "Article 5. Title", "Clause 1.", "(Điều 1 Luật số 1/2020/QH1 Tên)", "chữ thường", "CHỮ HOA", "."]
)  # fmt: skip
SOUP = st.lists(st.tuples(WORDS, st.sampled_from(["\n", " ", "\n\n", " \u00a0\n", "\r\n", "\f"])), max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@settings(max_examples=400, deadline=None)
@given(SOUP)
@example("Điều 1.\nĐiều 2.\n“")
@example("Điều 9.2.LQ.1. Tên\nnhư sau: “c) ba\nĐiều 1.\n")
@example("(i) một\nnhư sau: “c) ba\n")
@example("Điều 1. A\nĐiều 2. B\n[1] x\n[1] y\n“Điều 2\n“Điều 2\n")
def test_any_text_parses_to_a_valid_tree(text: str) -> None:
    check("Điều 1. A\nX.\nĐiều 2. B\n" + text)
    check(text)
    assert all(o.line >= 1 for o in oddities(text))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 12), st.data())
def test_what_is_numbered_is_found(articles: int, data: st.DataObject) -> None:
    expected, text = [], "LUẬT\nTHỬ\n"
    for article in range(1, articles + 2):
        expected.append(f"art_{article}")
        text += f"Điều {article}. Tên\n"
        for clause in range(1, data.draw(st.integers(0, 4)) + 1):
            expected.append(f"art_{article}__para_{clause}")
            text += f"{clause}. Theo quy định tại\nĐiều {data.draw(st.integers(1, 20))} của Luật này:\n"
            for letter in "abcdđeghik"[: data.draw(st.integers(0, 10))]:
                expected.append(f"art_{article}__para_{clause}__point_{letter.replace('đ', 'dd')}")
                text += f"{letter}) Nội dung;\n"
    assert [e for e in eids(text) if e.startswith("art")] == expected


# Whole laws


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_invented_law(language: str, golden: Callable[[str, object], None]) -> None:
    text = (DATA / f"invented_law.{language}.txt").read_text(encoding="utf-8")
    golden(f"invented_law.{language}.json", outline(check(text)))
    assert family(SourceText(text)) == "law"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_composed_and_decomposed_letters_and_line_ends_make_no_difference(language: str) -> None:
    text = (DATA / f"invented_law.{language}.txt").read_text(encoding="utf-8")
    for written in (unicodedata.normalize("NFD", text), text.replace("\n", "\r\n")):
        check(written)
        assert eids(written) == eids(text)


def test_the_invented_law_has_one_oddity() -> None:
    text = (DATA / "invented_law.vi.txt").read_text(encoding="utf-8")
    assert [o.what for o in oddities(text)] == ["a quotation is not closed before the text of the law goes on"]


def _units(tree: Provision) -> Iterator[str]:
    for node in tree.walk():
        eid = str(node.ref.eid)
        if re.fullmatch(r"art_[0-9a-z]+(?:__para_[0-9a-z]+)?(?:__point_[a-z]+)?", eid):
            yield eid


@needs_laws
def test_the_consolidated_law_is_exact() -> None:
    text = CONSOLIDATED.read_bytes().decode()
    tree = check(text)
    assert Counter(eid.split("__")[-1].split("_")[0] for eid in _units(tree)) == {"art": 57, "para": 236, "point": 178}
    by_eid = {str(n.ref.eid): n for n in tree.walk()}
    expected = {}
    for article in json.loads(STRUCTURE.read_text(encoding="utf-8")):
        outer = f"art_{article['number']}"
        expected[outer] = (article["start"], article["end"])
        assert by_eid[outer].heading == article["heading"]
        for clause in article["clauses"]:
            inner = f"{outer}__para_{clause['number']}"
            expected[inner] = (clause["start"], clause["end"])
            for point in clause["point_items"]:
                expected[f"{inner}__point_{point['letter'].replace('đ', 'dd')}"] = (point["start"], point["end"])
    assert {eid: (by_eid[eid].span.start, by_eid[eid].span.end) for eid in expected} == expected
    assert set(expected) == {e for e in _units(tree) if int(re.findall(r"\d+", e)[0]) <= 15}
    assert oddities(text) == []
    assert "fn_107__art_3__para_2" in by_eid


@needs_laws
def test_the_history_of_the_consolidated_law() -> None:
    found = history(tree_of(CONSOLIDATED.read_bytes().decode()))
    expected = set()
    for article in json.loads(STRUCTURE.read_text(encoding="utf-8")):
        units = [(f"art_{article['number']}", article)]
        for clause in article["clauses"]:
            units.append((f"{units[0][0]}__para_{clause['number']}", clause))
        for eid, unit in units:
            expected |= {(eid, h["footnote"], h["action"], h["by"], h["law"], h["effective"]) for h in unit["history"]}
    assert expected <= {(str(c.eid), c.footnote, c.action, c.by, c.law, str(c.effective)) for c in found}
    assert {str(c.eid) for c in found if c.action == "repealed"} == {
        "art_18__para_4",
        "art_23__para_10",
        "art_23__para_12",
    }


@needs_laws
@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("txt/25-2008-QH12.txt", 1, 52),
        ("txt/46-2014-QH13.txt", 1, 2),
        ("txt/58-2014-QH13.txt", 1, 125),
        ("txt/146-2018-ND-CP.txt", 1, 43),
        ("nghi_dinh_161_2026_nd-cp_luong_co_so.vi.md", 1, 7),
        ("nghi_dinh_162_2026_nd-cp.vi.md", 1, 6),
        ("nghi_dinh_165_2026_nd-cp_luat_phong_benh.vi.md", 1, 97),
        ("nghi_dinh_192_2026_nd-cp_phu_cap_y_te_thon_ban.vi.md", 3, 10),  # the copy only retells Articles 1 and 2
        ("nghi_quyet_32_2026_nq-cp.vi.md", 1, 5),
    ],
)
def test_articles_of_real_documents_are_complete(name: str, first: int, last: int) -> None:
    tree = check((LAWS / name).read_bytes().decode())
    articles = [e for e in _units(tree) if "__" not in e]
    assert articles == [f"art_{number}" for number in range(first, last + 1)]


@needs_laws
def test_the_real_codification() -> None:
    text = (LAWS / "phap_dien_bao_hiem_y_te_pre2025.vi.md").read_bytes().decode()
    articles = [str(n.ref.eid) for n in check(text).walk() if n.kind == "article"]
    assert (len(articles), len(works(text))) == (427, 37)
    assert not any("." in eid for eid in articles)


def test_a_decree_may_have_sections_and_no_chapters() -> None:
    text = "NGHỊ ĐỊNH\nVề sổ khám\nCăn cứ Luật Sổ;\nMục 1\nPHÁT SỔ\nĐiều 1. Phát\nTrạm phát sổ.\nMục 2. ĐỔI SỔ\nĐiều 2. Đổi\nTrạm đổi sổ.\n"
    assert eids(text, "law_section") == ["sec_1", "sec_2"]
    assert eids(text, "article") == ["art_1", "art_2"]
    (preamble,) = [node for node in check(text).children if node.kind == "preamble"]
    assert preamble.text == "Căn cứ Luật Sổ;"
