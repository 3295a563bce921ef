"""Events go by https to the address that was looked up, if its certificate is of the name that was asked for."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine

from backend import webhooks, words
from backend.webhooks import sending
from tests.backend.people import person


def certificate(folder: Path, name: str) -> Path:
    """A certificate for the name, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def serving(pem: Path) -> Iterator[tuple[int, list[str | None], list[str]]]:
    """A studio's server at `localhost` with this certificate: its port, the names asked for, the hosts of requests."""
    asked: list[str | None] = []
    hosts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hosts.append(self.headers["host"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    class Server(HTTPServer):
        address_family = socket.getaddrinfo("localhost", 0, type=socket.SOCK_STREAM)[0][0]

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A handshake that the other side breaks off."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    server = Server(("localhost", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, asked, hosts
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(("name", "taken"), [("localhost", True), ("elsewhere.example.test", False)])
def test_the_certificate_must_be_the_name_s(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, taken: bool
) -> None:
    pem = certificate(tmp_path, name)
    trusted = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(sending, "_certificates", lambda: trusted)
    user = person(engine)
    with serving(pem) as (port, asked, hosts):
        webhooks.subscribe(engine, user, f"https://localhost:{port}/luster")
        assert sending.send_due(engine, loopback=True) == 1
    assert asked == ["localhost"]
    assert hosts == ([f"localhost:{port}"] if taken else [])
    found = webhooks.standing(engine, user)
    assert found is not None
    assert found.error == (None if taken else words.sentence("webhook_unreachable"))
