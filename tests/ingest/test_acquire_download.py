from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore
import pytest

from ingest.acquire import AddressRefused, DownloadFailed
from ingest.acquire.address import checked_url, is_public, resolve
from ingest.acquire.download import Limits, _Backend, _Clock, download
from tests.web_server import Site, answer, endless, redirect, serve

HERE = Limits(private=True, seconds=20)
PDF = b"%PDF-1.4\n%%EOF\n"
ROUTES = {
    "/law.pdf": answer(200, "application/pdf", PDF),
    "/typed": answer(200, "text/plain; charset=utf-8", b"Rule 1."),
    "/page": answer(200, "text/html", b"<!doctype html><p>Rule 1."),
    "/untyped": answer(200, "application/octet-stream", PDF),
    "/untyped.md": answer(200, "application/octet-stream", b"# Rule 1"),
    "/nothing": answer(200, "", b"Rule 1."),
    "/offered": answer(
        200,
        "application/octet-stream",
        b"Rule 1.",
        Content_Disposition="attachment; filename*=UTF-8''..%2F..%2FLu%E1%BA%ADt%2051.txt",
    ),
    "/hop": redirect("/law.pdf"),
    "/hops": redirect("/hops"),
    "/out": redirect("ftp://127.0.0.1/law.pdf"),
    "/file": redirect("file:///etc/passwd"),
    "/secret": redirect("http://me:word@127.0.0.1/law.pdf"),
    "/picture": answer(200, "image/png", b"\x89PNG"),
    "/data": answer(200, "application/json", b"{}"),
    "/liar.pdf": answer(200, "application/pdf", b"<!DOCTYPE html><p>Log in first."),
    "/old": answer(200, "application/octet-stream", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "/packed": answer(200, "text/plain", b"\x1f\x8b", Content_Encoding="gzip"),
    "/huge": answer(200, "text/plain", b"x", Content_Length="999999999999"),
    "/cut": answer(200, "text/plain", b"half", Content_Length="1000"),
    "/gone": answer(410, "text/plain", b"gone"),
    "/endless": endless(b"x" * 65_536),
    "/trickle": endless(b"x", 0.02),
    "/trickling-head": endless(b"", 0.02, head=True),
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve(ROUTES) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/law.pdf", "law.pdf"), ("/typed", "typed.txt"), ("/page", "page.html"), ("/untyped", "untyped.pdf"),
        ("/untyped.md", "untyped.md"), ("/offered", "Luật-51.txt"), ("/hop", "law.pdf"), ("/typed?a=b#c", "typed.txt"),
    ],
)  # fmt: skip
def test_a_document_comes_under_a_name_that_says_what_it_is(site: Site, tmp_path: Path, path: str, name: str) -> None:
    if "?" in path:
        ROUTES["/typed?a=b"] = ROUTES["/typed"]
    got = download(site.address + path, tmp_path, HERE)
    assert got.path == tmp_path / name
    assert list(tmp_path.iterdir()) == [got.path]
    assert got.address.startswith(site.address)


def test_the_bytes_are_those_that_were_sent_and_nothing_of_us_goes_out(site: Site, tmp_path: Path) -> None:
    site.asked.clear()
    got = download(site.address + "/hop", tmp_path, HERE)
    assert got.path.read_bytes() == PDF
    assert got.address == site.address + "/law.pdf"
    assert [path for path, _ in site.asked] == ["/hop", "/law.pdf"]
    for _, headers in site.asked:
        assert headers["host"] == f"127.0.0.1:{site.port}"
        assert headers.keys() <= {"host", "accept", "accept-encoding", "user-agent", "connection"}
        assert headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "the server answers 404"), ("/gone", "the server answers 410"), ("/hops", "more than 5 redirects"),
        ("/picture", "sends image/png"), ("/data", "sends application/json"), ("/liar.pdf", "calls it PDF, but it is HTML"),
        ("/old", "old Word document"), ("/packed", "packed"), ("/huge", "more than 100 MB"), ("/cut", "connection failed"),
        ("/nothing", "does not say what it is"), ("/out", "only http and https"), ("/file", "only http and https"),
        ("/secret", "a name or password"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_in_one_line(site: Site, tmp_path: Path, path: str, reason: str) -> None:
    with pytest.raises((AddressRefused, DownloadFailed)) as refused:
        download(site.address + path, tmp_path, HERE)
    message = str(refused.value)
    assert reason in message and "\n" not in message
    assert message.startswith(site.address + path)
    assert "word@" not in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "limits", "reason"),
    [
        ("/endless", Limits(private=True, max_bytes=1 << 20), "more than 1 MB"),
        ("/endless", Limits(private=True, seconds=0.3, max_bytes=1 << 50), "more than 0.3 seconds"),
        ("/trickle", Limits(private=True, seconds=0.3), "more than 0.3 seconds"),
        ("/trickling-head", Limits(private=True, seconds=0.3), "more than 0.3 seconds"),
    ],
)
def test_what_never_ends_is_cut_off(site: Site, tmp_path: Path, path: str, limits: Limits, reason: str) -> None:
    with pytest.raises(DownloadFailed, match=reason):
        download(site.address + path, tmp_path, limits)
    assert list(tmp_path.iterdir()) == []


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DownloadFailed, match="the connection failed"):
            download(f"http://127.0.0.1:{taken.getsockname()[1]}/", tmp_path, HERE)


# Private addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]",
        "[fc00::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_a_private_host_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(AddressRefused, match="CLAUSECARE_ALLOW_PRIVATE_ADDRESSES"):
        download(f"http://{host}/law.pdf", tmp_path, Limits())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("64:ff9b::808:808", True), ("::ffff:8.8.8.8", True),
        ("2002:808:808::", True), ("fe80::1%eth0", False), ("2001:db8::1", False), ("198.18.0.1", False),
        ("192.0.2.1", False), ("no address", False), ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


Names = dict[str, list[list[str]]]  # what a name is told to be, the first time, the second time …


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch, site: Site) -> tuple[Names, list[str]]:
    """Names that resolve as told, and the addresses that were connected to; public ones lead to the test's server."""
    told: Names = {}
    connected: list[str] = []
    real = httpcore.SyncBackend.connect_tcp

    def answers(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        turns = told.get(host, [[host]])
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connect(self: httpcore.SyncBackend, host: str, port: int, *rest: Any, **more: Any) -> httpcore.NetworkStream:
        connected.append(host)
        return real(self, "127.0.0.1", site.port, *rest, **more)

    monkeypatch.setattr("ingest.acquire.address.socket.getaddrinfo", answers)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return told, connected


def test_a_redirect_to_a_private_address_is_refused(tmp_path: Path, site: Site, names: tuple[Names, list[str]]) -> None:
    told, connected = names
    told["library.example"] = [["93.184.216.34"]]
    ROUTES["/inside"] = redirect("http://127.0.0.1:80/law.pdf")
    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 is no public address"):
        download("http://library.example/inside", tmp_path, Limits())
    assert connected == ["93.184.216.34"]


def test_the_address_that_was_checked_is_the_one_that_is_called(
    tmp_path: Path, site: Site, names: tuple[Names, list[str]]
) -> None:
    told, connected = names
    told["library.example"] = [["93.184.216.34"], ["127.0.0.1"]]
    site.asked.clear()
    assert download("http://library.example/law.pdf", tmp_path, Limits()).path.read_bytes() == PDF
    assert connected == ["93.184.216.34"]
    assert site.asked[0][1]["host"] == "library.example"


def test_one_private_address_among_public_ones_refuses_the_host(names: tuple[Names, list[str]]) -> None:
    names[0]["library.example"] = [["93.184.216.34", "10.0.0.1"]]
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        resolve("library.example", 80, private=False)
    assert resolve("library.example", 80, private=True) == ["93.184.216.34", "10.0.0.1"]


def test_the_next_address_is_tried_and_the_certificate_is_the_names(
    monkeypatch: pytest.MonkeyPatch, names: tuple[Names, list[str]]
) -> None:
    names[0]["library.example"] = [["93.184.216.34", "93.184.216.35"]]
    tried, hosts = [], []

    class Silent(httpcore.NetworkStream):
        def start_tls(
            self, context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
        ) -> Any:
            hosts.append(server_hostname)
            raise httpcore.ConnectError("the end of this test")

        def close(self) -> None:
            pass

    def connect(_: object, host: str, *rest: object, **more: object) -> httpcore.NetworkStream:
        tried.append(host)
        if len(tried) == 1:
            raise httpcore.ConnectError("down")
        return Silent()

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(DownloadFailed, match="the end of this test"):
        download("https://library.example/law.pdf", Path("."), Limits())
    assert tried == ["93.184.216.34", "93.184.216.35"]
    assert hosts == ["library.example"]


def test_no_time_is_left_for_a_second_step() -> None:
    backend = _Backend(HERE, _Clock(0))
    with pytest.raises(DownloadFailed, match="more than 0 seconds"):
        backend.connect_tcp("127.0.0.1", 9)


# Addresses


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://vanban.example/a b?q=1#top".replace(" ", "%20"), "https://vanban.example/a%20b?q=1"),
        ("https://vanban.example", "https://vanban.example/"),
        (" http://Vanban.Example:8080/x ", "http://vanban.example:8080/x"),
        ("https://vanban.example/luật.pdf?tên=y", "https://vanban.example/lu%E1%BA%ADt.pdf?t%C3%AAn=y"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("http://[2606:4700::1111]:81/x", "http://[2606:4700::1111]:81/x"),
    ],
)
def test_addresses_are_made_sendable(url: str, sent: str) -> None:
    assert checked_url(url) == sent
    assert checked_url(sent) == sent


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://vanban.example/x", "only http and https"), ("file:///etc/passwd", "only http and https"),
        ("javascript://x", "only http and https"), ("http://", "not an address"), ("http:///x", "not an address"),
        ("http://me:word@vanban.example/x", "name or password"), ("http://me@vanban.example/x", "name or password"),
        ("http://vanban.example:port/", "not an address"), ("http://vanban.example:99999/", "not an address"),
        ("http://[::1/", "not an address"), ("http://a b/", "not an address"), ("http://a/b\x00c", "not an address"),
        ("http://a/b\r\nHost: c", "not an address"), ("http://" + "a" * 70 + ".example/", "host name"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str, reason: str) -> None:
    with pytest.raises(AddressRefused, match=reason) as refused:
        checked_url(url)
    assert "word" not in str(refused.value).replace("password", "")
