"""Which photos of a shoot are shown, and in what order: plain functions over the rows."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from luster_desktop.library.models import Decision, PhotoRow
from luster_desktop.ui.gallery.status import Filter, filter_of
from luster_desktop.words.language import mark


class Sort(StrEnum):
    SHOOT = "shoot"
    TIME = "time"
    NAME = "name"
    STATUS = "status"
    RATING = "rating"


class Rejected(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"
    ONLY = "only"


SORT_TITLES = {
    Sort.SHOOT: mark("Shoot order"),
    Sort.TIME: mark("Capture time"),
    Sort.NAME: mark("Name"),
    Sort.STATUS: mark("Status"),
    Sort.RATING: mark("Rating"),
}
_STATUS_ORDER = (Filter.FAILED, Filter.WORKING, Filter.READY, Filter.DONE)


@dataclass(frozen=True, slots=True)
class Look:
    """How the user wants to look at a shoot."""

    status: Filter = Filter.ALL
    sort: Sort = Sort.SHOOT
    backwards: bool = False
    rating: int = 0
    """At least so many stars."""
    rejected: Rejected = Rejected.SHOWN
    unsure: bool = False
    """Only what the grouping is not sure of."""
    decision: Decision | None = None
    """Only photos with a result about which this was decided."""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the status leaves photos out."""
        return self.rating > 0 or self.rejected is not Rejected.SHOWN or self.unsure or self.decision is not None

    @property
    def movable(self) -> bool:
        """Whether photos stand as the shoot has them, so that they can be moved."""
        return self.sort is Sort.SHOOT and not self.backwards

    def everything(self) -> Look:
        """The same order, with nothing left out."""
        return Look(sort=self.sort, backwards=self.backwards)

    def to_text(self) -> str:
        """What is remembered between runs: not the status nor the question of a moment."""
        return json.dumps([self.sort, self.backwards, self.rating, self.rejected])


def look_from(text: str) -> Look:
    """The opposite of `Look.to_text`; what cannot be read is the usual look."""
    try:
        sort, backwards, rating, rejected = json.loads(text)
        return Look(
            sort=Sort(sort), backwards=bool(backwards), rating=min(5, max(0, int(rating))), rejected=Rejected(rejected)
        )
    except (ValueError, TypeError):
        return Look()


def passes(row: PhotoRow, look: Look) -> bool:
    """Whether all but the status lets the photo through."""
    photo = row.photo
    if photo.rating < look.rating or (look.unsure and photo.unsure is None):
        return False
    if look.decision not in (None, row.decision):
        return False
    return look.rejected is Rejected.SHOWN or photo.rejected is (look.rejected is Rejected.ONLY)


def shown(rows: Sequence[PhotoRow], look: Look, held: Collection[UUID] = ()) -> list[PhotoRow]:
    """The rows to show; `rows` are in the order of the shoot, which also decides between equals.

    Those in `held` stay whatever their status has come to be.
    """

    def stays(row: PhotoRow) -> bool:
        return look.status in (Filter.ALL, filter_of(row)) or row.photo.id in held

    kept = [row for row in rows if passes(row, look) and stays(row)]
    match look.sort:
        case Sort.SHOOT:
            return kept[::-1] if look.backwards else kept
        case Sort.TIME:
            timed = [row for row in kept if row.photo.taken_at is not None]
            rest = [row for row in kept if row.photo.taken_at is None]
            return sorted(timed, key=_time, reverse=look.backwards) + rest
        case Sort.NAME:
            return sorted(kept, key=_name, reverse=look.backwards)
        case Sort.STATUS:
            return sorted(kept, key=_status, reverse=look.backwards)
        case Sort.RATING:
            return sorted(kept, key=_rating, reverse=not look.backwards)


def _time(row: PhotoRow) -> tuple[datetime, Any]:
    assert row.photo.taken_at is not None
    return row.photo.taken_at, natural(row.photo.name)


def _name(row: PhotoRow) -> Any:
    return natural(row.photo.name)


def _status(row: PhotoRow) -> int:
    return _STATUS_ORDER.index(filter_of(row))


def _rating(row: PhotoRow) -> int:
    return -1 if row.photo.rejected else row.photo.rating


@lru_cache(maxsize=16_384)
def natural(name: str) -> tuple[tuple[int, str], ...]:
    """IMG_9 before IMG_10, whatever the case."""
    return tuple((int(t), "") if t.isdecimal() else (-1, t) for t in re.findall(r"[0-9]+|[^0-9]+", name.casefold()))
