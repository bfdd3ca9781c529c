"""Notices on passages that differ from what is quoted: both, with their dates, and which prevails and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.conflicts import Conflict, ConflictFinder, Passage, has_digit
from bot.measurements import MeasurementReader
from bot.notices.digests import issue_days
from bot.notices.names import NameNotices
from bot.notices.parties import PartyNotices
from bot.replies import replies
from bot.turn import Notice, Turn
from bot.wording import written_day
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.label import document_label, label
from corpus.precedence import APPLICATION, STATUTE, Precedence, dated, precedence, rank
from corpus.provision import Document, Language
from ingest.chunk import Sentence
from ingest.index import Index

NEAR = 30  # retrieved passages whose sentences are compared with the quotes
MOST = 3  # notices of this kind in an answer
SHOWN = 150  # code points of a passage before the notice cuts it
RANKS = "4"  # the article of the statute that lists the ranks


class DifferenceNotices:
    """What other passages say otherwise."""

    def __init__(self, index: Index, agencies: Agencies, glossary: Glossary) -> None:
        self._index = index
        self._names = NameNotices(index)
        self._parties = PartyNotices(index, agencies)
        self._finder = ConflictFinder(index, MeasurementReader(glossary, agencies))

    def of(self, turn: Turn) -> Iterator[Notice]:
        """A notice for each difference, at most `MOST`; then those on names."""
        near = self._near(turn)
        quotes = [(c.n, Sentence("", c.ref, c.quote, c.span, "")) for c in turn.citations if has_digit(c.quote)]
        for conflict in list(self._finder.conflicts(quotes, near))[:MOST]:
            yield Notice("conflict", self._text(conflict, turn.lang), (conflict.citation,))
        yield from self._names.of(turn, near)
        yield from self._parties.of(turn, near)

    def _near(self, turn: Turn) -> list[Sentence]:
        """The sentences of the best retrieved passages, and the quoted ones, which may differ among themselves."""
        fused = turn.evidence.fused[:NEAR] if turn.evidence else ()
        chunks = [self._index.chunks[f.position].id for f in fused]
        positions = dict.fromkeys(p for chunk in chunks for p in self._index.sentences_of.get(chunk, ()))
        quoted = [Sentence("", c.ref, c.quote, c.span, "") for c in turn.citations]
        return [*(self._index.sentences[p] for p in positions), *quoted]

    def _text(self, conflict: Conflict, lang: Language) -> str:
        quoted, other = conflict.quoted, conflict.other
        wording = "conflict_within" if quoted.ref.doc_id == other.ref.doc_id else "conflict"
        return replies().notices[wording](
            lang, a=_clipped(quoted), label_a=self._label(quoted, lang), b=_clipped(other),
            label_b=self._label(other, lang), verdict=self._verdict(conflict, lang),
        )  # fmt: skip

    def _label(self, passage: Passage, lang: Language) -> str:
        document = self._index.documents[passage.ref.doc_id]
        return f"{label(document, passage.ref.eid, lang)}; {_day(document, lang)}"

    def _verdict(self, conflict: Conflict, lang: Language) -> str:
        a, b = (self._index.documents[p.ref.doc_id] for p in (conflict.quoted, conflict.other))
        if a.id == b.id:
            return _later_figure(conflict, a, lang)
        found = precedence(a, b, issue_days())
        if found.prevails is None:
            return replies().notices["verdict_unclear"](lang)
        return _reason(found, (a, b), lang)


def _reason(found: Precedence, documents: tuple[Document, Document], lang: Language) -> str:
    winner, other = documents if found.prevails == 0 else documents[::-1]
    ranks = rank(winner), rank(other)
    names = [(r.vi if lang == "vi" else r.en) if r else "" for r in ranks]
    return replies().notices[f"verdict_{found.basis}"](
        lang, winner=document_label(winner, lang), other=document_label(other, lang), rank=names[0], below=names[1],
        statute=STATUTE, ranks=RANKS, application=APPLICATION,
    )  # fmt: skip


def _later_figure(conflict: Conflict, document: Document, lang: Language) -> str:
    """Of two figures in one text the one of the later time; what has no year is of the day of the text."""
    own = document.issued.year if document.issued else None
    years = [passage.year or own for passage in (conflict.quoted, conflict.other)]
    if None in years and not all(passage.year for passage in (conflict.quoted, conflict.other)):
        # A text without a date is not older than the years that it tells of as past.
        years = [year if year is not None else dt.MAXYEAR for year in years]
    if years[0] == years[1]:
        return replies().notices["verdict_unclear"](lang)
    later = conflict.quoted if (years[0] or 0) > (years[1] or 0) else conflict.other
    return replies().notices["verdict_later_figure"](lang, words=_clipped(later))


def _day(document: Document, lang: Language) -> str:
    """The day on which a document spoke, as far as it is known."""
    days, wordings = dated(document, issue_days()), replies().notices
    if days.latest:
        return written_day(days.latest, lang)
    if days.earliest:
        return wordings["day_after"](lang, day=written_day(days.earliest, lang))
    if document.issued and document.date_basis == "inferred":
        return wordings["day_inferred"](lang, day=written_day(document.issued, lang))
    if document.issued:
        return written_day(document.issued, lang)
    return wordings["day_unknown"](lang)


def _clipped(passage: Passage) -> str:
    """The passage, or its end where the amount stands, cut between words."""
    words = " ".join(passage.words.split())
    return words if len(words) <= SHOWN else "… " + words[-SHOWN:].split(" ", 1)[1]
