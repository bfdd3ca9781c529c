"""What one question may spend on a language model."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot import ModelUnavailable


class Budget:
    """What one question may still spend: seconds of all its calls together, and tokens that the model writes."""

    def __init__(self, seconds: float, tokens: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends = clock() + seconds
        self._tokens = tokens

    def seconds(self) -> float:
        """Seconds left; raises `ModelUnavailable` when there are none or no tokens."""
        left = self._ends - self._clock()
        if left <= 0 or self._tokens <= 0:
            raise ModelUnavailable("the budget of this question is spent")
        return left

    def spend(self, tokens: int) -> None:
        """Take off what a call wrote."""
        self._tokens -= tokens
