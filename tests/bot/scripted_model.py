"""An OpenAI-compatible server whose answers are written down: what no real model does on demand."""

from __future__ import annotations

import copy
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.answerer import Answerer
from bot.generation_cache import GenerationCache
from bot.model_wiring import use_model
from bot.models import connect
from bot.settings import Settings

HANG = object()  # says nothing until the client has gone
DRIP = object()  # sends a byte now and then, and never ends
DIE = object()  # closes the connection in the middle


@dataclass(frozen=True)
class Cut:
    """An answer that ends at the limit of tokens."""

    text: str


@dataclass
class Script:
    """The answers still to come (the last one is repeated), and the requests that came."""

    answers: list[Any]
    requests: list[dict[str, Any]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Any:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def scripted(*answers: Any) -> Iterator[tuple[str, Script]]:
    """Serve the answers in order: text, a dict (sent as JSON), an HTTP status, one of the signs above, or a function
    that makes one of these from the request."""
    script = Script(list(answers))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", script
    finally:
        script.over.set()
        server.shutdown()
        server.server_close()


@contextmanager
def answering(
    answerer: Answerer, *answers: Any, cache: GenerationCache | None = None, seconds: float = 60
) -> Iterator[tuple[Answerer, Script]]:
    """The answerer with a model that gives the answers in order."""
    with scripted(*answers) as (url, script):
        model = connect(Settings(model="scripted", model_url=url, model_seconds=seconds))
        assert model is not None
        own = copy.copy(answerer)
        use_model(own, model, cache)
        yield own, script


def label_of(request: dict[str, Any], words: str) -> str:
    """The label of the passage that holds the words, as the model sees it."""
    shown = request["messages"][-1]["content"]
    before = shown[: shown.index(words)]
    return re.findall(r"^P\d+(?=:)", before, re.MULTILINE)[-1]


def _handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            script.requests.append(json.loads(self.rfile.read(length)))
            answer = script.next()
            _answer(self, script, answer(script.requests[-1]) if callable(answer) else answer)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _answer(handler: BaseHTTPRequestHandler, script: Script, answer: Any) -> None:
    if answer is HANG:
        script.over.wait(30)
        return
    if isinstance(answer, int):
        _send(handler, answer, {"error": {"message": "scripted failure"}})
    elif answer is DRIP:
        _head(handler, 10_000)
        while not script.over.wait(0.05):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
    elif answer is DIE:
        _head(handler, 10_000)
        handler.wfile.write(b'{"choices": [')
    elif isinstance(answer, Cut):
        _send(handler, 200, _completion(answer.text, "length"))
    else:
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        _send(handler, 200, _completion(text))


def _completion(text: str, end: str = "stop") -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": end}
    usage = {"prompt_tokens": 10, "completion_tokens": len(text.split()), "total_tokens": 10 + len(text.split())}
    return {
        "id": "x",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": "scripted",
        "choices": [choice],
        "usage": usage,
    }


def _head(handler: BaseHTTPRequestHandler, length: int, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(length))
    handler.end_headers()


def _send(handler: BaseHTTPRequestHandler, status: int, body: dict[str, Any]) -> None:
    raw = json.dumps(body).encode()
    _head(handler, len(raw), status)
    handler.wfile.write(raw)
