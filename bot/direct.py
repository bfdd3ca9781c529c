"""The lead of an answer: what was asked for in a few words, before the quotes that prove it.

Who, how much, when and how long are read off the quoted words themselves and off the duty register; nothing is said
that the quote right below does not show. Where a quote holds several amounts or bearers and none stands nearest to the
question, there is no lead: the quote is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from bot.query import Concept, Query
from bot.turn import Citation, Statement, Turn
from bot.vocabulary import Need
from bot.wording import amount, time, wordings
from corpus.agencies import Agencies
from corpus.label import document_label
from corpus.language import Analyzer, analyze, fold
from corpus.provision import Language, Span
from corpus.quantity import Quantity, find_quantities
from corpus.temporal import TimeExpression, find_times
from ingest.index import FIELDS, Index
from ingest.norms.rows import Duty

T = TypeVar("T", Quantity, TimeExpression)
UNSPECIFIED = "unspecified"
MOST = 0.5  # of the question's terms that a quote must word for its figure to be the one asked for
ENOUGH = 2  # concepts of the question that a task must word to be the one asked about
_YEAR = re.compile(r"(?:19|20)\d{2}")
_CLAUSE = re.compile(r"[,;:()]\s|\s[–—-]\s")
_MONEY = frozenset({"dong", "usd", "times", "percent"})
_TIMES = frozenset({"hour", "day", "week", "month", "quarter", "year", "age", "month_age"})
_UNITS: dict[Need, Callable[[str | None], bool]] = {
    "percent": lambda unit: unit == "percent",
    "money": lambda unit: unit in _MONEY,
    "count": lambda unit: unit is not None and unit not in _MONEY | _TIMES,
}
_KINDS: dict[Need, frozenset[str]] = {
    "duration": frozenset({"duration"}),
    "date": frozenset({"date", "month", "quarter", "year", "period", "recurring"}),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """What an answer begins with, and the citation that shows it."""

    text: str
    citation: int


class DirectStep:
    """Puts the lead in front of the statements."""

    def __init__(self, index: Index, agencies: Agencies, families: Container[str]) -> None:
        """`families` holds the glossary ids that name groups, places of care and the like (Glossary.families)."""
        self._index = index
        self._agencies = agencies
        self._families = families

    def __call__(self, turn: Turn) -> Turn:
        """Find the lead that the question's kind asks for, if the citations show one."""
        if turn.generation is not None and turn.generation.kept:
            return turn  # a model has said it in its own words
        leads = self._sides(turn) if "compare" in turn.kinds else self._first(turn)
        statements = tuple(Statement(lead.text, (lead.citation,)) for lead in leads)
        return replace(turn, leads=statements)

    def _first(self, turn: Turn) -> list[Lead]:
        """The lead of the best sentence, else of the next best of its article or section."""
        scores = {c.sentence.ref: c.score for c in reversed(turn.chosen)}
        ranked = sorted(turn.citations, key=lambda c: (-scores.get(c.ref, 0.0), c.n))
        for citation in ranked:
            text = self._text(turn, citation) if _beside(citation, ranked[0]) else None
            if text:
                return [Lead(text, citation.n)]
            if self._holds_values(turn, citation) and not self._told_apart(turn):
                break  # the best quote has the value asked for among others; another quote's is another one
        return []

    def _holds_values(self, turn: Turn, citation: Citation) -> bool:
        units, kinds = _UNITS.get(turn.need) if turn.need else None, _KINDS.get(turn.need) if turn.need else None
        return (units is not None and any(units(q.unit) for q in find_quantities(citation.quote))) or (
            kinds is not None and any(t.kind in kinds for t in find_times(citation.quote))
        )

    def _told_apart(self, turn: Turn) -> list[Concept]:
        """The groups and years that the question names."""
        assert turn.query is not None  # set by retrieval
        return [c for c in turn.query.concepts if c.id in self._families or _YEAR.fullmatch(c.surface)]

    def _sides(self, turn: Turn) -> list[Lead]:
        """For a comparison: what each document says, when two of them do."""
        sides: dict[str, Lead] = {}
        for citation in turn.citations:
            said = None if citation.ref.doc_id in sides else self._amount(turn, citation, "percent")
            if said:
                name = document_label(self._index.documents[citation.ref.doc_id], turn.lang)
                sides[citation.ref.doc_id] = Lead(
                    wordings().lead["side"](turn.lang, label=name, amount=said), citation.n
                )
        return list(sides.values()) if len(sides) > 1 else []

    def _text(self, turn: Turn, citation: Citation) -> str | None:
        if turn.need == "agency":
            return self._who(turn, citation)
        if turn.need in _UNITS:
            said = self._amount(turn, citation, turn.need)
            return wordings().lead["amount"](turn.lang, amount=said) if said else None
        if turn.need in _KINDS:
            said = self._time(turn, citation, turn.need)
            return wordings().lead["time"](turn.lang, time=said) if said else None
        return None

    def _amount(self, turn: Turn, citation: Citation, need: Need) -> str | None:
        source = self._language(citation)
        fitting = [q for q in find_quantities(citation.quote) if _UNITS[need](q.unit)]
        found = self._nearest(turn, citation, fitting, lambda q: (q.value, q.upper, q.unit, q.approximation))
        said = amount(found, source, turn.lang) if found else None
        if said is None or found is None:
            return None
        tied = self._tied_time(citation, found)
        when = time(tied, source, turn.lang) if tied else None
        return wordings().lead["as_of"](turn.lang, amount=said, time=when) if when else said

    def _time(self, turn: Turn, citation: Citation, need: Need) -> str | None:
        fitting = [t for t in find_times(citation.quote) if t.kind in _KINDS[need]]
        found = self._nearest(turn, citation, fitting, lambda t: (t.first, t.last, t.duration, t.upper, t.relation))
        return time(found, self._language(citation), turn.lang) if found else None

    def _tied_time(self, citation: Citation, quantity: Quantity) -> TimeExpression | None:
        """The year or date in the same clause as an amount: a target without its year would mislead."""
        start, end = _clause_bounds(citation.quote, quantity.start)
        own = [t for t in find_times(citation.quote) if t.kind != "duration" and start <= t.start < end]
        return own[0] if len(own) == 1 else None

    def _nearest(self, turn: Turn, citation: Citation, found: Sequence[T], value: Callable[[T], object]) -> T | None:
        """The one value of the quote; of several, the one whose clause names the groups and years that are asked about.

        A figure of another group would be a wrong answer in bold, so whoever the question names must be named.
        """
        assert turn.query is not None  # set by retrieval
        told_apart = self._told_apart(turn)
        named = all(self._names(concept, citation.quote, citation) for concept in told_apart)
        if not named or not self._is_about(turn.query, citation):
            return None
        if len({value(one) for one in found}) <= 1:
            return found[0] if found else None
        near = [one for one in found if self._all_in(told_apart, _clause(citation.quote, one.start), citation)]
        return near[0] if near and len({value(one) for one in near}) == 1 else None

    def _all_in(self, told_apart: Sequence[Concept], clause: str, citation: Citation) -> bool:
        return bool(told_apart) and all(self._names(concept, clause, citation) for concept in told_apart)

    def _names(self, group: Concept, text: str, citation: Citation) -> bool:
        """Whether a text names a group by its own name: to a stemmer, "pension" would be "pensioner"."""
        if self._language(citation) == "vi":  # syllables have no stems: any of its wordings is a name
            words = f" {' '.join(analyze(text, 'vi'))} "
            return any(f" {' '.join(variant)} " in words for variant in group.variants.get("vi", ()))
        plain = fold(text)
        names = (group.surface, group.names.get(self._language(citation), group.surface))
        return any(re.search(rf"\b{re.escape(fold(name).rstrip('s'))}s?\b", plain) for name in names)

    def _is_about(self, query: Query, citation: Citation) -> bool:
        """Whether a quote words most of the terms that the question uses."""
        terms, analyzer = [c for c in query.concepts if c.origin != "word"], self._analyzer(query, citation)
        return sum(_words(c, citation.quote, analyzer) for c in terms) >= MOST * len(terms)

    def _who(self, turn: Turn, citation: Citation) -> str | None:
        """Bearers and partners of the task that the question speaks of, or to whom it is reported."""
        duties = [
            d for d in self._index.duties
            if d.ref.doc_id == citation.ref.doc_id and (d.span in citation.span or citation.span in d.span)
        ]  # fmt: skip
        groups: dict[Span, list[Duty]] = {}
        for duty in duties:
            groups.setdefault(duty.span, []).append(duty)
        own = self._asked_duties(turn, citation, list(groups.values()))
        named = {
            "lead": [self._bearer(d, turn.lang) for d in own if d.role == "lead" and d.bearer != UNSPECIFIED],
            "with": [self._bearer(d, turn.lang) for d in own if d.role == "cooperate"],
            "reports_to": [name for d in own for name in d.reports_to],
        }
        wanted = ("reports_to",) if _asks_for_report(turn) else ("lead", "with")
        parts = [wordings().lead[role](turn.lang, names=_listed(named[role])) for role in wanted if named[role]]
        return ". ".join(parts) + "." if named[wanted[0]] else None

    def _asked_duties(self, turn: Turn, citation: Citation, groups: list[list[Duty]]) -> list[Duty]:
        """The rows of the one task that has most of the question's concepts; none when that cannot be told."""
        assert turn.query is not None  # set by retrieval
        analyzer = self._analyzer(turn.query, citation)
        scores = [_concepts_in(turn.query, group[0].quote, analyzer) for group in groups]
        best = max(scores, default=0)
        return groups[scores.index(best)] if best >= ENOUGH and scores.count(best) == 1 else []

    def _bearer(self, duty: Duty, lang: Language) -> str:
        return self._agencies[duty.agency].name(lang) if duty.agency else duty.bearer

    def _language(self, citation: Citation) -> Language:
        return self._index.documents[citation.ref.doc_id].language

    def _analyzer(self, query: Query, citation: Citation) -> Analyzer:
        own = self._language(citation)
        return query.analyzer if query.lang == own else FIELDS[own][0]


def _beside(citation: Citation, best: Citation) -> bool:
    """Whether both stand in the same article or section of a document."""
    return citation.ref.doc_id == best.ref.doc_id and citation.ref.eid.segments[:1] == best.ref.eid.segments[:1]


def _asks_for_report(turn: Turn) -> bool:
    assert turn.query is not None  # set by retrieval
    return any(concept.id == "report" for concept in turn.query.concepts)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _concepts_in(query: Query, text: str, analyzer: Analyzer) -> int:
    """How many of the question's concepts, agencies aside, a text words."""
    return sum(_words(c, text, analyzer) for c in query.concepts if c.origin != "agency")


def _words(concept: Concept, text: str, analyzer: Analyzer) -> bool:
    """Whether a text words a concept in full."""
    there = set(analyze(text, analyzer))
    return any(set(variant) <= there for variant in concept.variants.get(analyzer, ()))


def _clause_bounds(text: str, at: int) -> tuple[int, int]:
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    return next(((a, b) for a, b in pairwise(cuts) if a <= at < b), (0, len(text)))


def _clause(text: str, at: int) -> str:
    start, end = _clause_bounds(text, at)
    return text[start:end]
