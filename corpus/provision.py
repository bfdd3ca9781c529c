"""The unit of the product: a provision, its identifier and the document that it stands in.

Standard library only, so that every other module can build on it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from corpus import MalformedReference

Language = Literal["vi", "en"]
Authority = Literal[
    "constitution", "law", "ordinance", "president", "decree", "pm_decision", "circular",
    "local", "administrative", "party", "digest", "press",
]  # fmt: skip
DocumentStatus = Literal["in_force", "partly_expired", "expired", "suspended", "not_yet", "spent", "unknown"]
DateBasis = Literal["text", "source", "inferred"]

# What has its own numbering inside a document comes first (footnote, attachment, quoted text, work that a
# codification gathers), then the levels of a statute, then those of a directive, then those of prose. Akoma Ntoso's eId, adapted.
EID_LEVELS = (
    "fn", "att", "quot", "work",
    "part", "chp", "art", "para", "point",
    "sec", "subsec", "bullet", "item", "hdg",
    "head", "title", "preamble", "table", "sig",
)  # fmt: skip
_SEGMENT = re.compile(rf"({'|'.join(EID_LEVELS)})(?:_([0-9a-z]+(?:\.[0-9]+)*))?")


@dataclass(frozen=True, slots=True, order=True)
class EId:
    """Where a provision stands in its document: `art_22__para_1__point_d`, `sec_6__bullet_2__item_4`.

    `str` and `parse` round-trip. The root of a document has no segments and prints as an empty string.
    """

    segments: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> EId:
        """Read an eId; raises `MalformedReference` for anything that `str` could not have printed."""
        if not text:
            return cls()
        segments = []
        for part in text.split("__"):
            found = _SEGMENT.fullmatch(part)
            if not found:
                raise MalformedReference(f'"{text}" is no eId: "{part}" is not a level and its number')
            segments.append((found[1], found[2] or ""))
        return cls(tuple(segments))

    def __str__(self) -> str:
        return "__".join(f"{level}_{number}" if number else level for level, number in self.segments)

    def child(self, level: str, number: str | int = "") -> EId:
        """The eId one level further in."""
        return EId((*self.segments, (level, str(number))))

    def starts_with(self, other: EId) -> bool:
        """Whether this provision is `other` or stands inside it."""
        return self.segments[: len(other.segments)] == other.segments


@dataclass(frozen=True, slots=True, order=True)
class ProvisionRef:
    """A provision of a document: `directive-16-ct-ttg-2022#sec_6__bullet_3`."""

    doc_id: str
    eid: EId = EId()

    @classmethod
    def parse(cls, text: str) -> ProvisionRef:
        """Read `DOC` or `DOC#EID`; raises `MalformedReference`."""
        doc_id, _, eid = text.partition("#")
        if not doc_id:
            raise MalformedReference(f'"{text}" names no document: write DOC or DOC#EID')
        return cls(doc_id, EId.parse(eid))

    def __str__(self) -> str:
        return f"{self.doc_id}#{self.eid}" if self.eid.segments else self.doc_id


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in the decoded source: `source[start:end]`."""

    start: int
    end: int

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a rule holds, both ends included; None: not limited, or not known."""

    start: dt.date | None = None
    until: dt.date | None = None

    def meets(self, other: Period) -> bool:
        """Whether both have a day in common."""
        return (self.start or dt.date.min) <= (other.until or dt.date.max) and (other.start or dt.date.min) <= (
            self.until or dt.date.max
        )


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of a document's tree. `text == source[span.start:span.end]`, label included.

    `num` is the number as printed ("6.", "(1)", "-"), `heading` the heading without its number,
    `page` is 1-based and None for texts without pages. Children lie inside the span, in order.
    """

    ref: ProvisionRef
    kind: str
    num: str | None
    heading: str | None
    text: str
    span: Span
    page: int | None = None
    children: tuple[Provision, ...] = ()

    def walk(self) -> Iterator[Provision]:
        """This provision and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Relation:
    """How a document stands to another one, which need not be in the corpus."""

    type: Literal["amends", "replaces", "guides", "implements", "reports_on", "consolidates", "cites"]
    number: str | None
    title_en: str | None = None
    title_vi: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Defect:
    """A known fault of a source text: the affected words, verbatim, and what is known about them."""

    quote: str
    note_en: str
    note_vi: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An expression (one dated text in one language) of a work, and what is known about it.

    `number` is the document's own number, None where neither the register nor the text gives one.
    `issuer` is an agency id. `registered` says whether the facts come from a register or off the text.
    """

    id: str
    file: str
    kind: str
    authority: Authority
    language: Language
    title_en: str | None = None
    title_vi: str | None = None
    short_en: str | None = None
    short_vi: str | None = None
    number: str | None = None
    issuer: str | None = None
    publisher: str | None = None
    issued: dt.date | None = None
    date_basis: DateBasis = "inferred"
    effective: dt.date | None = None
    expired: dt.date | None = None
    status: DocumentStatus = "unknown"
    status_note_en: str | None = None
    status_note_vi: str | None = None
    source: str | None = None
    sha256: str = ""
    registered: bool = False
    relations: tuple[Relation, ...] = field(default=())
    defects: tuple[Defect, ...] = field(default=())

    def title(self, lang: Language) -> str | None:
        """The title in `lang`, else in the other language, else None."""
        return (self.title_vi or self.title_en) if lang == "vi" else (self.title_en or self.title_vi)

    def status_note(self, lang: Language) -> str | None:
        """Why the document has its status, in `lang`, else in the other language, else None."""
        notes = (self.status_note_vi, self.status_note_en)
        return (notes[0] or notes[1]) if lang == "vi" else (notes[1] or notes[0])
