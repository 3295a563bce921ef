"""Statements about what the photos' files contain, so that a file is known again under another name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, select, update

from luster_desktop.facts import Known, Seen
from luster_desktop.library import stacks
from luster_desktop.library.filenames import display_name, readable, storable
from luster_desktop.library.models import PhotoState, Role
from luster_desktop.library.prepared import CHUNK
from luster_desktop.library.tables import photos, prepared, shoots
from luster_desktop.library.writer import Write

if TYPE_CHECKING:
    from luster_desktop.facts import ScannedFile


def known(connection: Connection, shoot_id: UUID, sizes: Iterable[int]) -> list[Known]:
    """The shoot's files of one of these sizes, in bytes."""
    found: list[Known] = []
    wanted = sorted(set(sizes))
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(
            select(
                photos.c.id, photos.c.path, photos.c.bytes, photos.c.mtime_ns, photos.c.fingerprint, photos.c.sha256
            ).where(
                photos.c.shoot_id == shoot_id,
                photos.c.role != Role.STACK.value,
                photos.c.bytes.in_(wanted[start : start + CHUNK]),
            )
        )
        found += [Known(row.id, readable(row.path), *row[2:]) for row in rows]
    return found


def unsampled(connection: Connection, shoot_id: UUID) -> list[Known]:
    """The shoot's files that have no fingerprint yet, in the order of the shoot."""
    rows = connection.execute(
        select(photos.c.id, photos.c.path, photos.c.bytes, photos.c.mtime_ns)
        .where(photos.c.shoot_id == shoot_id, photos.c.role != Role.STACK.value, photos.c.fingerprint.is_(None))
        .order_by(photos.c.position)
    )
    return [Known(row.id, readable(row.path), *row[2:]) for row in rows]


def keep_fingerprints(write: Write, found: Mapping[UUID, str]) -> None:
    """Keep what `intake.hashing.fingerprint` found. Nobody is told: nothing that can be seen has changed."""
    for photo_id, value in found.items():
        write.connection.execute(update(photos).where(photos.c.id == photo_id).values(fingerprint=value))


def unseen(connection: Connection, shoot_id: UUID) -> list[tuple[UUID, Path]]:
    """The shoot's files whose picture was not looked at yet, in the order of the shoot."""
    rows = connection.execute(
        select(photos.c.id, photos.c.path)
        .where(
            photos.c.shoot_id == shoot_id,
            photos.c.role.not_in((Role.STACK.value, Role.COMPANION.value)),
            photos.c.state == PhotoState.READY.value,
            photos.c.scene.is_(None),
        )
        .order_by(photos.c.position)
    )
    return [(row.id, readable(row.path)) for row in rows]


def keep_seen(write: Write, found: Mapping[UUID, Seen]) -> None:
    """Keep what the pictures show."""
    for photo_id, seen in found.items():
        front = [f"front={seen.front:.2f}"] if seen.front else []
        _change(write, photo_id, scene=" ".join([seen.scene, *sorted(seen.shows), *front]))


def paths(connection: Connection, shoot_id: UUID) -> list[tuple[UUID, Path, bool]]:
    """The shoot's files, and whether each was missing when it was looked for last."""
    rows = connection.execute(
        select(photos.c.id, photos.c.path, photos.c.missing).where(
            photos.c.shoot_id == shoot_id, photos.c.role != Role.STACK.value
        )
    )
    return [(row.id, readable(row.path), row.missing) for row in rows]


def names(connection: Connection) -> list[tuple[Path, str]]:
    """Every path in the library with the name that it is known by: of photos, shoots and watched folders."""
    found = [(readable(row.path), row.name) for row in connection.execute(select(photos.c.path, photos.c.name))]
    rows = connection.execute(select(shoots.c.name, shoots.c.watched))
    return found + [(Path(row.watched or ""), row.name) for row in rows]


def note_missing(write: Write, found: Mapping[UUID, bool]) -> None:
    """Keep which files are not where they were, or are there again."""
    for photo_id, missing in found.items():
        _change(write, photo_id, missing=missing)


def _change(write: Write, photo_id: UUID, **values: object) -> None:
    statement = update(photos).where(photos.c.id == photo_id).values(**values)
    row = write.connection.execute(statement.returning(photos.c.shoot_id, photos.c.part_of)).one_or_none()
    if row is not None:
        write.touch(row.shoot_id, [photo_id, *([row.part_of] if row.part_of is not None else [])])


def follow(write: Write, moved: Iterable[tuple[UUID, ScannedFile]]) -> None:
    """These photos' files are now elsewhere, unchanged: orders, results and marks stay with them."""
    for photo_id, file in moved:
        row = write.connection.execute(
            select(photos.c.shoot_id, photos.c.state, photos.c.path).where(photos.c.id == photo_id)
        ).first()
        if row is None:
            continue
        again = {"state": PhotoState.ADDED.value, "reason": None} if row.state == PhotoState.UNUSABLE.value else {}
        write.connection.execute(
            update(photos)
            .where(photos.c.id == photo_id)
            .values(
                path=storable(file.path), name=display_name(file.path), mtime_ns=file.mtime_ns, missing=False, **again
            )
        )
        write.connection.execute(  # where nothing had to be prepared, the photo's own file is what is sent
            update(prepared)
            .where(prepared.c.photo_id == photo_id, prepared.c.path == row.path)
            .values(path=storable(file.path), mtime_ns=file.mtime_ns)
        )
        # A stack is named after one of its exposures.
        stacks.arrange(write, row.shoot_id, stacks.places(write.connection, [photo_id]))
