"""Negation, modality, scope, opposites and direction: how the same words can say the contrary."""

from __future__ import annotations

import re

from bot.claims.compare_negation import RATHER, compare_negation, denials
from bot.claims.concepts import Part, Wording, covered
from bot.claims.sides import Comparison, Side
from bot.claims.vocabulary import Words, masked
from corpus.language import is_stop, normal
from corpus.provision import Span

SHARED_NEIGHBOURS = 2  # of the four beside a word
# "from A to B" in both languages; what stands on which side is compared.
_FROM_TO = re.compile(
    r"(?:\bfrom\s+(?P<a>.{4,80}?)\s+(?:to|towards|toward|into)\s+(?P<b>.{4,80}))|(?:\btừ\s+(?P<c>.{4,80}?)\s+(?:sang|đến|thành)\s+(?P<d>.{4,80}))",
    re.IGNORECASE,
)
# Verb forms that tell of what is so or has been, beside the cues of words.toml.
_HAPPENED = re.compile(r"\b(?:has|have|had|was|were|is being|are being|đã|đang)\b(?!\s+to\b)", re.IGNORECASE)


def compare_sense(draft: Side, source: Side, near: Span, words: Words, result: Comparison) -> None:
    """All comparisons of sense against the stretch `near` of the source."""
    stretch = source.text[near.start : near.end]
    compare_negation(draft, source, near, words, result)
    compare_modality(draft, source, stretch, words, result)
    compare_scope(draft, source, stretch, near, words, result)
    compare_opposites(draft, source, stretch, near, words, result)
    compare_direction(draft, source, result)
    compare_substitutes(draft, source, near, result)


def modality_of(text: str, words: Words) -> tuple[str, Span] | None:
    """How binding a text is: the class of its strongest cue, in the order of words.toml."""
    lowered = masked(text, words)
    for name, cue in words.modality.items():
        match = next((m for m in cue.finditer(lowered) if name != "done" or not _undone(lowered, m, words)), None)
        if match:
            return name, Span(*match.span())
    return None


def _undone(lowered: str, match: re.Match[str], words: Words) -> bool:
    """Whether a word of something done is denied: "not yet in force"."""
    return any(
        lowered[m.end() : match.start()].strip() in ("", "yet")
        for m in words.negation.finditer(lowered, 0, match.start())
    )


def compare_modality(draft: Side, source: Side, stretch: str, words: Words, result: Comparison) -> None:
    """Note a draft that binds more, or less, than its source, or calls done what is planned."""
    ours = modality_of(draft.text, words)
    # The stretch itself, else what opens its sentence or its list ("The Ministry of Health shall: (1) …").
    places = (stretch, source.text[: max(0, source.text.find(stretch))], source.lead)
    where, theirs = next(((text, m) for text in places if (m := modality_of(text, words))), ("", None))
    result.unhedged = ours is None and theirs is not None and theirs[0] == "proposal" and where is stretch
    if ours is None or theirs is None or ours[0] == theirs[0]:
        return
    pair = (ours[0], theirs[0])
    if ours[0] == "done" and theirs[0] == "obligation" and _HAPPENED.search(stretch):
        return
    if pair in words.hard_modality or pair in words.soft_modality:
        span = ours[1]
        shown = where[theirs[1].start : theirs[1].end]
        result.differ(
            "modality", draft.text[span.start : span.end], shown, pair in words.hard_modality, (span.start, span.end)
        )


def compare_scope(draft: Side, source: Side, stretch: str, near: Span, words: Words, result: Comparison) -> None:
    """Note a draft that reaches further than its source (all for some), or less far (only)."""
    ours, theirs = _scopes(draft.text, words), _scopes(stretch, words)
    for one, other in (("universal", "partial"), ("universal", "restricted"), ("partial", "universal")):
        if one in ours and one not in theirs and other in theirs and other not in ours:
            _differ("scope", ours[one], theirs[other], draft.text, stretch, near, False, result)
    denied = (
        any(at.start < ours["exclusive"].start for at in denials(draft.text, words)) if "exclusive" in ours else False
    )
    if "exclusive" in ours and "exclusive" not in _scopes(source.text, words) and not denied:
        span = ours["exclusive"]
        result.differ("scope", draft.text[span.start : span.end], "", True, (span.start, span.end))


def _scopes(text: str, words: Words) -> dict[str, Span]:
    lowered = masked(text, words)
    found = {name: cue.search(lowered) for name, cue in words.scope.items()}
    return {name: Span(*match.span()) for name, match in found.items() if match}


def _differ(
    kind: str, ours: Span, theirs: Span, text: str, stretch: str, near: Span, hard: bool, result: Comparison
) -> None:
    result.differ(
        kind, text[ours.start : ours.end], stretch[theirs.start : theirs.end], hard,  # type: ignore[arg-type]
        (ours.start, ours.end), (near.start + theirs.start, near.start + theirs.end),
    )  # fmt: skip


def compare_opposites(draft: Side, source: Side, stretch: str, near: Span, words: Words, result: Comparison) -> None:
    """Note where the draft has one side of a pair of opposites and the source only the other."""
    text, theirs, whole = normal(draft.text), normal(stretch), normal(source.text)
    for sides in words.opposites:
        for one, other in (sides, sides[::-1]):
            ours, found = one.search(text), other.search(theirs)
            if not ours or not found:
                continue
            alone = not one.search(whole) and not other.search(text)
            if alone or _same_object(
                draft.wording, ours.span(), source.wording, (near.start + found.start(), near.start + found.end())
            ):
                _differ("opposite", Span(*ours.span()), Span(*found.span()), draft.text, stretch, near, False, result)


def _same_object(ours: Wording, at: tuple[int, int], theirs: Wording, where: tuple[int, int]) -> bool:
    """Whether what stands right after two words (else right before them) is the same thing."""
    mine, other = _object(ours, at), _object(theirs, where)
    return bool(mine & other)


def _object(wording: Wording, at: tuple[int, int]) -> frozenset[str]:
    after = next((p for p in wording.parts if at[1] <= p.start <= at[1] + 12), None)
    before = next((p for p in reversed(wording.parts) if at[0] - 14 <= p.end <= at[0]), None)
    part = after if after and after.topical else before
    return frozenset((*part.ids, *part.terms)) if part else frozenset()


def compare_direction(draft: Side, source: Side, result: Comparison) -> None:
    """Note "from A to B" where the source has it from B to A."""
    ours, theirs = _ends(draft), _ends(source)
    if ours is None or theirs is None:
        return
    straight = _shared(ours[0], theirs[0]) + _shared(ours[1], theirs[1])
    crossed = _shared(ours[0], theirs[1]) + _shared(ours[1], theirs[0])
    if crossed > straight:
        result.differ("direction", draft.text, source.text, True)
    elif straight > crossed:
        result.agree()


def _ends(side: Side) -> tuple[frozenset[str], frozenset[str]] | None:
    """The concepts and words of what a change starts from and of what it leads to."""
    match = _FROM_TO.search(side.text)
    if match:
        groups = ("a", "b") if match["a"] else ("c", "d")
        return _inside(side, match.span(groups[0])), _inside(side, match.span(groups[1]))
    match = RATHER.search(side.text)
    if match is None:
        return None
    start, end = match.span("a") if match["a"] else match.span("b")
    before = _inside(side, (0, match.start()))
    return _inside(side, (start, end)), before | _inside(side, (end, len(side.text)))


def _inside(side: Side, span: tuple[int, int]) -> frozenset[str]:
    parts = [p for p in side.wording.parts if span[0] <= p.start < span[1]]
    return frozenset(
        x for p in parts for x in (*p.ids, *p.inner, *(t for t in p.terms if not is_stop(t, side.wording.lang)))
    )


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def compare_substitutes(draft: Side, source: Side, near: Span, result: Comparison) -> None:
    """Note a word of the draft that the source lacks, where the source has another one between the same neighbours."""
    ours, theirs = draft.wording, source.wording
    lacking = [i for i, p in enumerate(ours.parts) if p.topical and _unsaid(p, ours, theirs)]
    spare = [
        j
        for j, p in enumerate(theirs.parts)
        if p.topical and near.start <= p.start < near.end and _unsaid(p, theirs, ours)
    ]
    for i in lacking:
        beside = _neighbours(ours.parts, i)
        best = max(spare, key=lambda j: len(beside & _neighbours(theirs.parts, j)), default=None)
        if best is not None and len(beside & _neighbours(theirs.parts, best)) >= SHARED_NEIGHBOURS:
            one, other = ours.parts[i], theirs.parts[best]
            result.differ("name", draft.text[one.start : one.end], source.text[other.start : other.end], False, (one.start, one.end), (other.start, other.end))  # fmt: skip


def _unsaid(part: Part, own: Wording, other: Wording) -> bool:
    share = covered(part, own, other)
    return share is not None and share < 0.5


def _neighbours(parts: tuple[Part, ...], at: int) -> frozenset[str]:
    """The concepts and words of the two parts on each side."""
    beside = [*parts[max(0, at - 2) : at], *parts[at + 1 : at + 3]]
    return frozenset(min(p.ids) if p.ids else p.terms[0] for p in beside)
