"""A connection to the service that can be lost and come back, on one loopback port."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit


class Forwarder:
    """Passes bytes on to `target` while it is up; down, its port refuses connections and open ones are cut.

    With a `pace` in bytes a second it is a line that is slower than this computer, so that little waits in buffers.
    """

    def __init__(self, target: str, pace: float | None = None) -> None:
        self._pace = pace
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self._server = _bound(0)
        self._port = self._server.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.up_bytes = self.down_bytes = 0
        """Passed on to the target, and back from it."""
        self.watch: Callable[[], None] = lambda: None
        """Called after every bit that was passed on."""
        self._accepting: threading.Thread | None = None
        self._guard = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def up(self) -> None:
        """Accept connections."""
        self._server.listen()
        self._accepting = self._run(self._accept, self._server)

    def down(self) -> None:
        """Refuse connections, and cut those that are open."""
        self.close()
        self._server = _bound(self._port)

    def close(self) -> None:
        """As `down`, and give the port away."""
        _cut(self._server)
        # First, so that what has just been accepted is cut as well.
        if self._accepting is not None:
            self._accepting.join()
        for one in self._open:
            _cut(one)
        for thread in self._threads:
            thread.join()
        self._accepting, self._open, self._threads = None, [], []

    def _accept(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(self._target)
                self._open += [near, far]
                self._run(self._pass, near, far, "up_bytes")
                self._run(self._pass, far, near, "down_bytes")

    def _pass(self, source: socket.socket, sink: socket.socket, count: str) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._pace:
                    time.sleep(len(data) / self._pace)
                sink.sendall(data)
                with self._guard:
                    setattr(self, count, getattr(self, count) + len(data))
                self.watch()
        _cut(source)
        _cut(sink)

    def _run(self, work: object, *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        thread.start()
        self._threads.append(thread)
        return thread


def _bound(port: int) -> socket.socket:
    """A socket that has the port, refusing connections until it listens: nobody else gets the port meanwhile."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
