"""Studios' keys, and the events for their own systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette_admin import row_action
from starlette_admin.exceptions import ActionFailed

from backend.admin import studio
from backend.admin.site import fields as show
from backend.admin.site import forms
from backend.admin.site.fields import BAD, BUSY, GOOD, QUIET
from backend.admin.site.listing import Listing
from backend.database import tables


def _ended(_: Request, key: Any) -> str | None:
    return "revoked" if key.revoked_at is not None else None


class KeyView(Listing):
    key = "keys"
    display_name = "Key"
    menu_label = "API keys"
    icon = "fa fa-key"
    fields = (
        show.at("created_at", "Made"),
        show.link("email", "users", "user_id", "User"),
        show.text("name"),
        show.text("ending", "Ends with"),
        show.document("scopes", "For"),
        show.at("used_at", "Used"),
        show.flag("state", "State", {"revoked": QUIET}, _ended),
        show.at("revoked_at", "Revoked", detail_only=True),
        show.text("id", "Id", copy=True),
    )
    fields_default_sort = (("created_at", True),)
    sortable_fields = ("created_at", "name", "used_at", "revoked_at")
    row_actions = ("view", "revoke")
    texts = (tables.api_keys.c.name,)
    ids = (tables.api_keys.c.id, tables.api_keys.c.user_id)
    owner = tables.api_keys.c.user_id

    def offers(self, name: str, row: Any) -> bool:
        """Only keys that are still good."""
        return row.revoked_at is None

    @row_action(
        name="revoke",
        text="Revoke",
        header="Revoke the key",
        confirmation="Whatever uses it is refused from now on.",
        form=forms.REASON,
        icon_class="fa fa-ban",
        submit_btn_text="Revoke the key",
    )
    async def revoke(self, request: Request, pk: str) -> None:
        """End a key."""
        await self.act(request, studio.revoke, _id(pk), reason=await forms.reason(request))
        self.done(request, "The key is revoked.")


def _stands(_: Request, event: Any) -> str:
    if event.delivered_at is not None:
        return "delivered"
    return "waits" if event.parked_at is None else "parked"


class WebhookEventView(Listing):
    key = "webhooks"
    display_name = "Webhook event"
    menu_label = "Webhook events"
    icon = "fa fa-paper-plane"
    fields = (
        show.at("created_at", "Happened"),
        show.link("email", "users", "user_id", "User"),
        show.text("type"),
        show.flag("state", "State", {"delivered": GOOD, "waits": BUSY, "parked": BAD}, _stands),
        show.number("attempts", "Tries"),
        show.text("error", "Why"),
        show.at("due_at", "Tried again", detail_only=True),
        show.at("delivered_at", "Delivered"),
        show.at("parked_at", "Parked"),
        show.text("id", "Id", copy=True),
        show.document("data"),
    )
    # Postgres puts what has no moment first: the events that were not delivered.
    fields_default_sort = (("delivered_at", True), ("created_at", True))
    sortable_fields = ("created_at", "type", "attempts", "error", "delivered_at", "parked_at")
    row_actions = ("view", "send")
    texts = (tables.webhook_events.c.type, tables.webhook_events.c.error)
    ids = (tables.webhook_events.c.id, tables.webhook_events.c.user_id)
    owner = tables.webhook_events.c.user_id

    def offers(self, name: str, row: Any) -> bool:
        """Only events that were not delivered."""
        return row.delivered_at is None

    @row_action(
        name="send",
        text="Send again",
        header="Send the event again",
        confirmation="It is tried now, and as long as a new one is.",
        form=forms.REASON,
        icon_class="fa fa-play",
        submit_btn_text="Send again",
    )
    async def send(self, request: Request, pk: str) -> None:
        """Have an event tried now."""
        await self.act(request, studio.send_again, _id(pk), reason=await forms.reason(request))
        self.done(request, "The event is sent in a moment.")


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise ActionFailed("That is no id.") from None
