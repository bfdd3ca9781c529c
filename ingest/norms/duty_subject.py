"""The subject of a verb or a modal: who stands before it as the one who acts."""

from __future__ import annotations

import re

from ingest.norms.duty_bearers import NAME_MAX, Bearer, Roll, named
from ingest.norms.duty_scene import Scene

GAP_MAX = 220  # code points between a subject and its verb
_COMMA = re.compile(r",\s+")
# A comma before a word of two letters or more, three times: another clause has begun ("khoản 1, 2 và 3" has none).
_OTHER_CLAUSE = re.compile(r"(?:,\s+[^\W\d_]{2}[^,]*){2},")


def subject(scene: Scene, place: int) -> tuple[Bearer, ...] | None:
    """Who stands before the marker at `place`: the list right before it, else what its clause begins with.

    None where that is nobody: a thing, or nothing.
    """
    near = next((r for r in reversed(scene.rolls) if r.end <= place), None)
    before = scene.before(near.start) if near else ""
    fits = near is not None and _fits(scene, near.end, place) and not scene.lex.object_end.search(before)
    if near and fits and scene.lex.boundary_end.search(before):
        return _with_first(scene, near)
    openings = (opening(scene, start, place) for start in _candidates(scene, place))
    found = next((one for one in openings if one), None)
    return _with_roll(scene, found) if found else near.bearers if near and fits else None


def _with_first(scene: Scene, near: Roll) -> tuple[Bearer, ...]:
    """A list with the stranger in front of it: "The village choir, the Ministry of Health shall …"."""
    start = scene.part.start
    first = opening(scene, start, near.start) if near.start > start else None
    joined = first is not None and scene.lowered[first[-1].end : near.start].strip() == ","
    return (*first, *near.bearers) if first and joined and first[0] not in near.bearers else near.bearers


def _with_roll(scene: Scene, found: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    """A stranger with the list in front of him: "The Ministry of Health, the village choir shall …"."""
    for roll in scene.rolls:
        joined = scene.lowered[roll.end : found[0].start].strip() == ","
        if joined and roll.end <= found[0].start and not scene.lex.object_end.search(scene.before(roll.start)):
            return (*roll.bearers, *found)
    return found


def _fits(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing but adverbs and what qualifies the bearer stands between it and its marker."""
    lex, gap = scene.lex, scene.lowered[start:end]
    link = lex.link.search(gap)
    gap = gap[: link.start()] if link else gap
    if lex.adverbs.fullmatch(gap):
        return True
    return len(gap) <= GAP_MAX and lex.qualifier.match(gap) is not None


def _candidates(scene: Scene, place: int) -> list[int]:
    """Where the clause of a marker may begin, nearest first: after commas and "thì" outside names, and at the start."""
    start, inside = scene.part.start, [(b.start, b.end) for r in scene.rolls for b in r.bearers]
    breaks = (
        *_COMMA.finditer(scene.lowered, start, place),
        *scene.lex.condition_link.finditer(scene.lowered, start, place),
    )
    places = sorted(m.end() for m in breaks if not any(a < m.end() < b for a, b in inside))
    return [*reversed(places), start]


def opening(scene: Scene, start: int, place: int) -> tuple[Bearer, ...] | None:
    """The bearers that the text at `start` begins with, known or not; all of them end before `place`."""
    lex = scene.lex
    match = lex.opening.match(scene.lowered, start)
    at = match.end() if match else start
    for roll in scene.rolls:
        if roll.end > place:
            continue
        for index, bearer in enumerate(roll.bearers):
            if bearer.start in (start, at):
                return _from(scene, roll, index)
    noun = lex.noun.match(scene.lowered, at)
    if not noun or place - at > GAP_MAX or noun.end() > place:
        return None
    stop = lex.name_end.search(scene.lowered, noun.end(), place)
    end = min(stop.start() if stop else place, at + NAME_MAX)
    return (named(scene.read.text, noun[0], at, at + len(scene.lowered[at:end].rstrip()), None),)


def _from(scene: Scene, roll: Roll, index: int) -> tuple[Bearer, ...] | None:
    """A list that a clause begins with or into.

    "Within five days of the request of the agency, the hospital shall …": the list began as an object, and the
    adverbial in front says that a subject follows its comma. "Units of A, B shall …" has no other subject.
    """
    if index == 0 or not scene.lex.object_end.search(scene.before(roll.start)):
        return roll.bearers
    return roll.bearers[index:] if scene.lex.fronted.match(scene.lowered, scene.part.start) else None


def acting(scene: Scene, roll: Roll) -> Roll | None:
    """A list where it begins a clause; else what follows its last comma, as in "… of the hospital, the agency pays"."""
    if _begins_clause(scene, roll):
        return roll
    pairs = zip(roll.bearers, roll.bearers[1:], strict=False)
    cuts = [i for i, (a, b) in enumerate(pairs, 1) if scene.lowered[a.end : b.start].strip() == ","]
    partners = scene.lex.partner_end.search(scene.before(roll.start))  # "coordinates with A, B and C in …"
    later = Roll(roll.bearers[cuts[-1] :]) if cuts and not partners else None
    return later if later and _begins_clause(scene, later) else None


def _begins_clause(scene: Scene, roll: Roll) -> bool:
    """Whether a list stands where a subject does: first, or after an adverbial or a conjunction."""
    before = scene.lowered[scene.part.start : roll.start]
    if not scene.lex.boundary_end.search(before) or scene.lex.partner_end.search(before):
        return False
    first = scene.lex.opening.fullmatch(before) is not None
    return first or scene.lex.fronted.match(before) is not None or not before.rstrip().endswith(",")


def verb_after(scene: Scene, end: int) -> int | None:
    """Where the verb of a subject that ends at `end` begins, across what qualifies the subject; None without one."""
    lex = scene.lex
    verb = lex.implicit.match(scene.lowered, end, scene.part.end)
    if verb or not lex.bare_qualifier.match(scene.lowered, end, scene.part.end):
        return verb.start("verb") if verb else None
    later = lex.later_verb.finditer(scene.lowered, end, min(scene.part.end, end + GAP_MAX))
    found = next((m for m in later if m["verb"]), None)
    if (
        found is None
        or lex.negation_end.search(scene.lowered, end, found.start("verb"))
        or _OTHER_CLAUSE.search(scene.lowered, end + 2, found.start())
    ):
        return None
    return found.start("verb")


def condition_subject(scene: Scene, place: int) -> tuple[Bearer, ...] | None:
    """Who "Đối với X thì …" or "X … thì …" speaks of: the bearer that the part begins with."""
    start = scene.part.start
    skip = scene.lex.as_for.match(scene.lowered, start)
    return opening(scene, skip.end() if skip else start, place)
