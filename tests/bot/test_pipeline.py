from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.pipeline import NamedStep, run
from bot.turn import Answer, Question, Turn

TURN = Turn(Question("q", dt.date(2026, 11, 21)))
ANSWER = Answer("q", "en", "answered", None, "text")


def answers(turn: Turn) -> Turn:
    return replace(turn, answer=ANSWER)


def appends(word: str) -> Callable[[Turn], Turn]:
    return lambda turn: replace(turn, standalone=turn.standalone + word)


def test_steps_run_in_order_each_on_the_turn_before_it() -> None:
    steps = [NamedStep("a", appends("a")), NamedStep("b", appends("b")), NamedStep("end", answers)]
    seen = [(name, turn.standalone, turn.answer is not None) for name, turn in run(steps, TURN)]
    assert seen == [("a", "a", False), ("b", "ab", False), ("end", "ab", True)]


def test_the_first_answer_ends_it() -> None:
    def never(turn: Turn) -> Turn:
        raise AssertionError("a step ran after the answer")

    steps = [NamedStep("a", appends("a")), NamedStep("early", answers), NamedStep("late", never)]
    assert [name for name, _ in run(steps, TURN)] == ["a", "early"]


def test_each_step_that_ran_is_timed_and_their_sum_is_the_total() -> None:
    steps = [NamedStep("a", appends("a")), NamedStep("b", answers), NamedStep("c", answers)]
    (*_, (_, last)) = run(steps, TURN)
    assert last.answer is not None
    timings = last.answer.timings_ms
    assert set(timings) == {"a", "b", "total"}
    assert timings["total"] == pytest.approx(timings["a"] + timings["b"])
    assert all(value >= 0 for value in timings.values())


@pytest.mark.parametrize("steps", [[], [NamedStep("a", appends("a"))]])
def test_ending_without_an_answer_is_a_fault(steps: list[NamedStep]) -> None:
    with pytest.raises(RuntimeError, match="without an answer"):
        list(run(steps, TURN))


def test_a_step_is_run_only_when_it_is_asked_for() -> None:
    ran: list[str] = []

    def notes(turn: Turn) -> Turn:
        ran.append("b")
        return answers(turn)

    stream = run([NamedStep("a", appends("a")), NamedStep("b", notes)], TURN)
    next(stream)
    assert ran == []


def test_what_a_step_raises_comes_through() -> None:
    def fails(turn: Turn) -> Turn:
        raise KeyError("x")

    with pytest.raises(KeyError):
        list(run([NamedStep("a", fails)], TURN))
