"""Telex keystrokes that no input method turned into letters: "baor hieemr y tees" for "bảo hiểm y tế".

The rules are those of the Telex convention: doubled letters and w make the letters of the alphabet, s f r x j the tone.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = (("uow", "ươ"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("ow", "ơ"), ("uw", "ư"), ("dd", "đ"))
# The combining marks of the tones: acute, grave, hook, tilde, dot below.
TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
# A letter may be doubled after the rest of the syllable: "dieenj" and "diende" both mean "điện" or "diện".
_LATE = re.compile(r"([ado])([^ado]*)\1$")
_VOWELS = "aăâeêioôơuưy"
_CLUSTER = re.compile(rf"[{_VOWELS}]+")
_TONE_KEY = re.compile(rf"[{_VOWELS}w][a-z]*?[sfrxj]")


def decoded(word: str) -> str | None:
    """The syllable that the keystrokes stand for, in lower case; None when they hold no Telex mark."""
    typed = word.lower()
    if not typed.isascii() or not typed.isalpha():
        return None
    tone, letters = _tone(typed)
    for keys, letter in LETTERS:
        letters = letters.replace(keys, letter)
    letters = _LATE.sub(lambda m: {"a": "â", "d": "đ", "o": "ô"}[m[1]] + m[2], letters)
    if letters == typed:
        return None
    return _toned(letters, tone)


def _tone(typed: str) -> tuple[str | None, str]:
    """The tone, typed anywhere after the first vowel (no syllable ends in its key), and the word without that key."""
    found = _TONE_KEY.search(typed)
    if not found:
        return None, typed
    at = found.end() - 1
    return TONES[typed[at]], typed[:at] + typed[at + 1 :]


def _toned(letters: str, tone: str | None) -> str | None:
    """The mark stands on the vowel with a mark of its own, else before a final consonant on the last vowel, else on
    the last but one (after the u of qu and the i of gi)."""
    if tone is None:
        return letters
    onset = 2 if letters[:2] in {"qu", "gi"} and len(letters) > 2 and letters[2] in _VOWELS else 0
    cluster = _CLUSTER.search(letters, onset)
    if not cluster:
        return None
    vowels = cluster[0]
    marked = [i for i, c in enumerate(vowels) if c in "ăâêôơư"]
    closed = cluster.end() < len(letters)
    at = marked[-1] if marked else len(vowels) - 1 if closed or len(vowels) == 1 else len(vowels) - 2
    place = cluster.start() + at
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])
