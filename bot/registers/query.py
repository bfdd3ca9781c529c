"""Queries over the registers: by agency or group, role, topic, document and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot import UsageError
from bot.answerer import Answerer
from bot.registers.names import Bearers, Group, find_bearers, unknown_name
from bot.screen import check_question
from bot.turn import Passage, Question, Turn
from corpus.provision import Document, Language
from ingest.norms.rows import Deadline, Duty, Entitlement, Role

TOPIC_PASSAGES = 20  # twice what an answer looks at: a register is asked for all rows, not for the best
Row = Duty | Deadline | Entitlement
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a register; every None asks for all. Dates are of deadlines, `group` of entitlements."""

    lang: Language
    as_of: dt.date
    agency: str | None = None
    role: Role | None = None
    topic: str | None = None
    group: str | None = None
    documents: tuple[str, ...] = ()
    after: dt.date | None = None
    before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """The rows that were found (duties under `former` names last), and the documents that were looked at.

    `undated` counts rows left out because a date was asked for and the text gives them none.
    """

    rows: tuple[R, ...]
    wanted: Wanted
    documents: tuple[Document, ...]
    bearers: Bearers | None = None
    undated: int = 0


class Registers:
    """The registers of an open index."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.index = answerer.index
        self.agencies = answerer.agencies

    def duties(self, wanted: Wanted) -> Found[Duty]:
        """The duties of an agency or group, in a role, on a topic; raises `UsageError` for a name nothing carries."""
        bearers = self._bearers(wanted, ((d.bearer, d) for d in self.index.duties))
        rows = [d for d in self.index.duties if wanted.role in (None, d.role)]
        kept = self._of(bearers, rows, lambda d: d.bearer)
        return self._found(kept, wanted, bearers)

    def deadlines(self, wanted: Wanted) -> Found[Deadline]:
        """The deadlines of an agency or group, on a topic, between two days, by date; raises `UsageError`."""
        bearers = self._bearers(wanted, ((d.who, d) for d in self.index.deadlines))
        kept = self._of(bearers, self.index.deadlines, lambda d: d.who)
        if not wanted.topic:
            kept.sort(key=lambda d: due(d) or dt.date.max)
        found = self._found(kept, wanted, bearers)
        if wanted.after is None and wanted.before is None:
            return found
        dated = [d for d in found.rows if due(d) or d.recurrence]
        inside = tuple(d for d in dated if _within(d, wanted.after, wanted.before))
        return replace(found, rows=inside, undated=len(found.rows) - len(dated))

    def entitlements(self, wanted: Wanted) -> Found[Entitlement]:
        """What a group is entitled to, on a topic; raises `UsageError` for an unknown document."""
        rows = self.index.entitlements
        if wanted.group is not None:
            group = Group(wanted.group, self._answerer.analyze(check_question(wanted.group)))
            rows = tuple(e for e in rows if group.named_in(e.holder, self._language(e)))
        return self._found(rows, wanted, None)

    def _language(self, row: Row) -> Language:
        return self.index.documents[row.ref.doc_id].language

    def _bearers(self, wanted: Wanted, written: Iterable[tuple[str | None, Duty | Deadline]]) -> Bearers | None:
        if wanted.agency is None:
            return None
        bearers = find_bearers(check_question(wanted.agency), self.agencies, self._answerer.analyze)
        names = {name: row for name, row in written if name}
        if bearers.own or any(bearers.kinship(row.agency, name, self._language(row)) for name, row in names.items()):
            return bearers
        raise unknown_name(wanted.agency, names, self.agencies, wanted.lang)

    def _of(self, bearers: Bearers | None, rows: Sequence[R], written: Callable[[R], str | None]) -> list[R]:
        """The rows of these bearers: under their own names first, then under those before or after them."""
        if bearers is None:
            return list(rows)
        kin = [(bearers.kinship(getattr(r, "agency", None), written(r), self._language(r)), r) for r in rows]
        return [r for k, r in kin if k == "own"] + [r for k, r in kin if k == "former"]

    def _found(self, rows: Sequence[R], wanted: Wanted, bearers: Bearers | None) -> Found[R]:
        documents = self.documents(wanted)
        inside = [r for r in rows if r.ref.doc_id in documents]
        if wanted.topic:
            inside = _by_passage(inside, self._passages(wanted.topic, wanted))
        return Found(tuple(inside), wanted, tuple(documents.values()), bearers)

    def documents(self, wanted: Wanted) -> dict[str, Document]:
        """The documents asked for, else all; of a digest, which is there in both languages, the reader's one."""
        known = self.index.documents
        for doc_id in wanted.documents:
            if doc_id not in known:
                raise UsageError(f'no document "{doc_id}" in this corpus; there are: {", ".join(list(known)[:8])}')
        if wanted.documents:
            return {doc_id: known[doc_id] for doc_id in wanted.documents}
        return {d.id: d for d in known.values() if d.authority != "digest" or d.language == wanted.lang}

    def _passages(self, topic: str, wanted: Wanted) -> tuple[Passage, ...]:
        question = Question(check_question(topic), wanted.as_of, documents=wanted.documents)
        return self._answerer.retrieve(Turn(question, standalone=question.text), TOPIC_PASSAGES).passages


def due(deadline: Deadline) -> dt.date | None:
    """The day that a deadline is filed under: its end, else its start; None where the text gives no date."""
    return deadline.end or deadline.start


def _by_passage(rows: Sequence[R], passages: Sequence[Passage]) -> list[R]:
    """The rows that stand in these passages, in the order of the passages."""
    ranks: list[tuple[int, R]] = []
    for row in rows:
        met = [p.rank for p in passages if p.chunk.ref.doc_id == row.ref.doc_id and _overlap(p, row)]
        ranks += [(min(met), row)] if met else []
    return [row for _, row in sorted(ranks, key=lambda pair: pair[0])]


def _overlap(passage: Passage, row: Row) -> bool:
    return passage.chunk.span.start < row.span.end and row.span.start < passage.chunk.span.end


def _within(deadline: Deadline, after: dt.date | None, before: dt.date | None) -> bool:
    """Whether any day of a dated deadline lies between two days, both included; a recurring one goes on."""
    first = deadline.start or deadline.end or dt.date.min
    last = deadline.end or (dt.date.max if deadline.recurrence or deadline.relation == "from" else first)
    return (after is None or last >= after) and (before is None or first <= before)
