"""Questions on who has the duties of a body that is no more: texts of its time cannot tell, the register of agencies does."""

from __future__ import annotations

from bot.decline import decline
from bot.notices.agencies import AgencyNotices
from bot.turn import Turn
from corpus.agencies import Agencies
from ingest.index import Index

LOOKED_AT = 4  # sentences that may tell of it themselves


class SuccessionStep:
    """Declines what asks for a body's present successor, with what the register knows of it and where that stands."""

    def __init__(self, index: Index, agencies: Agencies) -> None:
        self._index = index
        self._agencies = agencies
        self._notices = AgencyNotices(agencies)

    def __call__(self, turn: Turn) -> Turn:
        """Decline, unless one of the best sentences names both the body and one that had followed it by then."""
        if turn.chosen or turn.query is None or turn.need != "agency" or not turn.kinds & {"present", "reorganised"}:
            return turn
        named = dict.fromkeys(c.id for c in turn.query.concepts if c.origin == "agency")
        ended = [agency for agency in named if not self._is_told(agency, turn)]
        notices = tuple(notice for agency in ended if (notice := self._notices.on(agency, (), turn)))
        return decline(turn, "not_in_corpus", notices=notices) if notices else turn

    def _is_told(self, agency: str, turn: Turn) -> bool:
        for sentence in (candidate.sentence for candidate in turn.candidates[:LOOKED_AT]):
            issued = self._index.documents[sentence.ref.doc_id].issued
            followed = {row.to for row in self._agencies.successors(agency) if issued and row.date <= issued}
            there = {mention.agency.id for mention in self._agencies.find(sentence.text)}
            if agency in there and followed & there:
                return True
        return False
