"""The lead of an answer: what was asked for in a few words, before the quotes that prove it.

How much, when and how long are read off the quoted words themselves (`bot/value.py`), who off the duty register;
nothing is said that the quote right below does not show. Where it cannot be told which of several is the one asked for,
and where a question asks two things, there is no lead: the quote is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.about import About
from bot.query import Query
from bot.screen import asks_two_things
from bot.turn import Citation, Statement, Turn
from bot.value import VALUED, ValueReader, beside, best_citation
from bot.vocabulary import Need
from bot.wording import wordings
from corpus.agencies import Agencies
from corpus.label import document_label
from corpus.provision import Language, Span
from ingest.index import Index
from ingest.norms.rows import Duty

UNSPECIFIED = "unspecified"
ENOUGH = 2  # terms that a task in another language than the question must word to be the one asked about


@dataclass(frozen=True, slots=True)
class Lead:
    """What an answer begins with, and the citation that shows it."""

    text: str
    citation: int


class DirectStep:
    """Puts the lead in front of the statements."""

    def __init__(self, index: Index, agencies: Agencies, about: About) -> None:
        self._index = index
        self._agencies = agencies
        self._about = about
        self._values = ValueReader(about)

    def __call__(self, turn: Turn) -> Turn:
        """Find the lead that the question's kind asks for, if the citations show one."""
        written_by_model = turn.generation is not None and turn.generation.kept
        if written_by_model or turn.query is None:
            return turn
        if "compare" in turn.kinds:
            leads = self._sides(turn)
        elif turn.need is None or _asks_two_things(turn):
            leads = []  # the answer to one half of a question would pass for that to both
        else:
            leads = self._value(turn, turn.need) if turn.need in VALUED else self._who(turn, turn.query)
        return replace(turn, leads=tuple(Statement(lead.text, (lead.citation,)) for lead in leads))

    def _value(self, turn: Turn, need: Need) -> list[Lead]:
        found = self._values.of(turn, need)
        return [Lead(found[0], found[1].n)] if found else []

    def _sides(self, turn: Turn) -> list[Lead]:
        """For a comparison: what each document says, when two of them do."""
        sides: dict[str, Lead] = {}
        for citation in turn.citations:
            said = None if citation.ref.doc_id in sides else self._values.alone(turn, citation, "percent")
            if said:
                name = document_label(self._index.documents[citation.ref.doc_id], turn.lang)
                sides[citation.ref.doc_id] = Lead(
                    wordings().lead["side"](turn.lang, label=name, amount=said), citation.n
                )
        return list(sides.values()) if len(sides) > 1 else []

    def _who(self, turn: Turn, query: Query) -> list[Lead]:
        """Bearers and partners of the task that the question speaks of, or to whom it is reported.

        It is a task of the best sentence's article or section, and any other that words as much has the same bearers.
        """
        tasks = [(c, task) for c in turn.citations for task in self._tasks(c) if turn.need == "agency"]
        fitting = [one for one in tasks if self._is_asked_about(query, *one)]
        most = max((self._terms(query, *one) for one in fitting), default=0)
        near = [(c, self._named(turn, task)) for c, task in fitting if self._terms(query, c, task) >= most - 1]
        told = next(((c, text) for c, text in near if text and beside(c, best_citation(turn))), None)
        return [Lead(told[1], told[0].n)] if told and len({text for _, text in near}) == 1 else []

    def _tasks(self, citation: Citation) -> list[list[Duty]]:
        """The rows of the duty register inside a quote, or around it, each task with all its bearers."""
        tasks: dict[Span, list[Duty]] = {}
        for duty in self._index.duties:
            if duty.ref.doc_id == citation.ref.doc_id and (duty.span in citation.span or citation.span in duty.span):
                tasks.setdefault(duty.span, []).append(duty)
        return list(tasks.values())

    def _is_asked_about(self, query: Query, citation: Citation, task: list[Duty]) -> bool:
        """Whether a task words what the question speaks of: all its terms, and most of its words if that can be told."""
        quote = replace(citation, quote=task[0].quote)
        share = self._about.share_of_words(query, quote.quote, quote)
        enough = self._terms(query, citation, task) >= ENOUGH or share is not None
        return enough and self._about.covers(query, quote)

    def _terms(self, query: Query, citation: Citation, task: list[Duty]) -> int:
        return self._about.terms(query, replace(citation, quote=task[0].quote))

    def _named(self, turn: Turn, task: list[Duty]) -> str | None:
        """Who is named in the role that is asked for."""
        named = {
            "lead": [self._bearer(d, turn.lang) for d in task if d.role == "lead" and d.bearer != UNSPECIFIED],
            "with": [self._bearer(d, turn.lang) for d in task if d.role == "cooperate"],
            "reports_to": [name for d in task for name in d.reports_to],
        }
        wanted = ("reports_to",) if _asks_for_report(turn) else ("lead", "with")
        parts = [wordings().lead[role](turn.lang, names=_listed(named[role])) for role in wanted if named[role]]
        return ". ".join(parts) + "." if named[wanted[0]] else None

    def _bearer(self, duty: Duty, lang: Language) -> str:
        return self._agencies[duty.agency].name(lang) if duty.agency else duty.bearer


def _asks_two_things(turn: Turn) -> bool:
    """Whether the question has two halves, or was put behind the one before it: a lead to one would pass for both."""
    text = turn.question.text
    return asks_two_things(text) or (bool(turn.question.context) and turn.standalone.endswith(text))


def _asks_for_report(turn: Turn) -> bool:
    assert turn.query is not None  # set by retrieval
    return any(concept.id == "report" for concept in turn.query.concepts)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
