"""What a question names in particular: persons, counted things, proper names."""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.particulars import counted, counts, names_person, unknown_names
from corpus.agencies import load_agencies


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minister of Health Dao Hong Lan said so.", True),
        ("Tổng Giám đốc Nguyễn Thế Mạnh phát biểu.", True),
        ("The Minister of Health shall report.", False),
        ("Bộ trưởng Bộ Y tế quy định chi tiết khoản này.", False),
        ("Thành phố Hồ Chí Minh báo cáo.", False),
    ],
)
def test_an_office_is_no_person(text: str, expected: bool) -> None:
    assert names_person(text, load_agencies()) is expected


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many hospitals have signed contracts?", "hospitals"),
        ("Có bao nhiêu bệnh viện đã ký hợp đồng?", "bệnh viện"),
        ("Who signed the contract?", None),
        ("How many people participate in health insurance?", None),  # a term of its own, counted in many words
    ],
)
def test_what_is_counted(answerer: Answerer, question: str, thing: str | None) -> None:
    concept = counted(answerer.analyze(question))
    assert (concept.surface if concept else None) == thing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are 1,500 district hospitals here.", True),
        ("Hospitals shall report within 30 days.", False),
        ("In 2020 the ministry, the agency and others spoke about hospitals.", False),
    ],
)
def test_a_number_counts_what_stands_behind_it(answerer: Answerer, text: str, expected: bool) -> None:
    concept = counted(answerer.analyze("How many hospitals are there?"))
    assert concept is not None
    assert counts(text, concept, "en") is expected


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Does Hoan My clinic have a contract?", 1),
        ("Phòng khám Hoàn Mỹ có ký hợp đồng không?", 1),
        ("What did Minister Dao Hong Lan say?", 0),
        ("What does Minister Lan say?", 0),  # a title and one word are no name of two
        ("Bộ Y tế phải làm gì?", 0),
        ("what does the ministry of health do", 0),
    ],
)
def test_names_that_no_text_has(answerer: Answerer, question: str, unknown: int) -> None:
    assert len(unknown_names(answerer.analyze(question), answerer.index.fields)) == unknown
