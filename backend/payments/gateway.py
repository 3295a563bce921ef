"""Stripe, through its SDK: prices, checkout sessions, and what happened lately."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import stripe
from stripe import StripeClient

from backend.breaker import Breaker, Unanswered
from backend.payments.packs import PackSpec, packs

if TYPE_CHECKING:
    from stripe import RequestOptions
    from stripe.params.checkout import SessionCreateParams

    from backend.config import Settings

PRICES_SECONDS = 600
SESSION_SECONDS = 60 * 60
# A lookup by key takes at most ten keys.
LOOKUP_KEYS = 10


# Otherwise the SDK keeps an identifier of this machine in the user's folder and sends it along.
stripe.enable_telemetry = False


class PaymentsUnavailable(Exception):
    """Stripe did not answer, or refused us; the message has no secrets."""


@dataclass(frozen=True, slots=True)
class Price:
    id: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    url: str


class Gateway:
    """One Stripe account. Safe to share between threads; every method may raise `PaymentsUnavailable`.

    `answer_seconds` and `retries` bound what a call is waited for.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        answer_seconds: float = 20,
        retries: int = 2,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._breaker = breaker
        self.livemode = "_live_" in settings.stripe_secret_key
        self._app_url = settings.app_url
        self._clock = clock
        self._prices: dict[str, Price] = {}
        self._prices_at: float | None = None
        self._lock = threading.Lock()
        self._http = stripe.RequestsClient(timeout=answer_seconds)
        self._client = StripeClient(
            settings.stripe_secret_key,
            base_addresses={"api": settings.stripe_api_base},
            # The client's own default is not to retry; each retry carries the same idempotency key.
            max_network_retries=retries,
            http_client=self._http,
        )

    def close(self) -> None:
        """Close the connections of the calling thread."""
        self._http.close()  # type: ignore[no-untyped-call]

    def prices(self) -> dict[str, Price]:
        """The price of each pack by lookup key, cached; a stale one is better than none while Stripe is away."""
        with self._lock:
            if self._prices_at is None or self._clock() - self._prices_at > PRICES_SECONDS:
                try:
                    self._prices = self._fetch_prices()
                except PaymentsUnavailable:
                    if not self._prices:
                        raise
                self._prices_at = self._clock()
            return self._prices

    def _fetch_prices(self) -> dict[str, Price]:
        keys = [spec.lookup_key for spec in packs().values()]
        found: dict[str, Price] = {}
        for start in range(0, len(keys), LOOKUP_KEYS):
            wanted = keys[start : start + LOOKUP_KEYS]
            params: Any = {"lookup_keys": wanted, "active": True, "limit": 100}
            page = self._ask(self._client.v1.prices.list, params)
            for price in page["data"]:
                if price["lookup_key"] in wanted and price["unit_amount"] is not None:
                    found[price["lookup_key"]] = Price(price["id"], price["unit_amount"], price["currency"])
        return found

    def checkout(self, purchase_id: UUID, user_id: UUID, email: str, spec: PackSpec) -> Session:
        """The checkout session of a purchase: asking again returns the same one."""
        price = self.prices().get(spec.lookup_key)
        if price is None:
            raise PaymentsUnavailable(f"Stripe has no active price called {spec.lookup_key}.")
        # Metadata of the session does not reach the payment, whose refunds and disputes need it.
        metadata = {"purchase_id": str(purchase_id), "user_id": str(user_id), "pack": spec.id}
        params: SessionCreateParams = {
            "mode": "payment",
            "line_items": [{"price": price.id, "quantity": 1}],
            "client_reference_id": str(purchase_id),
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata},
            "success_url": f"{self._app_url}/billing/success?session_id={{CHECKOUT_SESSION_ID}}",
            "cancel_url": f"{self._app_url}/billing/cancel",
        }
        if email:
            params["customer_email"] = email
        options: RequestOptions = {"idempotency_key": f"luster-purchase-{purchase_id}"}
        session = self._ask(self._client.v1.checkout.sessions.create, params, options)
        if not session.get("url"):
            raise PaymentsUnavailable("Stripe's session has no page.")
        return Session(session["id"], session["url"])

    def sessions_since(self, moment: int) -> Iterator[dict[str, Any]]:
        """Checkout sessions made since a Unix time."""
        params: Any = {"created": {"gte": moment}, "limit": 100}
        yield from self._pages(self._client.v1.checkout.sessions.list, params)

    def refunds_since(self, moment: int) -> Iterator[dict[str, Any]]:
        """Refunds made since a Unix time."""
        params: Any = {"created": {"gte": moment}, "limit": 100}
        yield from self._pages(self._client.v1.refunds.list, params)

    def disputes_since(self, moment: int) -> Iterator[dict[str, Any]]:
        """Disputes opened since a Unix time."""
        params: Any = {"created": {"gte": moment}, "limit": 100}
        yield from self._pages(self._client.v1.disputes.list, params)

    def _pages(self, listing: Callable[[Any], Any], params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        while True:
            page = self._ask(listing, params)
            yield from page["data"]
            if not page.get("has_more") or not page["data"]:
                return
            params = {**params, "starting_after": page["data"][-1]["id"]}

    def _ask(self, call: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
        try:
            with self._breaker.guard(_is_away) if self._breaker else nullcontext():
                # Stripe's objects are no mappings: from here on they are.
                found: dict[str, Any] = call(*arguments).to_dict()
        except stripe.StripeError as error:
            raise PaymentsUnavailable(f"{type(error).__name__} {error.code or ''}".strip()) from None
        except Unanswered:
            raise PaymentsUnavailable("Unanswered") from None
        return found


def _is_away(error: Exception) -> bool:
    return isinstance(error, stripe.APIConnectionError)
