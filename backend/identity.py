"""Who is asking: the bearer token of the sign-in service, checked against its published keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import jwt
from sqlalchemy import Engine, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.credits import post
from backend.database.tables import credits, users
from backend.jwks import JwksCache

ALGORITHMS = ("ES256", "RS256")
AUDIENCE = "authenticated"
"""And the role: the service also issues tokens for itself and for nobody."""
LEEWAY_SECONDS = 30
MAX_TOKEN_CHARS = 8192
REQUIRED = ["exp", "sub", "iss", "aud"]
WELCOME = "Welcome"
"""What the history says of the credits of a new account."""


class Unauthenticated(Exception):
    """No token, or one that does not count; the message says which, without the token."""


@dataclass(frozen=True, slots=True)
class Identity:
    user_id: UUID
    email: str = field(repr=False)
    signed_in_at: datetime | None
    """When the user proved who they are, by a mailed code or link; refreshed tokens keep it. None: not told."""
    key_id: UUID | None = None
    """The key by which a studio's own system asks."""
    scopes: frozenset[str] | None = None
    """What that key is for; None of a user who signed in, who may do everything."""

    @property
    def label(self) -> str:
        """Stands for the user in logs."""
        return hashlib.blake2s(self.user_id.bytes, digest_size=6).hexdigest()


class Verifier:
    """Checks tokens of one issuer; raises `Unauthenticated`, or `KeysUnavailable` while no keys are known."""

    def __init__(self, keys: JwksCache, supabase_url: str) -> None:
        self._keys = keys
        self._issuer = f"{supabase_url}/auth/v1"

    def verify(self, token: str) -> Identity:
        """The token's user."""
        if len(token) > MAX_TOKEN_CHARS:
            raise Unauthenticated("The token is too long.")
        try:
            header = jwt.get_unverified_header(token)
        except Exception:  # whatever a forged token makes the parser raise
            raise Unauthenticated("The token cannot be read.") from None
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or not isinstance(kid, str):
            raise Unauthenticated("The token is not signed as it must be.")
        key = self._keys.key(kid)
        if key is None or key.algorithm_name != algorithm:
            raise Unauthenticated("The token is signed with an unknown key.")
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED},
            )
            if claims.get("role") != AUDIENCE:
                raise Unauthenticated("The token is nobody's who signed in.")
            proofs = [float(proof["timestamp"]) for proof in claims.get("amr") or [] if isinstance(proof, dict)]
            return Identity(
                UUID(claims["sub"]),
                str(claims.get("email") or "").replace("\0", ""),
                datetime.fromtimestamp(max(proofs), UTC) if proofs else None,
            )
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("The session has expired.") from None
        except Exception:  # as above: claims may be of any type and size
            raise Unauthenticated("The token does not count here.") from None


def admit(engine: Engine, identity: Identity, *, welcome: int = 0, may_return: bool = True) -> None:
    """Make sure that the user has a row, with `welcome` credits at first, given once.

    After an account was deleted, and every detail of it, only a new sign-in brings it back, and only where
    `may_return`: otherwise the sign-in is deleted too, and whoever signs in anew is another user. Raises
    `Unauthenticated` for all older tokens, refreshed ones as well.
    """
    with engine.connect() as connection:
        row = connection.execute(
            select(users.c.email, users.c.deleted_at, users.c.erased_at).where(users.c.id == identity.user_id)
        ).one_or_none()
    if row is not None and row.email == identity.email and row.deleted_at is None:
        return
    if row is not None and row.deleted_at is not None:
        # Tokens carry whole seconds: a sign-in of the same second may be the one that asked for the deletion.
        anew = identity.signed_in_at is not None and identity.signed_in_at > row.deleted_at
        if not (may_return and anew and row.erased_at):
            raise Unauthenticated("The account has been deleted.")
    with engine.begin() as connection:
        if row is None:
            values = {"id": identity.user_id, "email": identity.email}
            new = connection.execute(
                insert(users).values(**values).on_conflict_do_nothing().returning(users.c.id)
            ).scalar_one_or_none()
            connection.execute(insert(credits).values(user_id=identity.user_id).on_conflict_do_nothing())
            if new is not None and welcome:
                post(connection, identity.user_id, "grant", welcome, f"welcome {identity.user_id}", reason=WELCOME)
        else:
            connection.execute(
                update(users)
                .where(users.c.id == identity.user_id, users.c.deleted_at.is_not_distinct_from(row.deleted_at))
                .values(email=identity.email, deleted_at=None, erased_at=None, sign_in_gone_at=None)
            )
