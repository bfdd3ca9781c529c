"""The one amount or time that the quotes of an answer give for its question, or none.

A figure in bold that belongs to something else is the worst that an answer could begin with. So a quote gives its
figure only

- in its own words: a note tells a provision's history;
- when it speaks of all that the question names: its terms (in the quote, the title of its document or a heading on
  nothing else), and in the quote or such a heading the groups, levels and years that rules are told apart by;
- when it tells nobody else's: it names no group, level or kind of care where the question names none, and no other
  document;
- when it holds one such figure, or one in the very clause that names what is told apart;

and only when every quote that speaks of as much of the question, or nearly so, gives the same one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.about import About
from bot.query import Query
from bot.support import own_words
from bot.turn import Citation, Turn
from bot.vocabulary import Need
from bot.wording import amount, time, wordings
from corpus.language import analyze
from corpus.quantity import Quantity, find_quantities
from corpus.reference import find_references
from corpus.temporal import TimeExpression, find_times

Value = Quantity | TimeExpression
_CLAUSE = re.compile(r"[,;:()]\s|\s[–—-]\s")
_ONE_OF_SEVERAL = re.compile(r"\d\s*(?:,|/|\b(?:or|and|hoặc|hay|và)\b)\s*$")  # "3, 6 or" before "12 months"
# A share of a share ("40% of the own rate") is no answer alone to how much is paid.
_OF_A_SHARE = re.compile(
    r"\s*(?:of (?:the |their |his |her )?(?:\w+['’]s )?own\b|of the benefit level|mức hưởng)", re.IGNORECASE
)
_PRICE = frozenset({"dong", "usd"})
_MONEY = _PRICE | {"times", "percent"}
_TIMES = frozenset({"hour", "day", "week", "month", "quarter", "year", "age", "month_age"})
_UNITS: dict[Need, Callable[[str | None], bool]] = {
    "percent": lambda unit: unit == "percent",
    "money": lambda unit: unit in _MONEY,
    "price": lambda unit: unit in _PRICE,
    "count": lambda unit: unit is not None and unit not in _MONEY | _TIMES,
}
_KINDS: dict[Need, frozenset[str]] = {
    "duration": frozenset({"duration"}),
    "date": frozenset({"date", "month", "quarter", "year", "period", "recurring"}),
}
AMOUNTS: frozenset[Need] = frozenset({"percent", "money", "price"})
VALUED = frozenset({*_UNITS, *_KINDS})
_CYCLES = ("each ", "every ", "periodically")  # how often, and no day


@dataclass(frozen=True, slots=True)
class _Reading:
    """A quote that holds figures of the kind asked for: how many of the question's terms it words, whether those are all
    of them, its figure where it has one alone, and what tells each of its figures from others."""

    citation: Citation
    terms: int
    complete: bool
    value: Value | None
    keys: frozenset[tuple[object, ...]]


class ValueReader:
    """Reads the figure that a question asks for off the quotes of its answer."""

    def __init__(self, about: About) -> None:
        self._about = about

    def of(self, turn: Turn, need: Need) -> tuple[str, Citation] | None:
        """The figure of the answer in its language, with the quote that shows it best."""
        kinds: tuple[Need, ...] = ("price", "money") if need == "money" else (need,)  # a sum before a share of one
        for kind in kinds:
            readings = [r for r in (self._reading(turn, c, kind) for c in turn.citations) if r]
            if readings:
                agreed = _agreed(readings, best_citation(turn))
                said = self._said(turn, agreed) if agreed else None
                return (said, agreed.citation) if said and agreed else None
        return None

    def alone(self, turn: Turn, citation: Citation, need: Need) -> str | None:
        """The figure of one quote, in the language of the answer."""
        reading = self._reading(turn, citation, need)
        return self._said(turn, reading) if reading and reading.complete else None

    def _reading(self, turn: Turn, citation: Citation, need: Need) -> _Reading | None:
        """How a quote answers; None where it holds no fitting figure or speaks of something else."""
        assert turn.query is not None  # set by retrieval
        query, words = turn.query, own_words(citation.quote)
        fitting = _fitting(words, need, "frequency" in turn.kinds)
        if not fitting or _names_other_documents(words, query):
            return None
        if not self._about.names_all(
            self._about.told_apart(query), f"{words}\n{self._about.heading(query, citation)}", citation
        ):
            return None
        if need in AMOUNTS and self._about.tells_of_contributions(query, citation):
            return None
        return _Reading(
            citation,
            self._about.terms(query, citation),
            self._is_complete(query, citation, need),
            self._one(query, citation, fitting, need),
            frozenset(map(_key, fitting)),
        )

    def _is_complete(self, query: Query, citation: Citation, need: Need) -> bool:
        """Whether a quote speaks of all that the question names, and its amount is not that of somebody else."""
        if need in AMOUNTS and self._about.tells_of_others(query, citation):
            return False
        return self._about.covers(query, citation)

    def _one(self, query: Query, citation: Citation, fitting: Sequence[Value], need: Need) -> Value | None:
        """The one figure of a quote; of several, the one whose clause names what is told apart."""
        words = own_words(citation.quote)
        if need == "date" and _has_other_terms(words, len(fitting)):
            return None
        if any(_OF_A_SHARE.match(words, v.end) or _ONE_OF_SEVERAL.search(words[: v.start]) for v in fitting):
            return None
        if len({_key(value) for value in fitting}) == 1:
            return fitting[0] if need != "count" or _is_counted(fitting[0], query) else None
        return self._told_by_clause(query, citation, fitting)

    def _told_by_clause(self, query: Query, citation: Citation, fitting: Sequence[Value]) -> Value | None:
        """The figure whose clause names what is told apart, where the others' clauses name others: "95% for pensioners,
        80% for students"."""
        apart, words = self._about.told_apart(query), own_words(citation.quote)
        near = [v for v in fitting if apart and self._about.names_all(apart, _clause(words, v.start), citation)]
        others = [v for v in fitting if near and _key(v) != _key(near[0])]
        told = all(self._about.names_some_apart(_clause(words, v.start), citation) for v in others)
        return near[0] if near and told and len({_key(v) for v in near}) == 1 else None

    def _said(self, turn: Turn, reading: _Reading) -> str | None:
        source, value = self._about.language(reading.citation), reading.value
        if isinstance(value, Quantity):
            said, tied = amount(value, source, turn.lang), _tied_time(own_words(reading.citation.quote), value)
            when = time(tied, source, turn.lang) if tied else None
            return wordings().lead["as_of"](turn.lang, amount=said, time=when) if said and when else said
        return time(value, source, turn.lang) if value else None


def best_citation(turn: Turn) -> Citation:
    """The citation of the best sentence."""
    scores = {c.sentence.ref: c.score for c in reversed(turn.chosen)}
    return max(turn.citations, key=lambda c: scores.get(c.ref, 0.0))


def beside(citation: Citation, best: Citation) -> bool:
    """Whether both stand in the same article or section of a document."""
    return citation.ref.doc_id == best.ref.doc_id and citation.ref.eid.segments[:1] == best.ref.eid.segments[:1]


def _agreed(readings: Sequence[_Reading], first: Citation) -> _Reading | None:
    """The reading that words most of the question, where all that word as much or nearly so have its figure.

    It stands in the article or section of the best sentence: what another says is the answer to another question.
    """
    best = max(readings, key=lambda r: (r.complete, r.terms))  # of equals the first, the best-ranked passage's
    rivals = [r for r in readings if r.terms >= max(1, best.terms - 1)]
    agreed = best.complete and best.value and all(_key(best.value) in r.keys for r in rivals)
    return best if agreed and beside(best.citation, first) else None


def _fitting(words: str, need: Need, how_often: bool) -> list[Value]:
    """What a text holds of the kind that is needed, in its order."""
    if how_often:
        return [t for t in find_times(words) if t.kind == "recurring"]
    if need in _UNITS:
        return [q for q in find_quantities(words) if _UNITS[need](q.unit)]
    return [t for t in find_times(words) if t.kind in _KINDS[need] and not (t.recurrence or "").startswith(_CYCLES)]


def _has_other_terms(words: str, days: int) -> bool:
    """Whether beside its days a text has a length of time or an age in months: the day alone is half of such a rule."""
    return len(find_times(words)) > days or any(q.unit == "month_age" for q in find_quantities(words))


def _key(value: Value | None) -> tuple[object, ...]:
    """What makes two figures the same."""
    if isinstance(value, Quantity):
        return value.value, value.upper, value.unit, value.approximation
    return (value.first, value.last, value.duration, value.upper, value.recurrence) if value else ()


def _is_counted(value: Value, query: Query) -> bool:
    """Whether a number counts what the question asks for: "5 doctors" is no number of hospitals."""
    unit = value.unit if isinstance(value, Quantity) else None
    names = wordings().unit.get(unit or "")
    asked = set(analyze(query.restored, query.lang))
    return names is not None and set(analyze(names(query.lang, n=""), query.lang)) <= asked


def _names_other_documents(words: str, query: Query) -> bool:
    """Whether a text speaks of a numbered document that the question does not name."""
    asked = {str(r.number) for r in query.references if r.number}
    return any(r.number and str(r.number) not in asked for r in find_references(words))


def _tied_time(words: str, quantity: Quantity) -> TimeExpression | None:
    """The year or date in the same clause as an amount: a target without its year would mislead."""
    start, end = _clause_bounds(words, quantity.start)
    own = [t for t in find_times(words) if t.kind != "duration" and start <= t.start < end]
    return own[0] if len(own) == 1 else None


def _clause_bounds(text: str, at: int) -> tuple[int, int]:
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    return next(((a, b) for a, b in pairwise(cuts) if a <= at < b), (0, len(text)))


def _clause(text: str, at: int) -> str:
    start, end = _clause_bounds(text, at)
    return text[start:end]
