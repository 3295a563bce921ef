"""Where the site may listen, and whom it answers: this machine and private networks, and only their own pages."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
PRIVATE = [
    ip_network(text) for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]
SAFE_METHODS = frozenset({"GET", "HEAD"})
# The library's pages carry small scripts and styles of their own; nothing may come from, or go to, anywhere else.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address to listen on, and the names under which requests may ask for it."""

    address: str
    names: frozenset[str]


def place(host: str) -> Place:
    """Where `host` is; raises `ValueError` with a sentence unless all its addresses are loopback or private."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ValueError(f"“{host}” is not an address of this machine.") from None
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not host or not all(_private(address) for address in addresses):
        raise ValueError(f"“{host}” is not private: the administration site listens on loopback or private addresses.")
    address = addresses[0]
    names = {host.lower(), str(address)}
    return Place(str(address), frozenset(names | LOOPBACK_NAMES if address.is_loopback else names))


def _private(address: IPv4Address | IPv6Address) -> bool:
    return any(address.version == network.version and address in network for network in PRIVATE)


class OwnPagesOnly:
    """Refuses requests for another host's name, and changes that do not come from one of the site's own pages."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                reply = MutableHeaders(scope=message)
                reply["Content-Security-Policy"] = POLICY
                reply["X-Content-Type-Options"] = "nosniff"
                reply["Referrer-Policy"] = "same-origin"
                reply["Cross-Origin-Opener-Policy"] = "same-origin"
                reply["Cross-Origin-Resource-Policy"] = "same-origin"
                if not scope["path"].startswith("/static/"):
                    reply["Cache-Control"] = "no-store"
            await send(message)

        if len(headers.getlist("host")) != 1 or _name(host) not in self._names:
            # Another name that leads here: a page elsewhere pretends to be this site.
            refusal = PlainTextResponse("This site is not served under that name.", status_code=421)
            await refusal(scope, receive, send_private)
        elif scope["method"] not in SAFE_METHODS and headers.get("origin") != f"http://{host}":
            refusal = PlainTextResponse("Changes are made from this site's own pages.", status_code=403)
            await refusal(scope, receive, send_private)
        else:
            await self._app(scope, receive, send_private)


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
