"""The administration site on a real port, and a browser's part of the conversation with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import ledger_check
from backend.admin.site import private
from backend.admin.site.app import create_app
from backend.admin.site.listing import Desk
from backend.database import tables
from backend.payments import inbox
from backend.payments.inbox import Incoming
from backend.reruns import Policy
from tests.backend.local.serving import serving

TOKEN = "starlette_admin_csrftoken"


@dataclass
class Site:
    url: str
    http: httpx.Client

    def page(self, path: str) -> str:
        """A page's text, as a reader sees it."""
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def send(self, view: str, name: str, key: object, *, headers: dict[str, str], **form: object) -> httpx.Response:
        params = {"name": name, "pk": str(key), "_origin": f"{self.url}/{view}/list"}
        data = {field: str(value) for field, value in form.items()}
        return self.http.post(f"/_api/{view}/row-action", params=params, data=data, headers=headers)

    def act(self, view: str, name: str, key: object, **form: object) -> str:
        """Press an action's button and load the page that comes next; answers that, or the sentence of a refusal."""
        token = self.http.cookies.get(TOKEN) or self.http.get("/").cookies[TOKEN]
        answer = self.send(view, name, key, headers={"origin": self.url, "x-csrftoken": token}, **form)
        if answer.status_code == 400:
            return str(answer.json()["msg"])
        assert answer.status_code == 200, answer.text
        return self.page(answer.json()["redirect"])


@pytest.fixture
def site(engine: Engine) -> Iterator[Site]:
    app = create_app(Desk(engine, "kim", Policy()), names=private.place("127.0.0.1").names)
    with serving(lambda _: app) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield Site(url, client)


def audit(engine: Engine) -> list[tuple[Any, ...]]:
    """Who did what, but for the grants that tests begin with."""
    table = tables.admin_actions
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(table.c.operator, table.c.action, table.c.subject, table.c.reason)
            .where(table.c.reason.is_distinct_from("test"))
            .order_by(table.c.id)
        )
        return [tuple(row) for row in rows]


def adds_up(engine: Engine) -> bool:
    return ledger_check.differences(engine) == []


def paid_session(purchase_id: object) -> Incoming:
    """Stripe's event of a checkout that was paid."""
    session = {
        "id": f"cs_{uuid4().hex}",
        "status": "complete",
        "payment_status": "paid",
        "payment_intent": f"pi_{uuid4().hex}",
        "metadata": {"purchase_id": str(purchase_id)},
        "amount_total": 4900,
        "currency": "usd",
    }
    event = {"id": f"evt_{uuid4().hex}", "type": "checkout.session.completed", "data": {"object": session}}
    return Incoming(str(event["id"]), str(event["type"]), None, json.dumps(event).encode())


def waiting_event(engine: Engine, purchase_id: object) -> str:
    """An event whose purchase is not known yet; answers its id."""
    event = paid_session(purchase_id)
    inbox.receive(engine, event)
    return event.id
