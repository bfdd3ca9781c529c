"""A circuit breaker: what failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 3
REST_SECONDS = 60.0


class Breaker:
    """Open (calls are not tried) after `failures` in a row, for `rest` seconds; then one call may try again."""

    def __init__(
        self, failures: int = FAILURES, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures = failures
        self._rest = rest
        self._clock = clock
        self._count = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a call may be tried; after a rest, only the first to ask may."""
        with self._lock:
            if self._count < self._failures:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        """A call came back well."""
        with self._lock:
            self._count = 0

    def failed(self) -> None:
        """A call failed or took too long."""
        with self._lock:
            self._count += 1
            if self._count >= self._failures:
                self._until = self._clock() + self._rest
