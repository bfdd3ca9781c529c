"""Reading the best sentences together with the question: how surely does one of them answer it?"""

from __future__ import annotations

from collections.abc import Callable

from bot.crossreader.reader import CrossReader, Read, load_reader
from bot.support import own_words
from bot.turn import Turn
from corpus.language import detect_language

READ = 4  # sentences; what answers may stand behind some that are nearer in words
UNSURE = (0.05, 0.95)  # where the gate's probability leaves anything to be learned by reading


class SecondReading:
    """Reads for the gate, where the model is at hand."""

    def __init__(self, load: Callable[[], CrossReader | None] = load_reader) -> None:
        """`load` is called when the first question comes that gets as far."""
        self._load = load

    def __call__(self, turn: Turn) -> float | None:
        """The log odds of the sentence that answers most surely; None without a reader, or of a follow-up in the
        other language: put together from two questions, it is no question of the kind that was learned."""
        context = turn.question.context
        whole = context is None or detect_language(context) == turn.lang
        reader = self._load() if whole else None
        if reader is None:
            return None
        sentences = (candidate.sentence for candidate in turn.candidates[:READ])
        return max(reader(turn.standalone, [Read(s.lead, own_words(s.text)) for s in sentences]))
