"""How far a review is, and which photo comes next."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from luster_desktop.library.models import Output, Photo, PhotoRow, PhotoState
from luster_desktop.operations.reviewing import Reviewed, next_open, reviewed


def row(*accepted: bool | None, rejected: bool = False) -> PhotoRow:
    """A photo with results, the newest first."""
    photo_id, shoot_id = uuid4(), uuid4()
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    photo = Photo(photo_id, shoot_id, Path("a"), "a", 1, 1, "image/jpeg", PhotoState.READY, moment, rejected=rejected)
    made = [Output(uuid4(), shoot_id, photo_id, Path("b"), None, 1, 1, 1, "aa", accepted=one) for one in accepted]
    return PhotoRow(photo, output=made[0] if made else None, results=tuple(made))


def test_only_photos_with_a_result_are_counted() -> None:
    rows = [
        row(),
        row(None),
        row(True),
        row(False, True),
        row(None, True),
        row(None, rejected=True),
        row(rejected=True),
    ]
    assert reviewed(rows) == Reviewed(total=5, accepted=2, rejected=1)
    assert reviewed(rows).decided == 3


def test_the_next_one_waits_for_a_decision_and_the_first_comes_after_the_last() -> None:
    rows = [row(None), row(True), row(), row(None), row(None, rejected=True)]
    first, fourth = rows[0].photo.id, rows[3].photo.id
    assert next_open(rows, first) == fourth
    assert next_open(rows, rows[1].photo.id) == fourth
    assert next_open(rows, fourth) == first
    assert next_open(rows, rows[4].photo.id) == first
    assert next_open(rows[:3], first) is None, "the one on the stage is not what comes next"
    assert next_open(rows, uuid4()) == first
