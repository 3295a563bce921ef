"""Shares: a shoot's link for whoever its photos are for. One for each shoot; it ends by date, by hand, or with it."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, literal, or_, select, update

from backend import shoots
from backend.database import tables
from backend.database.tables import assets, jobs, shares, users
from backend.shoots import ShootNotFound

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
OPENED = timedelta(minutes=1)
"""How exactly it is known when a page was opened last."""


class ShareNotFound(Exception):
    """There is no such share, or it is somebody else's."""


class ShareEnded(Exception):
    """The link led to a page that is not there any more."""


class NotShareable(Exception):
    """A job has no result in this shoot, or a file is not stored in it."""


@dataclass(frozen=True, slots=True)
class File:
    title: str
    asset_id: str


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of the page, as its row keeps it."""

    job_id: str
    caption: str | None
    disclosure: str | None
    before: bool
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Share:
    id: UUID
    title: str
    photos: int
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a page, where it is stored."""

    title: str
    key: str
    filename: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo of a page, with where its pictures and files are stored."""

    number: int
    """Its place, from 1."""
    caption: str | None
    disclosure: str | None
    before_key: str | None
    after_key: str
    full: Stored
    width: int
    height: int
    files: tuple[Stored, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a link leads to."""

    share_id: UUID
    owner: UUID
    title: str
    expires_at: datetime
    photos: tuple[Shown, ...]
    """Those that are still stored."""


_COLUMNS = (
    shares.c.id,
    shares.c.title,
    func.jsonb_array_length(shares.c.photos).label("photos"),
    shares.c.created_at,
    shares.c.expires_at,
    shares.c.opened_at,
    shares.c.ended_at,
)


def put(
    engine: Engine, user_id: UUID, shoot_id: UUID, request_id: UUID, title: str, days: int, photos: Sequence[Photo]
) -> tuple[Share, str | None]:
    """Make the shoot's link, or bring what it leads to up to date; returns the token of a new link alone.

    The request that made a link, sent again, gives it another token: the first one's reply may have been lost. Raises
    `ShootNotFound` or `NotShareable`.
    """
    token: str | None = secrets.token_urlsafe(32)
    assert token is not None
    expires_at = func.now() + timedelta(days=days)
    values: dict[str, Any] = {"title": title, "photos": [asdict(photo) for photo in photos], "expires_at": expires_at}
    with engine.begin() as connection:
        if shoot_id not in shoots.lock(connection, [shoot_id]):
            raise ShootNotFound
        shoots.get(connection, user_id, shoot_id)
        _check(connection, user_id, shoot_id, photos)
        over = shares.c.shoot_id == shoot_id, shares.c.ended_at.is_(None)
        connection.execute(
            update(shares).where(*over, shares.c.expires_at <= func.now()).values(ended_at=shares.c.expires_at)
        )
        live = connection.execute(select(shares.c.id).where(*over)).scalar_one_or_none()
        if live is None:
            row = {"id": request_id, "user_id": user_id, "shoot_id": shoot_id, "hash": _hash(token)}
            statement: Any = insert(shares).values(**row, **values)
        else:
            if live == request_id:
                values["hash"] = _hash(token)
            else:
                token = None
            statement = update(shares).where(shares.c.id == live).values(values)
        share = Share(*connection.execute(statement.returning(*_COLUMNS)).one())
    return share, token


def current(engine: Engine, user_id: UUID, shoot_id: UUID) -> Share:
    """The shoot's share, also one that has ended by its date; raises `ShareNotFound`."""
    query = select(*_COLUMNS).where(
        shares.c.shoot_id == shoot_id, shares.c.user_id == user_id, shares.c.ended_at.is_(None)
    )
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise ShareNotFound
    return Share(*row)


def end(engine: Engine, user_id: UUID, shoot_id: UUID) -> Share:
    """From now on the shoot's link leads nowhere; raises `ShareNotFound`."""
    with engine.begin() as connection:
        row = connection.execute(
            update(shares)
            .where(shares.c.shoot_id == shoot_id, shares.c.user_id == user_id, shares.c.ended_at.is_(None))
            .values(ended_at=func.now())
            .returning(*_COLUMNS)
        ).one_or_none()
    if row is None:
        raise ShareNotFound
    return Share(*row)


def page(engine: Engine, token: str, *, only: int | None = None) -> Page:
    """What the link with this token leads to, or `only` the photo at that place of it.

    Raises `ShareNotFound` or `ShareEnded`.
    """
    if not _TOKEN.fullmatch(token):
        raise ShareNotFound
    ended = or_(
        shares.c.ended_at.is_not(None),
        shares.c.expires_at <= func.now(),
        tables.shoots.c.deleted_at.is_not(None),
        users.c.deleted_at.is_not(None),
    )
    query = (
        select(shares.c.id, shares.c.user_id, shares.c.shoot_id, shares.c.title, shares.c.photos, shares.c.expires_at)
        .add_columns(ended.label("ended"))
        .join(tables.shoots, tables.shoots.c.id == shares.c.shoot_id)
        .join(users, users.c.id == shares.c.user_id)
        .where(shares.c.hash == _hash(token))
    )
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            raise ShareNotFound
        if row.ended:
            raise ShareEnded
        photos = {
            number: Photo(**one | {"files": tuple(File(**file) for file in one["files"])})
            for number, one in enumerate(row.photos, start=1)
            if only in (None, number)
        }
        return Page(row.id, row.user_id, row.title, row.expires_at, _shown(connection, row.shoot_id, photos))


def opened(engine: Engine, share_id: UUID) -> None:
    """Note that somebody looked at the page."""
    unnoted = or_(shares.c.opened_at.is_(None), shares.c.opened_at < func.now() - OPENED)
    with engine.connect() as connection:
        if connection.execute(select(literal(1)).where(shares.c.id == share_id, unnoted)).one_or_none() is None:
            return
    with engine.begin() as connection:
        connection.execute(update(shares).where(shares.c.id == share_id).values(opened_at=func.now()))


def _check(connection: Connection, user_id: UUID, shoot_id: UUID, photos: Sequence[Photo]) -> None:
    wanted = {UUID(photo.job_id) for photo in photos}
    files = {UUID(file.asset_id) for photo in photos for file in photo.files}
    mine = jobs.c.user_id == user_id, jobs.c.shoot_id == shoot_id
    results = select(jobs.c.id).where(
        jobs.c.id.in_(wanted), *mine, jobs.c.state == "succeeded", jobs.c.output_gone_at.is_(None)
    )
    there = select(assets.c.id).where(assets.c.id.in_(files), assets.c.shoot_id == shoot_id)
    there = there.where(assets.c.user_id == user_id, assets.c.state == "uploaded")
    if set(connection.execute(results).scalars()) != wanted or set(connection.execute(there).scalars()) != files:
        raise NotShareable


def _shown(connection: Connection, shoot_id: UUID, photos: Mapping[int, Photo]) -> tuple[Shown, ...]:
    made = _by_id(
        connection,
        select(jobs.c.id, jobs.c.asset_id, jobs.c.output_key, jobs.c.thumb_key, jobs.c.output_width)
        .add_columns(jobs.c.output_height, jobs.c.output_bytes)
        .where(jobs.c.shoot_id == shoot_id, jobs.c.state == "succeeded", jobs.c.output_gone_at.is_(None))
        .where(jobs.c.id.in_([UUID(photo.job_id) for photo in photos.values()])),
    )
    files = {UUID(file.asset_id) for photo in photos.values() for file in photo.files}
    wanted = {row.asset_id for row in made.values()} | files
    stored = _by_id(
        connection,
        select(assets.c.id, assets.c.key, assets.c.thumb_key, assets.c.filename, assets.c.bytes, assets.c.state).where(
            assets.c.shoot_id == shoot_id, assets.c.id.in_(wanted)
        ),
    )
    shown = []
    for number, photo in photos.items():
        job = made.get(UUID(photo.job_id))
        if job is None:
            continue
        source = stored[job.asset_id]
        name = f"{number:02} {photo.caption or PurePath(source.filename).stem}.jpg".replace("/", "-")
        shown.append(
            Shown(
                number=number,
                caption=photo.caption,
                disclosure=photo.disclosure,
                before_key=source.thumb_key if photo.before else None,
                after_key=job.thumb_key,
                full=Stored("Full size", job.output_key, name, job.output_bytes),
                width=job.output_width,
                height=job.output_height,
                files=tuple(_files(stored, photo.files)),
            )
        )
    return tuple(shown)


def _files(stored: dict[UUID, Any], files: Iterable[File]) -> Iterable[Stored]:
    for file in files:
        row = stored.get(UUID(file.asset_id))
        if row is not None and row.state == "uploaded":
            yield Stored(file.title, row.key, row.filename, row.bytes)


def _by_id(connection: Connection, query: Any) -> dict[UUID, Any]:
    return {row.id: row for row in connection.execute(query)}


def _hash(token: str) -> bytes:
    # Not slow on purpose: there is nothing to guess in 256 random bits.
    return hashlib.sha256(token.encode()).digest()
