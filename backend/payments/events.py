"""What Stripe's events, and the same objects found by reconciling, mean for purchases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from backend.payments import purchases
from backend.payments.purchases import UnknownPurchase

PAID = ("paid", "no_payment_required")
REFUND_STATUS = {
    "pending": "pending",
    "requires_action": "pending",
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "failed",
}
DISPUTE_STATUS = {
    "warning_needs_response": "inquiry",
    "warning_under_review": "inquiry",
    "warning_closed": "inquiry",
    "needs_response": "open",
    "under_review": "open",
    "lost": "lost",
    "won": "won",
    "prevented": "won",
}


class Malformed(Exception):
    """The object lacks something that Stripe promises; kept, and looked at by a human."""


def apply(connection: Connection, kind: str, thing: dict[str, Any]) -> bool:
    """Apply an event of type `kind` about `thing`; False when it is none of our business.

    Raises `UnknownPurchase` when its purchase is not known yet, and `Malformed`.
    """
    try:
        match kind.split("."):
            case ["checkout", "session", what]:
                return session(connection, thing, what)
            case ["refund", _] | ["charge", "refund", "updated"]:
                return refund(connection, thing)
            case ["charge", "dispute", _]:
                return dispute(connection, thing)
            case ["radar", "early_fraud_warning", _]:
                purchase_id = _by_payment(connection, thing)
                purchases.disputed(connection, purchase_id, thing["id"], 0, "open", kind="fraud_warning")
                return True
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed(type(error).__name__) from None
    return False


def session(connection: Connection, thing: dict[str, Any], what: str = "completed") -> bool:
    """Apply a checkout session as it is; `what` is the last part of the event's type."""
    reference = (thing.get("metadata") or {}).get("purchase_id")
    if reference is None:
        return False
    purchase_id = purchases.lock(connection, purchase_id=UUID(reference))
    payment = thing.get("payment_intent")
    if what == "async_payment_succeeded" or (thing["status"] == "complete" and thing["payment_status"] in PAID):
        purchases.paid(
            connection,
            purchase_id,
            session_id=thing["id"],
            payment_intent=payment,
            amount=int(thing["amount_total"]),
            currency=str(thing["currency"]),
        )
        return True
    if what == "async_payment_failed":
        state = "failed"
    elif thing["status"] == "expired":
        state = "expired"
    elif thing["status"] == "complete":
        state = "waiting"
    else:
        return True
    purchases.unpaid(connection, purchase_id, state, session_id=thing["id"], payment_intent=payment)
    return True


def refund(connection: Connection, thing: dict[str, Any]) -> bool:
    """Apply a refund as it is."""
    status = REFUND_STATUS[thing["status"]]
    purchase_id = _by_payment(connection, thing)
    purchases.refunded(connection, purchase_id, thing["id"], int(thing["amount"]), status)
    return True


def dispute(connection: Connection, thing: dict[str, Any]) -> bool:
    """Apply a dispute as it is."""
    status = DISPUTE_STATUS[thing["status"]]
    purchase_id = _by_payment(connection, thing)
    purchases.disputed(connection, purchase_id, thing["id"], int(thing["amount"]), status)
    return True


def _by_payment(connection: Connection, thing: dict[str, Any]) -> UUID:
    payment = thing.get("payment_intent")
    if not isinstance(payment, str):
        raise UnknownPurchase
    return purchases.lock(connection, payment_intent=payment)
