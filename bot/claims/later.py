"""Figures that a later statement elsewhere has overtaken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.claims.evidence import Candidate
from bot.conflicts import Conflict, ConflictFinder
from bot.conflicts import Passage as Stated
from bot.measurements import MeasurementReader
from bot.notices.digests import issue_days
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.precedence import precedence
from ingest.chunk import Sentence
from ingest.index import Index


class LaterFigures:
    """Finds what was stated later on what a sentence rests on."""

    def __init__(self, index: Index, agencies: Agencies, glossary: Glossary) -> None:
        self._index = index
        self._finder = ConflictFinder(index, MeasurementReader(glossary, agencies))

    def of(self, candidate: Candidate, near: Sequence[Candidate]) -> Stated | None:
        """The later statement of another figure on the same thing among what was found near; None when there is none."""
        if candidate.span is None:
            return None
        conflicts = self._finder.conflicts([(1, _sentence(candidate))], _placed(near))
        return next((c.other for c in conflicts if self._is_later(c)), None)

    def _is_later(self, conflict: Conflict) -> bool:
        quoted, other = (self._index.documents[p.ref.doc_id] for p in (conflict.quoted, conflict.other))
        if quoted.id == other.id:
            return None not in (conflict.quoted.year, conflict.other.year) and _year(conflict.other) > _year(
                conflict.quoted
            )
        return precedence(quoted, other, issue_days()).prevails == 1


def _year(passage: Stated) -> int:
    return passage.year or 0


def _placed(near: Iterable[Candidate]) -> list[Sentence]:
    return [_sentence(candidate) for candidate in near if candidate.span is not None]


def _sentence(candidate: Candidate) -> Sentence:
    assert candidate.span is not None  # asked by the callers
    return Sentence("", candidate.ref, candidate.text, candidate.span, candidate.lead)
