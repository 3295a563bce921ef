"""The real service as a newer release of it would speak: what it says is changed on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

Change = Callable[[str, str], str]
"""Of a request's method and path, and the reply's text; returns the text that arrives."""


@contextlib.contextmanager
def newer(target: str, change: Change) -> Iterator[str]:
    """An address that passes requests on to `target` and changes the replies."""
    client = httpx.Client(base_url=target, timeout=30, trust_env=False)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            reply = client.request(self.command, self.path, content=body, headers=asked)
            text = change(f"{self.command} {self.path}", reply.text).encode()
            self.send_response(reply.status_code)
            self.send_header("Content-Type", reply.headers.get("content-type", "text/plain"))
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_PUT = do_POST = do_DELETE = pass_on  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        client.close()
