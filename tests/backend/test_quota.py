"""What an account may store: everybody a little, more for credits, and never more by asking at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY
from sqlalchemy import Engine

from backend import assets, deletion, jobs, orders, shoots
from backend.admin import accounts
from backend.assets import NewAsset
from backend.config import Settings
from backend.database import tables
from backend.quota import Allowance, StorageFull
from backend.storage import ObjectInfo, Storage
from tests.backend import service
from tests.backend.identities import SignIn
from tests.backend.people import order, person, succeed
from tests.backend.service import User

LARGE = 150_000_000


def files(count: int, size: int = LARGE) -> list[NewAsset]:
    return [NewAsset(uuid4(), "a.jpg", "image/jpeg", size, f"{n:064x}", f"{n:032x}") for n in range(count)]


def shoot(engine: Engine, user: UUID) -> UUID:
    shoot_id = uuid4()
    shoots.put(engine, user, shoot_id, "Elm Street")
    return shoot_id


def announced(engine: Engine, user: UUID, count: int, size: int = LARGE, *, at_once: int = 1) -> int:
    """How many of `count` files got a row, each announced by itself in a shoot of its own."""

    def announce(file: NewAsset) -> bool:
        try:
            return bool(assets.announce(engine, user, shoot(engine, user), [file]))
        except StorageFull:
            return False

    with ThreadPoolExecutor(at_once) as pool:
        return sum(pool.map(announce, files(count, size)))


def test_1200_links_are_133_for_an_account_without_credits(engine: Engine) -> None:
    user = person(engine)
    assert announced(engine, user, 1200, at_once=8) == 20_000_000_000 // LARGE
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.sum(tables.assets.c.bytes))).scalar_one() <= 20_000_000_000


def test_a_shoot_of_2000_photos_fits_without_credits(engine: Engine) -> None:
    user = person(engine)
    place = shoot(engine, user)
    for _ in range(10):
        assert len(assets.announce(engine, user, place, files(200, 10_000_000))) == 200
    with pytest.raises(StorageFull) as full:
        assets.announce(engine, user, place, files(1))
    assert (full.value.used, full.value.allowed) == (20_000_000_000, 20_000_000_000)


def test_every_credit_brings_a_photo_of_the_largest_size_and_spending_takes_none_back(engine: Engine) -> None:
    allowance = Allowance(base=0)
    user = person(engine, 3)
    place = shoot(engine, user)
    rows = assets.announce(engine, user, place, files(3), allowance=allowance)
    with pytest.raises(StorageFull):
        assets.announce(engine, user, place, files(1), allowance=allowance)
    # Announcing again what is known takes no more room.
    again = [NewAsset(row.id, row.filename, row.content_type, row.bytes, row.sha256, row.md5) for row in rows]
    assert [row.id for row in assets.announce(engine, user, place, again, allowance=allowance)] == [
        row.id for row in rows
    ]
    accounts.correct(engine, str(user), -1, "test")
    accounts.grant(engine, str(user), 2, "test")
    assert assets.announce(engine, user, place, files(1), allowance=allowance)
    with pytest.raises(StorageFull):
        assets.announce(engine, user, place, files(1), allowance=allowance)


def test_what_was_spent_still_counts(engine: Engine) -> None:
    user = person(engine, 1)
    place = shoot(engine, user)
    [row] = assets.announce(engine, user, place, files(1), allowance=Allowance(0))
    assets.arrived(engine, user, [(row, ObjectInfo(row.bytes, row.md5))])
    orders.submit(engine, user, [order(row.id)])
    [claim] = jobs.claim(engine, "w", 1)
    assert succeed(engine, claim)
    with pytest.raises(StorageFull) as full:
        assets.announce(engine, user, place, files(1), allowance=Allowance(0))
    assert full.value.allowed == LARGE


def test_a_batch_without_room_leaves_no_row(engine: Engine) -> None:
    user = person(engine)
    with pytest.raises(StorageFull):
        assets.announce(engine, user, shoot(engine, user), files(3, 10), allowance=Allowance(base=29))
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.assets)).all() == []


def test_a_deleted_shoot_makes_room_once_its_files_are_gone(engine: Engine, config: Settings) -> None:
    user, allowance = person(engine), Allowance(base=100)
    place = shoot(engine, user)
    assets.announce(engine, user, place, files(1, 100), allowance=allowance)
    deletion.delete_shoot(engine, user, place)
    storage = Storage(config)
    deletion.purge(engine, storage)
    # A link may still bring the file.
    with pytest.raises(StorageFull):
        assets.announce(engine, user, shoot(engine, user), files(1, 100), allowance=allowance)
    with engine.begin() as connection:
        earlier = tables.shoots.c.deleted_at - sa.text("interval '1h'")
        connection.execute(sa.update(tables.shoots).where(tables.shoots.c.id == place).values(deleted_at=earlier))
    deletion.purge(engine, storage)
    storage.close()
    assert assets.announce(engine, user, shoot(engine, user), files(1, 100), allowance=allowance)


def test_the_wire_says_what_helps(config: Settings, sign_in: SignIn) -> None:
    before = REGISTRY.get_sample_value("luster_uploads_without_room_total") or 0.0
    small = replace(config, storage_gb=0, storage_mb_per_credit=1)
    with service.running(small) as url, httpx.Client(base_url=url, timeout=30) as client:
        user = User(client, sign_in, small)
        body = {"shoot_id": user.shoot(), "files": [service.announce(b"x")]}
        refused = user.post("/uploads/presign", body)
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:luster:problem:storage-full")
        assert refused.json()["detail"].startswith(
            "Your photos take 0 of the 0 GB that Luster keeps for you. Every credit"
        )
        assert REGISTRY.get_sample_value("luster_uploads_without_room_total") == before + 1
        user.grant(1)
        assert user.post("/uploads/presign", body).status_code == 200
