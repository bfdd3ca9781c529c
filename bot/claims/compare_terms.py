"""Terms of one family that take each other's place: the State budget for the insurance fund, a pupil for a pensioner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.claims.concepts import Part, Wording
from bot.claims.sides import Comparison, Side, clauses
from corpus.provision import Span

Families = Mapping[str, frozenset[str]]
ACTING = frozenset({"payer"})  # families of those who do something: which clause they stand in decides
LEAST = 2  # concepts and amounts that a clause shares with what the draft says of the term


def compare_families(draft: Side, source: Side, near: Span, families: Families, result: Comparison) -> None:
    """Note a term of the draft that the source lacks, where the source has another of its family that the draft lacks.

    One who acts counts as lacking, too, where the clause on what is done names another one.
    """
    said, known = _named(draft.wording), _named(source.wording)
    if source.around:
        known |= _named(source.around)
    for part in draft.wording.parts:
        own = _families(part, families)
        if not own:
            continue
        stretch, bound = near, False
        if _terms(part) & known or _spelt_out(part, draft, source):
            own &= ACTING
            stretch, bound = _clause_on(part, draft, source) if own else (near, False)
            if not own or any(_terms(p) & _terms(part) for p in _inside(source, stretch)):
                continue
        rivals = (p for p in _inside(source, stretch) if own & _families(p, families))
        rival = next((p for p in rivals if not _terms(p) & said), None)
        if rival is not None:
            result.exchanged += 1
            result.differ("name", draft.text[part.start : part.end], source.text[rival.start : rival.end], bound, (part.start, part.end), (rival.start, rival.end))  # fmt: skip


def _spelt_out(part: Part, draft: Side, source: Side) -> bool:
    """Whether the source has the words of a term, if not side by side: "the second member …, the third …"."""
    vietnamese = source.wording.lang == "vi"
    return (vietnamese or draft.wording.lang == source.wording.lang) and set(part.terms) <= source.wording.terms


def _named(wording: Wording) -> frozenset[str]:
    return frozenset(term for part in wording.parts for term in _terms(part))


def _terms(part: Part) -> frozenset[str]:
    """The glossary's terms that a part is, without those inside it ("budget" in "local budget")."""
    return frozenset(i for i in part.ids if i.startswith("term:"))


def _families(part: Part, families: Families) -> frozenset[str]:
    return frozenset(family for i in part.ids for family in families.get(i, ()))


def _inside(side: Side, span: Span) -> Iterable[Part]:
    return (p for p in side.wording.parts if span.start <= p.start < span.end)


def _clause_on(part: Part, draft: Side, source: Side) -> tuple[Span, bool]:
    """The clause of the source that says most of what the draft says beside `part`, an empty one when none does; and
    whether it states an amount of the draft, which leaves no doubt."""
    rest = {x for p in draft.wording.parts if p != part for x in (*p.ids, *p.terms)}
    amounts = {q.value for q in draft.facts.quantities}
    best, most, bound = Span(0, 0), LEAST - 1, False
    for span in clauses(source.text):
        shared = sum(bool(rest & {*p.ids, *p.terms}) for p in _inside(source, span))
        equal = sum(span.start <= q.start < span.end and q.value in amounts for q in source.facts.quantities)
        if shared + equal > most:
            best, most, bound = span, shared + equal, equal > 0
    return best, bound
