"""A photo stays the same photo, whatever becomes of its file: what was done to it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start
from luster_desktop.library import jobs, prepared, transfers
from luster_desktop.library.models import JobState, Recipe
from tests.desktop.photos import write_jpeg
from tests.desktop.ui import states

MakeApp = Callable[..., App]


def opened(make_app: MakeApp, qtbot: QtBot, folder: Path, count: int) -> tuple[App, list[UUID]]:
    """The window with these photos and a preparer at work."""
    app = make_app(start=Start(cloud=False))
    app.bench.add_paths([folder])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == count)
    qtbot.waitUntil(lambda: all(row.photo.width for row in app.bench.photos.all_rows()))
    return app, [row.photo.id for row in app.bench.photos.all_rows()]


def sent(app: App, qtbot: QtBot, photo_id: UUID) -> UUID:
    """Order the photo, wait for its file, and have the service know it; returns the file's id."""
    library = app.bench.library
    ((job,), _refused) = library.write(jobs.order, [photo_id], Recipe.of("dusk"), None)

    def is_ready() -> bool:
        now = library.job(job.id)
        return now is not None and now.asset_id is not None

    qtbot.waitUntil(is_ready)
    made = library.read(prepared.of_photo, photo_id)
    (row,) = library.photo_rows([photo_id])
    assert made is not None
    assert row.upload is not None
    library.write(transfers.done, [row.upload.id])
    library.write(jobs.will_send, [job.id])
    library.write(jobs.move, job.id, JobState.PROCESSING)
    return made.asset_id


def test_undo_reaches_a_photo_that_was_prepared_anew(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    states.make_photos(tmp_path / "in", 2)
    app, (photo, _other) = opened(make_app, qtbot, tmp_path / "in", 2)
    first = sent(app, qtbot, photo)
    app.bench.edit.rate([photo], 5)
    app.bench.edit.turn([photo], 1)
    qtbot.waitUntil(lambda: app.bench.library.photo_rows([photo])[0].photo.turn == 1)
    assert sent(app, qtbot, photo) != first
    qtbot.waitUntil(lambda: len(app.bench.library.jobs(photo)) == 2)
    app.bench.undo.undo()
    app.bench.undo.undo()

    def taken_back() -> bool:
        kept = app.bench.library.photo(photo)
        shown = app.bench.photos.row_of(photo)
        return all(
            one is not None and (one.rating, one.turn) == (0, 0) for one in (kept, shown.photo if shown else None)
        )

    qtbot.waitUntil(taken_back)


def test_a_removed_photo_stays_removed_when_its_file_changes(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    paths = states.make_photos(tmp_path / "in", 3)
    app, (first, second, third) = opened(make_app, qtbot, tmp_path / "in", 3)
    gone = app.bench.library.photo(second)
    assert gone is not None
    app.bench.remove([second])
    assert app.bench.photos.rowCount() == 2
    write_jpeg(gone.path, 90, 60)
    with qtbot.waitSignal(app.bench.added) as added:
        app.bench.add_paths(paths)
    assert added.args is not None
    assert added.args[0].changed == (gone.path,)
    qtbot.waitUntil(lambda: (now := app.bench.library.photo(second)) is not None and now.width == 90)
    app.bench.reload()
    qtbot.waitUntil(lambda: (row := app.bench.photos.row_of(second)) is not None and row.photo.width == 90)
    assert [row.photo.id for row in app.bench.photos.shown_rows()] == [first, third]
    app.bench.undo.undo()
    assert [row.photo.id for row in app.bench.photos.shown_rows()] == [first, second, third]
