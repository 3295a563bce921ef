"""A server on a loopback port that answers as it is told: for what real services do too seldom."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Say:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    """Break the connection in the middle of the body."""
    read: bool = True
    """Whether the request's body is read first."""


@dataclass(slots=True)
class Script:
    """Answers in order, the last one for ever; and what was asked."""

    answers: list[Say]
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextlib.contextmanager
def scripted(*answers: Say) -> Iterator[Script]:
    """Serve `answers` for the length of the context."""
    script = Script(list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            say = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length) if say.read else b""
            script.asked.append((f"{self.command} {self.path}", dict(self.headers), body))
            self.send_response(say.status)
            for name, value in say.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(say.body)))
            self.end_headers()
            self.wfile.write(say.body[: len(say.body) // 2] if say.cut else say.body)
            if say.cut or not say.read:
                self.close_connection = True

        do_GET = do_PUT = do_POST = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
