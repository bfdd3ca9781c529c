"""Cues of questions, from vocabulary.toml: needs, kinds, screens, filler."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus.language import analyze, fold
from corpus.phrases import PhraseTable
from corpus.toml import Entry, entries, read_toml

Need = Literal["contact", "duration", "date", "percent", "money", "count", "agency"]
Kind = Literal["number_of_document", "content_of_provision", "list", "compare", "whether"]
Screen = Literal["unsafe", "medical_advice", "personal_case"]
VOCABULARY_FILE = Path(__file__).parent / "vocabulary.toml"


class NeedEntry(Entry):
    """`[[need]]`"""

    id: Need
    cues: tuple[str, ...]


class KindEntry(Entry):
    """`[[kind]]`"""

    id: Kind
    cues: tuple[str, ...]


class ScreenEntry(Entry):
    """`[[screen]]`"""

    id: Screen
    any: tuple[str, ...]
    with_: tuple[str, ...] = Field(default=(), alias="with")


@dataclass(frozen=True, slots=True)
class _ScreenTables:
    id: Screen
    any: PhraseTable[str]
    company: PhraseTable[str] | None


class Vocabulary:
    """What the words of a question say about what is wanted."""

    def __init__(self, needs: list[NeedEntry], kinds: list[KindEntry], screens: list[ScreenEntry], filler: list[str]) -> None:
        self._needs = [(entry.id, _table(entry.cues)) for entry in needs]
        self._kinds = [(entry.id, _table(entry.cues)) for entry in kinds]
        self._screens = [
            _ScreenTables(entry.id, _table(entry.any), _table(entry.with_) if entry.with_ else None) for entry in screens
        ]
        self._filler = frozenset(fold(word) for word in filler)

    def need(self, question: str) -> Need | None:
        """What an answer to the question must carry, or None."""
        terms = analyze(question, "folded")
        return next((need for need, table in self._needs if table.find(terms)), None)

    def kinds(self, question: str) -> frozenset[Kind]:
        """Everything that the question's cues say it wants."""
        terms = analyze(question, "folded")
        return frozenset(kind for kind, table in self._kinds if table.find(terms))

    def screen(self, question: str) -> Screen | None:
        """The first screen that the question is caught in, or None."""
        terms = analyze(question, "folded")
        for screen in self._screens:
            if screen.any.find(terms) and (screen.company is None or screen.company.find(terms)):
                return screen.id
        return None

    def is_filler(self, word: str) -> bool:
        """Whether a word carries no topic."""
        return fold(word) in self._filler


def _table(cues: tuple[str, ...]) -> PhraseTable[str]:
    return PhraseTable("folded", ((cue, cue) for cue in cues))


def load_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """Read vocabulary.toml; raises `RegisterError` when an entry is wrong."""
    tables = read_toml(path)
    return Vocabulary(
        entries(path, tables, "need", NeedEntry),
        entries(path, tables, "kind", KindEntry),
        entries(path, tables, "screen", ScreenEntry),
        tables.get("filler", {}).get("words", []),
    )
