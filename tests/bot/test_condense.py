from __future__ import annotations

import datetime as dt

import pytest

from bot.condense import CondenseStep
from bot.query import QueryAnalyzer
from bot.screen import ScreenStep
from bot.turn import Question, Turn
from bot.vocabulary import load_vocabulary
from corpus.agencies import load_agencies
from corpus.glossary import load_glossary
from corpus.language import detect_language, has_diacritics
from corpus.provision import Language

DAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def step() -> CondenseStep:
    glossary = load_glossary()
    return CondenseStep(QueryAnalyzer(glossary, load_agencies()).analyze, load_vocabulary(), glossary.families)


@pytest.mark.parametrize(
    ("context", "text", "standalone"),
    [
        # The follow-up names another one of the same family ...
        ("What share does insurance pay for a pensioner?", "And pupils?", "What share does insurance pay for a pupils?"),
        ("Người hưởng lương hưu được thanh toán bao nhiêu phần trăm?", "Thế còn người cận nghèo?", "người cận nghèo"),
        ("Khám trái tuyến nội trú được chi trả bao nhiêu?", "còn ngoại trú thì sao?", "ngoại trú"),
        ("Chỉ tiêu bao phủ năm 2025 là bao nhiêu?", "Còn năm 2026?", "năm 2026"),
        ("What must the Ministry of Finance do?", "and the Ministry of Health?", "What must the Ministry of Health do?"),
        # ... without diacritics, where it could be taken for English ...
        ("nguoi huong luong huu duoc tra bao nhieu phan tram", "the con nguoi can ngheo?", "nguoi can ngheo duoc tra bao nhieu phan tram"),
        ("What share for a pensioner?", "And a near-poor person?", "What share for a near poor person?"),
        # ... or another document ...
        ("Ai ban hành Chỉ thị 52-CT/TW?", "còn Nghị quyết 72-NQ/TW?", "Ai ban hành Nghị quyết 72-NQ/TW?"),
        ("Who issued Directive 52-CT/TW?", "And Resolution 72?", "Who issued Resolution 72?"),
        ("Who issued Directive 52-CT/TW?", "Does Resolution 72 mention it?", "52-CT/TW? Does Resolution 72 mention it?"),
        # ... or asks for something of its own, and both questions count.
        ("Who takes charge of vaccination?", "And who has to cooperate?", "Who takes charge of vaccination? And who has to cooperate?"),
        ("What must the Ministry of Finance do?", "And does it mention salaries?", "And does it mention salaries?"),
        ("Who takes charge of vaccination?", "And a pensioner?", "Who takes charge of vaccination? And a pensioner?"),
    ],
)  # fmt: skip
def test_a_follow_up_stands_alone(step: CondenseStep, context: str, text: str, standalone: str) -> None:
    turn = ScreenStep(load_vocabulary())(Turn(Question(text, DAY, context=context)))
    assert standalone in step(turn).standalone


# A follow-up is answered in its own language, so the question before it is said in that.
@pytest.mark.parametrize(
    ("context", "text", "lang", "standalone"),
    [
        ("Bộ Tài chính phải làm gì?", "and by when?", "en", "Ministry of Finance. and by when?"),
        ("bo tai chinh phai lam gi?", "and by when?", "en", "Ministry of Finance. and by when?"),
        ("Who has to cooperate with the Ministry of Finance?", "thế khi nào?", "vi", "phối hợp, Bộ Tài chính. thế khi nào?"),
        ("Who has to cooperate with the Ministry of Finance?", "the khi nao?", "vi", "phối hợp, Bộ Tài chính. the khi nao?"),
        ("Chỉ thị 52-CT/TW nói gì?", "Who issued it?", "en", "52-CT/TW. Who issued it?"),
        ("Chỉ tiêu năm 2026 là bao nhiêu?", "and in 2030?", "en", "2030"),
        ("What share does insurance pay for a pensioner?", "còn người khuyết tật?", "vi", "người khuyết tật"),
        ("What share does insurance pay for a pensioner?", "con nguoi khuyet tat?", "vi", "người khuyết tật"),
        ("Người hưởng lương hưu được trả bao nhiêu phần trăm?", "and a near-poor person?", "en", "near-poor household"),
        # In one language nothing is changed.
        ("Who pays for a pensioner?", "and by when?", "en", "Who pays for a pensioner? and by when?"),
        ("ai tra cho nguoi huu tri?", "the con bao lau?", "vi", "ai tra cho nguoi huu tri? the con bao lau?"),
    ],
)  # fmt: skip
def test_the_question_before_is_said_in_the_language_of_the_follow_up(
    step: CondenseStep, context: str, text: str, lang: Language, standalone: str
) -> None:
    turn = ScreenStep(load_vocabulary())(Turn(Question(text, DAY, context=context)))
    assert turn.lang == lang
    turn = step(turn)
    assert standalone in turn.standalone
    assert detect_language(turn.standalone) == lang or not has_diacritics(standalone)


def test_an_exchanged_question_asks_what_the_one_before_it_asked(step: CondenseStep) -> None:
    turn = step(Turn(Question("And a near-poor household?", DAY, context="What percentage does a pensioner get?")))
    assert turn.need == "percent"
    assert "pensioner" not in turn.standalone


def test_a_question_without_context_is_itself(step: CondenseStep) -> None:
    assert step(Turn(Question("Who pays?", DAY))).standalone == "Who pays?"
