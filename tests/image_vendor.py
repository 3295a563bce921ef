"""An image vendor that answers exactly what a test tells it to, over real HTTP, and remembers what it was asked.

The one-machine stack's stand-in edits photos and fails like the vendor; this one is for wire forms that no vendor
admits to: replies that are not JSON, not base64, not the size, or never come.
"""

from __future__ import annotations

import base64
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

from PIL import Image


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to `/images/edits`."""

    fields: dict[str, str]
    image: bytes
    filename: str | None
    content_type: str
    authorization: str
    mask: tuple[str | None, str, bytes] | None = None
    """Name, type and content of the mask's file."""
    others: tuple[bytes, ...] = ()
    """Further pictures, which came in a list with the first."""

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.fields["size"].split("x")
        return int(width), int(height)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Asked], Reply]


def edited(asked: Asked, *, gain: float = 1.15) -> bytes:
    """A believable answer: the photo, a little brighter, as PNG of the size asked for."""
    photo = Image.open(BytesIO(asked.image)).convert("RGB").resize(asked.size)
    out = BytesIO()
    photo.point(lambda v: min(255, round(v * gain))).save(out, "PNG")
    return out.getvalue()


def answer(asked: Asked, image: bytes | None = None, **more: Any) -> Reply:
    """The vendor's reply with an image, and usage."""
    encoded = base64.b64encode(edited(asked) if image is None else image).decode()
    tokens = {"input_tokens": 900, "input_tokens_details": {"image_tokens": 700, "text_tokens": 200}}
    usage = {**tokens, "output_tokens": 1568, "total_tokens": 2468}
    body = {"created": 1, "data": [{"b64_json": encoded}], "quality": "high", "usage": usage, **more}
    return Reply(body=json.dumps(body).encode(), headers={"x-request-id": "req_1"})


def problem(status: int, code: str | None = None, kind: str = "error", **headers: str) -> Script:
    """The vendor's error with `error.code` and `error.type`."""
    body = json.dumps({"error": {"message": "No.", "type": kind, "code": code, "param": None}}).encode()
    return lambda _asked: Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


class Vendor:
    """Plays `script` reply by reply, then answers every request by `otherwise`: with an edit."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.script: deque[Script] = deque()
        self.otherwise: Script = answer
        self.reached = threading.Event()
        """Set whenever a request has come in."""
        self.gate = threading.Event()
        """Replies wait for it; open unless a test closes it."""
        self.gate.set()

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        script = self.script.popleft() if self.script else self.otherwise
        self.reached.set()
        self.gate.wait(120)
        return script(asked)


@contextmanager
def vendor() -> Iterator[Vendor]:
    """A vendor on a free port, for the length of the context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
            reply = playing.reply(_parsed(head + body, self.headers["authorization"]))
            try:
                self.send_response(reply.status)
                for name, value in {"content-type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    playing = Vendor(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield playing
    finally:
        playing.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _parsed(message: bytes, authorization: str) -> Asked:
    fields: dict[str, str] = {}
    image, filename, content_type = b"", None, ""
    mask: tuple[str | None, str, bytes] | None = None
    others: list[bytes] = []
    for part in BytesParser().parsebytes(message).walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if name == "image[]" and image:
            others.append(content)
        elif name in ("image", "image[]"):
            image, filename, content_type = content, part.get_filename(), part.get_content_type()
        elif name == "mask":
            mask = (part.get_filename(), part.get_content_type(), content)
        elif isinstance(name, str):
            fields[name] = content.decode()
    return Asked(fields, image, filename, content_type, authorization, mask, tuple(others))
