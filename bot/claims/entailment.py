"""An entailment cross-encoder as one more check, where one is configured (CLAUSECARE_ENTAILMENT).

It never makes a sentence supported: it can only take support away from a sentence that its evidence does not entail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from bot import UsageError
from bot.claims.settle import Ground
from bot.claims.weigh import Label
from bot.cross_encoder import load_cross_encoder

ENTAILED = "entailment"  # the label of models for natural language inference (Bowman et al. 2015)
NEED = f"a model with three labels, one of them “{ENTAILED}”"


class Entailment(Protocol):
    """Whether each premise entails its hypothesis."""

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """One answer for each pair of premise and hypothesis."""
        ...


class CrossEncoderEntailment:
    """A cross-encoder of sentence-transformers with three labels."""

    def __init__(self, name: str) -> None:
        """Load the model; raises `UsageError` when it or its library cannot be had."""
        self._model = load_cross_encoder("CLAUSECARE_ENTAILMENT", name)
        self._entailed = _entailed_label(name, getattr(self._model.config, "id2label", {}))

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether entailment is the likeliest label of each pair."""
        scores = np.asarray(self._model.predict(list(pairs), show_progress_bar=False))
        return [bool(label == self._entailed) for label in scores.argmax(axis=1)]


def _entailed_label(name: str, labels: Mapping[int, str]) -> int:
    found = [int(i) for i, label in labels.items() if str(label).lower() == ENTAILED]
    if len(labels) != 3 or not found:
        raise UsageError(f'CLAUSECARE_ENTAILMENT: "{name}" labels {list(labels.values())}; give {NEED}')
    return found[0]


def confirmed(label: Label, grounds: Sequence[Ground], claim: str, entails: Entailment) -> Label:
    """The verdict after a second look: support stays only where the evidence of every part entails it."""
    if label != "supported":
        return label
    pairs = [(_premise(ground), ground.part.text if ground.part else claim) for ground in grounds]
    return "supported" if all(entails(pairs)) else "not_found"


def _premise(ground: Ground) -> str:
    candidate = ground.settled.best.candidate
    cited = candidate.cited.text if candidate.cited else ""
    return " ".join(part for part in (candidate.lead, candidate.text, cited) if part)
