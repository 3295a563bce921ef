"""Buying credits over real HTTP: checkout, webhooks on time or not, refunds, disputes, reconciling."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import sqlalchemy as sa

from backend import credits, ledger_check
from backend.admin import accounts
from backend.database import tables
from backend.payments import inbox
from backend.payments.reconcile import reconcile
from tests.backend.payments.conftest import Market


def adds_up(market: Market) -> bool:
    return ledger_check.differences(market.engine) == []


def test_packs_have_the_vendor_s_prices(market: Market) -> None:
    packs = market.user.get("/billing/packs").json()["packs"]
    assert [(pack["id"], pack["credits"], pack["currency"]) for pack in packs] == [
        ("starter", 25, "usd"),
        ("studio", 100, "usd"),
        ("agency", 500, "usd"),
    ]
    assert all(pack["amount"] > 0 for pack in packs)


def test_paying_brings_the_credits_once(market: Market) -> None:
    market.options(copies=5)
    session = market.buy()
    assert market.user.balance() == (0, 0)
    page = market.user.http.get("/billing/success", params={"session_id": session})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert market.user.balance() == (0, 0), "opening the page proves nothing"
    market.control(f"sessions/{session}/pay")
    market.until(25)
    market.delivered()
    assert market.user.balance() == (25, 0)
    [entry] = market.user.get("/billing/history").json()["entries"]
    assert (entry["kind"], entry["amount"], entry["text"]) == ("purchase", 25, "Bought 25 credits")
    assert adds_up(market)


def test_a_slow_payment_counts_when_it_arrives(market: Market) -> None:
    market.options(settle_after=None)
    slow, never = market.buy(), market.buy()
    market.control(f"sessions/{slow}/later")
    market.control(f"sessions/{never}/later")
    market.delivered()
    assert market.user.balance() == (0, 0)
    market.control(f"sessions/{slow}/settle")
    market.control(f"sessions/{never}/fail")
    market.until(25)
    market.delivered()
    assert market.user.balance() == (25, 0)
    with market.engine.connect() as connection:
        states = set(connection.execute(sa.select(tables.purchases.c.state)).scalars())
    assert states == {"paid", "failed"}


def test_refunds_take_credits_back_in_proportion(market: Market) -> None:
    session = market.buy("studio")
    market.control(f"sessions/{session}/pay")
    market.until(100)
    payment = market.payment(session)
    market.control("refunds", payment_intent=payment, amount=1225)
    market.until(75)
    second = market.control("refunds", payment_intent=payment, amount=2450)
    market.until(25)
    market.control(f"refunds/{second['id']}/fail")
    market.until(75)
    kinds = [entry["kind"] for entry in market.user.get("/billing/history").json()["entries"]]
    assert kinds == ["refund_failed", "refund", "refund", "purchase"]
    assert adds_up(market)


def test_spent_credits_that_are_refunded_leave_a_debt_and_stop_orders(market: Market) -> None:
    session = market.buy()
    market.control(f"sessions/{session}/pay")
    market.until(25)
    market.user.grant(1)
    with market.engine.begin() as connection:
        credits.post(connection, market.user.id, "correction", -20, "spent", reason="spent elsewhere")
    market.control("refunds", payment_intent=market.payment(session))
    market.until(-19)
    asset = market.user.uploaded(market.user.shoot())
    refused = market.user.order(asset)
    assert (refused.status_code, refused.json()["available"], refused.json()["required"]) == (402, -19, 1)
    assert adds_up(market)


def test_a_dispute_freezes_and_a_won_one_lets_go(market: Market) -> None:
    session = market.buy()
    market.control(f"sessions/{session}/pay")
    market.until(25)
    asset = market.user.uploaded(market.user.shoot())
    dispute = market.control("disputes", payment_intent=market.payment(session))
    market.delivered()
    assert market.user.get("/account").json()["frozen"] is True
    assert market.user.order(asset).status_code == 403
    market.control(f"disputes/{dispute['id']}/won")
    market.delivered()
    assert market.user.get("/account").json()["frozen"] is False
    assert market.user.order(asset).status_code == 200
    assert market.user.balance() == (25, 1)


def test_a_lost_dispute_takes_the_credits_and_an_administrator_lets_go(market: Market) -> None:
    session = market.buy()
    market.control(f"sessions/{session}/pay")
    market.until(25)
    dispute = market.control("disputes", payment_intent=market.payment(session))
    market.control(f"disputes/{dispute['id']}/lost")
    market.until(0)
    assert market.user.get("/account").json()["frozen"] is True
    assert accounts.unfreeze(market.engine, str(market.user.id)) is False
    assert market.user.get("/account").json()["frozen"] is False
    assert adds_up(market)


def test_a_fraud_warning_freezes(market: Market) -> None:
    session = market.buy()
    market.control(f"sessions/{session}/pay")
    market.until(25)
    market.control("early-fraud-warnings", payment_intent=market.payment(session))
    market.delivered()
    assert market.user.get("/account").json()["frozen"] is True


def test_events_in_reverse_come_to_the_same(market: Market) -> None:
    market.options(hold=True)
    session = market.buy()
    market.control(f"sessions/{session}/pay")
    payment = market.payment(session)
    market.control("refunds", payment_intent=payment, amount=600)
    dispute = market.control("disputes", payment_intent=payment)
    market.control(f"disputes/{dispute['id']}/won")
    assert market.control("webhooks/release", backwards=True)["events"]
    market.until(15)
    market.delivered()
    assert inbox.unapplied(market.engine) == 0
    deliveries = market.stripe.get("/control/webhooks").json()["deliveries"]
    assert [[attempt["status"] for attempt in one["attempts"]] for one in deliveries] == [[200]] * len(deliveries)
    assert market.user.get("/account").json()["frozen"] is False
    assert adds_up(market)


def test_lost_webhooks_are_made_good_by_reconciling(market: Market) -> None:
    market.options(hold=True)
    session = market.buy()
    market.control(f"sessions/{session}/pay")
    payment = market.payment(session)
    market.control("refunds", payment_intent=payment, amount=300)
    market.control("webhooks/release", drop=True)
    assert market.user.balance() == (0, 0)
    assert reconcile(market.engine, market.gateway) == 2
    assert market.user.balance() == (20, 0)
    assert reconcile(market.engine, market.gateway) == 0
    assert adds_up(market)


def test_one_checkout_for_one_key(market: Market) -> None:
    headers = {"idempotency-key": "one"}

    def ask(_: int) -> httpx.Response:
        return market.user.post("/billing/checkout", {"pack": "starter"}, headers=headers)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.json()["url"] for answer in answers if answer.status_code == 200}) == 1
    with market.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.purchases)).scalar_one() == 1
    other = market.user.post("/billing/checkout", {"pack": "studio"}, headers=headers)
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["detail"]


def test_while_the_vendor_is_away_nothing_breaks(market: Market) -> None:
    assert market.user.get("/billing/packs").status_code == 200
    market.stripe.put("/control/faults", json={"path": "/v1/", "status": 500}).raise_for_status()
    assert market.user.get("/billing/packs").status_code == 200, "prices are known from before"
    answer = market.user.post("/billing/checkout", {"pack": "starter"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["detail"] == "The payment page cannot be opened right now. Please try again."
    market.stripe.delete("/control/faults")
    assert market.user.post("/billing/checkout", {"pack": "starter"}).status_code == 200


def test_a_purchase_whose_answer_was_lost_goes_on_with_the_same_session(market: Market) -> None:
    market.user.get("/billing/packs")
    fault = {"path": "/v1/checkout", "cut": True, "times": 1}
    market.stripe.put("/control/faults", json=fault).raise_for_status()
    headers = {"idempotency-key": "lost"}
    assert market.user.post("/billing/checkout", {"pack": "starter"}, headers=headers).status_code == 503
    again = market.user.post("/billing/checkout", {"pack": "starter"}, headers=headers)
    assert again.status_code == 200
    assert [one["id"] for one in market.gateway.sessions_since(0)] == [again.json()["url"].rpartition("/")[2]]


def test_an_unknown_pack_is_refused(market: Market) -> None:
    answer = market.user.post("/billing/checkout", {"pack": "nothing"})
    assert (answer.status_code, answer.json()["detail"]) == (422, "There is no such pack of credits.")


def test_checkouts_are_limited(market: Market) -> None:
    answers = [market.user.post("/billing/checkout", {"pack": "starter"}).status_code for _ in range(22)]
    assert answers[:20] == [200] * 20
    assert set(answers[20:]) == {429}
    limited = market.user.post("/billing/checkout", {"pack": "starter"})
    assert 1 <= int(limited.headers["retry-after"]) <= 30
