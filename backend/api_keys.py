"""Keys of the API for studios' own systems: random, kept as hashes, each for few things, revoked at any time."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from backend.database.tables import admin_actions, api_keys, users
from backend.identity import Identity, Unauthenticated

PREFIX = "lk_"
_SECRET = re.compile(r"lk_[A-Za-z0-9_-]{43}")
ENDING = 4
MOST = 50
"""Keys of one account that are not revoked."""
USED = timedelta(minutes=1)
"""How exactly it is known when a key was used last: a write for each request would cost more than it tells."""


class KeyNotFound(Exception):
    """There is no such key, or it is somebody else's."""


class KeyChanged(Exception):
    """The id was used before for another key, or for one that is in use."""


class TooManyKeys(Exception):
    """The account has `MOST` keys."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    id: UUID
    name: str
    scopes: tuple[str, ...]
    ending: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


_COLUMNS = (
    api_keys.c.id,
    api_keys.c.name,
    api_keys.c.scopes,
    api_keys.c.ending,
    api_keys.c.created_at,
    api_keys.c.used_at,
    api_keys.c.revoked_at,
)


def _key(row: Any) -> ApiKey:
    return ApiKey(row.id, row.name, tuple(row.scopes), row.ending, row.created_at, row.used_at, row.revoked_at)


def make(engine: Engine, user_id: UUID, key_id: UUID, name: str, scopes: Sequence[str]) -> tuple[ApiKey, str]:
    """A new key and its secret, which is known to nobody afterwards.

    The same again, before the key is used, gives it another secret: the first one's reply may have been lost. Raises
    `KeyChanged` or `TooManyKeys`.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    wanted = sorted(set(scopes))
    values = {"hash": _hash(secret), "ending": secret[-ENDING:]}
    statement = upsert(api_keys).values(id=key_id, user_id=user_id, name=name, scopes=wanted, **values)
    again = statement.on_conflict_do_update(
        index_elements=["id"],
        set_=values,
        where=(api_keys.c.user_id == user_id)
        & (api_keys.c.name == name)
        & (api_keys.c.scopes == wanted)
        & api_keys.c.used_at.is_(None)
        & api_keys.c.revoked_at.is_(None),
    )
    with engine.begin() as connection:
        # One at a time for each user, so that the limit holds.
        connection.execute(select(users.c.id).where(users.c.id == user_id).with_for_update(key_share=True))
        row = connection.execute(again.returning(*_COLUMNS)).one_or_none()
        if row is None:
            raise KeyChanged
        live = select(func.count()).where(api_keys.c.user_id == user_id, api_keys.c.revoked_at.is_(None))
        if connection.execute(live).scalar_one() > MOST:
            raise TooManyKeys
        _record(connection, "make_key", row, user_id)
    return _key(row), secret


def listing(engine: Engine, user_id: UUID) -> list[ApiKey]:
    """The user's keys that have not been revoked, newest first."""
    query = select(*_COLUMNS).where(api_keys.c.user_id == user_id, api_keys.c.revoked_at.is_(None))
    with engine.connect() as connection:
        return [_key(row) for row in connection.execute(query.order_by(api_keys.c.created_at.desc(), api_keys.c.id))]


def revoke(engine: Engine, user_id: UUID, key_id: UUID) -> ApiKey:
    """From now on the key opens nothing; raises `KeyNotFound`. Safe to repeat."""
    with engine.begin() as connection:
        mine = select(*_COLUMNS).where(api_keys.c.id == key_id, api_keys.c.user_id == user_id)
        row = connection.execute(mine.with_for_update()).one_or_none()
        if row is None:
            raise KeyNotFound
        if row.revoked_at is None:
            row = end(connection, key_id)
            _record(connection, "revoke_key", row, user_id)
    return _key(row)


def end(connection: Connection, key_id: UUID) -> Any:
    """Revoke the key in the caller's transaction; returns its row, None when there is none that is still good."""
    return connection.execute(
        update(api_keys)
        .where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=func.now())
        .returning(*_COLUMNS, api_keys.c.user_id)
    ).one_or_none()


def is_key(token: str) -> bool:
    """Whether a bearer token is one of ours, rather than one of the sign-in service's."""
    return token.startswith(PREFIX)


def identify(engine: Engine, secret: str) -> Identity:
    """Whose key it is, and what it is for; raises `Unauthenticated`. Notes that it was used."""
    if not _SECRET.fullmatch(secret):
        raise Unauthenticated("The key cannot be read.")
    query = (
        select(api_keys.c.id, api_keys.c.user_id, api_keys.c.scopes, users.c.email)
        .add_columns(or_(api_keys.c.used_at.is_(None), api_keys.c.used_at < func.now() - USED).label("unnoted"))
        .join(users, users.c.id == api_keys.c.user_id)
        .where(api_keys.c.hash == _hash(secret), api_keys.c.revoked_at.is_(None), users.c.deleted_at.is_(None))
    )
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise Unauthenticated("The key does not count here.")
    if row.unnoted:
        with engine.begin() as connection:
            connection.execute(update(api_keys).where(api_keys.c.id == row.id).values(used_at=func.now()))
    return Identity(row.user_id, row.email, None, key_id=row.id, scopes=frozenset(row.scopes))


def _hash(secret: str) -> bytes:
    # Not slow on purpose: there is nothing to guess in 256 random bits.
    return hashlib.sha256(secret.encode()).digest()


def _record(connection: Connection, action: str, row: Any, user_id: UUID) -> None:
    told = {"operator": "user", "action": action, "subject": str(row.id), "user_id": user_id}
    connection.execute(insert(admin_actions).values(**told, data={"scopes": list(row.scopes)}))
