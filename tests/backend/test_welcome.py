"""The credits that a new account may be given: an entry of the ledger, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
from sqlalchemy import Engine

from backend import credits, deletion, identity, ledger_check
from backend.config import Settings
from backend.identity import Identity
from tests.backend import service
from tests.backend.identities import SignIn


def posted(engine: Engine, user: Identity) -> int:
    with engine.connect() as connection:
        return credits.balance(connection, user.user_id).posted


def somebody() -> Identity:
    return Identity(uuid4(), "somebody@example.test", datetime.now(UTC))


def test_a_new_account_begins_with_them_and_the_history_says_so(config: Settings, sign_in: SignIn) -> None:
    generous = replace(config, welcome_credits=5)
    with service.running(generous) as url, httpx.Client(base_url=url, timeout=30) as client:
        user = service.User(client, sign_in, generous)
        assert user.balance() == (5, 0)
        assert user.balance() == (5, 0), "and the next request brings no more"
        (entry,) = user.get("/billing/history").json()["entries"]
        assert (entry["kind"], entry["amount"], entry["text"]) == ("grant", 5, "5 credits from Luster: Welcome")


def test_without_the_setting_an_account_begins_at_0(user: service.User) -> None:
    assert user.balance() == (0, 0)
    assert user.get("/billing/history").json()["entries"] == []


def test_first_requests_at_the_same_moment_bring_them_once(engine: Engine) -> None:
    user = somebody()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: identity.admit(engine, user, welcome=3), range(16)))
    assert posted(engine, user) == 3
    assert not ledger_check.differences(engine)


def test_who_was_there_before_or_comes_back_is_not_new(engine: Engine) -> None:
    before, back = somebody(), somebody()
    identity.admit(engine, before)
    identity.admit(engine, before, welcome=3)
    assert posted(engine, before) == 0
    identity.admit(engine, back, welcome=3)
    deletion.delete_account(engine, back.user_id)
    left = posted(engine, back)
    later = replace(back, signed_in_at=datetime.now(UTC) + timedelta(seconds=60))
    identity.admit(engine, later, welcome=3)
    assert posted(engine, back) == left


def test_the_reference_is_one_of_a_kind(engine: Engine) -> None:
    """Whatever else may come to call it: the ledger itself takes one gift for each user."""
    user = somebody()
    identity.admit(engine, user, welcome=3)
    with engine.begin() as connection:
        assert not credits.post(connection, user.user_id, "grant", 3, f"welcome {user.user_id}", reason="Welcome")
    assert posted(engine, user) == 3
