"""Notices on what was in force on the day of an answer: documents, and provisions of consolidated texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.notices.cited import cited, named
from bot.replies import replies
from bot.turn import Notice, NoticeKind, Turn
from bot.wording import written_day
from corpus.label import document_label, label, place_label
from corpus.provision import Document, Language
from corpus.reference import find_references, pinpoint_eid
from ingest.index import Index
from ingest.law_history import Change
from ingest.validity import ProvisionState, State, Validity, status_at

_STATE_KINDS: dict[State, NoticeKind] = {"not_yet": "not_yet"}  # all others tell of something superseded


class ValidityNotices:
    """What a reader must know of the quotes' being in force."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._validity = Validity(index.documents, index.eids, index.tree)

    def of(self, turn: Turn) -> Iterator[Notice]:
        """Documents by their own dates, by what came after them, days that are only inferred; then provisions."""
        for document, numbers in cited(turn, self._index):
            yield from self._own(document, numbers, turn)
            yield from self._succeeded(document, numbers, turn)
            yield from self._inferred(document, numbers, turn)
        yield from self._provisions(turn)

    def _own(self, document: Document, numbers: tuple[int, ...], turn: Turn) -> Iterator[Notice]:
        wordings = replies().notices
        status = status_at(document, turn.question.as_of)
        name, note = document_label(document, turn.lang), document.status_note(turn.lang) or ""
        if status in {"expired", "spent"}:
            day = document.expired
            since = written_day(day, turn.lang) if day else note or wordings["undated"](turn.lang)
            yield Notice("superseded", wordings["superseded"](turn.lang, label=name, since=since), numbers)
        elif status in {"suspended", "partly_expired"}:
            yield Notice("superseded", wordings[status](turn.lang, label=name, note=note).rstrip(), numbers)
        elif status == "not_yet" and document.effective:
            since = written_day(document.effective, turn.lang)
            yield Notice("not_yet", wordings["not_yet"](turn.lang, label=name, since=since), numbers)

    def _succeeded(self, document: Document, numbers: tuple[int, ...], turn: Turn) -> Iterator[Notice]:
        """Other documents of the corpus that have replaced or amended this one."""
        for succession in self._validity.successions(document.id, turn.question.as_of):
            wording = replies().notices[succession.kind]
            day = succession.since
            since = written_day(day, turn.lang) if day else replies().notices["undated"](turn.lang)
            text = wording(
                turn.lang, label=document_label(document, turn.lang), by=document_label(succession.by, turn.lang), since=since
            )  # fmt: skip
            yield Notice("superseded", text, numbers)

    def _inferred(self, document: Document, numbers: tuple[int, ...], turn: Turn) -> Iterator[Notice]:
        """A word on validity that rests on a date which nobody has read."""
        dated = status_at(document, turn.question.as_of) in {"expired", "not_yet"}
        if dated and document.date_basis == "inferred" and document.registered:
            text = replies().notices["inferred_date"](turn.lang, label=document_label(document, turn.lang))
            yield Notice("inferred_date", text, numbers)

    def _provisions(self, turn: Turn) -> Iterator[Notice]:
        """Provisions whose quoted wording did not hold on the day of the answer, each told once."""
        told: dict[tuple[str, Change], list[int]] = {}
        states: dict[tuple[str, Change], ProvisionState] = {}
        for citation in turn.citations:
            state = self._validity.provision(citation.ref, citation.span, turn.question.as_of)
            if state:
                key = (citation.ref.doc_id, state.change)
                states[key] = state
                told.setdefault(key, []).append(citation.n)
        for key, numbers in told.items():
            document, state = self._index.documents[key[0]], states[key]
            text = _told(document, state, turn.question.as_of, turn.lang)
            yield Notice(_STATE_KINDS.get(state.state, "superseded"), text, tuple(numbers))


def _told(document: Document, state: ProvisionState, day: dt.date, lang: Language) -> str:
    change = state.change
    return replies().notices[f"provision_{state.state}"](
        lang, label=label(document, change.eid, lang), by=_place(change.by, lang), law=named(change.law, lang),
        since=written_day(change.effective, lang) if change.effective else "",
        partly=written_day(change.partly, lang) if change.partly else "", day=written_day(day, lang),
    )  # fmt: skip


def _place(written: str, lang: Language) -> str:
    """A provision as a footnote prints it, in the words of `lang`."""
    references = find_references(written)
    return place_label(pinpoint_eid(references[0].pinpoint), lang) if references else written
