"""A message as Markdown, with the place of every line in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.drafts.draft import Line
from bot.drafts.facts import FactReader, missing
from bot.drafts.wordings import Audience, wordings
from bot.registers.wordings import wordings as register_wordings
from bot.turn import Citation
from corpus.label import document_label, label
from corpus.provision import Language, Span
from ingest.index import Index

_FRAMES = {"foreign": "says_foreign", "gloss": "says_gloss"}


def numbered(lines: Sequence[Line]) -> list[Line]:
    """The lines with their citations numbered from 1, in order."""
    return [replace(line, citation=replace(line.citation, n=n)) for n, line in enumerate(lines, 1)]


class Layout:
    """Lays a message out."""

    def __init__(self, index: Index, facts: FactReader) -> None:
        self._index = index
        self._facts = facts

    def __call__(
        self, topic: str, lines: Sequence[Line], lang: Language, audience: Audience, as_of: dt.date
    ) -> tuple[str, list[Span]]:
        """The Markdown, and where in it each line stands."""
        template, frames = wordings().audiences[audience], wordings().frames
        parts = [f"# {template.heading(lang, topic=topic[:1].upper() + topic[1:])}", "", template.greeting(lang), ""]
        parts += [frames["as_of"](lang, day=as_of.strftime("%d/%m/%Y"))]
        places: list[int] = []
        last = ""
        for line in lines:
            frame = self._frame(line, lang, audience)
            if frame != last:
                parts += ["", f"### {frame}", ""]
                last = frame
            places.append(len(parts))
            parts.append(f"- {line.text} [{line.citation.n}]")
        parts += ["", *self._open(lines, lang), template.closing(lang), "", f"### {frames['sources'](lang)}", ""]
        parts += [f"{line.citation.n}. {self._source(line.citation, lang)}" for line in lines]
        starts = [sum(len(part) + 1 for part in parts[:i]) for i in places]
        return "\n".join(parts) + "\n", [Span(at, at + len(parts[i])) for at, i in zip(starts, places, strict=True)]

    def _frame(self, line: Line, lang: Language, audience: Audience) -> str:
        """What names the source of a line: officials get the pinpoint, others the document."""
        document = self._index.documents[line.citation.ref.doc_id]
        name = (
            label(document, line.citation.ref.eid, lang) if audience == "official" else document_label(document, lang)
        )
        return wordings().frames[_FRAMES.get(line.kind, "says")](lang, label=name)

    def _open(self, lines: Sequence[Line], lang: Language) -> list[str]:
        names = missing([line.citation for line in lines], self._facts)
        if not names:
            return []
        return [wordings().frames["not_said"](lang), "", *(f"- {wordings().missing[name](lang)}" for name in names), ""]

    def _source(self, citation: Citation, lang: Language) -> str:
        document = self._index.documents[citation.ref.doc_id]
        name = label(document, citation.ref.eid, lang)
        if citation.status == "unknown":
            return wordings().frames["source"](lang, label=name)
        status = register_wordings().values["document_status"][citation.status](lang)
        return wordings().frames["source_status"](lang, label=name, status=status)
