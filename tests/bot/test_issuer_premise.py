"""A question that names who issued a document is told yes, or who it was."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answerer import Answerer
from bot.turn import Answer, Question, Statement

AS_OF = dt.date(2026, 11, 22)


def leads(answer: Answer) -> tuple[Statement, ...]:
    """What stands in front of the quotes."""
    return answer.statements[: answer.leads]


def ask(answerer: Answerer, question: str) -> Answer:
    """The answer of the bundled corpus."""
    return answerer.ask(Question(question, AS_OF))


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Was Directive 52 issued by the Prime Minister?", "No: the text names the issuer as Secretariat."),
        ("Chỉ thị 52-CT/TW do Thủ tướng Chính phủ ban hành phải không?", "Không: theo văn bản, nơi ban hành là Ban Bí thư."),
        ("Chi thi 52 co phai do Bo Y te ban hanh khong?", "Không: theo văn bản, nơi ban hành là Ban Bí thư."),
        ("Nghị quyết 72 do Quốc hội ban hành đúng không?", "Không: theo văn bản, nơi ban hành là Bộ Chính trị."),
        ("Did the Secretariat issue Directive 52-CT/TW?", "Yes, so the text says."),
        ("Có phải Bộ Chính trị ban hành Nghị quyết 72 không?", "Đúng, văn bản nói như vậy."),
    ],
)  # fmt: skip
def test_the_issuer_is_confirmed_or_put_right(bundled_answerer: Answerer, question: str, lead: str) -> None:
    answer = ask(bundled_answerer, question)
    (told,) = leads(answer)
    assert told.text == lead
    assert told.citations and {*told.citations} <= {citation.n for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "Was Directive 52 issued by the Party Central Committee?",  # the Secretariat is part of it
        "Who issued Directive 52-CT/TW?",  # nothing to confirm
        "Is it true that the Ministry of Health issued Decree 188/2025/ND-CP?",  # no quote tells its issuer
    ],
)
def test_without_a_plain_yes_or_no_there_is_none(bundled_answerer: Answerer, question: str) -> None:
    answer = ask(bundled_answerer, question)
    assert not any(statement.text.startswith(("Yes", "No")) for statement in leads(answer))
