from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe
from starlette.types import ASGIApp
from stripe.checkout import Session
from supabase_auth import SyncGoTrueClient
from supabase_auth.types import AuthFlowType

from backend.local.identity.server import create_app as identity_app
from backend.local.payments.on_sale import PackOnSale
from backend.local.payments.server import create_app as payments_app

from .serving import Receiver, receiving, serving

ANON_KEY = "sb_publishable_test"
SERVICE_KEY = "sb_secret_test"
SECRET_KEY = "sk_test_0123456789abcdef"
WEBHOOK_SECRET = "whsec_test"
SITE = "http://127.0.0.1:9/site"


@dataclass(frozen=True)
class Identity:
    url: str
    http: httpx.Client
    """Sends the project's key."""

    def client(self, flow: AuthFlowType = "pkce") -> SyncGoTrueClient:
        """The vendor's SDK, as the desktop uses it."""
        return SyncGoTrueClient(
            url=f"{self.url}/auth/v1",
            headers={"apikey": ANON_KEY},
            flow_type=flow,
            auto_refresh_token=False,
            http_client=self.http,
        )

    def mail(self, email: str) -> dict[str, str]:
        """The newest mail to this address."""
        return self.http.get("/mailbox.json", params={"email": email}).json()["mails"][0]

    def set(self, **options: object) -> None:
        self.http.put("/control/options", json=options).raise_for_status()


@dataclass(frozen=True)
class Payments:
    url: str
    http: httpx.Client
    stripe: stripe.StripeClient
    receiver: Receiver

    def control(self, path: str, **body: object) -> dict[str, Any]:
        response = self.http.post(f"/control/{path}", json=body)
        response.raise_for_status()
        return response.json()

    def set(self, **options: object) -> None:
        self.http.put("/control/options", json=options).raise_for_status()

    def session(self, **changes: object) -> Session:
        """An open session for 25 credits."""
        price = self.stripe.v1.prices.list({"lookup_keys": ["luster_25"]}).data[0]
        given: Any = {
            "mode": "payment",
            "line_items": [{"price": price.id, "quantity": 1}],
            "success_url": "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://127.0.0.1:9/cancelled",
            "client_reference_id": "user-1",
            "metadata": {"pack": "starter"},
            "payment_intent_data": {"metadata": {"purchase": "p-1"}},
            **changes,
        }
        return self.stripe.v1.checkout.sessions.create(given)


@pytest.fixture
def identity(tmp_path: Path) -> Iterator[Identity]:
    def app(url: str) -> ASGIApp:
        return identity_app(
            tmp_path / "identity.sqlite3", url=url, anon_key=ANON_KEY, service_key=SERVICE_KEY, site_url=SITE
        )

    with serving(app) as url, httpx.Client(base_url=url, headers={"apikey": ANON_KEY}, trust_env=False) as http:
        yield Identity(url, http)


@pytest.fixture
def payments(tmp_path: Path) -> Iterator[Payments]:
    packs = [
        PackOnSale(title="25 credits", lookup_key="luster_25", amount=1500, currency="usd"),
        PackOnSale(title="100 credits", lookup_key="luster_100", amount=4900, currency="usd"),
    ]
    with receiving(WEBHOOK_SECRET) as receiver:

        def app(url: str) -> ASGIApp:
            return payments_app(
                tmp_path / "payments.sqlite3",
                url=url,
                secret_key=SECRET_KEY,
                webhook_secret=WEBHOOK_SECRET,
                webhook_url=receiver.url,
                packs=packs,
            )

        with serving(app) as url, httpx.Client(base_url=url, trust_env=False) as http:
            sdk = stripe.StripeClient(SECRET_KEY, base_addresses={"api": url})
            yield Payments(url, http, sdk, receiver)
