"""Webhooks: signed, sent until taken, and late, twice, out of order or never on demand."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest
import stripe

from .conftest import Payments

COMPLETED = "checkout.session.completed"


def buy(payments: Payments) -> str:
    session = payments.session()
    assert payments.http.post(f"{session.url}/pay").status_code == 303
    return session.id


def deliveries(payments: Payments) -> list[dict[str, Any]]:
    return payments.http.get("/control/webhooks").json()["deliveries"]


def test_events_arrive_signed_and_in_order(payments: Payments) -> None:
    session = buy(payments)
    kinds = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", COMPLETED]
    # The receiver checks each signature with the SDK before it passes an event on.
    arrived = [payments.receiver.next() for _ in kinds]
    assert [event.type for event in arrived] == kinds
    assert arrived[-1].data.object["id"] == session
    assert arrived[-1].api_version == stripe.api_version
    assert not arrived[-1].livemode


def test_a_webhook_that_is_refused_comes_again(payments: Payments) -> None:
    for status in (500, 404):
        payments.receiver.statuses.put(status)
    payments.stripe.v1.customers.create({"email": "ada@example.com"})
    first, second, third = (payments.receiver.next("customer.created") for _ in range(3))
    assert first.id == second.id == third.id


def test_twice(payments: Payments) -> None:
    payments.set(copies=2)
    buy(payments)
    assert payments.receiver.next(COMPLETED).id == payments.receiver.next(COMPLETED).id


def test_late(payments: Payments) -> None:
    payments.set(delay=0.5)
    began = time.monotonic()
    buy(payments)
    payments.receiver.next(COMPLETED)
    assert time.monotonic() - began >= 0.5


def test_out_of_order(payments: Payments) -> None:
    payments.set(hold=True)
    buy(payments)
    held = [d["type"] for d in deliveries(payments) if d["state"] == "held"]
    payments.control("webhooks/release", backwards=True)
    arrived = [payments.receiver.next().type for _ in held]
    assert arrived == held[::-1]


def test_not_at_all_and_still_listed(payments: Payments) -> None:
    payments.set(hold=True)
    buy(payments)
    payments.control("webhooks/release", drop=True)
    assert {d["state"] for d in deliveries(payments)} == {"dropped"}
    payments.set(hold=False)
    payments.stripe.v1.customers.create({})
    assert payments.receiver.next().type == "customer.created"
    listed = payments.stripe.v1.events.list({"type": "checkout.session.*"}).data
    assert [event.type for event in listed] == [COMPLETED]


def test_again_on_request(payments: Payments) -> None:
    buy(payments)
    event = payments.receiver.next(COMPLETED)
    assert payments.control(f"webhooks/{event.id}/resend") == {"resent": True}
    assert payments.receiver.next().id == event.id


def test_a_request_can_be_cut_after_its_effect(payments: Payments) -> None:
    fault = {"path": "/v1/customers", "cut": True, "times": 1}
    payments.http.put("/control/faults", json=fault).raise_for_status()
    create = payments.stripe.v1.customers.create
    with pytest.raises(stripe.APIConnectionError):
        create({"email": "ada@example.com"}, {"idempotency_key": "c-1"})
    made = create({"email": "ada@example.com"}, {"idempotency_key": "c-1"})
    assert [customer.id for customer in payments.stripe.v1.customers.list().data] == [made.id]


def test_requests_can_fail_and_be_slow(payments: Payments) -> None:
    payments.http.put("/control/faults", json={"path": "/v1", "status": 503, "times": 2}).raise_for_status()
    answers = [httpx.get(f"{payments.url}/v1/prices", trust_env=False).status_code for _ in range(3)]
    assert answers == [503, 503, 401]
    payments.http.put("/control/faults", json={"path": "/v1", "delay": 0.3, "times": 1}).raise_for_status()
    began = time.monotonic()
    httpx.get(f"{payments.url}/v1/prices", trust_env=False)
    assert time.monotonic() - began >= 0.3
    assert payments.http.put("/control/faults", json={"status": 200}).status_code == 422
    assert payments.http.delete("/control/faults").json() is None
