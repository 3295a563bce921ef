"""ES256 signing keys and the tokens they sign."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from backend.local.store import Document, Store

ALGORITHM = "ES256"


class InvalidToken(Exception):
    """Why an access token is not accepted."""


class SigningKeys:
    """The newest key signs; older ones still verify until they are withdrawn."""

    def __init__(self, store: Store) -> None:
        self._store = store
        if not store.all("key"):
            self.rotate()

    def rotate(self, *, withdraw: bool = False) -> str:
        """Sign with a new key from now on; `withdraw` also takes all earlier ones out of the key set."""
        private = ec.generate_private_key(ec.SECP256R1())
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        kid = str(uuid.uuid4())
        with self._store.transaction():
            if withdraw:
                for key in self._store.all("key"):
                    self._store.delete("key", key["kid"])
            self._store.put("key", kid, {"kid": kid, "pem": pem.decode()})
        return kid

    def public(self) -> Document:
        """The key set as `/.well-known/jwks.json` shows it."""
        return {"keys": [_public(key) for key in reversed(self._store.all("key"))]}

    def sign(self, claims: dict[str, Any]) -> str:
        key = self._store.all("key")[-1]
        return jwt.encode(claims, key["pem"], ALGORITHM, headers={"kid": key["kid"]})

    def verify(self, token: str, *, issuer: str, audience: str) -> dict[str, Any]:
        """The claims; raises `InvalidToken` when the token is not ours, or no longer good."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = self._store.get("key", kid) if isinstance(kid, str) else None
            if key is None:
                raise InvalidToken("unrecognized JWT kid")
            public = serialization.load_pem_private_key(key["pem"].encode(), None).public_key()
            assert isinstance(public, ec.EllipticCurvePublicKey)
            claims: dict[str, Any] = jwt.decode(token, public, [ALGORITHM], audience=audience, issuer=issuer)
        except jwt.PyJWTError as error:
            raise InvalidToken(str(error)) from error
        return claims


def access_token_claims(user: Document, session: Document, *, issuer: str, seconds: int) -> dict[str, Any]:
    """What the vendor puts into an access token of a session opened by e-mail."""
    now = int(time.time())
    return {
        "iss": issuer,
        "sub": user["id"],
        "aud": user["aud"],
        "exp": now + seconds,
        "iat": now,
        "email": user["email"],
        "phone": "",
        "app_metadata": user["app_metadata"],
        "user_metadata": user["user_metadata"],
        "role": user["role"],
        "aal": "aal1",
        "amr": [{"method": "otp", "timestamp": session["created"]}],
        "session_id": session["id"],
        "is_anonymous": False,
    }


def _public(key: Document) -> Document:
    private = serialization.load_pem_private_key(key["pem"].encode(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    jwk: Document = json.loads(ECAlgorithm.to_jwk(private.public_key()))
    return {**jwk, "alg": ALGORITHM, "ext": True, "key_ops": ["verify"], "kid": key["kid"], "use": "sig"}
