"""The first step: language, needs and kinds of the question, and the questions that are declined unread."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from bot import UsageError
from bot.decline import decline
from bot.turn import Reason, Turn
from bot.vocabulary import Screen, Vocabulary
from corpus.language import detect_language, words

QUESTION_MAX = 2000  # code points
_REASONS: dict[Screen, Reason] = {
    "unsafe": "unsafe", "medical_advice": "medical_advice", "personal_case": "personal_case",
}  # fmt: skip


def check_question(text: str) -> str:
    """The question, trimmed; raises `UsageError` for one that is empty or endless."""
    trimmed = unicodedata.normalize("NFC", text).strip()
    if not trimmed:
        raise UsageError("the question is empty; write what you want to know")
    if len(trimmed) > QUESTION_MAX:
        raise UsageError(f"the question has {len(trimmed)} characters, more than {QUESTION_MAX}; ask one thing at a time")
    return trimmed


class ScreenStep:
    """Recognise the question; answer at once where no document could help."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, turn: Turn) -> Turn:
        text = turn.question.text
        turn = replace(
            turn,
            lang=turn.question.lang or detect_language(text),
            need=self._vocabulary.need(text),
            kinds=self._vocabulary.kinds(text),
        )
        if not any(len(w.text) > 1 and w.text.isalpha() for w in words(text)):
            return decline(turn, "unclear")  # digits or signs alone
        screen = self._vocabulary.screen(text)
        return decline(turn, _REASONS[screen]) if screen else turn
