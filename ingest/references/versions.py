"""Which version of a provision a reference means: the one of its own date.

A transitional or final clause that was not amended speaks of the law as it was when the clause was passed. Where the
provision that it cites was amended since, today's provision of that number need not be the one that is meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from corpus.language import fold
from corpus.provision import Document, EId, Provision
from ingest.law_history import Change, history

# Headings (folded) of articles that speak of the time of their passing.
TRANSITIONAL = (
    "chuyen tiep", "hieu luc", "dieu khoan thi hanh", "quy dinh chi tiet va huong dan thi hanh", "dieu khoan cuoi",
    "transitional", "transition", "effect", "entry into force", "commencement", "implementation provision",
)  # fmt: skip
# What gives a number another content; words that were replaced leave the provision the same one.
_RENEWS = frozenset({"amended", "added", "repealed", "replaced"})
# Decrees and circulars are issued ahead of the day on which the law that they guide takes effect.
_ISSUED_AHEAD = dt.timedelta(days=180)


class Versions:
    """The changes of one document's provisions."""

    def __init__(self, document: Document, tree: Provision) -> None:
        self._document = document
        self._changes: dict[EId, list[Change]] = {}
        for change in history(tree):
            if change.action in _RENEWS:
                self._changes.setdefault(change.eid, []).append(change)

    def renewed_after(self, target: EId, source: EId) -> bool:
        """Whether `target` was renewed by a later law than the clause `source` of the same document."""
        own = list(self._of(source))
        return any(not _covered(change, own) for change in self._of(target))

    def renewed_since(self, target: EId, citing: Document) -> bool:
        """Whether `target` was renewed after the document that cites it was issued."""
        if any(relation.type == "consolidates" for relation in citing.relations):
            return False  # a text of many dates
        day = citing.effective or (citing.issued + _ISSUED_AHEAD if citing.issued else None)
        return day is not None and any(change.effective and change.effective > day for change in self._of(target))

    def _of(self, eid: EId) -> Iterable[Change]:
        """The changes of a provision and of those around it."""
        for depth in range(1, len(eid.segments) + 1):
            yield from self._changes.get(EId(eid.segments[:depth]), ())


def is_transitional(heading: str | None) -> bool:
    """Whether an article's heading says that it speaks of the time of its passing."""
    plain = fold(heading or "")
    return any(words in plain for words in TRANSITIONAL)


def _covered(change: Change, own: list[Change]) -> bool:
    """Whether the citing clause was itself written anew by the same law or a later one."""
    return any(
        other.law == change.law
        or (other.effective is not None and change.effective is not None and other.effective >= change.effective)
        for other in own
    )
