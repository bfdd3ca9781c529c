"""The values that a question's path hands on. Values only: no step, no resource (a budget is counted down)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from bot.budget import Budget
from bot.query import Query
from bot.retrieve import Evidence
from bot.vocabulary import Kind, Need
from corpus.provision import Authority, Document, DocumentStatus, Language, ProvisionRef, Span
from ingest.chunk import Chunk, Sentence

Status = Literal["answered", "partial", "abstained", "out_of_scope", "blocked"]
Reason = Literal[
    "not_in_corpus", "no_amount_given", "other_document_needed", "personal_case", "medical_advice", "out_of_scope", "unclear", "unsafe",
]  # fmt: skip
NoticeKind = Literal[
    "press", "digest", "superseded", "not_yet", "conflict", "renamed_agency", "defect", "language", "document", "inferred_date", "incomplete", "no_amount_given", "gloss", "model", "translation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and within which bounds. `context` is the question before it."""

    text: str
    as_of: dt.date
    lang: Language | None = None
    context: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved passage: at most 2,000 characters, one provision or a part of one. `position` is the index's."""

    chunk: Chunk
    position: int
    score: float
    rank: int
    origins: tuple[str, ...]


def in_front(passages: Sequence[Passage], chunk_ids: Collection[str]) -> tuple[Passage, ...]:
    """The passages with some of them in front, ranked anew."""
    ordered = sorted(passages, key=lambda passage: passage.chunk.id not in chunk_ids)
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(ordered, 1))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted, with how well it fits."""

    sentence: Sentence
    passage_rank: int
    score: float
    coverage: float
    meets_need: bool
    of_others: bool = False  # it speaks of other people than those whom the question names


@dataclass(frozen=True, slots=True)
class Citation:
    """A proof: `quote` is `source[span.start:span.end]` of the document that `ref` names."""

    n: int
    ref: ProvisionRef
    label: str
    quote: str
    span: Span
    authority: Authority
    status: DocumentStatus


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer with the numbers of the citations that prove it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know beside the statements; it speaks of documents, not of policy."""

    kind: NoticeKind
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes out of a turn. `text` is Markdown."""

    question: str
    lang: Language
    status: Status
    reason: Reason | None
    text: str
    statements: tuple[Statement, ...] = ()
    leads: int = 0  # how many of the statements, the first ones, are leads
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    passages: tuple[Passage, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    timings_ms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's word on the evidence: `reason` is None when it is enough; `score` is the probability.

    `unmet` is what a second half of the question needs ("…, and how much?") and the evidence does not carry.
    """

    score: float
    reason: Reason | None
    unmet: Need | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """What a language model did for an answer: statements checked, mended in a second try, dropped.

    `fault` says why there is nothing of it in the answer; it is never shown.
    """

    model: str
    prompt: str
    checked: int = 0
    rewritten: int = 0
    dropped: int = 0
    fault: str | None = None

    @property
    def kept(self) -> int:
        """How many statements stand in the answer; none when it is the one without a model."""
        return self.checked - self.dropped

    @property
    def account(self) -> dict[str, str]:
        """What an answer's provenance says of it."""
        counts = {name: str(getattr(self, name)) for name in ("checked", "rewritten", "dropped")}
        return {"model": self.model, "prompt": self.prompt, "fault": self.fault or "", **counts}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question on its way; each step returns a copy with its own part filled in."""

    question: Question
    lang: Language = "en"
    standalone: str = ""
    query: Query | None = None
    need: Need | None = None
    kinds: frozenset[Kind] = frozenset()
    first_half: str | None = None  # of a question that asks two things
    evidence: Evidence | None = None
    passages: tuple[Passage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    verdict: Verdict | None = None
    chosen: tuple[Candidate, ...] = ()
    generation: Generation | None = None
    budget: Budget | None = None  # of a language model, for the whole question
    leads: tuple[Statement, ...] = ()  # what was asked for in a few words; the statements follow
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    unproved: bool = False  # whether a part of what is asked of a document stands in the register alone
    answer: Answer | None = None
