"""Statements about prepared files: what goes to the service in place of a photo's own file, and what is still to make.

Each file has an id of its own, by which the service knows it; an order keeps that of the file that it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update
from sqlalchemy import delete as delete_from

from luster_desktop.library.filenames import readable, storable
from luster_desktop.library.models import Direction, PhotoState, Prepared, Preparing, Role, TransferState
from luster_desktop.library.standing import READY
from luster_desktop.library.tables import jobs, photos, prepared, preparing, shoots, transfers
from luster_desktop.library.transfers import UNSENT, restart_upload
from luster_desktop.library.writer import Write

NO_SHOOT = UUID(int=0)
CHUNK = 500
"""Ids to a statement: SQLite takes a limited number of parameters."""


def keep(write: Write, made: Prepared) -> None:
    """Note a file that is whole and in its place, instead of any earlier one; what was ordered may go on with it."""
    write.connection.execute(
        prepared.insert()
        .prefix_with("OR REPLACE")
        .values(
            photo_id=made.photo_id,
            asset_id=made.asset_id,
            recipe=made.recipe,
            path=storable(made.path),
            bytes=made.bytes,
            mtime_ns=made.mtime_ns,
            content_type=made.content_type,
            width=made.width,
            height=made.height,
            sha256=made.sha256,
            md5=made.md5,
            facts=dict(made.facts),
            stale=False,
        )
    )
    restart_upload(write, made.photo_id, made.bytes)
    confirm(write, made.photo_id)


def confirm(write: Write, photo_id: UUID) -> None:
    """The file is what should be sent."""
    write.connection.execute(update(prepared).where(prepared.c.photo_id == photo_id).values(stale=False))
    asset = select(prepared.c.asset_id).where(prepared.c.photo_id == photo_id).scalar_subquery()
    write.connection.execute(update(jobs).where(jobs.c.photo_id == photo_id, _unsent()).values(asset_id=asset))
    ended(write, photo_id)


def forget(write: Write, photo_id: UUID) -> None:
    """The file is no longer there."""
    write.connection.execute(delete_from(prepared).where(prepared.c.photo_id == photo_id))
    _touch(write, photo_id)


def outdate(write: Write, photo_ids: Iterable[UUID]) -> None:
    """Something about these photos has changed, so the files made of them, and of their stacks, are in doubt."""
    everything = list(photo_ids)
    for ids in (everything[i : i + CHUNK] for i in range(0, len(everything), CHUNK)):
        above = select(photos.c.part_of).where(photos.c.id.in_(ids), photos.c.part_of.is_not(None))
        either = or_(prepared.c.photo_id.in_(ids), prepared.c.photo_id.in_(above))
        write.connection.execute(update(prepared).where(either).values(stale=True))


def of_photo(connection: Connection, photo_id: UUID) -> Prepared | None:
    """The photo's prepared file, or None."""
    row = connection.execute(select(prepared).where(prepared.c.photo_id == photo_id)).one_or_none()
    return prepared_from(tuple(row)) if row else None


def photos_with_one(connection: Connection) -> list[UUID]:
    """Photos that have a prepared file."""
    return list(connection.scalars(select(prepared.c.photo_id)))


def orders_due(connection: Connection, but: Collection[UUID], limit: int) -> list[UUID]:
    """Photos with an order that waits for its file, in the order in which they were ordered."""
    rows = connection.execute(
        select(jobs.c.photo_id)
        .outerjoin(prepared, prepared.c.photo_id == jobs.c.photo_id)
        .where(_unsent(), jobs.c.photo_id.not_in(list(but)), ~READY)
        .order_by(jobs.c.number)
        .limit(limit)
    )
    return list(dict.fromkeys(rows.scalars()))


def looks_due(connection: Connection, shoot_id: UUID | None, but: Collection[UUID], limit: int) -> list[UUID]:
    """Photos of which the user wants to see what they become before ordering: stacks, and where finishing was chosen.

    Those of the shoot on screen first, where files in doubt count as well. None of which the service may know a file:
    what was made from that would no longer lie on it.
    """
    here = photos.c.shoot_id == (shoot_id or NO_SHOOT)
    missing = and_(prepared.c.photo_id.is_(None), or_(photos.c.role == Role.STACK.value, here))
    rows = connection.execute(
        select(photos.c.id)
        .join(shoots, shoots.c.id == photos.c.shoot_id)
        .outerjoin(prepared, prepared.c.photo_id == photos.c.id)
        .where(
            photos.c.part_of.is_(None),
            photos.c.rejected.is_(False),
            photos.c.state != PhotoState.UNUSABLE.value,
            or_(photos.c.role == Role.STACK.value, photos.c.finishing.is_not(None)),
            or_(missing, and_(here, prepared.c.stale)),
            photos.c.id.not_in(list(but)),
            ~_offered(photos.c.id),
        )
        .order_by(here.desc(), shoots.c.created_at.desc(), photos.c.position)
        .limit(limit)
    )
    return list(rows.scalars())


def is_due(connection: Connection, photo_id: UUID) -> bool:
    """Whether an order of the photo has not been sent yet."""
    return connection.scalar(select(jobs.c.id).where(jobs.c.photo_id == photo_id, _unsent()).limit(1)) is not None


def photo_of(connection: Connection, asset_id: UUID) -> UUID | None:
    """The photo whose prepared file this is, or None when another has taken its place."""
    return connection.scalar(select(prepared.c.photo_id).where(prepared.c.asset_id == asset_id))


def copies_done(connection: Connection) -> list[tuple[UUID, Path]]:
    """Uploaded files that differ from the photo's own in their tags alone, and so can be made again at any time."""
    rows = connection.execute(
        select(prepared.c.photo_id, prepared.c.path)
        .join(photos, photos.c.id == prepared.c.photo_id)
        .join(transfers, and_(transfers.c.photo_id == prepared.c.photo_id, transfers.c.direction == Direction.UP.value))
        .where(
            transfers.c.state == TransferState.DONE.value,
            prepared.c.path != photos.c.path,
            prepared.c.facts["copy"].as_boolean().is_(True),
        )
    )
    return [(photo_id, readable(path)) for photo_id, path in rows]


def drop_copy(write: Write, photo_id: UUID) -> None:
    """The copy goes; what was sent stays known, and the photo looks as its own file does."""
    own = select(photos.c.path).where(photos.c.id == photo_id).scalar_subquery()
    write.connection.execute(update(prepared).where(prepared.c.photo_id == photo_id).values(path=own))
    _touch(write, photo_id)


def forget_dropped(write: Write, photo_id: UUID) -> None:
    """What was sent has to be made anew, if its copy went: the user's own file, which stands for it, is never sent."""
    own = select(photos.c.path).where(photos.c.id == photo_id).scalar_subquery()
    dropped = and_(prepared.c.path == own, prepared.c.facts["copy"].as_boolean().is_(True))
    write.connection.execute(delete_from(prepared).where(prepared.c.photo_id == photo_id, dropped))
    _touch(write, photo_id)


def files(connection: Connection) -> set[Path]:
    """Every prepared file."""
    return {readable(path) for path in connection.scalars(select(prepared.c.path))}


# What is being made right now


def begin(write: Write, photo_id: UUID, trouble: str | None = None) -> None:
    """A file is being made of the photo, or will be once the `trouble` is over."""
    known = select(photos.c.id).where(photos.c.id == photo_id)
    if write.connection.scalar(known) is not None:
        write.connection.execute(
            preparing.insert().prefix_with("OR REPLACE").values(photo_id=photo_id, done=0.0, trouble=trouble)
        )
        _touch(write, photo_id)


def moved(write: Write, photo_id: UUID, done: float) -> None:
    """How far it is, 0 to 1."""
    write.connection.execute(update(preparing).where(preparing.c.photo_id == photo_id).values(done=done))
    _touch(write, photo_id)


def ended(write: Write, photo_id: UUID) -> None:
    """Nothing is being made of the photo."""
    write.connection.execute(delete_from(preparing).where(preparing.c.photo_id == photo_id))
    _touch(write, photo_id)


def recover(write: Write) -> None:
    """At start nothing is being made."""
    for photo_id in list(write.connection.scalars(select(preparing.c.photo_id))):
        ended(write, photo_id)


def prepared_from(row: Sequence[Any]) -> Prepared:
    """From the values of the table's columns, in their order."""
    photo_id, asset_id, recipe, path, size, mtime_ns, content_type, width, height, sha256, md5, facts, stale = row
    return Prepared(
        photo_id=photo_id,
        asset_id=asset_id,
        recipe=recipe,
        path=readable(path),
        bytes=size,
        mtime_ns=mtime_ns,
        content_type=content_type,
        width=width,
        height=height,
        sha256=sha256,
        md5=md5,
        facts=facts,
        stale=stale,
    )


def preparing_from(row: Sequence[Any]) -> Preparing:
    """From the values of the table's columns, in their order."""
    _photo_id, done, trouble = row
    return Preparing(done, trouble)


def _unsent() -> ColumnElement[bool]:
    return and_(jobs.c.state.in_(UNSENT), jobs.c.sent.is_(False), jobs.c.cancelling.is_(False))


def _offered(photo_id: Any) -> ColumnElement[bool]:
    offer = jobs.alias("offer")
    return select(offer.c.id).where(offer.c.photo_id == photo_id, offer.c.asset_id.is_not(None)).exists()


def _touch(write: Write, photo_id: UUID) -> None:
    shoot_id = write.connection.scalar(select(photos.c.shoot_id).where(photos.c.id == photo_id))
    if shoot_id is not None:
        write.touch(shoot_id, [photo_id])
