"""Leads: what was asked for in a few words, and nothing that the quote does not show."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.support import own_words
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


HEADED = """Decision on the school card

Article 1. {heading}
1. Whoever loses the card files a request with the school.
2. Within 7 working days of receiving the request the school issues the card again.

Article 2. Glasses
1. The school fund pays for glasses.
"""


@pytest.mark.parametrize(
    ("heading", "leads"),
    [("Replacing a lost card", 1), ("Replacing a lost card and emergency care", 0)],
)
def test_a_heading_on_what_was_asked_and_nothing_else_speaks_for_its_clauses(
    small: Callable[..., Answerer], heading: str, leads: int
) -> None:
    answerer = small({"card.txt": HEADED.format(heading=heading)})
    answer = answerer.ask(Question("How long does it take to replace a lost card?", AS_OF))
    assert any("7 working days" in citation.quote for citation in answer.citations)
    assert answer.leads == leads


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


# Over the bundled corpus: question, and the lead, None where any would mislead.
LEADS = [
    ("What share does insurance pay for a pensioner?", "95%"),
    ("Bố tôi về hưu, đi khám được trả mấy phần trăm?", "95%"),
    ("What percentage is covered for a near-poor household?", "100%"),
    ("How long does the agency have to refund me?", "within 40 days"),
    ("How much is the base salary now?", "2,530,000"),
    ("Lương cơ sở hiện nay là bao nhiêu?", "2.530.000"),
    ("doi noi dang ky kham ban dau khi nao", "15 ngày đầu mỗi quý"),
    ("Mỗi trạm y tế xã phải có ít nhất mấy bác sĩ?", "ít nhất 4 đến 5 bác sĩ"),
    ("What share is paid for a student?", "80%"),
    ("How long does it take to replace a lost card?", "Within 7 working days"),
    ("Mua BHYT hộ gia đình, người thứ ba đóng bao nhiêu?", "60%"),
    # Two halves, of which a lead would tell one.
    ("Who may keep my insurance card and when?", None),
    ("Ai được giữ thẻ bảo hiểm y tế của tôi và khi nào?", None),
    ("Who put their signature to Directive 52-CT/TW and on what day?", None),
    # A figure of something else: what is paid and not paid in, another rule's share, another cycle.
    ("How much does a student pay for health insurance?", None),
    ("What share of the contributions goes to care?", None),
    ("When must the hospital send its settlement report?", None),
    ("nghi om duoc huong bao nhieu phan tram luong", None),
    ("ho gia dinh dong bao hiem may thang mot lan", None),
    ("Within how many days must an employer hand the card on to the worker?", None),
    ("Người thứ nhất trong hộ đóng một năm bao nhiêu tiền đồng?", None),
    ("Nghị quyết 72 đề ra bao nhiêu bác sĩ trên một vạn dân đến năm 2030?", None),
    # Half of a rule: until 72 months, and in some cases until 30 September; the own rate, not the cost.
    ("Thẻ BHYT của trẻ em dùng đến khi nào?", None),
    ("the bhyt cua tre em duoi 6 tuoi het han khi nao", None),
    ("Cấp cứu được trả bao nhiêu phần trăm?", None),
    ("Nằm viện trái tuyến được bảo hiểm chi trả bao nhiêu?", None),
    # How often, and not by when; two documents with two dates.
    ("By when must employers pay contributions each month?", None),
    ("khi nao mien vien phi", None),
    # Another body's task.
    ("Cơ quan nào tổ chức thực hiện chính sách bảo hiểm y tế và quản lý quỹ?", None),
    ("Hospitals complain that insurance money is paid late. Who must sort that out?", None),
    # A goal is no fact, and half a sentence no contradiction.
    ("Did Vietnam in fact hit the coverage target of over 95% in 2026?", None),
    ("Is the new approach still to pour resources into the big top hospitals?", None),
    ("Chăm lo sức khỏe cho dân là việc riêng của ngành y tế, các bộ ngành khác không phải lo, đúng không?", None),
    ("Mắc bệnh hiểm nghèo mà tự đến bệnh viện chuyên sâu có bị giảm mức hưởng không?", None),
    ("Khám ngoại trú trái tuyến có được bảo hiểm trả không?", None),
    ("Phẫu thuật thẩm mỹ có được chi trả không?", "Không"),
    ("Is treatment for alcohol addiction paid by health insurance?", "No: "),
    ("Is forging an insurance card forbidden?", "Yes"),
]


@pytest.mark.parametrize(("question", "lead"), LEADS)
def test_a_lead_is_what_was_asked_for_or_there_is_none(
    bundled_answerer: Answerer, question: str, lead: str | None
) -> None:
    answer = bundled_answerer.ask(Question(question, AS_OF))
    told = [statement.text for statement in answer.statements[: answer.leads]]
    assert [lead in text for text in told] == [True] if lead else not told


def test_no_lead_is_read_off_a_note(bundled_answerer: Answerer) -> None:
    for question, _ in LEADS:
        answer = bundled_answerer.ask(Question(question, AS_OF))
        for statement in answer.statements[: answer.leads]:
            cited = next(c for c in answer.citations if c.n == statement.citations[0])
            figures = re.findall(r"\d[\d.,]*\d|\d", statement.text)
            assert all(figure in own_words(cited.quote) for figure in figures)


def test_what_the_question_has_wrong_is_put_right(ask: Ask) -> None:
    answer = ask("Đánh giá hiệu quả đấu thầu thuốc tập trung là do Bộ Tài chính chủ trì, đúng không?")
    assert answer.statements[0].text.startswith("Không")
    assert "Bộ Tài chính" in answer.statements[0].text
