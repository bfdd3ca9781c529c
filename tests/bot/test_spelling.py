"""Slips of typing in English are mended in the question itself, so that vectors and cross-encoder read what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spelling import Speller, written_words

SPELLER = Speller(["health insurance", "electronic health record", "Ministry of Health", "household"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("an eletronic helth record", "an electronic health record"),
        ("HELTH INSURNACE", "HEALTH INSURANCE"),
        ("the Minstry of Health", "the ministry of Health"),
        ("houshold insurnace?", "household insurance?"),
        # What is near to nothing, or short, stays as it is; so does a name.
        ("What happens in Hanoi?", "What happens in Hanoi?"),
        ("evry helt", "evry helt"),
        ("healthy households", "healthy households"),
    ],
)
def test_slips_are_mended(typed: str, meant: str) -> None:
    assert SPELLER.mended(typed, tuple) == meant


def test_a_word_of_the_texts_is_no_slip() -> None:
    assert SPELLER.mended("a recort", tuple) == "a record"
    assert SPELLER.mended("a recort", lambda: written_words(["Recort"])) == "a recort"


def test_a_word_that_two_are_as_near_to_stays() -> None:
    assert Speller(["waiver", "waiter"]).mended("waiwer", tuple) == "waiwer"


@given(st.text(max_size=60))
def test_nothing_but_words_is_changed(text: str) -> None:
    mended = SPELLER.mended(text, tuple)
    assert SPELLER.mended(mended, tuple) == mended
    assert [c for c in mended if not c.isalnum()] == [c for c in text if not c.isalnum()]
