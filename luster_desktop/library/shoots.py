"""Statements about shoots."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, select, update
from sqlalchemy import delete as delete_from

from luster_desktop.library.filenames import readable
from luster_desktop.library.models import Shoot
from luster_desktop.library.tables import shoots
from luster_desktop.library.writer import Write


def now() -> datetime:
    """The time as the library keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def create(write: Write, name: str, origin: str | None) -> Shoot:
    """A new, empty shoot."""
    shoot = Shoot(id=uuid4(), name=name, created_at=now().replace(tzinfo=UTC), origin=origin)
    write.connection.execute(
        shoots.insert().values(
            id=shoot.id, name=name, created_at=shoot.created_at.replace(tzinfo=None), origin=origin, cursor=0
        )
    )
    write.touch(shoot.id)
    return shoot


def get(connection: Connection, shoot_id: UUID) -> Shoot | None:
    """The shoot, or None."""
    row = connection.execute(select(shoots).where(shoots.c.id == shoot_id)).one_or_none()
    return _shoot(row) if row else None


def by_origin(connection: Connection, origin: str) -> Shoot | None:
    """The shoot that was made for `origin`, or None."""
    row = connection.execute(select(shoots).where(shoots.c.origin == origin)).one_or_none()
    return _shoot(row) if row else None


def newest_first(connection: Connection) -> list[Shoot]:
    """All shoots, newest first."""
    rows = connection.execute(select(shoots).order_by(shoots.c.created_at.desc(), shoots.c.id))
    return [_shoot(row) for row in rows]


def rename(write: Write, shoot_id: UUID, name: str) -> None:
    """Give the shoot another name."""
    write.connection.execute(update(shoots).where(shoots.c.id == shoot_id).values(name=name))
    write.touch(shoot_id)


def describe(write: Write, shoot_id: UUID, address: str, profile: str | None) -> None:
    """Say where the property is, and whose rules it is delivered by; None for the default."""
    write.connection.execute(update(shoots).where(shoots.c.id == shoot_id).values(address=address, profile=profile))
    write.touch(shoot_id)


def delete(write: Write, shoot_id: UUID) -> None:
    """Forget the shoot with its photos, orders and results."""
    write.connection.execute(delete_from(shoots).where(shoots.c.id == shoot_id))
    write.touch(shoot_id, removed=True)


def own(write: Write, shoot_id: UUID, owner: UUID) -> None:
    """Note that the service knows the shoot as this account's."""
    write.connection.execute(update(shoots).where(shoots.c.id == shoot_id).values(owner=owner))
    write.touch(shoot_id)


def advance(write: Write, shoot_id: UUID, cursor: int) -> None:
    """Move the event cursor forward, in the transaction that applies the events."""
    write.connection.execute(
        update(shoots).where(shoots.c.id == shoot_id, shoots.c.cursor < cursor).values(cursor=cursor)
    )


def _shoot(row: Row[tuple[object, ...]]) -> Shoot:
    return Shoot(
        id=row.id,
        name=row.name,
        created_at=row.created_at.replace(tzinfo=UTC),
        origin=row.origin,
        owner=row.owner,
        cursor=row.cursor,
        watched=readable(row.watched) if row.watched is not None else None,
        address=row.address,
        profile=row.profile,
    )
