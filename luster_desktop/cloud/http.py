"""How every connection of the app is made."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

# A proxy from the environment is for the network; it cannot reach this computer's own addresses.
_DIRECT = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}


def client(timeout: httpx.Timeout, *, base_url: str = "", headers: Mapping[str, str] | None = None) -> httpx.Client:
    """A client that checks certificates, follows no redirects and goes through the system's proxy, if there is one."""
    return httpx.Client(timeout=timeout, base_url=base_url, headers=headers, follow_redirects=False, mounts=_DIRECT)
