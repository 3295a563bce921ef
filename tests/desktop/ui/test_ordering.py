"""Sorting and filtering: by the rows alone, then in the model as Qt sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from luster_desktop.library.models import Job, JobState, Photo, PhotoRow, PhotoState, Recipe, Shoot, Stage
from luster_desktop.library.store import Library
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.ordering import Look, Rejected, Sort, look_from, shown
from luster_desktop.ui.gallery.status import Filter
from tests.desktop.ui import states

NOON = datetime(2026, 5, 1, 12)
SHOOT = uuid4()
STAGES = {
    None: Stage.IDLE,
    JobState.ORDERED: Stage.PREPARING,
    JobState.WAITING_FOR_CREDITS: Stage.WAITING_FOR_CREDITS,
    JobState.QUEUED: Stage.QUEUED,
    JobState.PROCESSING: Stage.EDITING,
    JobState.SUCCEEDED: Stage.DOWNLOADING,
    JobState.FAILED: Stage.FAILED,
    JobState.CANCELLED: Stage.CANCELLED,
}


def row(name: str, *, minute: int | None = None, state: JobState | None = None, **facts: object) -> PhotoRow:
    photo = Photo(
        uuid4(),
        SHOOT,
        Path("/card") / name,
        name,
        9,
        9,
        "image/jpeg",
        PhotoState.READY,
        NOON,
        **facts,  # type: ignore[arg-type]
    )
    photo = replace(photo, taken_at=NOON.replace(minute=minute) if minute is not None else None)
    job = Job(uuid4(), SHOOT, photo.id, Recipe.of("dusk"), state, NOON, NOON) if state is not None else None
    return PhotoRow(photo, job, stage=STAGES[state])


ROWS = [
    row("IMG_10.JPG", minute=3, rating=2),
    row("img_9.jpg", minute=1, rating=5, state=JobState.FAILED),
    row("DSC_1.NEF", rating=5, rejected=True),
    row("IMG_2.JPG", minute=2, unsure="Could be otherwise.", state=JobState.QUEUED),
]


@pytest.mark.parametrize(
    ("look", "order"),
    [
        (Look(), [0, 1, 2, 3]),
        (Look(backwards=True), [3, 2, 1, 0]),
        (Look(sort=Sort.TIME), [1, 3, 0, 2]),
        (Look(sort=Sort.TIME, backwards=True), [0, 3, 1, 2]),
        (Look(sort=Sort.NAME), [2, 3, 1, 0]),
        (Look(sort=Sort.RATING), [1, 0, 3, 2]),
        (Look(sort=Sort.RATING, backwards=True), [2, 3, 0, 1]),
        (Look(sort=Sort.STATUS), [1, 3, 0, 2]),
        (Look(rating=2), [0, 1, 2]),
        (Look(rejected=Rejected.HIDDEN), [0, 1, 3]),
        (Look(rejected=Rejected.ONLY), [2]),
        (Look(unsure=True), [3]),
        (Look(rating=5, rejected=Rejected.HIDDEN, status=Filter.FAILED), [1]),
        (Look(rating=3, status=Filter.WORKING), []),
    ],
)
def test_looks(look: Look, order: list[int]) -> None:
    assert shown(ROWS, look) == [ROWS[number] for number in order]


@pytest.mark.parametrize("look", [Look(), Look(sort=Sort.NAME, backwards=True, rating=3, rejected=Rejected.HIDDEN)])
def test_a_look_is_remembered(look: Look) -> None:
    assert look_from(look.to_text()) == look
    assert look_from(replace(look, status=Filter.FAILED, unsure=True).to_text()) == look, "only for the moment"


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '["colour", false, 9, "shown"]', "{}", "7"])
def test_what_cannot_be_read_is_the_usual_look(text: str) -> None:
    assert look_from(text) == Look()


LOOKS = some.builds(
    Look,
    status=some.sampled_from(Filter),
    sort=some.sampled_from(Sort),
    backwards=some.booleans(),
    rating=some.integers(0, 5),
    rejected=some.sampled_from(Rejected),
    unsure=some.booleans(),
)
PHOTOS = some.lists(
    some.builds(
        row,
        some.text("AB12", min_size=1, max_size=4),
        minute=some.none() | some.integers(0, 59),
        state=some.none() | some.sampled_from(JobState),
        rating=some.integers(0, 5),
        rejected=some.booleans(),
        unsure=some.none() | some.just("Could be."),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(PHOTOS, some.lists(LOOKS, min_size=1, max_size=4), some.data())
def test_the_model_is_sound_whatever_is_asked(rows: list[PhotoRow], looks: list[Look], data: some.DataObject) -> None:
    """Qt's own tester watches every signal; what is shown is always what the rows say, and indexes keep their photo."""
    model = GalleryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.reset(rows)
    for look in looks:
        held = [(QPersistentModelIndex(model.index(at)), model.at(at).photo.id) for at in range(model.rowCount())]
        model.set_look(look)
        assert model.shown_rows() == shown(rows, look)
        kept = {row.photo.id for row in model.shown_rows()}
        for index, photo_id in held:
            assert index.isValid() is (photo_id in kept)
            assert not index.isValid() or model.at(index.row()).photo.id == photo_id
        rows = data.draw(some.permutations(rows))
        model.replace(rows)
        assert model.shown_rows() == shown(rows, look)


def test_the_selection_survives_another_order(qtbot: QtBot, library: Library, shoot: Shoot, tmp_path: Path) -> None:
    photos = states.add(library, shoot, states.make_photos(tmp_path / "in", 5))
    model = GalleryModel()
    model.reset(library.photos(shoot.id))
    held = QPersistentModelIndex(model.index(1))
    model.set_look(Look(backwards=True))
    assert held.row() == 3
    assert model.at(held.row()).photo.id == photos[1].id
