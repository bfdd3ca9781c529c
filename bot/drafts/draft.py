"""A written message with its proof. Values only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from bot.drafts.wordings import Audience
from bot.turn import Citation, Notice, Passage, Reason, Statement, Status
from corpus.provision import Document, Language

DraftStatus = Literal["drafted"] | Status
LineKind = Literal["quote", "foreign", "digest", "gloss", "written"]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a message: `text` as it is shown, proved by `citation`; `kind` says whose words they are.

    quote: the source's, in the language of the message; foreign: the source's, in the other language;
    digest, gloss: our own, so that they stand without quotation marks; written: a language model's.
    """

    text: str
    citation: Citation
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as Markdown, or, with another status than drafted, what is said instead.

    The notices are for the writer and no part of `text`. Numbers of citations are those in the text. `provenance` says
    what the message was made of, and what a language model did for it.
    """

    topic: str
    lang: Language
    audience: Audience
    as_of: dt.date
    status: DraftStatus
    reason: Reason | None
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    passages: tuple[Passage, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
