from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import detect_language, is_telex
from corpus.telex import decoded


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("baor", "bảo"), ("hieemr", "hiểm"), ("tees", "tế"), ("luwowng", "lương"), ("nguwowif", "người"), ("ddoongs", "đống"),
        # The tone may be typed before the final consonant, and the second d or vowel at the end.
        ("thuocos", "thuốc"), ("thuoocs", "thuốc"), ("chuwax", "chữa"), ("quys", "quý"), ("gif", "gì"), ("hoaf", "hòa"), ("uyr", "ủy"),
        # Nothing to decode.
        ("y", None), ("bao", None), ("bảo", None), ("2026", None), ("", None),
    ],
)  # fmt: skip
def test_keystrokes_become_letters(keys: str, word: str | None) -> None:
    assert decoded(keys) == word


@pytest.mark.parametrize(
    ("text", "telex"),
    [
        ("baor hieemr y tees chi trar bao nhieeu", True),
        ("CSKCB laf gif", True),
        ("the bhyt mat thi lam sao", False),
        ("What does the class of cats and tests say?", False),
        ("Thẻ bảo hiểm y tế", False),
    ],
)
def test_telex_is_told_from_other_typing(text: str, telex: bool) -> None:
    assert is_telex(text) is telex
    if telex:
        assert detect_language(text) == "vi"


@given(st.text(max_size=20))
def test_any_word_is_decoded_or_left(word: str) -> None:
    found = decoded(word)
    assert found is None or found != word
