"""Who asks whether a sentence may be written hears what the draft check says of it, by the quotes that are shown."""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.turn import Question
from bot.vocabulary import load_vocabulary
from bot.wording import wordings
from corpus.provision import Language
from tests.bot.conftest import AS_OF

YES, NO, NOT_SO = "yes", "no_but", "not_borne_out"


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ('Can I write: "Health insurance pays 95% for pensioners"?', "Health insurance pays 95% for pensioners"),
        ("May we write that a lost card is issued again?", "that a lost card is issued again"),
        ("Tôi viết “Sinh viên được bảo hiểm trả 80% chi phí” được không?", "Sinh viên được bảo hiểm trả 80% chi phí"),
        ("toi co the viet la the mat duoc cap lai trong 7 ngay khong?", "the mat duoc cap lai trong 7 ngay"),
    ],
)
def test_the_sentence_is_taken_out_of_the_question(question: str, claim: str) -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.is_to_write(question)
    assert (vocabulary.claim(question) or "").endswith(claim)


@pytest.mark.parametrize(
    "question", ["How do I write to the agency?", "Viết đơn xin cấp lại thẻ ở đâu?", "Is it true that cards are free?"]
)
def test_other_questions_are_not_on_writing(question: str) -> None:
    assert not load_vocabulary().is_to_write(question)


@pytest.mark.parametrize(
    ("question", "lang", "verdict", "amounts"),
    [
        ('Can I write: "Health insurance pays 95% for pensioners"?', "en", YES, {}),
        ("Tôi viết “Sinh viên được bảo hiểm trả 80% chi phí” được không?", "vi", YES, {}),
        (
            "Tôi có thể viết “Sinh viên được bảo hiểm trả 100% chi phí” không?",
            "vi",
            NO,
            {"asked": "100%", "text": "80%"},
        ),
        ('Can I write "Health insurance pays 100% for all pensioners"?', "en", NO, {"asked": "100%", "text": "95%"}),
        ("Can I write that everyone gets free hospital care from 2030?", "en", NOT_SO, {}),
    ],
)
def test_the_verdict_stands_in_front(
    bundled_answerer: Answerer, question: str, lang: Language, verdict: str, amounts: dict[str, str]
) -> None:
    answer = bundled_answerer.ask(Question(question, AS_OF))
    assert answer.leads == 1 and answer.citations
    assert answer.statements[0].text == wordings().lead[verdict](lang, **amounts)
