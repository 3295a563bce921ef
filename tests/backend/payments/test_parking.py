"""An event that matches nothing is tried less and less often, and at last waits for a human."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from structlog.testing import capture_logs

from backend import ledger_check, metrics
from backend.admin import events as support
from backend.admin import listings
from backend.admin.audit import Refused
from backend.database import tables
from backend.payments import inbox, purchases
from tests.backend.admin.conftest import paid_session
from tests.backend.people import person
from tests.backend.worker.stage import until

TABLE = tables.stripe_events


@pytest.fixture
def buyer(engine: Engine) -> UUID:
    return person(engine)


def passes(engine: Engine, event_id: str, time: timedelta) -> None:
    """Let time go by for an event."""
    moved = {column: TABLE.c[column] - sa.literal(time, sa.Interval) for column in ("received_at", "due_at")}
    with engine.begin() as connection:
        connection.execute(sa.update(TABLE).where(TABLE.c.id == event_id).values(**moved))


def row(engine: Engine, event_id: str) -> sa.Row[tuple[object, ...]]:
    with engine.connect() as connection:
        pause = (TABLE.c.due_at - sa.func.now()).label("pause")
        return connection.execute(sa.select(TABLE, pause).where(TABLE.c.id == event_id)).one()


def strange(engine: Engine, purchase_id: UUID | None = None) -> str:
    event = paid_session(purchase_id or uuid4())
    inbox.receive(engine, event)
    return event.id


def test_the_pauses_grow_with_the_waiting_up_to_six_hours(engine: Engine) -> None:
    event = strange(engine)
    pauses = []
    for minutes in (0, 1, 2, 4, 60, 600):
        passes(engine, event, timedelta(minutes=minutes))
        inbox.sweep(engine)
        pauses.append(round(row(engine, event).pause.total_seconds() / 60))
    assert pauses == [1, 1, 3, 7, 67, 360]
    attempts = row(engine, event).attempts
    assert inbox.sweep(engine) == 0
    assert row(engine, event).attempts == attempts, "it is not due"


def test_after_three_days_it_is_parked_and_said_once(engine: Engine) -> None:
    event = strange(engine)
    passes(engine, event, timedelta(days=2, hours=23))
    inbox.sweep(engine)
    assert row(engine, event).parked_at is None
    passes(engine, event, timedelta(hours=6))
    with capture_logs() as logs:
        inbox.sweep(engine)
        passes(engine, event, timedelta(days=30))
        inbox.sweep(engine)
    assert [(line["event"], line["stripe_event"], line["reason"]) for line in logs] == [
        ("event_parked", event, "UnknownPurchase")
    ]
    assert row(engine, event).parked_at is not None


def test_a_parked_event_is_applied_by_support_alone(engine: Engine, buyer: UUID) -> None:
    bought = uuid4()
    event = strange(engine, bought)
    passes(engine, event, timedelta(days=4))
    inbox.sweep(engine)
    assert "parked" in listings.events(engine, limit=10)
    with pytest.raises(Refused, match="still waits"):
        support.apply(engine, event, operator="kim")
    assert row(engine, event).parked_at is not None
    with engine.begin() as connection:
        purchases.create(connection, buyer, bought, "starter", 50)
    inbox.receive(engine, paid_session(_other(engine, buyer)))
    assert row(engine, event).applied_at is None
    support.apply(engine, event, operator="kim")
    assert row(engine, event).applied_at is not None
    assert ledger_check.differences(engine) == []


def _other(engine: Engine, buyer: UUID) -> UUID:
    purchase_id = uuid4()
    with engine.begin() as connection:
        purchases.create(connection, buyer, purchase_id, "starter", 5)
    return purchase_id


def test_an_event_that_is_not_due_is_applied_as_soon_as_what_it_waits_for_comes(engine: Engine, buyer: UUID) -> None:
    bought = uuid4()
    event = strange(engine, bought)
    passes(engine, event, timedelta(hours=5))
    inbox.sweep(engine)
    with engine.begin() as connection:
        purchases.create(connection, buyer, bought, "starter", 50)
    inbox.receive(engine, paid_session(_other(engine, buyer)))
    assert row(engine, event).applied_at is not None


def test_the_metric_tells_waiting_from_parked(engine: Engine) -> None:
    strange(engine)
    for _ in range(2):
        passes(engine, strange(engine), timedelta(days=4))
    inbox.sweep(engine)
    registry = CollectorRegistry()
    state = metrics.QueueState(engine)
    registry.register(state)

    def counted(standing: str) -> float | None:
        return registry.get_sample_value("luster_stripe_events_unapplied", {"state": standing})

    until(lambda: counted("waiting") is not None)
    assert (counted("waiting"), counted("parked")) == (1, 2)
    state.close()
