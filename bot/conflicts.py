"""Passages that differ from a quote on the same thing.

Two kinds are found. Measurements: the same measure at the same stage, with another value or year. Parallel rules: a
sentence of another document with the same words and other amounts. What is merely similar is no conflict: a false
one misleads more than a missed one, so that places, groups of people and subjects must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.measurements import Measurement, MeasurementReader
from corpus.language import Analyzer, analyze, is_stop
from corpus.precedence import rank
from corpus.provision import Document, ProvisionRef, Span
from corpus.quantity import Quantity, find_quantities
from corpus.reference import find_references
from ingest.chunk import Sentence
from ingest.index import FIELDS, Index

SHARED = 2  # concepts that two measurements have in common at least ...
SHARE = 0.6  # ... and as a share of those of the one that has fewer
PARALLEL = 0.8  # Jaccard similarity of the words of two parallel rules, amounts left out
PARALLEL_WORDS = 8  # below this, words in common are a matter of chance


@dataclass(frozen=True, slots=True)
class Passage:
    """The differing words at `span` of the source; `year` is the one that they tie their amount to."""

    ref: ProvisionRef
    words: str
    span: Span
    year: int | None = None
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two passages that differ on one thing: the quoted one first. `citation` is the number of its citation."""

    quoted: Passage
    other: Passage
    citation: int


class ConflictFinder:
    """Compares quotes with the sentences that were found near them."""

    def __init__(self, index: Index, reader: MeasurementReader) -> None:
        self._index = index
        self._reader = reader

    def conflicts(self, quotes: Iterable[tuple[int, Sentence]], near: Iterable[Sentence]) -> Iterator[Conflict]:
        """Each difference once; `quotes` are sentences with the numbers of their citations."""
        quotes, near = list(quotes), list(near)
        seen: set[frozenset[tuple[str, int | None]]] = set()  # other words for the same two are not told again
        for number, quote in quotes:
            for conflict in (*self._measured(number, quote, near), *self._parallel(number, quote, near)):
                key = frozenset((p.amount or p.words, p.year) for p in (conflict.quoted, conflict.other))
                if key not in seen:
                    seen.add(key)
                    yield conflict

    def _document(self, sentence: Sentence) -> Document:
        return self._index.documents[sentence.ref.doc_id]

    # Measurements

    def _measured(self, number: int, quote: Sentence, near: list[Sentence]) -> Iterator[Conflict]:
        document = self._document(quote)
        if rank(document) or not has_digit(quote.text):
            return
        own = [m for m in self._reader.read(quote.text, document.language) if m.stage]
        if not own:
            return
        for sentence in near:
            other = self._document(sentence)
            if other.language != document.language or rank(other) or not has_digit(sentence.text):
                continue
            for ours in own:
                for theirs in self._reader.read(sentence.text, other.language):
                    if self._differ(ours, quote, theirs, sentence):
                        yield Conflict(_passage(quote, ours), _passage(sentence, theirs), number)

    def _differ(self, ours: Measurement, quote: Sentence, theirs: Measurement, sentence: Sentence) -> bool:
        same_text = quote.ref.doc_id == sentence.ref.doc_id
        if same_text and quote.span.start + ours.amount.start == sentence.span.start + theirs.amount.start:
            return False
        if not same_measure(ours, theirs):
            return False
        if _agree(ours.amount, theirs.amount):
            return None not in (ours.year, theirs.year) and ours.year != theirs.year and ours.stage == "target"
        # One text that gives two figures gives them for two times, and says for which.
        return not same_text or ours.year != theirs.year

    # Parallel rules

    def _parallel(self, number: int, quote: Sentence, near: list[Sentence]) -> Iterator[Conflict]:
        document = self._document(quote)
        if not rank(document) or not has_digit(quote.text):
            return
        words = self._words(quote)
        for sentence in near:
            other = self._document(sentence)
            if other.id == document.id or not rank(other) or other.language != document.language:
                continue
            if not has_digit(sentence.text):
                continue
            if alike(words, self._words(sentence)) and _amounts(quote.text) != _amounts(sentence.text):
                yield Conflict(
                    Passage(quote.ref, quote.text, quote.span),
                    Passage(sentence.ref, sentence.text, sentence.span),
                    number,
                )

    def _words(self, sentence: Sentence) -> frozenset[str]:
        return content_words(sentence.text, FIELDS[self._document(sentence).language][0])


@lru_cache(maxsize=8192)
def content_words(text: str, analyzer: Analyzer) -> frozenset[str]:
    """The content words of a text, without numbers; cached, since the same sentences come again."""
    terms = analyze(text, analyzer)
    return frozenset(t for t in terms if not is_stop(t, analyzer) and not t[0].isdigit())


def same_measure(ours: Measurement, theirs: Measurement) -> bool:
    """Whether two measurements are of the same thing, at the same stage, in the same scope."""
    if ours.stage is None or ours.stage != theirs.stage:
        return False
    if ours.groups != theirs.groups or ours.names != theirs.names:
        return False
    shared = len(ours.concepts & theirs.concepts)
    fewest = min(len(ours.concepts), len(theirs.concepts))
    return shared >= SHARED and shared >= SHARE * fewest


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two rules are in the same words, their amounts left out."""
    return min(len(one), len(other)) >= PARALLEL_WORDS and len(one & other) >= PARALLEL * len(one | other)


def has_digit(text: str) -> bool:
    """Whether a text can hold an amount that is compared."""
    return any(c.isdigit() for c in text)


def _agree(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two amounts are the same, or one lies in the range that the other leaves ("50% to 100%")."""
    if ours.unit != theirs.unit:
        return False
    return any(
        a.value <= b.value and (b.upper or b.value) <= (a.upper or a.value) for a, b in ((ours, theirs), (theirs, ours))
    )


def _amounts(text: str) -> set[tuple[str | None, str]]:
    references = [(r.start, r.end) for r in find_references(text)]
    found = (q for q in find_quantities(text) if not any(a <= q.start < b for a, b in references))
    return {(q.unit, str(q.value)) for q in found if q.unit}


def _amount(measured: Measurement) -> str:
    return f"{measured.amount.value} {measured.amount.unit} {measured.stage}"


def _passage(sentence: Sentence, measured: Measurement) -> Passage:
    start, end = measured.clause
    words = measured.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    begin = sentence.span.start + start
    return Passage(sentence.ref, words, Span(begin, begin + len(words)), measured.year, _amount(measured))
