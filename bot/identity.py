"""Questions on a document itself: its number, its date, its issuer. Answered from the register, never from a quote.

What only the register knows is a notice that names its entry's source; what nobody knows is said to be
unknown, with the numbers that the text mentions kept apart from its own.
"""

from __future__ import annotations

from dataclasses import replace

from bot.decline import decline
from bot.holdings import has_own_number
from bot.replies import replies
from bot.turn import Notice, Turn
from bot.wording import written_day
from corpus.agencies import Agencies
from corpus.label import document_label, kind_name
from corpus.language import fold
from corpus.provision import Document, Language
from corpus.reference import find_references
from ingest.index import Index

LANGUAGES: tuple[Language, ...] = ("vi", "en")


class IdentityStep:
    """Answers what a document is, from what the register or the head of its text says."""

    def __init__(self, index: Index, agencies: Agencies) -> None:
        self._index = index
        self._agencies = agencies

    def __call__(self, turn: Turn) -> Turn:
        """Answer at once when the question asks for a document's number; pass everything else on."""
        document = self._asked_about(turn) if self._asks_identity(turn) else None
        if document is None:
            return turn
        if not document.number:
            return decline(turn, "not_in_corpus", notices=(self._no_number(document, turn),))
        notice = self._entry(document, turn)
        answered = decline(turn, "not_in_corpus", notices=(notice,)).answer
        assert answered is not None  # decline always answers
        return replace(turn, answer=replace(answered, status="partial", reason=None, text=notice.text))

    def _asks_identity(self, turn: Turn) -> bool:
        """Whether the number of a document is asked for, or the date or issuer of one that is named by its number."""
        if "number_of_document" in turn.kinds:
            return True
        if "issue_of_document" not in turn.kinds or turn.need not in {"date", "agency"} or turn.query is None:
            return False
        numbers = [r.number for r in turn.query.references if r.number]
        return any(has_own_number(document, numbers) for document in self._index.documents.values())

    def _asked_about(self, turn: Turn) -> Document | None:
        """The document that the question names by number, else the best one of the kind that it names."""
        numbers = [r.number for r in turn.query.references if r.number] if turn.query else []
        if numbers:
            return next((d for d in self._index.documents.values() if has_own_number(d, numbers)), None)
        found = [self._index.documents[p.chunk.ref.doc_id] for p in turn.passages]
        question = fold(turn.question.text)
        of_kind = [d for d in found if any(fold(kind_name(d.kind, lang)) in question for lang in LANGUAGES)]
        return next(iter(of_kind or found), None)

    def _entry(self, document: Document, turn: Turn) -> Notice:
        issuer = self._agencies[document.issuer].name(turn.lang) if document.issuer else "?"
        text = replies().notices["document"](
            turn.lang, label=document_label(document, turn.lang), number=document.number or "?",
            date=written_day(document.issued, turn.lang) if document.issued else "?", issuer=issuer, source=document.source or document.file,
        )  # fmt: skip
        return Notice("document", text)

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
