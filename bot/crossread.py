"""Reading the best sentences together with the question: how surely does one of them answer it?"""

from __future__ import annotations

from collections.abc import Callable

from bot.crossreader.reader import CrossReader, Read, load_reader
from bot.support import own_words
from bot.turn import Turn

READ = 2  # sentences; more take longer and tell hardly anything new
UNSURE = (0.05, 0.95)  # where the gate's probability leaves anything to be learned by reading


class SecondReading:
    """Reads for the gate, where the model is at hand."""

    def __init__(self, load: Callable[[], CrossReader | None] = load_reader) -> None:
        """`load` is called when the first question comes that gets as far."""
        self._load = load

    def __call__(self, turn: Turn) -> float | None:
        """The log odds of the sentence that answers most surely; None without a reader."""
        reader = self._load()
        if reader is None:
            return None
        sentences = (candidate.sentence for candidate in turn.candidates[:READ])
        return max(reader(turn.standalone, [Read(s.lead, own_words(s.text)) for s in sentences]))
