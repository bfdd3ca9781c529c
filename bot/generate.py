"""Composing with a language model: it writes statements on numbered passages, and each is proved or dropped.

A statement must name a passage that it was given, in the language of the answer, and the claim check must find it
supported there: a figure, date, agency, negation or modality that differs, or no support, sends it back once with the
difference told; then it is dropped. When nothing is left, or the model fails, the answer is the one without a model.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot import ModelUnavailable
from bot.budget import Budget
from bot.generation_cache import GenerationCache
from bot.models import Model
from bot.prompts import Prompt, prompt
from bot.replies import replies
from bot.turn import Candidate, Generation, Notice, Passage, Statement, Turn
from bot.vocabulary import Vocabulary
from corpus.language import analyze, detect_language
from corpus.provision import Language
from ingest.chunk import Sentence
from ingest.index import Index

PASSAGES = 6  # given to the model
MOST = 4  # statements
LONGEST = 60  # words of a statement
LANGUAGES: dict[Language, str] = {"vi": "Vietnamese", "en": "English"}  # as prompts name them
_LABELS = re.compile(r"\[?\bP(\d{1,2})\b\]?")
_NONE = re.compile(r"\W*none\W*", re.IGNORECASE)


class Written(BaseModel):
    """A statement as the model wrote it: nothing in it is trusted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(description="one short statement that answers the question")
    label: str = Field(description="the passage that it rests on: P1, P2, …")
    words: str = Field(description="the words of that passage that prove it, copied letter by letter")


class Composition(BaseModel):
    """What the model is asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    statements: list[Written]


class Check(Protocol):
    """The claim check: what keeps a statement from being supported by a passage, None when it is supported."""

    def __call__(self, statement: str, passage: Passage) -> str | None:
        """A description of the difference, or None."""
        ...


@dataclass(frozen=True, slots=True)
class _Proved:
    text: str
    sentence: Sentence
    passage: Passage


class GenerateStep:
    """Writes the statements of an answer with a model; leaves the turn alone where that fails."""

    def __init__(
        self,
        index: Index,
        model: Model,
        check: Check,
        vocabulary: Vocabulary,
        cache: GenerationCache | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._index = index
        self._model = model
        self._check = check
        self._cache = cache

    def __call__(self, turn: Turn) -> Turn:
        """Set statements, their sentences and the account of the generation; or a notice that there is no model."""
        if turn.chosen:
            return turn  # looked up: the provision itself is the answer
        budget = turn.budget or self._model.budget()
        shown = turn.passages[:PASSAGES]
        account = Generation(self._model.name, prompt("compose").digest)
        try:
            written = self._written(turn, shown, budget)
        except ModelUnavailable as error:
            return _without(turn, replace(account, fault=str(error)))
        proved: list[_Proved] = []
        for one in written[:MOST]:
            found, account = self._prove(one, turn, shown, budget, account)
            if found and not any(found.text == other.text for other in proved):
                proved.append(found)
        return _with(turn, proved, account)

    def _written(self, turn: Turn, shown: Sequence[Passage], budget: Budget) -> list[Written]:
        key = self._key(turn, shown)
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            return Composition.model_validate_json(kept).statements
        written = self._structured(turn, shown, budget)
        if written is None:
            written = self._plain(turn, shown, budget)
        if self._cache:
            self._cache.put(key, Composition(statements=written).model_dump_json())
        return written

    def _structured(self, turn: Turn, shown: Sequence[Passage], budget: Budget) -> list[Written] | None:
        messages = prompt("compose").messages(**_values(turn, shown), most=str(MOST))
        found = self._model.fill(messages, Composition, budget)
        return found.statements if found else None

    def _plain(self, turn: Turn, shown: Sequence[Passage], budget: Budget) -> list[Written]:
        """One statement a line, its label at the end; for models that cannot keep to a structure."""
        text = self._model.write(prompt("compose_plain").messages(**_values(turn, shown)), budget)
        return [one for line in text.splitlines() for one in _labelled(line)]

    def _prove(
        self, one: Written, turn: Turn, shown: Sequence[Passage], budget: Budget, account: Generation
    ) -> tuple[_Proved | None, Generation]:
        """The statement with its proof, or None; and the account with it."""
        account = replace(account, checked=account.checked + 1)
        passage = _labels(shown).get(one.label.strip("[] "))
        sentence = self._sentence(one, passage) if passage else None
        if passage is None or sentence is None:
            return None, replace(account, dropped=account.dropped + 1)
        text = _LABELS.sub("", one.text).strip()
        difference = self._difference(text, passage, turn.lang)
        if difference is not None:
            text = self._rewritten(text, difference, passage, turn.lang, budget)
            difference = self._difference(text, passage, turn.lang)
            account = replace(account, rewritten=account.rewritten + (difference is None))
        if difference is not None:
            return None, replace(account, dropped=account.dropped + 1)
        return _Proved(text, sentence, passage), account

    def _difference(self, text: str, passage: Passage, lang: Language) -> str | None:
        if not text or len(text.split()) > LONGEST:
            return "it is empty or far too long"
        if detect_language(text) != lang:
            return f"it is not in {LANGUAGES[lang]}"
        return self._check(text, passage)

    def _rewritten(self, text: str, difference: str, passage: Passage, lang: Language, budget: Budget) -> str:
        body = passage.chunk.text
        messages = prompt("rewrite").messages(
            language=LANGUAGES[lang], statement=text, difference=difference, passage=body, mark=mark_of([body])
        )
        try:
            return _LABELS.sub("", self._model.write(messages, budget)).strip()
        except ModelUnavailable:
            return ""

    def _sentence(self, one: Written, passage: Passage) -> Sentence | None:
        """The sentence of the passage that holds the words, letter by letter; without words, the one most like the
        statement. None where the words are not there; a sentence that gives orders to its reader proves nothing."""
        every = (self._index.sentences[at] for at in self._index.sentences_of.get(passage.chunk.id, ()))
        own = [s for s in every if self._vocabulary.screen(s.text) != "unsafe"]
        words = " ".join(one.words.split())
        if words:
            return next((s for s in own if words in " ".join(s.text.split())), None)
        said = set(analyze(one.text, "folded"))
        return max(own, key=lambda s: len(said & set(analyze(s.text, "folded"))), default=None)

    def _key(self, turn: Turn, shown: Sequence[Passage]) -> str:
        parts = [turn.standalone, turn.lang, self._model.name, *(p.digest for p in _prompts())]
        parts += [f"{p.chunk.id} {hashlib.sha256(p.chunk.text.encode()).hexdigest()}" for p in shown]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _prompts() -> tuple[Prompt, ...]:
    return prompt("compose"), prompt("compose_plain")


def _labels(shown: Sequence[Passage]) -> dict[str, Passage]:
    return {f"P{number}": passage for number, passage in enumerate(shown, 1)}


def _values(turn: Turn, shown: Sequence[Passage]) -> dict[str, str]:
    text = "\n\n".join(f"{name}: {passage.chunk.text}" for name, passage in _labels(shown).items())
    return {"language": LANGUAGES[turn.lang], "question": turn.standalone, "passages": text, "mark": mark_of([text])}


def mark_of(texts: Sequence[str]) -> str:
    """A delimiter that the texts cannot hold, since it is their own digest."""
    return "passages-" + hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _labelled(line: str) -> Iterator[Written]:
    labels = _LABELS.findall(line)
    text = _LABELS.sub("", line).strip(" -*\t")
    if labels and text and not _NONE.fullmatch(text):
        yield Written(text=text, label=f"P{labels[-1]}", words="")


def _without(turn: Turn, account: Generation) -> Turn:
    notice = Notice("model", replies().notices["model"](turn.lang))
    return replace(turn, generation=account, notices=(*turn.notices, notice))


def _with(turn: Turn, proved: Sequence[_Proved], account: Generation) -> Turn:
    chosen = tuple(Candidate(p.sentence, p.passage.rank, 1.0, 1.0, True) for p in proved)
    statements = tuple(Statement(p.text, (n,)) for n, p in enumerate(proved, 1))
    return replace(turn, generation=account, chosen=chosen, statements=statements)
