"""A stand-in on a real port, and a receiver for its webhooks, each for the length of a `with` block."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe
import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(make_app: Callable[[str], ASGIApp]) -> Iterator[str]:
    """Serve what `make_app` builds for its own address; yields that address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = _Server(uvicorn.Config(make_app(url), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert server.ready.wait(30)
        try:
            yield url
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Receiver:
    """Takes webhooks; `statuses` are its next answers, 200 when there are none left."""

    url: str
    secret: str
    statuses: queue.SimpleQueue[int] = field(default_factory=queue.SimpleQueue)
    events: queue.SimpleQueue[stripe.Event] = field(default_factory=queue.SimpleQueue)

    def next(self, *kinds: str, timeout: float = 10.0) -> stripe.Event:
        """The next event, or the next of one of these kinds."""
        while True:
            event = self.events.get(timeout=timeout)
            if not kinds or event.type in kinds:
                return event


@contextmanager
def receiving(secret: str) -> Iterator[Receiver]:
    """A webhook endpoint that checks every signature with the SDK."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            event = stripe.Webhook.construct_event(body, self.headers["stripe-signature"], secret)
            status = 200 if receiver.statuses.empty() else receiver.statuses.get()
            self.send_response(status)
            self.end_headers()
            receiver.events.put(event)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/webhooks/stripe", secret)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield receiver
        server.shutdown()
