"""What keeps a sentence out of a message: its own quote does not support it, or the documents speak against it."""

from __future__ import annotations

from typing import Final

from bot.claims.check import Checker, ProvisionText
from bot.claims.result import Verdict, WarningKind
from bot.claims.statement import REFUSED, StatementCheck, differences_told

FAILS: Final[frozenset[Verdict]] = frozenset({"contradicted", "not_found"})
# "Currently" of years ago, a text that has served its time.
UNFIT: Final[frozenset[WarningKind]] = frozenset({"dated", "superseded"})


class SentenceCheck:
    """Checks what a language model writes for a message, as each line and as the whole message are checked."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._against = StatementCheck(checker, REFUSED | UNFIT)

    def __call__(self, statement: str, evidence: ProvisionText) -> str | None:
        """A description of what differs from the quote or, failing that, from the documents; None where nothing does."""
        return self._against(statement, evidence) or self._elsewhere(statement)

    def _elsewhere(self, statement: str) -> str | None:
        found = [check for _, check in self._checker.check_draft(statement) if check.verdict in FAILS]
        return differences_told(found[0]) if found else None
