"""Terms of one family that take each other's place: the State budget for the insurance fund, a pupil for a pensioner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.claims.concepts import Part
from bot.claims.sides import Comparison, Side, clauses
from corpus.provision import Span

Families = Mapping[str, frozenset[str]]
ACTING = frozenset({"payer"})  # families of those who do something: which clause they stand in decides
LEAST = 2  # concepts and amounts that a clause shares with what the draft says of the term


def compare_families(draft: Side, source: Side, near: Span, families: Families, result: Comparison) -> None:
    """Note a term of the draft that the source lacks, where the source has another of its family that the draft lacks.

    One who acts counts as lacking, too, where the clause on what is done names another one.
    """
    known = source.wording.ids | (source.around.ids if source.around else frozenset())
    for part in draft.wording.parts:
        own = _families(part, families)
        if not own:
            continue
        stretch = near
        if part.ids & known or (source.wording.lang == "vi" and set(part.terms) <= source.wording.terms):
            own &= ACTING
            stretch = _clause_on(part, draft, source) if own else near
            if not own or any(p.ids & part.ids for p in _inside(source, stretch)):
                continue
        rivals = (p for p in _inside(source, stretch) if own & _families(p, families))
        rival = next((p for p in rivals if not p.ids & draft.wording.ids), None)
        if rival is not None:
            result.exchanged += 1
            result.differ("name", draft.text[part.start : part.end], source.text[rival.start : rival.end], False, (part.start, part.end), (rival.start, rival.end))  # fmt: skip


def _families(part: Part, families: Families) -> frozenset[str]:
    return frozenset(family for i in part.ids for family in families.get(i, ()))


def _inside(side: Side, span: Span) -> Iterable[Part]:
    return (p for p in side.wording.parts if span.start <= p.start < span.end)


def _clause_on(part: Part, draft: Side, source: Side) -> Span:
    """The clause of the source that says most of what the draft says beside `part`; an empty one when none does."""
    rest = {x for p in draft.wording.parts if p != part for x in (*p.ids, *p.terms)}
    amounts = {q.value for q in draft.facts.quantities}
    best, most = Span(0, 0), LEAST - 1
    for span in clauses(source.text):
        shared = sum(bool(rest & {*p.ids, *p.terms}) for p in _inside(source, span))
        shared += sum(span.start <= q.start < span.end and q.value in amounts for q in source.facts.quantities)
        if shared > most:
            best, most = span, shared
    return best
