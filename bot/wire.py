"""JSON forms of the contract: every key present, null where there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.cite import status_at
from bot.claims.result import ClaimCheck
from bot.turn import Answer, Citation, Passage
from corpus.agencies import Agencies
from corpus.label import label
from corpus.provision import Document, Language, Provision, Span
from ingest.norms.duty_bearers import agency_name
from ingest.norms.rows import Deadline, Duty, Entitlement

Json = dict[str, Any]
PASSAGE_TEXT_MAX = 2000  # code points; the contract
# A rule beside the status of its document; in force otherwise.
_STATUS_OF_RULE = {"not_yet": "not_yet", "expired": "ended", "spent": "ended", "suspended": "ended"}


def answer_json(answer: Answer) -> Json:
    """`ask --json`."""
    return {
        "question": answer.question,
        "lang": answer.lang,
        "status": answer.status,
        "reason": answer.reason,
        "answer": answer.text,
        "statements": [{"text": s.text, "citations": list(s.citations)} for s in answer.statements],
        "citations": [citation_json(c, answer.documents[c.ref.doc_id], answer.lang) for c in answer.citations],
        "notices": [{"kind": n.kind, "text": n.text, "citations": list(n.citations)} for n in answer.notices],
        "passages": passages_json(answer.passages, answer.documents, answer.lang),
        "provenance": dict(answer.provenance),
        "timings_ms": dict(answer.timings_ms),
    }


def citation_json(citation: Citation, document: Document, lang: Language) -> Json:
    """One citation."""
    return {
        "n": citation.n,
        "doc_id": document.id,
        "doc_number": document.number,
        "doc_title": document.title(lang),
        "eid": str(citation.ref.eid),
        "label": citation.label,
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "authority": citation.authority,
        "status": citation.status,
        "file": document.file,
    }


def passages_json(passages: tuple[Passage, ...], documents: Mapping[str, Document], lang: Language) -> list[Json]:
    """`search --json`: passages, best first."""
    return [_passage(p, documents[p.chunk.ref.doc_id], lang) for p in passages]


def _passage(passage: Passage, document: Document, lang: Language) -> Json:
    chunk = passage.chunk
    return {
        "doc_id": document.id,
        "eid": str(chunk.ref.eid),
        "label": label(document, chunk.ref.eid, lang),
        "text": chunk.text[:PASSAGE_TEXT_MAX],
        "start": chunk.span.start,
        "end": chunk.span.end,
        "score": round(passage.score, 4),
        "origins": list(passage.origins),
        "file": document.file,
    }


def provision_json(node: Provision) -> Json:
    """A node of `show --json`, with all below it."""
    return {
        "eid": str(node.ref.eid),
        "kind": node.kind,
        "num": node.num,
        "heading": node.heading,
        "text": node.text,
        "start": node.span.start,
        "end": node.span.end,
        "page": node.page,
        "children": [provision_json(child) for child in node.children],
    }


def document_json(tree: Provision) -> Json:
    """The root of `show --json`."""
    return {
        "doc_id": tree.ref.doc_id, "eid": "", "kind": "document", "num": None, "heading": None, "text": tree.text,
        "start": tree.span.start, "end": tree.span.end, "page": tree.page,
        "children": [provision_json(child) for child in tree.children],
    }  # fmt: skip


def duty_json(duty: Duty, document: Document, agencies: Agencies, lang: Language, as_of: dt.date) -> Json:
    """A row of `duties --json`; `agency` is the agency's name as the document writes it, where that is one of its
    names, else the canonical one; the bearer itself where it is no agency."""
    return {
        "bearer": duty.bearer, **_agency_json(duty.agency, duty.bearer, document, agencies),
        "role": duty.role, "modality": duty.modality, "action": duty.action, "partners": list(duty.partners),
        "reports_to": list(duty.reports_to), "condition": duty.condition, "deadline": duty.deadline,
        **_place_json(duty, document, lang, as_of),
    }  # fmt: skip


def deadline_json(deadline: Deadline, document: Document, agencies: Agencies, lang: Language, as_of: dt.date) -> Json:
    """A row of `deadlines --json`; days are ISO 8601, `agency` is as in a duty and null where the text names nobody."""
    return {
        "kind": deadline.kind, "start": _day(deadline.start), "end": _day(deadline.end), "duration": deadline.duration,
        "day_type": deadline.day_type, "relation": deadline.relation, "value": deadline.value,
        "trigger": deadline.trigger, "recurrence": deadline.recurrence, "iso": deadline.iso, "time": deadline.time,
        "who": deadline.who, **_agency_json(deadline.agency, deadline.who, document, agencies), "what": deadline.what,
        **_place_json(deadline, document, lang, as_of),
    }  # fmt: skip


def entitlement_json(entitlement: Entitlement, document: Document, lang: Language, as_of: dt.date) -> Json:
    """A row of `entitlements --json`; `status` is that of the entitlement, `document_status` that of its document."""
    return {
        "holder": entitlement.holder, "group_ref": str(entitlement.group_ref) if entitlement.group_ref else None,
        "benefit": entitlement.benefit, "level": entitlement.level, "condition": entitlement.condition,
        "status": entitlement_status(entitlement, document, as_of), **_place_json(entitlement, document, lang, as_of),
    }  # fmt: skip


def entitlement_status(entitlement: Entitlement, document: Document, as_of: dt.date) -> str:
    """What binds does so from the day on which its document takes effect until the day on which it ends.

    in_force, not_yet, ended; planned, proposed: of what does not bind.
    """
    if entitlement.status != "in_force":
        return entitlement.status
    return _STATUS_OF_RULE.get(status_at(document, as_of), "in_force")


def _agency_json(agency_id: str | None, written: str | None, document: Document, agencies: Agencies) -> Json:
    agency = agencies[agency_id] if agency_id in agencies and agency_id else None
    return {
        "agency": agency_name(written or "", agency_id, agencies, document.language) or None,
        "agency_vi": agency.vi if agency else None,
        "agency_en": agency.en if agency else None,
    }


def _place_json(row: Duty | Deadline | Entitlement, document: Document, lang: Language, as_of: dt.date) -> Json:
    return {
        "doc_id": document.id, "eid": str(row.ref.eid), "label": label(document, row.ref.eid, lang),
        "quote": row.quote, "quote_start": row.span.start, "quote_end": row.span.end,
        "authority": document.authority, "document_status": status_at(document, as_of), "file": document.file,
    }  # fmt: skip


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def claim_json(check: ClaimCheck) -> Json:
    """One sentence of `check --json`; spans are None where a side says nothing or its place is not known."""
    return {
        "sentence": check.sentence,
        "verdict": check.verdict,
        "differences": [
            {"kind": d.kind, "draft": d.draft, "source": d.source, "draft_span": _span(d.draft_span), "source_span": _span(d.source_span)}
            for d in check.differences
        ],
        "evidence": [
            {"doc_id": p.ref.doc_id, "eid": str(p.ref.eid), "label": p.label, "quote": p.quote} for p in check.evidence
        ],
        "suggestion": check.suggestion,
        "warnings": [{"kind": w.kind, "text": w.text} for w in check.warnings],
        "reason": check.reason,
        "closeness": round(check.closeness, 3),
    }  # fmt: skip


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
