"""Which of two documents that differ prevails, and why.

Law 64/2025/QH15 on the Promulgation of Legal Documents: Article 4 lists the normative documents from the highest to
the lowest, Article 58 says how to apply them (the higher one; of one issuer, the later one). Administrative acts,
Party documents, digests and the press are no normative documents and have no rank there. A day that was only
inferred decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from corpus.provision import Authority, Document, Relation
from corpus.reference import DocumentNumber, parse_number

STATUTE = "64/2025/QH15"
APPLICATION = "58"  # the Law's article on which of two documents applies


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in Article 4: `order` 1 is the highest; `clause` of that article names these documents."""

    order: int
    authority: Authority
    clause: str
    en: str
    vi: str
    kinds: tuple[str, ...] = ()  # only documents of these kinds; empty: all of the authority


RANKS: tuple[Rank, ...] = (
    Rank(1, "constitution", "1", "Constitution", "Hiến pháp"),
    Rank(2, "law", "2", "code, law or National Assembly resolution", "bộ luật, luật, nghị quyết của Quốc hội"),
    Rank(3, "ordinance", "3", "ordinance or resolution of the Standing Committee", "pháp lệnh, nghị quyết của Ủy ban Thường vụ Quốc hội"),
    Rank(4, "president", "4", "order or decision of the President", "lệnh, quyết định của Chủ tịch nước"),
    Rank(5, "decree", "5", "decree or resolution of the Government", "nghị định, nghị quyết của Chính phủ"),
    Rank(6, "pm_decision", "6", "decision of the Prime Minister", "quyết định của Thủ tướng Chính phủ"),
    Rank(7, "circular", "8", "circular", "thông tư"),
    Rank(8, "local", "10", "resolution of a provincial People's Council", "nghị quyết của Hội đồng nhân dân cấp tỉnh", ("resolution",)),
    Rank(9, "local", "11", "decision of a provincial People's Committee", "quyết định của Ủy ban nhân dân cấp tỉnh", ("decision",)),
)  # fmt: skip
# They tell what others have laid down, and lay down nothing.
REPORTS: frozenset[Authority] = frozenset({"press", "digest"})

CHANGES = frozenset({"replaces", "amends"})
CONSOLIDATES = frozenset({"consolidates"})
NOTHING_KNOWN: Mapping[str, dt.date] = MappingProxyType({})

Basis = Literal["express", "consolidated", "rank", "norm", "later_issued", "later_statement", "unclear"]


@dataclass(frozen=True, slots=True)
class Precedence:
    """`prevails` is 0 for the first document, 1 for the second, None where nothing decides.

    `basis`: express (one replaces or amends the other), consolidated (one is the other with its amendments), rank (Article 4), norm (a norm beside what is none),
    later_issued (two norms of one issuer), later_statement (no norms: only which one is the later), unclear.
    """

    prevails: Literal[0, 1] | None
    basis: Basis


def rank(document: Document) -> Rank | None:
    """The document's place in Article 4; None for what is no normative document. A consolidated text has its work's."""
    found = (r for r in RANKS if r.authority == document.authority and (not r.kinds or document.kind in r.kinds))
    return next(found, None)


@dataclass(frozen=True, slots=True)
class Dated:
    """When a document spoke: between `earliest` and `latest`, either None where it is not known."""

    earliest: dt.date | None
    latest: dt.date | None


def dated(document: Document, known: Mapping[str, dt.date] = NOTHING_KNOWN) -> Dated:
    """The days between which a document spoke.

    A report whose own day is only inferred is not older than what it reports on; `known` gives the days of documents
    by number. A consolidated text is dated by its wording, which is a matter of each provision: not by its own day.
    """
    if any(r.type == "consolidates" for r in document.relations):
        return Dated(None, None)
    if document.issued and document.date_basis != "inferred":
        return Dated(document.issued, document.issued)
    reported = [r for r in document.relations if r.type == "reports_on"]
    days = [day for r in reported if (day := r.date or known.get(r.number or ""))]
    return Dated(max(days, default=None), None)


def later(a: Dated, b: Dated) -> Literal[0, 1] | None:
    """Which of two spoke later; None where their days do not tell."""
    if a.earliest and b.latest and a.earliest > b.latest:
        return 0
    if b.earliest and a.latest and b.earliest > a.latest:
        return 1
    return None


def precedence(a: Document, b: Document, known: Mapping[str, dt.date] = NOTHING_KNOWN) -> Precedence:
    """Which of two documents that differ prevails; `known` as for `dated`."""
    if relation_to(a, b, CHANGES):
        return Precedence(0, "express")
    if relation_to(b, a, CHANGES):
        return Precedence(1, "express")
    if relation_to(a, b, CONSOLIDATES) and not relation_to(b, a, CONSOLIDATES):
        return Precedence(0, "consolidated")
    if relation_to(b, a, CONSOLIDATES) and not relation_to(a, b, CONSOLIDATES):
        return Precedence(1, "consolidated")
    rank_a, rank_b = rank(a), rank(b)
    if rank_a and rank_b and rank_a.order != rank_b.order:
        return Precedence(0 if rank_a.order < rank_b.order else 1, "rank")
    if rank_a and b.authority in REPORTS:
        return Precedence(0, "norm")
    if rank_b and a.authority in REPORTS:
        return Precedence(1, "norm")
    last = later(dated(a, known), dated(b, known))
    if last is None:
        return Precedence(None, "unclear")
    if rank_a and rank_b:
        return Precedence(last, "later_issued") if _one_issuer(a, b) else Precedence(None, "unclear")
    return Precedence(last, "later_statement")


def _one_issuer(a: Document, b: Document) -> bool:
    # Laws, decrees and the Prime Minister's decisions each have one possible issuer; ministries each have their own.
    alone = a.authority not in {"circular", "local"}
    return a.issuer == b.issuer if a.issuer and b.issuer else alone


def relation_to(document: Document, other: Document, types: Collection[str]) -> Relation | None:
    """The relation of one of `types` that a document has to another one, by the other's number or its work's."""
    own = numbers(other)
    for relation in document.relations:
        number = parse_number(relation.number) if relation.number and relation.type in types else None
        if number and any(number.matches(one) for one in own) and not _other_day(relation, other):
            return relation
    return None


def _other_day(relation: Relation, document: Document) -> bool:
    # A number without a year comes again: Directive 16/CT-TTg is of 2020 and of 2022.
    dates = (relation.date, document.issued)
    return None not in dates and dates[0] != dates[1] and not any(r.type == "consolidates" for r in document.relations)


def numbers(document: Document) -> list[DocumentNumber]:
    """A document's own number and that of the work which it consolidates."""
    written = [document.number, *(r.number for r in document.relations if r.type == "consolidates")]
    return [number for text in written if text and (number := parse_number(text))]
