"""From what a provision says ("điểm a khoản 2 Điều này") to the provision that it means.

Legal drafting in Vietnam names point, clause, article and document, or "this clause", "this Article", "this Law". What
can mean several provisions stays unresolved, with the reason; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.glossary import Glossary, load_glossary
from corpus.language import aligned
from corpus.pinpoint import HERE, Pinpoint, find_pinpoints
from corpus.provision import Document, EId, Provision, ProvisionRef, Span
from ingest.references.names import DocumentMention, DocumentNames
from ingest.references.versions import is_transitional
from ingest.references.works import Levels, Reason, Work, find_place, members, region_of, work_of

_OF = re.compile(r"\s*,?\s*(?:(?:cua|of|trong|in|thuoc|tai|ban hanh kem theo)\s+)?(?:the\s+)?")
_OWN_LAW = re.compile(
    r"(?:(?:bo )?luat|phap lenh|nghi dinh|nghi quyet|thong tu|quyet dinh|chi thi|van ban|huong dan) nay\b"
    r"|this (?:law|code|ordinance|decree|resolution|circular|decision|directive|document)\b"
)
_OWN_PART = re.compile(
    r"(?:quy che|quy dinh|dieu le|phu luc) nay\b|this (?:regulation|statute|charter|annex|appendix)s?\b"
)
# Such words open a provision that changes another document: its numbers are that document's.
_AMENDS = re.compile(
    r"(?:\W*(?:\d+[a-z]?\.|\w{1,2}\)))?\W*(?:dieu \d+\w?\.\s*)?"
    r"(?:sua doi|bo sung|bai bo|thay the|huy bo|bo cum tu|(?:to )?(?:amend|supplement|repeal|annul|replace|delete)|amendments?)\b"
)


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference in the provision `source`, written at `span` of its document as `text`.

    `target` is the provision that is meant. Where it is not known, `reason` says why: ambiguous, not_found (the
    document has no such provision), not_in_corpus, earlier_version (the number meant something else when this was
    written), amended_document (an amending law speaks of the law that it amends, which is not named or not here).
    `document` is the other document as it is named, None for a reference inside the document.
    """

    source: ProvisionRef
    span: Span
    text: str
    target: ProvisionRef | None
    document: str | None = None
    reason: Reason | None = None


class Resolver:
    """Resolves the references of all documents of a corpus."""

    def __init__(self, trees: Sequence[tuple[Document, Provision]], glossary: Glossary) -> None:
        self._names = DocumentNames([document for document, _ in trees], glossary)
        self._works = {document.id: work_of(document, tree) for document, tree in trees}

    def references(self, doc_id: str) -> Iterator[ResolvedReference]:
        """The references of a document, in the order of its text."""
        work = self._works[doc_id]
        yield from self._below(work, work.tree, ())

    def _below(self, work: Work, node: Provision, path: tuple[Provision, ...]) -> Iterator[ResolvedReference]:
        path = (*path, node)
        # A provision's own label ("Điều 5.") is no reference.
        at = node.span.start + (len(node.num) if node.num and node.text.startswith(node.num) else 0)
        for child in node.children:
            yield from self._in_words(work, path, Span(at, child.span.start))
            yield from self._below(work, child, path)
            at = child.span.end
        yield from self._in_words(work, path, Span(at, node.span.end))

    def _in_words(self, work: Work, path: tuple[Provision, ...], span: Span) -> Iterator[ResolvedReference]:
        """The references in a provision's own words."""
        node = path[-1]
        text = node.text[span.start - node.span.start : span.end - node.span.start]
        if not text.strip():
            return
        mentions, places = self._names.find(text), find_pinpoints(text)
        own_words = aligned(text).lower() if places else ""
        taken: set[DocumentMention] = set()
        found: list[ResolvedReference] = []
        for place in places:
            stop = _OF.match(own_words, place.tail)
            tail = stop.end() if stop else place.tail
            told_here = any(number == HERE for _, number in place.levels)
            mention = None if told_here else next((m for m in mentions if place.tail <= m.start <= tail), None)
            if mention:
                taken.add(mention)
            whole = Span(span.start + place.start, span.start + place.end)
            source = _Source(work, path, whole, text[place.start : place.end], own_words, tail)
            found += self._place(source, place, mention)
        for mention in mentions:
            if mention not in taken:
                whole = Span(span.start + mention.start, span.start + mention.end)
                found += self._document(work, node, whole, mention)
        yield from sorted(found, key=lambda r: r.span.start)

    def _document(
        self, work: Work, node: Provision, span: Span, mention: DocumentMention
    ) -> Iterator[ResolvedReference]:
        """A document that is named without a place in it; a document does not refer to itself."""
        ids = mention.ids
        if work.document.id in ids:
            return
        target = ProvisionRef(ids[0]) if len(ids) == 1 else None
        reason: Reason | None = None if target else "ambiguous" if ids else "not_in_corpus"
        written = work.tree.text[span.start - work.tree.span.start : span.end - work.tree.span.start]
        yield ResolvedReference(node.ref, span, written, target, mention.name, reason)

    def _place(self, source: _Source, place: Pinpoint, mention: DocumentMention | None) -> Iterator[ResolvedReference]:
        amended = None if mention else self._amended(source)
        named = mention or amended
        if named is not None and (mention or not source.says_own):
            yield from self._elsewhere(source, place, named)
        elif source.amends and not source.says_own:
            yield source.unresolved("amended_document")
        else:
            for outcome in _inside(source, place):
                yield source.reference(outcome)

    def _amended(self, source: _Source) -> DocumentMention | None:
        """The document that an amending article names in its heading, or before its list."""
        if not source.amends:
            return None
        for node in reversed(source.path):
            words = node.text[: node.children[0].span.start - node.span.start] if node.children else node.text
            found = [m for m in self._names.find(words) if source.work.document.id not in m.ids]
            if found and node.kind != "document":
                return found[0]
        return None

    def _elsewhere(self, source: _Source, place: Pinpoint, mention: DocumentMention) -> Iterator[ResolvedReference]:
        """A place in a document that is named."""
        own = source.work.document.id
        if not mention.ids or (len(mention.ids) > 1 and own not in mention.ids):
            yield source.unresolved("ambiguous" if mention.ids else "not_in_corpus", mention.name)
            return
        # Of several expressions of one work, each speaks of itself.
        work = self._works[own if own in mention.ids else mention.ids[0]]
        for levels in members(place, (), work):
            target = find_place(work, (), levels)
            if isinstance(target, EId):
                yield source.reference(_of_its_date(source, work, target), mention.name)
            else:
                yield source.unresolved(target, mention.name)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a reference stands: the provisions around it, and its own words (`words`, folded; `tail`: behind it)."""

    work: Work
    path: tuple[Provision, ...]
    span: Span
    text: str
    words: str
    tail: int

    @property
    def says_own(self) -> bool:
        return bool(_OWN_LAW.match(self.words, self.tail) or _OWN_PART.match(self.words, self.tail))

    @property
    def amends(self) -> bool:
        """Whether the provision, or its article by its heading, changes another document; quoted text does not."""
        node = self.path[-1]
        if region_of(node.ref.eid):
            return bool(_AMENDS.match(self.words))
        article = next((n for n in self.path if n.kind == "article"), None)
        heading = aligned(article.heading or "").lower() if article else ""
        return bool(_AMENDS.match(self.words) or _AMENDS.match(heading))

    @property
    def region(self) -> Levels:
        """The numbering that is meant: in an attachment, "this Law" is what it is attached to."""
        own = region_of(self.path[-1].ref.eid)
        attached = bool(own) and own[0][0] == "att" and _OWN_LAW.match(self.words, self.tail)
        return () if attached else own

    def ancestor(self, level: str) -> EId | None:
        """The provision of a level around the words, within their numbering."""
        segments = self.path[-1].ref.eid.segments
        at = next((i for i, (name, _) in enumerate(segments) if name == level), None)
        if at is not None:
            return EId(segments[: at + 1])
        return next(
            (n.ref.eid for n in reversed(self.path) if n.ref.eid.segments[-1:] and n.ref.eid.segments[-1][0] == level),
            None,
        )

    def reference(self, outcome: EId | Reason | ProvisionRef, document: str | None = None) -> ResolvedReference:
        ref = self.path[-1].ref
        if isinstance(outcome, EId):
            outcome = ProvisionRef(ref.doc_id, outcome)
        if isinstance(outcome, ProvisionRef):
            return ResolvedReference(ref, self.span, self.text, outcome, document)
        return ResolvedReference(ref, self.span, self.text, None, document, outcome)

    def unresolved(self, reason: Reason, document: str | None = None) -> ResolvedReference:
        return self.reference(reason, document)

    @property
    def transitional(self) -> bool:
        return any(n.kind == "article" and is_transitional(n.heading) for n in self.path)


def resolve_all(trees: Sequence[tuple[Document, Provision]]) -> Iterator[ResolvedReference]:
    """The references of all documents of a corpus, in order."""
    resolver = Resolver(trees, load_glossary())
    for document, _ in trees:
        yield from resolver.references(document.id)


def _inside(source: _Source, place: Pinpoint) -> Iterator[EId | Reason]:
    """The provisions of the same document that a place names."""
    here = max((i for i, (_, number) in enumerate(place.levels) if number == HERE), default=None)
    if here is None:
        if place.levels[0][0] in ("para", "point", "bullet"):
            yield "ambiguous"  # "khoản 2" of which article?
            return
        base, levels = source.region, place.levels
    else:
        around = source.ancestor(place.levels[here][0])
        if around is None:
            yield "ambiguous"
            return
        base, levels = around.segments, place.levels[here + 1 :]
    for wanted in members(place, base, source.work, levels):
        target = find_place(source.work, base, wanted)
        named = EId((*base, *wanted)) if target == "not_found" else target
        if isinstance(named, EId) and source.transitional and not region_of(named):
            shifted = source.work.versions.renewed_after(named, source.path[-1].ref.eid)
            yield "earlier_version" if shifted else target
        else:
            yield target


def _of_its_date(source: _Source, work: Work, target: EId) -> ProvisionRef | Reason:
    """The target, unless it was renewed after the citing words were written."""
    same = work is source.work
    quoted = same and source.transitional and work.versions.renewed_after(target, EId())
    later = not same and work.versions.renewed_since(target, source.work.document)
    return "earlier_version" if quoted or later else ProvisionRef(work.document.id, target)
