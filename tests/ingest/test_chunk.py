from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.provision import EId, Provision, Span
from corpus.toml import BUNDLED
from ingest.chunk import PASSAGE_MAX, Chunk, chunk_tree, digest, innermost, sentences
from ingest.library import LibraryEntry
from ingest.parse import parse
from ingest.read import SourceText
from ingest.sentences import MAX_QUOTE
from tests.ingest.test_parse import DIRECTIVE_VI, PROSE, any_text, directives, soup

CONTRACT_MAX = 2000  # of the command line
SILENT = {"letterhead", "signature", "dateline", "caption", "closing", "title"}
BUNDLED_TEXTS = sorted(p.stem for p in (BUNDLED / "texts").glob("*.txt"))


def passages(text: str, title: str | None = None) -> tuple[Provision, list[Chunk]]:
    tree = parse(SourceText(text), "d")
    return tree, list(chunk_tree(tree, text, title))


def check_passages(text: str, tree: Provision, chunks: list[Chunk]) -> None:
    """What holds for the passages and sentences of any text."""
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    nodes = {node.ref: node for node in tree.walk()}
    at = 0
    for chunk in chunks:
        assert at <= chunk.span.start < chunk.span.end, "passages are disjoint and in order"
        assert chunk.text == text[chunk.span.start : chunk.span.end]
        assert len(chunk.text) <= CONTRACT_MAX
        assert chunk.span in nodes[chunk.ref].span
        at = chunk.span.end
        inner = chunk.span.start
        for sentence in sentences([chunk], tree, text):
            assert sentence.chunk_id == chunk.id
            assert sentence.text == text[sentence.span.start : sentence.span.end]
            assert sentence.span in chunk.span
            assert sentence.span in nodes[sentence.ref].span
            assert inner <= sentence.span.start
            assert len(sentence.text) <= MAX_QUOTE
            assert sum(c.isalnum() for c in sentence.text) > 2
            inner = sentence.span.end


def unheard(text: str, tree: Provision, chunks: list[Chunk]) -> str:
    """The letters and digits that stand in no passage, no heading and no silent provision."""
    said = {i for chunk in chunks for i in range(chunk.span.start, chunk.span.end)}
    for node in tree.walk():
        if node.kind in SILENT:
            said.update(range(node.span.start, node.span.end))
        elif node.children and (node.heading or node.num):
            # Number and heading of what holds others go before its passages, as the heading path.
            said.update(range(node.span.start, node.children[0].span.start))
    return "".join(c for i, c in enumerate(text) if c.isalnum() and i not in said)


@pytest.mark.parametrize("stem", BUNDLED_TEXTS)
def test_the_passages_of_a_bundled_text(stem: str, plain_entries: dict[str, LibraryEntry]) -> None:
    entry = plain_entries[stem]
    text, tree = entry.source.text, entry.tree
    chunks = list(chunk_tree(tree, text, None))
    check_passages(text, tree, chunks)
    assert unheard(text, tree, chunks) == ""
    for node in tree.walk():
        # A heading is not lost either: it stands in front of the passages below it.
        if node.heading and node.children and node.kind != "title":
            below = [
                c
                for c in chunks
                if c.ref.eid.starts_with(node.ref.eid) or node.span.start <= c.span.start < node.span.end
            ]
            assert below
            assert all(node.heading in c.heading_path or node.heading in c.text for c in below)


@pytest.mark.parametrize("stem", BUNDLED_TEXTS)
def test_every_word_of_a_passage_is_in_a_sentence(stem: str, plain_entries: dict[str, LibraryEntry]) -> None:
    entry = plain_entries[stem]
    text = entry.source.text
    for chunk in chunk_tree(entry.tree, text, None):
        quoted = {i for s in sentences([chunk], entry.tree, text) for i in range(s.span.start, s.span.end)}
        left = "".join(
            text[i] for i in range(chunk.span.start, chunk.span.end) if i not in quoted and text[i].isalnum()
        )
        assert len(left) <= 2, f"{chunk.id}: {left}"


@settings(max_examples=200)
@given(st.one_of(soup, directives, any_text))
def test_the_passages_of_any_text(text: str) -> None:
    tree, chunks = passages(text, "Title")
    check_passages(text, tree, chunks)
    assert all(chunk.heading_path[0] == "Title" for chunk in chunks)


long_words = st.lists(
    st.sampled_from(["word ", "Word. ", "x" * 300 + " ", "; ", "(1) a; (2) b; ", "\n"]), min_size=1, max_size=400
).map("".join)


@settings(max_examples=40)
@given(long_words)
def test_long_provisions_are_parted_without_loss(text: str) -> None:
    whole = "DIRECTIVE\n1. One:\n- " + text.replace("\n", " ") + "end.\n2. Two."
    tree, chunks = passages(whole)
    check_passages(whole, tree, chunks)
    assert unheard(whole, tree, chunks) == ""


def test_a_long_paragraph_is_parted_between_sentences() -> None:
    sentence = "The Ministry of Health shall report on the care of the people every year. "
    text = sentence * 60
    _, chunks = passages(text)
    assert len(chunks) == -(-len(text) // PASSAGE_MAX)
    assert [c.id for c in chunks] == [f"d#para_1~{i}" for i in range(1, len(chunks) + 1)]
    assert all(c.text.startswith("The Ministry") and c.text.endswith("year.") for c in chunks)


def test_a_directive_and_its_headings() -> None:
    _, chunks = passages(DIRECTIVE_VI, "Tiêm chủng")
    assert [(c.id, c.heading_path) for c in chunks] == [
        ("d#preamble__para_1", ("Tiêm chủng",)),
        ("d#sec_1__point_a", ("Tiêm chủng", "Bộ Y tế")),
        ("d#sec_1__point_b", ("Tiêm chủng", "Bộ Y tế")),
        ("d#sec_2__bullet_1", ("Tiêm chủng", "Bộ Tài chính bố trí kinh phí")),
        ("d#sec_2__bullet_2", ("Tiêm chủng", "Bộ Tài chính bố trí kinh phí")),
        ("d#sec_3__point_a", ("Tiêm chủng", "Ủy ban nhân dân các tỉnh")),
        ("d#sec_3__point_d", ("Tiêm chủng", "Ủy ban nhân dân các tỉnh")),
        ("d#sec_3__point_dd", ("Tiêm chủng", "Ủy ban nhân dân các tỉnh")),
        ("d#sec_3__para_1", ("Tiêm chủng", "Ủy ban nhân dân các tỉnh")),
    ]
    assert chunks[1].embedded == "Tiêm chủng\nBộ Y tế\na) Chủ trì, phối hợp với Bộ Tài chính xây dựng kế hoạch."
    assert chunks[1].digest == digest(chunks[1].embedded) != digest(chunks[1].text)


def test_what_says_nothing_has_no_passage() -> None:
    _, chunks = passages(PROSE)
    shown = "\n".join(c.text for c in chunks)
    assert "Photo" not in shown
    assert "04/09/2020" not in shown
    assert all("Nơi nhận" not in c.text for c in passages(DIRECTIVE_VI)[1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("DIRECTIVE\n1. Report to the Prime Minister before June 30\n2. Two.", "before June 30", id="a section without a full stop"),
        pytest.param("CHỈ THỊ\n1. Bộ Y tế thử;\n2. Chỉ thị này có hiệu lực từ ngày ký", "hiệu lực", id="the last section, unpunctuated"),
        pytest.param("What pays it?\nThe fund.\nWho is exempt from the fee?", "exempt", id="a question without an answer"),
    ],
)  # fmt: skip
def test_words_that_pass_for_a_heading_are_not_lost(text: str, words: str) -> None:
    _, chunks = passages(text)
    assert any(words in chunk.embedded for chunk in chunks)


def test_a_sentence_knows_its_innermost_provision_and_its_lead() -> None:
    text = (
        "DIRECTIVE\n1. One:\n- The Ministry of Health shall: (1) assess the hospitals; (2) report the result.\n2. Two."
    )
    tree, chunks = passages(text)
    bullet = next(c for c in chunks if c.id == "d#sec_1__bullet_1")
    found = [(str(s.ref.eid), s.text, s.lead) for s in sentences([bullet], tree, text)]
    assert found == [
        ("sec_1__bullet_1", "- The Ministry of Health shall:", ""),
        ("sec_1__bullet_1__item_1", "(1) assess the hospitals;", "The Ministry of Health shall"),
        ("sec_1__bullet_1__item_2", "(2) report the result.", "The Ministry of Health shall"),
    ]


STATUTE = (
    "LUẬT\nGIẾNG LÀNG\nSố: 4/2030/QH9\n"
    "Điều 1. Giữ giếng làng[1]\n1. Người giữ giếng làm những việc sau đây:\na) Vớt lá vào mỗi buổi sáng;\nb) Khóa nắp vào ban đêm.\n"
    "2. Người giữ giếng được trả gạo.\n"
    "Điều 2. Kiểm tra giếng \nTrưởng thôn kiểm tra giếng mỗi năm hai lần.\n"
)


def test_a_heading_is_no_part_of_the_text_below_it() -> None:
    """Nor does the number of a clause stay behind with it."""
    tree, chunks = passages(STATUTE)
    found = list(sentences(chunks, tree, STATUTE))
    assert found[-1].lead == "Kiểm tra giếng"
    assert [(str(s.ref.eid), s.text) for s in found] == [
        ("art_1__para_1", "1. Người giữ giếng làm những việc sau đây:"),
        ("art_1__para_1__point_a", "a) Vớt lá vào mỗi buổi sáng;"),
        ("art_1__para_1__point_b", "b) Khóa nắp vào ban đêm."),
        ("art_1__para_2", "2. Người giữ giếng được trả gạo."),
        ("art_2", "Trưởng thôn kiểm tra giếng mỗi năm hai lần."),
    ]


def test_innermost() -> None:
    text = "DIRECTIVE\n1. One:\n- It shall: (1) assess; (2) report.\n2. Two."
    tree, _ = passages(text)
    at = text.index("assess")
    assert str(innermost(tree, Span(at, at + 6))) == "sec_1__bullet_1__item_1"
    assert str(innermost(tree, Span(at, text.index("report") + 3))) == "sec_1__bullet_1"
    assert innermost(tree, Span(0, len(text))) == EId()
