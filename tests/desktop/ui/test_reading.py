"""The window keeps up with the library without falling behind it."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from luster_desktop.library import jobs, transfers
from luster_desktop.library.models import Shoot
from luster_desktop.library.store import Library
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.reading import Reader, Reading
from tests.desktop.ui import states


def test_what_changes_during_a_reading_is_one_reading_more(
    library: Library, shoot: Shoot, runner: TaskRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    photos = states.add(library, shoot, states.make_photos(tmp_path / "in", 5))
    reader = Reader(library, runner)
    readings: list[Reading] = []
    reader.read.connect(readings.append)
    reader.show(shoot.id)
    qtbot.waitUntil(lambda: len(readings) == 1)
    held = threading.Event()
    runner.run(lambda _token: held.wait(30), pool="library")
    for _ in range(20):
        for photo in photos:
            reader.changed(shoot.id, frozenset({photo.id}))
    held.set()
    qtbot.waitUntil(lambda: len(readings) == 3)
    asked = [reading.asked for reading in readings[1:]]
    assert asked == [frozenset({photos[0].id}), frozenset(photo.id for photo in photos)]
    assert [row.photo.id for row in readings[2].rows] == [photo.id for photo in photos]
    assert readings[2].summaries[shoot.id].photos == 5
    done: list[bool] = []
    runner.run(lambda _token: True, done.append, pool="library")
    qtbot.waitUntil(lambda: bool(done))
    assert len(readings) == 3


def test_bytes_that_move_change_a_cell_and_nothing_else(
    library: Library, shoot: Shoot, qtbot: QtBot, tmp_path: Path
) -> None:
    photos = states.add(library, shoot, states.make_photos(tmp_path / "in", 3))
    (job,) = states.order(library, [photos[1]], "dusk", {})
    states.uploading(library, job, 0.25)
    model = GalleryModel()
    model.reset(library.photos(shoot.id))
    counted: list[None] = []
    painted: list[int] = []
    model.counts_changed.connect(lambda: counted.append(None))
    model.dataChanged.connect(lambda first, _last, _roles: painted.append(first.row()))
    upload = model.at(1).upload
    assert upload is not None
    library.write(transfers.moved, {upload.id: (upload.bytes_total // 2, upload.bytes_total)})
    model.update_rows(library.photo_rows([photos[1].id]))
    assert (round(model.at(1).progress or 0, 2), counted, painted) == (0.5, [], [1])
    library.write(jobs.cancel, [job.id])
    model.update_rows(library.photo_rows([photos[1].id]))
    assert (counted, painted) == ([None], [1, 1])
