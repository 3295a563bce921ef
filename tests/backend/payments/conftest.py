"""The API next to the payment service's stand-in: real HTTP both ways."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from starlette.types import ASGIApp

from backend.api import create_app
from backend.config import Settings
from backend.local.payments.server import create_app as payments_app
from backend.payments.gateway import Gateway
from tests.backend.identities import SignIn
from tests.backend.local.serving import serving
from tests.backend.service import WEBHOOK_SECRET, User


@dataclass
class Market:
    """A user who can buy, and whoever can make payments go wrong."""

    user: User
    stripe: httpx.Client
    engine: Engine
    gateway: Gateway

    def control(self, path: str, **body: object) -> dict[str, Any]:
        answer = self.stripe.post(f"/control/{path}", json=body)
        answer.raise_for_status()
        return dict(answer.json())

    def options(self, **changes: object) -> None:
        self.stripe.put("/control/options", json=changes).raise_for_status()

    def buy(self, pack: str = "starter") -> str:
        """An open checkout session; answers its id."""
        answer = self.user.post("/billing/checkout", {"pack": pack})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"]).rpartition("/")[2]

    def payment(self, session: str) -> str:
        """The payment of a session that has been completed."""
        found = [one for one in self.gateway.sessions_since(0) if one["id"] == session]
        return str(found[0]["payment_intent"])

    def until(self, posted: int) -> None:
        """Wait until the webhooks have brought the balance to `posted`."""
        deadline = time.monotonic() + 60
        while (found := self.user.balance()[0]) != posted:
            assert time.monotonic() < deadline, f"{found} posted, not {posted}"
            time.sleep(0.02)

    def delivered(self) -> None:
        """Wait until no webhook is on its way."""
        deadline = time.monotonic() + 60
        while any(one["state"] == "pending" for one in self.stripe.get("/control/webhooks").json()["deliveries"]):
            assert time.monotonic() < deadline
            time.sleep(0.02)


@pytest.fixture
def market(config: Settings, sign_in: SignIn, engine: Engine, tmp_path: Path) -> Iterator[Market]:
    with ExitStack() as stack:
        urls: dict[str, str] = {}

        def vendor(webhook_url: str) -> Callable[[str], ASGIApp]:
            return lambda url: payments_app(
                tmp_path / "payments.sqlite",
                url=url,
                secret_key=config.stripe_secret_key,
                webhook_secret=WEBHOOK_SECRET,
                webhook_url=webhook_url,
            )

        def api(url: str) -> ASGIApp:
            urls["stripe"] = stack.enter_context(serving(vendor(f"{url}/webhooks/stripe")))
            return create_app(replace(config, stripe_api_base=urls["stripe"], app_url=url))

        url = stack.enter_context(serving(api))
        http = stack.enter_context(httpx.Client(base_url=url, timeout=30))
        stripe = stack.enter_context(httpx.Client(base_url=urls["stripe"], timeout=30))
        gateway = Gateway(replace(config, stripe_api_base=urls["stripe"], app_url=url))
        stack.callback(gateway.close)
        yield Market(User(http, sign_in, config), stripe, engine, gateway)
