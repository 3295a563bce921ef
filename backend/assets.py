"""Assets: photos on their way into storage, checked there before anything is done with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, insert, select, tuple_, update

from backend import credits, quota, shoots, words
from backend.database import tables
from backend.database.tables import assets
from backend.quota import Allowance
from backend.shoots import NewEvent, ShootNotFound
from backend.storage import SUFFIXES, ObjectInfo, original_key

MAX_PHOTOS = 2500
ALLOWANCE = Allowance()
LOOK = func.now() + timedelta(days=1)
"""Every stored file is looked at once a day, whether it is still wanted."""


class AssetNotFound(Exception):
    """There is no such photo, or it is somebody else's."""


class ShootFull(Exception):
    """A shoot holds no more files than `MAX_PHOTOS`; what was swept from storage is not among them."""


class AssetGoing(Exception):
    """Its file is being removed from storage at this moment; it can be sent again right after."""


class AssetChanged(Exception):
    """The id was used before for another file."""


@dataclass(frozen=True, slots=True)
class NewAsset:
    id: UUID
    filename: str
    content_type: str
    """One of `storage.SUFFIXES`."""
    bytes: int
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class Asset:
    id: UUID
    shoot_id: UUID
    filename: str
    content_type: str
    bytes: int
    sha256: str
    md5: str
    key: str
    state: str
    reason: str | None
    created_at: datetime
    thumb_key: str | None
    """Of the small picture that the first edit leaves."""
    upload_id: str | None = None
    parts_etag: str | None = None


_COLUMNS = (
    assets.c.id,
    assets.c.shoot_id,
    assets.c.filename,
    assets.c.content_type,
    assets.c.bytes,
    assets.c.sha256,
    assets.c.md5,
    assets.c.key,
    assets.c.state,
    assets.c.reason,
    assets.c.created_at,
    assets.c.thumb_key,
    assets.c.upload_id,
    assets.c.parts_etag,
)


_awaited = assets.c.look_at.is_not(None) & assets.c.going.is_(False)


def _asset(row: Any) -> Asset:
    return Asset(*row)


def announce(
    engine: Engine,
    user_id: UUID,
    shoot_id: UUID,
    files: Sequence[NewAsset],
    *,
    allowance: Allowance = ALLOWANCE,
) -> list[Asset]:
    """Make rows for files that are about to be uploaded, all or none; returns them in the given order.

    Announcing the same file again returns its row as it is. Raises `ShootNotFound`, `ShootFull`, `StorageFull`,
    `AssetChanged`, `AssetGoing`, or `AssetNotFound` when an id is somebody else's.
    """
    with engine.begin() as connection:
        # One announcement at a time for each user: the room that is left cannot be taken twice.
        credits.balance(connection, user_id, lock=True)
        # The lock keeps the shoot from being deleted meanwhile, and puts two announcements of one file in line.
        shoot = select(tables.shoots.c.id).where(
            tables.shoots.c.id == shoot_id, tables.shoots.c.user_id == user_id, tables.shoots.c.deleted_at.is_(None)
        )
        if connection.execute(shoot.with_for_update()).one_or_none() is None:
            raise ShootNotFound
        query = select(*_COLUMNS).where(assets.c.id.in_([file.id for file in files]))
        owners = connection.execute(query.with_only_columns(assets.c.user_id)).scalars()
        if any(owner != user_id for owner in owners):
            raise AssetNotFound
        known = {row.id: row for row in connection.execute(query.add_columns(assets.c.look_at, assets.c.going))}
        new = []
        for file in files:
            if row := known.get(file.id):
                was = (row.shoot_id, row.filename, row.content_type, row.bytes, row.sha256, row.md5)
                if was != (shoot_id, file.filename, file.content_type, file.bytes, file.sha256, file.md5):
                    raise AssetChanged
                if row.going:
                    raise AssetGoing
            else:
                new.append(_values(user_id, shoot_id, file))
        awaited = [row.id for row in known.values() if row.state == "pending"]
        again = sum(known[asset_id].bytes for asset_id in awaited if known[asset_id].look_at is None)
        if more := again + sum(file.bytes for file in files if file.id not in known):
            quota.check_room(connection, user_id, more, allowance)
        if awaited:
            link = {"linked_at": func.now(), "look_at": LOOK, "reason": None}
            connection.execute(update(assets).where(assets.c.id.in_(awaited)).values(link))
        if new:
            held = assets.c.shoot_id == shoot_id, assets.c.look_at.is_not(None)
            count = select(func.count()).select_from(assets).where(*held)
            if connection.execute(count).scalar_one() + len(new) > MAX_PHOTOS:
                raise ShootFull
            connection.execute(insert(assets), new)
        rows = {row.id: _asset(row) for row in connection.execute(query)}
    return [rows[file.id] for file in files]


def _values(user_id: UUID, shoot_id: UUID, file: NewAsset) -> dict[str, object]:
    return {
        "id": file.id,
        "user_id": user_id,
        "shoot_id": shoot_id,
        "filename": file.filename,
        "content_type": file.content_type,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "md5": file.md5,
        "key": original_key(user_id, shoot_id, file.id, SUFFIXES[file.content_type]),
    }


def find(engine: Engine, user_id: UUID, asset_ids: Sequence[UUID]) -> list[Asset]:
    """The user's assets in the given order; raises `AssetNotFound` when one is missing."""
    query = (
        select(*_COLUMNS)
        .join(tables.shoots, tables.shoots.c.id == assets.c.shoot_id)
        .where(assets.c.id.in_(asset_ids), assets.c.user_id == user_id, tables.shoots.c.deleted_at.is_(None))
    )
    with engine.connect() as connection:
        rows = {row.id: _asset(row) for row in connection.execute(query)}
    if any(asset_id not in rows for asset_id in asset_ids):
        raise AssetNotFound
    return [rows[asset_id] for asset_id in asset_ids]


def begun_in_parts(engine: Engine, asset: Asset, upload_id: str, parts_etag: str) -> bool:
    """Note that the asset comes in parts from now on.

    False when it was begun otherwise, is there, or was swept meanwhile and has to be announced again.
    """
    statement = (
        update(assets)
        .where(
            assets.c.id == asset.id,
            assets.c.state == "pending",
            assets.c.going.is_(False),
            assets.c.look_at.is_not(None),
            assets.c.upload_id.is_not_distinct_from(asset.upload_id),
        )
        .values(upload_id=upload_id, parts_etag=parts_etag)
    )
    with engine.begin() as connection:
        return connection.execute(statement).rowcount == 1


def arrived(engine: Engine, user_id: UUID, found: Sequence[tuple[Asset, ObjectInfo | None]]) -> None:
    """Decide on pending assets by what storage holds: uploaded with its ETag pinned, rejected, or still awaited.

    An object's ETag is its MD5, or where it came in parts that of their MD5s, so a file of another content is told
    from the announced one without reading it.
    """
    with engine.begin() as connection:
        live = shoots.lock(connection, {asset.shoot_id for asset, _ in found})
        events = defaultdict[UUID, list[NewEvent]](list)
        for asset, info in sorted(found, key=lambda pair: pair[0].id):
            if asset.shoot_id not in live:
                continue
            if info is None:
                values: dict[str, object] = {"reason": words.sentence("not_arrived")}
            elif info.bytes == asset.bytes and info.etag in (asset.md5, asset.parts_etag):
                values = {"state": "uploaded", "etag": info.etag, "reason": None, "look_at": LOOK}
            else:
                values = {"state": "rejected", "reason": words.sentence("other_file")}
            changed = connection.execute(
                update(assets)
                .where(assets.c.id == asset.id, assets.c.user_id == user_id, assets.c.state == "pending", _awaited)
                .values(**values)
            ).rowcount
            if changed and "state" in values:
                data = {"reason": words.sentence("other_file")} if values["state"] == "rejected" else {}
                events[asset.shoot_id].append(NewEvent(str(values["state"]), asset_id=asset.id, data=data))
        shoots.append_all(connection, events)


def listing(
    engine: Engine, user_id: UUID, shoot_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[Asset]:
    """A shoot's assets, oldest first; `after` is the (created_at, id) of the last one seen. Raises `ShootNotFound`."""
    query = select(*_COLUMNS).where(assets.c.shoot_id == shoot_id)
    if after is not None:
        query = query.where(tuple_(assets.c.created_at, assets.c.id) > after)
    with engine.connect() as connection:
        shoots.get(connection, user_id, shoot_id)
        rows = connection.execute(query.order_by(assets.c.created_at, assets.c.id).limit(limit))
        return [_asset(row) for row in rows]
