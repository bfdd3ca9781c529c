"""What is in force on a day: documents, and provisions of consolidated texts.

A document's own days come from the register or its text; another document of the corpus may replace or amend it;
the footnotes of a consolidated text say from when each provision has its present wording. A day that nobody gives is
not guessed: what has no day is told without one, and decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.precedence import numbers, relation_to
from corpus.provision import Document, DocumentStatus, EId, Provision, ProvisionRef, Span
from ingest.law_history import Change, history

ACTS = ("replaces", "amends")  # the relations by which a document takes another one's words out of force
State = Literal["not_yet", "earlier_wording", "partly", "repealed", "repealed_later"]
# A repealed provision is no more in force, one added later not yet; an amended one was, in other words.
_STATUS: dict[State, DocumentStatus] = {"repealed": "expired", "not_yet": "not_yet"}


def status_at(document: Document, day: dt.date) -> DocumentStatus:
    """A document's status on a day, by its own dates."""
    if document.expired and document.expired <= day:
        return "expired"
    if document.effective and document.effective > day:
        return "not_yet"
    over = document.status == "expired" and document.expired is not None
    begun = document.status == "not_yet" and document.effective is not None
    return "in_force" if over or begun else document.status  # what the register says of today does not hold on that day


@dataclass(frozen=True, slots=True)
class Succession:
    """`by` has replaced or amended a document, from `since` (None: its day is not known)."""

    kind: Literal["replaced", "amended"]
    by: Document
    since: dt.date | None


@dataclass(frozen=True, slots=True)
class ProvisionState:
    """How a provision's present wording stands on a day.

    not_yet: it was added only later; earlier_wording: it read otherwise; partly: parts of the present wording held
    already; repealed: it had ended; repealed_later: it still held, in words that the text no longer has.
    """

    state: State
    change: Change


class Validity:
    """Answers for the documents of one corpus. Trees are read once, and only of texts with footnotes."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        eids: Mapping[str, Collection[EId]],
        tree: Callable[[str], Provision | None],
    ) -> None:
        """`eids` are the provisions of each document, `tree` reads a document's tree."""
        self._documents = documents
        self._eids = eids
        self._tree = tree
        # Few documents act on others; looking through all of them for each one takes minutes with ten thousand.
        self._acting = [d for d in documents.values() if any(r.type in ACTS for r in d.relations)]
        self._successions: dict[str, tuple[Succession, ...]] = {}
        self._timelines: dict[str, _Timeline] = {}

    def successions(self, doc_id: str, day: dt.date) -> list[Succession]:
        """What other documents of the corpus have done to a document by a day, those without a day included."""
        if doc_id not in self._successions:
            self._successions[doc_id] = tuple(_successions(self._documents[doc_id], self._acting))
        return [s for s in self._successions[doc_id] if s.since is None or s.since <= day]

    def provision(self, ref: ProvisionRef, span: Span, day: dt.date) -> ProvisionState | None:
        """How the words at `span` of a provision stand on a day; None where they hold, or nothing is known."""
        states = (_state(change, day) for change in self._timeline(ref.doc_id).changes(ref.eid, span))
        found = [state for state in states if state]
        # Of several changes the last one made the words what they are.
        return max(found, key=lambda s: s.change.effective or dt.date.min, default=None)

    def status(self, ref: ProvisionRef, span: Span, day: dt.date) -> DocumentStatus:
        """The status of the words at `span` of a provision on a day."""
        own = status_at(self._documents[ref.doc_id], day)
        if own in {"expired", "not_yet"}:
            return own
        if any(s.kind == "replaced" and s.since for s in self.successions(ref.doc_id, day)):
            return "expired"
        state = self.provision(ref, span, day)
        return _STATUS.get(state.state, own) if state else own

    def _timeline(self, doc_id: str) -> _Timeline:
        if doc_id not in self._timelines:
            noted = any(eid.segments and eid.segments[0][0] == "fn" for eid in self._eids.get(doc_id, ()))
            self._timelines[doc_id] = _Timeline(self._tree(doc_id) if noted else None)
        return self._timelines[doc_id]


class _Timeline:
    """The changes that a consolidated text's footnotes tell, by provision."""

    def __init__(self, tree: Provision | None) -> None:
        found = history(tree) if tree else []
        changed = {change.eid for change in found}
        self._spans = {n.ref.eid: n.span for n in tree.walk() if n.ref.eid in changed} if tree else {}
        self._changes: dict[EId, list[Change]] = {}
        for change in found:
            self._changes.setdefault(change.eid, []).append(change)

    def changes(self, eid: EId, span: Span) -> Iterator[Change]:
        """The changes of a provision, of those around it, and of those inside it that `span` touches."""
        for changed, changes in self._changes.items():
            below = changed.starts_with(eid)
            if eid.starts_with(changed) or (below and _touch(self._spans[changed], span)):
                yield from changes


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _state(change: Change, day: dt.date) -> ProvisionState | None:
    if change.effective is None:
        return None
    begun = change.effective <= day
    if change.action == "repealed":
        return ProvisionState("repealed" if begun else "repealed_later", change)
    if begun:
        return None
    if change.action == "added":
        return ProvisionState("not_yet", change)
    return ProvisionState("partly" if change.partly and change.partly <= day else "earlier_wording", change)


def _successions(document: Document, acting: Sequence[Document]) -> Iterator[Succession]:
    if sum(r.type == "consolidates" for r in document.relations) > 1:
        return  # a collection of several works is not replaced with one of them
    for other in acting:
        if other.id == document.id or _same_work(document, other):
            continue
        # Without a day of commencement the day of issue says nothing: the one comes weeks after the other.
        if relation_to(other, document, ("replaces",)):
            yield Succession("replaced", other, other.effective)
        # A consolidated text holds what its amending documents changed.
        elif relation_to(other, document, ("amends",)) and not _includes(document, other):
            yield Succession("amended", other, other.effective)


def _same_work(a: Document, b: Document) -> bool:
    return any(one.matches(other) for one in numbers(a) for other in numbers(b))


def _includes(document: Document, amending: Document) -> bool:
    consolidated = any(r.type == "consolidates" for r in document.relations)
    return consolidated and bool(document.issued and amending.issued and amending.issued <= document.issued)
