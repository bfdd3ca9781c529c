"""The Check tab of the web app: paste or open a draft, read each sentence beside its source, take a suggestion over.

Nothing of a draft is logged or stored: it comes with each event, and what was found lives in the visitor's session.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import logging
import tempfile
import traceback
from functools import partial
from pathlib import Path
from typing import Any, get_args

import gradio as gr

from bot import UsageError
from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.drafts.wordings import Audience
from bot.drafts.write import Drafter
from bot.replies import PROMPTS
from bot.web.check_page import DRAFT_MAX, FILE_MAX_MB, CheckPage, Checkup, wordings
from corpus.provision import Language
from ingest import UnreadableFile
from ingest.read import read

FILES = frozenset({".txt", ".md", ".docx"})
LANGUAGES: tuple[Language, ...] = ("vi", "en")
Changes = dict[Any, Any]  # component -> its new value, Gradio's form of a partial update
log = logging.getLogger("clausecare.app")


class CheckTab:
    """The tab; `lang` is the page's language switch."""

    def __init__(self, answerer: Answerer, lang: gr.Radio) -> None:
        self._checker = Checker(answerer)
        self._drafter = Drafter(answerer, self._checker)
        self._lang = lang
        self._pages: dict[str, CheckPage] = {one: CheckPage(answerer, one) for one in LANGUAGES}
        page = self._pages["vi"]
        script = (PROMPTS / "check.js").read_text(encoding="utf-8")
        part = partial(gr.HTML, js_on_load=script, apply_default_css=False)
        with gr.Tab(page.text("title"), elem_id="cc-tab-check") as self.tab, gr.Column(elem_id="cc-check"):
            # Inside the tab: a state beside the tabs would count as one of them.
            self._checkup, self._text, self._key = gr.State(None), gr.State(""), gr.State("")
            with gr.Column(elem_id="cc-check-form"):
                self._lay_writer(page, part)
                self._box = gr.Textbox(**_box(page), lines=9, max_lines=24, elem_id="cc-check-draft")
                with gr.Row(elem_id="cc-check-line"):
                    self._button = gr.Button(page.text("check"), variant="primary", elem_id="cc-check-button")
                    self._upload = part(page.html("upload"), elem_id="cc-check-upload")
                self._problem = part("", html_template='<div role="alert">${value}</div>', elem_id="cc-check-problem")
            live = '<div aria-live="polite">${value}</div>'
            self._result = part(page.html("welcome"), html_template=live, elem_id="cc-check-result")
            self._panel = part(page.html("no_sentence"), elem_id="cc-check-panel")
        self._listen()

    def _lay_writer(self, page: CheckPage, part: Any) -> None:
        """The fields to have a message written."""
        with gr.Accordion(page.text("write"), open=False, elem_id="cc-write") as self._accordion:
            with gr.Row(elem_classes="cc-fields"):
                self._topic = gr.Textbox(**_topic(page), lines=1, max_lines=1, elem_id="cc-write-topic")
                self._audience = gr.Dropdown(**_audience(page), value="citizen", elem_id="cc-write-audience")
                self._written_in = gr.Dropdown(**_language(page), value="vi", elem_id="cc-write-language")
                self._compose = gr.Button(page.text("compose"), variant="primary", elem_id="cc-write-button")
            self._written = part("", html_template='<div aria-live="polite">${value}</div>', elem_id="cc-write-result")

    def _listen(self) -> None:
        """Tie the parts to what they do. Nothing is offered as an API: the command line is that."""
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": 2}
        found = [self._result, self._panel, self._problem, self._checkup, self._key]
        asked: dict[str, Any] = quiet | {"fn": self._check, "inputs": [self._box, self._lang], "outputs": found}
        self._button.click(**asked)
        self._upload.click(self._open, [self._lang], [self._box, self._problem], **quiet)
        chosen = [self._panel, self._key]
        self._result.click(self._show, [self._lang, self._checkup], chosen, queue=False, **quiet)
        self._panel.click(self._accept, [self._lang, self._checkup, self._box], [self._box, *found], **quiet)
        written = [self._written, self._text, self._problem]
        fields = [self._topic, self._audience, self._written_in, self._lang]
        gr.on([self._compose.click, self._topic.submit], self._write, fields, written, **quiet)
        self._written.click(lambda text: text, [self._text], [self._box], queue=False, **quiet)
        relabelled = [
            self.tab, self._box, self._button, self._upload, self._accordion, self._topic, self._audience,
            self._written_in, self._compose, *found[:3],
        ]  # fmt: skip
        self._lang.change(self._relabel, [self._lang, self._checkup, self._key], relabelled, queue=False, **quiet)

    def _check(self, draft: str, lang: str) -> Changes:
        page = self._page(lang)
        fault = None if draft.strip() else "empty"
        if fault is None and len(draft) > DRAFT_MAX:
            fault = "too_long"
        if fault is not None:
            return {self._problem: page.problem(fault)}
        try:
            return self._checked(page, Checkup(draft, tuple(self._checker.check_draft(draft))))
        except Exception as error:  # shown as one line; the log gets the place but no word of the draft
            return {self._problem: _fault(page, error)}

    def _checked(self, page: CheckPage, checkup: Checkup) -> Changes:
        return {
            self._result: page.result(checkup), self._panel: page.html("no_sentence"), self._problem: "",
            self._checkup: checkup, self._key: "",
        }  # fmt: skip

    def _show(self, lang: str, checkup: Checkup | None, event: gr.EventData) -> tuple[str, str]:
        key = str(_sent(event).get("sentence", ""))
        return self._page(lang).panel(checkup, key), key

    def _accept(self, lang: str, checkup: Checkup | None, draft: str, event: gr.EventData) -> Changes:
        """Put the suggestion in the place of its sentence, and check the draft anew."""
        page, key = self._page(lang), str(_sent(event).get("accept", ""))
        check = page.found(checkup, key)
        if checkup is None or check is None or not check.suggestion:
            return {self._problem: ""}
        span = checkup.checked[int(key)][0].span
        mended = replaced(draft, checkup.draft, span.start, span.end, check.suggestion)
        if mended is None:
            return {self._problem: page.problem("changed")}
        return {self._box: mended, **self._check(mended, lang)}

    def _open(self, lang: str, event: gr.EventData) -> Changes:
        page, sent = self._page(lang), _sent(event)
        try:
            return {self._box: text_of_file(str(sent.get("name", "")), sent.get("file")), self._problem: ""}
        except UnreadableFile:
            return {self._problem: page.problem("file")}

    def _write(self, topic: str, audience: str, written_in: str, lang: str) -> Changes:
        page = self._page(lang)
        known: tuple[Audience, ...] = get_args(Audience)
        reader: Audience = next((one for one in known if one == audience), "citizen")
        try:
            draft = self._drafter.write(topic, dt.date.today(), reader, "en" if written_in == "en" else "vi")
        except UsageError:
            return {self._problem: page.problem("topic")}
        except Exception as error:  # as above
            return {self._problem: _fault(page, error)}
        return {self._written: page.written(draft), self._text: draft.text, self._problem: ""}

    def _relabel(self, lang: str, checkup: Checkup | None, key: str) -> Changes:
        page = self._page(lang)
        return {
            self.tab: gr.Tab(page.text("title")), self._box: gr.Textbox(**_box(page)), self._button: page.text("check"),
            self._upload: page.html("upload"), self._accordion: gr.Accordion(label=page.text("write")),
            self._topic: gr.Textbox(**_topic(page)), self._audience: gr.Dropdown(**_audience(page)),
            self._written_in: gr.Dropdown(**_language(page)), self._compose: page.text("compose"),
            self._result: page.result(checkup) if checkup else page.html("welcome"),
            self._panel: page.panel(checkup, key), self._problem: "",
        }  # fmt: skip

    def _page(self, lang: str) -> CheckPage:
        return self._pages[lang if lang in self._pages else "vi"]


def replaced(draft: str, checked: str, start: int, end: int, wording: str) -> str | None:
    """The draft with `wording` for the sentence at `checked[start:end]`; None where it no longer holds that sentence."""
    if draft != checked:
        sentence = checked[start:end]
        if draft.count(sentence) != 1:
            return None
        start = draft.index(sentence)
        end = start + len(sentence)
    return draft[:start] + wording + draft[end:]


def text_of_file(name: str, content: object) -> str:
    """The text of a file that a browser sent in base 64; raises `UnreadableFile`. The file is gone when it is read."""
    suffix = Path(name).suffix.lower()
    if suffix not in FILES or not isinstance(content, str) or len(content) > FILE_MAX_MB * 1024 * 1024 * 4 / 3 + 4:
        raise UnreadableFile("no file that can be opened here")
    try:
        raw = base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise UnreadableFile("no file that can be opened here") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"draft{suffix}"
        path.write_bytes(raw)
        return read(path).text


def _box(page: CheckPage) -> dict[str, Any]:
    return {"label": page.text("draft"), "placeholder": page.text("placeholder")}


def _topic(page: CheckPage) -> dict[str, Any]:
    return {"label": page.text("topic"), "placeholder": page.text("topic_hint")}


def _audience(page: CheckPage) -> dict[str, Any]:
    choices = [(wording(page.lang), name) for name, wording in wordings().audiences.items()]
    return {"label": page.text("audience"), "choices": choices}


def _language(page: CheckPage) -> dict[str, Any]:
    return {"label": page.text("language"), "choices": [(page.text(one), one) for one in LANGUAGES]}


def _sent(event: gr.EventData) -> dict[str, Any]:
    """What a browser sent with an event; anything may come."""
    return event._data if isinstance(event._data, dict) else {}


def _fault(page: CheckPage, error: Exception) -> str:
    log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return page.problem("fault")
