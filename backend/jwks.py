"""The sign-in service's public keys, cached so that its outages and floods of forged tokens do no harm."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import httpx
from jwt import PyJWK
from jwt.exceptions import PyJWTError

FRESH_SECONDS = 600
"""As long as the service's own edge caches the keys."""
STALE_SECONDS = 24 * 3600
"""How long known keys go on counting while no new ones can be had."""
MISS_SECONDS = 1.0
"""Between two fetches for the sake of an unknown key."""
BEHIND_SECONDS = 30
"""Between two tries to replace keys that still count."""
COLD_SECONDS = 5
"""Between two fetches while no keys are known at all."""
MISS_WAITERS = 4
"""Requests with an unknown key that wait for a fetch; more are turned away, lest a flood of them takes every thread."""
TIMEOUT_SECONDS = 5
MAX_BYTES = 256 * 1024


class KeysUnavailable(Exception):
    """No keys are known and none can be had: nobody can be let in or turned away."""


class JwksCache:
    """Keys by id from one address. One fetch at a time; stale keys are served while newer ones are fetched."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._fetching = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MISS_WAITERS)

    def age(self) -> float | None:
        """Seconds since the last good fetch; None before the first."""
        return None if self._fetched_at is None else self._clock() - self._fetched_at

    def known(self) -> bool:
        """Whether there are keys that count."""
        age = self.age()
        return age is not None and age <= STALE_SECONDS

    def warm(self) -> None:
        """Fetch unless keys are known; raises `KeysUnavailable`."""
        if not self.known():
            self._fetch_first()

    def key(self, kid: str) -> PyJWK | None:
        """The key of that id, or None when the service has no such key; raises `KeysUnavailable`."""
        age = self.age()
        if age is None or age > STALE_SECONDS:
            self._fetch_first()
        elif age > FRESH_SECONDS:
            self._refresh_behind()
        if kid not in self._keys:
            self._fetch_for_miss()
        return self._keys.get(kid)

    def _fetch_first(self) -> None:
        with self._fetching:
            age = self.age()
            if age is not None and age <= STALE_SECONDS:
                return
            if self._recent(self._tried_at, COLD_SECONDS) or not self._fetch():
                raise KeysUnavailable

    def _refresh_behind(self) -> None:
        if self._recent(self._tried_at) or not self._fetching.acquire(blocking=False):
            return

        def refresh() -> None:
            try:
                self._fetch()
            finally:
                self._fetching.release()

        try:
            threading.Thread(target=refresh, name="jwks", daemon=True).start()
        except RuntimeError:
            # No thread to be had: the keys that we have do until the next request tries again.
            self._fetching.release()

    def _fetch_for_miss(self) -> None:
        """Keys that were asked for after the token came: only these can say that its key is none of them."""
        came = self._clock()
        if not self._waiting.acquire(blocking=False):
            raise KeysUnavailable
        try:
            with self._fetching:
                if self._fetched_at is not None and self._fetched_at > came:
                    return
                if self._tried_at is not None and (pause := self._tried_at + MISS_SECONDS - self._clock()) > 0:
                    time.sleep(min(pause, MISS_SECONDS))
                if not self._fetch():
                    raise KeysUnavailable
        finally:
            self._waiting.release()

    def _recent(self, moment: float | None, seconds: float = BEHIND_SECONDS) -> bool:
        return moment is not None and self._clock() - moment < seconds

    def _fetch(self) -> bool:
        """Fetch while holding the lock; False, and nothing forgotten, when no usable keys came."""
        self._tried_at = self._clock()
        try:
            with httpx.stream("GET", self._url, timeout=TIMEOUT_SECONDS, follow_redirects=False) as reply:
                reply.raise_for_status()
                body = b""
                for chunk in reply.iter_bytes():
                    body += chunk
                    if len(body) > MAX_BYTES:
                        return False
            keys = _usable(httpx.Response(200, content=body).json())
        except (httpx.HTTPError, ValueError, RecursionError):
            return False
        if not keys:
            return False
        self._keys = keys
        self._fetched_at = self._tried_at
        return True


def _usable(document: object) -> dict[str, PyJWK]:
    keys: dict[str, PyJWK] = {}
    entries = document.get("keys") if isinstance(document, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
            continue
        # Only public keys of the two kinds that are accepted; a shared secret in the set must never verify anything.
        if (entry.get("kty"), entry.get("crv")) != ("EC", "P-256") and entry.get("kty") != "RSA":
            continue
        try:
            keys[entry["kid"]] = PyJWK(entry, algorithm="RS256" if entry["kty"] == "RSA" else "ES256")
        except (PyJWTError, ValueError, TypeError):
            continue
    return keys
