"""Statements about prepared files: what goes to the service in place of a photo's own file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy import delete as delete_from

from luster_desktop.library.models import Prepared
from luster_desktop.library.tables import photos, prepared
from luster_desktop.library.writer import Write


def keep(write: Write, made: Prepared) -> None:
    """Note a file that is whole and in its place, instead of any earlier one."""
    write.connection.execute(
        prepared.insert()
        .prefix_with("OR REPLACE")
        .values(
            photo_id=made.photo_id,
            recipe=made.recipe,
            path=str(made.path),
            bytes=made.bytes,
            mtime_ns=made.mtime_ns,
            content_type=made.content_type,
            width=made.width,
            height=made.height,
            sha256=made.sha256,
            md5=made.md5,
            facts=dict(made.facts),
        )
    )
    _touch(write, made.photo_id)


def keep_hashes(write: Write, photo_id: UUID, sha256: str, md5: str) -> None:
    """Keep the hashes of the prepared file as it is."""
    write.connection.execute(update(prepared).where(prepared.c.photo_id == photo_id).values(sha256=sha256, md5=md5))


def forget(write: Write, photo_id: UUID) -> None:
    """The file is no longer what should be sent, or no longer there."""
    write.connection.execute(delete_from(prepared).where(prepared.c.photo_id == photo_id))
    _touch(write, photo_id)


def of_photo(connection: Connection, photo_id: UUID) -> Prepared | None:
    """The photo's prepared file, or None."""
    row = connection.execute(select(prepared).where(prepared.c.photo_id == photo_id)).one_or_none()
    return prepared_from(tuple(row)) if row else None


def prepared_from(row: Sequence[Any]) -> Prepared:
    """From the values of the table's columns, in their order."""
    photo_id, recipe, path, size, mtime_ns, content_type, width, height, sha256, md5, facts = row
    return Prepared(
        photo_id=photo_id,
        recipe=recipe,
        path=Path(path),
        bytes=size,
        mtime_ns=mtime_ns,
        content_type=content_type,
        width=width,
        height=height,
        sha256=sha256,
        md5=md5,
        facts=facts,
    )


def _touch(write: Write, photo_id: UUID) -> None:
    shoot_id = write.connection.scalar(select(photos.c.shoot_id).where(photos.c.id == photo_id))
    if shoot_id is not None:
        write.touch(shoot_id, [photo_id])
