"""A follow-up and the question before it, made one question for retrieval."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Turn


def condense(turn: Turn) -> Turn:
    """Put the question before it in front of a follow-up; without a model, retrieval weighs both."""
    context = turn.question.context
    return replace(turn, standalone=f"{context} {turn.question.text}" if context else turn.question.text)
