"""Where events may be sent: servers on the internet, never ours or a neighbour's on a private network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from backend.config import LOOPBACK

INTERNET_V6 = ip_network("2000::/3")
TUNNELS = [ip_network(text) for text in ("2001::/32", "2002::/16")]
"""Teredo and 6to4: in each address is an IPv4 address that the packets really go to."""


class Refused(Exception):
    """Nothing is sent to the address; `code` has a sentence in `words`."""

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, str | int | float] = values


def check(url: str, *, loopback: bool) -> None:
    """Raise `Refused` unless the address is of a form that may be sent to; `loopback` allows this machine by http."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Refused("webhook_not_https") from None
    plain = loopback and parts.scheme == "http" and host in LOOPBACK
    named = bool(host) and "@" not in parts.netloc and not parts.fragment
    if not named or not (parts.scheme == "https" or plain):
        raise Refused("webhook_not_https")


async def resolve(host: str, port: int, *, loopback: bool) -> str:
    """The one address of `host` to connect to, checked: nobody who asks again may get another answer.

    Raises `Refused` when any of its addresses is not on the internet.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("webhook_unknown") from None
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(allowed(address, loopback=loopback) for address in addresses):
        raise Refused("webhook_forbidden")
    return str(addresses[0])


def allowed(address: IPv4Address | IPv6Address, *, loopback: bool) -> bool:
    """Whether the address is on the internet, or with `loopback` on this machine."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif not address.is_loopback and (address not in INTERNET_V6 or any(address in network for network in TUNNELS)):
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not address.is_multicast
