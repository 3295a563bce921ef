"""Connections that are cut at any moment cost nobody a credit: the same request again comes to one effect."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Engine
from stripe import WebhookSignature

from backend import ledger_check
from tests.backend.service import WEBHOOK_SECRET, User
from tests.services import Postgres

KILL = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
)


def test_orders_survive_connections_cut_at_any_moment(
    user: User, engine: Engine, postgres: Postgres, postgres_url: str
) -> None:
    user.grant(200)
    asset = user.uploaded(user.shoot())
    name = sa.make_url(postgres_url).database
    done = threading.Event()
    seen: list[int] = []

    def cut() -> None:
        with postgres.admin.connect() as connection:
            cuts = 0
            # Without a pause until a request was hit, which a quick machine would else get through in between.
            while cuts < 12 and not done.wait(0.1 if cuts else 0.005):
                connection.execute(KILL, {"name": name})
                cuts += 503 in seen

    def send(_: int) -> dict[str, Any]:
        body = {"jobs": [{"id": str(uuid4()), "asset_id": asset, "preset": "dusk"}]}
        while True:
            answer = user.post("/jobs", body)
            seen.append(answer.status_code)
            if answer.status_code == 200:
                return dict(answer.json()["jobs"][0])
            assert answer.status_code == 503, answer.text
            assert answer.headers["retry-after"]

    killer = threading.Thread(target=cut)
    killer.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            jobs = list(pool.map(send, range(60)))
    finally:
        done.set()
        killer.join()
    assert 503 in seen, "no connection was ever cut in the middle of a request"
    assert len({job["id"] for job in jobs}) == 60
    engine.dispose()
    assert user.balance() == (200, 60)
    assert ledger_check.differences(engine) == []


def test_four_hundred_orders_at_once_on_a_hundred_credits(user: User) -> None:
    user.grant(100)
    asset = user.uploaded(user.shoot())

    def send(_: int) -> int:
        # A busy machine may ask to try again, as the app does.
        while (answer := user.order(asset)).status_code == 503:
            pass
        return answer.status_code

    with ThreadPoolExecutor(24) as pool:
        statuses = list(pool.map(send, range(400)))
    assert (statuses.count(200), statuses.count(402)) == (100, 300)
    assert user.balance() == (100, 100)


def test_an_event_that_cannot_be_stored_is_asked_for_again(user: User, postgres: Postgres, postgres_url: str) -> None:
    body = json.dumps({"id": "evt_1", "type": "customer.created", "livemode": False, "data": {"object": {}}})
    headers = {"stripe-signature": WebhookSignature.generate_signature_header(body, WEBHOOK_SECRET)}
    assert user.http.post("/webhooks/stripe", content=body, headers=headers).status_code == 200
    with postgres.admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{sa.make_url(postgres_url).database}" WITH (FORCE)'))
    assert user.http.post("/webhooks/stripe", content=body, headers=headers).status_code == 503
