"""The rows of the registers. Values only; every row names its provision and quotes it verbatim.

`quote == source[span.start:span.end]`, inside the provision `ref`. Names of bearers, partners and holders are kept as
written; `agency` is the id of the agency in `agencies.toml`, None where the bearer is no agency that it knows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.provision import ProvisionRef, Span

Role = Literal["lead", "cooperate"]
Modality = Literal["duty", "prohibition", "permission", "commitment", "request", "principle"]
DeadlineKind = Literal["deadline", "target", "period", "recurring"]
DayType = Literal["calendar", "working"]
TimeRelation = Literal["by", "within", "from", "at_least"]
EntitlementStatus = Literal["in_force", "planned", "proposed"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What one bearer must, must not or may do. A list of bearers gives one row for each of them.

    `role` is lead for who takes charge, acts alone or is jointly named, cooperate for who is named as the partner.
    `bearer` is "unspecified" where the text names nobody (passive and verbless sentences): nobody is guessed.
    `deadline` and `condition` are the words of the text.
    """

    bearer: str
    agency: str | None
    role: Role
    modality: Modality
    action: str
    partners: tuple[str, ...]
    reports_to: tuple[str, ...]
    condition: str | None
    deadline: str | None
    ref: ProvisionRef
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by, within or from which something is due, or a target with its value.

    `iso` is the ISO 8601 form (date, interval, duration, or the start and duration of a recurring one) where ISO can
    say it. A duration counts from `trigger`, in the words of the text, and has no date of its own: none is invented.
    """

    kind: DeadlineKind
    start: dt.date | None
    end: dt.date | None
    duration: str | None
    day_type: DayType | None
    relation: TimeRelation
    value: str | None
    trigger: str | None
    recurrence: str | None
    iso: str | None
    time: str
    who: str | None
    agency: str | None
    what: str
    ref: ProvisionRef
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a group of people gets. A group that the text names by reference has `group_ref`, one row for each.

    `holder` is the group in words: those of the text, or those of the provision that `group_ref` names.
    """

    holder: str
    group_ref: ProvisionRef | None
    benefit: str
    level: str | None
    condition: str | None
    status: EntitlementStatus
    ref: ProvisionRef
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it measures, its unit, and the time that the text ties it to, in the words of the text."""

    value: Decimal
    unit: str | None
    approximation: str | None
    measures: str
    as_of: str | None
    ref: ProvisionRef
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Norms:
    """All rows of a document."""

    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    figures: tuple[Figure, ...] = ()
