"""Leads: what was asked for in a few words, and nothing that the quote does not show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.turn import Question
from tests.bot.conftest import AS_OF, Ask

RULES = """Decision on the school card

Article 1. Issue of cards
1. The Ministry of Health shall take charge and cooperate with the Ministry of Finance in issuing school cards to schools.
2. A lost school card is issued again within 5 working days of receiving the request.

Article 2. Level of payment
1. For pensioners the school fund pays 95% of the treatment cost, for pupils and students it pays 70% of the treatment cost.
2. From 2027 the school fund pays 80% of the cost of glasses.
"""


@pytest.fixture
def clinic(small: Callable[..., Answerer]) -> Ask:
    answerer = small({"fund.txt": RULES})
    return lambda text, as_of=AS_OF, **facts: answerer.ask(Question(text, as_of, **facts))


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("What share of the treatment cost does the school fund pay for pensioners?", "95%"),
        ("What share of the treatment cost does the school fund pay for pupils and students?", "70%"),
        ("How long does it take until a lost school card is issued again?", "within 5 working days"),
        ("Which ministry takes charge of issuing school cards to schools?", "In charge: Ministry of Health. Cooperating: Ministry of Finance"),
        ("Bộ nào chịu trách nhiệm cấp thẻ (school cards) cho trường học?", "Bộ Y tế"),
    ],
)  # fmt: skip
def test_the_answer_begins_with_what_was_asked_for(clinic: Ask, question: str, lead: str) -> None:
    answer = clinic(question)
    assert answer.statements and lead in answer.statements[0].text
    assert answer.leads == 1
    assert answer.text.startswith(f"**{answer.statements[0].text}**")


@pytest.mark.parametrize(
    "question",
    [
        # A group that the rules do not name has no figure of its own here.
        "What share of the treatment cost does the school fund pay for veterans?",
        "What share of the treatment cost does the school fund pay?",
    ],
)
def test_no_figure_leads_that_could_be_another_groups(clinic: Ask, question: str) -> None:
    answer = clinic(question)
    assert all(statement.text.startswith("“") for statement in answer.statements)


def test_what_the_question_has_wrong_is_put_right(ask: Ask) -> None:
    answer = ask("Đánh giá hiệu quả đấu thầu thuốc tập trung là do Bộ Tài chính chủ trì, đúng không?")
    assert answer.statements[0].text.startswith("Không")
    assert "Bộ Tài chính" in answer.statements[0].text
