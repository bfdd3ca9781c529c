"""An answerer with a language model: its steps with those that the model takes part in."""

from __future__ import annotations

from collections.abc import Callable

from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.claims.statement import StatementCheck
from bot.generate import GenerateStep
from bot.generation_cache import GenerationCache
from bot.model_steps import ModelCondenseStep, TranslateStep
from bot.models import Model
from bot.pipeline import NamedStep, Step
from bot.statements import StatementWriter
from bot.vocabulary import load_vocabulary


def use_model(answerer: Answerer, model: Model, cache: GenerationCache | None = None) -> None:
    """Let a model write, translate and read follow-ups; whatever it writes is checked."""
    index, check, writer = answerer.index, StatementCheck(Checker(answerer)), StatementWriter(model, cache)
    answerer.writer = writer
    around: dict[str, Callable[[Step], list[NamedStep]]] = {
        "condense": lambda step: [NamedStep("condense", ModelCondenseStep(model, step, answerer.analyze))],
        "compose": lambda step: [
            NamedStep("generate", GenerateStep(index, writer, check, load_vocabulary())), NamedStep("compose", step),
        ],
        "notices": lambda step: [NamedStep("notices", step), NamedStep("translate", TranslateStep(index, model, check))],
    }  # fmt: skip
    answerer.steps = tuple(
        named for one in answerer.steps for named in (around[one.name](one.step) if one.name in around else [one])
    )
