"""Notices on provisions that a quote cites and whose wording has changed since the quoted text was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.notices.digests import digests, issue_days
from bot.replies import replies
from bot.turn import Citation, Notice, Turn
from bot.wording import instrument, written_day
from corpus.digest import Digest
from corpus.label import document_label, place_label
from corpus.language import fold
from corpus.precedence import dated
from corpus.provision import EId
from corpus.reference import find_references, parse_number, pinpoint_eid
from ingest.index import Index

NEAR = 90  # code points behind a pinpoint in which the law that it is in is named


class ReferenceNotices:
    """What a reader must know of the provisions that the quotes lean on."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def of(self, turn: Turn) -> Iterator[Notice]:
        """A notice for each cited provision that has another wording by the day of the answer."""
        told: set[tuple[str, EId]] = set()
        for citation in (c for c in turn.citations if c.authority != "digest"):  # digests are of today's wordings
            for digest, eid in _cited(citation.quote):
                since, basis = _wording(digest, eid, turn.question.as_of)
                if since and (digest.work.id, eid) not in told and not self._is_of(citation, digest):
                    told.add((digest.work.id, eid))
                    yield from self._notice(citation, digest, eid, since, basis, turn)

    def _is_of(self, citation: Citation, digest: Digest) -> bool:
        document = self._index.documents[citation.ref.doc_id]
        own = [document.number, *(r.number for r in document.relations if r.type in {"consolidates", "amends"})]
        numbers = [parse_number(number) for number in own if number]
        return digest.number is not None and any(n is not None and digest.number.matches(n) for n in numbers)

    def _notice(
        self, citation: Citation, digest: Digest, eid: EId, since: dt.date, basis: str, turn: Turn
    ) -> Iterator[Notice]:
        document = self._index.documents[citation.ref.doc_id]
        spoke = dated(document, issue_days())
        if spoke.earliest and spoke.earliest >= since:
            return
        key = "cited_changed" if spoke.latest else "cited_maybe_changed"
        place = place_label(eid, turn.lang)
        title = digest.work.title_vi if turn.lang == "vi" else digest.work.title_en
        text = replies().notices[key](
            turn.lang, place=place[0].upper() + place[1:], law=f"{title} ({digest.work.number})", since=written_day(since, turn.lang), basis=instrument(basis, turn.lang),
            label=document_label(document, turn.lang), day=written_day(spoke.latest, turn.lang) if spoke.latest else "",
        )  # fmt: skip
        yield Notice("superseded", text, (citation.n,))


def _cited(quote: str) -> Iterator[tuple[Digest, EId]]:
    """The works and provisions that a quote cites, by the work's number or title behind the pinpoint."""
    for reference in find_references(quote) if any(c.isdigit() for c in quote) else ():
        if reference.pinpoint:
            behind = fold(quote[reference.end : reference.end + NEAR])
            for digest in digests():
                titles = (digest.work.title_en, digest.work.title_vi, digest.work.number)
                if any(fold(title) in behind for title in titles):
                    yield digest, pinpoint_eid(reference.pinpoint)
                    break


def _wording(digest: Digest, eid: EId, day: dt.date) -> tuple[dt.date | None, str]:
    """Since when the provision has its wording of a day, and by which law; None where that is not known."""
    inside = [e for e in digest.entries if e.clause_known and EId.parse(e.eid).starts_with(eid)]
    dates = [(e.from_, e.basis) for e in inside if e.from_ and e.from_ <= day]
    return max(dates, default=(None, ""))
