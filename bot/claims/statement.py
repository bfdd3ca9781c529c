"""The claim check on what a language model writes: each statement against the text that it names."""

from __future__ import annotations

import re

from bot.claims.check import Checker, ProvisionText
from bot.claims.result import ClaimCheck, WarningKind

# What a supported statement may not be warned of: words in quotation marks that no document has.
REFUSED: frozenset[WarningKind] = frozenset({"not_verbatim"})
# Names that hold figures, such as COVID-19: a person writes them in many ways, a model has them in front of it. Numbers of
# documents are compared by type.
_CODES = re.compile(r"(?<![\w/-])[A-ZĐ][\w-]*\d[\w-]*(?![\w/])")


class StatementCheck:
    """Says what keeps a statement from being supported by a text; None when it is supported."""

    def __init__(self, checker: Checker, refused: frozenset[WarningKind] = REFUSED) -> None:
        """`refused` are warnings that keep a statement out although it is supported."""
        self._checker = checker
        self._refused = refused

    def __call__(self, statement: str, evidence: ProvisionText) -> str | None:
        """A description of the differences that a model can act on, or None."""
        unknown = {code for code in _CODES.findall(statement) if code.lower() not in evidence.text.lower()}
        if unknown:
            return f"the passage does not name {', '.join(sorted(unknown))}"
        found = self._checker.check_against(statement, [evidence])
        if found.verdict != "supported":
            return differences_told(found)
        return next((warning.text for warning in found.warnings if warning.kind in self._refused), None)


def differences_told(found: ClaimCheck) -> str:
    """What differs, in words that a model can act on."""
    told = [f"it says “{d.draft}”, the passage says “{d.source}” ({d.kind})" for d in found.differences]
    return "; ".join(told) or "the passage does not say this"
