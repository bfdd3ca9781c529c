"""A provision tree to passages (what is retrieved) and sentences (what is quoted).

A passage is one provision, the largest that still reads as one thought, or a part of a provision that is
too long. Passages never overlap. Each sentence belongs to one passage and to the innermost provision
that it stands in, so that a citation can name that one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.provision import EId, Provision, ProvisionRef, Span
from ingest.sentences import sentence_spans

PASSAGE_MAX = 1600  # code points; the contract allows 2,000, the embedding model reads about 1,600
# Kinds that hold other provisions without being a thought of their own.
_CONTAINERS = frozenset({"document", "section", "heading", "question", "preamble", "part", "chapter"})
# What stands in a tree but says nothing that an answer could rest on.
_SILENT = frozenset({"letterhead", "signature", "dateline", "caption", "closing"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: `text == source[span.start:span.end]`; `heading_path` is what stands above it.

    `id` is the ref and, for a part of a provision, its number ("d#art_5~2"); `digest` is that of
    `embedded`, the text that is embedded and searched: headings in front.
    """

    id: str
    ref: ProvisionRef
    text: str
    heading_path: tuple[str, ...]
    span: Span
    kind: str

    @property
    def embedded(self) -> str:
        """Headings and text, the form in which a passage is embedded."""
        return "\n".join((*self.heading_path, self.text))

    @property
    def digest(self) -> str:
        """The digest of `embedded`."""
        return digest(self.embedded)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, with the innermost provision around it. `lead` introduces it, as the words
    before a list do ("The Ministry of Health shall:")."""

    chunk_id: str
    ref: ProvisionRef
    text: str
    span: Span
    lead: str

    @property
    def embedded(self) -> str:
        """The sentence with its lead in front, the form in which it is embedded."""
        return f"{self.lead} {self.text}" if self.lead else self.text


def digest(text: str) -> str:
    """The digest by which a text's vector is found again."""
    return hashlib.sha256(text.encode()).hexdigest()


def chunk_tree(tree: Provision, source: str, title: str | None) -> Iterator[Chunk]:
    """The passages of a document in the order of its text; `title` stands first in every heading path."""
    yield from _below(tree, source, (title,) if title else ())


def _below(node: Provision, source: str, path: tuple[str, ...]) -> Iterator[Chunk]:
    if node.kind in _SILENT or node.kind == "title":
        return
    small = node.kind not in _CONTAINERS and len(node.text) <= PASSAGE_MAX
    if small or not node.children:
        yield from _parts(node, source, node.span, path)
        return
    inner = (*path, node.heading) if node.heading and node.kind != "document" else path
    first = node.children[0].span.start if node.children else node.span.end
    lead = Span(node.span.start, first)
    if node.kind != "document" and _says_more(source, lead, node):
        yield from _parts(node, source, lead, path)
    for child in node.children:
        yield from _below(child, source, inner)


def _says_more(source: str, lead: Span, node: Provision) -> bool:
    """Whether the words before the first child are more than the number and the heading."""
    words = source[lead.start : lead.end]
    for known in (node.num, node.heading):
        words = words.replace(known, "", 1) if known else words
    return sum(c.isalnum() for c in words) > 2


def _parts(node: Provision, source: str, span: Span, path: tuple[str, ...]) -> Iterator[Chunk]:
    pieces = list(_windows(source, span))
    for number, piece in enumerate(pieces, 1):
        identifier = str(node.ref) if len(pieces) == 1 else f"{node.ref}~{number}"
        yield Chunk(identifier, node.ref, source[piece.start : piece.end], path, piece, node.kind)


def _windows(source: str, span: Span) -> Iterator[Span]:
    start = end = None
    for sentence in sentence_spans(source, span.start, span.end):
        if start is not None and end is not None and sentence.end - start > PASSAGE_MAX:
            yield Span(start, end)
            start = None
        start, end = (sentence.start if start is None else start), sentence.end
    if start is not None and end is not None:
        yield Span(start, end)


def sentences(chunk: Chunk, tree: Provision, source: str) -> Iterator[Sentence]:
    """The sentences of a passage; a provision inside it is never parted from its own label."""
    at = chunk.span.start
    leaves = [node for node in _leaves(tree) if node.span in chunk.span]
    for leaf in leaves:
        yield from _stretch(chunk, _node_at(tree, at), source, Span(at, leaf.span.start))
        yield from _stretch(chunk, leaf, source, leaf.span)
        at = leaf.span.end
    yield from _stretch(chunk, _node_at(tree, at), source, Span(at, chunk.span.end))


def _stretch(chunk: Chunk, node: Provision, source: str, span: Span) -> Iterator[Sentence]:
    lead = _lead(chunk, node, source)
    for part in sentence_spans(source, span.start, span.end):
        text = source[part.start : part.end]
        if sum(c.isalnum() for c in text) > 2:
            yield Sentence(chunk.id, node.ref, text, part, lead)


def _lead(chunk: Chunk, node: Provision, source: str) -> str:
    """The words that open the passage when `node` is an inner provision of it, label left off."""
    if node.span.start <= chunk.span.start:
        return ""
    opening = source[chunk.span.start : node.span.start].split("(1)")[0]
    return opening.split("\n")[0].strip(" -–•:\n")[:200]


def _leaves(tree: Provision) -> Iterator[Provision]:
    return (node for node in tree.walk() if not node.children)


def _node_at(tree: Provision, offset: int) -> Provision:
    node = tree
    while True:
        inner = next((c for c in node.children if c.span.start <= offset < c.span.end), None)
        if inner is None:
            return node
        node = inner


def innermost(tree: Provision, span: Span) -> EId:
    """The eId of the innermost provision that holds all of `span`."""
    node = tree
    while True:
        inner = next((c for c in node.children if span in c.span), None)
        if inner is None:
            return node.ref.eid
        node = inner
