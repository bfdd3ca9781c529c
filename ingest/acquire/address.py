"""Which addresses are followed: http and https, to public hosts.

A document's address comes from anywhere, and a redirect from the server itself: neither may make this program
call on the machines around it (server-side request forgery; OWASP, "SSRF Prevention Cheat Sheet").
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from ingest.acquire import AddressRefused, DownloadFailed

SCHEMES = ("http", "https")
SETTING = "CLAUSECARE_ALLOW_PRIVATE_ADDRESSES=1"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_SAFE = "/%:=&?~#+!$,;'@()*[]"

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_url(text: str) -> bool:
    """Whether an argument is meant as an address, not as a file."""
    return "://" in text


def checked_url(url: str) -> str:
    """`url` as it is sent: host in ASCII, path and query escaped, no fragment; raises `AddressRefused`."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(f"{_shown(url)}: not an address ({error}); copy it anew") from error
    if parts.scheme not in SCHEMES:
        raise AddressRefused(f"{_shown(url)}: only http and https addresses are followed; download the file and add it")
    if "@" in parts.netloc:
        raise AddressRefused(f"{_shown(url)}: holds a name or password; give the address without them")
    if not host or any(c.isspace() or not c.isprintable() for c in url.strip()):
        raise AddressRefused(f"{_shown(url)}: not an address; write https://host/path, blanks as %20")
    return _sendable(parts, _ascii_host(url, host), port)


def _ascii_host(url: str, host: str) -> str:
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressRefused(f"{_shown(url)}: its host name is none; copy the address anew") from error


def _sendable(parts: SplitResult, host: str, port: int | None) -> str:
    place = f"[{host}]" if ":" in host else host
    netloc = place if port is None else f"{place}:{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE), ""))


def _shown(url: str) -> str:
    """An address as messages name it: without what may be a password."""
    scheme, mark, rest = url.strip().partition("://")
    head, slash, tail = rest.partition("/")
    return f"{scheme}{mark}{head.rpartition('@')[2]}{slash}{tail}"[:200]


def resolve(host: str, port: int, private: bool) -> list[str]:
    """The IP addresses of a host, all checked: one that is not public refuses the host unless `private` allows it.

    Who connects must use these and not ask again: a name may answer otherwise the second time (DNS rebinding).
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DownloadFailed(f"{host}: no host of that name was found; check the address and the network") from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    hidden = next((address for address in addresses if not is_public(address)), None)
    if hidden and not private:
        named = host if host == hidden else f"{host} ({hidden})"
        raise AddressRefused(f"{named} is no public address; to allow such set {SETTING}")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address, and every one wrapped in it, is one that all the world can reach."""
    try:
        first = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(ip.is_global and not (ip.is_multicast or ip.is_reserved) for ip in _unwrapped(first))


def _unwrapped(ip: IpAddress) -> Iterator[IpAddress]:
    """The address itself, else the IPv4 addresses that it stands for."""
    if not isinstance(ip, ipaddress.IPv6Address):
        yield ip
        return
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    wrapped = [one for one in inner if one is not None]
    yield from wrapped or [ip]
