"""Where an e-mailed link comes back to: a page on this computer alone, for two minutes and one sign-in."""

from __future__ import annotations

import contextlib
import hmac
import logging
import secrets
import selectors
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from luster_desktop.cloud import callback_pages as pages

SECONDS = 120.0
READ_SECONDS = 5.0
"""For a browser that connects and then says nothing."""
PATH = "/callback"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a link brought back: a code to exchange, or the sign-in service's reason why there is none."""

    code: str = field(default="", repr=False)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the browser shows, and whether the listener has done its work."""

    title: str
    text: str
    final: bool


class Callback:
    """Listens on a port of its own on 127.0.0.1 from the moment it is made.

    `answer` is called on a thread of the listener with what a link brought; nothing else reaches it, because the
    address holds a secret state. After a final answer, `close` or `seconds` nobody listens any more. `ended` is called
    when the time is over without a final answer. `say` puts the pages' words into the user's language.
    """

    def __init__(
        self,
        answer: Callable[[Returned], Reply],
        ended: Callable[[], None],
        say: Callable[[str], str] = str,
        *,
        seconds: float = SECONDS,
    ) -> None:
        self.state = secrets.token_urlsafe(24)
        self._answer = answer
        self._ended = ended
        self._say = say
        self._until = time.monotonic() + seconds
        self._closed = threading.Event()
        self._one = threading.Lock()
        self._waker, self._woken = socket.socketpair()
        self._server = _Server(self)
        self._host = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._serve, name="sign-in-link", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address to send the link to; it holds the state."""
        return f"http://{self._host}{PATH}?state={self.state}"

    def close(self) -> None:
        """Stop listening. Returns at once; any thread, any number of times."""
        if not self._closed.is_set():
            self._closed.set()
            with contextlib.suppress(OSError):  # its time was just over
                self._waker.send(b".")

    def join(self, seconds: float) -> None:
        """Wait until nobody listens any more."""
        self._thread.join(seconds)

    def respond(self, method: str, target: str, hosts: list[str]) -> pages.Page:
        """The page for a request. Only a GET for this very address, with the state, gets as far as `answer`."""
        if hosts != [self._host]:  # anything else is a web page that has this computer's address under its own name
            return self._refused(400, pages.STRANGER)
        if method != "GET":
            return self._refused(405, pages.METHOD)
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items() if len(values) == 1}
        if parts.path != PATH:
            return self._refused(404, pages.NOTHING)
        if not hmac.compare_digest(query.get("state", "").encode(), self.state.encode()):
            return self._refused(403, pages.OF_ANOTHER)
        if self._closed.is_set():
            return self._refused(410, pages.OVER)
        returned = Returned(query.get("code", ""), query.get("error_code") or query.get("error", ""))
        if not returned.code and not returned.error:
            # The reason may stand behind a "#", which no server sees: the page itself hands it on, once.
            return pages.unwrap(self._say) if "unwrapped" not in query else self._refused(400, pages.INCOMPLETE)
        with self._one:
            if self._closed.is_set():
                return self._refused(410, pages.OVER)
            reply = self._answer(returned)
            if reply.final:
                self.close()
        return pages.message(reply.title, reply.text)

    def _refused(self, status: int, text: str) -> pages.Page:
        return pages.refusal(status, text, self._say)

    def _serve(self) -> None:
        try:
            with self._server, self._waker, self._woken, selectors.DefaultSelector() as selector:
                selector.register(self._server, selectors.EVENT_READ)
                selector.register(self._woken, selectors.EVENT_READ)
                while not self._closed.is_set() and (left := self._until - time.monotonic()) > 0:
                    if any(key.fileobj is self._server for key, _events in selector.select(left)):
                        self._server.handle_request()
                over = not self._closed.is_set()
                self._closed.set()
            if over:
                self._ended()
        except Exception:
            log.exception("the sign-in link's listener failed")


class _Server(ThreadingTCPServer):
    # Not HTTPServer: that looks its own name up, which can take seconds. No address reuse: on Windows it would let
    # another program listen on the same port.
    allow_reuse_address = False
    daemon_threads = True
    block_on_close = False
    timeout = 0.0

    def __init__(self, callback: Callback) -> None:
        self.callback = callback
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news; anything else is logged without the request, which holds secrets."""
        log.debug("a request to the sign-in link's listener was cut short")


class _Handler(BaseHTTPRequestHandler):
    timeout = READ_SECONDS
    server: _Server
    server_version = "Luster"
    sys_version = ""

    def parse_request(self) -> bool:
        """Answer every method in one place; what the base class would look up by name is not wanted."""
        if super().parse_request():
            hosts = self.headers.get_all("Host") or []
            self._send(self.server.callback.respond(self.command, self.path, hosts))
        self.close_connection = True
        return False

    def log_message(self, format: str, *args: Any) -> None:
        """Requests hold the code: they are not logged."""

    def _send(self, page: pages.Page) -> None:
        body = page.html.encode()
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
