"""What an amount belongs to: what it counts, when it held, which time it stands beside; numbers that order and name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.claims.compare_amounts import compare_amounts, compare_pairs
from bot.claims.compare_counted import compare_counted, compare_past
from bot.claims.compare_ordered import compare_nth, compare_numbered
from bot.claims.sides import Comparison, Side
from bot.claims.vocabulary import Words
from corpus.provision import Span

ReadSide = Callable[[str], Side]
RIVER = "In 2031 the river fund paid for 40% of the visits, and now it pays for 75%."
BYLAW = "The bylaw of the ferry fund has 4 parts and 19 rules."
LEVY = "The ferry fund pays 30% of the fare. (Note: It was 20% before 1 May 2029.)"

BOUND = [
    ("The bylaw of the ferry fund has 19 parts and 4 rules.", BYLAW, {"number"}),
    ("The bylaw of the ferry fund has 4 parts and 19 rules.", BYLAW, set()),
    ("The ferry fund pays 20% of the fare.", LEVY, {"number"}),
    ("The ferry fund pays 30% of the fare.", LEVY, set()),
    ("The ferry fund paid 20% of the fare before May 2029.", LEVY, set()),
    ("In 2031 the river fund paid for 75% of the visits.", RIVER, {"number"}),
    ("In 2031 the river fund paid for 40% of the visits.", RIVER, set()),
    ("Ferry scheme No. 7 is run by the town.", "The town runs ferry scheme No. 5.", {"number"}),
    ("Đề án số 5 do thị trấn phụ trách.", "The town runs Scheme No. 5 of the ferries.", set()),
    ("Nghị quyết của Hội đồng khóa IX.", "The resolution of the 8th council.", {"number"}),
    ("Nghị quyết của Hội đồng khóa VIII.", "The resolution of the 8th council.", set()),
]


@pytest.mark.parametrize(("draft", "source", "expected"), BOUND)
def test_an_amount_is_bound(side: ReadSide, vocabulary: Words, draft: str, source: str, expected: set[str]) -> None:
    ours, theirs, result = side(draft), side(source), Comparison()
    compare_pairs(ours, theirs, result)
    compare_counted(ours, theirs, result)
    compare_past(ours, theirs, vocabulary, result)
    compare_numbered(ours, theirs, vocabulary, result)
    compare_nth(ours, theirs, vocabulary, result)
    assert {f.difference.kind for f in result.findings if f.hard} == expected


def test_what_bounds_an_amount_is_shown_with_it(side: ReadSide) -> None:
    result = Comparison()
    source = side("The ferry fund covers over 85% of the boats.")
    compare_amounts(side("The ferry fund covers 60% of the boats."), source, Span(0, len(source.text)), result)
    (finding,) = result.findings
    assert (finding.difference.draft, finding.difference.source) == ("60%", "over 85%")


def test_a_lone_amount_is_bound_by_its_clause(side: ReadSide) -> None:
    source = side("Day shifts of the ferry crew bring 300 dong, night shifts of the harbour watch bring 500 dong.")
    tight, loose = Comparison(), Comparison()
    span = Span(0, len(source.text))
    compare_amounts(side("Night shifts of the harbour watch bring 500 dong."), source, span, tight)
    compare_amounts(side("Night shifts of the harbour watch bring 300 dong."), source, span, loose)
    assert tight.loose < loose.loose
