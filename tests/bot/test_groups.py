"""Which groups of people a text names."""

from __future__ import annotations

import pytest

from bot.groups import load_groups
from corpus.provision import Language

NAMED: list[tuple[str, Language, set[str]]] = [
    ("Người cận nghèo được trả bao nhiêu?", "vi", {"near_poor"}),
    ("nguoi can ngheo duoc tra bao nhieu", "vi", {"near_poor"}),
    ("Hộ nghèo và hộ cận nghèo", "vi", {"poor", "near_poor"}),
    ("Người có trợ cấp hưu trí xã hội", "vi", {"social_pension"}),
    ("Bố tôi về hưu rồi", "vi", {"pensioners"}),
    ("poor household, hospital bill, how much paid", "en", {"poor"}),
    ("A near-poor person and a pupil", "en", {"near_poor", "pupils"}),
    ("Students buy it as a household", "en", {"pupils", "households"}),
    ("A near-poor household", "en", {"near_poor"}),
    ("Khám ngoại trú ở bệnh viện cấp cơ bản", "vi", {"outpatients", "basic_level"}),
    ("What is paid for an MRI scan?", "en", set()),
]


@pytest.mark.parametrize(("text", "lang", "expected"), NAMED)
def test_groups_are_found_and_of_words_that_overlap_the_longer_counts(
    text: str, lang: Language, expected: set[str]
) -> None:
    assert load_groups().named(text, lang) == expected


@pytest.mark.parametrize(
    ("asked", "told", "opposed"),
    [
        ("near_poor", "poor", True),
        ("near_poor", "poor near_poor", False),
        ("near_poor", "pupils", False),
        ("near_poor", "", False),
        ("near_poor poor", "poor", False),
        ("outpatients", "inpatients", True),
        ("", "inpatients", False),
    ],
)
def test_what_is_said_of_the_opposite_alone_is_no_answer(asked: str, told: str, opposed: bool) -> None:
    assert load_groups().opposed(frozenset(asked.split()), frozenset(told.split())) == opposed


@pytest.mark.parametrize(
    ("asked", "told", "of_others"),
    [
        ("poor", "employees", True),
        ("poor", "employees poor", False),
        ("poor", "inpatients", False),  # no group of people
        ("poor", "", False),
        ("outpatients", "pupils", False),
        ("", "pupils", False),
    ],
)
def test_what_is_said_of_other_people_alone_is_told(asked: str, told: str, of_others: bool) -> None:
    assert load_groups().of_others(frozenset(asked.split()), frozenset(told.split())) == of_others


@pytest.mark.parametrize(
    ("question", "lang", "asked"),
    [
        ("My grandfather is 83 with no pension: who pays for his card?", "en", set()),
        ("She does not draw a pension and is disabled", "en", {"disabled"}),
        ("Mẹ tôi 78 tuổi không có lương hưu", "vi", set()),
        ("me toi khong duoc huong luong huu", "vi", set()),
        ("Người hưởng lương hưu có được trả không?", "vi", {"pensioners"}),
    ],
)
def test_who_one_is_not_is_not_asked_about(question: str, lang: Language, asked: set[str]) -> None:
    assert load_groups().asked(question, lang) == asked
