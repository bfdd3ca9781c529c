"""Notices on bodies that have ended: who has their functions, since when, by which instrument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.replies import replies
from bot.turn import Notice, Turn
from bot.wording import instrument, written_day
from corpus.agencies import Agencies, Succession


class AgencyNotices:
    """What a reader must know of the bodies that the quotes name."""

    def __init__(self, agencies: Agencies) -> None:
        self._agencies = agencies

    def of(self, turn: Turn) -> Iterator[Notice]:
        """A notice for each quoted body that has ended by the day of the answer."""
        seen: dict[str, list[int]] = {}
        for citation in turn.citations:
            for mention in self._agencies.find(citation.quote):
                seen.setdefault(mention.agency.id, []).append(citation.n)
        for agency_id, numbers in seen.items():
            notice = self.on(agency_id, tuple(dict.fromkeys(numbers)), turn)
            if notice:
                yield notice

    def on(self, agency_id: str, numbers: tuple[int, ...], turn: Turn) -> Notice | None:
        """The notice on one body, for the citations with these numbers; None where it has not ended by the day."""
        agency = self._agencies[agency_id]
        rows = [row for row in self._agencies.successors(agency_id) if row.date <= turn.question.as_of]
        if agency.until is None or agency.until > turn.question.as_of or not rows:
            return None
        notices = replies().notices
        text = notices["renamed_agency"](
            turn.lang, agency=agency.name(turn.lang), date=_joined(written_day(row.date, turn.lang) for row in rows),
            successors=self._successors(rows, turn), instrument=_joined(instrument(row.instrument, turn.lang) for row in rows),
            source=_joined(row.source for row in rows), quoted=notices["quoted_old_name"](turn.lang) if numbers else "",
        )  # fmt: skip
        return Notice("renamed_agency", text, numbers)

    def _successors(self, rows: list[Succession], turn: Turn) -> str:
        """Every successor with the functions that went to it."""
        functions: dict[str, list[str]] = {}
        for row in rows:
            function = row.function_vi if turn.lang == "vi" else row.function_en
            functions.setdefault(self._agencies[row.to].name(turn.lang), []).append(function)
        return "; ".join(f"{name} ({', '.join(what)})" for name, what in functions.items())


def _joined(values: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(values))
