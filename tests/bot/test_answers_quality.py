"""A floor under the quality of answers: what was reached once must not be lost unnoticed.

The five texts without their register, as in an evaluation of a folder that nobody has described.
"""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, score_answers
from bot.turn import Answer

FLOORS = {"evidence_top5": 0.88, "cited": 0.62, "declined": 0.82}


@pytest.fixture(scope="module")
def scores(gold: dict[str, list[GoldQuestion]], plain_answers: dict[str, Answer]) -> dict[str, float]:
    return score_answers([q for group in gold.values() for q in group], plain_answers)


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_floor(scores: dict[str, float], measure: str, floor: float) -> None:
    assert scores[measure] >= floor, scores


def test_the_sets_are_what_the_floors_were_measured_on(scores: dict[str, float]) -> None:
    assert scores["answerable"] + scores["unanswerable"] == 280
    assert scores["unanswerable"] >= 60


def test_every_quote_is_verbatim(plain_answerer: Answerer, plain_answers: dict[str, Answer]) -> None:
    for answer in plain_answers.values():
        for c in answer.citations:
            assert plain_answerer.index.sources[c.ref.doc_id][c.span.start : c.span.end] == c.quote


def test_the_same_question_gets_the_same_answer(
    plain_answerer: Answerer, gold: dict[str, list[GoldQuestion]], plain_answers: dict[str, Answer]
) -> None:
    from bot.turn import Question
    from tests.bot.conftest import AS_OF

    for one in [q for group in gold.values() for q in group][::40]:
        again = plain_answerer.ask(Question(one.question, AS_OF, context=one.context))
        assert (again.text, again.citations, again.passages) == (
            plain_answers[one.id].text, plain_answers[one.id].citations, plain_answers[one.id].passages
        )  # fmt: skip
