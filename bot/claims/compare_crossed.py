"""Things of one kind that changed places: law A is finalised and law B amended, or the other way about."""

from __future__ import annotations

from collections.abc import Mapping

from bot.claims.sides import Comparison, Side, clauses
from corpus.provision import Span

KINDS = ("law:", "agency:")  # of concepts that are told apart by what is said of each
Said = Mapping[str, frozenset[str]]


def compare_crossed(draft: Side, source: Side, result: Comparison) -> None:
    """Note two laws that each side names, when each stands with what the other side says of the other one."""
    for kind in KINDS:
        ours, theirs = _said_of(draft, kind), _said_of(source, kind)
        shared = sorted(ours.keys() & theirs.keys())
        for i, one in enumerate(shared):
            for other in shared[i + 1 :]:
                if _crossed(ours[one], ours[other], theirs[one], theirs[other]):
                    span = _place(draft, one)
                    result.differ("name", draft.text[span.start : span.end], _shown(source, other), True, (span.start, span.end))  # fmt: skip
                    return


def _crossed(one: frozenset[str], other: frozenset[str], its: frozenset[str], others: frozenset[str]) -> bool:
    """Whether what is said of two things agrees crosswise alone."""
    one, other = one - other, other - one
    straight, across = len(one & its) + len(other & others), (len(one & others), len(other & its))
    return straight == 0 and all(across)


def _said_of(side: Side, kind: str) -> Said:
    """What each concept of a kind stands with, for those that have a clause of their own."""
    found: dict[str, frozenset[str]] = {}
    for clause in clauses(side.text):
        parts = [p for p in side.wording.parts if clause.start <= p.start < clause.end]
        named = {i for p in parts for i in p.ids if i.startswith(kind)}
        beside = frozenset(x for p in parts for x in (p.ids or p.terms) if not x.startswith(KINDS))
        for concept in named:
            found[concept] = found.get(concept, frozenset()) | beside
    return found


def _place(side: Side, concept: str) -> Span:
    return next(Span(p.start, p.end) for p in side.wording.parts if concept in p.ids)


def _shown(side: Side, concept: str) -> str:
    span = _place(side, concept)
    return side.text[span.start : span.end]
