"""What a body is told to do is answered from its own tasks, or not at all."""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.turn import Question
from bot.vocabulary import load_vocabulary
from tests.bot.conftest import AS_OF, Ask


@pytest.mark.parametrize(
    ("question", "body", "asks"),
    [
        ("What must the Ministry of Finance do about prices?", "Ministry of Finance", True),
        ("Which tasks does Directive 16 give to the Ministry of Finance?", "Ministry of Finance", True),
        ("Bộ Tài chính phải làm gì theo Chỉ thị 16?", "Bộ Tài chính", True),
        ("bo tai chinh phai lam gi", "bo tai chinh", True),
        ("What must hospitals send to the Ministry of Finance?", "Ministry of Finance", False),
        ("Khi Bộ Tài chính yêu cầu thì bệnh viện phải làm gì?", "Bộ Tài chính", False),
        ("When did the Ministry of Finance take over planning?", "Ministry of Finance", False),
        ("Ministry of Finance tasks in the directive", "Ministry of Finance", True),
        ("nhiệm vụ Bộ Tài chính trong chỉ thị", "Bộ Tài chính", True),
        ("Who checks how the Ministry of Finance duties are done?", "Ministry of Finance", False),
    ],
)
def test_whose_tasks_are_asked_for(question: str, body: str, asks: bool) -> None:
    at = question.index(body)
    assert load_vocabulary().asks_for_tasks(question, (at, at + len(body))) == asks


@pytest.mark.parametrize(
    ("question", "sections"),
    [
        ("List everything Vietnam Social Security is asked to do or join in the Prime Minister's directive.", {"5", "6"}),
        ("Bộ Công Thương được giao tham gia những việc gì trong chỉ thị của Thủ tướng?", {"5"}),
        ("What are the tasks of chairpersons of provincial People's Committees?", {"2", "7"}),
        ("VSS duties in the PM directive?", {"5", "6"}),
        ("nhiem vu BHXH VN trong chi thi cua thu tuong", {"5", "6"}),
    ],
)  # fmt: skip
def test_all_tasks_of_a_body_in_the_order_of_the_text(ask: Ask, question: str, sections: set[str]) -> None:
    answer = ask(question)
    assert {c.ref.doc_id for c in answer.citations} == {"directive-16-ct-ttg-2022"}
    assert sections <= {c.ref.eid.segments[0][1] for c in answer.citations}
    starts = [c.span.start for c in answer.citations]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        # What the Ministry of Planning and Investment was told is its successor's now.
        (
            "What must the Ministry of Finance do about medicine?",
            ("Ministry of Finance", "Ministry of Planning and Investment"),
        ),
        ("Bộ Y tế phải làm gì về thuốc hiếm?", ("Ministry of Health",)),
    ],
)
def test_no_task_of_another_body_is_quoted(ask: Ask, question: str, named: tuple[str, ...]) -> None:
    quotes = [c.quote for c in ask(question).citations]
    assert quotes and all(any(name in quote for name in named) for quote in quotes)


@pytest.mark.parametrize(
    "question",
    [
        "Nhiệm vụ của Bộ Quốc phòng trong Chỉ thị 16 là gì?",
        "What must the Ministry of Transport do about ambulances?",
        "Bệnh viện Chợ Rẫy được giao nhiệm vụ gì trong chỉ thị của Thủ tướng?",
        # Reports on the resolution say nothing of this ministry's tasks, and the directive is another document.
        "Bộ Tài chính phải làm gì theo Nghị quyết 72-NQ/TW?",
    ],
)
def test_a_body_that_is_told_nothing(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.status == "abstained" and not answer.citations


def test_what_the_law_asks_of_its_agencies_it_asks_of_the_whole(bundled_answerer: Answerer) -> None:
    answer = bundled_answerer.ask(Question("What must Vietnam Social Security do when a card is lost?", AS_OF))
    assert any("7 working days" in citation.quote for citation in answer.citations)


def test_clauses_on_other_bodies_beside_the_asked_one_are_left_out(bundled_answerer: Answerer) -> None:
    question = "What must provincial people's committees do about commune health stations?"
    quotes = [c.quote for c in bundled_answerer.ask(Question(question, AS_OF)).citations]
    assert any("provincial People's Committee" in quote for quote in quotes)
    assert not any("Employers" in quote for quote in quotes)
