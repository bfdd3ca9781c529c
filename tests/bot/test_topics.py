"""A topic instead of a question: what is on it is quoted; what no text is on is declined."""

from __future__ import annotations

import pytest

from tests.bot.conftest import Ask

TOPICS = (
    ("rare medicine", "directive-16-ct-ttg-2022#sec_5__bullet_3"),
    ("thuốc hiếm", "directive-16-ct-ttg-2022#sec_5__bullet_3"),
    ("thuoc hiem", "directive-16-ct-ttg-2022#sec_5__bullet_3"),
    ("vaccination", "directive-16-ct-ttg-2022#sec_2__bullet_3"),
    ("What does Directive 16/CT-TTg say about traditional medicine?", None),
    ("Chỉ thị 16/CT-TTg nói gì về tiêm chủng?", "directive-16-ct-ttg-2022#sec_2__bullet_3"),
)


@pytest.mark.parametrize(("topic", "proof"), TOPICS)
def test_what_is_on_a_topic_is_quoted(ask: Ask, topic: str, proof: str | None) -> None:
    answer = ask(topic)
    assert answer.status == "answered"
    assert proof is None or proof in {str(c.ref) for c in answer.citations}


@pytest.mark.parametrize("topic", ["ly hôn", "giá vàng", "football", "euthanasia", "thẻ tín dụng"])
def test_what_no_text_is_on_is_declined(ask: Ask, topic: str) -> None:
    assert not ask(topic).citations


@pytest.mark.parametrize(
    "question",
    [
        "What does Directive 52 say about students?",
        "What does Resolution 72 say about rare medicine?",  # that is the directive's
        "What does Directive 16/CT-TTg say about dental care?",
    ],
)
def test_what_a_document_does_not_speak_of_is_not_told_from_others(ask: Ask, question: str) -> None:
    assert ask(question).status == "abstained"
