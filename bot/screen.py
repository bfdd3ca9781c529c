"""The first step: language, needs and kinds of the question, and the questions that are declined unread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot import UsageError
from bot.decline import decline
from bot.personal import masked
from bot.turn import Question, Turn
from bot.vocabulary import AMOUNTS, Vocabulary
from corpus.language import detect_language, is_possible_syllable, words
from corpus.provision import Language

QUESTION_MAX = 2000  # code points
SYLLABLES = 0.75  # of the words of a follow-up that may be Vietnamese: "and by when?" cannot


def check_question(text: str) -> str:
    """The question, trimmed, with personal data masked; raises `UsageError` for one that is empty or endless."""
    trimmed = masked(unicodedata.normalize("NFC", text).strip())
    if not trimmed:
        raise UsageError("the question is empty; write what you want to know")
    if len(trimmed) > QUESTION_MAX:
        raise UsageError(
            f"the question has {len(trimmed)} characters, more than {QUESTION_MAX}; ask one thing at a time"
        )
    return trimmed


# Where a second question begins: "…, and how much?", "… và bao nhiêu?"
_SECOND_HALF = re.compile(
    r",?\s+(?:and|và|va)\s+(?:if so,?\s+)?(?=how|what|when|who|by when|by how|bao|khi nào|mức|mấy|mất|muc|khi nao)",
    re.IGNORECASE,
)


def first_half(text: str) -> str | None:
    """The first of two questions in one, when it has at least four words; else None."""
    match = _SECOND_HALF.search(text)
    return text[: match.start()] if match and len(text[: match.start()].split()) >= 4 else None


# The same and more: a second question after a mere comma, or with its question word a few words on ("và vào ngày nào").
_ASKING = (
    r"\b(?:how|what|which|when|who|whom|whose|where|why|bao nhiêu|bao lâu|khi nào|nào|đâu|gì|ai|mấy|mức|sao|bao nhieu|bao lau"
    r"|khi nao|nao|dau|gi|may|muc)\b"
)
_ANOTHER = re.compile(
    rf"(?:[,;]\s*(?:and\s+|và\s+|va\s+)?|\s(?:and|và|va)\s+)(?:\w+,?\s+){{0,3}}?{_ASKING}", re.IGNORECASE
)
_ASKS = re.compile(_ASKING, re.IGNORECASE)


def asks_two_things(text: str) -> bool:
    """Whether a question seems to ask more than one thing, in which case an answer in a few words tells half of it."""
    return any(_ASKS.search(text[: match.start()]) for match in _ANOTHER.finditer(text))


def _language(question: Question) -> Language:
    """The language of a question, also of one that follows a question in the other language.

    Without diacritics a few syllables may look English ("the con nguoi can ngheo?"): behind a Vietnamese question they
    are taken for Vietnamese, unless they could not be.
    """
    own = detect_language(question.text)
    if own == "vi" or not question.context or detect_language(question.context) == "en":
        return own
    letters = [w.text for w in words(question.text) if w.text.isalpha()]
    possible = sum(is_possible_syllable(w) for w in letters)
    return "vi" if letters and possible >= SYLLABLES * len(letters) else own


class ScreenStep:
    """Recognise the question; answer at once where no document could help."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, turn: Turn) -> Turn:
        """Recognise the question, or decline it."""
        text = turn.question.text
        turn = replace(
            turn,
            lang=turn.question.lang or _language(turn.question),
            need=self._vocabulary.need(text),
            kinds=self._vocabulary.kinds(text),
            first_half=first_half(text),
        )
        if not any(len(w.text) > 1 and w.text.isalpha() for w in words(text)):
            return decline(turn, "unclear")  # digits or signs alone
        screen = self._vocabulary.screen(text)
        if screen is None and turn.need in AMOUNTS:
            # What somebody's operation will cost follows from no share of others.
            screen = self._vocabulary.why_unanswered(text)
        if screen == "personal_case" and self._vocabulary.asks_for_rule(text):
            screen = None
        return decline(turn, screen) if screen else turn
