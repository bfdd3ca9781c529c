"""A document from its address: limits of size and time, redirects checked, the type looked at.

httpcore (the engine of httpx) makes the connections because its network layer can be replaced: ours asks for a
host's addresses once, refuses those that are not public, connects to what it has checked, and holds every read to
one deadline, a server's trickle of headers too. The host's name stays in the request and in TLS, so that
certificates are verified against it. No cookies, no passwords, no proxies, no compressed answers.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpcore

from ingest.acquire import AddressRefused, DownloadFailed
from ingest.acquire.address import checked_url, resolve
from ingest.read import READERS, SIGNATURES

_MIB = 1 << 20

# What servers call the formats that can be read.
MEDIA_TYPES: dict[str, str] = {
    "application/pdf": ".pdf", "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html", "application/xhtml+xml": ".html",
    "text/plain": ".txt", "text/markdown": ".md", "text/x-markdown": ".md",
}  # fmt: skip
# "Some bytes": how they begin and what their name ends with then says what they are.
UNTYPED = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/download", "application/force-download",
     "application/x-download"}
)  # fmt: skip
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = [
    ("Accept", ", ".join(dict.fromkeys(MEDIA_TYPES)) + ", */*;q=0.1"),
    ("Accept-Encoding", "identity"),  # an answer that unpacks without end cannot come
    ("User-Agent", "clausecare"),
]
_HEAD = 1_024  # bytes that tell a format
_FILE_NAME = re.compile(r"filename\*?=(?:UTF-8'')?\"?([^\";]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a download goes: bytes of the document, seconds in all, redirects; `private`: hosts that are not public."""

    max_bytes: int = 100 * _MIB
    seconds: float = 120.0
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A document that came: its file, named after the address, and the address that it came from in the end."""

    path: Path
    address: str


def download(url: str, folder: Path, limits: Limits) -> Download:
    """Get `url` into `folder`; raises `AddressRefused` or `DownloadFailed`, and then the folder is as it was."""
    address = checked_url(url)
    clock = _Clock(limits.seconds)
    try:
        with httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_Backend(limits, clock)
        ) as pool:
            for _ in range(limits.redirects + 1):
                with pool.stream("GET", address, headers=_HEADERS) as response:
                    target = _redirect(response)
                    if target is None:
                        return _save(response, address, folder, limits.max_bytes)
                address = checked_url(urljoin(address, target))
    except (AddressRefused, DownloadFailed) as error:
        raise type(error)(str(error) if str(error).startswith(url) else f"{url}: {error}") from error
    except httpcore.TimeoutException as error:
        raise DownloadFailed(f"{url}: {clock.told}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        reason = str(error) or type(error).__name__
        raise DownloadFailed(
            f"{url}: the connection failed ({reason}); try again, or download the file and add it"
        ) from error
    raise DownloadFailed(f"{url}: more than {limits.redirects} redirects; give the address that they lead to")


class _Clock:
    """One deadline for all that a download does."""

    def __init__(self, seconds: float) -> None:
        self.told = f"takes more than {seconds:g} seconds; try again, or download the file and add it"
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; raises `DownloadFailed` when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise DownloadFailed(self.told)
        return left


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, clock: _Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._clock.left()), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to no others."""

    def __init__(self, limits: Limits, clock: _Clock) -> None:
        self._private, self._clock = limits.private, clock
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        failed: Exception | None = None
        for address in resolve(host, port, self._private):
            try:
                stream = self._network.connect_tcp(address, port, self._clock.left(), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            return _Stream(stream, self._clock)
        raise failed or httpcore.ConnectError("no address")


def _redirect(response: httpcore.Response) -> str | None:
    """Where an answer points to, None for a document; raises `DownloadFailed` for anything else."""
    if response.status == 200:
        return None
    target = _header(response, "location")
    if response.status in REDIRECTS and target:
        return target
    raise DownloadFailed(f"the server answers {response.status}; check the address in a browser")


def _header(response: httpcore.Response, name: str) -> str:
    found = (value for key, value in response.headers if key.decode("latin-1").lower() == name)
    return next(found, b"").decode("latin-1").strip()


def _save(response: httpcore.Response, address: str, folder: Path, max_bytes: int) -> Download:
    too_large = DownloadFailed(f"more than {max_bytes / _MIB:,.0f} MB; download the file and add a smaller part of it")
    if _header(response, "content-encoding") not in {"", "identity"}:
        raise DownloadFailed("the server sends it packed, which was not asked for; download the file and add it")
    length = _header(response, "content-length")
    if length.isdigit() and int(length) > max_bytes:
        raise too_large
    partial = folder / ".partial"
    try:
        size = 0
        with partial.open("wb") as file:
            for part in response.iter_stream():
                size += len(part)
                if size > max_bytes:
                    raise too_large
                file.write(part)
        path = folder / _file_name(response, address, partial)
        return Download(partial.replace(path), address)
    finally:
        partial.unlink(missing_ok=True)


def _file_name(response: httpcore.Response, address: str, partial: Path) -> str:
    """A plain name with the suffix of what the document is; raises `DownloadFailed` where type and content differ."""
    offered = _FILE_NAME.search(_header(response, "content-disposition"))
    name = PurePosixPath(unquote(offered[1]) if offered else unquote(urlsplit(address).path)).name
    with partial.open("rb") as file:
        found, suffix = _signature(file.read(_HEAD))
    declared = _declared(response)
    if found and suffix is None:
        raise DownloadFailed(f"it is {found}; save it as DOCX, PDF or text and add the file")
    if found and declared and suffix != declared:
        raise DownloadFailed(
            f"the server calls it {READERS[declared].format}, but it is {found}; look at it in a browser"
        )
    suffix = declared or suffix or PurePosixPath(name).suffix.lower()
    if suffix not in READERS:
        raise DownloadFailed(
            "the server does not say what it is; download the file, name it after its format and add it"
        )
    stem = re.sub(r"[^\w.-]+", "-", PurePosixPath(name).stem).strip(".-")[:80]
    return f"{stem or 'document'}{suffix}"


def _declared(response: httpcore.Response) -> str | None:
    """The suffix of the type that the server names, None for untyped bytes; raises `DownloadFailed` for other types."""
    media = _header(response, "content-type").partition(";")[0].strip().lower()
    if media in UNTYPED:
        return None
    if media not in MEDIA_TYPES:
        raise DownloadFailed(f"the server sends {media}; only PDF, DOCX, HTML, Markdown and text can be read")
    return MEDIA_TYPES[media]


def _signature(head: bytes) -> tuple[str | None, str | None]:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next(((found, suffix) for sign, found, suffix in SIGNATURES if start.startswith(sign.lower())), (None, None))
