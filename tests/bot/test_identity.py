from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.turn import Question
from tests.bot.conftest import AS_OF, Ask

QUESTIONS = [
    "What is the official number of the directive on improving healthcare for the general public?",
    "Số hiệu của chỉ thị về nâng cao công tác chăm sóc sức khỏe nhân dân là gì?",
    "so hieu cua chi thi ve nang cao cong tac cham soc suc khoe nhan dan la gi",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_register_knows_the_number_and_says_from_where(ask: Ask, question: str) -> None:
    answer = ask(question)
    (notice,) = answer.notices
    assert notice.kind == "document"
    assert (
        "16/CT-TTg" in notice.text
        and ("20 September 2022" if answer.lang == "en" else "20/09/2022") in notice.text
        and "https://dulieuphapluat.vn/?p=644561" in notice.text
    )
    assert answer.status == "partial" and answer.reason is None
    # What comes from the register is never a quote.
    assert not answer.citations and not answer.statements


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_text_without_a_number_says_so_and_borrows_none(plain_answerer: Answerer, question: str) -> None:
    answer = plain_answerer.ask(Question(question, AS_OF))
    (notice,) = answer.notices
    assert notice.kind == "document"
    assert answer.status == "abstained" and answer.reason == "not_in_corpus"
    assert not answer.citations and "16/CT-TTg" not in answer.text
    # The telegram that section 5 names is another document, and is called that.
    before, _, after = notice.text.partition("778/CD-TTg")
    assert "no number of its own" in before or "không ghi số hiệu của chính nó" in before
    assert "other documents" in after or "văn bản khác" in after


@pytest.mark.parametrize(
    "question",
    [
        "Bao nhiêu người tham gia bảo hiểm y tế?",
        "Who is responsible for vaccination in the provinces?",
    ],
)
def test_other_questions_pass(ask: Ask, question: str) -> None:
    assert "document" not in {n.kind for n in ask(question).notices}


@pytest.mark.parametrize("doc_id", ["000_6c9276836f489cbf", "004_6e9fecc5d8dd9214"])
def test_the_number_of_the_document_that_was_chosen(plain_answerer: Answerer, doc_id: str) -> None:
    answer = plain_answerer.ask(Question("What is the document number?", AS_OF, documents=(doc_id,)))
    (notice,) = answer.notices
    assert answer.passages[0].chunk.ref.doc_id == doc_id
    assert "no number of its own" in notice.text


@pytest.mark.parametrize("question", ["What is the number of this directive?", "Chỉ thị này mang số hiệu bao nhiêu?"])
def test_a_directive_is_asked_for_not_a_press_piece(ask: Ask, plain_answerer: Answerer, question: str) -> None:
    assert "16/CT-TTg" in ask(question).text
    assert "Improving healthcare" in plain_answerer.ask(Question(question, AS_OF)).text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was Directive 16/CT-TTg issued?", "2022"),
        ("Chỉ thị số 16/CT-TTg ban hành ngày nào?", "2022"),
        ("Who issued Directive 16/CT-TTg?", "Prime Minister"),
    ],
)
def test_date_and_issuer_of_a_registered_document(ask: Ask, question: str, told: str) -> None:
    notices = [n.text for n in ask(question).notices if n.kind == "document"]
    assert told in " ".join(notices)
