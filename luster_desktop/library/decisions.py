"""Statements about decisions: what the rules said of an edit when the user ordered it. Only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, select

from luster_desktop.library.models import Ruled
from luster_desktop.library.shoots import now
from luster_desktop.library.tables import decisions
from luster_desktop.library.writer import Write

if TYPE_CHECKING:
    from luster_desktop.library.models import Job


def keep(write: Write, ordered: Iterable[Job], ruled: Sequence[Ruled]) -> None:
    """These jobs were ordered although, or because, that is what the rules say of their edits."""
    for job in ordered:
        for one in ruled:
            write.connection.execute(
                decisions.insert().values(
                    at=now(),
                    shoot_id=job.shoot_id,
                    photo_id=job.photo_id,
                    job_id=job.id,
                    profile=one.profile,
                    read_on=one.read_on.isoformat(),
                    preset=one.preset,
                    kind=one.kind,
                    verdict=one.verdict,
                    sentence=one.sentence,
                    part=one.part,
                )
            )


def of_job(connection: Connection, job_id: UUID) -> list[Ruled]:
    """What was decided for the job, in the order of its edits; nothing where the rules were not shown."""
    rows = connection.execute(select(decisions).where(decisions.c.job_id == job_id).order_by(decisions.c.number))
    return [
        Ruled(row.profile, date.fromisoformat(row.read_on), row.preset, row.kind, row.verdict, row.sentence, row.part)
        for row in rows
    ]
