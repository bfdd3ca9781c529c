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


@pytest.mark.parametrize(
    ("text", "claim", "limits"),
    [
        ("The goal is over 95% by 2026.", "Vietnam hit over 95% in 2026", True),
        ("The goal is over 95% by 2026.", "the goal is over 95% by 2026", False),
        ("The fund pays for abortion only where the mother is ill.", "the fund pays for abortion", True),
        ("Quỹ chỉ trả khi có giấy chuyển.", "quỹ trả khi có giấy chuyển", True),
        ("Quy chi tra khi co giay chuyen.", "quy tra khi co giay chuyen", True),
        ("Lương cơ sở là 2.530.000 đồng.", "Lương cơ sở là 2.530.000 đồng", False),
    ],
)
def test_a_text_that_limits_what_a_claim_says(text: str, claim: str, limits: bool) -> None:
    assert load_vocabulary().limits(text, claim) is limits
