"""Statements about stacks: which exposures make one photo, and in what order photos stand.

Grouping, splitting, joining and their undoing are one statement: `arrange` says for each photo what it is part of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update

from luster_desktop.library.filenames import storable
from luster_desktop.library.models import Photo, PhotoState, Role
from luster_desktop.library.photos import photo_from
from luster_desktop.library.prepared import CHUNK, outdate
from luster_desktop.library.shoots import now
from luster_desktop.library.tables import jobs, photos
from luster_desktop.library.writer import Write


@dataclass(frozen=True, slots=True)
class Place:
    """Where a photo belongs: to a stack, to a RAW file as its companion, or by itself (`part_of` None)."""

    part_of: UUID | None = None
    role: Role = Role.PHOTO
    settled: bool = False
    unsure: str | None = None
    """Of a photo by itself; a stack's is in `Stack`."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as it is to be. Its file will be `path`, once it is merged."""

    id: UUID
    path: Path
    unsure: str | None = None
    settled: bool = False


def arrange(
    write: Write, shoot_id: UUID, places: Mapping[UUID, Place], stacks: Iterable[Stack] = (), *, by_hand: bool = False
) -> None:
    """Put photos where `places` says. Stacks in `stacks` are made, or changed when they exist.

    A stack that loses its last exposure goes, unless it has orders: then its results stay a photo. With `by_hand`,
    every photo and stack named is settled. Photos that are gone or of another shoot are passed over.
    """
    made = list(stacks)
    known = everything(write.connection, shoot_id)
    before = {known[i].part_of for i in places if i in known}
    # A stack has to be there before exposures can point to it, and takes its facts from them afterwards.
    for stack in made:
        _ensure(write, shoot_id, stack, settled=by_hand or stack.settled)
    for photo_id, place in places.items():
        if photo_id in known and known[photo_id].role is not Role.STACK:
            write.connection.execute(
                update(photos)
                .where(photos.c.id == photo_id)
                .values(
                    part_of=place.part_of,
                    role=place.role.value,
                    settled=by_hand or place.settled,
                    unsure=place.unsure,
                )
            )
    touched = {part for part in before if part is not None} | {p.part_of for p in places.values() if p.part_of}
    touched |= {stack.id for stack in made}
    for stack_id in touched:
        _take_after(write, stack_id)
    outdate(write, {*places, *touched})
    write.touch(shoot_id, {*places, *touched})


def places(connection: Connection, photo_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Where the photos belong now: what undoing an `arrange` needs."""
    rows = connection.execute(select(photos).where(photos.c.id.in_(list(photo_ids))))
    found = [photo_from(tuple(row)) for row in rows]
    return {photo.id: place_of(photo) for photo in found if photo.role is not Role.STACK}


def place_of(photo: Photo) -> Place:
    """Where the photo, which is no stack, belongs now."""
    return Place(photo.part_of, photo.role, photo.settled, photo.unsure)


def left_to_grouping(connection: Connection, shoot_id: UUID, leave: Collection[UUID] = ()) -> list[Photo]:
    """The shoot's files that nobody has put where they are, in the order of the shoot.

    A photo that the user has arranged, ordered or named in `leave` is left alone with all that belongs to it.
    """
    known = everything(connection, shoot_id)
    ordered = set(connection.scalars(select(jobs.c.photo_id).where(jobs.c.shoot_id == shoot_id)))

    def top(photo: Photo) -> UUID:
        while photo.part_of is not None:
            photo = known[photo.part_of]
        return photo.id

    held = {top(photo) for photo in known.values() if photo.settled or photo.id in ordered or photo.id in leave}
    return [photo for photo in known.values() if photo.role is not Role.STACK and top(photo) not in held]


def not_grouped(connection: Connection, shoot_id: UUID) -> set[UUID]:
    """The shoot's files that have been read and that grouping has not looked at, as they are now."""
    return set(
        connection.scalars(
            select(photos.c.id).where(
                photos.c.shoot_id == shoot_id,
                photos.c.state == PhotoState.READY.value,
                photos.c.role != Role.STACK.value,
                ~photos.c.grouped,
            )
        )
    )


def note_grouped(write: Write, photo_ids: Iterable[UUID]) -> None:
    """Note that grouping has looked at these. Nobody is told: nothing that can be seen has changed."""
    everything = list(photo_ids)
    for start in range(0, len(everything), CHUNK):
        some = everything[start : start + CHUNK]
        write.connection.execute(update(photos).where(photos.c.id.in_(some)).values(grouped=True))


def stack_of(connection: Connection, stack_id: UUID) -> Stack | None:
    """The stack as it is now, or None."""
    row = connection.execute(
        select(photos).where(photos.c.id == stack_id, photos.c.role == Role.STACK.value)
    ).one_or_none()
    if row is None:
        return None
    photo = photo_from(tuple(row))
    return Stack(photo.id, photo.path, photo.unsure, photo.settled)


def exposures(connection: Connection, stack_id: UUID) -> list[Photo]:
    """The stack's exposures in the order of the shoot."""
    rows = connection.execute(
        select(photos)
        .where(photos.c.part_of == stack_id, photos.c.role == Role.EXPOSURE.value)
        .order_by(photos.c.position)
    )
    return [photo_from(tuple(row)) for row in rows]


def files_of(connection: Connection, photo_id: UUID) -> list[Photo]:
    """The files that a photo is made from: its own, or a stack's exposures."""
    row = connection.execute(select(photos).where(photos.c.id == photo_id)).one_or_none()
    if row is None:
        return []
    photo = photo_from(tuple(row))
    return exposures(connection, photo_id) if photo.role is Role.STACK else [photo]


def reorder(write: Write, shoot_id: UUID, photo_ids: Sequence[UUID]) -> None:
    """Let these photos stand in this order, in the places that they have among them.

    Photos by themselves, stacks and exposures in any mixture. What is part of a photo moves along.
    """
    columns = (photos.c.id, photos.c.position, photos.c.role, photos.c.part_of)
    rows = write.connection.execute(select(*columns).where(photos.c.shoot_id == shoot_id).order_by(photos.c.position))
    held = {row.id: row for row in rows}
    parts: dict[UUID, list[UUID]] = {}
    for row in held.values():
        if row.part_of is not None:
            parts.setdefault(row.part_of, []).append(row.id)
    order: list[UUID] = []
    for photo_id in photo_ids:
        if photo_id in held:
            whole = [] if held[photo_id].role == Role.STACK.value else [photo_id]
            order += [*whole, *parts.get(photo_id, [])]
    positions = sorted(held[photo_id].position for photo_id in order)
    moved = [
        {"moved": photo_id, "to": position}
        for photo_id, position in zip(order, positions, strict=True)
        if held[photo_id].position != position
    ]
    if moved:
        statement = update(photos).where(photos.c.id == bindparam("moved")).values(position=bindparam("to"))
        write.connection.execute(statement, moved)
    of = [held[one["moved"]] for one in moved]
    for stack_id in {row.part_of for row in of if row.role == Role.EXPOSURE.value}:
        _take_after(write, stack_id)
    write.touch(shoot_id)


def everything(connection: Connection, shoot_id: UUID) -> dict[UUID, Photo]:
    """All files and stacks of the shoot, parts included, in its order."""
    rows = connection.execute(select(photos).where(photos.c.shoot_id == shoot_id).order_by(photos.c.position))
    return {photo.id: photo for photo in (photo_from(tuple(row)) for row in rows)}


def _ensure(write: Write, shoot_id: UUID, stack: Stack, *, settled: bool) -> None:
    values = {"unsure": stack.unsure, "settled": settled}
    if stack_of(write.connection, stack.id) is not None:
        write.connection.execute(update(photos).where(photos.c.id == stack.id).values(**values))
        return
    write.connection.execute(
        photos.insert().values(
            id=stack.id,
            shoot_id=shoot_id,
            position=0,
            path=storable(stack.path),
            name="",
            bytes=0,
            mtime_ns=0,
            content_type="image/jpeg",
            state=PhotoState.ADDED.value,
            added_at=now(),
            orientation=1,
            role=Role.STACK.value,
            **values,
        )
    )


def _take_after(write: Write, stack_id: UUID) -> None:
    """A stack's name, place, size and time are those of its exposures."""
    members = exposures(write.connection, stack_id)
    if not members:
        ordered = select(jobs.c.id).where(jobs.c.photo_id == photos.c.id).exists()
        write.connection.execute(
            delete(photos).where(photos.c.id == stack_id, photos.c.role == Role.STACK.value, ~ordered)
        )
        return
    middle = members[len(members) // 2]
    first = select(photos.c.position).where(photos.c.id == members[0].id).scalar_subquery()
    write.connection.execute(
        update(photos)
        .where(photos.c.id == stack_id, photos.c.role == Role.STACK.value)
        .values(
            position=first,
            name=middle.name,
            bytes=sum(member.bytes for member in members),
            width=middle.width,
            height=middle.height,
            taken_at=members[0].taken_at,
            state=middle.state.value,
        )
    )
