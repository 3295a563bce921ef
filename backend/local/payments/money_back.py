"""Money that goes back: refunds, disputes and warnings, with the events of each step."""

from __future__ import annotations

from backend.local.payments import objects, purchase_objects
from backend.local.payments.book import DASHBOARD, Book, Caller
from backend.local.payments.errors import invalid
from backend.local.store import Document

OPEN_DISPUTES = ("needs_response", "under_review", "warning_needs_response")


def refund(book: Book, given: Document, caller: Caller = DASHBOARD) -> Document:
    """Return a part or all of a charge, named by `charge` or `payment_intent`."""
    with book.store.transaction():
        charge = _charge_of(book, given)
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = given.get("amount", left)
        if charge["status"] != "succeeded" or left == 0:
            message = f"Charge {charge['id']} has already been refunded."
            raise invalid(message, code="charge_already_refunded")
        if not 0 < amount <= left:
            message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
            raise invalid(message, param="amount")
        refund = purchase_objects.refund(
            charge, amount=amount, reason=given.get("reason"), metadata=given.get("metadata") or {}
        )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        book.save(refund)
        book.save(charge)
        book.emit("refund.created", refund, caller)
        book.emit("charge.refunded", charge, caller)
        book.emit("refund.updated", refund, caller)
    return refund


def fail_refund(book: Book, refund_id: str) -> Document:
    """The bank sends a refund back: the money is ours again."""
    with book.store.transaction():
        refund = book.find("refund", refund_id)
        if refund["status"] != "succeeded":
            raise invalid("Only a refund that succeeded can fail later.")
        refund |= {
            "status": "failed",
            "failure_reason": "lost_or_stolen_card",
            "failure_balance_transaction": objects.new_id("txn"),
        }
        charge = book.find("charge", refund["charge"])
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        book.save(refund)
        book.save(charge)
        book.emit("refund.failed", refund)
    return refund


def open_dispute(book: Book, given: Document) -> Document:
    """The customer's bank takes a charge back until the dispute is decided."""
    with book.store.transaction():
        charge = _charge_of(book, given)
        if charge["disputed"]:
            raise invalid(f"Charge {charge['id']} is disputed already.")
        amount = int(given.get("amount") or charge["amount"])
        dispute = purchase_objects.dispute(charge, amount=amount, reason=given.get("reason", "fraudulent"))
        charge["disputed"] = True
        book.save(dispute)
        book.save(charge)
        book.emit("charge.dispute.created", dispute)
        book.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(book: Book, dispute_id: str, *, won: bool) -> Document:
    """The bank decides: won gives the money back, lost keeps it."""
    with book.store.transaction():
        dispute = book.find("dispute", dispute_id)
        if dispute["status"] not in OPEN_DISPUTES:
            raise invalid(f"Dispute {dispute_id} is closed already.")
        dispute["status"] = "won" if won else "lost"
        book.save(dispute)
        book.emit("charge.dispute.closed", dispute)
        if won:
            book.emit("charge.dispute.funds_reinstated", dispute)
    return dispute


def warn_of_fraud(book: Book, given: Document) -> Document:
    """The card network warns about a charge, named by `charge` or `payment_intent`."""
    with book.store.transaction():
        warning = purchase_objects.early_fraud_warning(_charge_of(book, given))
        book.save(warning)
        book.emit("radar.early_fraud_warning.created", warning)
    return warning


def _charge_of(book: Book, given: Document) -> Document:
    if given.get("charge"):
        return book.find("charge", given["charge"], param="charge")
    if given.get("payment_intent"):
        intent = book.find("payment_intent", given["payment_intent"], param="payment_intent")
        if intent["latest_charge"]:
            return book.find("charge", intent["latest_charge"])
        message = f"This PaymentIntent ({intent['id']}) does not have a successful charge."
        raise invalid(message, param="payment_intent")
    message = "One of the following params should be provided for this request: payment_intent or charge."
    raise invalid(message)
