"""Cues: words and phrases of a question, found with and without diacritics."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.language import analyze, fold, has_diacritics, normal
from corpus.phrases import PhraseTable

GAP = "…"  # of a cue
GAP_WORDS = 8  # that may stand in it
START = "^"  # of a cue: it stands at the start of a question, or of a part of one
_OPENS = r"(?:^|[.,;:?!(–-])\W*(?:(?:and|or|but|so|then|và|hay|còn)\s+)?|\b(?:and|or|và|hay)\s+"


class CueTable:
    """Cues, found with their diacritics in a text that has them, without in a text that has none.

    "những … nào" is found where a few words stand between the two, "^who" at the start of a part of the text.
    """

    def __init__(self, cues: Iterable[str]) -> None:
        cues = tuple(cues)
        self._placed = [_placed(cue) for cue in cues if GAP in cue or START in cue]
        cues = tuple(cue for cue in cues if GAP not in cue and START not in cue)
        self._accented = PhraseTable("vi", ((cue, cue) for cue in cues))
        # One accented syllable without its diacritics is another word: "chưa" (not yet), "chữa" (treat).
        plain = (cue for cue in cues if " " in cue or not has_diacritics(cue))
        self._folded = PhraseTable("folded", ((cue, cue) for cue in plain))

    def found_in(self, text: str) -> bool:
        """Whether any cue stands in `text`, as whole words."""
        accented = has_diacritics(text)
        table = self._accented if accented else self._folded
        if table.find(analyze(text, table.analyzer)):
            return True
        plain = normal(text) if accented else fold(text)
        return any((exact if accented else folded).search(plain) for exact, folded in self._placed)


def _placed(cue: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A cue with a gap or with a place, as written and without diacritics."""
    opens = _OPENS if cue.startswith(START) else r"\b"
    parts = [normal(part.strip()) for part in cue.removeprefix(START).split(GAP)]

    def pattern(words: Iterable[str]) -> re.Pattern[str]:
        between = rf"(?:\W+\w+){{1,{GAP_WORDS}}}?\W+"
        return re.compile(rf"(?:{opens})(?:{between.join(map(re.escape, words))})\b")

    return pattern(parts), pattern(map(fold, parts))
