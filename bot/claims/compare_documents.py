"""Documents: numbers, places in them, kinds, issuers, titles of laws."""

from __future__ import annotations

import re

from bot.claims.fact_types import AgencyFact
from bot.claims.facts import Facts
from bot.claims.sides import Comparison, Side
from bot.claims.vocabulary import Words
from corpus.language import fold
from corpus.provision import Span
from corpus.reference import KIND_WORDS, Reference, symbol_kind

_LAW_TITLE = re.compile(r"\bLaw on (?:the )?[A-Z]\w+(?: (?:and )?[A-Z]\w+)*")
_KIND_WORD = re.compile(rf"\b({'|'.join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))})s?\b")
_ISSUER_GAP = 28  # code points between a document's number and the name of who issued it
_ISSUED_BY = re.compile(
    r"^\W*(?:dated [^,;]{4,24}\s)?(?:(?:was|is|has been|được)\s+)?(?:\W*(?:of|by|issued by|signed by|promulgated by|của|do)\s+)(?:the\s+)?(?:Party\s+)?$",
    re.IGNORECASE,
)
_HAS_ISSUED = re.compile(
    r"(?:\b(?:issued|issues|signed|promulgated|adopted|ban hành|ký)|['’]s)\s+(?:\w+\s+){0,3}(?:no\.?\s*|số\s*)?$",
    re.IGNORECASE,
)


def compare_documents(draft: Side, source: Side, words: Words, result: Comparison) -> None:
    """Note document numbers, kinds and pinpoints that differ, and issuers that cannot be those of the number."""
    if not draft.facts.references:
        return
    theirs = source.facts.references
    around = [r for facts in (source.around_facts, source.document_facts) if facts for r in facts.references]
    for ours in draft.facts.references:
        if ours.number is None and set(ours.pinpoint) <= set(source.place):
            result.agree()  # "under section 6", and so it stands there
        elif any(_same_reference(ours, r) for r in theirs):
            result.agree()
            _compare_issuers(ours, draft, source, result)
        elif rival := next((r for r in theirs if _comparable(ours, r) and not _stated(r, draft.facts)), None):
            result.differ("document", _text(draft, ours), _text(source, rival), True, (ours.start, ours.end), (rival.start, rival.end))  # fmt: skip
        elif any(_same_reference(ours, r) for r in around):
            result.agree()
        else:
            result.miss("document")
        _check_symbol(ours, draft, words, result)


def _same_reference(one: Reference, other: Reference) -> bool:
    if one.number and other.number:
        kinds = {one.kind, other.kind} - {None}
        return one.number.matches(other.number) and len(kinds) < 2
    return bool(one.pinpoint) and set(one.pinpoint) <= set(other.pinpoint)


def _comparable(one: Reference, other: Reference) -> bool:
    if one.number and other.number:
        return True
    return (
        bool(one.pinpoint)
        and bool(other.pinpoint)
        and {k for k, _ in one.pinpoint} & {k for k, _ in other.pinpoint} != set()
    )


def _stated(reference: Reference, facts: Facts) -> bool:
    return any(_same_reference(reference, r) for r in facts.references)


def _text(side: Side, reference: Reference) -> str:
    return side.text[reference.start : reference.end]


def issuer_in(facts: Facts, reference: Reference) -> AgencyFact | None:
    """The agency that the words around a document's number name as the one that issued it."""
    by_distance = sorted(facts.agencies, key=lambda a: min(abs(a.start - reference.end), abs(reference.start - a.end)))
    for agency in by_distance:
        gap = facts.text[reference.end : agency.start] if agency.start >= reference.end else None
        if gap is not None and len(gap) <= _ISSUER_GAP and _ISSUED_BY.match(gap):
            return agency
        nearer = any(agency.end <= a.start < reference.start for a in facts.agencies)
        before = facts.text[agency.end : reference.start] if agency.end <= reference.start and not nearer else None
        if before is not None and len(before) <= _ISSUER_GAP + 20 and _HAS_ISSUED.search(before):
            return agency
    return None


def _compare_issuers(reference: Reference, draft: Side, source: Side, result: Comparison) -> None:
    ours = issuer_in(draft.facts, reference)
    same = next((r for r in source.facts.references if _same_reference(reference, r)), None)
    other = issuer_in(source.facts, same) if same else None
    if ours and other and ours.body != other.body and not _already(result, ours):
        result.differ("issuer", ours.surface, other.surface, True, (ours.start, ours.end), (other.start, other.end))


def _already(result: Comparison, ours: AgencyFact) -> bool:
    return any(f.difference.draft == ours.surface for f in result.findings)


def _check_symbol(reference: Reference, draft: Side, words: Words, result: Comparison) -> None:
    """The letters of a number say who issues it and of which kind it is: no "Decree 72-NQ/TW", no "Government's" one."""
    if reference.number is None or not reference.number.symbol:
        return
    kind = symbol_kind(reference.number)
    if kind and reference.kind and kind != reference.kind and kind != "law":
        result.differ("document", reference.kind, kind, True, (reference.start, reference.end))
    issuer = issuer_in(draft.facts, reference)
    allowed = [ids for part in re.split(r"[-/]", reference.number.symbol) for symbol, ids in words.issuers.items() if part.rstrip("0123456789") == symbol]  # fmt: skip
    if (
        issuer
        and allowed
        and not any(issuer.body in ids or issuer.id in ids for ids in allowed)
        and not _already(result, issuer)
    ):
        result.differ("issuer", issuer.surface, reference.number.symbol, True, (issuer.start, issuer.end))


def compare_document_kinds(draft: Side, source: Side, near: Span, result: Comparison) -> None:
    """Note a kind of document (decree, circular) that the draft names where the source names another."""
    ours, theirs = document_kinds(draft.text), document_kinds(source.text[near.start : near.end])
    around = document_kinds(source.text) | (document_kinds(source.around.text) if source.around else {})
    for kind, at in ours.items():
        rival = next((k for k in theirs if k not in ours), None)
        if kind not in around and rival and not any(d.difference.kind == "document" for d in result.findings):
            other = theirs[rival]
            result.differ("document", draft.text[at.start : at.end], source.text[near.start + other.start : near.start + other.end], False, (at.start, at.end), (near.start + other.start, near.start + other.end))  # fmt: skip


def compare_laws(draft: Side, source: Side, result: Comparison) -> None:
    """Note a law that the draft names where the source names another one."""
    titles = [m for m in _LAW_TITLE.finditer(source.text) if m[0] not in draft.text]
    for match in _LAW_TITLE.finditer(draft.text):
        known = match[0] in source.text or (source.around is not None and match[0] in source.around.text)
        if not known and titles:
            result.differ("document", match[0], titles[0][0], True, match.span(), titles[0].span())
            return
    ours = {p.start: p for p in draft.wording.parts if _law_ids(p.ids) and not _law_ids(p.ids) & source.wording.ids}
    theirs = [p for p in source.wording.parts if _law_ids(p.ids) and not _law_ids(p.ids) & draft.wording.ids]
    for part in ours.values():
        shown = draft.text[part.start : part.end]
        if theirs:
            other = theirs[0]
            result.differ("document", shown, source.text[other.start : other.end], False, (part.start, part.end), (other.start, other.end))  # fmt: skip
        elif source.around is None or not _law_ids(part.ids) & source.around.ids:
            result.miss("document")


def _law_ids(ids: frozenset[str]) -> frozenset[str]:
    return frozenset(i for i in ids if i.startswith("law:"))


def document_kinds(text: str) -> dict[str, Span]:
    """The kinds of documents that a text names, laws aside, each with its first place."""
    lowered = fold(text)
    if len(lowered) != len(text):
        return {}
    return {
        KIND_WORDS[m[1]]: Span(m.start(1), m.end(1)) for m in _KIND_WORD.finditer(lowered) if KIND_WORDS[m[1]] != "law"
    }
