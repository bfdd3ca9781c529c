"""The claim check on what a language model writes: each statement against the passage that it names."""

from __future__ import annotations

from bot.claims.check import Checker
from bot.turn import Passage


class StatementCheck:
    """Says what keeps a statement from being supported by its passage; None when it is supported."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def __call__(self, statement: str, passage: Passage) -> str | None:
        """A description of the differences that a model can act on, or None."""
        found = self._checker.check_against(statement, [passage.chunk])
        if found.verdict == "supported":
            return None
        told = [f"it says “{d.draft}”, the passage says “{d.source}” ({d.kind})" for d in found.differences]
        return "; ".join(told) or "the passage does not say this"
