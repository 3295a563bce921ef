"""`Idempotency-Key`: a request that is sent again is answered, not done again; kept with the effect's own commit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, select

from backend.database.tables import idempotency_keys

KEEP = timedelta(hours=24)


class KeyInFlight(Exception):
    """The first request with this key is still being worked on."""


class KeyReused(Exception):
    """The key was used before for another request."""


@dataclass(frozen=True, slots=True)
class Once:
    """One request that carries a key."""

    user_id: UUID
    key: str
    fingerprint: bytes

    @classmethod
    def of(cls, user_id: UUID, key: str, method: str, path: str, body: bytes) -> Once:
        """The request's identity: the same key with another method, path or body is another request."""
        parts = (method.encode(), path.encode(), body)
        digest = hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
        return cls(user_id, key, digest)

    def earlier(self, connection: Connection) -> bytes | None:
        """What was recorded for the request, or None when this is the first; holds the key until the commit.

        Raises `KeyInFlight` or `KeyReused`.
        """
        name = f"{self.user_id}:{self.key}"
        free = connection.execute(select(func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0)))).scalar_one()
        if not free:
            raise KeyInFlight
        row = connection.execute(
            select(idempotency_keys.c.fingerprint, idempotency_keys.c.body).where(
                idempotency_keys.c.user_id == self.user_id, idempotency_keys.c.key == self.key
            )
        ).one_or_none()
        if row is None:
            return None
        if row.fingerprint != self.fingerprint:
            raise KeyReused
        return bytes(row.body)

    def record(self, connection: Connection, status: int, body: bytes) -> None:
        """Keep the reply, in the transaction of the effect."""
        connection.execute(
            insert(idempotency_keys).values(
                user_id=self.user_id, key=self.key, fingerprint=self.fingerprint, status=status, body=body
            )
        )


def expire(engine: Engine) -> int:
    """Forget keys after a day; returns how many."""
    with engine.begin() as connection:
        return connection.execute(
            idempotency_keys.delete().where(idempotency_keys.c.created_at < func.now() - KEEP)
        ).rowcount
