"""For studios that connect their own systems: keys of the API, and the address that is told what is done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.contract.base import Reply, Request, Text

Scope = Literal["read", "order"]
"""What a key is for. read: shoots, photos, jobs, results and the balance; order: sending photos, ordering and
cancelling edits, and sharing."""


class ApiKeyRequest(Request):
    id: UUID
    """Made by the caller. The same request again, before the key is used, has another secret in its reply, and only
    the last one counts."""
    name: Text
    """What it is for, in the owner's words."""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)]


class ApiKey(Reply):
    id: UUID
    name: str
    scopes: list[str]
    ending: str
    """Its last letters, by which it is known again."""
    created_at: datetime
    used_at: datetime | None = None
    """To the minute."""
    revoked_at: datetime | None = None


class ApiKeyMade(ApiKey):
    secret: str
    """The key itself, shown this once: the service keeps only its hash."""


class ApiKeyList(Reply):
    keys: list[ApiKey]
    """That have not been revoked, newest first."""


class WebhookPut(Request):
    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[!-~]+$")]
    """An https address on the internet."""


class Webhook(Reply):
    """The address that events are sent to, and how that goes."""

    url: str | None = None
    """None where there is no such address."""
    secret: str | None = None
    """What events are signed with; only in the reply that made it."""
    created_at: datetime | None = None
    delivered_at: datetime | None = None
    """When the address took an event last."""
    waiting: int = 0
    """Events that are still tried."""
    parked: int = 0
    """Events that were given up; `POST /account/webhook/retry` has them tried again."""
    error: str | None = None
    """Why the last try failed, since the last one that did not: a sentence for the user."""


class WebhookEvent(Reply):
    """What is sent to the address."""

    id: UUID
    """The same in every try: what has been seen is to be taken and left alone."""
    type: str
    """photo.done: a job has ended, by its `state`; shoot.done: no job of the shoot is left to be done; ping: the
    address was entered."""
    created_at: datetime
    data: dict[str, Any]
    """Ids: shoot_id, and of a photo job_id, asset_id and state (succeeded, failed or cancelled)."""
