"""Reading the best sentences together with the question: how surely does one of them answer it?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from bot.crossreader.reader import Read, load_reader
from bot.support import own_words
from bot.turn import Turn
from corpus.language import detect_language

READ = 4  # sentences; what answers may stand behind some that are nearer in words
UNSURE = (0.05, 0.95)  # where the gate's probability leaves anything to be learned by reading
Reads = Callable[[str, Sequence[Read]], list[float]]  # what a `CrossReader` does


class SecondReading:
    """Reads for the gate, where the model is at hand."""

    def __init__(self, load: Callable[[], Reads | None] = load_reader) -> None:
        """`load` is called when the first question comes that gets as far."""
        self._load = load

    def __call__(self, turn: Turn, enough: float = math.inf) -> float | None:
        """The log odds of the sentence that answers most surely; None without a reader, or of a follow-up in the
        other language: put together from two questions, it is no question of the kind that was learned.

        Where the best sentence alone has odds of `enough`, no other is read: one takes a third of the time of four.
        """
        context = turn.question.context
        whole = context is None or detect_language(context) == turn.lang
        reader = self._load() if whole else None
        if reader is None:
            return None
        texts = [Read(c.sentence.lead, own_words(c.sentence.text)) for c in turn.candidates[:READ]]
        first = max(reader(turn.standalone, texts[:1]))
        return first if first >= enough else max([first, *reader(turn.standalone, texts[1:])])
