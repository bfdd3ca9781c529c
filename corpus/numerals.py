"""Numbers as they are written: digits of both conventions, number words and magnitudes in English and Vietnamese."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.language import fold
from corpus.provision import Language

SCALES: dict[str, int] = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9, "trillion": 10**12,
    "trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn tỷ": 10**12,
    "nghìn tỉ": 10**12, "ngàn tỷ": 10**12, "mn": 10**6, "bn": 10**9,
}  # fmt: skip
_ONES_EN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS_EN: dict[str, int] = {
    **{word: n for n, word in enumerate(_ONES_EN.split(), 1)},
    **{word: n * 10 for n, word in enumerate(_TENS_EN.split(), 2)},
}
WORDS_VI: dict[str, int] = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
# Inside a compound some digits sound otherwise: "mười lăm" 15, "hai mươi mốt" 21, "ba mươi tư" 34.
_LAST_VI: dict[str, int] = {**WORDS_VI, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
FRACTIONS: dict[str, Decimal] = {
    "half": Decimal("0.5"), "một nửa": Decimal("0.5"), "nửa": Decimal("0.5"),
    "one third": Decimal(1) / 3, "a third": Decimal(1) / 3, "two thirds": Decimal(2) / 3,
    "a quarter": Decimal("0.25"), "one quarter": Decimal("0.25"), "three quarters": Decimal("0.75"),
}  # fmt: skip
_PARTS_VI = re.compile(r"(\w+) (?:phần|phan) (\w+)")


def either(words: list[str] | tuple[str, ...]) -> str:
    """A pattern for any of `words`, the longest first, blanks as they may be in a text."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


_LAST = either(tuple(k for k in _LAST_VI if k != "mười"))
_DIGIT = either(tuple(k for k in WORDS_VI if k != "mười"))
_SMALL_VI = (
    rf"(?:{_DIGIT}\s+mươi(?:\s+{_LAST}\b)?|mười(?:\s+{_LAST}\b(?!\s+(?:năm|nam)\s+\d))?|{either(tuple(WORDS_VI))})"
)
_SMALL_EN = (
    rf"(?:{either(tuple(_TENS_EN.split()))}[-\s]{either(tuple(_ONES_EN.split()[:9]))}|{either(tuple(WORDS_EN))})"
)

# A number in digits: grouped in threes, or plain, with decimals. The blank as a separator is not taken: it also parts numbers.
DIGITS = r"\d{1,3}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)(?![\d])|\d+(?:[.,]\d+)?"
WORDS = rf"\b(?:{_SMALL_EN}|{_SMALL_VI})\b"
SCALE = rf"(?:\s*\b{either(tuple(SCALES))}\b)"


def unaccented(pattern: str) -> str:
    """A pattern for texts without diacritics; the letters of its classes and groups stay as they are."""
    return "".join(fold(char) if ord(char) > 127 else char for char in pattern)


def number(written: str, lang: Language, rounded: bool = False) -> Decimal:
    """The value of digits as `lang` groups them: "92.000" is 92 thousand in Vietnamese, "92,000" in English.

    The other language's sign before just three digits groups too when these are zeros (or `rounded` says that
    no fraction can be meant, as with đồng); "0,125" and "2,345" have decimals.
    """
    group, point = (".", ",") if lang == "vi" else (",", ".")
    signs = [c for c in written if c in ".,"]
    if len(set(signs)) == 2:
        point = signs[-1]
    elif len(signs) > 1:
        point = ""
    elif signs:
        whole, _, decimals = written.partition(signs[0])
        groups = len(decimals) == 3 and len(whole) < 4 and not whole.startswith("0")
        thousands = groups and (signs[0] == group or decimals == "000" or rounded)
        point = "" if thousands else signs[0]
    return Decimal("".join("." if c == point else c for c in written if c.isdigit() or c == point))


def word_number(written: str) -> int | None:
    """The value of a number word below one hundred ("fifteen", "mười lăm", "hai mươi mốt"), or None."""
    parts = re.split(r"[-\s]+", written.lower())
    if all(part in WORDS_EN for part in parts):
        return sum(WORDS_EN[part] for part in parts)
    return _word_number_vi(parts)


def _word_number_vi(parts: list[str]) -> int | None:
    tens, rest = 0, parts
    if len(parts) > 1 and _spoken(parts[1], "mươi") and _digit(parts[0]) is not None:
        tens, rest = 10 * (_digit(parts[0]) or 0), parts[2:]
    elif len(parts) > 1 and _spoken(parts[0], "mười"):
        tens, rest = 10, parts[1:]
    if not rest:
        return tens
    last = _digit(rest[0])
    return None if last is None or len(rest) > 1 else tens + last


def _digit(word: str) -> int | None:
    return _LAST_VI.get(word, _FOLDED_DIGITS.get(word))


def _spoken(word: str, expected: str) -> bool:
    return word in (expected, fold(expected))


_FOLDED_DIGITS = {fold(word): value for word, value in _LAST_VI.items()}


def fraction(written: str) -> Decimal | None:
    """The value of "half", "two thirds", "hai phần ba", "3/4", or None."""
    plain = re.sub(r"[-\s]+", " ", written.lower())
    if plain in FRACTIONS:
        return FRACTIONS[plain]
    above, below = _parts(plain)
    return Decimal(above) / Decimal(below) if above and below and above < below else None


def _parts(plain: str) -> tuple[int | None, int | None]:
    if slash := re.fullmatch(r"(\d{1,2})/(\d{1,2})", plain):
        return int(slash[1]), int(slash[2])
    if spoken := _PARTS_VI.fullmatch(plain):
        return word_number(spoken[1]), word_number(spoken[2])
    return None, None


_FRACTIONS = either(tuple(FRACTIONS)).replace(r"\s+", r"[-\s]+")  # "two-thirds"
FRACTION = rf"(?:{_FRACTIONS}|{_DIGIT}\s+phần\s+{_LAST}\b|(?<![\d/])[1-9]/[2-9](?![\d/]))"
