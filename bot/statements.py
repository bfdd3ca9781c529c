"""Statements of a language model: asked for on numbered sources, proved one by one, mended once, or dropped.

A statement must name a source that was given, its words must stand there letter by letter, it must be in the language
that was asked for, and the claim check must find it supported there: a figure, date, agency, negation or modality that
differs, or no support, sends it back once with the difference told; then it is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot import ModelUnavailable
from bot.budget import Budget
from bot.claims.split import claim_text
from bot.generation_cache import GenerationCache
from bot.models import Model
from bot.prompts import prompt
from bot.turn import Generation
from bot.written import LANGUAGES, Assignment, Attributed, Check, Composition, Proved, Source, Written, mark_of
from corpus.language import analyze, detect_language
from corpus.provision import Language
from ingest.chunk import Sentence

LONGEST: dict[Language, int] = {"en": 60, "vi": 90}  # words of a statement; Vietnamese parts its syllables
TRIED = 3  # sentences of a source, to find the one that supports a statement alone
_LABELS = re.compile(r"\[?\bP(\d{1,2})\b\]?")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|\[[^\]]*\](?:\([^)]*\))?")
_NONE = re.compile(r"\W*none\W*", re.IGNORECASE)


class StatementWriter:
    """Has a model write statements, and lets through what is proved. Safe to share between threads."""

    def __init__(self, model: Model, cache: GenerationCache | None = None) -> None:
        self.model = model
        self._cache = cache

    def write(
        self, assignment: Assignment, check: Check, budget: Budget | None
    ) -> tuple[tuple[Proved, ...], Generation]:
        """The proved statements in the order of the model, and the account; its `fault` says that the model failed.

        `budget` is a fresh one when None.
        """
        budget = budget or self.model.budget()
        account = Generation(self.model.name, assignment.prompts[0].digest)
        try:
            found = self._found(assignment, budget)
        except ModelUnavailable as error:
            return (), replace(account, fault=str(error))
        account = replace(account, prompt=found.prompt)
        proved: dict[str, Proved] = {}
        for one in found.statements[: assignment.most]:
            kept, account = self._prove(one, assignment, check, budget, account)
            if kept:
                proved.setdefault(kept.text, kept)
        return tuple(proved.values()), account

    def _found(self, assignment: Assignment, budget: Budget) -> Attributed:
        """What the model wrote, or what it wrote before; checked each time."""
        key = assignment.key(self.model.name)
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            return Attributed.model_validate_json(kept)
        found = self._structured(assignment, budget) or self._plain(assignment, budget)
        if self._cache:
            self._cache.put(key, found.model_dump_json())
        return found

    def _structured(self, assignment: Assignment, budget: Budget) -> Attributed | None:
        asked = assignment.prompts[0]
        messages = asked.messages(**assignment.filled, most=str(assignment.most))
        found = self.model.fill(messages, Composition, budget)
        return Attributed(prompt=asked.digest, statements=found.statements) if found else None

    def _plain(self, assignment: Assignment, budget: Budget) -> Attributed:
        """One statement a line, its label at the end; for models that cannot keep to a structure."""
        asked = assignment.prompts[1]
        text = self.model.write(asked.messages(**assignment.filled), budget)
        return Attributed(
            prompt=asked.digest, statements=[one for line in text.splitlines() for one in _labelled(line)]
        )

    def _prove(
        self, one: Written, assignment: Assignment, check: Check, budget: Budget, account: Generation
    ) -> tuple[Proved | None, Generation]:
        """The statement with its proof, or None; and the account with it."""
        account = replace(account, checked=account.checked + 1)
        at = assignment.labelled.get(one.label.strip("[] "))
        sentences = _citable(one, assignment.sources[at]) if at is not None else ()
        if at is None or not sentences:
            return None, replace(account, dropped=account.dropped + 1)
        source = assignment.sources[at]
        text = said(one.text)
        difference = _difference(text, source, assignment.lang, check)
        if difference is not None:
            try:
                text = self._rewritten(text, difference, source, assignment.lang, budget)
            except ModelUnavailable as error:
                return None, replace(account, dropped=account.dropped + 1, fault=str(error))
            if _difference(text, source, assignment.lang, check) is not None:
                return None, replace(account, dropped=account.dropped + 1)
            account = replace(account, rewritten=account.rewritten + 1)
        return Proved(text, at, _cited(text, source, sentences, check)), account

    def _rewritten(self, text: str, difference: str, source: Source, lang: Language, budget: Budget) -> str:
        messages = prompt("rewrite").messages(
            language=LANGUAGES[lang], statement=text, difference=difference, passage=source.text,
            mark=mark_of([source.text]),
        )  # fmt: skip
        return said(self.model.write(messages, budget))


def said(text: str) -> str:
    """A statement as it is checked and shown: one line, without labels and without what the check does not read, such
    as addresses and hashtags."""
    return claim_text(_MARKUP.sub(" ", _LABELS.sub("", text)).lstrip(" :.,\n"))


def _labelled(line: str) -> Iterator[Written]:
    labels = _LABELS.findall(line)
    text = _LABELS.sub("", line).strip(" -*\t")
    if labels and text and not _NONE.fullmatch(text):
        yield Written(text=text, label=f"P{labels[-1]}", words="")


def _difference(text: str, source: Source, lang: Language, check: Check) -> str | None:
    if not text or len(text.split()) > LONGEST[lang]:
        return "it is empty or far too long"
    if detect_language(text) != lang:
        return f"it is not in {LANGUAGES[lang]}"
    return check(text, source)


def _citable(one: Written, source: Source) -> tuple[Sentence, ...]:
    """The sentences that may be cited for a statement: those that hold its words letter by letter first, then those
    most like it. None where its words do not stand in the source."""
    words, own = " ".join(one.words.split()), set(analyze(one.text, "folded"))
    if words not in " ".join(source.text.split()):
        return ()
    return tuple(sorted(source.sentences, key=lambda s: (words not in " ".join(s.text.split()), -_shared(own, s))))


def _shared(own: set[str], sentence: Sentence) -> int:
    return len(own & set(analyze(sentence.text, "folded")))


def _cited(text: str, source: Source, sentences: tuple[Sentence, ...], check: Check) -> Sentence:
    """The first sentence that supports a statement alone; where it takes more of the source, the first one, as a quote
    of the whole provision that the source is of."""
    if len(sentences) == 1:
        return sentences[0]
    alone = next((s for s in sentences[:TRIED] if check(text, s) is None), None)
    return alone or replace(sentences[0], ref=source.ref)
