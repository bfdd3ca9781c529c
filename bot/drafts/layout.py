"""A message as Markdown, with the place of every line in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from bot.drafts.draft import Line
from bot.drafts.facts import FactReader, missing
from bot.drafts.wordings import Audience, wordings
from bot.registers.wordings import wordings as register_wordings
from bot.turn import Citation
from bot.wording import written_day
from corpus.label import document_label, label
from corpus.provision import Language, ProvisionRef, Span
from ingest.index import Index

_FRAMES = {"foreign": "says_foreign", "gloss": "says_gloss"}


def numbered(lines: Sequence[Line]) -> list[Line]:
    """The lines with their citations numbered from 1, in order; the same quote has the same number."""
    numbers: dict[tuple[ProvisionRef, Span], int] = {}
    found = [numbers.setdefault((line.citation.ref, line.citation.span), len(numbers) + 1) for line in lines]
    return [replace(line, citation=replace(line.citation, n=n)) for line, n in zip(lines, found, strict=True)]


def cited(lines: Sequence[Line]) -> tuple[Citation, ...]:
    """The citations of numbered lines, each once, in the order of their numbers."""
    return tuple({line.citation.n: line.citation for line in lines}.values())


class Layout:
    """Lays a message out."""

    def __init__(self, index: Index, facts: FactReader) -> None:
        self._index = index
        self._facts = facts

    def __call__(
        self, topic: str, lines: Sequence[Line], lang: Language, audience: Audience, as_of: dt.date
    ) -> tuple[str, list[tuple[Span, Span]]]:
        """The Markdown, and where in it each line and its source stand."""
        template, frames = wordings().audiences[audience], wordings().frames
        parts = [f"# {template.heading(lang, topic=topic[:1].upper() + topic[1:])}", "", template.greeting(lang), ""]
        parts += [frames["as_of"](lang, day=written_day(as_of, lang))]
        body, places = self._body(lines, lang, audience)
        places = [len(parts) + at for at in places]
        parts += [*body, "", *self._open(lines, lang), template.closing(lang), "", f"### {frames['sources'](lang)}", ""]
        first = len(parts) - 1
        parts += [self._source(citation, lang, lines[0].kind == "written") for citation in cited(lines)]
        starts = list(accumulate((len(part) + 1 for part in parts), initial=0))
        spans = [Span(start, start + len(part)) for start, part in zip(starts, parts, strict=False)]
        found = [(spans[at], spans[first + line.citation.n]) for at, line in zip(places, lines, strict=True)]
        return "\n".join(parts) + "\n", found

    def _body(self, lines: Sequence[Line], lang: Language, audience: Audience) -> tuple[list[str], list[int]]:
        """The lines under what names their sources, or one after another where a model wrote them; and their places."""
        parts: list[str] = []
        places: list[int] = []
        last = ""
        for line in lines:
            frame = self._frame(line, lang, audience)
            if frame != last or not parts:
                parts += ["", *([f"### {frame}", ""] if frame else [])]
                last = frame
            places.append(len(parts))
            parts.append(f"{'- ' if frame else ''}{line.text} [{line.citation.n}]")
        return parts, places

    def _frame(self, line: Line, lang: Language, audience: Audience) -> str:
        """What names the source of a line: officials get the pinpoint, others the document; nothing in running text."""
        if line.kind == "written":
            return ""
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

    def _source(self, citation: Citation, lang: Language, quoted: bool) -> str:
        """A source with its number; with its quote, where the message itself does not quote it."""
        quote = f": “{citation.quote}”" if quoted else ""
        return f"{citation.n}. {self._name(citation, lang)}{quote}"

    def _name(self, citation: Citation, lang: Language) -> str:
        document = self._index.documents[citation.ref.doc_id]
        name = label(document, citation.ref.eid, lang)
        if citation.status == "unknown":
            return wordings().frames["source"](lang, label=name)
        status = register_wordings().values["document_status"][citation.status](lang)
        return wordings().frames["source_status"](lang, label=name, status=status)
