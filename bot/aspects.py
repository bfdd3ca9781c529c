"""What is asked of a document itself: its number, who issued or signed it, since when and whether it is in force.

The cues are in aspects.toml. `Aspects.asked` says what a question wants; whether it wants nothing else is for the
caller, who knows which document is meant: `Aspects.is_plain` says which words tell of nothing further.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from bot.cues import CueTable
from corpus.language import fold
from corpus.reference import KIND_WORDS
from corpus.toml import Entry, entries, read_toml, refuse_unknown

Aspect = Literal["number", "issuer", "signer", "issued", "effective", "validity", "succession", "order"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
ASPECTS_FILE = Path(__file__).parent / "aspects.toml"
_GAP = "…"


class AspectEntry(Entry):
    """`[[aspect]]`"""

    id: Aspect
    cues: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class WordsEntry(Entry):
    """`[plain]`, `[enacting]`"""

    words: tuple[str, ...] = Field(min_length=1)


class Aspects:
    """Finds what a question asks of a document, and the words that tell of it in a text."""

    def __init__(self, rows: list[AspectEntry], plain: WordsEntry, enacting: WordsEntry) -> None:
        self._cues = {row.id: CueTable(row.cues) for row in rows}
        self._asked = {row.id: (CueTable(row.acts), CueTable(row.asks)) for row in rows if row.asks}
        self._acts = {row.id: _any_of(row.acts) for row in rows if row.acts}
        self.enacting = _any_of(enacting.words)
        phrases = (*plain.words, *KIND_WORDS, *(p for row in rows for p in (*row.cues, *row.acts, *row.asks)))
        self._plain = frozenset(fold(word) for phrase in phrases for word in phrase.replace(_GAP, " ").split())

    def asked(self, question: str) -> frozenset[Aspect]:
        """The aspects that the question's words ask for."""
        found = {aspect for aspect, table in self._cues.items() if table.found_in(question)}
        for aspect, (acts, asks) in self._asked.items():
            if acts.found_in(question) and asks.found_in(question):
                found.add(aspect)
        # "From when is it in force?" asks for a day, not whether.
        return frozenset(found - {"validity"} if "effective" in found else found)

    def act(self, aspect: Aspect) -> re.Pattern[str] | None:
        """What tells of an aspect in a folded text; None where no word does."""
        return self._acts.get(aspect)

    def is_plain(self, word: str) -> bool:
        """Whether a word of a question asks for an aspect, names a kind of document or says nothing."""
        return fold(word) in self._plain


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(fold, phrases), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@cache
def load_aspects(path: Path = ASPECTS_FILE) -> Aspects:
    """Read aspects.toml once; raises `RegisterError` when an entry is wrong."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("aspect", "plain", "enacting"))
    rows = entries(path, tables, "aspect", AspectEntry)
    return Aspects(rows, WordsEntry.model_validate(tables["plain"]), WordsEntry.model_validate(tables["enacting"]))
