"""Reviewing: how far the user is through the results of a shoot, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from luster_desktop.library.models import Decision, PhotoRow


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Counts of the photos that have a result."""

    total: int
    accepted: int
    rejected: int

    @property
    def decided(self) -> int:
        return self.accepted + self.rejected


def reviewed(rows: Sequence[PhotoRow]) -> Reviewed:
    """How far these photos are."""
    decisions = [row.decision for row in rows if row.decision is not None]
    return Reviewed(len(decisions), decisions.count(Decision.ACCEPTED), decisions.count(Decision.REJECTED))


def next_open(rows: Sequence[PhotoRow], after: UUID) -> UUID | None:
    """The photo to look at after this one: the next whose result waits, or else the first; None when none waits."""
    ids = [row.photo.id for row in rows]
    at = ids.index(after) + 1 if after in ids else 0
    waiting = (row.photo.id for row in (*rows[at:], *rows[:at]) if row.decision is Decision.OPEN)
    return next((photo_id for photo_id in waiting if photo_id != after), None)
