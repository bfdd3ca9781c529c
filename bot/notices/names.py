"""Notices on one thing under several names: renderings of a Vietnamese term, and numbers written in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.replies import replies
from bot.turn import Citation, Notice, Turn
from corpus.label import document_label, label
from corpus.reference import find_references
from corpus.renderings import Rendering, load_renderings
from ingest.chunk import Sentence
from ingest.index import Index

PARTY = "TW"  # the end of the symbols of Party documents, which are numbered without a year


class NameNotices:
    """What a reader must know of names that look like two things and are one."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._renderings = load_renderings()

    def of(self, turn: Turn, near: Iterable[Sentence]) -> Iterator[Notice]:
        """Unusual renderings in the quotes, with another rendering of the same term nearby; then odd numbers."""
        near = list(near)
        told: set[str] = set()
        for citation in turn.citations:
            for name, notice in (*self._rendered(citation, near, turn), *self._numbered(citation, near, turn)):
                if name not in told:
                    told.add(name)
                    yield notice

    def _is_known(self, citation: Citation, written: str) -> bool:
        """Whether the register tells of these words as a defect already."""
        defects = self._index.documents[citation.ref.doc_id].defects
        return any(d.quote in citation.quote and (written in d.quote or d.quote in written) for d in defects)

    def _rendered(self, citation: Citation, near: list[Sentence], turn: Turn) -> Iterator[tuple[str, Notice]]:
        for rendering in self._renderings:
            match = _unusual(rendering, citation.quote) or rendering.pattern.search(citation.quote)
            if match is None or self._is_known(citation, match[0]):
                continue
            # The usual wording needs no word, unless the question uses another one.
            if rendering.is_usual(match[0]) and not _unusual(rendering, turn.question.text):
                continue
            other = self._other(citation, rendering, match[0], near, turn)
            if other:
                text = replies().notices["rendering"](
                    turn.lang, a=match[0], b=other[0], label=other[1], vi=rendering.vi, en=rendering.en
                )  # fmt: skip
                yield rendering.vi, Notice("conflict", text, (citation.n,))

    def _other(
        self, citation: Citation, rendering: Rendering, written: str, near: list[Sentence], turn: Turn
    ) -> tuple[str, str] | None:
        """Another wording of the same term, with where it stands."""
        doc_id = citation.ref.doc_id
        found = [
            (sentence.ref.doc_id != doc_id, not rendering.is_usual(match[0]), sentence, match[0])
            for sentence in near
            for match in rendering.pattern.finditer(sentence.text)
            if _singular(match[0]) != _singular(written)
        ]
        if not found:
            return None
        _, _, sentence, other = min(found, key=lambda f: f[:2])  # the same document first, then the usual wording
        return other, label(self._index.documents[sentence.ref.doc_id], sentence.ref.eid, turn.lang)

    def _numbered(self, citation: Citation, near: list[Sentence], turn: Turn) -> Iterator[tuple[str, Notice]]:
        """ "20/2017/NQ-TW": a Party document's number with a year, and how it is written elsewhere."""
        for reference in find_references(citation.quote) if PARTY in citation.quote else ():
            number = reference.number
            if number is None or not number.year or not (number.symbol or "").upper().endswith(PARTY):
                continue
            written = _bare(citation.quote[reference.start : reference.end])
            if self._is_known(citation, written):
                continue
            usual = f"{number.serial}-{'/'.join(re.split(r'[-/]', number.symbol or ''))}"
            there = self._holding(usual, near, turn)
            key = "party_number_elsewhere" if there else "party_number"
            text = replies().notices[key](turn.lang, written=written, usual=usual, label=there)
            yield usual, Notice("conflict", text, (citation.n,))

    def _holding(self, written: str, near: list[Sentence], turn: Turn) -> str:
        """Where some words stand: a sentence nearby, else a document; empty where they do not."""
        documents = self._index.documents
        places = [label(documents[s.ref.doc_id], s.ref.eid, turn.lang) for s in near if written in s.text]
        places += [
            document_label(documents[d], turn.lang) for d, source in self._index.sources.items() if written in source
        ]
        return next(iter(places), "")


def _unusual(rendering: Rendering, text: str) -> re.Match[str] | None:
    return next((m for m in rendering.pattern.finditer(text) if not rendering.is_usual(m[0])), None)


def _singular(words: str) -> str:
    return words.lower().removesuffix("s")


def _bare(reference: str) -> str:
    digit = re.search(r"\d", reference)
    return reference[digit.start() :] if digit else reference
