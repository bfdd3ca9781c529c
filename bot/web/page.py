"""The question page as HTML: answers, sources and the panel, in one interface language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.answerer import Answerer
from bot.cite import status_at
from bot.replies import PROMPTS, Wording, WordingFile, read_wordings, replies
from bot.turn import Answer
from bot.wording import written_day
from corpus.label import document_label, label
from corpus.provision import EId, Language, Provision, ProvisionRef, Span
from ingest.index import Index

NEAREST_MAX = 5  # provisions that are offered when there is no answer
CONTEXT_MAX = 8000  # code points; a longer parent (a whole chapter) is no context but another text


class Interface(WordingFile):
    """The wordings of the page by group and name, and questions to start with, from prompts/interface.yaml."""

    wordings: dict[str, dict[str, Wording]]
    examples: dict[Language, tuple[str, ...]]


@cache
def interface() -> Interface:
    """The wordings, read once."""
    return read_wordings("interface.yaml", Interface)


def examples() -> dict[str, str]:
    """The questions to start with, by a key that begins with their language."""
    return {f"{lang}-{n}": text for lang, texts in interface().examples.items() for n, text in enumerate(texts)}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was answered. `number` counts within a session; `context` is the question it continues."""

    number: int
    answer: Answer
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What the panel can show: a place in a document; `n` is the citation's number, None where nothing is cited."""

    ref: ProvisionRef
    span: Span
    n: int | None = None


def sources(exchange: Exchange) -> dict[str, Source]:
    """The sources of an exchange by key, unique within a session: its citations, else the nearest provisions."""
    answer, number = exchange.answer, exchange.number
    if answer.citations:
        return {f"{number}-c{c.n}": Source(c.ref, c.span, c.n) for c in answer.citations}
    return {f"{number}-p{p.rank}": Source(p.chunk.ref, p.chunk.span) for p in answer.passages[:NEAREST_MAX]}


class Page:
    """The parts of the page as HTML, in one interface language. Answers keep the language of their question."""

    def __init__(self, answerer: Answerer, lang: Language) -> None:
        self.lang = lang
        self.box: dict[str, Any] = {"label": self.text("question"), "placeholder": self.text("placeholder")}
        self._index = answerer.index
        self._parts: Any = macros("interface.html", answerer.index, lang, words_of=self._words)

    def text(self, name: str) -> str:
        """A wording of the page, as plain text."""
        return interface().wordings["texts"][name](self.lang)

    def html(self, part: str, *values: object) -> str:
        """A part of the page that has a macro of its own: head, problem, working, welcome."""
        return str(getattr(self._parts, part)(*values))

    def examples(self, past: tuple[Exchange, ...]) -> str:
        """The example questions, those in the language of the page first; folded once there is an answer."""
        own_first = sorted(examples().items(), key=lambda pair: not pair[0].startswith(self.lang))
        return self.html("examples", dict(own_first), not past)

    def answer(self, past: tuple[Exchange, ...]) -> str:
        """The latest answer, or what to expect here."""
        return self._exchange(past[-1]) if past else self.html("welcome")

    def earlier(self, past: tuple[Exchange, ...]) -> str:
        """The answers before the latest one, folded, newest first."""
        return self.html("earlier", [(x.answer.question, Markup(self._exchange(x))) for x in reversed(past[:-1])])

    def source(self, past: tuple[Exchange, ...], key: str) -> str:
        """The panel: the source with that key, its quote marked, and the document it stands in."""
        source = next((found for x in past if (found := sources(x).get(key))), None)
        if source is None:
            return self.html("no_source")
        pieces, context = pieces_of(self._index, source.ref, source.span, quoted=source.n is not None)
        return self.html(
            "source", key, source, pieces, context, status_at(self._index.documents[source.ref.doc_id], dt.date.today())
        )

    def _exchange(self, exchange: Exchange) -> str:
        answer = exchange.answer
        # The text of a reply repeats its notices and the nearest provisions, which are parts of their own here.
        said = answer.text.partition(replies().frames["nearest"](answer.lang))[0].strip().split("\n\n")
        reply = [] if answer.statements else [part for part in said if part not in {n.text for n in answer.notices}]
        return self.html("answer", exchange, reply, sources(exchange))

    def _words(self, source: Source) -> str:
        return " ".join(self._index.sources[source.ref.doc_id][source.span.start : source.span.end].split())


def macros(template: str, index: Index, lang: Language, **more: object) -> Any:
    """The macros of a file of prompts/, which escape every text that they are given."""

    def say(wording: Wording, **values: object) -> str:
        return wording(lang, **{name: str(value) for name, value in values.items()})

    environment = Environment(loader=FileSystemLoader(PROMPTS), autoescape=True, undefined=StrictUndefined)
    environment.globals |= {
        "t": interface().wordings, "lang": lang, "say": say, "documents": index.documents,
        "label": label, "document_label": document_label, "written_day": partial(written_day, lang=lang),
        "iso_day": dt.date.fromisoformat, **more,
    }  # fmt: skip
    return environment.get_template(template).module


Pieces = tuple[str, str, str]


def pieces_of(index: Index, ref: ProvisionRef, span: Span, quoted: bool) -> tuple[Pieces, Pieces | None]:
    """A provision before, in and after a quote, and the one that it is part of, where that is short enough to read.

    What is not quoted but near is shown as the passage that was found, all of it before an empty quote.
    """
    provision, parent = _provisions(index, ref)
    whole = provision.span if provision and quoted else span
    source = index.sources[ref.doc_id]
    around = parent is not None and span in parent.span and len(parent.text) <= CONTEXT_MAX
    context = _cut(source, parent.span, span) if parent and around else None
    return _cut(source, whole, span if quoted else Span(whole.end, whole.end)), context


def _provisions(index: Index, ref: ProvisionRef) -> tuple[Provision | None, Provision | None]:
    """A provision and the one that it is part of; the document itself counts as neither."""
    tree = index.tree(ref.doc_id)
    nodes = {node.ref.eid: node for node in tree.walk()} if tree else {}
    parent = EId(ref.eid.segments[:-1])
    return nodes.get(ref.eid), nodes.get(parent) if parent.segments else None


def _cut(text: str, whole: Span, quote: Span) -> Pieces:
    return text[whole.start : quote.start], text[quote.start : quote.end], text[quote.end : whole.end]
