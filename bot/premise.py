"""Questions that ask to confirm something: yes or no, from the quotes that the answer shows.

The question is read as a claim and goes through the claim check against those quotes alone. Only a clear verdict makes
a lead: supported is yes, a difference by type (a figure, a date, an office, an issuer, "only", "must") is told and put
right. A word too much is a wrong answer here, so the quote must speak of everything that the claim names, and a yes
needs a quote in the same language that words the claim through and through and sets no limit that the claim lacks
("only", "except", "the goal is"). Anything less, and the quotes speak for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.about import About
from bot.claims.result import ClaimCheck, Difference
from bot.support import own_words
from bot.turn import Citation, Statement, Turn
from bot.vocabulary import Vocabulary
from bot.wording import wordings
from corpus.provision import ProvisionRef

if TYPE_CHECKING:
    from bot.claims.check import Checker

CLEAR = 0.7  # the least probability of a verdict that is told
THROUGH = 0.8  # of the claim's words of content, for a yes
_ENDS = re.compile(r"[\s?!.,:;]+$")


@dataclass(frozen=True, slots=True)
class _Quote:
    ref: ProvisionRef
    text: str


class PremiseStep:
    """Puts yes or no, or what the text has instead, in front of the statements."""

    def __init__(self, checker: Callable[[], Checker], vocabulary: Vocabulary, about: About) -> None:
        self._make = checker
        self._vocabulary = vocabulary
        self._about = about

    @cached_property
    def _checker(self) -> Checker:
        """Made when the first such question comes."""
        return self._make()

    def __call__(self, turn: Turn) -> Turn:
        """Add the lead, where the question asks to confirm something and the quotes decide it."""
        claim = self._vocabulary.claim(turn.question.text)
        if claim is None or turn.leads or (turn.generation and turn.generation.kept):
            return turn
        query = turn.query
        if query is None or not any(self._about.covers(query, citation) for citation in turn.citations):
            return turn  # no verdict on these quotes could be told: the check, which is dear, is left out
        check = self._checker.check_against(
            _ENDS.sub("", claim) + ".", [_Quote(c.ref, c.quote) for c in turn.citations]
        )
        citation = _cited(check, turn.citations)
        sound = citation is not None and check.closeness >= CLEAR and self._bears_out(check, claim, turn, citation)
        text = _told(check, turn) if sound else None
        return replace(turn, leads=(Statement(text, (citation.n,)),)) if text and citation else turn

    def _bears_out(self, check: ClaimCheck, claim: str, turn: Turn, citation: Citation) -> bool:
        """Whether the quote speaks of what the claim speaks of, closely enough for its verdict."""
        if turn.query is None or not self._about.covers(turn.query, citation):
            return False
        words = own_words(citation.quote)
        share = self._about.share_of_words(turn.query, words, citation)
        if check.verdict != "supported":
            return True
        return share is not None and share >= THROUGH and not self._vocabulary.limits(words, claim)


def _cited(check: ClaimCheck, citations: Sequence[Citation]) -> Citation | None:
    """The citation that holds the evidence of the check."""
    for proof in check.evidence:
        for citation in citations:
            if citation.ref == proof.ref and (proof.quote in citation.quote or citation.quote in proof.quote):
                return citation
    return None


def _told(check: ClaimCheck, turn: Turn) -> str | None:
    lead = wordings().lead
    if check.verdict == "supported":
        return lead["yes"](turn.lang)
    if check.verdict != "contradicted":
        return None
    told = next((d for d in check.differences if d.draft and d.source and d.draft != d.source), None)
    if told and told.kind == "role":  # the same office on both sides, whose part in it is another
        return lead["no_role"](turn.lang, asked=told.draft)
    return lead["no_but"](turn.lang, asked=told.draft, text=told.source) if told and _is_apt(told) else None


def _is_apt(told: Difference) -> bool:
    """Whether a difference can be told in a few words: "paid" and "not paid", and not half a sentence for a word."""
    return len(told.source.split()) <= len(told.draft.split()) + 1
