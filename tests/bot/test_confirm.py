from __future__ import annotations

import pytest

from bot.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Thẻ do Bộ Y tế phát hành phải không?", "Thẻ do Bộ Y tế phát hành"),
        ("the do bo y te phat hanh phai khong", "the do bo y te phat hanh"),
        ("Có phải Bộ Y tế chủ trì việc này không?", "Bộ Y tế chủ trì việc này"),
        ("Đấu thầu thuốc do Bộ Y tế chủ trì, đúng không?", "Đấu thầu thuốc do Bộ Y tế chủ trì"),
        ("Người nghèo có được miễn phí không?", "Người nghèo được miễn phí"),
        ("Is it true that 95% were insured in 2020?", "95% were insured in 2020"),
        ("The fund pays for glasses, right?", "The fund pays for glasses"),
        ("Does the fund pay for all glasses?", "the fund pay for all glasses"),
        # Something else is asked, or next to nothing claimed.
        ("Who pays for glasses, right?", None),
        ("Bộ nào chủ trì, đúng không?", None),
        ("What does the fund pay?", None),
        ("Is it?", None),
        ("", None),
    ],
)
def test_a_question_that_asks_to_confirm_holds_a_claim(question: str, claim: str | None) -> None:
    assert load_vocabulary().claim(question) == claim
