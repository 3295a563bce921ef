"""Purchases, and the inbox of Stripe's events."""

from __future__ import annotations

from typing import Any

from sqlalchemy import literal, select, union_all
from starlette.requests import Request
from starlette_admin import row_action

from backend.admin import events
from backend.admin.site import fields as show
from backend.admin.site import forms
from backend.admin.site.fields import BAD, BUSY, GOOD, QUIET
from backend.admin.site.listing import Listing
from backend.database import tables

STATES = {"open": QUIET, "waiting": BUSY, "paid": GOOD, "failed": BAD, "expired": QUIET}


def _entries(purchase: Any) -> Any:
    table = tables.credit_entries
    return (
        select(table.c.at, table.c.kind, table.c.amount, table.c.ref)
        .where(table.c.purchase_id == purchase.id)
        .order_by(table.c.id)
    )


def _facts(purchase: Any) -> Any:
    refunds, disputes = tables.refunds, tables.disputes
    both = union_all(
        select(literal("refund"), refunds.c.id, refunds.c.status, refunds.c.amount).where(
            refunds.c.purchase_id == purchase.id
        ),
        select(disputes.c.kind, disputes.c.id, disputes.c.status, disputes.c.amount).where(
            disputes.c.purchase_id == purchase.id
        ),
    ).subquery()
    return select(both)


class PurchaseView(Listing):
    key = "purchases"
    display_name = "Purchase"
    menu_label = "Purchases"
    icon = "fa fa-cart-shopping"
    fields = (
        show.at("created_at", "Begun"),
        show.link("email", "users", "user_id", "User"),
        show.text("pack"),
        show.number("credits"),
        show.badge("state", STATES),
        show.number("amount", "Amount, in the smallest unit"),
        show.text("currency"),
        show.number("clawed", "Taken back"),
        show.text("id", "Id", copy=True),
        show.at("paid_at", "Paid", detail_only=True),
        show.text("session_id", "Checkout session", detail_only=True),
        show.text("payment_intent", "Payment", detail_only=True),
        show.rows("facts", "Refunds and disputes", ("what", "id", "status", "amount"), _facts),
        show.rows("entries", "Ledger", ("at", "kind", "credits", "reference"), _entries),
    )
    fields_default_sort = (("created_at", True),)
    sortable_fields = ("created_at", "pack", "credits", "state", "amount", "clawed")
    row_actions = ("view",)
    texts = (
        tables.purchases.c.pack,
        tables.purchases.c.state,
        tables.purchases.c.session_id,
        tables.purchases.c.payment_intent,
    )
    ids = (tables.purchases.c.id, tables.purchases.c.user_id)
    owner = tables.purchases.c.user_id


def _stands(_: Request, event: Any) -> str | None:
    if event.applied_at is not None:
        return None
    return "waits" if event.parked_at is None else "parked"


class EventView(Listing):
    key = "inbox"
    display_name = "Event"
    menu_label = "Stripe inbox"
    icon = "fa fa-inbox"
    fields = (
        show.text("id", "Id", copy=True),
        show.text("type"),
        show.at("received_at", "Received"),
        show.flag("waits", "State", {"waits": BUSY, "parked": BAD}, _stands),
        show.at("applied_at", "Applied"),
        show.at("due_at", "Tried again", detail_only=True),
        show.at("parked_at", "Parked"),
        show.number("attempts", "Failed tries"),
        show.text("error", "Why"),
        show.text("api_version", "API version", detail_only=True),
        show.document("payload", getter=show.payload),
    )
    # Postgres puts what has no moment first: the events that wait.
    fields_default_sort = (("applied_at", True), ("received_at", True))
    sortable_fields = ("id", "type", "received_at", "applied_at", "parked_at", "attempts", "error")
    row_actions = ("view", "apply")
    texts = (tables.stripe_events.c.id, tables.stripe_events.c.type, tables.stripe_events.c.error)

    def offers(self, name: str, row: Any) -> bool:
        """Only events that wait or are parked."""
        return row.applied_at is None

    @row_action(
        name="apply",
        text="Apply again",
        header="Apply the event",
        confirmation="It is tried once more, now.",
        form=forms.REASON,
        icon_class="fa fa-play",
        submit_btn_text="Apply",
    )
    async def apply(self, request: Request, pk: str) -> None:
        """Try an event that waits or is parked."""
        await self.act(request, events.apply, pk, reason=await forms.reason(request))
        self.done(request, "The event has been applied.")
