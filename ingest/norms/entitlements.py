"""Entitlements: who gets what, how much of it and when, from the provisions of any document.

A law gives by its sentences ("người … được hưởng …"), by lists below a sentence ("… với mức hưởng như sau:") and
under headings ("Quyền của …"). What stands in directives and in the press is planned, or proposed. A group that is
named by reference is written out: a row for each provision that defines one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.agencies import Agencies
from corpus.glossary import Glossary, load_glossary
from corpus.provision import Document, Provision, ProvisionRef, Span
from corpus.reference import parse_number, symbol_kind
from ingest.norms.entitlement_acts import Standing, gives_nobody, is_given, is_planned
from ingest.norms.entitlement_parts import (
    HOLDER_MAX,
    UNSPECIFIED,
    condition_in,
    group_in,
    group_words,
    holder_in,
    level_of,
    plain_words,
    shortened,
)
from ingest.norms.entitlement_words import benefit_words
from ingest.norms.rows import Entitlement, EntitlementStatus
from ingest.references.groups import names_group
from ingest.references.resolve import ResolvedReference, Resolver
from ingest.sentences import sentence_spans

# What binds by itself; of everything else the benefits are plans.
_NORMS = frozenset({"constitution", "law", "ordinance", "decree", "pm_decision", "circular", "local", "president"})
_SILENT = frozenset({"letterhead", "title", "signature", "dateline", "caption", "closing", "preamble", "table"})
_ITEMS = frozenset({"clause", "point", "item", "bullet"})
_NOTES = re.compile(r"[\s.]*(?:\[\d{1,4}\]\s*)*")  # markers of footnotes behind a label
# An item that only names a document: "Quyết định số 9/2031/QĐ-TTg …", "Điểm a khoản 8 Điều 6 Nghị định số …".
_NAMES_TEXT = re.compile(
    r"(?:(?:điểm|khoản|điều|point|clause|article)\s+\w+(?:,?\s+(?:of\s+)?))*"
    r"(?:luật|nghị định|nghị quyết|quyết định|thông tư(?: liên tịch)?|law|decree|resolution|decision|circular)\s+(?:số|no\.?)\b",
    re.IGNORECASE,
)
_GROUPS_MAX = 40  # of one sentence; more is a whole chapter


def entitlements(document: Document, tree: Provision, agencies: Agencies) -> list[Entitlement]:
    """The entitlement register of a document, in the order of its text."""
    reader = _Reader(document, tree, agencies)
    return list(reader.rows(tree, _Above()))


@cache
def _glossary() -> Glossary:
    return load_glossary()


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands over a provision: its article's heading, and the words that open the list it is in."""

    heading: str = ""
    lead: str = ""
    lead_refs: tuple[ProvisionRef, ...] = ()


class _Reader:
    def __init__(self, document: Document, tree: Provision, agencies: Agencies) -> None:
        self._document = document
        self._agencies = agencies
        self._words = benefit_words(document.language)
        self._binds = document.authority in _NORMS or _of_norm(document) or _holds_norms(document, tree)
        self._source = tree.text
        self._at = tree.span.start
        self._nodes = {node.ref.eid: node for node in tree.walk()}
        self._references: dict[ProvisionRef, list[ResolvedReference]] = {}
        if self._binds:
            for reference in Resolver([(document, tree)], _glossary()).references(document.id):
                self._references.setdefault(reference.source, []).append(reference)

    def rows(self, node: Provision, above: _Above) -> Iterator[Entitlement]:
        """The rows of a provision and of those below it."""
        if node.kind in _SILENT or (node.kind == "footnote" and not node.children):
            return
        if node.heading and node.kind != "document":
            above = _Above(unicodedata.normalize("NFC", node.heading))
        if gives_nobody(_lowered(above.heading), self._words):
            return
        own = Span(_words_start(node), node.children[0].span.start if node.children else node.span.end)
        spans = sentence_spans(self._source, own.start - self._at, own.end - self._at)
        for number, span in enumerate(spans):
            yield from self._sentence(node, span, above if number == 0 else _Above(above.heading))
        below = self._below(node, spans, above)
        for child in node.children:
            yield from self.rows(child, below)

    def _below(self, node: Provision, spans: list[Span], above: _Above) -> _Above:
        """What stands over the children: the sentence that opens the list, or what stood over this one."""
        last = self._text(spans[-1]) if spans else ""
        if not node.children or not last.rstrip().endswith(":"):
            return _Above(above.heading)
        refs = self._groups(node, spans[-1])
        return _Above(above.heading, plain_words(last), tuple(refs))

    def _text(self, span: Span) -> str:
        return self._source[span.start : span.end]

    def _sentence(self, node: Provision, span: Span, above: _Above) -> Iterator[Entitlement]:
        text = plain_words(self._text(span))
        if not text or text.endswith(":") or _NAMES_TEXT.match(text):
            return
        lowered = _lowered(text)
        if self._words.denies.search(lowered) or self._words.denies.search(_lowered(above.lead)):
            return
        if not (self._is_given(node, lowered, above) if self._binds else is_planned(text, self._words)):
            return
        groups = self._groups(node, span) or list(above.lead_refs)
        for holder, group in self._holders(text, above, groups):
            yield self._row(node, span, text, above, holder, group)

    def _is_given(self, node: Provision, text: str, above: _Above) -> bool:
        """Whether a sentence of a norm gives something; footnotes tell of amounts that are no longer paid."""
        levels = {level for level, _ in node.ref.eid.segments}
        stands = Standing(
            _lowered(above.lead), _lowered(above.heading), in_list=node.kind in _ITEMS, in_footnote="fn" in levels
        )
        return is_given(text, stands, self._words)

    def _groups(self, node: Provision, span: Span) -> list[ProvisionRef]:
        """The provisions that define the groups which a sentence names by reference, each part of one by itself."""
        whole = Span(self._at + span.start, self._at + span.end)
        found: list[ProvisionRef] = []
        for reference in self._references.get(node.ref, ()):
            target = reference.target
            if target is None or reference.span not in whole or target.doc_id != self._document.id:
                continue
            if names_group(self._text(span), reference.span.start - whole.start):
                found += self._parts(self._nodes[target.eid])
        return list(dict.fromkeys(found))[:_GROUPS_MAX]

    def _parts(self, node: Provision) -> list[ProvisionRef]:
        """The points of a clause that lists groups; a whole article is no group."""
        if node.kind == "article":
            return []
        points = [child for child in node.children if child.kind in _ITEMS]
        return [child.ref for child in points] or [node.ref]

    def _holders(
        self, text: str, above: _Above, groups: list[ProvisionRef]
    ) -> Iterator[tuple[str, ProvisionRef | None]]:
        if group_in(above.lead, self._words):
            yield shortened(text, HOLDER_MAX), None
            return
        if groups:
            for ref in groups:
                yield group_words(self._nodes[ref.eid]), ref
            return
        for words in (text, above.lead, above.heading):
            holder = holder_in(words, self._words)
            if holder:
                yield holder, None
                return
        yield UNSPECIFIED, None

    def _row(
        self, node: Provision, span: Span, text: str, above: _Above, holder: str, group: ProvisionRef | None
    ) -> Entitlement:
        whole = Span(self._at + span.start, self._at + span.end)
        own = condition_in(text, self._words)
        lead = shortened(above.lead) if above.lead else None
        return Entitlement(
            holder=holder,
            group_ref=group,
            benefit=shortened(above.lead if group_in(above.lead, self._words) else text),
            level=level_of(text) or (level_of(above.lead) if above.lead else None),
            condition="; ".join(filter(None, (lead, own))) or None,
            status=self._status(_lowered(text)),
            ref=node.ref,
            quote=self._text(span),
            span=whole,
        )

    def _status(self, text: str) -> EntitlementStatus:
        if self._binds:
            return "in_force"
        return "proposed" if self._words.proposes.search(text) else "planned"


def _of_norm(document: Document) -> bool:
    """Whether a digest retells a norm, as the symbol of the number says."""
    number = parse_number(document.number or "") if document.authority == "digest" else None
    return number is not None and symbol_kind(number) in _NORMS


def _holds_norms(document: Document, tree: Provision) -> bool:
    """Whether a text of no known issuer is set out in articles: a codification, a law that came without its head."""
    return document.kind == "text" and any(node.kind == "article" for node in tree.walk())


def _lowered(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _words_start(node: Provision) -> int:
    """Where a provision's own words begin: behind its label, and behind its heading where it has one."""
    heading = node.text.find(node.heading) if node.heading else -1
    if heading >= 0:
        stop = _NOTES.match(node.text, heading + len(node.heading or ""))
        return node.span.start + (stop.end() if stop else heading)
    if node.text.startswith("#"):  # a heading of Markdown
        return node.span.start + max(node.text.find("\n"), 0)
    label = len(node.num) if node.num and node.text.startswith(node.num) else 0
    notes = _NOTES.match(node.text, label)
    return node.span.start + (notes.end() if notes else label)
