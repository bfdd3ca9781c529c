"""What the checker says of a sentence. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from corpus.provision import ProvisionRef, Span

Verdict = Literal["supported", "contradicted", "not_found", "not_a_claim"]
DifferenceKind = Literal[
    "number", "approximation", "date", "duration", "agency", "role", "person", "title", "place", "document", "issuer",
    "negation", "modality", "scope", "opposite", "direction", "name",
]  # fmt: skip
WarningKind = Literal["press", "digest", "superseded", "renamed_agency", "dated", "not_verbatim", "defect"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the draft says and what the source says, in their own words, with the place of each in its sentence.

    `source_span` counts in the source document where it is known there. A span is None where a side says nothing.
    """

    kind: DifferenceKind
    draft: str
    source: str
    draft_span: Span | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A citation of the evidence: `quote` stands word for word in the provision `ref`."""

    ref: ProvisionRef
    label: str
    quote: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ClaimWarning:
    """What a reader should know of a sentence although the source supports it."""

    kind: WarningKind
    text: str


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """The verdict on one sentence. `closeness` is the model's probability of the verdict, 0…1; `reason` is in words.

    `features` are what was weighed, for those who measure.
    """

    sentence: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    evidence: tuple[Proof, ...] = ()
    suggestion: str | None = None
    warnings: tuple[ClaimWarning, ...] = ()
    reason: str = ""
    closeness: float = 0.0
    features: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
