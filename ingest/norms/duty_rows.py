"""Rows of the duty register from the clauses that the grammar has read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.provision import Provision, ProvisionRef, Span
from ingest.norms.duty_bearers import UNSPECIFIED, Bearer
from ingest.norms.duty_patterns import Lexicon
from ingest.norms.duty_scene import Clause
from ingest.norms.duty_text import Reading
from ingest.norms.rows import Duty, Role
from ingest.sentences import MAX_QUOTE

_EDGES = " ,;:.\n\t-–"
NOBODY = Bearer(UNSPECIFIED, None, 0, 0)


def rows(node: Provision, base: int, read: Reading, part: Span, clause: Clause, lex: Lexicon) -> Iterator[Duty]:
    """A row for each bearer, each partner and each named leader of a clause; `base`: where `read` begins in `node`."""
    quoted = _quoted(read, part, clause)
    span = Span(*(node.span.start + base + read.offsets[at] for at in (quoted.start, quoted.end)))
    quote = node.text[span.start - node.span.start : span.end - node.span.start]
    everybody = _distinct([*clause.bearers, *clause.leaders, *clause.partners])
    roles: list[tuple[Bearer, Role]] = [(b, clause.role) for b in _distinct(clause.bearers) or [NOBODY]]
    roles += [(b, "lead") for b in _distinct(clause.leaders)]
    taken = {(b.name, b.agency) for b, _ in roles}
    roles += [(b, "cooperate") for b in _distinct(clause.partners) if (b.name, b.agency) not in taken]
    action = read.text[clause.predicate.start : clause.predicate.end].strip(_EDGES)
    for bearer, role in roles:
        yield Duty(
            bearer=bearer.name, agency=bearer.agency, role=role, modality=clause.modality, action=action,
            partners=tuple(b.name for b in everybody if b.name != bearer.name),
            reports_to=tuple(b.name for b in _distinct(clause.reports_to)) if role == clause.role else (),
            condition=_condition(read, part, clause, lex), deadline=_deadline(read, part, lex),
            ref=ProvisionRef(node.ref.doc_id, node.ref.eid), quote=quote, span=span,
        )  # fmt: skip


def _distinct(bearers: Iterable[Bearer]) -> list[Bearer]:
    """The bearers without those named twice."""
    return list({(b.name, b.agency): b for b in bearers}.values())


def _quoted(read: Reading, part: Span, clause: Clause) -> Span:
    """The part, or, where it is longer than a quote may be, as much of it as fits from the clause on."""
    if part.end - part.start <= MAX_QUOTE:
        return part
    start = (
        clause.start
        if part.start < clause.start and clause.predicate.start - part.start > MAX_QUOTE // 2
        else part.start
    )
    end = min(part.end, start + MAX_QUOTE)
    blank = read.text.rfind(" ", start, end)
    return Span(start, end if end == part.end or blank <= start else blank)


def _condition(read: Reading, part: Span, clause: Clause, lex: Lexicon) -> str | None:
    """What stands in front of the subject or as an exception behind the verb, in the words of the text."""
    if clause.start > part.start and lex.condition.match(read.lowered, part.start, clause.start):
        return read.text[part.start : clause.start].strip(_EDGES) or None
    later = lex.exception.search(read.lowered, clause.predicate.start, part.end)
    return read.text[later.start() : later.end()].strip(_EDGES) if later else None


def _deadline(read: Reading, part: Span, lex: Lexicon) -> str | None:
    found = lex.deadline.search(read.lowered, part.start, part.end)
    return read.text[found.start() : found.end()].strip(_EDGES) if found else None
