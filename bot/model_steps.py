"""What else a language model may do: understand a follow-up, translate a quote. Neither proves anything.

A rewritten follow-up is seen by retrieval alone; a translation stands beside the verbatim original, marked as one, and
only when the claim check finds nothing in it that the original does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot import ModelUnavailable
from bot.models import Model
from bot.pipeline import Step
from bot.prompts import prompt
from bot.query import Query
from bot.replies import replies
from bot.turn import Citation, Notice, Passage, Turn
from bot.written import LANGUAGES, Check, mark_of
from corpus.language import detect_language, fold
from ingest.index import Index

LONGEST_QUESTION = 300  # code points
TRANSLATED = 3  # quotes


class ModelCondenseStep:
    """Rewrites a follow-up with the model; what loses a name or number of the follow-up is not used."""

    def __init__(self, model: Model, otherwise: Step, analyze: Callable[[str], Query]) -> None:
        self._model = model
        self._otherwise = otherwise
        self._analyze = analyze

    def __call__(self, turn: Turn) -> Turn:
        """Start the budget of the question, and set the question that stands alone."""
        turn = self._otherwise(replace(turn, budget=self._model.budget()))
        rewritten = self._rewritten(turn) if turn.question.context else None
        return replace(turn, standalone=rewritten) if rewritten else turn

    def _rewritten(self, turn: Turn) -> str | None:
        assert turn.budget is not None and turn.question.context is not None  # set by `__call__`
        messages = prompt("condense").messages(context=turn.question.context, question=turn.question.text)
        try:
            text = " ".join(self._model.write(messages, turn.budget).split())
        except ModelUnavailable:
            return None
        names = [fold(c.surface) for c in self._analyze(turn.question.text).concepts]
        kept = all(name in fold(text) for name in names)
        same_language = detect_language(text) == detect_language(turn.question.text)
        return text if kept and same_language and 0 < len(text) <= LONGEST_QUESTION else None


class TranslateStep:
    """Adds translations of quotes in the other language as notices."""

    def __init__(self, index: Index, model: Model, check: Check) -> None:
        self._index = index
        self._model = model
        self._check = check

    def __call__(self, turn: Turn) -> Turn:
        """Translate the first quotes that are not in the language of the answer."""
        glossed = {n for notice in turn.notices if notice.kind == "gloss" for n in notice.citations}
        foreign = [
            c for c in turn.citations
            if self._index.documents[c.ref.doc_id].language != turn.lang and c.n not in glossed
        ]  # fmt: skip
        return replace(turn, notices=(*turn.notices, *self._notices(turn, foreign[:TRANSLATED])))

    def _notices(self, turn: Turn, citations: list[Citation]) -> Iterator[Notice]:
        by_ref = {passage.chunk.ref: passage for passage in turn.passages}
        for citation in citations:
            passage = by_ref.get(citation.ref)
            text = self._translated(citation, passage, turn) if passage else None
            if text:
                wording = replies().notices["translation"](turn.lang, n=str(citation.n), text=text)
                yield Notice("translation", wording, (citation.n,))

    def _translated(self, citation: Citation, passage: Passage, turn: Turn) -> str | None:
        messages = prompt("translate").messages(
            language=LANGUAGES[turn.lang], quote=citation.quote, mark=mark_of([citation.quote])
        )
        try:
            text = " ".join(self._model.write(messages, turn.budget or self._model.budget()).split())
        except ModelUnavailable:
            return None
        sound = bool(text) and detect_language(text) == turn.lang and len(text) <= 3 * len(citation.quote)
        return text if sound and self._check(text, passage.chunk) is None else None
