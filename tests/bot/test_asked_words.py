"""The words that questions asked before share with a new one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asked_words import AskedWords, words_of

ASKED = (
    "Người thứ hai trong hộ đóng bao nhiêu?",
    "Người thứ ba trong hộ đóng bao nhiêu?",
    "Who pays for the second member?",
    "Who pays for the third member?",
    "Is the third member insured?",
    "Nhà tôi là người thứ ba?",
    "Nhà tôi là người thứ hai?",
)
WORDS = words_of(ASKED)


def nearest(question: str, words: AskedWords = WORDS) -> str:
    return ASKED[int(np.argmax(words.shared(question)))]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("nguoi thu hai dong bao nhieu", ASKED[0]),  # without diacritics
        ("Hộ tôi có người thứ ba, đóng bao nhiêu?", ASKED[1]),
        ("And for the third member, who pays?", ASKED[3]),
    ],
)
def test_the_nearest_has_the_same_words(question: str, asked: str) -> None:
    assert nearest(question) == asked


@given(st.sampled_from(ASKED), st.text(max_size=60))
def test_cosines_lie_between_none_and_all(asked: str, text: str) -> None:
    shared = WORDS.shared(f"{asked} {text}")
    assert shared.shape == (len(ASKED),)
    assert (shared >= 0).all()
    assert (shared <= 1 + 1e-5).all()
    assert WORDS.shared(asked).max() == pytest.approx(1)


def test_what_they_share_with_one_another_is_what_each_shares_as_a_new_one() -> None:
    among = WORDS.among(np.arange(len(ASKED)))
    apart = np.stack([WORDS.shared(question) for question in ASKED])
    assert among == pytest.approx(apart, abs=1e-5)


@pytest.mark.parametrize("question", ["", "?!", "zebra giraffe"])
def test_a_question_of_unknown_words_shares_none(question: str) -> None:
    assert not WORDS.shared(question).any()


def test_without_any_question_nothing_is_shared() -> None:
    assert words_of([]).shared("Who pays?").shape == (0,)
