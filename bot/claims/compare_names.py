"""Persons with their titles, places, and other names."""

from __future__ import annotations

import re

from bot.claims.concepts import Part, covered
from bot.claims.fact_types import PersonFact
from bot.claims.sides import Comparison, Side
from corpus.language import fold
from corpus.provision import Span

_STANDING = frozenset({"acting", "deputy"})


def compare_persons(draft: Side, source: Side, result: Comparison) -> None:
    """Note other persons and other titles of the same person."""
    if not draft.facts.persons:
        return
    near = (*source.facts.persons, *(source.around_facts.persons if source.around_facts else ()))
    known = (*near, *(source.document_facts.persons if source.document_facts else ()))
    for ours in draft.facts.persons:
        same = [p for p in known if _same_person(ours, p)]
        if same:
            _compare_titles(ours, same, result)
        elif near:
            result.differ("person", ours.surface, near[0].surface, True, (ours.start, ours.end))
        else:
            result.miss("person")


def _same_person(one: PersonFact, other: PersonFact) -> bool:
    short, long = sorted((one.name, other.name), key=len)
    return long[-len(short) :] == short or long == short


def _compare_titles(ours: PersonFact, same: list[PersonFact], result: Comparison) -> None:
    titled = [p for p in same if p.titles]
    if ours.titles and titled and not any(_titles_meet(ours.titles, p.titles) for p in titled):
        result.differ(
            "title", " ".join(sorted(ours.titles)), " ".join(sorted(titled[0].titles)), True, (ours.start, ours.end)
        )
    else:
        result.agree()


def _titles_meet(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two sets of titles can be one person's: the same office, and both or neither acting or deputy."""
    return ours & _STANDING == theirs & _STANDING and bool(
        (ours - _STANDING) & (theirs - _STANDING) or not ours - _STANDING
    )


def compare_places(draft: Side, source: Side, result: Comparison) -> None:
    """Note places that the source does not name while it names another."""
    if not draft.facts.places:
        return
    theirs = {p.name: p for p in source.facts.places}
    around = {p.name for p in source.around_facts.places} if source.around_facts else set()
    ours_names = {p.name for p in draft.facts.places}
    for ours in draft.facts.places:
        rivals = [p for name, p in theirs.items() if name not in ours_names]
        if ours.name in theirs or ours.name in around:
            result.agree()
        elif rivals:
            result.differ("place", ours.surface, rivals[0].surface, True, (ours.start, ours.end), (rivals[0].start, rivals[0].end))  # fmt: skip
        else:
            result.miss("place")


def compare_other_names(draft: Side, source: Side, near: Span, result: Comparison) -> None:
    """Note capitalised names that the source lacks while it has another one there: a hospital for a hospital."""
    taken = draft.facts.spans
    missing = [
        part for part in draft.wording.parts
        if part.name and not any(a <= part.start < b for a, b in taken) and not covered(part, draft.wording, source.wording)
        and not (source.around and covered(part, draft.wording, source.around))
    ]  # fmt: skip
    if not missing or draft.wording.lang != source.wording.lang:
        return
    rivals = [
        part for part in source.wording.parts
        if part.name and near.start <= part.start < near.end and fold(source.text[part.start : part.end]) not in draft.wording.folded
    ]  # fmt: skip
    first = missing[0]
    if rivals and not _only_initial(draft.text, first):
        result.differ("name", draft.text[first.start : first.end], source.text[rivals[0].start : rivals[0].end], False, (first.start, first.end), (rivals[0].start, rivals[0].end))  # fmt: skip
    else:
        result.miss("name")


def _only_initial(text: str, part: Part) -> bool:
    """Whether a capital is that of a word after a quotation mark or a colon."""
    return bool(re.search(r"[:“\"(]\s*$", text[: part.start]))
