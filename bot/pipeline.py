"""A question's path, as a list of steps. A step takes a turn and returns it with its own part filled in.

The runner stops once a turn has its answer, and alone takes the time of each step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.turn import Answer, Turn

Step = Callable[[Turn], Turn]


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step with the name under which it is shown and timed."""

    name: str
    step: Step


def run(steps: Sequence[NamedStep], turn: Turn) -> Iterator[tuple[str, Turn]]:
    """Run the steps, yielding each step's name and the turn after it; stops at the first answer.

    The last turn that is yielded has an answer; raises `RuntimeError` when the steps end without one.
    """
    timings: dict[str, float] = {}
    for named in steps:
        began = time.perf_counter()
        turn = named.step(turn)
        timings[named.name] = round(1000 * (time.perf_counter() - began), 2)
        if turn.answer is not None:
            turn = replace(turn, answer=_timed(turn.answer, timings))
        yield named.name, turn
        if turn.answer is not None:
            return
    raise RuntimeError("the steps ended without an answer; the last one must give it")


def _timed(answer: Answer, timings: dict[str, float]) -> Answer:
    total = round(sum(timings.values()), 2)
    return replace(answer, timings_ms=MappingProxyType({**timings, "total": total}))
