"""What is done to studios' keys and to the events for their own systems: revoked, and sent again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Engine, select

from backend import api_keys, webhooks
from backend.admin import audit
from backend.database.tables import webhook_events


def revoke(engine: Engine, key_id: UUID, *, reason: str | None = None, operator: str | None = None) -> None:
    """End a key at once; raises `Refused` when it has ended, or there is none."""
    with engine.begin() as connection:
        row = api_keys.end(connection, key_id)
        if row is None:
            raise audit.Refused("There is no such key that is still good.")
        audit.record(connection, operator, "revoke_key", key_id, user_id=row.user_id, reason=reason)


def send_again(engine: Engine, event_id: UUID, *, reason: str | None = None, operator: str | None = None) -> None:
    """Have an event that waits or is parked tried now; raises `Refused` when it was delivered, or there is none."""
    with engine.begin() as connection:
        owner = select(webhook_events.c.user_id).where(webhook_events.c.id == event_id)
        user_id = connection.execute(owner).scalar_one_or_none()
        if user_id is None or not webhooks.again(connection, webhook_events.c.id == event_id):
            raise audit.Refused("There is no such event that was not delivered.")
        audit.record(connection, operator, "send", event_id, user_id=user_id, reason=reason)
