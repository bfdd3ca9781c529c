"""The web app: Gradio and HTTP only. It shows what an `Answerer` returns and says nothing on policy itself.

`Page` turns values into HTML (prompts/interface.html; every text of a document or a question is escaped), `Desk`
lays the parts out and answers their events, `web_server` puts both behind HTTP. A visitor's exchanges live in that
visitor's session alone; nothing of a question is logged or stored.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
import yaml
from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from bot import UsageError
from bot.answerer import Answerer
from bot.cite import status_at
from bot.replies import Wording, replies
from bot.screen import QUESTION_MAX
from bot.settings import keep_quiet
from bot.turn import Answer, Question
from corpus.label import document_label, label
from corpus.provision import EId, Language, Provision, ProvisionRef, Span

PROMPTS = Path(__file__).parent / "prompts"
NEAREST_MAX = 5  # provisions that are offered when there is no answer
CONTEXT_MAX = 8000  # code points; a longer parent (a whole chapter) is no context but another text
# A second lock on what the page does by itself: it loads from this host alone, and sends to no other.
HEADERS = [
    ("Content-Security-Policy", "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
     "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; "
     "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"),
    ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
]  # fmt: skip
FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")  # the reader's own: none is fetched

Changes = dict[Any, Any]  # component -> its new value, Gradio's form of a partial update
log = logging.getLogger("clausecare.app")


class Interface(BaseModel):
    """The wordings of the page by group and name, and questions to start with, from prompts/interface.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    wordings: dict[str, dict[str, Wording]]
    examples: dict[Language, tuple[str, ...]]


@cache
def interface() -> Interface:
    """The wordings, read once."""
    return Interface.model_validate(yaml.safe_load((PROMPTS / "interface.yaml").read_text(encoding="utf-8")))


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
        environment = Environment(loader=FileSystemLoader(PROMPTS), autoescape=True, undefined=StrictUndefined)
        self._parts: Any = environment.get_template("interface.html").make_module({
            "t": interface().wordings, "lang": lang, "say": self._say, "documents": answerer.index.documents,
            "label": label, "document_label": document_label, "words_of": self._words,
        })  # fmt: skip

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
        provision, parent = self._provisions(source.ref)
        # What is near is shown as the passage that was found; what is cited, as its provision around the quote.
        whole = provision.span if provision and source.n else source.span
        pieces = self._pieces(source.ref, whole, source.span if source.n else None)
        around = parent is not None and source.span in parent.span and len(parent.text) <= CONTEXT_MAX
        context = self._pieces(source.ref, parent.span, source.span) if parent and around else None
        return self.html(
            "source", key, source, pieces, context, status_at(self._index.documents[source.ref.doc_id], dt.date.today())
        )

    def _exchange(self, exchange: Exchange) -> str:
        answer = exchange.answer
        # The text of a reply repeats its notices and the nearest provisions, which are parts of their own here.
        said = answer.text.partition(replies().frames["nearest"](answer.lang))[0].strip().split("\n\n")
        reply = [] if answer.statements else [part for part in said if part not in {n.text for n in answer.notices}]
        return self.html("answer", exchange, reply, sources(exchange))

    def _provisions(self, ref: ProvisionRef) -> tuple[Provision | None, Provision | None]:
        """A provision and the one that it is part of; the document itself counts as neither."""
        tree = self._index.tree(ref.doc_id)
        nodes = {node.ref.eid: node for node in tree.walk()} if tree else {}
        parent = EId(ref.eid.segments[:-1])
        return nodes.get(ref.eid), nodes.get(parent) if parent.segments else None

    def _pieces(self, ref: ProvisionRef, whole: Span, quote: Span | None) -> tuple[str, str, str]:
        """A text before, in and after the quote; all of it before when nothing is quoted."""
        text = self._index.sources[ref.doc_id]
        cut = quote or Span(whole.end, whole.end)
        return text[whole.start : cut.start], text[cut.start : cut.end], text[cut.end : whole.end]

    def _words(self, source: Source) -> str:
        return " ".join(self._index.sources[source.ref.doc_id][source.span.start : source.span.end].split())

    def _say(self, wording: Wording, **values: object) -> str:
        return wording(self.lang, **{name: str(value) for name, value in values.items()})


class Desk:
    """The parts of the page as Gradio components, and what happens when they are used."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._pages: dict[str, Page] = {"vi": Page(answerer, "vi"), "en": Page(answerer, "en")}
        page = self._pages["vi"]
        live = '<div aria-live="polite">${value}</div>'
        part = partial(
            gr.HTML, js_on_load=(PROMPTS / "interface.js").read_text(encoding="utf-8"), apply_default_css=False
        )
        self.past, self.shown = gr.State(()), gr.State("")
        with gr.Row(elem_id="cc-top"):
            self.head = part(page.html("head"), elem_id="cc-head")
            self.lang = gr.Radio(
                [("Tiếng Việt", "vi"), ("English", "en")],
                value="vi",
                label="Ngôn ngữ / Language",
                elem_id="cc-language",
            )
        with gr.Column(elem_id="cc-desk"):
            with gr.Column(elem_id="cc-ask"):
                with gr.Row(elem_id="cc-line"):
                    # One line, so that Enter asks.
                    self.box = gr.Textbox(**page.box, lines=1, max_lines=8, elem_id="cc-question")
                    self.button = gr.Button(page.text("ask"), variant="primary", elem_id="cc-button")
                self.follow = gr.Checkbox(label=page.text("follow"), interactive=False, elem_id="cc-follow")
                self.problem = part("", html_template='<div role="alert">${value}</div>', elem_id="cc-problem")
                self.examples = part(page.examples(()), elem_id="cc-examples")
            self.answer = part(page.answer(()), html_template=live, elem_id="cc-answer")
            self.panel = part(page.source((), ""), elem_id="cc-panel")
            self.earlier = part("", elem_id="cc-earlier")
        self._listen()

    def _listen(self) -> None:
        """Tie the components to what they do. Nothing is offered as an API: the command line is that."""
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asking: dict[str, Any] = quiet | {
            "fn": self._ask, "inputs": [self.box, self.follow, self.lang, self.past], "concurrency_limit": 4,
            "outputs": [self.box, self.follow, self.problem, self.examples, self.answer, self.panel, self.earlier, self.past, self.shown],
        }  # fmt: skip
        gr.on([self.button.click, self.box.submit], **asking)
        self.examples.click(_example, None, self.box, **quiet).then(**asking)
        for part in (self.answer, self.earlier):
            part.click(self._show, [self.lang, self.past], [self.panel, self.shown], queue=False, **quiet)
        relabelled = [
            self.head,
            self.box,
            self.button,
            self.follow,
            self.problem,
            self.examples,
            self.answer,
            self.panel,
            self.earlier,
        ]
        self.lang.change(self._relabel, [self.lang, self.past, self.shown], relabelled, queue=False, **quiet)

    def _ask(self, question: str, follow: bool, lang: str, past: tuple[Exchange, ...]) -> Iterator[Changes]:
        page, done = self._pages[lang], list[str]()
        context = past[-1].answer.question if follow and past else None
        try:
            for step, turn in self._answerer.stream(Question(question, dt.date.today(), context=context)):
                done.append(step)
                taken = (
                    {self.box: "", self.problem: ""} if len(done) == 1 else {}
                )  # once: the next question may be half typed
                yield taken | {self.answer: page.html("working", turn.question.text, frozenset(done))}
        except UsageError:
            yield {self.problem: page.html("problem", "too_long" if question.strip() else "empty", QUESTION_MAX)}
            return
        except Exception as error:  # shown as one line; the log gets the place but no word of the question
            log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
            yield {
                self.problem: page.html("problem", "fault", QUESTION_MAX),
                self.box: question,
                self.answer: page.answer(past),
            }
            return
        assert turn.answer is not None  # the last turn of a stream has one
        exchange = Exchange(past[-1].number + 1 if past else 1, turn.answer, context)
        yield self._answered(page, (*past, exchange)[-20:])  # a session keeps no more

    def _answered(self, page: Page, past: tuple[Exchange, ...]) -> Changes:
        shown = next(iter(sources(past[-1])), "") if past[-1].answer.citations else ""
        return {
            self.past: past, self.shown: shown, self.answer: page.answer(past), self.earlier: page.earlier(past),
            self.panel: page.source(past, shown), self.examples: page.examples(past),
            self.follow: gr.Checkbox(value=False, interactive=True),
        }  # fmt: skip

    def _show(self, lang: str, past: tuple[Exchange, ...], event: gr.EventData) -> tuple[str, str]:
        return self._pages[lang].source(past, key := _key(event, "source")), key

    def _relabel(self, lang: str, past: tuple[Exchange, ...], shown: str) -> Changes:
        page = self._pages[lang]
        return {
            self.head: page.html("head"), self.box: gr.Textbox(**page.box), self.button: page.text("ask"),
            self.follow: gr.Checkbox(label=page.text("follow")), self.problem: "", self.examples: page.examples(past),
            self.answer: page.answer(past), self.panel: page.source(past, shown), self.earlier: page.earlier(past),
        }  # fmt: skip


def _key(event: gr.EventData, name: str) -> str:
    """What a browser sent with an event; anything may come, so anything but a known key means nothing."""
    sent = event._data
    return str(sent.get(name, "")) if isinstance(sent, dict) else ""


def _example(event: gr.EventData) -> str:
    return examples().get(_key(event, "example"), "")


def build(answerer: Answerer) -> gr.Blocks:
    """The page over an answerer, ready to be mounted."""
    keep_quiet()
    blocks = gr.Blocks(title="ClauseCare", analytics_enabled=False)
    with blocks:
        Desk(answerer)
    return blocks


def web_app(answerer: Answerer) -> FastAPI:
    """The page at / and /healthz beside it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "generation": answerer.index.generation.name}

    gr.mount_gradio_app(
        app, build(answerer), "/", theme=gr.themes.Base(primary_hue="cyan", font=FONTS, font_mono="monospace"),
        css_paths=PROMPTS / "interface.css", footer_links=[], run_history=False, show_error=False,
        enable_monitoring=False, ssr_mode=False, mcp_server=False, max_file_size="1kb",
    )  # fmt: skip
    return app


def web_server(answerer: Answerer, host: str, port: int) -> uvicorn.Server:
    """The server, not yet running. It keeps no access log: an address may be a person's."""
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 3}
    return uvicorn.Server(uvicorn.Config(web_app(answerer), host=host, port=port, headers=HEADERS, **quiet))


def launch(answerer: Answerer, host: str, port: int) -> None:
    """Serve the web app until interrupted; raises what the address makes impossible."""
    print(f"ClauseCare is at http://{host}:{port}", file=sys.stderr)
    web_server(answerer, host, port).run()
