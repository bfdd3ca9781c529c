"""A part of a sentence under its context: its own subjects, else the one that carries over, else nobody."""

from __future__ import annotations

from dataclasses import replace

from ingest.norms.duty_clause import clauses, with_partners
from ingest.norms.duty_context import Context
from ingest.norms.duty_scene import Clause, Scene


def tasks_of(scene: Scene, context: Context, first: bool, ordering: bool) -> list[Clause]:
    """The clauses of a part. `first`: it begins its item; `ordering`: a bare verb is an order, whoever it is for."""
    if scene.lex.example.match(scene.lowered, scene.part.start):
        return []
    if context.modality == "prohibition" and context.tasks and first:
        return [_carried(scene, context, None)]
    acts, found = _acts(scene, context), clauses(scene)
    own = [c for c in found if c.bearers]
    if acts and context.bearers:  # "Tổ chức khám bệnh …": a verb, and no subject, where one is carried over
        own = [c for c in own if c.start > scene.part.start and not c.agent]
    if not own:
        own = _implied(scene, context, found[0] if found and not found[0].bearers else None, first, acts, ordering)
    elif acts and own[0].start > scene.part.start and not scene.lex.tells.match(scene.lowered, scene.part.start):
        own = [*_implied(scene, context, None, first, acts, ordering), *own]
    return [replace(c, modality="principle") for c in own] if context.modality == "principle" else own


def _acts(scene: Scene, context: Context) -> bool:
    """Whether a part begins with a verb, or, where a subject is carried over, with an adverbial and a verb."""
    lex, part = scene.lex, scene.part
    if lex.verb.match(scene.lowered, part.start, part.end):
        return True
    comma = scene.lowered.find(",", part.start, part.end)
    fronted = bool(context.bearers) and comma > 0 and lex.fronted.match(scene.lowered, part.start) is not None
    return fronted and lex.verb.match(scene.lowered, comma + 1, part.end) is not None


def _implied(
    scene: Scene, context: Context, marked: Clause | None, first: bool, acts: bool, ordering: bool
) -> list[Clause]:
    """The clause of a part without a subject of its own; `marked` is that of its modal, if it has one."""
    listed = context.tasks and (marked is not None or (first and not _begins_with_agency(scene)))
    denied = marked is not None and marked.passive and not context.tasks  # "Quyết định … phải được chấp hành"
    if context.bearers and (acts or listed) and not denied:
        return [_carried(scene, context, marked)]
    if marked or (acts and ordering):
        return [_carried(scene, Context(modality=context.modality), marked)]
    return []


def _begins_with_agency(scene: Scene) -> bool:
    """Whether a part speaks of somebody else: it begins with an agency, of which it states no task."""
    match = scene.lex.opening.match(scene.lowered, scene.part.start)
    at = match.end() if match else scene.part.start
    return any(scene.part.start <= roll.start <= at and roll.bearers[0].agency for roll in scene.rolls)


def _carried(scene: Scene, context: Context, marked: Clause | None) -> Clause:
    """The clause that a part is when its subject, and what goes with it, are those of the context."""
    modality = marked.modality if marked and not marked.passive else context.modality or "duty"
    if context.rights and scene.lex.grants.match(scene.lowered, scene.part.start):
        modality = "permission"
    own = with_partners(scene, Clause(context.bearers, modality, scene.part.start, scene.part))
    if own.role == "lead" and not own.partners:
        return replace(own, role=context.role, partners=context.partners, leaders=context.leaders)
    return own
