"""Checkout: a session from its creation to paid, unpaid, declined or expired, with the events of each step."""

from __future__ import annotations

import time

from backend.local.payments import objects, purchase_objects
from backend.local.payments.book import DASHBOARD, Book, Caller
from backend.local.payments.errors import invalid
from backend.local.store import Document


def create_customer(book: Book, given: Document, caller: Caller) -> Document:
    """Add a customer from checked parameters."""
    with book.store.transaction():
        customer = objects.customer(
            email=given.get("email"), name=given.get("name"), metadata=given.get("metadata") or {}
        )
        book.store.put("customer", customer["id"], customer)
        book.emit("customer.created", customer, caller)
    return customer


def delete_customer(book: Book, identifier: str, caller: Caller) -> Document:
    """Forget a customer; returns the vendor's note of deletion."""
    with book.store.transaction():
        customer = book.find("customer", identifier)
        book.store.delete("customer", identifier)
        book.emit("customer.deleted", customer, caller)
    return {"id": identifier, "object": "customer", "deleted": True}


def create_session(book: Book, given: Document, caller: Caller) -> Document:
    """Open a session from checked parameters; raises the vendor's error for what cannot be sold."""
    if given.get("mode") != "payment":
        raise invalid("This stand-in takes mode=payment only.", param="mode")
    if given.get("customer") and given.get("customer_email"):
        raise invalid("You may only specify one of these parameters: customer, customer_email.", param="customer")
    expires_at = given.get("expires_at", objects.now() + 86_400)
    if not 1800 - 60 <= expires_at - objects.now() <= 86_400 + 60:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from now."
        raise invalid(message, param="expires_at")
    for name in ("success_url", "cancel_url"):
        if not str(given.get(name, "https://")).startswith(("https://", "http://")):
            raise invalid("Not a valid URL", param=name, code="url_invalid")
    with book.store.transaction():
        if given.get("customer"):
            book.find("customer", given["customer"], param="customer")
        lines = [_line(book, n, line) for n, line in enumerate(given.get("line_items") or [])]
        if not lines:
            raise invalid("Missing required param: line_items.", param="line_items", code="parameter_missing")
        session = purchase_objects.session(
            given,
            amount=sum(line["amount_total"] for line in lines),
            currency=lines[0]["currency"],
            expires_at=expires_at,
            page=f"{book.url}/pay",
        )
        book.store.put("checkout.session", session["id"], session)
        private = {"lines": lines, "intent_metadata": given.get("payment_intent_data", {}).get("metadata") or {}}
        book.store.put("session_detail", session["id"], private)
    return session


def lines(book: Book, session_id: str) -> list[Document]:
    """What the session sells, as line items."""
    book.find("checkout.session", session_id)
    detail = book.store.get("session_detail", session_id)
    return list(detail["lines"]) if detail else []


def expire(book: Book, session_id: str, caller: Caller) -> Document:
    """End an open session; nothing can be paid on it any more."""
    with book.store.transaction():
        session = _open_session(book, session_id, "expired")
        session |= {"status": "expired", "url": None}
        book.save(session)
        book.emit("checkout.session.expired", session, caller)
    return session


def pay(book: Book, session_id: str, *, email: str | None = None) -> Document:
    """The customer pays at once."""
    with book.store.transaction():
        session = _open_session(book, session_id, "paid")
        intent = _intent(book, session)
        _complete(book, session, intent, email)
        charge = _charge(book, session, intent, paid=True)
        session["payment_status"] = "paid"
        book.save(session)
        book.emit("charge.succeeded", charge)
        book.emit("payment_intent.succeeded", book.find("payment_intent", intent["id"]))
        book.emit("checkout.session.completed", session)
    return session


def pay_later(book: Book, session_id: str, *, email: str | None = None) -> Document:
    """The customer uses a method whose money arrives later, or not: the session is complete, but unpaid."""
    with book.store.transaction():
        session = _open_session(book, session_id, "paid")
        intent = _intent(book, session)
        _complete(book, session, intent, email)
        charge = _charge(book, session, intent, paid=False)
        book.save(session)
        book.emit("charge.pending", charge)
        book.emit("payment_intent.processing", book.find("payment_intent", intent["id"]))
        book.emit("checkout.session.completed", session)
        after = book.options.settle_after
        if after is not None:
            book.store.put("due", session_id, {"session": session_id, "at": time.time() + after})
    return session


def settle(book: Book, session_id: str, *, succeeded: bool) -> Document:
    """The money of a delayed payment arrives, or does not."""
    with book.store.transaction():
        session = book.find("checkout.session", session_id)
        book.store.delete("due", session_id)
        if session["status"] != "complete" or session["payment_status"] != "unpaid":
            raise invalid("Only a delayed payment that is still open can be settled.")
        intent = book.find("payment_intent", session["payment_intent"])
        charge = book.find("charge", intent["latest_charge"])
        if not succeeded:
            _fail(book, intent, charge)
            book.emit("checkout.session.async_payment_failed", session)
            return session
        charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        session["payment_status"] = "paid"
        for changed in (charge, intent, session):
            book.save(changed)
        book.emit("charge.succeeded", charge)
        book.emit("payment_intent.succeeded", intent)
        book.emit("checkout.session.async_payment_succeeded", session)
    return session


def decline(book: Book, session_id: str) -> Document:
    """The customer's card is refused; the session stays open for another try."""
    with book.store.transaction():
        session = _open_session(book, session_id, "paid")
        intent = _intent(book, session)
        book.save(session)
        _fail(book, intent, _charge(book, session, intent, paid=False))
    return session


def act_on_time(book: Book) -> float | None:
    """Settle what is due and expire what is over; returns the seconds to the next such moment."""
    moments = []
    for due in book.store.all("due"):
        if due["at"] <= time.time():
            settle(book, due["session"], succeeded=True)
        else:
            moments.append(due["at"])
    for session in book.store.all("checkout.session"):
        if session["status"] == "open":
            if session["expires_at"] <= time.time():
                expire(book, session["id"], DASHBOARD)
            else:
                moments.append(session["expires_at"])
    return max(0.0, min(moments) - time.time()) if moments else None


def _line(book: Book, number: int, line: Document) -> Document:
    param = f"line_items[{number}][price]"
    if "price" not in line:
        raise invalid("This stand-in takes line items by price only.", param=param)
    price = book.find("price", line["price"], param=param)
    if not price["active"]:
        raise invalid("The price specified is inactive. This field only accepts active prices.", param=param)
    product = book.find("product", price["product"])
    return purchase_objects.line_item(price, title=product["name"], quantity=line.get("quantity", 1))


def _open_session(book: Book, session_id: str, purpose: str) -> Document:
    session = book.find("checkout.session", session_id)
    if session["status"] != "open":
        raise invalid(f"Only Checkout Sessions with status open can be {purpose}; this one is {session['status']}.")
    return session


def _intent(book: Book, session: Document) -> Document:
    if session["payment_intent"]:
        return book.find("payment_intent", session["payment_intent"])
    detail = book.store.get("session_detail", session["id"]) or {"intent_metadata": {}}
    intent = purchase_objects.payment_intent(session, metadata=detail["intent_metadata"])
    session["payment_intent"] = intent["id"]
    book.save(intent)
    book.emit("payment_intent.created", intent)
    return intent


def _complete(book: Book, session: Document, intent: Document, email: str | None) -> None:
    if session["customer"]:
        email = email or book.find("customer", session["customer"])["email"]
    email = email or session["customer_email"]
    session |= {
        "status": "complete",
        "url": None,
        "payment_intent": intent["id"],
        "customer_details": {
            "address": None,
            "business_name": None,
            "email": email,
            "individual_name": None,
            "name": None,
            "phone": None,
            "tax_exempt": "none",
            "tax_ids": [],
        },
    }


def _charge(book: Book, session: Document, intent: Document, *, paid: bool) -> Document:
    details = session["customer_details"] or {"email": session["customer_email"]}
    intent["payment_method"] = objects.new_id("pm")
    charge = purchase_objects.charge(intent, paid=paid, email=details["email"])
    intent |= {
        "latest_charge": charge["id"],
        "status": "succeeded" if paid else "processing",
        "amount_received": intent["amount"] if paid else 0,
    }
    book.save(charge)
    book.save(intent)
    return charge


def _fail(book: Book, intent: Document, charge: Document) -> None:
    reason = {"code": "card_declined", "message": "Your card was declined."}
    charge |= {
        "status": "failed",
        "failure_code": reason["code"],
        "failure_message": reason["message"],
        "outcome": charge["outcome"]
        | {
            "network_status": "declined_by_network",
            "reason": "generic_decline",
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        },
    }
    intent |= {
        "status": "requires_payment_method",
        "last_payment_error": reason
        | {"charge": charge["id"], "decline_code": "generic_decline", "type": "card_error"},
        "payment_method": None,
    }
    book.save(charge)
    book.save(intent)
    book.emit("charge.failed", charge)
    book.emit("payment_intent.payment_failed", intent)
