"""Deleting a shoot or an account, with a real sign-in service: nothing is left behind, and old tokens open nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import deletion, identity, jobs, ledger_check, orders
from backend.config import Settings
from backend.database import tables
from backend.identity import Identity
from backend.jobs import OutputRecord
from backend.local.identity.server import create_app
from backend.payments import history
from backend.sign_ins import SignIns, SignInsUnavailable
from backend.storage import Storage, answer_keys, change_map_key, output_key, output_thumb_key
from tests.backend import service
from tests.backend.local.serving import serving
from tests.backend.people import person
from tests.backend.service import announce, put
from tests.services import Bucket

EMAIL = "ada@example.com"
ANON, SECRET = "sb_publishable_test", "sb_secret_test"


@dataclass
class World:
    """A running API and a running sign-in service."""

    api: httpx.Client
    auth: httpx.Client
    settings: Settings

    def sign_in(self, email: str = EMAIL) -> dict[str, Any]:
        self.auth.post("/auth/v1/otp", json={"email": email}).raise_for_status()
        code = self.auth.get("/mailbox.json", params={"email": email}).json()["mails"][0]["code"]
        body = {"email": email, "token": code, "type": "email"}
        opened: dict[str, Any] = self.auth.post("/auth/v1/verify", json=body).raise_for_status().json()
        return opened

    def refreshed(self, token: str) -> httpx.Response:
        return self.auth.post("/auth/v1/token", params={"grant_type": "refresh_token"}, json={"refresh_token": token})

    def call(self, method: str, path: str, token: str, **more: Any) -> httpx.Response:
        return self.api.request(method, path, headers={"authorization": f"Bearer {token}"}, **more)

    def fault(self, **fault: object) -> None:
        self.auth.put("/control/faults", json={"path": "/auth/v1/admin", **fault}).raise_for_status()

    def well(self) -> None:
        self.auth.delete("/control/faults").raise_for_status()


def world(config: Settings, folder: Path, key: str) -> Iterator[World]:
    def app(url: str) -> Any:
        return create_app(
            folder / "identity.sqlite3", url=url, anon_key=ANON, service_key=SECRET, site_url="http://127.0.0.1:9/"
        )

    with serving(app) as url:
        keys = f"{url}/auth/v1/.well-known/jwks.json"
        settings = replace(config, supabase_url=url, supabase_jwks_url=keys, supabase_service_key=key)
        with (
            service.running(settings) as api,
            httpx.Client(base_url=api, timeout=30) as client,
            httpx.Client(base_url=url, headers={"apikey": ANON}) as auth,
        ):
            yield World(client, auth, settings)


@pytest.fixture
def keyed(config: Settings, tmp_path: Path) -> Iterator[World]:
    yield from world(config, tmp_path, SECRET)


@pytest.fixture
def keyless(config: Settings, tmp_path: Path) -> Iterator[World]:
    yield from world(config, tmp_path, "")


def fill(at: World, token: str, engine: Engine, storage: Storage, bucket: Bucket) -> UUID:
    """A shoot with everything that storage ever holds of one: the shoot's id."""
    shoot = str(uuid4())
    assert at.call("PUT", f"/shoots/{shoot}", token, json={"name": "12 Elm Street"}).status_code == 200
    files = [announce(b"one", "12 Elm Street.jpg"), announce(b"two", "Kitchen of Mrs Gray.jpg")]
    targets = at.call("POST", "/uploads/presign", token, json={"shoot_id": shoot, "files": files}).json()["uploads"]
    for target, data in zip(targets, (b"one", b"two"), strict=True):
        assert put(target, data).status_code == 200
    ids = [file["asset_id"] for file in files]
    at.call("POST", "/uploads/complete", token, json={"asset_ids": ids[:1]})
    with engine.begin() as connection:
        user = connection.execute(sa.select(tables.shoots.c.user_id).where(tables.shoots.c.id == UUID(shoot)))
        user_id = user.scalar_one()
        connection.execute(sa.update(tables.credits).where(tables.credits.c.user_id == user_id).values(posted=3))
        entry = {"user_id": user_id, "kind": "grant", "amount": 3, "ref": str(uuid4()), "reason": "test"}
        connection.execute(sa.insert(tables.credit_entries).values(entry))
    body = {"jobs": [{"id": str(uuid4()), "asset_id": ids[0], "preset": preset} for preset in ("dusk", "sky")]}
    once = {"authorization": f"Bearer {token}", "idempotency-key": "the-key"}
    assert at.api.post("/jobs", json=body, headers=once).status_code == 200
    [claim] = jobs.claim(engine, "w", 1)
    owner = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id)
    keys = [
        output_thumb_key(*owner, 1),
        change_map_key(*owner, 1),
        output_key(*owner, 1),
        *answer_keys(*owner, 1, 1),
    ]
    for key in [*keys, output_key(*owner, 7), f"{user_id}/{shoot}/{ids[0]}/thumb.jpg"]:
        storage.write(key, b"x", "image/jpeg")
    record = OutputRecord(keys[2], keys[0], 1, 1, 1, "0" * 64, keys[1])
    assert jobs.settle_success(engine, claim, record, {"calls": [{}]}, {})
    with closing(bucket.client()) as client:
        key = targets[1]["url"].split(f"/{bucket.name}/")[1].split("?")[0]
        begun = client.create_multipart_upload(Bucket=bucket.name, Key=key)["UploadId"]
        client.upload_part(Bucket=bucket.name, Key=key, UploadId=begun, PartNumber=1, Body=b"x" * 1000)
    return UUID(shoot)


def left(storage: Storage) -> tuple[int, int, int]:
    """Objects, their bytes, and unfinished uploads in the whole bucket."""
    objects = [item for page in storage.pages("") for item in page]
    return len(objects), sum(item.bytes for item in objects), len(storage.unfinished())


def everything(engine: Engine, *, but: tuple[str, ...] = ()) -> str:
    """All rows of all tables as text."""
    with engine.connect() as connection:
        found = [
            str([tuple(map(str, row)) for row in connection.execute(sa.select(table))])
            for table in tables.metadata.sorted_tables
            if table.name not in but
        ]
    return "\n".join(found)


@pytest.fixture
def storage(config: Settings) -> Iterator[Storage]:
    storage = Storage(config)
    yield storage
    storage.close()


@pytest.fixture
def sign_ins(keyed: World) -> Iterator[SignIns]:
    sign_ins = SignIns(keyed.settings)
    yield sign_ins
    sign_ins.close()


def test_a_deleted_shoot_leaves_no_object_no_part_and_no_name(
    keyed: World, engine: Engine, storage: Storage, s3: Bucket
) -> None:
    token = keyed.sign_in()["access_token"]
    shoot = fill(keyed, token, engine, storage, s3)
    assert left(storage) == (8, 12, 1)
    assert keyed.call("DELETE", f"/shoots/{shoot}", token).status_code == 204
    deletion.purge(engine, storage)
    assert left(storage) == (0, 0, 0)
    rows = everything(engine)
    assert "Elm" not in rows and "Gray" not in rows
    with engine.connect() as connection:
        states = connection.execute(sa.select(tables.jobs.c.state)).scalars().all()
        assert sorted(states) == ["cancelled", "succeeded"]
        user = connection.execute(sa.select(tables.users.c.id)).scalar_one()
    [spent, granted] = history.listing(engine, user, limit=5)
    assert spent.text in (
        "Photo of a shoot that was deleted, dusk: 1 credit",
        "Photo of a shoot that was deleted, sky: 1 credit",
    )
    assert granted.amount == 3
    assert ledger_check.differences(engine) == []


def test_a_deleted_account_is_gone_everywhere_and_its_tokens_are_dead(
    keyed: World, engine: Engine, storage: Storage, s3: Bucket
) -> None:
    session = keyed.sign_in()
    token = session["access_token"]
    fill(keyed, token, engine, storage, s3)
    reply = keyed.call("DELETE", "/account", token)
    assert (reply.status_code, reply.json()) == (
        200,
        {"sign_in": "deleted", "detail": "Your account was deleted."},
    )
    assert [keyed.call(*call, token).status_code for call in (("GET", "/account"), ("GET", "/shoots"))] == [401, 401]
    assert keyed.refreshed(session["refresh_token"]).status_code == 400
    deletion.purge(engine, storage)
    assert left(storage) == (0, 0, 0)
    rows = everything(engine)
    assert not [word for word in (EMAIL, "Elm", "Gray", "the-key") if word in rows]
    with engine.connect() as connection:
        amounts = connection.execute(sa.select(tables.credit_entries.c.amount)).scalars().all()
        assert sorted(amounts) == [-1, 3]
        audit = connection.execute(sa.select(tables.admin_actions.c.action, tables.admin_actions.c.data)).all()
        assert ("delete", {"sign_in": "deleted"}) in [tuple(row) for row in audit]
    assert ledger_check.differences(engine) == []

    anew = keyed.sign_in()
    assert anew["user"]["id"] != session["user"]["id"]
    account = keyed.call("GET", "/account", anew["access_token"]).json()
    assert (account["user_id"], account["credits"]) == (anew["user"]["id"], {"posted": 0, "held": 0})
    assert keyed.call("GET", "/account", token).status_code == 401


def test_while_the_sign_in_service_is_away_the_reply_says_so_and_the_worker_finishes(
    keyed: World, engine: Engine, sign_ins: SignIns
) -> None:
    session = keyed.sign_in()
    token, user = session["access_token"], UUID(session["user"]["id"])
    assert keyed.call("GET", "/account", token).status_code == 200
    keyed.fault(status=503)
    reply = keyed.call("DELETE", "/account", token)
    assert (reply.status_code, reply.json()["sign_in"]) == (200, "later")
    assert "as soon as it does" in reply.json()["detail"]

    def gone() -> bool:
        with engine.connect() as connection:
            found = sa.select(tables.users.c.sign_in_gone_at).where(tables.users.c.id == user)
            return connection.execute(found).scalar_one() is not None

    assert deletion.finish(engine, sign_ins) == 0
    assert not gone()
    # What can still be had from the sign-in service brings nobody back: neither a fresh token nor a new sign-in.
    refreshed = keyed.refreshed(session["refresh_token"]).json()["access_token"]
    for old in (token, refreshed, keyed.sign_in()["access_token"]):
        assert keyed.call("GET", "/account", old).status_code == 401
    keyed.fault(cut=True)
    assert deletion.finish(engine, sign_ins) == 0  # done there, but the reply was lost
    assert not gone()
    keyed.well()
    assert deletion.finish(engine, sign_ins) == 1
    assert gone()
    assert deletion.finish(engine, sign_ins) == 0
    assert keyed.sign_in()["user"]["id"] != str(user)


def test_a_refused_key_or_another_server_is_not_taken_for_done(keyed: World) -> None:
    user = UUID(keyed.sign_in()["user"]["id"])
    other_key = replace(keyed.settings, supabase_service_key=ANON)
    other_server = replace(keyed.settings, supabase_url=f"{keyed.settings.supabase_url}/elsewhere")
    for settings in (other_key, other_server):
        wrong = SignIns(settings)
        with pytest.raises(SignInsUnavailable):
            wrong.delete(user)
        wrong.close()
    assert keyed.sign_in()["user"]["id"] == str(user)


def test_without_a_key_it_says_that_the_sign_in_stays(keyless: World, engine: Engine) -> None:
    session = keyless.sign_in()
    token = session["access_token"]
    assert keyless.call("GET", "/account", token).status_code == 200
    reply = keyless.call("DELETE", "/account", token).json()
    assert reply["sign_in"] == "kept"
    assert "still known to the sign-in service" in reply["detail"]
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.admin_actions.c.data)).scalar_one() == {"sign_in": "kept"}
    # A token that is refreshed later is no new sign-in, by the vendor's own claims.
    refreshed = keyless.refreshed(session["refresh_token"]).json()["access_token"]
    claims = jwt.decode(refreshed, options={"verify_signature": False})
    assert claims["amr"][0]["timestamp"] <= claims["iat"]
    for old in (token, refreshed):
        assert keyless.call("GET", "/account", old).status_code == 401
    with engine.begin() as connection:
        # Tokens carry whole seconds.
        earlier = tables.users.c.deleted_at - sa.text("interval '2 s'")
        connection.execute(sa.update(tables.users).values(deleted_at=earlier))
    anew = keyless.sign_in()
    assert keyless.call("GET", "/account", anew["access_token"]).status_code == 200
    assert anew["user"]["id"] == session["user"]["id"]


def test_nobody_comes_back_before_every_detail_is_out_of_the_rows(engine: Engine) -> None:
    user = uuid4()
    identity.admit(engine, Identity(user, EMAIL, datetime.now(UTC)))
    with engine.begin() as connection:
        connection.execute(sa.update(tables.users).values(email="", deleted_at=sa.func.now()))
    later = Identity(user, EMAIL, datetime.now(UTC) + timedelta(minutes=1))
    with pytest.raises(identity.Unauthenticated):
        identity.admit(engine, later)
    deletion.delete_account(engine, user)
    identity.admit(engine, later)


def test_what_a_request_under_way_made_after_the_deletion_goes_too(
    keyed: World, engine: Engine, sign_ins: SignIns
) -> None:
    session = keyed.sign_in()
    user = UUID(session["user"]["id"])
    keyed.call("DELETE", "/account", session["access_token"])
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.shoots).values(id=uuid4(), user_id=user, name="12 Elm Street"))
    assert deletion.finish(engine, sign_ins) == 1
    assert "Elm" not in everything(engine)


def test_events_of_a_deleted_buyer_that_come_later_are_emptied(engine: Engine) -> None:
    user, other = person(engine), person(engine)
    with engine.begin() as connection:
        for owner in (user, other):
            purchase = {"id": uuid4(), "user_id": owner, "pack": "p", "credits": 1, "payment_intent": f"pi_{owner.hex}"}
            connection.execute(sa.insert(tables.purchases).values(purchase))
    deletion.delete_account(engine, user)
    with engine.begin() as connection:
        for number, owner in enumerate((user, other)):
            event = {"id": f"evt_{number}", "type": "refund.created", "payload": f"pi_{owner.hex} {EMAIL}".encode()}
            connection.execute(sa.insert(tables.stripe_events).values(**event, applied_at=sa.func.now()))
    assert deletion.forget_late_events(engine) == 1
    assert deletion.forget_late_events(engine) == 0
    with engine.connect() as connection:
        kept = connection.execute(sa.select(tables.stripe_events.c.id).where(tables.stripe_events.c.payload != b""))
        assert kept.scalars().all() == ["evt_1"]


def test_a_job_in_a_workers_hands_leaves_nothing_after_the_last_clearing(
    keyed: World, engine: Engine, storage: Storage, s3: Bucket
) -> None:
    token = keyed.sign_in()["access_token"]
    shoot = fill(keyed, token, engine, storage, s3)
    [claim] = jobs.claim(engine, "w", 1)
    keyed.call("DELETE", f"/shoots/{shoot}", token)
    deletion.purge(engine, storage)
    owner = (claim.user_id, claim.shoot_id, claim.asset_id, claim.job_id)
    storage.write(answer_keys(*owner, 1, 1)[0], b"late", "image/png")
    assert deletion.purge(engine, storage) == 0
    with engine.begin() as connection:
        earlier = tables.shoots.c.deleted_at - sa.text("interval '31 min'")
        connection.execute(sa.update(tables.shoots).values(deleted_at=earlier))
    assert (deletion.purge(engine, storage), deletion.purge(engine, storage)) == (1, 0)
    assert left(storage) == (0, 0, 0)
    assert orders.withdraw_uncovered(engine) == 0
