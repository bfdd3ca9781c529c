"""A provision tree to passages (what is retrieved) and sentences (what is quoted).

A passage is one provision, the largest that still reads as one thought, or a part of a provision that is
too long. Passages never overlap. Each sentence belongs to one passage and to the innermost provision
that it stands in, so that a citation can name that one.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.provision import EId, Provision, ProvisionRef, Span
from ingest.sentences import MAX_QUOTE, sentence_spans

PASSAGE_MAX = 1600  # code points; the contract allows 2,000, the embedding model reads about 1,600
# Kinds that hold other provisions without being a thought of their own.
_CONTAINERS = frozenset(
    "document section heading question preamble part chapter law_section subsection attachment quotation work".split()
)
# … and whose own words are a heading, over several lines perhaps.
_HEADINGS = frozenset("document part chapter law_section subsection attachment work".split())
# Kinds that list: too long for one passage, they are parted between their items.
_LISTS = frozenset({"clause", "bullet", "paragraph", "point"})
# What stands in a tree but says nothing that an answer could rest on.
_SILENT = frozenset({"letterhead", "title", "signature", "dateline", "caption", "closing"})
# Footnotes tell a provision's history, unless they quote articles of another law.
_SILENT_ALONE = frozenset({"footnote"})
LEAD_MAX = 200  # code points, of a list's opening words above a passage
SENTENCE_LEAD_MAX = 80  # … and before a sentence, whose own words must not drown in them
# The end of a line, after marks of footnotes.
_LINE_ENDS = r"(?:\s*\[\d+\])*[^\S\n]*\n"


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
    if node.kind in _SILENT or (node.kind in _SILENT_ALONE and not node.children):
        return
    if node.kind not in _CONTAINERS and (not node.children or len(node.text) <= PASSAGE_MAX):
        yield from _parts(node, source, [node.span], path)
    elif node.kind in _LISTS:
        yield from _parts(node, source, _grouped(node, source), path)
    else:
        yield from _inside(node, source, path)


def _inside(node: Provision, source: str, path: tuple[str, ...]) -> Iterator[Chunk]:
    """The passages of a provision that is parted: its own words before the first child, then its children's."""
    own = Span(node.span.start, node.children[0].span.start if node.children else node.span.end)
    if not node.children or (node.kind not in _HEADINGS and _says_more(source, own, node)):
        yield from _parts(node, source, [own], path)
    inner = (*path, node.heading) if node.heading and node.kind != "document" else path
    for child in node.children:
        yield from _below(child, source, inner)


def _grouped(node: Provision, source: str) -> list[Span]:
    """A list too long for one passage, in stretches of whole items; the first one has the words before the list."""
    stretches: list[Span] = []
    start, end = node.span.start, node.children[0].span.start
    for child in node.children:
        if child.span.end - start > PASSAGE_MAX and end > start:
            stretches.append(_trimmed(source, Span(start, end)))
            start = child.span.start
        end = child.span.end
    return [*stretches, _trimmed(source, Span(start, max(end, node.span.end)))]


def _trimmed(source: str, span: Span) -> Span:
    return Span(span.start, span.start + len(source[span.start : span.end].rstrip()))


def _says_more(source: str, lead: Span, node: Provision) -> bool:
    """Whether the words before the first child are more than the number and the heading."""
    words = source[lead.start : lead.end]
    for known in (node.num, node.heading):
        words = words.replace(known, "", 1) if known else words
    return sum(c.isalnum() for c in words) > 2


def _parts(node: Provision, source: str, spans: list[Span], path: tuple[str, ...]) -> Iterator[Chunk]:
    pieces = [piece for span in spans for piece in _windows(source, span)]
    lead = _lead_of(node, source)
    for number, piece in enumerate(pieces, 1):
        identifier = str(node.ref) if len(pieces) == 1 else f"{node.ref}~{number}"
        # A later stretch of a list says what list it is of.
        above = (*path, lead) if lead and piece.start > node.span.start else path
        yield Chunk(identifier, node.ref, source[piece.start : piece.end], above, piece, node.kind)


def _windows(source: str, span: Span) -> Iterator[Span]:
    if span.end - span.start <= PASSAGE_MAX:
        trimmed = _trimmed(source, span)
        yield from [trimmed] if any(c.isalnum() for c in source[trimmed.start : trimmed.end]) else []
        return
    start = end = None
    for sentence in sentence_spans(source, span.start, span.end):
        if start is not None and end is not None and sentence.end - start > PASSAGE_MAX:
            yield Span(start, end)
            start = None
        start, end = (sentence.start if start is None else start), sentence.end
    if start is not None and end is not None:
        yield Span(start, end)


def sentences(chunks: Sequence[Chunk], tree: Provision, source: str) -> Iterator[Sentence]:
    """The sentences of a document's passages. None runs on into another provision; a provision is never parted from its own
    label. A heading over text is none: nothing can rest on it, and it stands in front of each sentence below it."""
    above = {child.ref.eid: node for node in tree.walk() for child in node.children}
    headings = {node.span.start: end for node in tree.walk() if (end := _heading_end(node, source))}
    cuts = sorted({cut for node in tree.walk() for cut in (node.span.start, node.span.end)} | {*headings.values()})
    for chunk in chunks:
        inside = cuts[bisect_right(cuts, chunk.span.start) : bisect_left(cuts, chunk.span.end)]
        for start, end in pairwise((chunk.span.start, *inside, chunk.span.end)):
            if headings.get(start) != end:
                yield from _stretch(chunk, _node_at(tree, start), above, source, Span(start, end))


def _heading_end(node: Provision, source: str) -> int | None:
    """Where a heading ends that has its line to itself, text following."""
    if not node.heading:
        return None
    words = r"\s+".join(map(re.escape, node.heading.split()))
    within = min(node.span.end, node.span.start + 2 * len(node.heading) + LEAD_MAX)
    heading = re.compile(words + _LINE_ENDS).search(source, node.span.start, within)
    return heading.end() if heading and source[heading.end() : node.span.end].strip() else None


def whole_sentences(
    chunks: Sequence[Chunk], tree: Provision, source: str, wholes: Mapping[EId, Sequence[Span]]
) -> Iterator[Sentence]:
    """What each span of a provision holds as one sentence; as its sentences, where it is longer than a quote may be."""
    above = {child.ref.eid: node for node in tree.walk() for child in node.children}
    nodes = {node.ref.eid: node for node in tree.walk()}
    for chunk in chunks:
        for eid, span in ((eid, span) for eid, spans in wholes.items() for span in spans if span in chunk.span):
            lead = _introduction(nodes[eid], above, source)
            for part in [span] if span.end - span.start <= MAX_QUOTE else sentence_spans(source, span.start, span.end):
                yield Sentence(chunk.id, nodes[eid].ref, source[part.start : part.end], part, lead)


def _stretch(
    chunk: Chunk, node: Provision, above: Mapping[EId, Provision], source: str, span: Span
) -> Iterator[Sentence]:
    lead = _introduction(node, above, source)
    for part in sentence_spans(source, span.start, span.end):
        text = source[part.start : part.end]
        if sum(c.isalnum() for c in text) > 2:
            yield Sentence(chunk.id, node.ref, text, part, lead)


def _introduction(node: Provision, above: Mapping[EId, Provision], source: str) -> str:
    """What a sentence inside a list or an article needs in front to be understood: heading and opening words."""
    parent = above.get(node.ref.eid)
    opening = _lead_of(parent, source) if parent and parent.kind not in _CONTAINERS else ""
    article: Provision | None = node
    while article and article.kind != "article":
        article = above.get(article.ref.eid)
    heading = article.heading if article and article.heading else ""
    return " ".join(part for part in (heading, _cut(opening)) if part)


def _cut(words: str) -> str:
    return words if len(words) <= SENTENCE_LEAD_MAX else words[:SENTENCE_LEAD_MAX].rpartition(" ")[0]


def _lead_of(node: Provision, source: str) -> str:
    """The first line of the words before a provision's children, without its label and heading."""
    if not node.children:
        return ""
    words = source[node.span.start : node.children[0].span.start]
    for known in (node.num, node.heading):
        words = words.replace(known, "", 1) if known else words
    return words.strip(" -–•:.;\n").split("\n")[0].rstrip(" :")[:LEAD_MAX]


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
