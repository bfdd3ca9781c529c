"""Composing with a language model: it writes statements on numbered passages, and each is proved or dropped.

When nothing is left, or the model fails, the answer is the one without a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.replies import replies
from bot.statements import StatementWriter
from bot.turn import Candidate, Generation, Notice, Passage, Statement, Turn
from bot.vocabulary import Vocabulary
from bot.written import Assignment, Check, Proved, Source
from corpus.provision import Language
from ingest.index import Index

PASSAGES = 6  # given to the model
MOST = 4  # statements


class GenerateStep:
    """Writes the statements of an answer with a model; leaves the turn alone where that fails."""

    def __init__(self, index: Index, writer: StatementWriter, check: Check, vocabulary: Vocabulary) -> None:
        self._index = index
        self._writer = writer
        self._check = check
        self._vocabulary = vocabulary

    def __call__(self, turn: Turn) -> Turn:
        """Set statements, their sentences and the account of the generation; or a notice that there is no model."""
        if turn.chosen:
            return turn  # looked up: the provision itself is the answer
        shown = turn.passages[:PASSAGES]
        sources = tuple(map(self._source, shown))
        values = {"question": turn.standalone}
        assignment = Assignment("compose", "compose_plain", values, sources, turn.lang, MOST)
        proved, account = self._writer.write(assignment, self._check, turn.budget)
        if not proved and account.fault:
            return replace(turn, generation=account, notices=(*turn.notices, without_model(turn.lang)))
        return _with(turn, proved, account, shown)

    def _source(self, passage: Passage) -> Source:
        """A passage without the sentences that give orders to their reader: those prove nothing."""
        every = [self._index.sentences[at] for at in self._index.sentences_of.get(passage.chunk.id, ())]
        orders = [s for s in every if self._vocabulary.screen(s.text) == "unsafe"]
        text = passage.chunk.text
        for sentence in orders:
            text = text.replace(sentence.text, " ")
        return Source(passage.chunk.ref, text, tuple(s for s in every if s not in orders))


def without_model(lang: Language) -> Notice:
    """What a reader is told when the model failed."""
    return Notice("model", replies().notices["model"](lang))


def _with(turn: Turn, proved: Sequence[Proved], account: Generation, shown: Sequence[Passage]) -> Turn:
    chosen = tuple(Candidate(p.sentence, shown[p.at].rank, 1.0, 1.0, True) for p in proved)
    statements = tuple(Statement(p.text, (n,)) for n, p in enumerate(proved, 1))
    return replace(turn, generation=account, chosen=chosen, statements=statements)
