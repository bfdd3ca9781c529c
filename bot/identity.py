"""Questions on a document itself: its number, issuer and dates, whether it is in force, what took its place.

A sentence that tells of it is quoted. What only the register knows is a notice that names its entry's source, never a
quote; without a quote the answer declines and carries the notice. What nobody knows is said to be unknown, and the
numbers that a text mentions are kept apart from its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.aspects import Aspect, load_aspects
from bot.currency import Currency
from bot.decline import decline
from bot.document_question import DocumentQuestion, DocumentQuestions
from bot.holdings import has_own_number
from bot.identity_proofs import IdentityProofs, Subject
from bot.notices.register import register_notice
from bot.register_facts import Facts, RegisterFacts
from bot.replies import replies
from bot.turn import Candidate, Notice, Passage, Turn, in_front
from corpus.agencies import Agencies
from corpus.label import document_label
from corpus.provision import Document
from corpus.reference import find_references
from ingest.chunk import Sentence
from ingest.index import Index

NEAR = 30  # retrieved passages whose sentences may tell of a document
MOST = 3  # sentences of an answer


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of one document; `open_` is what no sentence tells."""

    facts: Facts | None
    proofs: tuple[Sentence, ...]
    open_: frozenset[Aspect]
    notices: tuple[Notice, ...]


class IdentityStep:
    """Answers what a document is, from sentences that say it and from the register."""

    def __init__(self, index: Index, agencies: Agencies, questions: DocumentQuestions) -> None:
        self._index = index
        self._agencies = agencies
        self._currency = Currency(index)
        self._facts = RegisterFacts(index)
        self._questions = questions
        self._proofs = IdentityProofs(agencies, load_aspects())

    def __call__(self, turn: Turn) -> Turn:
        """Choose the sentences that tell what is asked of a document, or decline with what the register says."""
        questions = self._questions.compared(turn) or filter(None, [self._questions.read(turn)])
        told = [self._told(question, turn) for question in questions]
        if not told:
            return turn
        told.sort(key=lambda one: one.facts.issued or dt.date.max if one.facts else dt.date.max)
        notices = tuple(notice for one in told for notice in one.notices)
        proofs = [sentence for one in told for sentence in one.proofs]
        if not proofs:
            return self._declined(turn, notices, known=any(one.facts and one.facts.number for one in told))
        chosen = tuple(Candidate(s, rank, 1.0, 1.0, True) for rank, s in enumerate(dict.fromkeys(proofs), 1))
        return replace(
            turn, chosen=chosen, passages=self._first(turn, proofs), notices=(*turn.notices, *notices),
            unproved=any(one.open_ for one in told), need=None,  # no lead: of several days in a sentence it could be another one
        )  # fmt: skip

    def _told(self, question: DocumentQuestion, turn: Turn) -> _Told:
        facts = self._facts.of(question.document, question.numbers, turn.question.as_of, turn.lang)
        proofs = self._proved(question, facts, turn)
        open_ = question.aspects - {aspect for told in proofs.values() for aspect in told}
        return _Told(facts, tuple(proofs), open_, self._notices(question, open_, facts, turn))

    def _notices(
        self, question: DocumentQuestion, open_: frozenset[Aspect], facts: Facts | None, turn: Turn
    ) -> tuple[Notice, ...]:
        """What the register says; `open_` is what no sentence tells."""
        document = question.document
        if facts is not None and facts.number:
            return (register_notice(facts, open_, self._agencies, turn.lang),)
        if document is not None and not document.number and "number" in question.aspects:
            return (self._no_number(document, turn),)
        return ()

    def _declined(self, turn: Turn, notices: tuple[Notice, ...], known: bool) -> Turn:
        """Declined; where the register knows the document, that is said instead of nothing."""
        declined = decline(turn, "not_in_corpus", notices=notices)
        if not known or declined.answer is None:
            return declined
        text = "\n\n".join([replies().frames["only_register"](turn.lang), *(notice.text for notice in notices)])
        return replace(declined, answer=replace(declined.answer, text=text))

    def _proved(self, question: DocumentQuestion, facts: Facts | None, turn: Turn) -> dict[Sentence, frozenset[Aspect]]:
        """At most `MOST` sentences with what each tells; first those that tell most, and of these the shortest."""
        told: dict[Sentence, set[Aspect]] = {}
        subject = _subject(question, facts)
        for aspect in question.aspects:
            for sentence in self._telling(subject, aspect, turn):
                told.setdefault(sentence, set()).add(aspect)
        if "validity" in question.aspects:  # since when it holds is told, which is not that it still does
            told |= {s: {"effective"} for s in self._telling(subject, "effective", turn) if s not in told}
        best = sorted(told, key=lambda s: (-len(told[s]), *self._standing(s, turn), len(s.text)))
        chosen: dict[Sentence, frozenset[Aspect]] = {}
        for sentence in best:
            new = told[sentence] - {aspect for aspects in chosen.values() for aspect in aspects}
            if new and len(chosen) < MOST:
                chosen[sentence] = frozenset(told[sentence])
        return chosen

    def _telling(self, subject: Subject, aspect: Aspect, turn: Turn) -> Iterator[Sentence]:
        if subject.document is not None and has_own_number(subject.document, subject.numbers):
            tree = self._index.tree(subject.document.id)
            line = self._proofs.head(subject, aspect, tree) if tree else None
            if line:
                yield line
        yield from self._proofs.of(subject, aspect, self._sentences(subject, turn))

    def _sentences(self, subject: Subject, turn: Turn) -> list[Sentence]:
        """The sentences of the document itself, then those of what was found."""
        document = subject.document
        own = [s for s in self._index.sentences if document and s.ref.doc_id == document.id]
        fused = turn.evidence.fused[:NEAR] if turn.evidence else ()
        chunks = [self._index.chunks[f.position].id for f in fused]
        near = [self._index.sentences[p] for chunk in chunks for p in self._index.sentences_of.get(chunk, ())]
        return [s for s in dict.fromkeys((*own, *near)) if self._currency.has_its_language(s.ref.doc_id, turn)]

    def _standing(self, sentence: Sentence, turn: Turn) -> tuple[bool, bool]:
        """A text before a digest, and the asker's language before the other."""
        document = self._index.documents[sentence.ref.doc_id]
        return document.authority == "digest", document.language != turn.lang

    def _first(self, turn: Turn, proofs: Sequence[Sentence]) -> tuple[Passage, ...]:
        """The passages with those that hold the quoted sentences in front."""
        return in_front(turn.passages, {s.chunk_id for s in proofs})

    def _no_number(self, document: Document, turn: Turn) -> Notice:
        source = self._index.sources[document.id]
        mentioned = dict.fromkeys(
            source[r.start : r.end] for r in find_references(source) if r.number and r.number.symbol
        )
        wordings = replies().notices
        mentions = (
            wordings["no_number_mentions"](turn.lang, numbers=", ".join(list(mentioned)[:6])) if mentioned else ""
        )
        return Notice(
            "document", wordings["no_number"](turn.lang, label=document_label(document, turn.lang), mentions=mentions)
        )


def _subject(question: DocumentQuestion, facts: Facts | None) -> Subject:
    """What proofs are held against: the entry's facts, else what was read off the document's own head."""
    document = question.document
    if document is not None and not has_own_number(document, question.numbers):
        return Subject(question.numbers, document)  # a work and its consolidated text have days of their own
    if facts is not None:
        return Subject(question.numbers, document, facts.issuer, facts.issued, facts.effective)
    if document is None:
        return Subject(question.numbers)
    return Subject(question.numbers, document, document.issuer, document.issued, document.effective)
