"""A document as references see it: its provisions by eId, their versions, and the places that numbers mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.pinpoint import Pinpoint
from corpus.provision import Document, EId, Provision
from ingest.law_marks import sequence
from ingest.references.versions import Versions

Levels = tuple[tuple[str, str], ...]
Reason = Literal["ambiguous", "not_found", "not_in_corpus", "earlier_version", "amended_document"]

# What has a numbering of its own inside a document, and what "this Law" means there.
_REGIONS = frozenset({"fn", "att", "quot", "work"})
# Divisions above the articles, whose eIds hold those around them.
_SPLIT_LEVELS = frozenset({"chp", "sec"})
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Work:
    """A document with what is needed to find provisions in it."""

    document: Document
    tree: Provision
    nodes: Mapping[EId, Provision]
    versions: Versions


def work_of(document: Document, tree: Provision) -> Work:
    """A document with its provisions and their changes at hand."""
    return Work(document, tree, {node.ref.eid: node for node in tree.walk()}, Versions(document, tree))


def region_of(eid: EId) -> Levels:
    """The footnote, attachment or quotation that an eId lies in, whose numbering is its own; empty outside."""
    depth = 0
    while depth < len(eid.segments) and eid.segments[depth][0] in _REGIONS:
        depth += 1
    return eid.segments[:depth]


def members(place: Pinpoint, base: Levels, work: Work, levels: Levels | None = None) -> Iterator[Levels]:
    """The levels of a place, one for each member of a range: those that the document has, in its order."""
    levels = place.levels if levels is None else levels
    if place.until is None:
        yield levels
        return
    *outer, (level, first) = levels
    parent = (*base, *outer)
    siblings = [
        eid.segments[-1][1] for eid in work.nodes
        if eid.segments and eid.segments[:-1] == parent and eid.segments[-1][0] == level
    ]  # fmt: skip
    low, high = sequence(first), sequence(place.until)
    within = [number for number in siblings if low <= sequence(number) <= high]
    # Both ends must be there: a range that runs out of the document is another version's.
    for number in within if first in within and place.until in within else (first, place.until):
        yield (*outer, (level, number))


def find_place(work: Work, base: Levels, levels: Levels) -> EId | Reason:
    """The provision at some levels under `base`; divisions above the articles are found by their numbers."""
    exact = EId((*base, *levels))
    if exact in work.nodes:
        return exact
    if levels and levels[-1][0] in _SPLIT_LEVELS:
        wanted = {(level, _arabic(number)) for level, number in levels}
        found = [
            eid for eid in work.nodes
            if eid.segments and eid.segments[-1] in wanted and wanted <= set(eid.segments) and region_of(eid) == region_of(EId(base))
            and eid.segments[-1][0] == levels[-1][0]
        ]  # fmt: skip
        return found[0] if len(found) == 1 else "ambiguous" if found else "not_found"
    return "not_found"


def _arabic(number: str) -> str:
    if not set(number) <= set(_ROMAN):
        return number
    values = [_ROMAN[c] for c in number]
    return str(sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values)))
