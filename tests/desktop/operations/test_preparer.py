"""The service that prepares: a real library, real files, a real child process."""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image

from luster_desktop.facts import Finishing
from luster_desktop.intake import pictures
from luster_desktop.library import jobs, marks, photos, prepared, stacks, transfers
from luster_desktop.library.models import (
    Change,
    JobState,
    Mark,
    PhotoRow,
    PhotoState,
    Recipe,
    Role,
    Stage,
    TransferState,
)
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library
from luster_desktop.library.wishes import Wishes
from luster_desktop.operations.preparing import Preparer
from luster_desktop.reasons import Reason
from tests.desktop.intake import sample
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until

TURNED = Mark(turn=1)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def preparer(library: Library, tmp_path: Path) -> Iterator[Preparer]:
    """Not started yet."""
    made = Preparer(library, tmp_path / "prepared")
    yield made
    made.stop()


def add(library: Library, *paths: Path) -> list[UUID]:
    shoots = library.shoots()
    shoot = shoots[0] if shoots else library.create_shoot("12 Oak Street")
    return [photo.id for photo in library.add_photos(shoot.id, [scanned(path) for path in paths]).photos]


def stack(library: Library, *paths: Path) -> UUID:
    ids = add(library, *paths)
    made = Stack(uuid4(), Path("/nowhere") / str(uuid4()))
    library.write(
        stacks.arrange, library.shoots()[0].id, {photo_id: Place(made.id, Role.EXPOSURE) for photo_id in ids}, [made]
    )
    return made.id


def order(library: Library, photo_id: UUID) -> UUID:
    ((job,), _refused) = library.write(jobs.order, [photo_id], Recipe.of("bright"), None)
    return job.id


def upload(library: Library, photo_id: UUID) -> None:
    """As the engine notes that the service has the photo and has answered its orders."""
    (row,) = library.photo_rows([photo_id])
    assert row.upload is not None
    library.write(transfers.done, [row.upload.id])
    for job in library.jobs(photo_id):
        library.write(jobs.will_send, [job.id])
        library.write(jobs.move, job.id, JobState.PROCESSING)


def row_of(library: Library, photo_id: UUID) -> PhotoRow:
    (row,) = library.photo_rows([photo_id])
    return row


def ready(library: Library, job_id: UUID) -> PhotoRow:
    """The photo of an order, once its file is there."""

    def is_ready() -> bool:
        job = library.job(job_id)
        assert job is not None
        made = library.read(prepared.of_photo, job.photo_id)
        return made is not None and job.asset_id == made.asset_id and not made.stale

    until(library, is_ready)
    job = library.job(job_id)
    assert job is not None
    return row_of(library, job.photo_id)


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "prepared").rglob("*") if path.is_file()]


def test_a_stack_is_merged_before_anything_is_ordered(library: Library, preparer: Preparer, tmp_path: Path) -> None:
    seen: list[tuple[Stage, float | None]] = []

    def watch(change: Change) -> None:
        seen.extend((row.stage, row.progress) for row in library.photo_rows(change.photo_ids))

    merged = stack(library, *sample.paths("kitchen")[1:4])
    single = add(library, sample.SHOOT / "IMG_0014.JPG")[0]
    library.subscribe(watch)
    preparer.start()
    until(library, lambda: row_of(library, merged).prepared is not None)
    row = row_of(library, merged)
    assert row.prepared is not None
    assert row.prepared.facts["merged"] == 3
    assert row.before == row.prepared.path
    assert files(tmp_path) == [row.before]
    assert pictures.read(row.before).pixels.shape == (row.prepared.height, row.prepared.width, 3)
    assert (row.stage, row.preparing, row.upload) == (Stage.IDLE, None, None)
    progress = [done for stage, done in seen if stage is Stage.PREPARING and done]
    assert progress == sorted(progress)
    assert progress
    assert row_of(library, single).prepared is None


def test_an_order_gets_its_file_which_goes_once_it_was_sent(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    plain, placed = add(library, write_jpeg(tmp_path / "plain.jpg"), sample.SHOOT / "IMG_0001.JPG")
    orders = [order(library, photo_id) for photo_id in (plain, placed)]
    assert row_of(library, plain).stage is Stage.PREPARING
    preparer.start()
    first, second = (ready(library, job_id) for job_id in orders)
    assert first.stage is Stage.UPLOADING
    assert set(files(tmp_path)) == {first.before, second.before}
    with Image.open(second.before) as image:
        assert not image.getexif().get_ifd(0x8825)
    upload(library, placed)
    until(library, lambda: row_of(library, placed).before == sample.SHOOT / "IMG_0001.JPG")
    preparer.stop()
    assert files(tmp_path) == [first.before]
    kept = library.read(prepared.of_photo, placed)
    assert kept is not None
    assert second.prepared is not None
    assert kept.sha256 == second.prepared.sha256


def test_another_file_has_another_id_and_the_photo_keeps_its_own(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    (photo,) = add(library, write_jpeg(tmp_path / "a.jpg"))
    job = order(library, photo)
    preparer.start()
    first = ready(library, job).prepared
    upload(library, photo)
    # The same again needs nothing new.
    again = order(library, photo)
    same = ready(library, again).prepared
    assert first is not None and same is not None
    assert same == replace(first, path=same.path)
    upload(library, photo)
    library.write(marks.mark, {photo: TURNED})
    turned = ready(library, order(library, photo))
    assert turned.photo.id == photo
    assert turned.prepared is not None
    assert turned.prepared.asset_id != first.asset_id
    assert turned.upload is not None
    assert (turned.upload.state, turned.stage) == (TransferState.WAITING, Stage.UPLOADING)
    assert (turned.prepared.width, turned.prepared.height) == (64, 96)
    assert np.array_equal(
        np.rot90(pictures.read(tmp_path / "a.jpg").pixels, -1), pictures.read(turned.prepared.path).pixels
    )
    sent = library.job(job)
    assert sent is not None
    assert (sent.photo_id, sent.asset_id) == (photo, first.asset_id)


def test_an_order_that_is_not_answered_yet_keeps_its_file_and_holds_up_no_other(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    (one,) = add(library, write_jpeg(tmp_path / "a.jpg"))
    asked = order(library, one)
    preparer.start()
    before = ready(library, asked).prepared
    assert before is not None
    library.write(jobs.will_send, [asked])
    library.write(marks.mark, {one: TURNED})
    after = ready(library, order(library, one)).prepared
    assert after is not None
    assert after.asset_id != before.asset_id
    unanswered = library.job(asked)
    assert unanswered is not None
    assert unanswered.asset_id == before.asset_id


def test_another_choice_makes_another_file_in_place_of_the_first(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    (photo,) = add(library, sample.SHOOT / "IMG_0013.JPG")
    library.write(marks.finish, {photo: Finishing(lens=False, verticals=True, whites=False)})
    preparer.look_at(library.shoots()[0].id)
    preparer.start()
    until(library, lambda: row_of(library, photo).prepared is not None)
    assert "tilt" in row_of(library, photo).prepared.facts  # type: ignore[union-attr]
    library.write(marks.finish, {photo: Finishing(lens=False, verticals=True, whites=True)})

    def whites() -> bool:
        made = row_of(library, photo).prepared
        return made is not None and "whites" in made.facts

    until(library, whites)
    ready(library, order(library, photo))
    assert len(files(tmp_path)) == 1


def test_other_settings_count_for_what_is_ordered_from_now_on(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    (photo,) = add(library, sample.SHOOT / "IMG_0001.JPG")
    preparer.start()
    first = ready(library, order(library, photo))
    assert first.prepared is not None
    assert first.prepared.facts == {"copy": True}
    upload(library, photo)
    preparer.use(Wishes(Finishing(lens=False, verticals=False, whites=True), singles=True))
    row = ready(library, order(library, photo))
    assert row.prepared is not None
    assert row.prepared.asset_id != first.prepared.asset_id
    assert "whites" in row.prepared.facts


def test_damaged_exposures_leave_a_stack_or_an_unusable_photo(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    paths = sample.paths("kitchen")[1:4]
    broken = tmp_path / "broken.JPG"
    broken.write_bytes(paths[0].read_bytes()[:200_000])
    also = tmp_path / "also broken.JPG"
    shutil.copy(broken, also)
    good, bad = stack(library, broken, *paths[1:]), stack(library, also, sample.paths("living")[2])
    job = order(library, bad)
    preparer.start()
    until(library, lambda: row_of(library, bad).photo.state is PhotoState.UNUSABLE)
    until(library, lambda: row_of(library, good).prepared is not None)
    row = row_of(library, good)
    assert row.prepared is not None
    assert row.prepared.facts["damaged"] == ["broken.JPG"]
    failed = library.job(job)
    assert failed is not None
    assert failed.state is JobState.FAILED
    assert row_of(library, bad).problem == failed.error
    assert failed.error == Reason.EXPOSURE_UNREADABLE.of(name="also broken.JPG", why=Reason.DAMAGED_PART)


def test_a_file_that_is_gone_or_another_fails_its_order_with_the_reason(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    gone, changed = add(library, write_jpeg(tmp_path / "a.jpg"), write_jpeg(tmp_path / "b.jpg"))
    (tmp_path / "a.jpg").unlink()
    write_jpeg(tmp_path / "b.jpg", 60, 40)
    for photo in (gone, changed):
        order(library, photo)
    preparer.start()
    until(library, lambda: [row_of(library, photo).stage for photo in (gone, changed)] == [Stage.FAILED] * 2)
    assert [row_of(library, photo).problem for photo in (gone, changed)] == [Reason.FILE_GONE, Reason.FILE_CHANGED]
    assert row_of(library, gone).photo.state is not PhotoState.UNUSABLE


@pytest.mark.parametrize("what", ["photo", "shoot"])
def test_what_is_removed_in_the_middle_leaves_nothing(
    library: Library, preparer: Preparer, tmp_path: Path, what: str
) -> None:
    merged = stack(library, *sample.paths("living"))
    preparer.start()
    until(library, lambda: bool(row_of(library, merged).progress))
    if what == "photo":
        library.remove_photos([merged])
    else:
        library.remove_shoot(library.shoots()[0].id)
    (other,) = add(library, write_jpeg(tmp_path / "a.jpg"))
    row = ready(library, order(library, other))
    assert files(tmp_path) == [row.before]


def test_ending_in_the_middle_loses_nothing(library: Library, preparer: Preparer, tmp_path: Path) -> None:
    merged = stack(library, *sample.paths("living"))
    preparer.start()
    until(library, lambda: bool(row_of(library, merged).progress))
    (child,) = [child for child in multiprocessing.active_children() if child.name == "luster-preparing"]
    preparer.stop()
    with contextlib.suppress(ValueError):  # closed, for it has ended already
        child.join(30)
        assert child.exitcode is not None
    assert files(tmp_path) == []
    again = Preparer(library, tmp_path / "prepared")
    again.start()
    until(library, lambda: row_of(library, merged).prepared is not None)
    again.stop()


def test_what_was_lost_is_made_again_at_the_next_start(library: Library, preparer: Preparer, tmp_path: Path) -> None:
    merged = stack(library, *sample.paths("kitchen")[1:3])
    preparer.start()
    until(library, lambda: row_of(library, merged).prepared is not None)
    preparer.stop()
    row_of(library, merged).before.unlink()
    stray = tmp_path / "prepared" / "gone shoot" / ".x.part"
    stray.parent.mkdir()
    stray.touch()
    again = Preparer(library, tmp_path / "prepared")
    again.start()

    def is_there() -> bool:
        made = row_of(library, merged).prepared
        return made is not None and made.path.exists()

    until(library, is_there)
    again.stop()
    assert files(tmp_path) == [row_of(library, merged).before]
    assert not stray.parent.exists()


def test_a_folder_that_takes_nothing_is_told_and_tried_again(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    (photo,) = add(library, sample.SHOOT / "IMG_0001.JPG")
    (tmp_path / "prepared").touch()
    job = order(library, photo)
    preparer.start()
    until(library, lambda: row_of(library, photo).problem is not None)
    assert row_of(library, photo).problem == Reason.OWN_FOLDER_UNWRITABLE.of(errno=errno.ENOTDIR)
    assert preparer.trouble == row_of(library, photo).problem
    assert row_of(library, photo).stage is Stage.PREPARING
    (tmp_path / "prepared").unlink()
    preparer.wake()
    assert ready(library, job).problem is None
    assert preparer.trouble is None


def test_a_changed_exposure_makes_the_stack_anew(library: Library, preparer: Preparer, tmp_path: Path) -> None:
    paths = [Path(shutil.copy(path, tmp_path)) for path in sample.paths("kitchen")[1:3]]
    merged = stack(library, *paths)
    preparer.look_at(library.shoots()[0].id)
    preparer.start()
    until(library, lambda: row_of(library, merged).prepared is not None)
    before = row_of(library, merged).prepared
    shutil.copy(sample.paths("kitchen")[3], paths[0])
    changed = row_of(library, merged).exposures[0]
    status = paths[0].stat()
    library.write(photos.renew, changed.id, status.st_size, status.st_mtime_ns)
    until(library, lambda: row_of(library, merged).prepared not in (before, None) and not _stale(library, merged))
    after = row_of(library, merged).prepared
    assert before is not None
    assert after is not None
    assert after.sha256 != before.sha256


def _stale(library: Library, photo_id: UUID) -> bool:
    made = row_of(library, photo_id).prepared
    return made is not None and made.stale
