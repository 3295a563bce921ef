"""Users with credits and uploaded photos, written straight into the database."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine

from backend import assets, identity, jobs, shoots
from backend.admin import accounts
from backend.identity import Identity
from backend.jobs import Claim, Edit, OutputRecord
from backend.orders import Order
from backend.storage import ObjectInfo


def person(engine: Engine, granted: int = 0) -> UUID:
    user_id = uuid4()
    identity.admit(engine, Identity(user_id, f"{user_id.hex[:8]}@example.test", datetime.now(UTC)))
    if granted:
        accounts.grant(engine, str(user_id), granted, "test")
    return user_id


def photos(engine: Engine, user_id: UUID, count: int = 1, *, content: str = "") -> list[UUID]:
    """Uploaded photos in a shoot of their own; the same `content` is the same file."""
    shoot_id = uuid4()
    shoots.put(engine, user_id, shoot_id, "Shoot")
    files = []
    for number in range(count):
        data = f"{content or uuid4()}{number}".encode()
        md5, sha256 = hashlib.md5(data).hexdigest(), hashlib.sha256(data).hexdigest()
        files.append(assets.NewAsset(uuid4(), f"IMG_{number}.jpg", "image/jpeg", len(data), sha256, md5))
    rows = assets.announce(engine, user_id, shoot_id, files)
    assets.arrived(engine, user_id, [(row, ObjectInfo(row.bytes, row.md5)) for row in rows])
    return [row.id for row in rows]


def order(asset_id: UUID, *, preset: str = "dusk", price: int = 1) -> Order:
    edits = tuple(Edit(one, {}) for one in preset.split("+"))
    return Order(uuid4(), asset_id, edits, price, edits)


def succeed(engine: Engine, claim: Claim) -> bool:
    name = f"{claim.job_id}_{claim.lease}"
    return jobs.settle_success(engine, claim, OutputRecord(name, f"{name}_t", 1, 1, 1, "0" * 64), {}, {})
