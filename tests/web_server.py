"""A web server on this machine for tests of downloads: `serve(routes)` gives its address and what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Route = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    port: int
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # path, headers with small names

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serve(routes: dict[str, Route]) -> Iterator[Site]:
    site = Site(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            with suppress(BrokenPipeError, ConnectionResetError):  # the other side has had enough
                routes.get(self.path, answer(404, "text/plain", b"none"))(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def answer(status: int, media: str, body: bytes, **headers: str) -> Route:
    """Underscores in the names of headers stand for hyphens."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if media:
            handler.send_header("Content-Type", media)
        named = {"Content-Length": str(len(body))} | {k.replace("_", "-"): v for k, v in headers.items()}
        for name, value in named.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return give


def redirect(target: str) -> Route:
    return answer(302, "text/html", b"moved", Location=target)


def endless(part: bytes, seconds: float = 0.0, head: bool = False) -> Route:
    """Without end: the body, or with `head` the headers; `seconds` between two parts."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        stopped = threading.Event()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        if not head:
            handler.end_headers()
        else:
            handler.flush_headers()
        while not stopped.wait(seconds):
            handler.wfile.write(b"X-More: a\r\n" if head else part)
            handler.wfile.flush()

    return give
