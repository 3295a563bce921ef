"""What is done to Stripe's events in the inbox: applied again."""

from __future__ import annotations

from sqlalchemy import Engine, select

from backend.admin import audit
from backend.database.tables import stripe_events
from backend.payments import inbox

WAITS = {
    "UnknownPurchase": "its purchase is not known here",
    "Malformed": "it lacks something that Stripe promises",
}


def apply(engine: Engine, event_id: str, *, reason: str | None = None, operator: str | None = None) -> None:
    """Try an event that waits once more, now; raises `Refused` when it was applied before, or still cannot be."""
    query = select(stripe_events.c.applied_at, stripe_events.c.error).where(stripe_events.c.id == event_id)
    with engine.begin() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            raise audit.Refused("There is no such event.")
        if row.applied_at is not None:
            raise audit.Refused("The event has been applied before.")
        # Before the attempt, which has a transaction of its own: whatever comes of it is kept with the event.
        audit.record(connection, operator, "apply", event_id, reason=reason)
    if not inbox.apply(engine, event_id):
        with engine.connect() as connection:
            row = connection.execute(query).one()
        if row.applied_at is None:
            raise audit.Refused(f"The event still waits: {WAITS.get(row.error or '', row.error or 'it failed')}.")
