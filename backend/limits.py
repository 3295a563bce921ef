"""Rate limits: one token bucket per user and kind of request, on the database's clock."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, Float, extract, func, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert

from backend.database.tables import rate_limits


class RateLimited(Exception):
    """Too many requests of one kind; `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("Too many requests.")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    burst: int
    per_second: float


ORDERS = Limit("orders", burst=1000, per_second=10)
UPLOADS = Limit("uploads", burst=1000, per_second=10)
KEYS = Limit("keys", burst=20, per_second=1 / 30)
WEBHOOKS = Limit("webhooks", burst=20, per_second=1 / 30)
SHARES = Limit("shares", burst=100, per_second=1)
CHECKOUTS = Limit("checkouts", burst=20, per_second=1 / 30)


def take(engine: Engine, user_id: UUID, limit: Limit) -> None:
    """Take one token from the user's bucket, or raise `RateLimited`."""
    now = func.clock_timestamp()
    passed = sql_cast(extract("epoch", now - rate_limits.c.at), Float)
    filled = func.least(literal(float(limit.burst)), rate_limits.c.tokens + passed * limit.per_second)
    statement = (
        insert(rate_limits)
        .values(user_id=user_id, name=limit.name, tokens=limit.burst - 1, at=now)
        .on_conflict_do_update(
            index_elements=["user_id", "name"], set_={"tokens": filled - 1, "at": now}, where=filled >= 1
        )
        .returning(rate_limits.c.tokens)
    )
    with engine.begin() as connection:
        if connection.execute(statement).one_or_none() is not None:
            return
        missing = select(1 - filled).where(rate_limits.c.user_id == user_id, rate_limits.c.name == limit.name)
        raise RateLimited(max(float(connection.execute(missing).scalar_one()), 0.0) / limit.per_second)
