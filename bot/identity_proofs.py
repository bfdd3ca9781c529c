"""Sentences that tell of a document itself: who issued it, when, from when it holds, what it replaces.

A sentence tells of a document when it names its number, or stands in its own text and speaks of no other document. It
must have the act ("issued", "có hiệu lực") and what was done beside it: the agency, the day, the person. Where the
register knows the agency or the day, a sentence with another one is not about that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.aspects import Aspect, Aspects
from bot.particulars import names_person
from corpus.agencies import Agencies, AgencyMention
from corpus.language import aligned
from corpus.provision import Document, Provision, Span
from corpus.reference import KIND_WORDS, DocumentNumber, Reference, find_references
from corpus.temporal import find_times
from ingest.chunk import Sentence

HEADS = frozenset({"letterhead", "title", "dateline", "signature"})  # what is no sentence, and tells what it is
BESIDE = 60  # code points between a document and who issued it: "Resolution No. 72-NQ/TW issued by the Politburo"
SOON = 25  # between a number and its date: "Luật số 32/2013/QH13 ngày 19 tháng 6 năm 2013"
TIGHT = 8  # between a title and its number: "Luật Bảo hiểm y tế số 25/2008/QH12"
BEHIND = 90  # between "takes effect" and its day
_OF = re.compile(r"(?:\bof|\bcua|\bby|\bdo)(?: the)?\s*$")
_KIND = re.compile(rf"\b(?:the |this )?(?:{'|'.join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))})\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """The document asked about: its numbers, and the document itself where it is here.

    `issuer`, `issued` and `effective` are what the register knows, None where it knows nothing.
    """

    numbers: tuple[DocumentNumber, ...]
    document: Document | None = None
    issuer: str | None = None
    issued: dt.date | None = None
    effective: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence, its plain form, and where in it the document is named."""

    text: str
    plain: str
    at: Span
    references: tuple[Reference, ...]


class IdentityProofs:
    """Finds the sentences that prove what is asked of a document."""

    def __init__(self, agencies: Agencies, aspects: Aspects) -> None:
        self._agencies = agencies
        self._aspects = aspects
        self._tells: Mapping[Aspect, Callable[[_Told, Subject], bool]] = {
            "number": self._tells_number, "issuer": self._tells_issuer, "signer": self._tells_signer, "issued": self._tells_day,
            "effective": self._tells_effect, "succession": self._tells_succession,
        }  # fmt: skip

    def of(self, subject: Subject, aspect: Aspect, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        """Those of `sentences` that tell of the aspect, in their order."""
        tells = self._tells.get(aspect)
        return (s for s in sentences if tells and any(tells(told, subject) for told in self._told(subject, s, aspect)))

    def issuer(self, subject: Subject, sentence: Sentence) -> AgencyMention | None:
        """Who issued the document, as the sentence tells it; None where it does not."""
        issuers = (mention for told in self._told(subject, sentence, "issuer") for mention in self._issuers(told))
        return next(issuers, None)

    def head(self, subject: Subject, aspect: Aspect, tree: Provision) -> Sentence | None:
        """The line of the document's own head, or of its signature, that tells of the aspect."""
        return next((line for line in _head_lines(tree) if self._line_tells(line.text, aspect, subject)), None)

    def _line_tells(self, line: str, aspect: Aspect, subject: Subject) -> bool:
        if aspect == "number":
            return any(_is_named(r, subject.numbers) for r in find_references(line))
        if aspect == "issued":
            return subject.issued in {t.first for t in find_times(line) if t.kind == "date"}
        return aspect == "issuer" and subject.issuer in {m.agency.id for m in self._agencies.find(line)}

    def _told(self, subject: Subject, sentence: Sentence, aspect: Aspect) -> Iterator[_Told]:
        """The sentence, once for each place where it names the document."""
        text, references = sentence.text, tuple(r for r in find_references(sentence.text) if r.number)
        plain = aligned(text).lower()
        for reference in references:
            if _is_named(reference, subject.numbers):
                yield _Told(text, plain, Span(reference.start, reference.end), references)
        own = subject.document is not None and sentence.ref.doc_id == subject.document.id
        if own and aspect == "succession" and not any(_is_named(r, subject.numbers) for r in references):
            yield _Told(text, plain, Span(0, 0), references)  # "It replaces Law 03/2007/QH12."
        if own and not references:
            for kind in _KIND.finditer(plain):
                yield _Told(text, plain, Span(kind.start(), kind.end()), references)
            if hereby := self._aspects.enacting.search(plain):
                yield _Told(text, plain, Span(hereby.start(), hereby.end()), references)

    def _tells_number(self, told: _Told, subject: Subject) -> bool:
        """Whether the number stands right behind the title of its document."""
        document = subject.document
        titles = (aligned(t).lower() for t in (document.title_vi, document.title_en) if t) if document else ()
        return any(title in told.plain[max(0, told.at.start - len(title) - TIGHT) : told.at.start] for title in titles)

    def _tells_issuer(self, told: _Told, subject: Subject) -> bool:
        return any(subject.issuer in {None, m.agency.id} for m in self._issuers(told))

    def _issuers(self, told: _Told) -> list[AgencyMention]:
        return [m for m in self._agencies.find(told.text) if self._issues(told, Span(m.start, m.end))]

    def _issues(self, told: _Told, agency: Span) -> bool:
        """Whether an agency stands to the document as who issues it: "X issued D", "D issued by X", "D of X"."""
        if agency.end <= told.at.start:
            between = told.plain[agency.end : told.at.start]
            enacts = self._aspects.enacting.match(told.plain, told.at.start) is not None
            return len(between) <= BESIDE and _is_clear(between) and (enacts or self._has("issuer", between))
        between = told.plain[told.at.end : agency.start]
        if agency.start < told.at.end or len(between) > BESIDE or not _is_clear(between):
            return False
        behind = told.plain[agency.end : agency.end + SOON]
        return _OF.search(between) is not None and (self._has("issuer", between + behind) or len(between) <= BESIDE)

    def _tells_signer(self, told: _Told, subject: Subject) -> bool:
        return self._has("signer", told.plain) and names_person(told.text, self._agencies)

    def _tells_day(self, told: _Told, subject: Subject) -> bool:
        days = [t for t in find_times(told.text) if t.kind == "date" and subject.issued in {None, t.first}]
        return any(self._issued_on(told, Span(t.start, t.end)) for t in days)

    def _issued_on(self, told: _Told, day: Span) -> bool:
        """Whether a day is that of the document: right behind its number, or of the act that it is issued by."""
        if told.at.end <= day.start <= told.at.end + SOON:
            return _is_clear(told.plain[told.at.end : day.start])
        start, end = sorted((told.at.start, day.start))
        clause = told.plain[max(0, start - BESIDE) : end]
        return end - start <= BEHIND and _is_clear(told.plain[start:end]) and self._has("issued", clause)

    def _tells_effect(self, told: _Told, subject: Subject) -> bool:
        act = self._aspects.act("effective")
        acts = list(act.finditer(told.plain, told.at.end)) if act else []
        days = [t for t in find_times(told.text) if t.kind == "date" and subject.effective in {None, t.first}]
        near = ((a.start(), t.end) for a in acts for t in days)
        return any(0 < end - start <= BEHIND and ";" not in told.plain[told.at.end : start] for start, end in near)

    def _tells_succession(self, told: _Told, subject: Subject) -> bool:
        others = [r for r in told.references if not _is_named(r, subject.numbers)]
        return self._has("succession", told.plain) and bool(others)

    def _has(self, aspect: Aspect, plain: str) -> bool:
        act = self._aspects.act(aspect)
        return act is not None and act.search(plain) is not None


def _is_named(reference: Reference, numbers: Sequence[DocumentNumber]) -> bool:
    return reference.number is not None and any(reference.number.matches(one) for one in numbers)


def _is_clear(between: str) -> bool:
    """Whether no other document, and no other clause, stands between two things."""
    return not re.search(r"[;:]\s|(?<!\bno)\.\s|\d/", between)


def _head_lines(tree: Provision) -> Iterator[Sentence]:
    """The lines of the silent parts of a document, as what may be quoted of them."""
    for node in tree.walk():
        if node.kind not in HEADS:
            continue
        for line in re.finditer(r"[^\n\x07]+", node.text):
            words = line[0].strip()
            start = node.span.start + line.start() + line[0].find(words)
            yield Sentence("", node.ref, words, Span(start, start + len(words)), "")
