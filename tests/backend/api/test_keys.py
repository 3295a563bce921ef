"""Keys of the API: made, used for what they are for and nothing else, revoked, and never readable again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import api_keys
from backend.api.routes import ENDPOINTS
from backend.database import tables
from tests.backend.service import User


def make(user: User, *scopes: str, name: str = "Website") -> tuple[str, str]:
    answer = user.post("/account/keys", {"id": str(uuid4()), "name": name, "scopes": list(scopes)})
    assert answer.status_code == 200, answer.text
    return answer.json()["id"], answer.json()["secret"]


def ask(user: User, secret: str, method: str, path: str) -> httpx.Response:
    return user.http.request(method, path, headers={"authorization": f"Bearer {secret}"}, json={})


def test_a_key_acts_for_its_owner_until_it_is_revoked(user: User, engine: Engine) -> None:
    user.grant(3)
    shoot = user.shoot()
    key_id, secret = make(user, "read")
    assert secret.startswith("lk_")
    assert len(secret) == 46
    assert ask(user, secret, "GET", "/account").json()["credits"]["posted"] == 3
    assert [one["id"] for one in ask(user, secret, "GET", "/shoots").json()["shoots"]] == [shoot]
    [listed] = user.get("/account/keys").json()["keys"]
    assert (listed["name"], listed["scopes"], listed["ending"]) == ("Website", ["read"], secret[-4:])
    assert listed["used_at"] is not None
    assert "secret" not in listed
    revoked = user.call("DELETE", f"/account/keys/{key_id}")
    assert (revoked.status_code, user.get("/account/keys").json()["keys"]) == (200, [])
    refused = ask(user, secret, "GET", "/account")
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:luster:problem:unauthenticated")
    with engine.connect() as connection:
        audit = connection.execute(
            sa.select(tables.admin_actions.c.operator, tables.admin_actions.c.action, tables.admin_actions.c.user_id)
            .where(tables.admin_actions.c.subject == key_id)
            .order_by(tables.admin_actions.c.id)
        ).all()
    assert [tuple(row) for row in audit] == [("user", "make_key", user.id), ("user", "revoke_key", user.id)]


@pytest.mark.parametrize("scopes", [("read",), ("order",), ("read", "order")])
def test_a_key_opens_what_it_is_for_and_nothing_else(user: User, scopes: tuple[str, ...]) -> None:
    _, secret = make(user, *scopes)
    opened, closed = set[tuple[str, str]](), set[tuple[str, str]]()
    for endpoint in ENDPOINTS:
        if not endpoint.public:
            answer = ask(user, secret, endpoint.method, endpoint.path.replace("{id}", str(uuid4())))
            (closed if answer.status_code == 403 else opened).add((endpoint.method, endpoint.path))
            if answer.status_code == 403:
                assert answer.json()["type"] == "urn:luster:problem:not-allowed"
    assert opened == {(one.method, one.path) for one in ENDPOINTS if one.scope in scopes}
    own = {"/account/keys", "/account/keys/{id}", "/account/webhook", "/account/webhook/retry", "/billing/checkout"}
    assert {("DELETE", "/account"), ("DELETE", "/shoots/{id}")} <= closed
    assert own <= {path for _, path in closed}
    assert user.get("/account").status_code == 200


def test_a_key_orders_edits(user: User) -> None:
    user.grant(1)
    asset = user.uploaded(user.shoot())
    _, secret = make(user, "order")
    job = {"id": str(uuid4()), "asset_id": asset, "preset": "dusk"}
    headers = {"authorization": f"Bearer {secret}"}
    assert user.http.post("/jobs", json={"jobs": [job]}, headers=headers).status_code == 200
    assert user.balance() == (1, 1)


def test_only_a_hash_is_kept(user: User, engine: Engine) -> None:
    _, secret = make(user, "read")
    with engine.connect() as connection:
        kept = str(connection.execute(sa.select(tables.api_keys)).all())
        kept += str(connection.execute(sa.select(tables.idempotency_keys)).all())
        kept += str(connection.execute(sa.select(tables.admin_actions)).all())
    assert secret not in kept
    assert secret[3:-4] not in kept


def test_a_request_whose_reply_was_lost_is_answered_with_another_secret(user: User) -> None:
    body = {"id": str(uuid4()), "name": "Website", "scopes": ["read"]}
    first, second = (user.post("/account/keys", body).json()["secret"] for _ in range(2))
    assert first != second
    assert ask(user, first, "GET", "/account").status_code == 401
    assert ask(user, second, "GET", "/account").status_code == 200
    assert len(user.get("/account/keys").json()["keys"]) == 1
    # In use: nobody changes it under whoever has it.
    assert user.post("/account/keys", body).status_code == 409
    assert ask(user, second, "GET", "/account").status_code == 200


def test_somebody_elses_key_is_out_of_reach(new_user: Callable[[], User]) -> None:
    owner, stranger = new_user(), new_user()
    key_id, secret = make(owner, "read", name="Mine")
    assert stranger.call("DELETE", f"/account/keys/{key_id}").status_code == 404
    assert stranger.post("/account/keys", {"id": key_id, "name": "Mine", "scopes": ["read"]}).status_code == 409
    assert stranger.get("/account/keys").json()["keys"] == []
    assert ask(owner, secret, "GET", "/account").status_code == 200


def test_what_only_looks_like_a_key_opens_nothing(user: User) -> None:
    _, secret = make(user, "read")
    for wrong in ("lk_", "lk_" + "a" * 43, secret[:-1], secret + "a", secret.upper(), "lk_" + "\x7f" * 43):
        assert ask(user, wrong, "GET", "/account").status_code == 401, wrong


def test_keys_end_with_the_account(user: User, engine: Engine) -> None:
    _, secret = make(user, "read", name="Elm Street Studio")
    assert user.call("DELETE", "/account").status_code == 200
    assert ask(user, secret, "GET", "/account").status_code == 401
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.api_keys)).all() == []


def test_an_account_has_so_many_keys(user: User, engine: Engine) -> None:
    user.get("/account")
    for number in range(api_keys.MOST):
        api_keys.make(engine, user.id, uuid4(), f"Key {number}", ["read"])
    refused = user.post("/account/keys", {"id": str(uuid4()), "name": "One more", "scopes": ["read"]})
    assert (refused.status_code, len(user.get("/account/keys").json()["keys"])) == (409, api_keys.MOST)
