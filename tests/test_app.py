"""The web app without a browser: its parts as HTML, and what it answers over HTTP."""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from markupsafe import escape

from bot.answerer import Answerer
from bot.replies import replies
from bot.screen import QUESTION_MAX
from bot.session import open_answerer, workspace
from bot.turn import Question, Status
from bot.web.page import NEAREST_MAX, Exchange, Page, examples, interface, sources
from bot.wording import written_day
from corpus.provision import Authority, DocumentStatus, Language

TODAY = dt.date(2026, 1, 31)
ENGLISH = "What is the Ministry of Health responsible for in COVID-19 control?"
VIETNAMESE = "Mục tiêu bao phủ bảo hiểm y tế là gì?"
NO_ANSWER = "Bệnh viện Bạch Mai có mở cửa thứ bảy không?"
EVIL = '"><img src=x onerror=alert(1)>'
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def asked(answerer: Answerer, text: str, number: int = 1) -> Exchange:
    return Exchange(number, answerer.ask(Question(text, TODAY)))


class TestWordings:
    @pytest.mark.parametrize(
        ("group", "names"),
        [
            ("statuses", get_args(Status)),
            ("authorities", get_args(Authority)),
            ("document_statuses", get_args(DocumentStatus)),
        ],
    )
    def test_every_value_has_its_wording(self, group: str, names: tuple[str, ...]) -> None:
        assert set(interface().wordings[group]) == set(names)

    def test_the_steps_shown_are_steps_of_the_path(self, answerer: Answerer) -> None:
        assert set(interface().wordings["steps"]) <= {step.name for step in answerer.steps}

    @pytest.mark.parametrize("text", examples().values())
    def test_every_example_is_answered(self, answerer: Answerer, text: str) -> None:
        assert asked(answerer, text).answer.citations


class TestPage:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE, NO_ANSWER, "Tôi bị đau bụng, uống thuốc gì?", "???"])
    def test_an_answer_shows_its_status_in_the_language_of_the_page(
        self, answerer: Answerer, text: str, lang: Language
    ) -> None:
        exchange = asked(answerer, text)
        html = Page(answerer, lang).answer((exchange,))
        assert f'data-status="{exchange.answer.status}"' in html
        assert escape(interface().wordings["statuses"][exchange.answer.status](lang)) in html
        assert escape(text) in html

    def test_statements_carry_marks_and_the_language_of_their_document(self, answerer: Answerer) -> None:
        exchange = asked(answerer, VIETNAMESE)
        html = Page(answerer, "vi").answer((exchange,))
        for citation in exchange.answer.citations:
            assert f'data-source="1-c{citation.n}"' in html
        assert '<span lang="en">“' in html  # the document's language, not the question's

    @pytest.mark.parametrize(("lang", "today"), [("vi", "Tính đến ngày 31/01/2026"), ("en", "As of 31 January 2026")])
    def test_days_are_written_in_the_language_of_the_page(self, answerer: Answerer, lang: Language, today: str) -> None:
        exchange = asked(answerer, ENGLISH)
        assert today in Page(answerer, lang).answer((exchange,))
        issued = answerer.index.documents[exchange.answer.citations[0].ref.doc_id].issued
        assert issued is not None
        panel = Page(answerer, lang).source((exchange,), "1-c1")
        assert f"<dd>{written_day(issued, lang)}</dd>" in panel and issued.isoformat() not in panel

    @pytest.mark.parametrize("text", [*examples().values()])
    def test_the_panel_marks_the_very_quote_in_its_provision(self, answerer: Answerer, text: str) -> None:
        exchange = asked(answerer, text)
        for citation in exchange.answer.citations:
            html = Page(answerer, "en").source((exchange,), f"1-c{citation.n}")
            tree = answerer.index.tree(citation.ref.doc_id)
            assert tree is not None
            provision = next(node for node in tree.walk() if node.ref == citation.ref)
            shown = html.split('<blockquote class="cc-text"')[1].split(">", 1)[1].split("</blockquote>")[0]
            before, marked, after = shown.replace("</mark>", "<mark>").split("<mark>")
            assert unescape(marked) == citation.quote
            assert unescape(before + marked + after) == provision.text

    def test_without_an_answer_the_nearest_provisions_are_offered_as_such(self, answerer: Answerer) -> None:
        exchange = asked(answerer, NO_ANSWER)
        page = Page(answerer, "vi")
        html = page.answer((exchange,))
        assert html.count(page.text("nearest")) == 1
        assert replies().frames["nearest"]("vi") not in html  # the reply as text has them too
        assert escape(replies().declined[exchange.answer.reason or ""]("vi", document="")) in html
        assert 0 < len(sources(exchange)) <= NEAREST_MAX
        for key in sources(exchange):
            panel = page.source((exchange,), key)
            assert page.text("near_source") in panel
            assert (
                "<mark>" not in panel.split("<details")[0]
            )  # nothing is quoted; in its context, it is marked as a place

    def test_keys_of_several_answers_do_not_collide(self, answerer: Answerer) -> None:
        past = (asked(answerer, ENGLISH, 1), asked(answerer, VIETNAMESE, 2))
        keys = [key for exchange in past for key in sources(exchange)]
        assert len(keys) == len(set(keys))

    @pytest.mark.parametrize("key", ["", "1-c99", "9-c1", EVIL])
    def test_an_unknown_source_is_none(self, answerer: Answerer, key: str) -> None:
        html = Page(answerer, "en").source((asked(answerer, ENGLISH),), key)
        assert "data-shown" not in html
        assert EVIL not in html

    def test_what_comes_with_an_answer_is_escaped(self, answerer: Answerer) -> None:
        exchange = asked(answerer, ENGLISH)
        answer = exchange.answer
        poisoned = replace(
            answer, question=EVIL,
            statements=tuple(replace(s, text=EVIL) for s in answer.statements),
            citations=tuple(replace(c, label=EVIL) for c in answer.citations),
            notices=tuple(replace(n, text=EVIL) for n in answer.notices),
        )  # fmt: skip
        page = Page(answerer, "en")
        past = (replace(exchange, answer=poisoned, context=EVIL), replace(exchange, number=2))
        refused = replace(answer, statements=(), citations=(), text=EVIL)
        for html in (
            page.answer(past[:1]),
            page.earlier(past),
            page.answer((Exchange(1, refused),)),
            page.html("working", EVIL, ()),
        ):
            assert "<img" not in html
            assert escape(EVIL) in html


@pytest.fixture(scope="module")
def marked_up(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer over a document that is full of markup."""
    folder = tmp_path_factory.mktemp("corpus")
    text = (
        "DIRECTIVE\nON HOSPITAL BEDS\n\n1. Count the hospital beds\n"
        "- The Ministry of Health shall report hospitals with < 500 beds & <script>alert(1)</script> each month.\n"
        "- The Ministry of Finance shall fund ambulances in mountainous communes.\n"
    )
    (folder / "beds<i>.txt").write_text(text, encoding="utf-8")
    return open_answerer(workspace(corpus=folder, index=tmp_path_factory.mktemp("index") / "beds"))


def test_what_stands_in_a_document_is_escaped(marked_up: Answerer) -> None:
    exchange = asked(marked_up, "Who shall report hospitals with few beds each month?")
    page = Page(marked_up, "en")
    shown = [page.answer((exchange,)), *(page.source((exchange,), key) for key in sources(exchange))]
    assert len(shown) > 1
    assert any("&lt; 500 beds &amp; &lt;script&gt;" in html for html in shown)
    assert not any("<script" in html or "<i>" in html for html in shown)


class Visitor:
    """A session with the web app, as a browser has it: events go in, new values of components come out."""

    def __init__(self, site: str) -> None:
        self._site, self._session = site, uuid.uuid4().hex
        self._config = httpx.get(f"{site}/config").json()
        self._ids = {c["props"].get("elem_id"): c["id"] for c in self._config["components"]}
        self._names = {id_: name for name, id_ in self._ids.items()}

    def ask(self, question: str, follow: bool = False, lang: str = "vi") -> dict[str, Any]:
        return self._use("cc-button", [question, follow, lang, None])

    def show(self, event_data: object, lang: str = "vi") -> dict[str, Any]:
        return self._use("cc-answer", [lang, None], event_data)

    def relabel(self, lang: str) -> dict[str, Any]:
        return self._use("cc-language", [lang, None, None])

    def _use(self, name: str, values: list[Any], event_data: object = None) -> dict[str, Any]:
        target = self._ids[name]
        event = next(
            d for d in self._config["dependencies"] if any(t[0] == target for t in d["targets"]) and d["backend_fn"]
        )
        body = {
            "data": values,
            "event_data": event_data,
            "fn_index": event["id"],
            "session_hash": self._session,
            "trigger_id": target,
        }
        if not event["queue"]:
            data = httpx.post(f"{self._site}/gradio_api/run/predict", json=body).raise_for_status().json()["data"]
        else:
            httpx.post(f"{self._site}/gradio_api/queue/join", json=body).raise_for_status()
            data = self._last()
        return {self._names.get(id_) or str(id_): value for id_, value in zip(event["outputs"], data, strict=True)}

    def _last(self) -> list[Any]:
        for message in self._messages():
            if message["msg"] == "process_completed":
                assert message["success"], message
                data: list[Any] = message["output"]["data"]
                return data
        raise AssertionError("the stream ended before the event was done")

    def _messages(self) -> Iterator[dict[str, Any]]:
        url = f"{self._site}/gradio_api/queue/data?session_hash={self._session}"
        with httpx.stream("GET", url, timeout=60) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])


class TestHttp:
    def test_healthz_names_the_generation(self, site: str, answerer: Answerer) -> None:
        assert httpx.get(f"{site}/healthz").json() == {"status": "ok", "generation": answerer.index.generation.name}

    def test_the_page_may_load_from_its_own_host_alone(self, site: str) -> None:
        response = httpx.get(site)
        assert response.status_code == 200
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert "fonts.googleapis.com" not in response.text

    def test_nothing_is_offered_as_an_api(self, site: str) -> None:
        info = httpx.get(f"{site}/gradio_api/info").json()
        assert info["named_endpoints"] == info["unnamed_endpoints"] == {}
        assert httpx.get(f"{site}/docs").status_code == 404

    def test_files_are_not_taken(self, site: str) -> None:
        response = httpx.post(f"{site}/gradio_api/upload", files={"files": ("big.txt", b"x" * 50_000)})
        assert response.status_code >= 400

    def test_a_question_is_answered_and_its_first_source_shown(self, site: str, answerer: Answerer) -> None:
        seen = Visitor(site).ask(ENGLISH, lang="en")
        assert 'data-status="answered"' in seen["cc-answer"]
        assert 'data-shown="1-c1"' in seen["cc-panel"]
        quote = asked(answerer, ENGLISH).answer.citations[0].quote
        assert f"<mark>{escape(quote)}</mark>" in seen["cc-panel"]

    def test_earlier_answers_stay_and_their_sources_can_be_shown(self, site: str) -> None:
        visitor = Visitor(site)
        visitor.ask(ENGLISH)
        seen = visitor.ask(NO_ANSWER)
        assert ENGLISH in seen["cc-earlier"]
        assert "data-shown" not in seen["cc-panel"]  # what does not answer is not put forward
        assert 'data-shown="1-c1"' in visitor.show({"source": "1-c1"})["cc-panel"]
        assert 'data-shown="2-p1"' in visitor.show({"source": "2-p1"})["cc-panel"]

    def test_a_follow_up_takes_the_last_question_along_only_when_ticked(self, site: str) -> None:
        visitor = Visitor(site)
        visitor.ask(ENGLISH, lang="en")
        mark = escape(f"Continues: {ENGLISH}")
        assert mark not in visitor.ask("And vaccination?", lang="en")["cc-answer"]
        visitor.ask(ENGLISH, lang="en")
        assert mark in visitor.ask("And vaccination?", follow=True, lang="en")["cc-answer"]

    def test_the_switch_sets_every_text(self, site: str) -> None:
        visitor = Visitor(site)
        visitor.ask(ENGLISH)
        seen = visitor.relabel("en")
        assert seen["cc-question"]["label"] == "Your question"
        assert "Answered from the documents" in seen["cc-answer"]
        assert "Kind of source" in seen["cc-panel"]

    @pytest.mark.parametrize("event_data", [None, [], "1-c1", {"source": ["1-c1"]}, {"other": 1}, {"source": EVIL}])
    def test_a_forged_click_shows_nothing(self, site: str, event_data: object) -> None:
        visitor = Visitor(site)
        visitor.ask(ENGLISH)
        assert "data-shown" not in visitor.show(event_data)["cc-panel"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize(
        ("text", "name"), [("", "empty"), (" \n", "empty"), ("x" * (QUESTION_MAX + 1), "too_long")]
    )
    def test_bad_input_is_told_in_one_line(self, site: str, text: str, name: str, lang: Language) -> None:
        seen = Visitor(site).ask(text, lang=lang)
        expected = interface().wordings["problems"][name](lang, limit=str(QUESTION_MAX))
        assert seen["cc-problem"] == f'<p class="cc-problem">{expected}</p>'

    def test_a_fault_tells_no_traceback_and_logs_no_question(
        self,
        site: str,
        answerer: Answerer,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        def broken(question: Question) -> Iterator[Any]:
            raise ValueError(f"cannot read {question.text}")

        monkeypatch.setattr(answerer, "stream", broken)
        with caplog.at_level(logging.DEBUG):
            seen = Visitor(site).ask("my secret illness", lang="en")
        assert interface().wordings["problems"]["fault"]("en") in seen["cc-problem"]
        assert "Traceback" not in json.dumps(seen)
        assert "ValueError" in caplog.text
        printed = capfd.readouterr()
        assert "secret" not in caplog.text + printed.out + printed.err

    def test_visitors_at_the_same_time_do_not_mix(self, site: str) -> None:
        questions = [ENGLISH, VIETNAMESE, NO_ANSWER, "Nghị quyết 72 nói gì về trạm y tế xã?"]
        pages: dict[str, list[str]] = {}

        def visit(text: str) -> None:
            visitor = Visitor(site)
            seen = [visitor.ask(text) for _ in range(3)]
            pages[text] = ["".join(one[part] for part in ("cc-answer", "cc-panel", "cc-earlier")) for one in seen]

        threads = [threading.Thread(target=visit, args=(text,)) for text in questions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        for text in questions:
            assert len(pages[text]) == 3
            assert escape(text) in pages[text][0]
            assert 'data-number="3"' in pages[text][2]
            assert not any(escape(other) in page for other in questions if other != text for page in pages[text])


def test_a_question_is_stored_nowhere(site: str, answerer: Answerer) -> None:
    secret = "zzyzx ward of the hospital"
    Visitor(site).ask(secret)
    files = [path for path in Path(answerer.index.generation).parent.rglob("*") if path.is_file()]
    assert files
    assert not any(b"zzyzx" in path.read_bytes() for path in files)
