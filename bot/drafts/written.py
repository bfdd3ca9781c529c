"""The sentences of a message, written by a language model on the quotes that were chosen for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.drafts.draft import Line
from bot.drafts.sentences import MAX_WORDS
from bot.drafts.wordings import Audience
from bot.statements import StatementWriter
from bot.turn import Citation, Generation, Turn
from bot.vocabulary import Vocabulary
from bot.written import Assignment, Check, Source
from ingest.chunk import Sentence

MOST = 8  # sentences


class ModelLines:
    """Has a language model say what the lines of a message quote; each of its sentences is proved by one of the quotes."""

    def __init__(self, writer: StatementWriter, check: Check, vocabulary: Vocabulary) -> None:
        self._writer = writer
        self._check = check
        self._vocabulary = vocabulary

    def __call__(self, lines: Sequence[Line], turn: Turn, audience: Audience) -> tuple[list[Line], Generation]:
        """The lines in the order of the model, as many as fit into a message, and the account; none when it failed."""
        # A quote that gives orders to its reader is no source.
        quoted = [line for line in lines if self._vocabulary.screen(line.citation.quote) != "unsafe"]
        sources = tuple(map(_source, quoted))
        values = {"topic": turn.question.text, "audience": audience}
        assignment = Assignment("draft", "draft_plain", values, sources, turn.lang, MOST)
        proved, account = self._writer.write(assignment, self._check, turn.budget)
        return list(_fitting(Line(p.text, quoted[p.at].citation, "written") for p in proved)), account


def _source(line: Line) -> Source:
    """A quote, shown with what the line says beside it: who leads, a gloss in the language of the message."""
    own: Citation = line.citation
    shown = line.text if own.quote in line.text else f"{line.text} “{own.quote}”"
    return Source(own.ref, own.quote, (Sentence("", own.ref, own.quote, own.span, ""),), shown)


def _fitting(lines: Iterator[Line]) -> Iterator[Line]:
    length = 0
    for line in lines:
        length += len(line.text.split())
        if length <= MAX_WORDS:
            yield line
