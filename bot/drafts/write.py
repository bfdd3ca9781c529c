"""Writing a message: the topic goes the way of a question up to the gate; then every line must pass the checker.

With a language model configured, it says in running text what the lines quote; where nothing of that can be proved, or
the model fails, the message is the one without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.decline import decline
from bot.drafts.check import FAILS, UNFIT, SentenceCheck
from bot.drafts.draft import Draft, Line
from bot.drafts.facts import FactReader
from bot.drafts.layout import Layout, cited, numbered
from bot.drafts.sentences import SentenceChoice
from bot.drafts.wordings import Audience, wordings
from bot.drafts.written import ModelLines
from bot.generate import without_model
from bot.notices.step import NoticeStep
from bot.render import with_nearest
from bot.turn import Answer, Citation, Notice, Question, Statement, Turn
from bot.vocabulary import load_vocabulary
from corpus.language import detect_language
from corpus.provision import Language, Period, ProvisionRef, Span
from ingest.index import Index


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A citation as the checker reads evidence."""

    ref: ProvisionRef
    text: str


class Drafter:
    """Writes messages from one open index. It keeps nothing of a topic."""

    def __init__(self, answerer: Answerer, checker: Checker | None = None) -> None:
        self._answerer = answerer
        self._index: Index = answerer.index
        self._checker = checker or Checker(answerer)
        self._facts = FactReader(answerer.index, answerer.agencies)
        self._choose = SentenceChoice(answerer.index, self._facts)
        self._layout = Layout(answerer.index, self._facts)
        self._notices = NoticeStep(answerer.index, answerer.agencies, answerer.glossary)
        self._model = (
            ModelLines(answerer.writer, SentenceCheck(self._checker), load_vocabulary()) if answerer.writer else None
        )

    def write(
        self, topic: str, as_of: dt.date, audience: Audience = "citizen", lang: Language | None = None,
        documents: tuple[str, ...] = (),
    ) -> Draft:  # fmt: skip
        """The message on a topic, or why there is none with the nearest provisions; raises `UsageError`."""
        turn = self._judged(topic, as_of, lang, documents)
        plain = turn.question.text
        if turn.answer is not None:
            return _declined(turn, turn.answer, audience)
        citations = self._choose(turn, wordings().audiences[audience])
        lines = [line for c in citations if (line := self._line(c, turn)) is not None]
        turn, text, kept = self._in_running_text(plain, lines, turn, audience)
        if not kept:
            text, kept = self._passing(plain, lines, turn, audience)
        if not kept:
            return self._nothing_proved(turn, audience)
        statements = tuple(Statement(line.text, (line.citation.n,)) for line in kept)
        noted = self._notices(replace(turn, citations=cited(kept), statements=statements))
        return Draft(
            plain, turn.lang, audience, as_of, "drafted", None, text, statements, noted.citations, noted.notices,
            turn.passages, MappingProxyType(self._index.documents), self._answerer.provenance(turn),
        )  # fmt: skip

    def _in_running_text(
        self, topic: str, lines: Sequence[Line], turn: Turn, audience: Audience
    ) -> tuple[Turn, str, list[Line]]:
        """The message of the language model with its lines, none without one; the turn has the account and a notice."""
        if self._model is None or not lines:
            return turn, "", []
        written, account = self._model(lines, turn, audience)
        text, kept = self._passing(topic, written, turn, audience)
        account = replace(account, dropped=account.checked - len(kept))
        notice = Notice("model", wordings().frames["by_model"](turn.lang)) if kept else without_model(turn.lang)
        return replace(turn, generation=account, notices=(*turn.notices, notice)), text, kept

    def _judged(self, topic: str, as_of: dt.date, lang: Language | None, documents: tuple[str, ...]) -> Turn:
        """The turn of a topic after the gate, or the earlier one that ended with an answer.

        A topic in the other language than the message is tried in the message's too: what is our own stands in both.
        """
        plain = " ".join(topic.split())
        turn = self._at_gate(Question(plain, as_of, lang or detect_language(plain), documents=documents))
        if turn.answer is None or turn.query is None or turn.query.lang == turn.lang:
            return turn
        said = turn.query.translation(turn.lang).strip()
        other = self._at_gate(replace(turn.question, text=said)) if said else turn
        return turn if other.answer is not None else other

    def _at_gate(self, question: Question) -> Turn:
        return next(turn for name, turn in self._answerer.stream(question) if name == "gate" or turn.answer)

    def _nothing_proved(self, turn: Turn, audience: Audience) -> Draft:
        answer = decline(turn, "not_in_corpus").answer
        assert answer is not None  # `decline` has set it
        documents = MappingProxyType(self._index.documents)
        stamped = replace(answer, documents=documents, provenance=self._answerer.provenance(turn))
        return _declined(turn, with_nearest(stamped), audience)

    def _line(self, citation: Citation, turn: Turn) -> Line | None:
        """The first wording of a sentence that its own provision supports; None where none does."""
        for line in self._wordings(citation, turn):
            evidence = [_Quoted(citation.ref, citation.quote)]
            found = self._checker.check_against(line.text, evidence)
            if found.verdict == "supported" and not any(w.kind in UNFIT for w in found.warnings):
                return line
        return None

    def _wordings(self, citation: Citation, turn: Turn) -> Iterator[Line]:
        """How a sentence may be said, the most telling way first."""
        document = self._index.documents[citation.ref.doc_id]
        if document.authority == "digest":
            yield Line(citation.quote, citation, "digest")
            return
        if document.language == turn.lang:
            yield from self._quotes(citation, turn.lang, [], "quote")
            return
        day = Period(turn.question.as_of, turn.question.as_of)
        for gloss in self._index.glosses_of.get(citation.ref, ()):
            if gloss.lang == turn.lang and gloss.period.meets(day):
                yield Line(gloss.text, citation, "gloss")
        yield from self._quotes(citation, turn.lang, self._facts.measures(citation, turn.lang), "foreign")

    def _quotes(
        self, citation: Citation, lang: Language, measures: Sequence[str], kind: Literal["quote", "foreign"]
    ) -> Iterator[Line]:
        """The quote with who leads in front and what it measures behind, then with less, then alone."""
        quote = f"“{citation.quote}”" if self._whole(citation) else f"“{citation.quote} […]”"
        names = self._facts.bearers(citation, lang) if kind == "foreign" or self._facts.unnamed(citation) else ""
        told = f"{quote} ({'; '.join(measures)})"
        if names and measures:
            yield Line(f"{names}: {told}", citation, kind)
        if measures:
            yield Line(told, citation, kind)
        if names:
            yield Line(f"{names}: {quote}", citation, kind)
        yield Line(quote, citation, kind)

    def _whole(self, citation: Citation) -> bool:
        """Whether a quote goes to the end of its sentence."""
        return any(s.ref == citation.ref and s.span.end == citation.span.end for s in self._index.sentences)

    def _passing(self, topic: str, lines: Sequence[Line], turn: Turn, audience: Audience) -> tuple[str, list[Line]]:
        """The message and its lines once nothing in it fails a check of the whole, as a reader would run it."""
        kept = numbered(lines)
        while kept:
            text, places = self._layout(topic, kept, turn.lang, audience, turn.question.as_of)
            failing = self._failing(text)
            passing = [
                line for line, at in zip(kept, places, strict=True)
                if not any(s in place for place in at for s in failing)
            ]  # fmt: skip
            if len(passing) == len(kept):
                return text, kept
            kept = numbered(passing)
        return "", []

    def _failing(self, text: str) -> list[Span]:
        return [s.span for s, found in self._checker.check_draft(text) if found.verdict in FAILS]


def _declined(turn: Turn, answer: Answer, audience: Audience) -> Draft:
    return Draft(
        answer.question, answer.lang, audience, turn.question.as_of, answer.status, answer.reason, answer.text,
        notices=answer.notices, passages=answer.passages, documents=answer.documents, provenance=answer.provenance,
    )  # fmt: skip
