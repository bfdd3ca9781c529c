"""What a language model is asked to write, what it wrote, and what was proved of it. Values only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.prompts import Prompt, prompt
from corpus.provision import Language, ProvisionRef
from ingest.chunk import Sentence

LANGUAGES: dict[Language, str] = {"vi": "Vietnamese", "en": "English"}  # as prompts name them


class Written(BaseModel):
    """A statement as the model wrote it: nothing in it is trusted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(description="one short statement")
    label: str = Field(description="the passage that it rests on: P1, P2, …")
    words: str = Field(description="the words of that passage that prove it, copied letter by letter")


class Composition(BaseModel):
    """What the model is asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    statements: list[Written]


class Attributed(BaseModel):
    """A composition with the digest of the prompt that it answers, as the cache keeps it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: str
    statements: list[Written]


class Evidence(Protocol):
    """What a statement is checked against: a passage, a provision, a sentence."""

    @property
    def ref(self) -> ProvisionRef:
        """Where the text stands."""
        ...

    @property
    def text(self) -> str:
        """The words."""
        ...


class Check(Protocol):
    """The claim check: what keeps a statement from being supported by a text, None when it is supported."""

    def __call__(self, statement: str, evidence: Evidence) -> str | None:
        """A description of the difference, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A text that statements may rest on, and its sentences that may be cited for them.

    `shown` is how the model sees it, where that is more than the text; it proves nothing.
    """

    ref: ProvisionRef
    text: str
    sentences: tuple[Sentence, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a model is to write: two prompts, for a structure and for plain lines, what fills them, and the sources.

    `values` are those of both prompts beside the language, the numbered passages, their mark and `most`, the number of
    statements that may be written.
    """

    structured: str
    plain: str
    values: Mapping[str, str]
    sources: tuple[Source, ...]
    lang: Language
    most: int

    @property
    def prompts(self) -> tuple[Prompt, Prompt]:
        """The prompt for a structure and the one for plain lines."""
        return prompt(self.structured), prompt(self.plain)

    @property
    def labelled(self) -> dict[str, int]:
        """The place of each source by its label: P1, P2, …"""
        return {f"P{at + 1}": at for at in range(len(self.sources))}

    @property
    def filled(self) -> dict[str, str]:
        """The values of the plain prompt."""
        text = "\n\n".join(
            f"{label}: {self.sources[at].shown or self.sources[at].text}" for label, at in self.labelled.items()
        )
        return {**self.values, "language": LANGUAGES[self.lang], "passages": text, "mark": mark_of([text])}

    def key(self, model: str) -> str:
        """A digest of everything that what is written depends on."""
        parts = [model, str(self.most), *(p.digest for p in self.prompts)]
        parts += [f"{name}={value}" for name, value in sorted(self.filled.items())]
        parts += [str(source.ref) for source in self.sources]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proved:
    """A statement that its source supports, with the place of that source and the sentence to cite."""

    text: str
    at: int
    sentence: Sentence


def mark_of(texts: Sequence[str]) -> str:
    """A delimiter that the texts cannot hold, since it is their own digest."""
    return "passages-" + hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
