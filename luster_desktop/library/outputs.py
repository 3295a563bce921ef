"""Statements about outputs: finished photos in the library's own folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from luster_desktop.library.models import Output
from luster_desktop.library.tables import copies, jobs, outputs, photos
from luster_desktop.library.writer import Write


def keep(write: Write, output: Output) -> None:
    """Note a file that is whole and in its place."""
    write.connection.execute(
        outputs.insert()
        .prefix_with("OR REPLACE")
        .values(
            job_id=output.job_id,
            shoot_id=output.shoot_id,
            photo_id=output.photo_id,
            path=str(output.path),
            thumb_path=str(output.thumb_path) if output.thumb_path else None,
            width=output.width,
            height=output.height,
            bytes=output.bytes,
            sha256=output.sha256,
            change_map_path=str(output.change_map_path) if output.change_map_path else None,
        )
    )
    write.touch(output.shoot_id, [output.photo_id])


def saved(write: Write, job_id: UUID, copy: str, size: int, sha256: str) -> None:
    """Note where the user's newest copy is, and what it is: with the user's own words it is not the output itself."""
    write.connection.execute(copies.insert().prefix_with("OR IGNORE").values(job_id=job_id, sha256=sha256, bytes=size))
    row = write.connection.execute(
        update(outputs)
        .where(outputs.c.job_id == job_id)
        .values(saved_to=copy)
        .returning(outputs.c.shoot_id, outputs.c.photo_id)
    ).one_or_none()
    if row:
        write.touch(row.shoot_id, [row.photo_id])


def decide(write: Write, decided: Mapping[UUID, bool | None]) -> None:
    """Note of results, by their jobs, whether the user has accepted them; None where that is open again."""
    for job_id, accepted in decided.items():
        row = write.connection.execute(
            update(outputs)
            .where(outputs.c.job_id == job_id, outputs.c.accepted.is_distinct_from(accepted))
            .values(accepted=accepted)
            .returning(outputs.c.shoot_id, outputs.c.photo_id)
        ).one_or_none()
        if row:
            write.touch(row.shoot_id, [row.photo_id])


def get(connection: Connection, job_id: UUID) -> Output | None:
    """The output of the job, or None."""
    row = connection.execute(select(outputs).where(outputs.c.job_id == job_id)).one_or_none()
    return output_from(tuple(row)) if row else None


def of_photo(connection: Connection, photo_id: UUID) -> list[Output]:
    """The photo's outputs, newest first."""
    rows = connection.execute(
        select(outputs)
        .join(jobs, jobs.c.id == outputs.c.job_id)
        .where(outputs.c.photo_id == photo_id)
        .order_by(jobs.c.number.desc())
    )
    return [output_from(tuple(row)) for row in rows]


def of_shoot(connection: Connection, shoot_id: UUID) -> list[Output]:
    """The newest output of every photo that has one, in the order of the shoot."""
    made, by = outputs.alias("made"), jobs.alias("made_by")
    newest = (
        select(func.max(by.c.number))
        .join(made, made.c.job_id == by.c.id)
        .where(made.c.photo_id == photos.c.id)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(outputs)
        .join(jobs, jobs.c.id == outputs.c.job_id)
        .join(photos, photos.c.id == outputs.c.photo_id)
        .where(outputs.c.shoot_id == shoot_id, jobs.c.number == newest)
        .order_by(photos.c.position)
    )
    return [output_from(tuple(row)) for row in rows]


def known(connection: Connection, sizes: Iterable[int]) -> set[tuple[int, str]]:
    """Bytes and SHA-256 of every output, and every saved copy of one, that has one of these sizes."""
    found: set[tuple[int, str]] = set()
    for table in (outputs, copies):
        rows = connection.execute(select(table.c.bytes, table.c.sha256).where(table.c.bytes.in_(list(sizes))))
        found.update((size, sha256) for size, sha256 in rows)
    return found


def paths_of_shoot(connection: Connection, shoot_id: UUID) -> list[Path]:
    """Every file that outputs of the shoot occupy."""
    rows = connection.execute(
        select(outputs.c.path, outputs.c.thumb_path, outputs.c.change_map_path).where(outputs.c.shoot_id == shoot_id)
    )
    return [Path(name) for row in rows for name in row if name]


def output_from(row: Sequence[Any]) -> Output:
    """From the values of the table's columns, in their order."""
    job_id, shoot_id, photo_id, path, thumb, width, height, size, sha256, copy, changes, accepted = row
    return Output(
        job_id=job_id,
        shoot_id=shoot_id,
        photo_id=photo_id,
        path=Path(path),
        thumb_path=Path(thumb) if thumb else None,
        width=width,
        height=height,
        bytes=size,
        sha256=sha256,
        saved_to=Path(copy) if copy else None,
        change_map_path=Path(changes) if changes else None,
        accepted=accepted,
    )
