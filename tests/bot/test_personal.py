"""Personal data in a question is masked before anything else sees it; what a rule is asked by stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answerer import Answerer
from bot.personal import MASK, masked
from bot.turn import Question
from tests.bot.conftest import AS_OF, Ask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("CCCD 001203004567 của tôi mất thẻ", f"CCCD {MASK} của tôi mất thẻ"),
        ("căn cước 001 203 004 567", f"căn cước {MASK}"),
        ("CMND 123456789", f"CMND {MASK}"),
        ("thẻ DN4797937000000 còn hạn không", f"thẻ {MASK} còn hạn không"),
        ("the gd 4 79 3720 000 123 con han khong", f"the {MASK} con han khong"),
        ("mã số BHXH 7937000000", f"mã số BHXH {MASK}"),
        ("gọi tôi 0912 345 678 nhé", f"gọi tôi {MASK} nhé"),
        ("call +84 912.345.678, please", f"call {MASK}, please"),
        ("máy bàn 024-3826-1234", f"máy bàn {MASK}"),
        ("write to lan.nguyen@example.com.", f"write to {MASK}."),
        ("stk 19035678901234", f"stk {MASK}"),
        ("my card 4111 1111 1111 1111 was charged", f"my card {MASK} was charged"),
    ],
)
def test_what_names_a_person_is_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Lương cơ sở 2.530.000 đồng từ 01/7/2026", "15,180,000 VND of co-payments", "Luật 51/2024/QH15 và 25/2008/QH12",
        "Nghị định 188/2025/NĐ-CP, khoản 2 Điều 22", "ngân sách 100000000000 đồng", "in 2024 2025 2026 2027",
        "tổng đài 1900 9068", "hotline 19009068", "92000000 người", "tỷ lệ 94,29%", "1.366.200 đồng cho 12 tháng", "from 01-07-2026",
    ],
)  # fmt: skip
def test_amounts_dates_and_numbers_of_documents_stay(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=80))
def test_what_is_masked_once_is_masked_for_good(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("context", [None, "Thẻ DN4797937000000 của tôi bị mất"])
def test_no_step_sees_personal_data(bundled_answerer: Answerer, context: str | None) -> None:
    asked = Question("Thẻ DN4797937000000 bị mất, gọi 0912345678, bao lâu được cấp lại?", AS_OF, context=context)
    turns = [turn for _, turn in bundled_answerer.stream(asked)]
    assert not any(secret in repr(turn) for turn in turns for secret in ("DN4797937000000", "0912345678"))
    answer = turns[-1].answer
    assert answer is not None and MASK in answer.question


def test_the_rule_is_found_beside_a_masked_number(bundled_answerer: Answerer) -> None:
    asked = "Mất thẻ BHYT số DN4797937000000 thì mấy ngày được cấp lại?"
    answer = bundled_answerer.ask(Question(asked, AS_OF))
    assert any("7 ngày làm việc" in citation.quote for citation in answer.citations)


def test_a_number_alone_is_no_question(ask: Ask) -> None:
    assert ask("0912345678").reason == "unclear"
