from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import MAX_QUOTE, sentence_spans


def parted(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentence_spans(text)]


def once_wrong(*values: object, why: str) -> object:
    """A row that the product once got wrong; `why` says what went wrong then."""
    assert why
    return pytest.param(*values)


@pytest.mark.parametrize(
    "sentences",
    [
        ["The Ministry pays.", "Who pays?", "All!"],
        ["Bộ Y tế báo cáo.", "Ủy ban nhân dân tỉnh thực hiện."],
        # Numbers, dates and amounts.
        ["It costs 3.5 percent.", "By 2030 it ends."],
        ["Chi phí là 100.000 đồng.", "Được chi trả 80%.", "Còn lại tự trả."],
        ["Đạt 95,15% dân số.", "Năm 2025 đạt hơn."],
        ["He was born in 2020.", "The law came."],
        ["At 04/09/2020 02:05 it began.", "It ended."],
        # Document numbers.
        ["Resolution No. 20/2017/NQ-TW is old.", "It stands."],
        ["the Resolution. No. 20/2017/NQ-TW of the Committee."],
        ["Theo Nghị quyết. Số 20/2017/NQ-TW của Trung ương."],
        ["Official Telegram No. 778/CD-TTg applies.", "It is short."],
        # Abbreviations.
        ["Mr. Long spoke.", "Dr. Manh agreed."],
        ["TP. Hồ Chí Minh và các tỉnh.", "Các bộ thực hiện."],
        ["Hospitals, e.g. Bach Mai, pay.", "Others, i.e. the rest, do not."],
        ["See Art. 5 and Vol. 2 there.", "The rest follows."],
        # The mark at the end of a Vietnamese act.
        ["Chỉ thị này có hiệu lực từ ngày ký./.", "Nơi nhận"],
        ["Kết thúc./."],
        # Quotation marks and brackets belong to what they close.
        ["“He left.”", "Then we left."],
        ['He said: "Stop."', "Then he went."],
        ["It ended (at last).", "“Why?”", "She asked."],
        ["It ended (at last.)", "(Then it began.)"],
        # A small letter goes on with the sentence.
        ["It was approx. five metres."],
        ["One thing... and another."],
        # Labels of lists stay with their words.
        ["- Ministry of Health shall report."],
        ["(1) Promptly regulate; (2) continue; (3) end."],
        ["1. Bộ Y tế thử."],
        ["Hết câu này.", "2. Bộ Tài chính chi."],
        ["Đúng hạn…", "Sau đó báo cáo."],
        once_wrong(["GS.TS. Nguyễn Văn A nói."], why="the sentence is parted after the title 'GS.TS.': 'PGS.TS.' likewise"),
        once_wrong(["The U.S. Government helps."], why="parted after 'U.S.'; one letter alone is no end, two with stops are"),
        once_wrong(["“Why?” she asked."], why="a question mark ends the sentence although a small letter goes on"),
        once_wrong(["The answer is no.", "The Ministry pays."], why="'no' ends no sentence, so two sentences become one quote"),
        once_wrong(["Tiêm vắc xin viêm gan B.", "Bộ Y tế chi trả."], why="a single letter ends no sentence: two duties in one quote"),
        once_wrong(["Đạt tỷ lệ 95.", "Bộ Y tế báo cáo."], why="a number of two digits ends no sentence"),
    ],
    ids=lambda s: s[0][:40],
)  # fmt: skip
def test_sentences(sentences: list[str]) -> None:
    assert parted(" ".join(sentences)) == sentences
    # Wherever lines break between them.
    assert parted("\n\n".join(sentences)) == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert parted(text) == []


def test_a_part_of_a_text_is_parted_alone() -> None:
    text = "Before. Inside one. Inside two. After."
    start, end = text.index("Inside one"), text.index(" After")
    assert [text[s.start : s.end] for s in sentence_spans(text, start, end)] == ["Inside one.", "Inside two."]


CLAUSE = "the Ministry of Health shall report to the Prime Minister on this"  # 65 code points


@pytest.mark.parametrize(
    ("text", "pieces", "ends"),
    [
        pytest.param("; ".join([CLAUSE] * 15) + ".", 2, ";", id="at semicolons"),
        pytest.param(", ".join([CLAUSE] * 15) + ".", 2, ",", id="at commas"),
        pytest.param(" ".join([CLAUSE] * 15) + ".", 2, "", id="at blanks"),
        pytest.param("x" * 1500, 3, "x", id="within a word"),
        pytest.param(CLAUSE + "; " + "x" * 1300 + "; " + CLAUSE, 5, "", id="a very long word among clauses"),
    ],
)
def test_a_long_sentence_is_parted_where_it_hurts_least(text: str, pieces: int, ends: str) -> None:
    parts = parted(text)
    assert len(parts) == pieces
    assert all(len(part) <= MAX_QUOTE for part in parts)
    assert all(part.endswith(ends) for part in parts[:-1])
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_of_just_the_length_of_a_quote_stays_whole() -> None:
    assert [len(p) for p in parted("x" * (MAX_QUOTE - 1) + ".")] == [MAX_QUOTE]


texts = st.lists(
    st.one_of(
        st.sampled_from(["Bộ Y tế", "the Ministry", "No. 20/2017", "./.", ". ", ".", "; ", ", ", "! ", "? ", "…", "“", "”", "(1)", "3.5", "\n", "\u2028", "Mr. "]),
        st.text(max_size=12),
        st.integers(1, 900).map(lambda n: "x" * n),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(texts, st.integers(0, 50), st.integers(0, 50))
def test_spans_are_ordered_apart_stripped_short_and_complete(text: str, skip: int, cut: int) -> None:
    start, end = min(skip, len(text)), max(min(skip, len(text)), len(text) - cut)
    at = start
    for span in sentence_spans(text, start, end):
        assert at <= span.start < span.end <= end
        assert not text[at : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert span.end - span.start <= MAX_QUOTE
        at = span.end
    assert not text[at:end].strip()
