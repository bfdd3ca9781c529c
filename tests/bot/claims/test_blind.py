"""Sentences on the five texts that were written without a look at the checker: what it must not get wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.claims.measure import Figures, figures, load_claims

BLIND = Path(__file__).parents[2] / "data" / "claims_blind.jsonl"
DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def found(answerer: Answerer) -> Figures:
    claims = load_claims(BLIND)
    checks = Checker(answerer, as_of=DAY).check_all([claim.sentence for claim in claims])
    return figures([claim.label for claim in claims], [check.verdict for check in checks])


# Of 36 contradicted and of 24 not found sentences at most one each is called supported.
@pytest.mark.parametrize(("label", "of"), [("contradicted", 36), ("not_found", 24)])
def test_hardly_a_false_sentence_is_called_supported(found: Figures, label: str, of: int) -> None:
    total = sum(count for (gold, _), count in found.confusion.items() if gold == label)
    assert total >= of
    assert found.confusion[label, "supported"] / total <= 1 / of


def test_caution_is_no_blindness(found: Figures) -> None:
    assert found.macro_f1 >= 0.70
