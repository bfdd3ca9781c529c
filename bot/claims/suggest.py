"""The wording that the source supports: the draft with the source's words where that is safe, else the source's clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.claims.result import Difference
from corpus.language import detect_language

if TYPE_CHECKING:
    from bot.claims.settle import Judged

# Kinds whose words can be exchanged without bending the sentence around them, within one language.
EXCHANGEABLE = frozenset({"number", "approximation", "agency", "person", "place", "document", "issuer", "date"})


def suggestion(sentence: str, best: Judged, differences: Sequence[Difference]) -> str:
    """The draft with the source's words in place of its own, when every difference allows it; else the source's words."""
    candidate = best.candidate
    clause = candidate.text[best.near.start : best.near.end].strip(" ,;:-–•\n")
    if detect_language(sentence) != candidate.lang or not all(_can_exchange(d, sentence) for d in differences):
        return clause
    mended = sentence
    for difference in sorted(differences, key=lambda d: -sentence.find(d.draft)):
        mended = mended.replace(difference.draft, difference.source, 1)
    return mended


def _can_exchange(difference: Difference, sentence: str) -> bool:
    both = bool(difference.draft) and bool(difference.source) and difference.source_span is not None
    return both and difference.kind in EXCHANGEABLE and sentence.count(difference.draft) == 1
