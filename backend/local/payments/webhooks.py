"""Sends events to the product's webhook, signed by the SDK's own scheme, and tries again until it is taken."""

from __future__ import annotations

import json
import threading
import time

import httpx
from stripe import WebhookSignature

from backend.local.payments import checkout
from backend.local.payments.book import Book
from backend.local.store import Document

RETRY_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 3600.0, *[10_800.0] * 24)
"""The vendor tries for three days; here the first tries come sooner."""


class Deliveries:
    """One thread that sends what is due, oldest first."""

    def __init__(self, book: Book, *, url: str, secret: str) -> None:
        self._book = book
        self._url = url
        self._secret = secret
        self._stopped = threading.Event()
        self._client = httpx.Client(timeout=10.0, trust_env=False)
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when nothing is being sent any more."""
        self._stopped.set()
        self._book.changed.set()
        self._thread.join()
        self._client.close()

    def release(self, events: list[str] | None, *, backwards: bool, drop: bool) -> list[str]:
        """Send (or drop) held events: the named ones in that order, or all, `backwards` with the newest first."""
        store = self._book.store
        with store.transaction():
            held = {d["id"]: d for d in store.all("delivery") if d["state"] == "held"}
            chosen = [held[event] for event in (events if events is not None else held) if event in held]
            if backwards:
                chosen.reverse()
            for number, delivery in enumerate(chosen):
                state = "dropped" if drop else "pending"
                # Thousandths of a second keep the order that was asked for.
                store.put("delivery", delivery["id"], delivery | {"state": state, "at": time.time() + number / 1000})
        self._book.changed.set()
        return [delivery["id"] for delivery in chosen]

    def resend(self, event: str) -> bool:
        """Send an event once more, as the vendor's dashboard can; False when there is no such event."""
        with self._book.store.transaction():
            delivery = self._book.store.get("delivery", event)
            if delivery is None:
                return False
            again = delivery | {"state": "pending", "at": time.time(), "copies": 1, "tries": 0}
            self._book.store.put("delivery", event, again)
        self._book.changed.set()
        return True

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._book.changed.clear()
            next_moment = checkout.act_on_time(self._book)
            pending = [d for d in self._book.store.all("delivery") if d["state"] == "pending"]
            for delivery in sorted(pending, key=lambda d: float(d["at"])):
                if self._stopped.is_set():
                    return
                if delivery["at"] <= time.time():
                    self._send(delivery)
            waiting = [d["at"] for d in self._book.store.all("delivery") if d["state"] == "pending"]
            waits = [max(0.0, min(waiting) - time.time())] if waiting else []
            if next_moment is not None:
                waits.append(next_moment)
            self._book.changed.wait(min(waits) if waits else None)

    def _send(self, delivery: Document) -> None:
        event = self._book.store.get("event", delivery["id"])
        statuses = [self._post(event) for _ in range(delivery["copies"])] if event else []
        with self._book.store.transaction():
            current = self._book.store.get("delivery", delivery["id"])
            if current is None or event is None:
                return
            change = {"tries": delivery["tries"] + 1}
            if any(status is not None and 200 <= status < 300 for status in statuses):
                change |= {"state": "delivered"}
                self._book.store.put("event", event["id"], event | {"pending_webhooks": 0})
            elif delivery["tries"] < len(RETRY_SECONDS):
                change |= {"at": time.time() + RETRY_SECONDS[delivery["tries"]]}
            else:
                change |= {"state": "failed"}
            if current != delivery:
                change = {}  # it was asked for again meanwhile, and stays due
            attempts = [*current["attempts"], *({"at": int(time.time()), "status": s} for s in statuses)]
            self._book.store.put("delivery", delivery["id"], current | change | {"attempts": attempts})

    def _post(self, event: Document) -> int | None:
        body = json.dumps(event, indent=2)
        headers = {
            "content-type": "application/json; charset=utf-8",
            "stripe-signature": WebhookSignature.generate_signature_header(body, self._secret),
            "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        try:
            return self._client.post(self._url, content=body.encode(), headers=headers).status_code
        except httpx.HTTPError:
            return None
