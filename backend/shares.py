"""Shares: a shoot's link for whoever its photos are for. One for each shoot; it ends by date, by hand, or with it."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, literal, or_, select, update

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
class Picture:
    """What is shown of a photo that has no job."""

    asset_id: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of the page, as its row keeps it: the result of a job, or a picture."""

    job_id: str | None
    caption: str | None
    disclosure: str | None
    before: bool
    files: tuple[File, ...]
    edits: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All that a page shows."""

    title: str
    photos: tuple[Photo, ...]
    statement: str | None = None
    files: tuple[File, ...] = ()
    """Downloads of all photos at once."""


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
    edits: tuple[str, ...]
    disclosure: str | None
    before_key: str | None
    after_key: str
    full: Stored | None
    """The result as it is; None of a photo without a job."""
    width: int
    height: int
    files: tuple[Stored, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a link leads to."""

    share_id: UUID
    owner: UUID
    title: str
    statement: str | None
    expires_at: datetime
    photos: tuple[Shown, ...]
    """Those that are still stored."""
    files: tuple[Stored, ...]
    """Of all photos at once."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a shoot's link needs in storage."""

    live: bool
    """Whether it leads to a page: then every result of the shoot may be asked for."""
    files: set[UUID]
    """Those of its page. Of a link that has ended by its date they are needed no more."""


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
    engine: Engine, user_id: UUID, shoot_id: UUID, request_id: UUID, days: int, content: Content
) -> tuple[Share, str | None]:
    """Make the shoot's link, or bring what it leads to up to date; returns the token of a new link alone.

    The request that made a link, sent again, gives it another token: the first one's reply may have been lost. Files
    that the page had and has no more are let go of. Raises `ShootNotFound` or `NotShareable`.
    """
    token: str | None = secrets.token_urlsafe(32)
    assert token is not None
    expires_at = func.now() + timedelta(days=days)
    values: dict[str, Any] = {**asdict(content), "expires_at": expires_at}
    with engine.begin() as connection:
        if shoot_id not in shoots.lock(connection, [shoot_id]):
            raise ShootNotFound
        shoots.get(connection, user_id, shoot_id)
        _check(connection, user_id, shoot_id, content)
        over = shares.c.shoot_id == shoot_id, shares.c.ended_at.is_(None)
        had = _files_of(connection, *over)
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
        _let_go(connection, had - _named(content))
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
    """From now on the shoot's link leads nowhere, and its files are let go of; raises `ShareNotFound`."""
    with engine.begin() as connection:
        shoots.lock(connection, [shoot_id])
        mine = shares.c.shoot_id == shoot_id, shares.c.user_id == user_id, shares.c.ended_at.is_(None)
        _let_go(connection, _files_of(connection, *mine))
        row = connection.execute(
            update(shares).where(*mine).values(ended_at=func.now()).returning(*_COLUMNS)
        ).one_or_none()
    if row is None:
        raise ShareNotFound
    return Share(*row)


def page(engine: Engine, token: str, *, only: int | None = None) -> Page:
    """What the link with this token leads to, or `only` the photo at that place of it, 0 for none.

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
        select(shares.c.id, shares.c.user_id, shares.c.shoot_id, shares.c.title, shares.c.statement, shares.c.photos)
        .add_columns(shares.c.files, shares.c.expires_at, ended.label("ended"))
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
        photos = {number: _photo(one) for number, one in enumerate(row.photos, start=1) if only in (None, number)}
        stored = _stored(connection, row.shoot_id, {UUID(file["asset_id"]) for file in row.files})
        files = tuple(_files(stored, [File(**file) for file in row.files]))
        shown = _shown(connection, row.shoot_id, photos)
        return Page(row.id, row.user_id, row.title, row.statement, row.expires_at, shown, files)


def opened(engine: Engine, share_id: UUID) -> None:
    """Note that somebody looked at the page."""
    unnoted = or_(shares.c.opened_at.is_(None), shares.c.opened_at < func.now() - OPENED)
    with engine.connect() as connection:
        if connection.execute(select(literal(1)).where(shares.c.id == share_id, unnoted)).one_or_none() is None:
            return
    with engine.begin() as connection:
        connection.execute(update(shares).where(shares.c.id == share_id).values(opened_at=func.now()))


def needs(connection: Connection, shoot_id: UUID) -> Needs:
    """What the shoot's link needs of the shoot's files now."""
    link = shares.c.shoot_id == shoot_id, shares.c.ended_at.is_(None)
    live = connection.execute(select(shares.c.id).where(*link, shares.c.expires_at > func.now())).one_or_none()
    return Needs(live is not None, _files_of(connection, *link))


def _files_of(connection: Connection, *which: ColumnElement[bool]) -> set[UUID]:
    """What was sent for the page of one share; nothing where there is no such share."""
    row = connection.execute(select(shares.c.photos, shares.c.files).where(*which)).one_or_none()
    return set() if row is None else _named(Content("", tuple(map(_photo, row.photos)), None, _list(row.files)))


def _named(content: Content) -> set[UUID]:
    """All files that the content consists of."""
    pictures = [photo.picture.asset_id for photo in content.photos if photo.picture is not None]
    files = [*content.files, *(file for photo in content.photos for file in photo.files)]
    return {UUID(asset_id) for asset_id in [*pictures, *(file.asset_id for file in files)]}


def _let_go(connection: Connection, files: set[UUID]) -> None:
    """Files that were sent for a page alone go with the next sweep, as if they had been sent long ago."""
    ordered = select(jobs.c.id).where(jobs.c.asset_id == assets.c.id).exists()
    theirs = assets.c.id.in_(files), assets.c.state == "uploaded", ~ordered
    long_ago = datetime.fromtimestamp(0, UTC)
    connection.execute(update(assets).where(*theirs).values(linked_at=long_ago, look_at=func.now()))


def _photo(kept: Mapping[str, Any]) -> Photo:
    """From what its row keeps."""
    picture = kept.get("picture")
    told = {"files": _list(kept["files"]), "edits": tuple(kept.get("edits", ()))}
    return Photo(**{**kept, **told, "picture": picture and Picture(**picture)})


def _list(kept: Iterable[Mapping[str, Any]]) -> tuple[File, ...]:
    return tuple(File(**file) for file in kept)


def _check(connection: Connection, user_id: UUID, shoot_id: UUID, content: Content) -> None:
    wanted = {UUID(photo.job_id) for photo in content.photos if photo.job_id is not None}
    files = _named(content)
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
        .where(jobs.c.id.in_([UUID(photo.job_id) for photo in photos.values() if photo.job_id is not None])),
    )
    files = _named(Content("", tuple(photos.values())))
    stored = _stored(connection, shoot_id, {row.asset_id for row in made.values()} | files)
    return tuple(one for n, photo in photos.items() if (one := _one(n, photo, made, stored)) is not None)


def _one(number: int, photo: Photo, made: Mapping[UUID, Any], stored: Mapping[UUID, Any]) -> Shown | None:
    """None of a photo that is not stored any more."""
    if photo.picture is not None:
        there = next(_files(stored, [File("", photo.picture.asset_id)]), None)
        if there is None:
            return None
        before, after, full, size = None, there.key, None, (photo.picture.width, photo.picture.height)
    else:
        job = made.get(UUID(photo.job_id))
        if job is None:
            return None
        source = stored[job.asset_id]
        name = f"{number:02} {photo.caption or PurePath(source.filename).stem}.jpg".replace("/", "-")
        before, after = source.thumb_key if photo.before else None, job.thumb_key
        full = Stored("Full size", job.output_key, name, job.output_bytes)
        size = (job.output_width, job.output_height)
    files = tuple(_files(stored, photo.files))
    return Shown(number, photo.caption, photo.edits, photo.disclosure, before, after, full, *size, files)


def _stored(connection: Connection, shoot_id: UUID, asset_ids: set[UUID]) -> dict[UUID, Any]:
    columns = (assets.c.id, assets.c.key, assets.c.thumb_key, assets.c.filename, assets.c.bytes, assets.c.state)
    return _by_id(connection, select(*columns).where(assets.c.shoot_id == shoot_id, assets.c.id.in_(asset_ids)))


def _files(stored: Mapping[UUID, Any], files: Iterable[File]) -> Iterator[Stored]:
    for file in files:
        row = stored.get(UUID(file.asset_id))
        if row is not None and row.state == "uploaded":
            yield Stored(file.title, row.key, row.filename, row.bytes)


def _by_id(connection: Connection, query: Any) -> dict[UUID, Any]:
    return {row.id: row for row in connection.execute(query)}


def _hash(token: str) -> bytes:
    # Not slow on purpose: there is nothing to guess in 256 random bits.
    return hashlib.sha256(token.encode()).digest()
