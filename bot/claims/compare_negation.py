"""What one side denies, or sets aside, and the other affirms."""

from __future__ import annotations

import re

from bot.claims.concepts import Part, Wording
from bot.claims.sides import Comparison, Side
from bot.claims.vocabulary import Words, masked
from corpus.provision import Span

NEGATED = 3  # content parts after a denying word that it denies
# What a sentence turns from.
RATHER = re.compile(
    r"(?:(?:rather than|instead of|thay vì)\s+(?P<a>[^,;.]{4,90}))|(?:\baway from\s+(?P<b>[^,;.]{4,60}))", re.IGNORECASE
)


def denials(text: str, words: Words) -> list[Span]:
    """The places of words that deny; wordings that only look so are left out."""
    return [Span(*m.span()) for m in words.negation.finditer(masked(text, words))]


def _denied(wording: Wording, words: Words) -> list[tuple[Span, list[Part]]]:
    """Each denial with the parts after it that it denies."""
    return [
        (at, [p for p in wording.parts if p.end > at.end and p.start < _clause_end(wording.text, at.end)][:NEGATED])
        for at in denials(wording.text, words)
    ]


def _clause_end(text: str, at: int) -> int:
    found = re.compile(r"[,;:]").search(text, at)
    return min(at + 60, found.start() if found else len(text))


def compare_negation(draft: Side, source: Side, near: Span, words: Words, result: Comparison) -> None:
    """Note what one side denies and the other affirms."""
    ours, theirs = _denied(draft.wording, words), _denied(source.wording, words)
    if _denied_above(draft, source, words):  # items under "Cases that are not covered": what they name is denied
        if not ours:
            result.differ("negation", draft.text, source.lead, False)
        return
    theirs += _set_aside(draft, source)
    in_reach = [(at, parts) for at, parts in theirs if near.start - 20 <= at.start < near.end]
    for at, parts in ours:
        affirmed = [p for p in parts if _says(p, source.wording)]
        if affirmed and not in_reach:
            result.differ("negation", _word(draft, at, parts), _place_of(affirmed[0], source), len(affirmed) == len(parts) > 1, (at.start, at.end))  # fmt: skip
    if not ours:
        for at, parts in in_reach:
            affirmed = [p for p in parts if _says(p, draft.wording)]
            if affirmed:
                result.differ("negation", _place_of(affirmed[0], draft), _word(source, at, parts), len(affirmed) == len(parts) > 1, None, (at.start, at.end))  # fmt: skip
                return


def _denied_above(draft: Side, source: Side, words: Words) -> bool:
    """Whether the headings above a source deny what the draft speaks of; a heading on visits "without a referral" does
    not deny what stands under it of others."""
    denied = _denied(source.above, words) if source.above else []
    return any(not parts or any(_says(p, draft.wording) for p in parts) for _, parts in denied)


def _set_aside(draft: Side, source: Side) -> list[tuple[Span, list[Part]]]:
    """What the source names only as what it turns from ("rather than treatment"), unless the draft turns from it too."""
    if RATHER.search(draft.text):
        return []
    found = [(m, m.span("a") if m["a"] else m.span("b")) for m in RATHER.finditer(source.text)]
    return [
        (Span(m.start(), at), [p for p in source.wording.parts if at <= p.start < end][:NEGATED])
        for m, (at, end) in found
    ]


def _says(part: Part, other: Wording) -> bool:
    return bool(part.ids & other.ids) or any(t in other.terms for t in part.terms)


def _word(side: Side, at: Span, parts: list[Part]) -> str:
    return side.text[at.start : parts[-1].end if parts else at.end]


def _place_of(part: Part, side: Side) -> str:
    """The words of a side that say what `part` of the other side says; empty when they cannot be told."""
    found = next((p for p in side.wording.parts if p.ids & part.ids or set(p.terms) & set(part.terms)), None)
    return side.text[found.start : found.end] if found else ""
