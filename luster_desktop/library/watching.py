"""Statements about watched folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from luster_desktop.facts import Version
from luster_desktop.library.filenames import readable, storable
from luster_desktop.library.tables import arrivals, shoots
from luster_desktop.library.writer import Write


def watch(write: Write, shoot_id: UUID, folder: Path | None) -> None:
    """From now on what arrives in `folder` becomes part of the shoot; with None nothing does."""
    write.connection.execute(
        update(shoots).where(shoots.c.id == shoot_id).values(watched=storable(folder) if folder is not None else None)
    )
    if folder is None:
        write.connection.execute(delete(arrivals).where(arrivals.c.shoot_id == shoot_id))
    write.touch(shoot_id)


def taken(connection: Connection, shoot_id: UUID) -> dict[Path, Version]:
    """What of the folder was taken in so far."""
    rows = connection.execute(
        select(arrivals.c.path, arrivals.c.bytes, arrivals.c.mtime_ns).where(arrivals.c.shoot_id == shoot_id)
    )
    return {readable(path): Version(size, mtime_ns) for path, size, mtime_ns in rows}


def take(write: Write, shoot_id: UUID, files: Mapping[Path, Version]) -> None:
    """Note that these were taken in. Nothing when the shoot is gone or no longer watches."""
    watches = select(shoots.c.id).where(shoots.c.id == shoot_id, shoots.c.watched.is_not(None))
    if files and write.connection.scalar(watches) is not None:
        rows = [{"shoot_id": shoot_id, "path": storable(path), **v._asdict()} for path, v in files.items()]
        write.connection.execute(arrivals.insert().prefix_with("OR REPLACE"), rows)
