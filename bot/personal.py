"""Personal data in a question: identity, card, account and telephone numbers and mail addresses are masked before anything
else sees it. None of them is ever needed to say what a rule is.

Amounts, dates, numbers of documents and hotlines (1800…, 1900…) stay.
"""

from __future__ import annotations

import re

MASK = "•••"  # no word: nothing is searched for it
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# Two letters for the group, one digit for the share, twelve more: the number on an older health insurance card.
_INSURANCE_CARD = r"\b[A-Za-zĐđ]{2}[ .-]?\d(?:[ .-]?\d){12}\b"
_TELEPHONE = (
    r"(?<![\w.,/])(?:\+84|0084|0)(?:[ .-]?\d){9,11}(?![\d/])"  # identity numbers of twelve digits begin with 0 too
)
_LONG = r"(?<![\w.,/])\d{9,19}(?![\d/])(?!\s*(?:đ|đồng|dong|vnd|vnđ|usd|dollars?)\b)"  # no amount in money
_PERSONAL = re.compile("|".join((_MAIL, _INSURANCE_CARD, _TELEPHONE, _LONG)), re.IGNORECASE)
_BANK_CARD = re.compile(r"(?<![\w.,/])\d{4}(?:[ -]\d{4}){3}(?![\d/])")


def masked(text: str) -> str:
    """The text with every number or address in it that names a person as `MASK`."""
    return _BANK_CARD.sub(lambda m: MASK if _is_card_number(m[0]) else m[0], _PERSONAL.sub(MASK, text))


def _is_card_number(text: str) -> bool:
    """Whether the last digit of a number checks the others (Luhn, ISO/IEC 7812-1): four years in a row are no card."""
    digits = [int(c) for c in reversed(text) if c.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
