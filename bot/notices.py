"""Notices: what a reader must know about the documents that an answer rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from bot.cite import status_at
from bot.replies import replies
from bot.turn import Notice, Turn
from corpus.agencies import Agencies
from corpus.label import document_label, kind_name
from corpus.provision import Document, Language, Relation
from corpus.reference import parse_number, symbol_kind
from ingest.gloss import Gloss
from ingest.index import Index


class NoticeStep:
    """Adds notices on press texts, validity, old agency names, known defects and the quotes' language."""

    def __init__(self, index: Index, agencies: Agencies) -> None:
        self._index = index
        self._agencies = agencies

    def __call__(self, turn: Turn) -> Turn:
        """Add the notices that the citations call for."""
        notices = [
            *self._unmet(turn), *self._glosses(turn), *self._languages(turn), *self._authorities(turn), *self._validity(turn), *self._inferred(turn), *self._defects(turn), *self._agency_names(turn),
        ]  # fmt: skip
        return replace(turn, notices=(*turn.notices, *notices))

    def _cited(self, turn: Turn) -> dict[str, tuple[Document, tuple[int, ...]]]:
        numbers: dict[str, list[int]] = {}
        for citation in turn.citations:
            numbers.setdefault(citation.ref.doc_id, []).append(citation.n)
        return {doc_id: (self._index.documents[doc_id], tuple(ns)) for doc_id, ns in numbers.items()}

    def _unmet(self, turn: Turn) -> Iterator[Notice]:
        if turn.verdict and turn.verdict.unmet:
            yield Notice("no_amount_given", replies().notices["no_amount_given"](turn.lang))

    def _glosses(self, turn: Turn) -> Iterator[Notice]:
        """What a quoted provision says in our own words, where its quote is in the other language."""
        for citation in turn.citations:
            if self._index.documents[citation.ref.doc_id].language == turn.lang:
                continue
            for gloss in self._index.glosses_of.get(citation.ref, ()):
                if gloss.lang == turn.lang and _holds_on(gloss, turn.question.as_of):
                    text = replies().notices["gloss"](turn.lang, n=str(citation.n), text=gloss.text)
                    yield Notice("gloss", text, (citation.n,))

    def _languages(self, turn: Turn) -> Iterator[Notice]:
        foreign = tuple(c.n for c in turn.citations if self._index.documents[c.ref.doc_id].language != turn.lang)
        if foreign:
            yield Notice("language", replies().notices["language"](turn.lang), foreign)

    def _authorities(self, turn: Turn) -> Iterator[Notice]:
        wordings = replies().notices
        for document, numbers in self._cited(turn).values():
            name = document_label(document, turn.lang)
            if document.authority == "digest":
                yield Notice("digest", wordings["digest"](turn.lang, label=name), numbers)
            elif document.authority == "press":
                about = [_named(r, turn.lang) for r in document.relations if r.type == "reports_on"]
                wording = wordings["press" if about else "press_plain"]
                yield Notice("press", wording(turn.lang, label=name, about=", ".join(about)), numbers)

    def _validity(self, turn: Turn) -> Iterator[Notice]:
        wordings = replies().notices
        for document, numbers in self._cited(turn).values():
            status = status_at(document, turn.question.as_of)
            name = document_label(document, turn.lang)
            if status in {"expired", "spent"}:
                since = document.expired.isoformat() if document.expired else document.status_note or status
                yield Notice("superseded", wordings["superseded"](turn.lang, label=name, since=since), numbers)
            elif status in {"suspended", "partly_expired"}:
                note = document.status_note or ""
                yield Notice("superseded", wordings[status](turn.lang, label=name, note=note).rstrip(), numbers)
            elif status == "not_yet" and document.effective:
                yield Notice(
                    "not_yet", wordings["not_yet"](turn.lang, label=name, since=document.effective.isoformat()), numbers
                )

    def _inferred(self, turn: Turn) -> Iterator[Notice]:
        """A word on validity that rests on a date which nobody has read."""
        for document, numbers in self._cited(turn).values():
            dated = status_at(document, turn.question.as_of) in {"expired", "not_yet"}
            if dated and document.date_basis == "inferred" and document.registered:
                text = replies().notices["inferred_date"](turn.lang, label=document_label(document, turn.lang))
                yield Notice("inferred_date", text, numbers)

    def _defects(self, turn: Turn) -> Iterator[Notice]:
        for citation in turn.citations:
            document = self._index.documents[citation.ref.doc_id]
            for defect in document.defects:
                if defect.quote in citation.quote:
                    note = defect.note_vi if turn.lang == "vi" else defect.note_en
                    text = replies().notices["defect"](turn.lang, quote=defect.quote, note=note)
                    yield Notice("defect", text, (citation.n,))

    def _agency_names(self, turn: Turn) -> Iterator[Notice]:
        """Bodies that the quotes name and that have ended by the day of the answer, each with its successors."""
        seen: dict[str, list[int]] = {}
        for citation in turn.citations:
            for mention in self._agencies.find(citation.quote):
                seen.setdefault(mention.agency.id, []).append(citation.n)
        for agency_id, numbers in seen.items():
            notice = self._succession(agency_id, tuple(dict.fromkeys(numbers)), turn)
            if notice:
                yield notice

    def _succession(self, agency_id: str, numbers: tuple[int, ...], turn: Turn) -> Notice | None:
        agency = self._agencies[agency_id]
        rows = [row for row in self._agencies.successors(agency_id) if row.date <= turn.question.as_of]
        if agency.until is None or agency.until > turn.question.as_of or not rows:
            return None
        functions: dict[str, list[str]] = {}
        for row in rows:
            function = row.function_vi if turn.lang == "vi" else row.function_en
            functions.setdefault(self._agencies[row.to].name(turn.lang), []).append(function)
        successors = "; ".join(f"{name} ({', '.join(what)})" for name, what in functions.items())
        first = rows[0]
        text = replies().notices["renamed_agency"](
            turn.lang, agency=agency.name(turn.lang), date=first.date.isoformat(), successors=successors,
            instrument=first.instrument, source=first.source,
        )  # fmt: skip
        return Notice("renamed_agency", text, numbers)


def _holds_on(gloss: Gloss, day: dt.date) -> bool:
    return (gloss.start is None or gloss.start <= day) and (gloss.until is None or day <= gloss.until)


def _named(relation: Relation, lang: Language) -> str:
    """How a document that is not here is named: its kind and number, else its title."""
    number = parse_number(relation.number) if relation.number else None
    kind = symbol_kind(number) if number else None
    if relation.number:
        return f"{kind_name(kind, lang)} {relation.number}" if kind else relation.number
    title = (relation.title_vi or relation.title_en) if lang == "vi" else (relation.title_en or relation.title_vi)
    return title or replies().frames["unnamed_document"](lang)
