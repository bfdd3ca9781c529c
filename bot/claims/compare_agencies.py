"""Agencies of a draft against those of a source, and the role of each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.claims.fact_types import AgencyFact
from bot.claims.sides import Comparison, Side
from corpus.agencies import Agencies
from corpus.provision import Span

_CLASHING_ROLES = frozenset({("lead", "partner"), ("partner", "lead"), ("recipient", "lead"), ("lead", "recipient"), ("partner", "recipient"), ("recipient", "partner")})  # fmt: skip
_COOPERATES = re.compile(
    r"\W*(?:\w{1,2}[.)]\s*)?(?:Phối hợp với|Cooperate with|Coordinate with|Collaborate with)\b", re.IGNORECASE
)
# What an author's name is followed by, in a document and in what is told of it.
_REQUESTS = re.compile(
    r"\W*(?:has |have |hereby |also |đã |cũng )*(?:requests?|requested|asks?|asked|orders?|ordered|instructs?|instructed|tells?|told|directs?|directed|calls? on|called on|wants?|yêu cầu|giao|đề nghị|chỉ đạo)\b",
    re.IGNORECASE,
)
_HEREBY = re.compile(
    r"\W*(?:hereby\s+(?:requests?|directs?|orders?|instructs?)|yêu cầu\s*:|chỉ thị\s*:|requests?\s*:)", re.IGNORECASE
)
_CHARGE = re.compile(r"\b(?:take charge|takes charge|chủ trì)\b", re.IGNORECASE)


def compare_agencies(draft: Side, source: Side, near: Span, result: Comparison) -> None:
    """Note agencies that the source names otherwise, and those whose role is another one."""
    if not draft.facts.agencies:
        return
    theirs = [*source.facts.agencies]
    bodies = {a.body for a in theirs} | (
        {a.body for a in source.around_facts.agencies} if source.around_facts else set()
    )
    named = {a.body for a in theirs} | {a.body for a in _lead_agencies(source)}
    ours_bodies = {a.body for a in draft.facts.agencies}
    rivals = [a for a in _nearest_first(theirs, near) if not a.generic and a.body not in ours_bodies]
    for ours in draft.facts.agencies:
        if ours.role == "lead" and ours.body not in {a.body for a in theirs} and _helps_alone(source):
            result.differ("role", ours.surface, source.text.split(",")[0], True, (ours.start, ours.end))
        elif ours.body in named:
            _compare_role(ours, [a for a in theirs if a.body == ours.body], source, result)
        elif ours.generic or _is_attribution(draft, ours, source):
            continue
        elif rivals:
            other = rivals[0]
            result.differ("agency", ours.surface, other.surface, ours.body not in bodies or _acts(ours), (ours.start, ours.end), (other.start, other.end))  # fmt: skip
        elif ours.body in bodies:
            result.agree()
        elif actor := _actor_above(source, ours_bodies):
            result.differ("agency", ours.surface, actor.surface, True, (ours.start, ours.end))
        else:
            result.miss("agency")


def _actor_above(source: Side, ours: set[str]) -> AgencyFact | None:
    """The agency that a sentence without one takes from what it stands under ("The Ministry of Health shall: …")."""
    if any(not a.generic for a in source.facts.agencies) or source.around_facts is None:
        return None
    above = source.around_facts.text.find(source.text[:40])
    return next(
        (a for a in source.around_facts.agencies if a.start < above and not a.generic and a.body not in ours), None
    )


def _lead_agencies(source: Side) -> Iterable[AgencyFact]:
    """Agencies of the sentence's own introduction ("The Ministry of Health shall:")."""
    around = source.around_facts
    if not source.lead or around is None:
        return ()
    return (a for a in around.agencies if a.surface in source.lead)


def _nearest_first(agencies: Iterable[AgencyFact], near: Span) -> list[AgencyFact]:
    return sorted(agencies, key=lambda a: not near.start <= a.start < near.end)


def _acts(ours: AgencyFact) -> bool:
    """Whether the draft makes the agency the one that acts: it leads, or the sentence begins with it."""
    return ours.role == "lead" or ours.acts


def authors(text: str, agencies: Agencies) -> list[str]:
    """The names of those that a document says make its requests ("the Prime Minister hereby requests:")."""
    return [text[m.start : m.end] for m in agencies.find(text) if _HEREBY.match(text[m.end :])]


def _is_attribution(draft: Side, ours: AgencyFact, source: Side) -> bool:
    """Whether the draft names the agency as the author of the document, which the document says of itself."""
    document = source.document_facts
    if document is None or ours.body not in {a.body for a in document.agencies}:
        return False
    return (
        bool(_REQUESTS.match(draft.text[ours.end :]))
        or bool(
            re.match(
                r"\W*(?:'s|’s)?\s*(?:directive|resolution|regulation|news|article)",
                draft.text[ours.end :],
                re.IGNORECASE,
            )
        )
        or bool(
            re.search(
                r"(?:directive|resolution|chỉ thị|nghị quyết)[^,.;]{0,30}$", draft.text[: ours.start], re.IGNORECASE
            )
        )
    )


def _helps_alone(source: Side) -> bool:
    """Whether a sentence gives those it stands under a part in the work of others ("Cooperate with the Ministry of …")."""
    return bool(_COOPERATES.match(source.text)) and not _CHARGE.search(source.text)


def _none_leads(source: Side) -> bool:
    return all(a.role != "lead" for a in source.facts.agencies) and not _CHARGE.search(source.text)


def _compare_role(ours: AgencyFact, theirs: list[AgencyFact], source: Side, result: Comparison) -> None:
    roles = {a.role for a in theirs} - {None}
    other = theirs[0] if theirs else None
    if other and other.acts and _CHARGE.search(source.text):
        roles.add("lead")  # who cooperates in one task of a sentence may lead in the next
    if other and ours.role == "lead" and roles == {"partner"} and not other.acts and _none_leads(source):
        roles = set()  # "A shall cooperate with B": the work may well be B's
    elsewhere = ours.role == "recipient" and not roles and any(a.role == "recipient" for a in source.facts.agencies)
    if other and (elsewhere or (ours.role and roles and all((ours.role, role) in _CLASHING_ROLES for role in roles))):
        result.differ("role", ours.surface, other.surface, True, (ours.start, ours.end), (other.start, other.end))
    else:
        result.agree()
