"""A sign-in service for tests: an ES256 key, its JWKS on a real server, and tokens signed with it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm


class SignIn:
    """Signs tokens with its newest key, publishes all of them, and can be told to fail or to be slow."""

    def __init__(self) -> None:
        self.url = ""
        self.keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self.failing = False
        self.fetches = 0
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.rotate("first")

    @property
    def issuer(self) -> str:
        return f"{self.url}/auth/v1"

    @property
    def jwks_url(self) -> str:
        return f"{self.issuer}/.well-known/jwks.json"

    def rotate(self, kid: str) -> None:
        self.kid = kid
        self.keys[kid] = ec.generate_private_key(ec.SECP256R1())

    def document(self) -> bytes:
        keys = [
            {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "alg": "ES256", "use": "sig"}
            for kid, key in self.keys.items()
        ]
        return json.dumps({"keys": keys}).encode()

    def claims(self, user_id: UUID, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "sub": str(user_id),
            "email": f"{user_id.hex[:8]}@example.test",
            "aud": "authenticated",
            "iss": self.issuer,
            "role": "authenticated",
            "amr": [{"method": "otp", "timestamp": now}],
            "iat": now,
            "exp": now + 3600,
        }
        return {name: value for name, value in {**claims, **changes}.items() if value is not None}

    def token(self, user_id: UUID, **changes: Any) -> str:
        return jwt.encode(self.claims(user_id, **changes), self.keys[self.kid], "ES256", headers={"kid": self.kid})


@contextmanager
def sign_in_service() -> Iterator[SignIn]:
    service = SignIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.fetches += 1
            service.may_answer.wait(30)
            body = b"{}" if service.failing else service.document()
            self.send_response(503 if service.failing else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()
