"""A tab of the web app for each register: fields to ask with, what was found, and the provision behind a row."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from bot.registers.query import Registers
from bot.registers.table import Register
from bot.replies import PROMPTS
from bot.web.page import interface
from bot.web.registers_page import REGISTERS, RegisterPage
from corpus.provision import Language

OWN_WORDS = frozenset({"agency", "group"})  # what may also be typed


class RegisterTab:
    """One register's tab; `lang` is the page's language switch. It keeps nothing: every event brings what it needs."""

    def __init__(self, registers: Registers, register: Register, lang: gr.Radio) -> None:
        self._register: Register = register
        self._lang = lang
        languages: tuple[Language, ...] = ("vi", "en")
        self._pages: dict[str, RegisterPage] = {one: RegisterPage(registers, register, one) for one in languages}
        self._names = REGISTERS[register]
        script = (PROMPTS / "registers.js").read_text(encoding="utf-8")
        part = partial(gr.HTML, js_on_load=script, apply_default_css=False)
        page = self._pages["vi"]
        with gr.Tab(page.title, elem_id=f"cc-tab-{register}") as self.tab, gr.Column(elem_classes="cc-ledger"):
            with gr.Row(elem_classes="cc-fields"):
                self._fields = [self._field(page, name) for name in self._names]
                self._button = gr.Button(page.text("show"), variant="primary", elem_id=f"cc-{register}-show")
            live = '<div aria-live="polite">${value}</div>'
            self._result = part(
                page.result({}), html_template=live, elem_id=f"cc-{register}-result", elem_classes="cc-result"
            )
            self._panel = part(page.panel(""), elem_id=f"cc-{register}-panel", elem_classes="cc-side")
        self._listen()

    def _field(self, page: RegisterPage, name: str) -> Any:
        own: dict[str, Any] = {"label": page.text(name), "elem_id": f"cc-{self._register}-{name}"}
        if name == "topic":
            return gr.Textbox(**own, placeholder=page.text("topic_hint"), lines=1, max_lines=1)
        if name == "upcoming":
            return gr.Checkbox(**own)
        return gr.Dropdown(page.choices(name), value="", allow_custom_value=name in OWN_WORDS, **own)

    def _listen(self) -> None:
        """Tie the fields to what they do. Nothing is offered as an API: the command line is that."""
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asked = [
            self._button.click,
            *(f.submit if isinstance(f, gr.Textbox) else f.input for f in self._fields),
        ]
        inputs = [self._lang, *self._fields]
        gr.on(asked, self._show, inputs, [self._result, self._panel], concurrency_limit=4, **quiet)
        self._result.click(self._open, [self._lang], [self._panel], queue=False, **quiet)
        relabelled = [self.tab, self._button, *self._fields, self._result, self._panel]
        self._lang.change(self._relabel, inputs, relabelled, **quiet)

    def _show(self, lang: str, *values: Any) -> tuple[str, str]:
        page = self._page(lang)
        return page.result(dict(zip(self._names, values, strict=True))), page.panel("")

    def _open(self, lang: str, event: gr.EventData) -> str:
        sent = event._data
        return self._page(lang).panel(str(sent.get("row", "")) if isinstance(sent, dict) else "")

    def _relabel(self, lang: str, *values: Any) -> list[Any]:
        page = self._page(lang)
        result, panel = self._show(lang, *values)
        return [
            gr.Tab(page.title),
            page.text("show"),
            *map(partial(self._relabelled, page), self._names),
            result,
            panel,
        ]

    def _relabelled(self, page: RegisterPage, name: str) -> Any:
        if name == "topic":
            return gr.Textbox(label=page.text(name), placeholder=page.text("topic_hint"))
        if name == "upcoming":
            return gr.Checkbox(label=page.text(name))
        return gr.Dropdown(page.choices(name), label=page.text(name))

    def _page(self, lang: str) -> RegisterPage:
        return self._pages[lang if lang in self._pages else "vi"]


def ask_title(lang: Language) -> str:
    """The name of the tab that questions are asked in."""
    return interface().wordings["registers"]["ask"](lang)
