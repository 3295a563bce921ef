"""Buying credits, and the record of what became of them."""

from __future__ import annotations

from uuid import UUID, uuid4

import structlog
from starlette.responses import HTMLResponse, Response

from backend.api import cursors
from backend.api.endpoint import Call
from backend.api.problems import ProblemError
from backend.contract import Checkout, HistoryEntry, HistoryPage, Pack, PackList, ProblemType, Received
from backend.payments import history, inbox, purchases
from backend.payments.packs import pack, packs

log = structlog.get_logger()

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Luster</title><style>
body {{ font: 17px/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 26em; padding: 0 1.5em; color: #1d2129; }}
h1 {{ font-size: 1.5em; margin: 0 0 .4em; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #15171c; color: #e8eaef; }} }}
</style></head><body><h1>{title}</h1><p>{text}</p></body></html>
"""


def list_packs(call: Call) -> PackList:
    """The packs that can be bought, with their prices."""
    prices = call.services.gateway.prices()
    return PackList(
        packs=[
            Pack(id=spec.id, title=spec.title, credits=spec.credits, amount=price.amount, currency=price.currency)
            for spec in packs().values()
            if (price := prices.get(spec.lookup_key))
        ]
    )


def checkout(call: Call) -> Checkout:
    """Begin a purchase: noted first, then opened at Stripe. Credits come only from Stripe's events."""
    assert call.user is not None
    spec = pack(call.body.pack)
    purchase_id = uuid4()
    with call.services.engine.begin() as connection:
        earlier = call.once.earlier(connection) if call.once else None
        if earlier is not None:
            purchase_id = UUID(earlier.decode())
        else:
            purchases.create(connection, call.user_id, purchase_id, spec.id, spec.credits)
            if call.once:
                call.once.record(connection, 200, str(purchase_id).encode())
    # Not in the transaction: Stripe may take long. It returns the same session when asked again.
    session = call.services.gateway.checkout(purchase_id, call.user_id, call.user.email, spec)
    with call.services.engine.begin() as connection:
        purchases.attach_session(connection, purchase_id, session.id)
    return Checkout(purchase_id=purchase_id, url=session.url)


def list_history(call: Call) -> HistoryPage:
    """One page of the user's ledger in words, newest first."""
    limit = call.query.limit
    before = cursors.decode_number(call.query.cursor)
    rows = history.listing(call.services.engine, call.user_id, limit=limit + 1, before=before)
    more = len(rows) > limit
    rows = rows[:limit]
    entries = [
        HistoryEntry(
            id=row.id,
            at=row.at,
            kind=row.kind,
            amount=row.amount,
            text=row.text,
            job_id=row.job_id,
            purchase_id=row.purchase_id,
        )
        for row in rows
    ]
    return HistoryPage(entries=entries, next=cursors.encode_number(rows[-1].id) if more else None)


def webhook(call: Call) -> Received:
    """Take one of Stripe's events: stored first, then applied, now or later."""
    services = call.services
    try:
        event = inbox.check(
            call.raw,
            call.headers.get("stripe-signature", ""),
            services.settings.stripe_webhook_secrets,
            livemode=services.gateway.livemode,
        )
    except inbox.Refused as error:
        log.warning("webhook_refused", reason=str(error))
        raise ProblemError(400, ProblemType.INVALID, "This is not an event that Luster takes.") from None
    inbox.receive(services.engine, event)
    return Received()


def success_page(call: Call) -> Response:
    """Where Stripe sends the browser after a payment; proves nothing and changes nothing."""
    text = "Your credits will be in Luster in a moment. You can close this page and go back to the app."
    return _page("Thank you", text)


def cancel_page(call: Call) -> Response:
    """Where Stripe sends the browser when nothing was paid."""
    return _page("Nothing was bought", "You have not been charged. You can close this page and go back to the app.")


def _page(title: str, text: str) -> Response:
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return HTMLResponse(PAGE.format(title=title, text=text), headers=headers)
