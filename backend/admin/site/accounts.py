"""Users, the ledger, and what administrators did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette_admin import row_action

from backend.admin import accounts
from backend.admin.site import fields as show
from backend.admin.site import forms
from backend.admin.site.fields import BAD, BUSY, GOOD, QUIET
from backend.admin.site.listing import Listing
from backend.database import tables

KINDS = {
    "grant": BUSY,
    "purchase": GOOD,
    "capture": QUIET,
    "refund": BAD,
    "refund_failed": GOOD,
    "dispute": BAD,
    "dispute_won": GOOD,
    "correction": BUSY,
}
DONE = ("grant", "correction", "retry", "cancel", "apply", "unfreeze", "sweep", "delete")
ACTIONS = dict.fromkeys((*DONE, "make_key", "revoke_key", "set_webhook", "send"), BUSY)


def _entries(user: Any) -> Any:
    table = tables.credit_entries
    return (
        select(table.c.at, table.c.kind, table.c.amount, table.c.reason, table.c.ref)
        .where(table.c.user_id == user.id)
        .order_by(table.c.id.desc())
        .limit(20)
    )


def _jobs(user: Any) -> Any:
    table = tables.jobs
    return (
        select(table.c.created_at, table.c.id, table.c.preset, table.c.state, table.c.credits, table.c.error_code)
        .where(table.c.user_id == user.id)
        .order_by(table.c.created_at.desc())
        .limit(20)
    )


def _disputes(user: Any) -> Any:
    table, purchases = tables.disputes, tables.purchases
    return (
        select(table.c.id, table.c.kind, table.c.status, table.c.cleared_at)
        .join(purchases, purchases.c.id == table.c.purchase_id)
        .where(purchases.c.user_id == user.id)
    )


class UserView(Listing):
    key = "users"
    display_name = "User"
    menu_label = "Users"
    icon = "fa fa-users"
    fields = (
        show.text("email", "E-mail"),
        show.number("posted"),
        show.number("held"),
        show.number("available"),
        show.flag("frozen", "Frozen", {"frozen": BAD}, lambda _, user: "frozen" if user.frozen else None),
        show.at("created_at", "Since"),
        show.text("id", "Id", copy=True),
        show.at("deleted_at", "Deleted", detail_only=True),
        show.rows("entries", "Latest entries", ("at", "kind", "credits", "reason", "reference"), _entries),
        show.rows("jobs", "Latest jobs", ("at", "job", "preset", "state", "credits", "error"), _jobs),
        show.rows("disputes", "Disputes", ("id", "kind", "status", "cleared"), _disputes),
    )
    fields_default_sort = (("created_at", True),)
    sortable_fields = ("email", "posted", "held", "available", "frozen", "created_at")
    row_actions = ("view", "grant", "correct", "unfreeze")
    texts = (tables.users.c.email,)
    ids = (tables.users.c.id,)

    def offers(self, name: str, row: Any) -> bool:
        """Only what a living, or frozen, account can take."""
        return bool(row.frozen) if name == "unfreeze" else row.deleted_at is None

    @row_action(
        name="grant",
        text="Grant credits",
        header="Grant credits",
        confirmation="The user sees them in the app at once.",
        form=forms.credits_form,
        icon_class="fa fa-plus",
        submit_btn_text="Grant",
    )
    async def grant(self, request: Request, pk: str) -> None:
        """Give credits."""
        form = await forms.posting(request)
        posted = await self.act(request, accounts.grant, pk, form.credits, form.reason, ref=form.ref)
        self.done(request, f"The balance is now {posted}.")

    @row_action(
        name="correct",
        text="Correct balance",
        header="Correct the balance",
        confirmation="The ledger will call it a correction.",
        form=forms.credits_form,
        icon_class="fa fa-scale-balanced",
        submit_btn_text="Correct",
    )
    async def correct(self, request: Request, pk: str) -> None:
        """Add or take credits as a correction."""
        form = await forms.posting(request)
        posted = await self.act(request, accounts.correct, pk, form.credits, form.reason, ref=form.ref)
        self.done(request, f"The balance is now {posted}.")

    @row_action(
        name="unfreeze",
        text="Let the account go on",
        header="Let the account go on",
        confirmation="Its disputes and fraud warnings so far will count as looked at.",
        form=forms.REASON,
        icon_class="fa fa-unlock",
        submit_btn_text="Let it go on",
    )
    async def unfreeze(self, request: Request, pk: str) -> None:
        """Clear a frozen account."""
        frozen = await self.act(request, accounts.unfreeze, pk, reason=await forms.reason(request))
        self.done(request, "The account stays frozen." if frozen else "The account is not frozen.")


class EntryView(Listing):
    key = "ledger"
    display_name = "Ledger entry"
    menu_label = "Ledger"
    icon = "fa fa-book"
    fields = (
        show.number("id", "No."),
        show.at("at", "At"),
        show.link("email", "users", "user_id", "User"),
        show.badge("kind", KINDS),
        show.number("amount", "Credits"),
        show.text("reason"),
        show.text("ref", "Reference"),
        show.link("job_id", "jobs", "job_id", "Job"),
        show.link("purchase_id", "purchases", "purchase_id", "Purchase"),
    )
    exclude_fields_from_list = ("job_id", "purchase_id")
    fields_default_sort = (("id", True),)
    sortable_fields = ("id", "at", "kind", "amount")
    row_actions = ("view",)
    texts = (tables.credit_entries.c.ref, tables.credit_entries.c.reason)
    ids = (tables.credit_entries.c.user_id, tables.credit_entries.c.job_id, tables.credit_entries.c.purchase_id)
    owner = tables.credit_entries.c.user_id


class ActionView(Listing):
    key = "audit"
    display_name = "Action"
    menu_label = "Audit"
    icon = "fa fa-clipboard-list"
    fields = (
        show.number("id", "No."),
        show.at("at", "At"),
        show.text("operator"),
        show.badge("action", ACTIONS),
        show.text("subject"),
        show.link("email", "users", "user_id", "User"),
        show.text("reason"),
        show.document("data"),
    )
    fields_default_sort = (("id", True),)
    sortable_fields = ("id", "at", "operator", "action")
    row_actions = ("view",)
    texts = (tables.admin_actions.c.operator, tables.admin_actions.c.subject, tables.admin_actions.c.reason)
    ids = (tables.admin_actions.c.user_id,)
    owner = tables.admin_actions.c.user_id
