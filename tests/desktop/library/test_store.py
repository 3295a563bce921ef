from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from luster_desktop.facts import ScannedFile
from luster_desktop.library import jobs, marks, outputs, photos, prepared, shoots, transfers
from luster_desktop.library.database import LibraryInUse
from luster_desktop.library.models import (
    Change,
    JobState,
    Mark,
    Output,
    PhotoState,
    Prepared,
    Recipe,
    Stage,
    TransferState,
)
from luster_desktop.library.store import Library
from luster_desktop.library.tables import TooNew
from luster_desktop.library.writer import Write
from luster_desktop.reasons import Reason

USER = uuid4()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


def files(count: int, folder: str = "/card") -> list[ScannedFile]:
    return [ScannedFile(Path(folder, f"IMG_{n:04}.JPG"), 1000 + n, n, "image/jpeg") for n in range(count)]


def test_200_files_are_added_in_one_transaction_and_announced_once(library: Library) -> None:
    shoot = library.create_shoot("12 Oak Street")
    changes: list[Change] = []
    library.subscribe(changes.append)
    added = library.add_photos(shoot.id, files(200))
    assert [row.photo.name for row in library.photos(shoot.id)] == [file.name for file in files(200)]
    assert changes == [Change(shoot.id, frozenset(photo.id for photo in added.photos))]


def test_the_same_files_again_are_no_new_photos(library: Library) -> None:
    shoot = library.create_shoot("A")
    library.add_photos(shoot.id, files(3))
    again = library.add_photos(shoot.id, [*files(4), *files(4)])
    assert (len(again.photos), again.duplicates, len(library.photos(shoot.id))) == (1, 7, 4)


def test_a_changed_file_keeps_its_place_its_id_and_its_orders(library: Library) -> None:
    shoot = library.create_shoot("A")
    first, second = library.add_photos(shoot.id, files(2)).photos
    (job,), _ = library.write(jobs.order, [first.id], Recipe.of("dusk"), None)
    changed = library.add_photos(shoot.id, [ScannedFile(first.path, 77, 5, "image/jpeg")])
    assert changed.changed == (first.id,)
    assert [row.photo.id for row in library.photos(shoot.id)] == [first.id, second.id]
    assert [kept.id for kept in library.jobs(first.id)] == [job.id]
    (row,) = library.photo_rows([first.id])
    assert row.upload is not None
    assert (row.photo.bytes, row.upload.state, row.upload.bytes_total) == (77, TransferState.WAITING, 77)


def test_any_file_name_comes_back_as_it_went_in(library: Library) -> None:
    shoot = library.create_shoot("A")
    names = ["a b.jpg", "厨房.jpg", "🏠👨‍👩.jpg", "caf\u0065\u0301.jpg", "x" * 250 + ".jpg", "not-utf8-\udcff.jpg"]
    library.add_photos(shoot.id, [ScannedFile(Path("/card", name), 1, 1, "image/jpeg") for name in names])
    rows = library.photos(shoot.id)
    assert [row.photo.path.name for row in rows] == names
    assert rows[3].photo.name == "caf\u00e9.jpg"
    for row in rows:
        row.photo.name.encode()


def test_one_statement_tells_where_each_photo_stands(library: Library) -> None:
    shoot = library.create_shoot("A")
    ids = [photo.id for photo in library.add_photos(shoot.id, files(6)).photos]
    ordered, refused = library.write(jobs.order, ids[1:], Recipe.of("sky", {"kind": "clear"}), None)
    assert not refused
    waiting, queued, failed, loading, done = ordered
    library.write(jobs.move, waiting.id, JobState.WAITING_FOR_CREDITS)
    library.write(jobs.move, queued.id, JobState.QUEUED)
    library.write(jobs.move, failed.id, JobState.FAILED, code="unreadable", error="The file is damaged.")
    for job in (loading, done):
        library.write(jobs.move, job.id, JobState.SUCCEEDED)
    made = Output(done.id, shoot.id, done.photo_id, Path("/o/x.jpg"), None, 2400, 1600, 5, "ab")
    library.write(outputs.keep, made)
    (download,) = library.read(transfers.downloads_due, USER, 1e12, 1)
    library.write(transfers.begin, [download.id])
    library.write(transfers.moved, {download.id: (25, 100)})

    rows = library.photos(shoot.id)
    assert [row.stage for row in rows] == [
        Stage.IDLE, Stage.WAITING_FOR_CREDITS, Stage.QUEUED, Stage.FAILED, Stage.DOWNLOADING, Stage.DONE,
    ]  # fmt: skip
    assert rows[3].problem == "The file is damaged."
    assert rows[4].progress == 0.25
    assert rows[5].output == made
    summary = library.summary(shoot.id)
    assert summary.stages == {row.stage: 1 for row in rows}
    assert summary.bytes == sum(row.photo.bytes for row in rows)
    assert (summary.photos, summary.jobs_open, summary.jobs_succeeded, summary.jobs_failed) == (6, 2, 2, 1)
    assert library.shoot_outputs(shoot.id) == [made]


def test_the_newest_order_and_the_newest_result_are_shown(library: Library) -> None:
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, files(1)).photos[0]
    (dusk,), _ = library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    library.write(jobs.move, dusk.id, JobState.SUCCEEDED)
    library.write(outputs.keep, Output(dusk.id, shoot.id, photo.id, Path("/o/d.jpg"), None, 1, 1, 1, "aa"))
    (sky,), _ = library.write(jobs.order, [photo.id], Recipe.of("sky"), None)
    (row,) = library.photos(shoot.id)
    assert row.job is not None
    assert row.output is not None
    assert (row.job.id, row.output.job_id, row.stage) == (sky.id, dusk.id, Stage.PREPARING)
    assert [job.id for job in library.jobs(photo.id)] == [sky.id, dusk.id]


def test_a_final_state_stays(library: Library) -> None:
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, files(1)).photos[0]
    (job,), _ = library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    library.write(jobs.move, job.id, JobState.CANCELLED)
    library.write(jobs.move, job.id, JobState.PROCESSING)
    found = library.job(job.id)
    assert found is not None
    assert found.state is JobState.CANCELLED


def test_an_unusable_photo_cannot_be_ordered_and_says_why(library: Library) -> None:
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, files(1)).photos[0]
    library.refuse_photo(photo.id, "The file is damaged.")
    ordered, refused = library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    assert (ordered, refused) == ([], {photo.id: "The file is damaged."})
    (row,) = library.photos(shoot.id)
    assert (row.photo.state, row.stage) == (PhotoState.UNUSABLE, Stage.UNUSABLE)


def test_a_failed_transaction_changes_and_announces_nothing(library: Library) -> None:
    shoot = library.create_shoot("A")
    changes: list[Change] = []
    library.subscribe(changes.append)

    def half(write: Write) -> None:
        photos.add(write, shoot.id, files(2))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        library.write(half)
    assert (library.photos(shoot.id), changes) == ([], [])


def test_a_subscriber_may_read_but_writing_is_refused_instead_of_hanging(library: Library) -> None:
    shoot = library.create_shoot("A")
    seen: list[object] = []

    def react(change: Change) -> None:
        seen.append(len(library.photos(change.shoot_id)))
        with pytest.raises(RuntimeError, match="must not write"):
            library.rename_shoot(change.shoot_id, "B")
        seen.append("refused")

    unsubscribe = library.subscribe(react)
    library.add_photos(shoot.id, files(2))
    unsubscribe()
    library.add_photos(shoot.id, files(3))
    assert seen == [2, "refused"]


def test_many_threads_write_and_read_at_once(library: Library) -> None:
    shoot = library.create_shoot("A")
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                library.add_photos(shoot.id, files(2, f"/card/{number}/{turn}"))
                assert library.photos(shoot.id)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(library.photos(shoot.id)) == 120


def test_it_is_all_there_after_a_restart_and_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    script = (
        "import os, sys, signal\nfrom pathlib import Path\nfrom luster_desktop.intake.scan import ScannedFile\n"
        "from luster_desktop.library.store import Library\n"
        "library = Library(Path(sys.argv[1]))\nshoot = library.create_shoot('A')\n"
        "library.add_photos(shoot.id, [ScannedFile(Path(f'/c/{n}.jpg'), 1, 1, 'image/jpeg') for n in range(50)])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).resolve().parents[3]
    child = subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=False)
    assert child.returncode == -9
    for _ in range(2):
        library = Library(path)
        (shoot,) = library.shoots()
        assert len(library.photos(shoot.id)) == 50
        assert library.notice is None
        library.close()
    assert not path.with_name(path.name + "-wal").exists()


def test_a_damaged_library_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    Library(path).close()
    path.write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 40)
    library = Library(path)
    assert library.notice is not None
    assert "damaged" in library.notice
    assert library.shoots() == []
    library.create_shoot("New")
    library.close()
    assert len(list(tmp_path.glob("library.sqlite3.damaged-*"))) == 1


def test_damage_in_the_middle_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    library.add_photos(shoot.id, files(2000))
    library.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8192] = b"\xa5" * 8192
    path.write_bytes(data)
    library = Library(path)
    assert library.notice is not None
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_nobody_else_can_read_it(library: Library, tmp_path: Path) -> None:
    library.create_shoot("A")
    files = [path for path in tmp_path.iterdir() if not path.name.endswith(".lock")]
    assert len(files) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


@pytest.mark.parametrize("name", ["100%", "50%20off", "#1", "a b & c", "ü", "x;y"])
def test_it_may_be_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    opened = Library(folder / "library.sqlite3")
    opened.create_shoot("12 Oak Street")
    opened.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with sqlite3.connect(folder / "library.sqlite3") as file:
        assert file.execute("SELECT name FROM shoots").fetchall() == [("12 Oak Street",)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such name")
def test_it_may_be_in_a_folder_with_a_question_mark(tmp_path: Path) -> None:
    test_it_may_be_in_a_folder_of_any_name(tmp_path, "why? how?")


def test_one_process_has_the_library(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    with pytest.raises(LibraryInUse, match=Reason.LIBRARY_IN_USE):
        Library(path)
    library.close()
    Library(path).close()


def test_a_library_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    Library(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(TooNew):
        Library(path)
    assert path.exists()


def test_removing_a_shoot_takes_its_results_but_no_file_of_the_user(library: Library, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "IMG.JPG", tmp_path / "out.jpg"
    theirs.write_bytes(b"x")
    ours.write_bytes(b"y")
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, [ScannedFile(theirs, 1, 1, "image/jpeg")]).photos[0]
    (job,), _ = library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    library.write(outputs.keep, Output(job.id, shoot.id, photo.id, ours, None, 1, 1, 1, "aa"))
    library.remove_shoot(shoot.id)
    assert (theirs.exists(), ours.exists(), library.shoots(), library.job(job.id)) == (True, False, [], None)


def test_removing_an_order_that_the_service_knows_leaves_a_note_to_cancel_it(library: Library) -> None:
    shoot = library.create_shoot("A")
    known, unknown, final = (photo.id for photo in library.add_photos(shoot.id, files(3)).photos)
    ordered, _ = library.write(jobs.order, [known, unknown, final], Recipe.of("dusk"), None)
    library.write(shoots.own, shoot.id, USER)
    library.write(jobs.will_send, [ordered[0].id, ordered[2].id])
    library.write(jobs.move, ordered[2].id, JobState.SUCCEEDED)
    changes: list[Change] = []
    library.subscribe(changes.append)
    library.remove_photos([known, unknown, final])
    assert changes == [Change(shoot.id, frozenset({known, unknown, final}), removed=True)]
    assert library.read(jobs.withdrawals, USER) == [ordered[0].id]
    library.write(jobs.withdrawal_done, ordered[0].id)
    assert library.read(jobs.withdrawals, USER) == []


def make(library: Library, photo_id: UUID, recipe: str = "r") -> None:
    """As the preparer notes a file that it has made."""
    library.write(
        prepared.keep, Prepared(photo_id, uuid4(), recipe, Path("/p.jpg"), 9, 8, "image/jpeg", 3, 2, "a" * 64, "b" * 32)
    )


def due(library: Library) -> list[transfers.Upload]:
    return library.read(transfers.uploads_due, USER, time.time(), state=TransferState.WAITING, limit=9)


def stage(library: Library, photo_id: UUID) -> Stage:
    (row,) = library.photo_rows([photo_id])
    return row.stage


def test_what_was_in_flight_is_due_again_at_the_next_start(library: Library) -> None:
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, files(1)).photos[0]
    library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    make(library, photo.id)
    (upload,) = due(library)
    assert (upload.path, upload.bytes, upload.mtime_ns, upload.sha256) == ("/p.jpg", 9, 8, "a" * 64)
    library.write(transfers.begin, [upload.id])
    assert due(library) == []
    library.write(transfers.recover)
    assert [found.id for found in due(library)] == [upload.id]


def test_nothing_is_due_for_photos_that_nobody_ordered_or_that_were_cancelled(library: Library) -> None:
    shoot = library.create_shoot("A")
    one, two = library.add_photos(shoot.id, files(2)).photos
    make(library, two.id)
    (job,), _ = library.write(jobs.order, [one.id], Recipe.of("dusk"), None)
    assert due(library) == []
    make(library, one.id)
    assert [found.photo_id for found in due(library)] == [one.id]
    library.write(jobs.cancel, [job.id])
    assert due(library) == []
    found = library.job(job.id)
    assert found is not None
    assert found.state is JobState.CANCELLED
    assert two.id not in {upload.photo_id for upload in due(library)}


def test_an_order_waits_for_its_file_and_for_another_one_when_that_is_in_doubt(library: Library) -> None:
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, files(1)).photos[0]
    library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    assert library.read(prepared.orders_due, [], 9) == [photo.id]
    assert stage(library, photo.id) is Stage.PREPARING
    make(library, photo.id)
    assert library.read(prepared.orders_due, [], 9) == []
    assert stage(library, photo.id) is Stage.UPLOADING
    library.write(marks.mark, {photo.id: Mark(rating=3)})
    assert len(due(library)) == 1
    library.write(marks.mark, {photo.id: Mark(rating=3, turn=1)})
    assert library.read(prepared.orders_due, [], 9) == [photo.id]
    assert stage(library, photo.id) is Stage.PREPARING
    assert due(library) == []
    (upload,) = [row.upload for row in library.photo_rows([photo.id])]
    assert upload is not None
    library.write(transfers.done, [upload.id])
    assert library.read(jobs.sendable, USER, 9) == []
    library.write(prepared.confirm, photo.id)
    assert [job.photo_id for job in library.read(jobs.sendable, USER, 9)] == [photo.id]


def test_nobody_who_is_busy_with_a_file_that_has_changed_can_say_anything(library: Library) -> None:
    shoot = library.create_shoot("A")
    first, second = library.add_photos(shoot.id, files(2)).photos
    library.write(jobs.order, [first.id, second.id], Recipe.of("dusk"), None)
    make(library, first.id)
    (upload,) = due(library)
    library.write(transfers.begin, [upload.id])
    library.write(photos.renew, first.id, 77, 5)
    library.write(transfers.sent, upload.id)
    (row,) = library.photo_rows([first.id])
    assert row.upload is not None
    assert (row.upload.state, row.stage) == (TransferState.WAITING, Stage.PREPARING)
    make(library, first.id, "other")
    (again,) = due(library)
    assert (again.photo_id, again.id == upload.id, again.asset_id == upload.asset_id) == (first.id, False, False)


def test_an_order_that_was_sent_names_the_same_file_until_it_is_answered(library: Library) -> None:
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    (asked,), _ = library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    make(library, photo.id)
    (upload,) = due(library)
    library.write(transfers.done, [upload.id])
    library.write(jobs.will_send, [asked.id])
    library.write(photos.renew, photo.id, 77, 5)
    (later,), _ = library.write(jobs.order, [photo.id], Recipe.of("sky"), None)
    make(library, photo.id, "other")
    (again,) = due(library)
    assert [(job.id, job.asset_id) for job in library.read(jobs.sendable, USER, 9)] == [(asked.id, upload.asset_id)]
    library.write(transfers.done, [again.id])
    sendable = [(job.id, job.asset_id) for job in library.read(jobs.sendable, USER, 9)]
    assert sendable == [(asked.id, upload.asset_id), (later.id, again.asset_id)]
    library.write(jobs.fail_unsent, photo.id, "x", "Gone.")
    assert [job.state for job in library.jobs(photo.id)] == [JobState.FAILED, JobState.ORDERED]


def test_a_photo_that_could_not_be_read_is_read_again_when_it_is_added_again(library: Library) -> None:
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    library.refuse_photo(photo.id, "Luster may not read it.")
    assert library.unread_photos(shoot.id) == []
    assert library.add_photos(shoot.id, files(1)).duplicates == 1
    assert [unread.id for unread in library.unread_photos(shoot.id)] == [photo.id]


def test_what_is_being_made_is_shown_with_its_progress_and_its_trouble(library: Library) -> None:
    shoot = library.create_shoot("A")
    photo = library.add_photos(shoot.id, files(1)).photos[0]
    library.write(prepared.begin, photo.id)
    library.write(prepared.moved, photo.id, 0.5)
    (row,) = library.photos(shoot.id)
    assert (row.stage, row.progress, row.problem) == (Stage.PREPARING, 0.5, None)
    library.write(prepared.begin, photo.id, "The disk is full.")
    assert library.photos(shoot.id)[0].problem == "The disk is full."
    library.write(prepared.recover)
    assert stage(library, photo.id) is Stage.IDLE
