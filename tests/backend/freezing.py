"""A way to a service that can freeze, be cut, be slow or lose requests.

Frozen, it takes connections and nothing is ever said, as by a stopped process.
"""

from __future__ import annotations

import random
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit

import sqlalchemy as sa

from backend.config import Settings

HOST = "127.0.0.1"


class Way:
    """From a port of its own to `upstream`: host and port, or the path of a socket."""

    def __init__(self, upstream: tuple[str, int] | str) -> None:
        self._upstream = upstream
        self._open = threading.Event()
        self._open.set()
        self._ended = threading.Event()
        self._delay = 0.0
        self._carried: set[socket.socket] = set()
        self._lost, self._chance = 0.0, random.Random()
        self.sent = 0
        """Bytes that have gone to the service."""
        self.asked = 0
        """How often something was asked of it: as often as there was a way to it and back."""
        self._listener = socket.create_server((HOST, 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        self._open.clear()

    def thaw(self) -> None:
        self._open.set()

    def cut(self) -> None:
        """Break the connections that are open; new ones are carried."""
        for connection in list(self._carried):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def slow(self, seconds: float) -> None:
        """From now on each piece of data is late by so much."""
        self._delay = seconds

    def lose(self, share: float, seed: int = 1) -> None:
        """From now on so many requests are lost with their connections: half of them before they arrive, half of
        them only in their replies."""
        self._lost, self._chance = share, random.Random(seed)

    def close(self) -> None:
        self._ended.set()
        self._open.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        self._open.wait()
        with suppress(OSError, ValueError), client, self._connected() as server:
            other = {client: server, server: client}
            self._carried |= other.keys()
            asking, doomed = False, False
            try:
                while not self._ended.is_set():
                    for ready in select.select(list(other), [], [], 0.2)[0]:
                        self._open.wait()
                        time.sleep(self._delay)
                        data = ready.recv(65536)
                        if ready is client and not asking:
                            doomed = self._chance.random() < self._lost
                            if doomed and self._chance.random() < 0.5:
                                return
                        self.asked += ready is client and not asking
                        asking = ready is client
                        if not data or (doomed and not asking):
                            return
                        other[ready].sendall(data)
                        self.sent += len(data) if asking else 0
            finally:
                self._carried -= other.keys()

    def _connected(self) -> socket.socket:
        if isinstance(self._upstream, tuple):
            return socket.create_connection(self._upstream)
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._upstream)
        return server


@contextmanager
def way_to(upstream: tuple[str, int] | str) -> Iterator[Way]:
    way = Way(upstream)
    try:
        yield way
    finally:
        way.close()


@contextmanager
def way_to_database(there: str) -> Iterator[tuple[str, Way]]:
    """The URL of a database by a way of its own, and the way."""
    url = sa.make_url(there)
    folder = str(url.query.get("host", ""))
    with way_to(f"{folder}/.s.PGSQL.{url.port or 5432}" if folder else (url.host or HOST, url.port or 5432)) as way:
        yield url.set(host=HOST, port=way.port, query={}).render_as_string(hide_password=False), way


@contextmanager
def behind(config: Settings, name: str) -> Iterator[tuple[Settings, Way]]:
    """The settings with a way that can freeze to one dependency."""
    if name == "database":
        with way_to_database(config.database_url) as (url, way):
            yield replace(config, database_url=url), way
        return
    there_now = urlsplit(config.s3_endpoint if name == "storage" else config.stripe_api_base)
    with way_to((there_now.hostname or HOST, there_now.port or 80)) as way:
        there_then = f"http://{HOST}:{way.port}"
        if name == "storage":
            yield replace(config, s3_endpoint=there_then), way
        else:
            yield replace(config, stripe_api_base=there_then), way
