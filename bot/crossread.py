"""Reading the best sentences together with the question: how surely do they answer it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.crossreader.reader import Read, load_reader
from bot.support import own_words
from bot.turn import Turn
from ingest.chunk import Sentence

READ = 3  # sentences, as one text: what answers may stand in the second, or in parts in several
UNSURE = (0.05, 0.95)  # where the gate's probability leaves anything to be learned by reading
# Of short questions the reader is sometimes very sure that the very answer is none; surer than this it is not believed.
FIRMEST_NO = -2.75
Reads = Callable[[str, Sequence[Read]], list[float]]  # what a `CrossReader` does


class SecondReading:
    """Reads for the gate, where the model is at hand."""

    def __init__(self, load: Callable[[], Reads | None] = load_reader) -> None:
        """`load` is called when the first question comes that gets as far."""
        self._load = load

    def __call__(self, turn: Turn) -> float | None:
        """The log odds that the best sentences answer; None without a reader, or of a follow-up: put together from two
        questions, it is no question of the kind that was learned."""
        reader = self._load() if turn.question.context is None else None
        if reader is None:
            return None
        best = [candidate.sentence for candidate in turn.candidates[:READ]]
        return max(reader(turn.standalone, [joined(best)])[0], FIRMEST_NO)


def joined(sentences: Sequence[Sentence]) -> Read:
    """Sentences as the one text that is read."""
    return Read(sentences[0].lead, " ".join(own_words(sentence.text) for sentence in sentences))
