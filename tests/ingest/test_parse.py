from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.provision import EId, Provision
from corpus.toml import BUNDLED
from ingest.library import LibraryEntry
from ingest.lines import Line, lines
from ingest.parse import family, parse
from ingest.read import SourceText


def tree_of(text: str) -> Provision:
    return parse(SourceText(text), "d")


def outline(node: Provision) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "eid": str(node.ref.eid),
        "kind": node.kind,
        "start": node.span.start,
        "end": node.span.end,
    }
    shown |= {key: value for key, value in (("num", node.num), ("heading", node.heading)) if value is not None}
    if not node.children:
        # The words of the leaves say it all: a parent's text is its span.
        shown["text"] = node.text
    return shown | ({"children": [outline(child) for child in node.children]} if node.children else {})


def check_tree(text: str, tree: Provision) -> None:
    """What holds for the tree of any text."""
    assert (tree.ref.eid, tree.kind, tree.text) == (EId(), "document", text)
    eids = [str(node.ref.eid) for node in tree.walk()]
    assert len(set(eids)) == len(eids), "an eId stands twice"
    for node in tree.walk():
        assert EId.parse(str(node.ref.eid)) == node.ref.eid
        assert node.text == text[node.span.start : node.span.end]
        assert node.ref.doc_id == tree.ref.doc_id
        at = node.span.start
        for child in node.children:
            assert child.text.strip()
            assert child.ref.eid.segments
            assert at <= child.span.start <= child.span.end <= node.span.end, (
                "children stand in order inside their parent"
            )
            at = child.span.end
    covered = {i for child in tree.children for i in range(child.span.start, child.span.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum()), "a word stands in no provision"


BUNDLED_TEXTS = sorted(p.stem for p in (BUNDLED / "texts").glob("*.txt"))


@pytest.mark.parametrize("stem", BUNDLED_TEXTS)
def test_a_bundled_text_parses_as_it_did(
    stem: str, plain_entries: dict[str, LibraryEntry], golden: Callable[[str, object], None]
) -> None:
    golden(f"trees/{stem}.json", outline(plain_entries[stem].tree))


@pytest.mark.parametrize("stem", BUNDLED_TEXTS)
def test_the_tree_of_a_bundled_text_holds_together(stem: str, plain_entries: dict[str, LibraryEntry]) -> None:
    entry = plain_entries[stem]
    check_tree(entry.source.text, entry.tree)


DIRECTIVE_VI = """CHỈ THỊ
VỀ VIỆC TĂNG CƯỜNG TIÊM CHỦNG CHO TRẺ EM
Thực hiện Nghị quyết số 20-NQ/TW, Thủ tướng Chính phủ yêu cầu:
1. Bộ Y tế:
a) Chủ trì, phối hợp với Bộ Tài chính xây dựng kế hoạch.
b) Báo cáo Thủ tướng Chính phủ trước ngày 30 tháng 6 năm 2021.
2. Bộ Tài chính bố trí kinh phí:
- Ngân sách trung ương bảo đảm vắc xin;
- Ngân sách địa phương bảo đảm
vận chuyển: (1) xe lạnh; (2) tủ lạnh.
3. Ủy ban nhân dân các tỉnh:
a) Tổ chức tiêm chủng;
d) Kiểm tra;
đ) Công khai kết quả.
Bộ Y tế theo dõi việc thực hiện Chỉ thị này./.
Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Lưu: VT.
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Nguyễn Văn A
"""


def test_a_vietnamese_directive() -> None:
    tree = tree_of(DIRECTIVE_VI)
    check_tree(DIRECTIVE_VI, tree)
    shown = [(str(n.ref.eid), n.kind, n.num, n.text.split("\n")[0][:30]) for n in tree.walk() if n.ref.eid.segments]
    assert shown == [
        ("title", "title", None, "CHỈ THỊ"),
        ("preamble", "preamble", None, "Thực hiện Nghị quyết số 20-NQ/"),
        ("preamble__para_1", "paragraph", None, "Thực hiện Nghị quyết số 20-NQ/"),
        ("sec_1", "section", "1.", "1. Bộ Y tế:"),
        ("sec_1__point_a", "point", "a)", "a) Chủ trì, phối hợp với Bộ Tà"),
        ("sec_1__point_b", "point", "b)", "b) Báo cáo Thủ tướng Chính phủ"),
        ("sec_2", "section", "2.", "2. Bộ Tài chính bố trí kinh ph"),
        ("sec_2__bullet_1", "bullet", "-", "- Ngân sách trung ương bảo đảm"),
        ("sec_2__bullet_2", "bullet", "-", "- Ngân sách địa phương bảo đảm"),
        ("sec_2__bullet_2__item_1", "item", "(1)", "(1) xe lạnh;"),
        ("sec_2__bullet_2__item_2", "item", "(2)", "(2) tủ lạnh."),
        ("sec_3", "section", "3.", "3. Ủy ban nhân dân các tỉnh:"),
        ("sec_3__point_a", "point", "a)", "a) Tổ chức tiêm chủng;"),
        # d and đ are two letters of the alphabet and two points of a list.
        ("sec_3__point_d", "point", "d)", "d) Kiểm tra;"),
        ("sec_3__point_dd", "point", "đ)", "đ) Công khai kết quả."),
        ("sec_3__para_1", "paragraph", None, "Bộ Y tế theo dõi việc thực hiệ"),
        ("sig", "signature", None, "Nơi nhận:"),
    ]
    # A line that goes on with the sentence above belongs to it.
    assert next(n for n in tree.walk() if str(n.ref.eid) == "sec_2__bullet_2").text.endswith(
        "vận chuyển: (1) xe lạnh; (2) tủ lạnh."
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"], ids=ascii)
def test_lines_end_however_they_end(end: str) -> None:
    text = DIRECTIVE_VI.replace("\n", end)
    tree = tree_of(text)
    check_tree(text, tree)
    assert [(n.ref, n.kind, n.num, n.heading) for n in tree.walk()] == [
        (n.ref, n.kind, n.num, n.heading) for n in tree_of(DIRECTIVE_VI).walk()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DIRECTIVE\nON X\nThe Minister requests\n1. One thing.\n2. Two things.", "directive"),
        ("Chỉ thị:\n1. Một.\n2. Hai.", "directive"),
        ("\ufeff CHỈ THỊ \r\n1. Một.\r\n2. Hai.", "directive"),
        # No kind is named, or nothing is numbered, or the numbers are no sequence.
        ("Shopping\n1. Milk.\n2. Bread.", "prose"),
        ("DIRECTIVE\nOne thing.\nTwo things.", "prose"),
        ("DIRECTIVE\n1. One.\n3. Three.", "prose"),
        ("The Directive says:\n1. One.\n2. Two.", "prose"),
        ("", "prose"),
    ],
)
def test_family(text: str, expected: str) -> None:
    assert family(SourceText(text)) == expected


def test_an_official_letter() -> None:
    text = (
        "SỞ Y TẾ\nSố: 2210/SYT-NVY\nV/v phát sổ khám\nSông Ngân, ngày 03 tháng 11 năm 2031\nKính gửi: Các trạm\n"
        "Sở Y tế yêu cầu:\n1. Các trạm phát sổ.\n2. Báo cáo kết quả.\nT/M BAN GIÁM ĐỐC\nVũ Văn Thép\n"
    )
    tree = tree_of(text)
    check_tree(text, tree)
    assert [(node.kind, node.text.splitlines()[0]) for node in tree.children] == [
        ("letterhead", "SỞ Y TẾ"), ("title", "V/v phát sổ khám"), ("preamble", "Sông Ngân, ngày 03 tháng 11 năm 2031"),
        ("section", "1. Các trạm phát sổ."), ("section", "2. Báo cáo kết quả."), ("signature", "T/M BAN GIÁM ĐỐC"),
    ]  # fmt: skip
    preamble = next(node for node in tree.children if node.kind == "preamble")
    assert [node.kind for node in preamble.children] == ["dateline", "paragraph", "paragraph"]


def test_a_section_opens_only_with_the_next_number() -> None:
    text = "DIRECTIVE\n1. First:\n1. not a section\n3. nor this\n2. Second.\n"
    tree = tree_of(text)
    check_tree(text, tree)
    sections = [n for n in tree.children if n.kind == "section"]
    assert [n.num for n in sections] == ["1.", "2."]
    assert [c.text for c in sections[0].children] == ["1. not a section", "3. nor this"]


@pytest.mark.parametrize(
    "line",
    [
        "Recipients of health insurance cards pay 5%:", "On behalf of the poor, the budget pays:", "On behalf of the Government\nthe Ministry pays.",
    ],
)  # fmt: skip
def test_a_sentence_is_no_signature(line: str) -> None:
    tree = tree_of(f"DIRECTIVE\n1. One.\n2. Two:\n{line}\n- The budget pays.\n3. Three.")
    assert [n.num for n in tree.children if n.kind == "section"] == ["1.", "2.", "3."]


def test_the_title_of_a_directive_with_its_head() -> None:
    head = "THỦ TƯỚNG CHÍNH PHỦ\n-------\nSố: 17/CT-TTg\nHà Nội, ngày 14 tháng 5 năm 2021\n"
    title = next(n for n in tree_of(head + DIRECTIVE_VI).children if n.kind == "title")
    assert "TIÊM CHỦNG" in title.text


PROSE = """Ministry explains the new fee
04/09/2020 02:05 PM
The Ministry of Health explained the fee on Monday in Hanoi.
Photo of the ceremony
What changes for patients
Patients pay nothing from 2030, the Minister said to the paper.
-
The poor pay nothing now.
- Children under six neither.
"""


def test_prose() -> None:
    tree = tree_of(PROSE)
    check_tree(PROSE, tree)
    assert [(str(n.ref.eid), n.kind, n.text.split("\n")[0][:20]) for n in tree.walk() if n.ref.eid.segments] == [
        ("title", "title", "Ministry explains th"),
        ("para_1", "dateline", "04/09/2020 02:05 PM"),
        ("para_2", "paragraph", "The Ministry of Heal"),
        ("para_3", "caption", "Photo of the ceremon"),
        ("hdg_1", "heading", "What changes for pat"),
        ("para_4", "paragraph", "Patients pay nothing"),
        ("para_5", "bullet", "-"),
        ("para_6", "bullet", "- Children under six"),
    ]


def test_an_interview_is_parted_at_its_questions() -> None:
    text = "What will change?\nMuch will.\nWhen?\nIn 2030.\nWe shall see.\n"
    tree = tree_of(text)
    check_tree(text, tree)
    assert [(n.kind, n.heading, [c.text for c in n.children]) for n in tree.children] == [
        ("question", "What will change?", ["Much will."]),
        ("question", "When?", ["In 2030.", "We shall see."]),
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("(2) a thing;\n(2) another;", [(2, "(2)"), (3, "(2)")], id="an item twice"),
        pytest.param(
            "(1) a thing;\n(3) another;\n(3) a third;", [(1, "(1)"), (3, "(3)"), (4, "(3)")], id="items that skip"
        ),
    ],
)
def test_a_misnumbered_list_keeps_its_eids_apart(text: str, items: list[tuple[int, str]]) -> None:
    whole = f"DIRECTIVE\n1. One:\n{text}\n2. Two."
    tree = tree_of(whole)
    check_tree(whole, tree)
    found = [(str(node.ref.eid), node.num) for node in tree.walk() if node.kind == "item"]
    assert found == [(f"sec_1__item_{n}", printed) for n, printed in items]


def test_a_number_in_other_digits_is_no_label() -> None:
    whole = "DIRECTIVE\n1. One:\n(１) a thing;\n2. Two."
    tree = tree_of(whole)
    check_tree(whole, tree)
    assert [(n.kind, n.num, n.text) for n in tree.children[1].children] == [("paragraph", None, "(１) a thing;")]


# Keyword soup: everything that a grammar looks at, in any order.
KEYWORDS = [
    "1. ", "2. ", "3. ", "12. ", "(1) ", "(2) ", "(a) ", "(１) ", "- ", "– ", "• ", "a) ", "b) ", "đ) ", "d. ", "DIRECTIVE", "CHỈ THỊ", "RESOLUTION", "Nơi nhận:",
    "KT. THỦ TƯỚNG", "Recipients", "On behalf of", "1", "20/2017", "\n", "\n\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c",
    "\x1c", "\x00", "\ufeff", "\u200b", "\u00a0", "\u3000", "\t", " ", "word", "Word ends.", "x" * 700, "; ", ": ", "?", "Is it so?",
    "# Heading", "04/09/2020", "Photo", "“quote”", ".", "./.", "…", "e\u0301", "İ", "ẞ", "😀",
]  # fmt: skip
soup = st.lists(st.sampled_from(KEYWORDS), max_size=30).map("".join)
inline = st.integers(1, 6).map(lambda n: "- list: " + "; ".join(f"({i}) thing" for i in range(1, n + 1)) + "\n")
directives = st.lists(st.one_of(soup, inline), max_size=5).map(
    lambda parts: "DIRECTIVE\n1. One\n2. Two\n" + "\n".join(parts)
)
any_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(max_examples=300)
@given(st.one_of(soup, any_text))
@example("")
@example("\x00")
@example("1. " * 2000)
@example("a" * 100_000)
@example("DIRECTIVE\n1. a\n2. b\n- c: (1) d; (2) e; (3) f")
def test_any_text_parses(text: str) -> None:
    check_tree(text, tree_of(text))


@settings(max_examples=300)
@given(directives)
def test_any_directive_parses(text: str) -> None:
    tree = tree_of(text)
    check_tree(text, tree)
    assert family(SourceText(text)) == "directive"
    # Where a section opens its number is printed, and the numbers count from one without a gap.
    sections = [n for n in tree.children if n.kind == "section"]
    assert [n.num for n in sections] == [f"{i}." for i in range(1, len(sections) + 1)]


@given(soup)
def test_lines_stand_where_they_say(text: str) -> None:
    found = lines(text)
    assert all(text[line.start : line.end] == line.text and line.text.strip() for line in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    covered = {i for line in found for i in range(line.start, line.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHỈ THỊ", True),
        ("DIRECTIVE No. 5", True),
        ("Directive", False),
        ("123", False),
        ("ON THE LAW of it", False),
        ("", False),
    ],
)
def test_capitals(text: str, expected: bool) -> None:
    assert Line(text, 0, len(text)).is_upper is expected
