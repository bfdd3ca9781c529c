"""Agencies, persons and places as a sentence names them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.agencies import Agency, AgencyMention

# Bodies that a text names in passing, or that stand for many: their absence is no difference.
GENERIC_KINDS = frozenset({"group", "state", "facility"})
GENERIC = frozenset({
    "communist-party", "party-congress", "state", "government", "local-governments", "ministers", "social-insurance-agency", "peoples-committee", "peoples-council",
    "departments-local", "party-committees",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgencyFact:
    """An agency at `[start, end)`. `role`: lead, partner, recipient, or None where the words give none."""

    id: str
    body: str
    surface: str
    start: int
    end: int
    role: str | None
    generic: bool
    acts: bool = False  # it stands before the verb: one of those who act


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person's folded name, family name first, with the kinds of titles before and after it."""

    name: tuple[str, ...]
    surface: str
    start: int
    end: int
    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A province or city by its Vietnamese name."""

    name: str
    surface: str
    start: int
    end: int


def agency_fact(mention: AgencyMention, text: str, role: str | None, acts: bool, head: str | None) -> AgencyFact:
    """`head`: the office that the words before the name make of it."""
    agency = mention.agency
    generic = agency.kind in GENERIC_KINDS or agency.id in GENERIC
    return AgencyFact(
        head or agency.id,
        head or body_of(agency),
        text[mention.start : mention.end],
        mention.start,
        mention.end,
        role,
        generic,
        acts,
    )


def body_of(agency: Agency) -> str:
    """The body that an office-holder acts for, else the agency itself."""
    return agency.acts_for or agency.id
