"""The sentences of a tree's provisions, each with the provision that it stands in and what introduces it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.provision import Provision, Span
from ingest.norms.duty_text import own_spans
from ingest.sentences import sentence_spans

# What says nothing of its own: heads and feet of documents, and footnotes that tell a provision's history. Articles
# of another law that a footnote quotes are provisions like any other.
_SILENT = frozenset("letterhead title signature dateline caption closing preamble".split())
_MUTE = frozenset("footnote document part chapter law_section subsection attachment work quotation heading".split())
_LABEL = re.compile(r"\s*(?:(?:\(\w{1,3}\)|\w{1,4}[.)]|[-–+•*])(?=[\s\[]))?(?:\s*\[\d+\])*\s*")
# A heading introduces what stands under it where it says whose duties these are.
_NAMES_BEARER = re.compile(r"(?:trách nhiệm|nhiệm vụ|nghĩa vụ|quyền|responsib|duties|obligations|tasks)", re.IGNORECASE)
_SEMICOLON = re.compile(r";\s+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, up to its semicolon, at `span` of the source, which reads `quote` there.

    `text` is the quote in NFC; `above` are the words that introduce it, the nearest first: what the sentence says before
    the semicolon, then the provisions around it ("The Ministry of Health shall:").
    """

    provision: Provision
    text: str
    quote: str
    span: Span
    above: tuple[str, ...]


def clauses(tree: Provision) -> Iterator[Clause]:
    """The clauses of a document in the order of the text, labels and headings left out."""
    yield from _below(tree, tree, ())


def _below(tree: Provision, node: Provision, above: tuple[str, ...]) -> Iterator[Clause]:
    if node.kind in _SILENT:
        return
    own = list(_own(tree, node)) if node.kind not in _MUTE else []
    for span in own:
        for sentence in sentence_spans(tree.text, span.start, span.end):
            said: tuple[str, ...] = ()
            for part in _parts(tree.text, sentence):
                quote = tree.text[part.start : part.end]
                yield Clause(node, unicodedata.normalize("NFC", quote), quote, part, (*said, *above))
                said = (quote, *said)
    lead = [tree.text[own[0].start : own[0].end]] if own and node.children else []
    heading = [node.heading] if node.heading and _NAMES_BEARER.match(node.heading) else []
    introduced = (*lead, *heading, *above)
    for child in node.children:
        yield from _below(tree, child, introduced)


def _own(tree: Provision, node: Provision) -> Iterator[Span]:
    for span in own_spans(node):
        label = _LABEL.match(node.text, span.start, span.end)
        start = node.span.start + (label.end() if label else span.start)
        end = node.span.start + span.end
        if tree.text[start:end].strip():
            yield Span(start, end)


def _parts(source: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for semicolon in _SEMICOLON.finditer(source, sentence.start, sentence.end):
        yield Span(start, semicolon.start() + 1)
        start = semicolon.end()
    if start < sentence.end:
        yield Span(start, sentence.end)
