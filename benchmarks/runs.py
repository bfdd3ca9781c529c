"""The project's own questions taken as far as retrieval, for the scripts that learn from what is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.fit_adapter import fold_of
from bot.answerer import Answerer
from bot.evaluate import GoldQuestion
from bot.query_adapter import AdaptedEmbeddings, QueryAdapter, tuned_embeddings
from bot.turn import Question, Turn
from bot.weights import Weights

AS_OF = dt.date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Run:
    """A bench with its answerer, its questions and the turns of those that come as far as the ranking."""

    name: str
    answerer: Answerer
    gold: list[GoldQuestion]
    turns: dict[str, Turn]

    def with_weights(self, model: Weights) -> Run:
        """The same over weights of its own."""
        old = self.answerer
        return replace(self, answerer=Answerer(old.index, old.embeddings, old.agencies, old.glossary, model))


def ranked(run: Run) -> Run:
    """The run with the sentences of its turns ranked."""
    return replace(run, turns={name: run.answerer.rank(turn) for name, turn in run.turns.items()})


def run_of(name: str, answerer: Answerer, gold: list[GoldQuestion], adapters: Sequence[QueryAdapter]) -> Run:
    """The run of a bench, each question found with the adapter of its fold."""
    found: dict[str, Turn] = {}
    for fold, adapter in enumerate(adapters):
        embeddings = AdaptedEmbeddings(tuned_embeddings(), adapter)
        variant = Answerer(answerer.index, embeddings, answerer.agencies, answerer.glossary)
        found |= turns(variant, [question for question in gold if fold_of(question.id) == fold])
    return Run(name, answerer, gold, found)


def turns(answerer: Answerer, gold: Sequence[GoldQuestion]) -> dict[str, Turn]:
    """The turn of each question that is neither screened out nor looked up, with its passages."""
    found = {}
    for question in gold:
        asked = Question(question.question, AS_OF, context=question.context)
        for name, turn in answerer.stream(asked):
            if name == "rank":
                if not turn.chosen:
                    found[question.id] = turn
                break
    return found
