"""What storage is rid of because nobody needs it any more. Any worker may sweep at any time, several at once too.

A row says that a file is gone before it goes, and that storage is rid of it after. No transaction is open meanwhile, so
whoever is killed between the two leaves a row that says what is left to be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, insert

from backend import metrics
from backend.config import Settings
from backend.database.tables import admin_actions

LEASE = timedelta(minutes=15)
"""How long nobody else goes on with what somebody has begun; well above what the calls of one batch may take."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are kept."""

    uploads: timedelta = timedelta(days=7)
    unordered: timedelta = timedelta(days=30)
    answers: timedelta = timedelta(days=7)
    shoots: timedelta = timedelta(days=90)

    @classmethod
    def of(cls, settings: Settings) -> Keep:
        """As the settings say."""
        days = (settings.upload_days, settings.unordered_days, settings.answer_days, settings.shoot_days)
        return cls(*(timedelta(days=number) for number in days))


def record(connection: Connection, what: str, *, objects: int, size: int = 0, subject: UUID | None = None) -> None:
    """Keep in the audit that so many objects of this kind went; `subject` is the shoot that they belonged to."""
    if objects:
        row = {"operator": "luster", "action": "sweep", "subject": str(subject or what)}
        data = {"what": what, "objects": objects, "bytes": size}
        connection.execute(insert(admin_actions).values(**row, data=data))
        metrics.SWEPT.labels(what).inc(objects)
        metrics.SWEPT_BYTES.labels(what).inc(size)
