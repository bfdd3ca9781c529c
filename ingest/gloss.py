"""Glosses: a digest laid beside the official text that it is of, provision by provision.

A text is recognised by its own number, or by that of the work that it consolidates. A gloss helps to find a
provision in either language and to explain it; the quote alone is the proof.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.digest import Digest, DigestEntry, entries_by_eid
from corpus.provision import Document, EId, Language, Period, Provision, ProvisionRef
from corpus.reference import parse_number
from ingest.chunk import Chunk

LANGUAGES: tuple[Language, ...] = ("en", "vi")


@dataclass(frozen=True, slots=True)
class Gloss:
    """What the provision `ref` says in our own words, and when that holds."""

    chunk_id: str
    ref: ProvisionRef
    lang: Language
    heading: str
    text: str
    period: Period

    @property
    def embedded(self) -> str:
        """Heading and text, the form in which a gloss is embedded and searched."""
        return f"{self.heading}. {self.text}" if self.heading else self.text


def glosses(document: Document, tree: Provision, chunks: Sequence[Chunk], digests: Sequence[Digest]) -> Iterator[Gloss]:
    """The glosses of a document, in both languages; none when no digest is of its work."""
    digest = next((d for d in digests if is_of(document, d)), None)
    if digest is None or not chunks:
        return
    nodes = {node.ref.eid: node for node in tree.walk()}
    starts = [chunk.span.start for chunk in chunks]
    headings = {lang: digest.headings(lang) for lang in LANGUAGES}
    for eid, entry in entries_by_eid(digest):
        node = _nearest(eid, nodes)
        if node is not None and entry.kind_of == "rule":
            chunk = chunks[max(bisect_right(starts, node.span.start) - 1, 0)]
            for lang in LANGUAGES:
                yield _gloss(chunk, node, entry, lang, headings[lang].get(entry.eid.split("__")[0], ""))


def _gloss(chunk: Chunk, node: Provision, entry: DigestEntry, lang: Language, heading: str) -> Gloss:
    return Gloss(chunk.id, node.ref, lang, heading, entry.text(lang), Period(entry.from_, entry.until))


def is_of(document: Document, digest: Digest) -> bool:
    """Whether a document is an official text of the work that a digest is of."""
    if document.authority == "digest":
        return False
    written = [document.number, *(r.number for r in document.relations if r.type == "consolidates")]
    own = [parse_number(text) for text in written if text]
    return digest.number is not None and any(number is not None and digest.number.matches(number) for number in own)


def _nearest(eid: EId, nodes: dict[EId, Provision]) -> Provision | None:
    """The provision at an eId, else the innermost one around it."""
    segments = eid.segments
    while segments:
        if EId(segments) in nodes:
            return nodes[EId(segments)]
        segments = segments[:-1]
    return None
