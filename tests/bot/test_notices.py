from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.turn import Answer, Notice, NoticeKind, Question
from tests.bot.conftest import AS_OF, Ask

_OLD_MINISTRY = "Bộ nào phối hợp với Bộ Y tế đề xuất chính sách tiền lương, phụ cấp cho nhân viên y tế?"
_PRESS = "How many people participate in health insurance?"


def of_kind(answer: Answer, kind: NoticeKind) -> list[Notice]:
    return [n for n in answer.notices if n.kind == kind]


def test_press_is_said_to_be_press_and_what_it_reports_on(ask: Ask) -> None:
    answer = ask(
        "By which year should health insurance coverage be above 95% of the population?",
        documents=("laodong-news-directive-52-2025",),
    )
    (notice,) = of_kind(answer, "press")
    assert "52-CT/TW" in notice.text and "not that document" in notice.text
    assert set(notice.citations) == {c.n for c in answer.citations}


def test_an_official_text_is_not_called_press(ask: Ask) -> None:
    assert not of_kind(ask("Who is responsible to the Government for vaccination in the provinces?"), "press")


def test_a_known_defect_in_a_quote_is_told_with_the_words_it_concerns(ask: Ask) -> None:
    answer = ask(_PRESS)
    notices = of_kind(answer, "defect")
    told = next(n for n in notices if "more than 92 million Vietnamese people" in n.text)
    (number,) = told.citations
    assert "more than 92 million Vietnamese people" in answer.citations[number - 1].quote
    assert "94.29%" in told.text


def test_a_defect_of_other_words_is_not_told(ask: Ask) -> None:
    answer = ask(_PRESS)
    quotes = " ".join(c.quote for c in answer.citations)
    for notice in of_kind(answer, "defect"):
        assert notice.text.split("“")[1].split("”")[0] in quotes


@pytest.mark.parametrize(
    ("as_of", "told"),
    [(dt.date(2022, 10, 1), False), (dt.date(2025, 2, 28), False), (dt.date(2025, 3, 1), True), (AS_OF, True)],
)
def test_an_agency_that_has_ended_is_told_from_the_day_it_ended(ask: Ask, as_of: dt.date, told: bool) -> None:
    answer = ask(_OLD_MINISTRY, as_of=as_of)
    assert "Ministry of Labor - War Invalids and Social Affairs" in " ".join(c.quote for c in answer.citations)
    notices = of_kind(answer, "renamed_agency")
    assert bool(notices) is told
    if told:
        # One old body, several new ones, each with its function, and where that is known from.
        assert "2025-03-01" in notices[0].text and "https://" in notices[0].text
        assert "Bộ Nội vụ" in notices[0].text and "Bộ Y tế" in notices[0].text
        assert notices[0].citations


def test_an_agency_that_still_exists_is_no_news(ask: Ask) -> None:
    answer = ask("Who is responsible to the Government for vaccination in the provinces?")
    assert not of_kind(answer, "renamed_agency")


@pytest.mark.parametrize(
    ("question", "lang", "told"),
    [
        ("Who is responsible to the Government for vaccination in the provinces?", "en", False),
        ("Ai chịu trách nhiệm trước Chính phủ về tiêm chủng ở các tỉnh?", "vi", True),
    ],
)
def test_quotes_in_another_language_are_announced(ask: Ask, question: str, lang: str, told: bool) -> None:
    answer = ask(question)
    assert answer.lang == lang and answer.citations
    assert bool(of_kind(answer, "language")) is told


def test_a_declined_question_has_no_notices_on_texts_that_it_does_not_rest_on(ask: Ask) -> None:
    assert ask("How much is the monthly premium for a household of four?").notices == ()


TEXT = "The Health Fund pays for dental treatment of children under six within thirty days.\n"
QUESTION = "Who pays for dental treatment of children under six?"


@pytest.fixture
def rule(small: Callable[..., Answerer]) -> Callable[..., Callable[[dt.date], Answer]]:
    """`rule(status=…)(day)`: the answer on a day from a corpus of one document with these facts."""

    def make(**facts: str) -> Callable[[dt.date], Answer]:
        written = "".join(f"{name} = {value}\n" for name, value in facts.items())
        register = (
            f'[[document]]\nid = "rule"\nfile = "texts/rule.txt"\nsha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n'
            f'kind = "decision"\nauthority = "pm_decision"\nlanguage = "en"\nshort_en = "Decision 1"\n{written}'
        )
        answerer = small({"rule.txt": TEXT}, register)
        return lambda day: answerer.ask(Question(QUESTION, day))

    return make


Rule = Callable[..., Callable[[dt.date], Answer]]


def test_expired(rule: Rule) -> None:
    answer_on = rule(status='"in_force"', effective="2020-01-01", expired="2026-06-30")
    before, after = answer_on(dt.date(2026, 6, 29)), answer_on(dt.date(2026, 6, 30))
    assert before.citations and after.citations
    assert not of_kind(before, "superseded") and before.citations[0].status == "in_force"
    (notice,) = of_kind(after, "superseded")
    assert "2026-06-30" in notice.text and "Decision 1" in notice.text and notice.citations == (1,)
    assert after.citations[0].status == "expired"


def test_not_yet(rule: Rule) -> None:
    answer_on = rule(status='"in_force"', effective="2027-01-01")
    before, after = answer_on(dt.date(2026, 12, 31)), answer_on(dt.date(2027, 1, 1))
    (notice,) = of_kind(before, "not_yet")
    assert "2027-01-01" in notice.text and before.citations[0].status == "not_yet"
    assert not of_kind(after, "not_yet") and after.citations[0].status == "in_force"


def test_spent(rule: Rule) -> None:
    (notice,) = of_kind(rule(status='"spent"', status_note='"It planned for 2021-2025."')(AS_OF), "superseded")
    assert "It planned for 2021-2025." in notice.text


@pytest.mark.parametrize("status", ["suspended", "partly_expired"])
def test_suspended_and_partly_expired(rule: Rule, status: str) -> None:
    answer = rule(status=f'"{status}"')(AS_OF)
    assert answer.citations and answer.notices


def test_a_validity_that_rests_on_an_inferred_date_says_so(rule: Rule) -> None:
    answer = rule(status='"in_force"', issued="2020-01-01", date_basis='"inferred"', expired="2026-01-01")(AS_OF)
    assert of_kind(answer, "inferred_date")


def test_a_digest_is_labelled_and_an_answer_on_it_alone_is_partial(small: Callable[..., Answerer]) -> None:
    register = (
        f'[[document]]\nid = "d"\nfile = "texts/d.txt"\nsha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n'
        'kind = "digest"\nauthority = "digest"\nlanguage = "en"\nshort_en = "Digest of Decision 1"\n'
    )
    answer = small({"d.txt": TEXT}, register).ask(Question(QUESTION, AS_OF))
    assert answer.status == "partial" and answer.citations
    (notice,) = of_kind(answer, "digest")
    assert "not the official text" in notice.text
