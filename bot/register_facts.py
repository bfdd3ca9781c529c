"""What is known of a document beside its text: from its own entry, the head of its digest, or an entry that cites it.

A document that is not here may still be known: the entry of one that reports on it or cites it can have its issuer and
its date. Each source address is kept, so that a reader can look there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.holdings import has_own_number
from bot.notices.cited import named
from bot.notices.digests import works
from corpus.label import document_label, kind_name
from corpus.precedence import numbers
from corpus.provision import Document, DocumentStatus, Language, Relation
from corpus.reference import DocumentNumber, parse_number
from ingest.index import Index
from ingest.validity import Validity, status_at


@dataclass(frozen=True, slots=True)
class Facts:
    """What entries say of one document; None where none says it. `inferred` is said of the day of issue.

    `successors` and `predecessors` are the documents that replace or amend it, and those that it replaces.
    """

    label: str
    number: str | None = None
    issuer: str | None = None
    issued: dt.date | None = None
    inferred: bool = False
    effective: dt.date | None = None
    expired: dt.date | None = None
    status: DocumentStatus = "unknown"
    note: str | None = None
    successors: tuple[tuple[str, str, dt.date | None], ...] = ()
    predecessors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class RegisterFacts:
    """Gathers what the register of a corpus and its digests say."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._validity = Validity(index.documents, index.eids, index.tree)

    def of(
        self, document: Document | None, asked: Sequence[DocumentNumber], day: dt.date, lang: Language
    ) -> Facts | None:
        """The facts of a document that is here, or known by number alone; None where no entry knows any."""
        known = self._own(document, day, lang) if document and document.registered else None
        sought = [*asked, *(numbers(document) if document else ())]
        for entry, relation in self._cited(sought):
            known = _completed(known, entry, relation, lang)
        return known

    def _own(self, document: Document, day: dt.date, lang: Language) -> Facts:
        digest = document.authority == "digest"
        head = works().get(document.number or "", {}) if digest else {}
        label = _work(head, lang) if head else document_label(document, lang)
        return Facts(
            label, document.number, document.issuer, document.issued,
            document.date_basis == "inferred", head.get("effective") or document.effective, document.expired,
            # A digest is neither in force nor not; its work may be either.
            "unknown" if digest else status_at(document, day), None if digest else document.status_note(lang),
            tuple((s.kind, document_label(s.by, lang), s.since) for s in self._validity.successions(document.id, day)),
            tuple(named(r.number, lang) for r in document.relations if r.type == "replaces" and r.number),
            (document.source or document.file,),
        )  # fmt: skip

    def _cited(self, sought: Sequence[DocumentNumber]) -> Iterator[tuple[Document, Relation]]:
        """Entries that tell of a document by its number: theirs are its issuer and its date."""
        for entry in self._index.documents.values():
            if has_own_number(entry, sought):
                continue
            for relation in entry.relations:
                number = parse_number(relation.number) if relation.number else None
                if number and any(number.matches(one) for one in sought) and (relation.issuer or relation.date):
                    yield entry, relation


def _work(head: Mapping[str, Any], lang: Language) -> str:
    """The work itself, as it is cited: its digest is another text."""
    if head.get("kind", "law") == "law":
        return f"{head['title_vi' if lang == 'vi' else 'title_en']} ({head['number']})"
    return f"{kind_name(head['kind'], lang)} {head['number']}"


def _completed(known: Facts | None, entry: Document, relation: Relation, lang: Language) -> Facts:
    """The facts with what a relation adds; what was known before stays."""
    title = relation.title_en or relation.title_vi
    facts = known or Facts(named(relation.number or "", lang, title), relation.number)
    issuer, issued = facts.issuer or relation.issuer, facts.issued or relation.date
    if (issuer, issued) == (facts.issuer, facts.issued):
        return facts
    sources = dict.fromkeys((*facts.sources, entry.source or entry.file))
    return replace(facts, issuer=issuer, issued=issued, sources=tuple(sources))
