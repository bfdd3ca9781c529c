"""Notices on what the quoted texts are: press, digest, in another language, with known defects."""

from __future__ import annotations

from collections.abc import Iterator

from bot.notices.cited import cited, named
from bot.replies import replies
from bot.turn import Notice, Turn
from corpus.label import document_label
from corpus.provision import Language, Period, Relation
from ingest.index import Index


class SourceNotices:
    """What a reader must know of the texts themselves."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def of(self, turn: Turn) -> Iterator[Notice]:
        """What was asked and is not met, glosses, the quotes' language, press and digests."""
        yield from self._unmet(turn)
        yield from self._glosses(turn)
        yield from self._languages(turn)
        yield from self._authorities(turn)

    def defects(self, turn: Turn) -> Iterator[Notice]:
        """Known defects of the quoted words."""
        for citation in turn.citations:
            document = self._index.documents[citation.ref.doc_id]
            for defect in document.defects:
                if defect.quote in citation.quote:
                    note = defect.note_vi if turn.lang == "vi" else defect.note_en
                    text = replies().notices["defect"](turn.lang, quote=defect.quote, note=note)
                    yield Notice("defect", text, (citation.n,))

    def _unmet(self, turn: Turn) -> Iterator[Notice]:
        if turn.verdict and turn.verdict.unmet:
            yield Notice("no_amount_given", replies().notices["no_amount_given"](turn.lang))

    def _glosses(self, turn: Turn) -> Iterator[Notice]:
        """What a quoted provision says in our own words, where its quote is in the other language."""
        day = Period(turn.question.as_of, turn.question.as_of)
        for citation in turn.citations:
            if self._index.documents[citation.ref.doc_id].language == turn.lang:
                continue
            for gloss in self._index.glosses_of.get(citation.ref, ()):
                if gloss.lang == turn.lang and gloss.period.meets(day):
                    text = replies().notices["gloss"](turn.lang, n=str(citation.n), text=gloss.text)
                    yield Notice("gloss", text, (citation.n,))

    def _languages(self, turn: Turn) -> Iterator[Notice]:
        foreign = tuple(c.n for c in turn.citations if self._index.documents[c.ref.doc_id].language != turn.lang)
        if foreign:
            yield Notice("language", replies().notices["language"](turn.lang), foreign)

    def _authorities(self, turn: Turn) -> Iterator[Notice]:
        wordings = replies().notices
        for document, numbers in cited(turn, self._index):
            name = document_label(document, turn.lang)
            if document.authority == "digest":
                yield Notice(
                    "digest",
                    wordings["digest"](turn.lang, label=name, source=document.source or document.file),
                    numbers,
                )
            elif document.authority == "press":
                about = [_related(r, turn.lang) for r in document.relations if r.type == "reports_on"]
                wording = wordings["press" if about else "press_plain"]
                yield Notice("press", wording(turn.lang, label=name, about=", ".join(about)), numbers)


def _related(relation: Relation, lang: Language) -> str:
    """How a document that is not here is named: its kind and number, else its title."""
    if relation.number:
        return named(relation.number, lang, relation.title_en or relation.title_vi)
    title = (relation.title_vi or relation.title_en) if lang == "vi" else (relation.title_en or relation.title_vi)
    return title or replies().frames["unnamed_document"](lang)
