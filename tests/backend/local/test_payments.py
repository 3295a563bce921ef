"""The payment stand-in over the wire, driven by the vendor's SDK."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe
from stripe.params.checkout import SessionCreateParams

from backend.local.payments.on_sale import PackOnSale
from backend.local.payments.server import create_app
from tests.present import present

from .conftest import SECRET_KEY, WEBHOOK_SECRET, Payments
from .serving import serving


def test_prices_are_found_by_lookup_key(payments: Payments) -> None:
    found = payments.stripe.v1.prices.list(
        {"lookup_keys": ["luster_100"], "active": True, "expand": ["data.product"]}
    ).data
    assert [(p.unit_amount, p.currency) for p in found] == [(4900, "usd")]
    product = found[0].product
    assert isinstance(product, stripe.Product) and product.name == "100 credits"


def test_a_purchase_from_the_page_to_the_charge(payments: Payments) -> None:
    session = payments.session()
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 1500)
    assert session.payment_intent is None
    answer = payments.http.post(f"{session.url}/pay")
    assert answer.headers["location"] == f"http://127.0.0.1:9/done?session={session.id}"
    paid = payments.stripe.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge", "customer"]}
    )
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert present(paid.metadata).to_dict() == {"pack": "starter"}
    assert isinstance(paid.payment_intent, stripe.PaymentIntent)
    charge = paid.payment_intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert (charge.paid, charge.amount, charge.metadata.to_dict()) == (True, 1500, {"purchase": "p-1"})
    lines = payments.stripe.v1.checkout.sessions.line_items.list(session.id).data
    assert [(present(line.price).lookup_key, line.quantity) for line in lines] == [("luster_25", 1)]


def test_the_page_says_what_it_is_and_what_it_costs(payments: Payments) -> None:
    html = payments.http.get(present(payments.session().url)).text
    for text in ("Simulated payment", "$15.00", "25 credits", "Decline", "Pay later", "http://127.0.0.1:9/cancelled"):
        assert text in html


def test_a_declined_card_leaves_the_session_open(payments: Payments) -> None:
    session = payments.session()
    answer = payments.http.post(f"{session.url}/decline", follow_redirects=True)
    assert "The card was declined" in answer.text
    still = payments.stripe.v1.checkout.sessions.retrieve(session.id)
    assert (still.status, still.payment_status) == ("open", "unpaid")
    assert payments.http.post(f"{session.url}/pay").status_code == 303
    assert payments.stripe.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_a_paid_page_cannot_be_paid_again(payments: Payments) -> None:
    session = payments.session()
    payments.http.post(f"{session.url}/pay")
    assert "This payment is complete" in payments.http.post(f"{session.url}/pay").text
    assert len(payments.stripe.v1.charges.list().data) == 1


@pytest.mark.parametrize(("action", "status", "kind"), [("settle", "paid", "succeeded"), ("fail", "unpaid", "failed")])
def test_pay_later_completes_now_and_settles_afterwards(
    payments: Payments, action: str, status: str, kind: str
) -> None:
    payments.set(settle_after=None)
    session = payments.session()
    payments.http.post(f"{session.url}/later")
    completed = payments.receiver.next("checkout.session.completed")
    assert completed.data.object["payment_status"] == "unpaid"
    payments.control(f"sessions/{session.id}/{action}")
    settled = payments.receiver.next(f"checkout.session.async_payment_{kind}")
    assert settled.data.object["payment_status"] == status


def test_pay_later_settles_by_itself_after_a_while(payments: Payments) -> None:
    payments.set(settle_after=0.3)
    payments.http.post(f"{payments.session().url}/later")
    assert payments.receiver.next("checkout.session.async_payment_succeeded")


def test_sessions_expire_on_request_and_take_no_money_then(payments: Payments) -> None:
    session = payments.session()
    assert payments.stripe.v1.checkout.sessions.expire(session.id).status == "expired"
    assert "has expired" in payments.http.post(f"{session.url}/pay").text
    assert payments.receiver.next("checkout.session.expired").data.object["id"] == session.id
    with pytest.raises(stripe.InvalidRequestError, match="status open"):
        payments.stripe.v1.checkout.sessions.expire(session.id)


def test_refunds_add_up_and_never_exceed_the_charge(payments: Payments) -> None:
    intent = payments.control(f"sessions/{payments.session().id}/pay")["payment_intent"]
    refunds = payments.stripe.v1.refunds
    refunds.create({"payment_intent": intent, "amount": 400, "reason": "requested_by_customer"})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        refunds.create({"payment_intent": intent, "amount": 1200})
    rest = refunds.create({"payment_intent": intent})
    assert rest.amount == 1100
    charge = payments.stripe.v1.charges.list({"payment_intent": intent}).data[0]
    assert (charge.amount_refunded, charge.refunded) == (1500, True)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        refunds.create({"payment_intent": intent})
    assert caught.value.code == "charge_already_refunded"
    payments.control(f"refunds/{rest.id}/fail")
    assert payments.stripe.v1.charges.retrieve(charge.id).amount_refunded == 400
    assert payments.receiver.next("refund.failed").data.object["status"] == "failed"


@pytest.mark.parametrize(
    ("outcome", "last"), [("won", "charge.dispute.funds_reinstated"), ("lost", "charge.dispute.closed")]
)
def test_disputes_open_and_close(payments: Payments, outcome: str, last: str) -> None:
    intent = payments.control(f"sessions/{payments.session().id}/pay")["payment_intent"]
    dispute = payments.control("disputes", payment_intent=intent)
    assert payments.receiver.next("charge.dispute.created").data.object["status"] == "needs_response"
    payments.control(f"disputes/{dispute['id']}/{outcome}")
    assert payments.receiver.next(last).data.object["status"] == outcome
    assert payments.stripe.v1.charges.list({"payment_intent": intent}).data[0].disputed


def test_the_same_key_has_one_effect_and_one_answer(payments: Payments) -> None:
    price = payments.stripe.v1.prices.list().data[0].id
    given: SessionCreateParams = {
        "mode": "payment",
        "line_items": [{"price": price, "quantity": 1}],
        "success_url": "https://a.example/",
    }
    create = payments.stripe.v1.checkout.sessions.create
    first = create(given, {"idempotency_key": "purchase-1"})
    again = create(given, {"idempotency_key": "purchase-1"})
    assert first.id == again.id
    assert present(again.last_response).headers["idempotent-replayed"] == "true"
    assert len(payments.stripe.v1.checkout.sessions.list().data) == 1
    with pytest.raises(stripe.IdempotencyError):
        create({**given, "metadata": {"other": "1"}}, {"idempotency_key": "purchase-1"})


def test_a_refused_request_does_not_use_up_its_key(payments: Payments) -> None:
    create = payments.stripe.v1.customers.create
    unknown: Any = {"nickname": "x"}
    with pytest.raises(stripe.InvalidRequestError):
        create(unknown, {"idempotency_key": "c-1"})
    assert create({"email": "ada@example.com"}, {"idempotency_key": "c-1"}).email == "ada@example.com"


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"payment_method_types": ["card"]}, "payment_method_types", "parameter_unknown"),
        ({"line_items": [{"price": "price_no", "quantity": 1}]}, "line_items[0][price]", "resource_missing"),
        ({"line_items": [{"lookup_key": "x", "quantity": 1}]}, "line_items[0][lookup_key]", "parameter_unknown"),
        ({"customer": "cus_no"}, "customer", "resource_missing"),
        ({"mode": "subscription"}, "mode", None),
        ({"success_url": "luster://done"}, "success_url", "url_invalid"),
        ({"expires_at": 1}, "expires_at", None),
        ({"allow_promotion_codes": "yes"}, "allow_promotion_codes", None),
    ],
)
def test_what_the_vendor_refuses_is_refused(
    payments: Payments, changes: dict[str, Any], param: str, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        payments.session(**changes)
    assert (caught.value.param, caught.value.code) == (param, code)
    assert present(caught.value.request_id).startswith("req_")


def test_other_keys_and_unknown_ids_are_refused(payments: Payments) -> None:
    stranger = stripe.StripeClient("sk_test_other", base_addresses={"api": payments.url})
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.prices.list()
    with pytest.raises(stripe.InvalidRequestError, match="No such") as caught:
        payments.stripe.v1.payment_intents.retrieve("pi_no")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")


def test_lists_page_filter_and_expand(payments: Payments) -> None:
    made = [payments.stripe.v1.customers.create({"email": f"{n}@example.com"}).id for n in range(5)]
    listing = payments.stripe.v1.customers.list({"limit": 2})
    assert listing.has_more
    assert [customer.id for customer in listing.auto_paging_iter()] == made[::-1]
    assert [c.id for c in payments.stripe.v1.customers.list({"email": "3@example.com"}).data] == [made[3]]
    kinds = payments.stripe.v1.events.list({"types": ["customer.created"], "created": {"gte": int(time.time()) - 60}})
    assert {event.type for event in kinds.auto_paging_iter()} == {"customer.created"}


def test_a_changed_price_replaces_the_old_one_which_stays_known(tmp_path: Path) -> None:
    def start(amount: int) -> AbstractContextManager[str]:
        pack = PackOnSale(title="25 credits", lookup_key="luster_25", amount=amount, currency="usd")
        return serving(
            lambda url: create_app(
                tmp_path / "p.sqlite3",
                url=url,
                secret_key=SECRET_KEY,
                webhook_secret=WEBHOOK_SECRET,
                webhook_url="http://127.0.0.1:9/",
                packs=[pack],
            )
        )

    seen = []
    for amount in (1500, 1500, 1900):
        with start(amount) as url:
            client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": url})
            [price] = client.v1.prices.list({"lookup_keys": ["luster_25"]}).data
            seen.append(price.id)
            assert price.unit_amount == amount
            assert not client.v1.prices.retrieve(seen[0]).active or seen[0] == price.id
    assert seen[0] == seen[1] != seen[2]


def test_controls_answer_mistakes_with_a_reason(payments: Payments) -> None:
    session = payments.session()
    assert payments.http.post(f"/control/sessions/{session.id}/settle").status_code == 400
    assert payments.http.post(f"/control/sessions/{session.id}/dance").status_code == 404
    assert payments.http.put("/control/options", json={"copies": 0}).status_code == 422
    assert payments.http.post("/control/refunds", content=b"[]").status_code == 422
    assert httpx.get(f"{payments.url}/v1/nothing", trust_env=False).status_code == 404
