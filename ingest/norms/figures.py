"""The figures of a text: amounts with what they measure and the time that the text ties them to.

Lengths of time belong to the deadlines; how many chapters a document has is no figure of its policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.numerals import either
from corpus.provision import Document, Provision
from corpus.quantity import Quantity, find_quantities
from corpus.reference import find_references
from corpus.temporal import find_times
from corpus.temporal_words import COMMA_TERMS
from corpus.units import COUNTED, Approximation
from ingest.norms.clauses import Clause, clauses
from ingest.norms.deadline_words import GOAL
from ingest.norms.rows import Figure

_NO_FIGURE = frozenset({"day", "week", "month", "quarter", "year", "hour", "minute", "chapter", "article"})
_DATED = frozenset({"date", "month", "quarter", "year", "period"})
_NOW_WORDS = ("currently", "so far", "at present", "to date", "now", "hiện nay", "đến nay", "hiện tại", "tính đến nay")
_NOW = re.compile(rf"(?<!\w){either(_NOW_WORDS)}(?!\w)", re.IGNORECASE)
# Where a phrase ends: at a comma or bracket that is part of no number and of no term of the field.
_BOUNDARY = re.compile(rf"{either(COMMA_TERMS)}|(?P<end>,(?!\d)|[;:()“”\"]|\.(?=\s|$)|\n)", re.IGNORECASE)
_FEW = 5
_NEAR = 20  # code points between "shall reach" and the amount
_WORDS_BESIDE = 2  # a phrase says what is measured when this many words stand beside the amount


def figures(document: Document, tree: Provision) -> list[Figure]:
    """The figures of a document, in the order of its text; a range gives its two ends."""
    return [row for clause in clauses(tree) for row in _rows(clause)]


def _rows(clause: Clause) -> Iterator[Figure]:
    amounts = find_quantities(clause.text)
    for amount in amounts:
        if not _is_figure(amount):
            continue
        measures, as_of = _measured(clause.text, amount), _as_of(clause.text, amount, amounts)
        for value, approximation in _ends(amount):
            yield Figure(
                value=value, unit=amount.unit, approximation=approximation, measures=measures, as_of=as_of,
                ref=clause.provision.ref, quote=clause.quote, span=clause.span,
            )  # fmt: skip


def _is_figure(amount: Quantity) -> bool:
    """ "Once" and "the two agencies" are ways of speaking."""
    if amount.unit is None or amount.unit in _NO_FIGURE or (amount.unit == "times" and amount.value == 1):
        return False
    return amount.unit not in COUNTED or amount.value >= _FEW or amount.approximation is not None


def _ends(amount: Quantity) -> list[tuple[Decimal, Approximation | None]]:
    if amount.upper is None:
        return [(amount.value, amount.approximation)]
    return [(amount.value, "at_least"), (amount.upper, "at_most")]


def _measured(text: str, amount: Quantity) -> str:
    """The phrase around an amount, with the one before it where it holds little more than the amount."""
    lists = [(reference.start, reference.end) for reference in find_references(text)]
    ends = [match.start("end") for match in _BOUNDARY.finditer(text) if match["end"]]
    ends = [end for end in ends if not any(first < end < last for first, last in lists)]  # "điểm a, b và c"
    after = next((end for end in ends if end >= amount.end), len(text))
    before = [0, *(end + 1 for end in ends if end < amount.start)]
    for start in reversed(before):
        beside = f"{text[start : amount.start]} {text[amount.end : after]}".split()
        if len(beside) >= _WORDS_BESIDE:
            return " ".join(text[start:after].split())
    return " ".join(text[before[0] : after].split())


def _as_of(text: str, amount: Quantity, amounts: list[Quantity]) -> str | None:
    """The time nearest before an amount, else the first one after it and before the next amount.

    What is still to be reached is not so "currently".
    """
    ahead = any(0 <= amount.start - goal.end() <= _NEAR for goal in GOAL.finditer(text))
    times = [(time.start, time.text) for time in find_times(text) if time.kind in _DATED and time.first]
    now = [] if ahead else [(match.start(), match[0]) for match in _NOW.finditer(text)]
    marks = sorted([*times, *now])
    ceiling = min((other.start for other in amounts if other.start > amount.start), default=len(text))
    before = [words for start, words in marks if start < amount.start]
    return before[-1] if before else next((words for start, words in marks if start < ceiling), None)
