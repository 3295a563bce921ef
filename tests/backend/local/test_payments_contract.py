"""The payment stand-in's objects against the vendor's samples, its parameters against the vendor's SDK."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import stripe

from backend.local.payments.on_sale import read_packs
from backend.local.payments.operations import OPERATIONS

from .conftest import Payments
from .vendors import KINDS, samples

ELSEWHERE = {
    "charge": {"refunds"},  # only when expanded, since API version 2022-11-15
    "checkout.session": set(),
}
NEWER = {"refund": {"failure_reason", "failure_balance_transaction"}, "radar.early_fraud_warning": {"payment_intent"}}


@pytest.fixture
def made(payments: Payments) -> dict[str, dict[str, Any]]:
    """One object of each kind, after a purchase with everything that can go wrong with it."""
    customer = payments.stripe.v1.customers.create({"email": "ada@example.com"})
    session = payments.session(customer=customer.id)
    payments.control(f"sessions/{session.id}/decline")
    paid = payments.control(f"sessions/{session.id}/pay")
    intent = paid["payment_intent"]
    refund = payments.control("refunds", payment_intent=intent, amount=500)
    dispute = payments.control("disputes", payment_intent=intent)
    payments.control("early-fraud-warnings", payment_intent=intent)
    get = payments.stripe.v1
    price = get.prices.list({"expand": ["data.product"]}).data[0].to_dict()
    return {
        "checkout.session": get.checkout.sessions.retrieve(session.id).to_dict(),
        "product": price.pop("product"),
        "price": price,
        "customer": get.customers.retrieve(customer.id).to_dict(),
        "payment_intent": get.payment_intents.retrieve(intent).to_dict(),
        "charge": get.charges.list({"payment_intent": intent}).data[0].to_dict(),
        "refund": get.refunds.retrieve(refund["id"]).to_dict(),
        "dispute": get.disputes.retrieve(dispute["id"]).to_dict(),
        "event": get.events.list().data[0].to_dict(),
        "radar.early_fraud_warning": get.radar.early_fraud_warnings.list({"payment_intent": intent}).data[0].to_dict(),
    }


def test_objects_have_the_fields_of_the_vendors_samples(made: dict[str, dict[str, Any]]) -> None:
    assert set(made) == set(samples())
    for kind, ours in made.items():
        sample = samples()[kind]
        missing = set(sample) - set(ours) - ELSEWHERE.get(kind, set())
        if kind != "price":
            assert missing == set(), kind
        else:
            assert missing <= {"product"}
        assert set(ours) - set(sample) <= NEWER.get(kind, set()), kind


def test_values_have_the_types_of_the_vendors_samples(made: dict[str, dict[str, Any]]) -> None:
    for kind, ours in made.items():
        for name, value in ours.items():
            sample = samples()[kind].get(name, "null")
            if value is None or sample == "null":
                continue
            value = str(value) if isinstance(value, Decimal) else value  # the SDK makes decimals of some strings
            assert KINDS[type(value)] == sample, f"{kind}.{name}"


def test_the_sdk_knows_every_field(made: dict[str, dict[str, Any]]) -> None:
    classes = {
        "checkout.session": stripe.checkout.Session,
        "product": stripe.Product,
        "price": stripe.Price,
        "customer": stripe.Customer,
        "payment_intent": stripe.PaymentIntent,
        "charge": stripe.Charge,
        "refund": stripe.Refund,
        "dispute": stripe.Dispute,
        "event": stripe.Event,
        "radar.early_fraud_warning": stripe.radar.EarlyFraudWarning,
    }
    for kind, ours in made.items():
        unknown = set(ours) - set(classes[kind].__annotations__) - set(samples()[kind])
        assert unknown == set(), kind


def test_everything_that_changes_something_is_reported_in_full(
    made: dict[str, dict[str, Any]], payments: Payments
) -> None:
    events = payments.stripe.v1.events.list({"limit": 100}).data
    assert {event.type for event in events} == {
        "customer.created",
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "radar.early_fraud_warning.created",
    }
    for event in events:
        sample = samples()[event.data.object["object"]]
        assert set(event.data.object.to_dict()) >= set(sample) - {"refunds"}


def test_every_operation_takes_what_the_sdk_can_send() -> None:
    assert {f"{o.method} {o.path}" for o in OPERATIONS} >= {
        "GET /v1/prices",
        "POST /v1/checkout/sessions",
        "GET /v1/checkout/sessions/{id}",
        "POST /v1/checkout/sessions/{id}/expire",
        "POST /v1/refunds",
        "GET /v1/events",
    }
    assert all(o.accepts.__module__.startswith("stripe.params") for o in OPERATIONS)


def test_all_of_the_products_packs_are_on_sale() -> None:
    import tomllib

    from backend import payments as product

    listed = tomllib.loads((Path(product.__file__).parent / "packs.toml").read_text(encoding="utf-8"))["packs"]
    on_sale = {pack.lookup_key for pack in read_packs()}
    assert {pack["lookup_key"] for pack in listed.values()} <= on_sale
