"""The values that the grammar of duties works on: a part of a sentence, and a task that it states."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.provision import Span
from ingest.norms.duty_bearers import Bearer, Roll
from ingest.norms.duty_patterns import Lexicon
from ingest.norms.duty_text import Reading
from ingest.norms.rows import Modality, Role

BEFORE_MAX = 60  # code points in front of a bearer that say what it is there


@dataclass(frozen=True, slots=True)
class Clause:
    """A task as a part of a sentence states it; no `bearers` means that the text names nobody.

    `predicate` begins after the marker, or at the verb where there is none. `leaders` are partners who are named as
    those in charge; `agent` says that the bearers are those of a passive ("do Chính phủ quyết định").
    """

    bearers: tuple[Bearer, ...]
    modality: Modality
    start: int
    predicate: Span
    role: Role = "lead"
    partners: tuple[Bearer, ...] = ()
    leaders: tuple[Bearer, ...] = ()
    reports_to: tuple[Bearer, ...] = ()
    passive: bool = False
    agent: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of a sentence and the lists of bearers in it.

    `normative`: in this document verbs alone give duties. `carried`: a heading or a lead has named a subject.
    """

    read: Reading
    part: Span
    rolls: tuple[Roll, ...]
    lex: Lexicon
    normative: bool
    carried: bool = False

    @property
    def lowered(self) -> str:
        """The text that the part stands in, masked and in lower case."""
        return self.read.lowered

    def before(self, place: int) -> str:
        """The text of the part before `place`, its end only."""
        return self.lowered[max(self.part.start, place - BEFORE_MAX) : place]
