"""JSON forms of the contract: every key present, null where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.turn import Answer, Citation, Passage
from corpus.label import label
from corpus.provision import Document, Language, Provision

Json = dict[str, Any]
PASSAGE_TEXT_MAX = 2000  # code points; the contract


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
