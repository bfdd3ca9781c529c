"""Questions that name a provision: it is shown, or it is said that the document has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.turn import Question

AS_OF = dt.date(2026, 11, 22)
WELLS = (
    "LUẬT\nGIẾNG LÀNG\nĐiều 1. Giếng\n1. Mỗi xã đào một giếng nước sạch cho người dân trong xã.\n"
    "2. Người dân trả phí nước giếng mỗi quý một lần.\nĐiều 2. Suối\n1. Suối chảy qua xã do Ủy ban nhân dân xã giữ sạch.\n"
)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Điều 7d của Luật Giếng làng nói về trách nhiệm của xã nào?", "Điều 7d"),
        ("Khoản 5 Điều 1 gồm những người nào?", "khoản 5 Điều 1"),
        ("Theo khoản 5 Điều 1, người dân trả phí nước giếng mấy lần?", "khoản 5 Điều 1"),
        ("Under Article 12, who keeps the stream clean?", "Article 12"),
    ],
)
def test_what_opens_with_a_provision_that_is_not_there_hears_so(
    small: Callable[..., Answerer], question: str, missing: str
) -> None:
    answer = small({"wells.txt": WELLS}).ask(Question(question, AS_OF))
    assert answer.status == "abstained" and not answer.statements
    assert missing in answer.text


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Khoản 2 Điều 1 quy định gì?", "art_1__para_2"),
        ("Điều 2 nói gì?", "art_2__para_1"),
        ("Theo khoản 2 Điều 1, người dân trả phí nước giếng mấy lần?", "art_1__para_2"),
    ],
)
def test_what_names_a_provision_that_is_there_gets_it(
    small: Callable[..., Answerer], question: str, cited: str
) -> None:
    answer = small({"wells.txt": WELLS}).ask(Question(question, AS_OF))
    assert cited in {str(c.ref.eid) for c in answer.citations}
