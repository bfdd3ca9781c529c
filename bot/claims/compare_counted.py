"""Amounts bound to what they count, and amounts that held at another time."""

from __future__ import annotations

import re

from bot.claims.concepts import Wording
from bot.claims.sides import Comparison, Side
from bot.claims.vocabulary import Words
from corpus.language import normal
from corpus.provision import Span
from corpus.quantity import Quantity

NEXT = 3  # code points between a number and what it counts
_ASIDE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")


def compare_counted(draft: Side, source: Side, result: Comparison) -> None:
    """Note "11 chapters" where the source has 3 chapters and 11 articles: the number stands there, of something else."""
    theirs = [(q, _counted(q, source.wording)) for q in source.facts.quantities]
    for ours in draft.facts.quantities:
        what = _counted(ours, draft.wording)
        of_same = [q for q, counted in theirs if what & counted]
        stated = any(q.value == ours.value for q, _ in theirs)
        if of_same and stated and all(q.value != ours.value for q in of_same):
            _differ(ours, of_same[0], result)


def _counted(quantity: Quantity, wording: Wording) -> frozenset[str]:
    """The unit of a number, else the concepts and words of what stands right after it."""
    if quantity.unit is not None:
        return frozenset({f"unit:{quantity.unit}"})
    part = next((p for p in wording.parts if 0 <= p.start - quantity.end <= NEXT), None)
    return frozenset((*part.ids, *part.terms)) if part else frozenset()


def compare_past(draft: Side, source: Side, words: Words, result: Comparison) -> None:
    """Note an amount that the source gives in an aside on how it was before, while it gives another for now."""
    asides = past_asides(source.text, words)
    if not asides or words.past.search(normal(draft.text)):
        return
    now = [q for q in source.facts.quantities if not _inside(q, asides)]
    then = [q for q in source.facts.quantities if _inside(q, asides)]
    for ours in draft.facts.quantities:
        rival = next((q for q in now if q.unit == ours.unit), None)
        if rival and any(_same(ours, q) for q in then) and not any(_same(ours, q) for q in now):
            _differ(ours, rival, result)


def past_asides(text: str, words: Words) -> list[Span]:
    """The brackets in which a text says how something was before."""
    return [Span(*m.span()) for m in _ASIDE.finditer(text) if words.past.search(normal(m[0]))]


def _inside(quantity: Quantity, spans: list[Span]) -> bool:
    return any(span.start <= quantity.start < span.end for span in spans)


def _same(one: Quantity, other: Quantity) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


def _differ(ours: Quantity, other: Quantity, result: Comparison) -> None:
    result.differ("number", ours.text, other.text, True, (ours.start, ours.end), (other.start, other.end))
