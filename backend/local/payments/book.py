"""What the stand-in knows: its objects, how it behaves, and an event with a delivery for each change."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from backend.local.payments import objects
from backend.local.payments.errors import missing
from backend.local.store import Document, Store


class PaymentOptions(BaseModel):
    """How the stand-in behaves; `PUT /control/options` changes it while it runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    settle_after: Annotated[float, Field(ge=0)] | None = 20.0
    """Seconds after which a delayed payment arrives; None: only when asked."""
    hold: bool = False
    """Keep webhooks until `POST /control/webhooks/release` sends them, in any order, or drops them."""
    delay: Annotated[float, Field(ge=0)] = 0.0
    """Seconds by which every webhook is late."""
    copies: Annotated[int, Field(ge=1, le=20)] = 1
    """How often each webhook is sent."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who caused a change; events name the request. The default is somebody at the vendor's dashboard."""

    request_id: str | None = None
    idempotency_key: str | None = None


DASHBOARD = Caller()


class Book:
    """Objects by kind and id, and the events about them. Callers open the transaction around a change."""

    def __init__(self, store: Store, *, url: str, api_version: str) -> None:
        self.store = store
        self.changed = threading.Event()
        """Set when there may be something to deliver or to settle."""
        self.url = url
        self._api_version = api_version

    @property
    def options(self) -> PaymentOptions:
        return PaymentOptions.model_validate(self.store.get("options", "payments") or {})

    def change_options(self, changes: dict[str, object]) -> PaymentOptions:
        """Change the named options; raises pydantic's `ValidationError`."""
        options = PaymentOptions.model_validate(self.options.model_dump() | changes)
        self.store.put("options", "payments", options.model_dump())
        self.changed.set()
        return options

    def find(self, kind: str, identifier: str, *, param: str = "id") -> Document:
        """The object, or the vendor's 404."""
        found = self.store.get(kind, identifier)
        if found is None:
            raise missing(kind, identifier, param=param)
        return found

    def save(self, document: Document) -> None:
        """Add the object, or replace it."""
        self.store.put(document["object"], document["id"], document)

    def emit(self, kind: str, subject: Document, caller: Caller = DASHBOARD) -> None:
        request: dict[str, Any] = {"id": caller.request_id, "idempotency_key": caller.idempotency_key}
        event = objects.event(kind, subject, api_version=self._api_version, request=request)
        options = self.options
        delivery = {
            "id": event["id"],
            "type": kind,
            "state": "held" if options.hold else "pending",
            "at": time.time() + options.delay,
            "copies": options.copies,
            "tries": 0,
            "attempts": [],
        }
        self.save(event)
        self.store.put("delivery", event["id"], delivery)
        self.changed.set()
