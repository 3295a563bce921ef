"""The inbox takes only what is signed, keeps everything, and comes to the same ledger in every order."""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from stripe import WebhookSignature

from backend import credits, ledger_check
from backend.database import tables
from backend.payments import inbox, purchases
from backend.payments.inbox import Incoming
from tests.backend.people import person
from tests.backend.service import WEBHOOK_SECRET

AMOUNT = 1000


def event(kind: str, thing: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": f"evt_{uuid4().hex}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "type": kind,
        "livemode": False,
        "data": {"object": thing},
        **changes,
    }


def incoming(thing: dict[str, Any]) -> Incoming:
    return Incoming(thing["id"], thing["type"], thing["api_version"], json.dumps(thing).encode())


class Sale:
    """One purchase and the events that tell its story."""

    def __init__(self, engine: Engine, user: UUID, amount: int = 10) -> None:
        self.id = uuid4()
        self.payment = f"pi_{self.id.hex}"
        with engine.begin() as connection:
            purchases.create(connection, user, self.id, "starter", amount)

    def session(self, kind: str, status: str, payment_status: str) -> dict[str, Any]:
        return event(
            f"checkout.session.{kind}",
            {
                "id": f"cs_{self.id.hex}",
                "object": "checkout.session",
                "status": status,
                "payment_status": payment_status,
                "payment_intent": self.payment,
                "amount_total": AMOUNT,
                "currency": "usd",
                # What a buyer might write into it counts for nothing.
                "metadata": {"purchase_id": str(self.id), "credits": "1000000"},
            },
        )

    def refund(self, kind: str, status: str, amount: int, number: int = 1) -> dict[str, Any]:
        thing = {"id": f"re_{self.id.hex}_{number}", "status": status, "amount": amount, "payment_intent": self.payment}
        return event(f"refund.{kind}", thing)

    def dispute(self, kind: str, status: str) -> dict[str, Any]:
        thing = {"id": f"dp_{self.id.hex}", "status": status, "amount": AMOUNT, "payment_intent": self.payment}
        return event(f"charge.dispute.{kind}", thing)


def story(sale: Sale, *, won: bool) -> list[dict[str, Any]]:
    return [
        sale.session("completed", "complete", "unpaid"),
        sale.session("async_payment_succeeded", "complete", "paid"),
        sale.refund("created", "pending", 300),
        sale.refund("updated", "succeeded", 300),
        sale.dispute("created", "needs_response"),
        sale.dispute("closed", "won" if won else "lost"),
    ]


def outcome(engine: Engine, user: UUID) -> tuple[int, int, bool]:
    with engine.connect() as connection:
        found = credits.balance(connection, user)
    return found.posted, found.held, found.frozen


def test_every_order_of_a_purchase_refund_and_dispute_comes_to_the_same(
    engine: Engine, length: Callable[[int, int], int]
) -> None:
    orders = list(itertools.permutations(range(6)))
    for number, places in enumerate(random.Random(5).sample(orders, length(60, 720))):
        user = person(engine)
        events = story(sale := Sale(engine, user), won=number % 2 == 0)
        for place in places:
            inbox.receive(engine, incoming(events[place]))
        assert outcome(engine, user) == ((7, 0, False) if number % 2 == 0 else (0, 0, True)), (places, sale.id)
    assert inbox.unapplied(engine) == 0
    assert ledger_check.differences(engine) == []


@given(st.lists(st.integers(0, 5), min_size=6, max_size=14), st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_duplicates_and_late_events_come_to_the_same(engine: Engine, places: list[int], won: bool) -> None:
    user = person(engine)
    events = story(Sale(engine, user), won=won)
    for place in [*places, *range(6)]:
        inbox.receive(engine, incoming(events[place]))
    assert outcome(engine, user) == ((7, 0, False) if won else (0, 0, True))


def test_a_hundred_copies_in_eight_threads_grant_once(engine: Engine) -> None:
    user = person(engine)
    paid = incoming(Sale(engine, user).session("completed", "complete", "paid"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: inbox.receive(engine, paid), range(100)))
    assert outcome(engine, user) == (10, 0, False)


def test_refunds_in_parts_never_take_more_than_was_bought(engine: Engine) -> None:
    user = person(engine)
    sale = Sale(engine, user, amount=7)
    inbox.receive(engine, incoming(sale.session("completed", "complete", "paid")))
    for number in range(1, 4):
        inbox.receive(engine, incoming(sale.refund("created", "succeeded", 333, number)))
    assert outcome(engine, user)[0] == 1
    inbox.receive(engine, incoming(sale.refund("created", "succeeded", 1, 4)))
    assert outcome(engine, user)[0] == 0
    inbox.receive(engine, incoming(sale.refund("created", "succeeded", 333, 5)))
    assert outcome(engine, user)[0] == 0


def test_what_is_not_known_yet_waits_and_what_is_not_ours_does_not(engine: Engine) -> None:
    inbox.receive(engine, incoming(event("refund.created", {"id": "re_1", "status": "succeeded", "amount": 5})))
    inbox.receive(engine, incoming(event("checkout.session.completed", {"id": "cs_1", "metadata": {}})))
    inbox.receive(engine, incoming(event("customer.created", {"id": "cus_1"})))
    odd = {"id": "cs_2", "metadata": {"purchase_id": "not-an-id"}}
    inbox.receive(engine, incoming(event("checkout.session.completed", odd)))
    with engine.connect() as connection:
        rows = connection.execute(sa.select(tables.stripe_events.c.type, tables.stripe_events.c.error)).all()
    assert sorted(rows) == [
        ("checkout.session.completed", "Malformed"),
        ("checkout.session.completed", "not ours"),
        ("customer.created", "not ours"),
        ("refund.created", "UnknownPurchase"),
    ]
    assert inbox.unapplied(engine) == 2
    assert inbox.sweep(engine) == 0


@pytest.fixture
def post(api: httpx.Client) -> Iterator[Callable[..., int]]:
    def send(body: bytes, *, secret: str = WEBHOOK_SECRET, at: int | None = None, header: str | None = None) -> int:
        text = body.decode("utf-8", "replace")
        signed = WebhookSignature.generate_signature_header(text, secret, timestamp=at)
        answer = api.post("/webhooks/stripe", content=body, headers={"stripe-signature": header or signed})
        assert answer.status_code == 200 or answer.json()["detail"].endswith(".")
        return answer.status_code

    yield send


def test_only_signed_events_of_ours_are_taken(post: Callable[..., int], engine: Engine) -> None:
    sale = Sale(engine, person(engine))
    good = json.dumps(sale.session("completed", "complete", "paid")).encode()
    assert post(good, secret="whsec_other") == 400
    assert post(good, at=int(time.time()) - 400) == 400
    assert post(good, at=int(time.time()) + 400) == 400
    assert post(good, header="t=1,v1=00") == 400
    assert post(good, header="nonsense") == 400
    assert post(b"\xff\xfe") == 400
    assert post(b"{") == 400
    assert post(b"[]") == 400
    assert post(b"null") == 400
    assert post(b'{"id": "evt_1", "type": "x", "data": {"object": 5}}') == 400
    assert post(b"[" * 100_000) == 400
    assert post(b" " * (1024 * 1024 + 1)) == 413
    live = {**json.loads(good), "livemode": True}
    assert post(json.dumps(live).encode()) == 400
    assert post(json.dumps({**json.loads(good), "account": "acct_1"}).encode()) == 400
    assert post(json.dumps({**json.loads(good), "id": "evt_\x00"}).encode()) == 400
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.stripe_events)).all() == []
    assert post(good) == 200
    assert post(good, secret="whsec_test_second") == 200, "a secret that is being rolled out counts too"
    assert ledger_check.differences(engine) == []
