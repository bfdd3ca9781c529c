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
        if self._vocabulary.is_to_write(turn.question.text):
            told = self._of_draft(claim, turn)
        else:
            told = self._decided(claim, turn)
        return replace(turn, leads=(Statement(told[0], (told[1].n,)),)) if told else turn

    def _of_draft(self, claim: str, turn: Turn) -> tuple[str, Citation] | None:
        """The verdict that `clausecare check` gives on a sentence that somebody wants to write, by the quotes shown. What goes
        to the public is right or it is not written: silence would look like leave."""
        if not turn.citations:
            return None
        check, citation = self._checked(claim, turn)
        clear = citation is not None and check.closeness >= CLEAR
        text = _told(check, turn) if clear else None
        if citation and check.verdict == "supported" and self._vocabulary.limits(own_words(citation.quote), claim):
            text = None
        return text or wordings().lead["not_borne_out"](turn.lang), citation or turn.citations[0]

    def _decided(self, claim: str, turn: Turn) -> tuple[str, Citation] | None:
        """What the quotes say to a claim, and which one says it; None where they do not decide it."""
        query = turn.query
        if query is None or not any(self._about.covers(query, citation) for citation in turn.citations):
            return None  # no verdict on these quotes could be told: the check, which is dear, is left out
        check, citation = self._checked(claim, turn)
        if citation is None or check.closeness < CLEAR or not self._bears_out(check, claim, turn, citation):
            return None
        text = _told(check, turn)
        return (text, citation) if text else None

    def _checked(self, claim: str, turn: Turn) -> tuple[ClaimCheck, Citation | None]:
        """The check of a claim against the quotes, and the citation with its evidence."""
        quotes = [_Quote(citation.ref, citation.quote) for citation in turn.citations]
        check = self._checker.check_against(_ENDS.sub("", claim) + ".", quotes)
        return check, _cited(check, turn.citations)

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
