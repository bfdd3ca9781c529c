"""Words that people shorten in a hurry are read as what they stand for; the question is shown as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.shorthand import load_shorthand, written_out
from bot.turn import Question
from corpus import RegisterError
from tests.bot.conftest import AS_OF


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cty đóng bn vậy ạ", "công ty đóng bao nhiêu vậy ạ"),
        ("bv ko tra thi lm j", "benh vien khong tra thi lam gi"),
        ("mất thẻ bhyt thì lấy lại đc ko", "mất thẻ bhyt thì lấy lại được không"),
        # Letters of points, acronyms and English words stay.
        ("điểm e khoản 3 Điều 12 quy định gì", "điểm e khoản 3 Điều 12 quy định gì"),
        ("How much is 3 bn dong vs 2 bn?", "How much is 3 bn dong vs 2 bn?"),
        ("BS và BV là gì", "BS và BV là gì"),
    ],
)
def test_shortened_words_are_written_out(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


def test_nothing_that_is_written_out_is_short_itself() -> None:
    assert all(written_out(meant) == meant for meant in load_shorthand().values())


@pytest.mark.parametrize("text", ["[shorthand]\nko = 1", '[shorthand]\n"a b" = "c"', '[other]\nko = "không"'])
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "shorthand.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=r"shorthand\.toml"):
        load_shorthand(file)


def test_an_answer_shows_the_question_as_it_was_typed(bundled_answerer: Answerer) -> None:
    typed = "mất thẻ bhyt bn ngày thì đc cấp lại"
    answer = bundled_answerer.ask(Question(typed, AS_OF))
    assert answer.question == typed
    assert "7 ngày làm việc" in answer.citations[0].quote
