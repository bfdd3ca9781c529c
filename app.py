"""The web app: Gradio and HTTP only. It shows what an `Answerer` returns and says nothing on policy itself.

`bot.web` turns values into HTML (prompts/*.html; every text of a document or a question is escaped), `Desk` lays the
parts of the question page out and answers their events, a `RegisterTab` does so for each register, `web_server` puts
them behind HTTP. A visitor's exchanges live in that visitor's session alone; nothing of a question is logged or stored.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
import traceback
from collections.abc import Iterator
from functools import partial
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI

from bot import UsageError
from bot.answerer import Answerer
from bot.registers.query import Registers
from bot.replies import PROMPTS
from bot.screen import QUESTION_MAX
from bot.settings import keep_quiet
from bot.turn import Question
from bot.web.check_tab import CheckTab
from bot.web.downloads import add_downloads
from bot.web.page import Exchange, Page, examples, sources
from bot.web.registers_page import REGISTERS
from bot.web.registers_tab import RegisterTab, ask_title

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


class Desk:
    """The parts of the page as Gradio components, and what happens when they are used."""

    def __init__(self, answerer: Answerer, registers: Registers) -> None:
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
        with gr.Tabs(elem_id="cc-tabs"):
            with gr.Tab(ask_title("vi"), elem_id="cc-tab-ask") as self.tab, gr.Column(elem_id="cc-desk"):
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
            self.registers = [RegisterTab(registers, register, self.lang) for register in REGISTERS]
            self.check = CheckTab(answerer, self.lang)

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
            self.tab,
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
            self.tab: gr.Tab(ask_title(page.lang)), self.head: page.html("head"), self.box: gr.Textbox(**page.box), self.button: page.text("ask"),
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
        Desk(answerer, Registers(answerer))
    return blocks


def web_app(answerer: Answerer) -> FastAPI:
    """The page at / and /healthz beside it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "generation": answerer.index.generation.name}

    add_downloads(app, Registers(answerer))
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
