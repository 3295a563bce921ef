"""Statements about what the user thinks of photos: stars, rejection, which way up, and how they are finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import Connection, select, update

from luster_desktop.facts import Finishing
from luster_desktop.library.models import Mark
from luster_desktop.library.prepared import outdate
from luster_desktop.library.tables import photos
from luster_desktop.library.writer import Write


def mark(write: Write, marks: Mapping[UUID, Mark]) -> None:
    """Give each photo its marks. A turn takes effect when the photo is prepared next."""
    for photo_id, wanted in marks.items():
        turned = select(photos.c.id).where(photos.c.id == photo_id, photos.c.turn != wanted.turn)
        outdate(write, write.connection.scalars(turned))
        _set(write, photo_id, asdict(wanted))


def finish(write: Write, chosen: Mapping[UUID, Finishing | None]) -> None:
    """Say for each photo how it is finished; None leaves it to the settings."""
    outdate(write, chosen)
    for photo_id, wanted in chosen.items():
        _set(write, photo_id, {"finishing": asdict(wanted) if wanted is not None else None})


def finishing_of(connection: Connection, photo_ids: Iterable[UUID]) -> dict[UUID, Finishing | None]:
    """How each photo is to be finished by the user's own choice."""
    found: dict[UUID, Finishing | None] = {}
    for photo_id in photo_ids:
        for (chosen,) in connection.execute(select(photos.c.finishing).where(photos.c.id == photo_id)):
            found[photo_id] = Finishing(**chosen) if chosen is not None else None
    return found


def match_to(write: Write, chosen: Mapping[UUID, UUID | None]) -> None:
    """Say for each photo which other one it is to look like; None leaves it to its shoot."""
    for photo_id, reference in chosen.items():
        other = select(photos.c.id).where(photos.c.id == photo_id, photos.c.matched_to.is_distinct_from(reference))
        outdate(write, write.connection.scalars(other))
        _set(write, photo_id, {"matched_to": reference})


def name_rooms(write: Write, rooms: Mapping[UUID, str]) -> None:
    """Say what each photo's room is called."""
    for photo_id, room in rooms.items():
        _set(write, photo_id, {"room": room})


def _set(write: Write, photo_id: UUID, values: Mapping[str, object]) -> None:
    shoot_id = write.connection.scalar(
        update(photos).where(photos.c.id == photo_id).values(**values).returning(photos.c.shoot_id)
    )
    if shoot_id is not None:
        write.touch(shoot_id, [photo_id])
