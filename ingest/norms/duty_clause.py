"""Who does what in a part of a sentence, with which partners, and to whom it is reported.

The grammar looks at places, not at whole sentences: a modal ("shall", "phải") has its subject before it, a bearer at
the beginning of a clause with a verb after it acts without one ("Chính phủ quy định …"), "do X quyết định" names the
agent of a passive, "requests X to …" the one who is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.provision import Span
from ingest.norms.duty_bearers import Bearer
from ingest.norms.duty_patterns import MODALITIES
from ingest.norms.duty_scene import Clause, Scene
from ingest.norms.duty_subject import acting, condition_subject, subject, verb_after
from ingest.norms.rows import Modality, Role

TOUCHING = 30  # code points between a verb and the name of its object: articles and the like
NAMED_MODALITIES: tuple[Modality, ...] = ("duty", "prohibition")  # with these a text that names nobody is a row too


def clauses(scene: Scene) -> list[Clause]:
    """The clauses of a part, in order, each with its subject; a list of bearers has one of them at most."""
    anchors = [*_marked(scene), *_bare(scene), *_agents(scene), *_directed(scene)]
    if not scene.carried and all(b.agency in scene.lex.authorities for c in anchors for b in c.bearers):
        told = list(_assigned(scene))
        anchors = [c for c in anchors if not (told and scene.lex.tells.match(scene.lowered, c.predicate.start))] + told
    found: list[Clause] = []
    for clause in sorted(anchors, key=lambda c: c.start):
        if not any(_same(clause, other) for other in found):
            found.append(clause)
    known = [c for c in found if c.bearers] or found[:1]
    return [with_partners(scene, _ended(clause, known, scene.part.end)) for clause in known]


def _same(one: Clause, other: Clause) -> bool:
    who, others = ({(b.name, b.agency) for b in clause.bearers} for clause in (one, other))
    return who <= others if who else not others


def _ended(clause: Clause, among: list[Clause], end: int) -> Clause:
    """A clause whose predicate ends where the next clause begins."""
    start = clause.predicate.start
    stop = min((other.start for other in among if other.start > start), default=end)
    return replace(clause, predicate=Span(start, max(start, stop)))


def with_partners(scene: Scene, clause: Clause) -> Clause:
    """A clause with its role and with those whom its predicate names as partners or as receivers of reports."""
    span, lex = clause.predicate, scene.lex
    after = lex.adverbs.match(scene.lowered, span.start, span.end)
    partners = _named_after(scene, lex.cooperate, span)
    leaders = tuple(b for b in partners if lex.in_charge.match(scene.lowered, b.end, span.end))
    first = lex.cooperate.match(scene.lowered, after.end() if after else span.start, span.end)
    role: Role = "cooperate" if first and partners else "lead"
    receivers = _named_after(scene, lex.report, span)
    return replace(
        clause,
        role=role,
        partners=tuple(b for b in partners if b not in leaders),
        leaders=leaders,
        reports_to=tuple(b for b in receivers if b not in partners),
    )


def _named_after(scene: Scene, words: re.Pattern[str], span: Span) -> tuple[Bearer, ...]:
    """The bearers of the lists that stand right after one of `words`."""
    ends = [m.end() for m in words.finditer(scene.lowered, span.start, span.end)]
    found = [roll for roll in scene.rolls if any(_touches(scene, end, roll.start) for end in ends)]
    return tuple(dict.fromkeys(b for roll in found for b in roll.bearers))


def _touches(scene: Scene, end: int, start: int) -> bool:
    match = scene.lex.opening.match(scene.lowered, end) if end <= start <= end + TOUCHING else None
    return match is not None and match.end() >= start


def _marked(scene: Scene) -> Iterator[Clause]:
    """The clauses of modals, with their subjects."""
    part, lex, directed = scene.part, scene.lex, False
    for match in lex.marker.finditer(scene.lowered, part.start, part.end):
        # "shall direct hospitals … shall keep": a slip for "to keep"; they are directed
        first_only = match.start() != part.start and lex.first_only.fullmatch(match[0])
        embedded = lex.language == "vi" and lex.embedding_end.search(scene.before(match.start()))  # "trường hợp phải …"
        if directed or match["exemption"] or first_only or embedded:
            continue
        directed = lex.direct.match(scene.lowered, match.end()) is not None
        modality = next(name for name in MODALITIES if match[name])
        who = subject(scene, match.start())
        stranger = who is not None and not any(who[-1] in roll.bearers for roll in scene.rolls)
        if stranger and lex.known_only.fullmatch(match[0]):
            continue
        if who is None and _has_no_row(scene, match.start(), modality):
            continue
        passive = lex.passive.match(scene.lowered, match.end()) is not None
        start = who[0].start if who else match.start()
        yield Clause(() if passive else who or (), modality, start, Span(match.end(), part.end), passive=passive)


def _has_no_row(scene: Scene, place: int, modality: Modality) -> bool:
    """Whether a modal without a subject says nothing: "it will help", "continue to build", "số tiền phải đóng"."""
    if modality not in NAMED_MODALITIES:
        return True
    if place == scene.part.start and scene.lex.verb.match(scene.lowered, place):
        return not scene.lex.first_only.match(scene.lowered, place)
    if modality == "prohibition" and place != scene.part.start:
        return True  # "đất không được gia hạn": what is denied to a thing forbids nobody anything
    before = scene.lowered[scene.part.start : place]
    return scene.lex.embedding.search(before, before.rfind(",") + 1) is not None


def _bare(scene: Scene) -> Iterator[Clause]:
    """The clauses of bearers that act without a modal, in documents whose verbs are norms."""
    if not scene.normative:
        return
    lex, end = scene.lex, scene.part.end
    for whole in scene.rolls:
        roll = acting(scene, whole)
        verb = verb_after(scene, roll.end) if roll else None
        if (
            roll
            and verb is not None
            and not _spared(scene, roll.end)
            and not lex.benefit.search(scene.lowered, roll.end, end)
        ):
            yield Clause(roll.bearers, "duty", roll.start, Span(verb, end))
    for link in lex.condition_link.finditer(scene.lowered, scene.part.start, end):
        acts = lex.implicit.match(scene.lowered, link.end(), end)
        who = condition_subject(scene, link.start()) if acts else None
        if acts and who:
            yield Clause(who, "duty", who[0].start, Span(acts.start("verb"), end))


def _spared(scene: Scene, place: int) -> bool:
    """Whether those named before `place` are told in the same breath that they need not: "insured persons need not"."""
    comma = scene.lowered.find(",", place, scene.part.end)
    markers = scene.lex.marker.finditer(scene.lowered, place, comma if comma >= 0 else scene.part.end)
    first = next(markers, None)
    return first is not None and first["exemption"] is not None


def _agents(scene: Scene) -> Iterator[Clause]:
    """The agents of passives: "do Chính phủ quyết định", "shall be decided by the Government"."""
    lex, end = scene.lex, scene.part.end
    for roll in scene.rolls:
        if not lex.agent_end.search(scene.before(roll.start)):
            continue
        verb = lex.agent_verb.match(scene.lowered, roll.end, end)
        if verb:
            yield Clause(roll.bearers, "duty", roll.start, Span(verb.start("verb"), end), agent=True)
        elif lex.language == "en":
            modals = lex.marker.finditer(scene.lowered, scene.part.start, roll.start)
            modal = next((m for m in modals if m["duty"] and lex.passive.match(scene.lowered, m.end())), None)
            if modal:
                yield Clause(roll.bearers, "duty", modal.start(), Span(modal.end(), end), agent=True)


def _assigned(scene: Scene) -> Iterator[Clause]:
    """Those who are asked or told: "giao Bộ Y tế …", "requests the Ministry of Health to …"."""
    lex, end = scene.lex, scene.part.end
    for roll in scene.rolls:
        teller = lex.assign_end.search(scene.before(roll.start))
        verb = lex.told.match(scene.lowered, roll.end, end)
        if teller and verb:
            modality: Modality = "duty" if teller["assign"] else "request"
            yield Clause(roll.bearers, modality, roll.start, Span(max(verb.span("verb")[0], verb.span("own")[0]), end))


def _directed(scene: Scene) -> Iterator[Clause]:
    """Those who are directed to cooperate: "shall direct A to cooperate with B"."""
    lex, end = scene.lex, scene.part.end
    for roll in scene.rolls:
        verb = lex.adverbs.match(scene.lowered, roll.end, end)
        if verb and lex.direct_end.search(scene.before(roll.start)) and lex.cooperate.match(scene.lowered, verb.end()):
            yield Clause(roll.bearers, "duty", roll.start, Span(verb.end(), end))
