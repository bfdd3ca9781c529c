"""What a question asks to confirm: "The goal is 95%, right?" claims that the goal is 95%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from corpus.language import aligned, fold, has_diacritics, normal

LEAST = 4  # words of a claim
_EDGE = " \t\n,;:.!?–-\"“”‘’'«»"


class ConfirmWords(BaseModel):
    """`[confirm]` of vocabulary.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heads: tuple[str, ...]
    tails: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    question_words: tuple[str, ...]
    limits: tuple[str, ...]
    writes: tuple[str, ...] = ()


class Confirmation:
    """Takes the asking off a question, where it asks nothing but yes or no."""

    def __init__(self, words: ConfirmWords) -> None:
        self._head = re.compile(rf"(?:{_any(words.heads)})\b[\s,:]*")
        self._tail = re.compile(rf"[\s,;.–-]*\b(?:{_any(words.tails)})$")
        self._auxiliary = re.compile(rf"(?:{_any(words.auxiliaries)})\b\s*")
        # With diacritics where the question has them: "đấu" is not "đâu".
        self._asks = re.compile(rf"\b(?:{'|'.join(map(re.escape, words.question_words))})\b")
        self._asks_plain = re.compile(rf"\b(?:{_any(words.question_words)})\b")
        self._limit = re.compile(rf"\b(?:{'|'.join(map(re.escape, words.limits))})\b")
        self._limit_plain = re.compile(rf"\b(?:{_any(words.limits)})\b")
        self._writes = re.compile(rf"\b(?:{_any(words.writes)})\b")
        self._whether = re.compile(r"\bco\b(?P<middle>.*?)\s(?:khong|ko|hong|k)$")
        # "có phải X không", "tôi viết X được không": the other half of the head
        self._rest = re.compile(r"[\s\"”]+(?:(?:co\s)?duoc\s)?(?:khong|ko|hong|k)$")

    def limits(self, text: str, claim: str) -> bool:
        """Whether a text sets a limit ("only", "except", "the goal is") that a claim lacks."""
        found, said = self._limits_in(text), self._limits_in(claim)
        return not found <= said

    def is_to_write(self, question: str) -> bool:
        """Whether a question asks if a sentence may be written or said in public."""
        return self._writes.search(aligned(question).lower()) is not None

    def _limits_in(self, text: str) -> set[str]:
        limit = self._limit if has_diacritics(text) else self._limit_plain
        return {fold(word) for word in limit.findall(normal(text))}

    def claim(self, question: str) -> str | None:
        """The claim in the words of the question, None when it does not ask to confirm one."""
        text = question.strip(_EDGE)
        plain = aligned(text).lower()
        start, end = self._bounds(plain)
        if (start, end) == (0, len(text)):
            return self._of_whether(text, plain)
        return self._sound(text[start:end].strip(_EDGE))

    def _bounds(self, plain: str) -> tuple[int, int]:
        tail, head = self._tail.search(plain), self._head.match(plain)
        tail = tail or (self._rest.search(plain) if head else None)
        return (head.end() if head else 0), (tail.start() if tail else len(plain))

    def _of_whether(self, text: str, plain: str) -> str | None:
        """ "X có … không" and "Does X …" say X … once the words that ask are gone."""
        whether, auxiliary = self._whether.search(plain), self._auxiliary.match(plain)
        if whether:
            claim = f"{text[: whether.start()]}{text[whether.start('middle') : whether.end('middle')].lstrip()}"
            return self._sound(claim)
        return self._sound(text[auxiliary.end() :]) if auxiliary else None

    def _sound(self, claim: str) -> str | None:
        plain = aligned(claim).lower()
        asks = self._asks.search(normal(claim)) if has_diacritics(claim) else self._asks_plain.search(plain)
        return None if asks or len(claim.split()) < LEAST else claim


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted((re.escape(fold(word)) for word in words), key=len, reverse=True))
