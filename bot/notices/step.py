"""The step that adds the notices which an answer's citations call for, in the order in which they are read."""

from __future__ import annotations

from dataclasses import replace

from bot.notices.agencies import AgencyNotices
from bot.notices.changes import ChangeNotices
from bot.notices.differences import DifferenceNotices
from bot.notices.references import ReferenceNotices
from bot.notices.sources import SourceNotices
from bot.notices.validity import ValidityNotices
from bot.turn import Turn
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from ingest.index import Index


class NoticeStep:
    """Adds notices on press texts, validity, differing passages, old agency names, known defects and the quotes' language."""

    def __init__(self, index: Index, agencies: Agencies, glossary: Glossary) -> None:
        self._sources = SourceNotices(index)
        self._others = (
            ValidityNotices(index),
            ReferenceNotices(index),
            ChangeNotices(index),
            DifferenceNotices(index, agencies, glossary),
            AgencyNotices(agencies),
        )

    def __call__(self, turn: Turn) -> Turn:
        """Add the notices that the citations call for."""
        found = [*self._sources.of(turn)]
        for notices in self._others:
            found += notices.of(turn)
        found += self._sources.defects(turn)
        return replace(turn, notices=(*turn.notices, *found))
