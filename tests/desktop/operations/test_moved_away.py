"""A photo that was moved away after it was ordered: it is said to be missing, and one click goes on with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from luster_desktop.facts import ScannedFile
from luster_desktop.intake.hashing import fingerprint
from luster_desktop.library import contents, jobs, prepared
from luster_desktop.library.models import JobState, Photo, Shoot, Stage
from luster_desktop.library.store import Library
from luster_desktop.operations import looking
from luster_desktop.operations.preparing import Preparer
from luster_desktop.reasons import Reason
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until


@pytest.fixture
def preparer(library: Library, tmp_path: Path) -> Iterator[Preparer]:
    made = Preparer(library, tmp_path / "prepared")
    yield made
    made.stop()


def added(library: Library, shoot: Shoot, *files: ScannedFile) -> list[Photo]:
    """In the shoot, and sampled as when they are dropped."""
    photos = list(library.add_photos(shoot.id, files).photos)
    library.write(contents.keep_fingerprints, {photo.id: fingerprint(photo.path) for photo in photos})
    return photos


def test_what_was_moved_is_missing_and_is_ordered_again_when_it_is_found(
    library: Library, shoot: Shoot, preparer: Preparer, tmp_path: Path
) -> None:
    here, there = tmp_path / "card", tmp_path / "archive"
    here.mkdir()
    there.mkdir()
    files = [scanned(write_jpeg(here / name, 240, 160, seed=seed)) for seed, name in enumerate(("a.jpg", "b.jpg"))]
    moved, other = added(library, shoot, *files)
    (here / "a.jpg").rename(there / "a.jpg")
    (job,) = library.write(jobs.order, [moved.id], "dusk", {"sky_warmth": "natural"}, None)[0]
    preparer.start()
    until(library, lambda: library.photo_rows([moved.id])[0].missing)
    (row,) = library.photo_rows([moved.id])
    assert (row.stage, row.problem) == (Stage.FAILED, Reason.FILE_GONE)
    assert not library.photo_rows([other.id])[0].missing

    assert looking.locate(library, shoot.id, there) == 1
    until(library, lambda: library.read(prepared.of_photo, moved.id) is not None)
    (row,) = library.photo_rows([moved.id])
    assert row.job is not None
    assert (row.job.state, row.job.parameters) == (JobState.ORDERED, {"sky_warmth": "natural"})
    assert row.job.id != job.id
    assert not row.missing
    assert library.photo_rows([other.id])[0].job is None


@pytest.mark.parametrize("reason", [Reason.DAMAGED_PICTURE, "The edit did not work."])
def test_what_failed_for_another_reason_is_not_ordered_again(
    library: Library, shoot: Shoot, tmp_path: Path, reason: str
) -> None:
    (tmp_path / "archive").mkdir()
    file = scanned(write_jpeg(tmp_path / "a.jpg", 240, 160))
    (photo,) = added(library, shoot, file)
    (job,) = library.write(jobs.order, [photo.id], "dusk", {}, None)[0]
    library.write(jobs.fail_unsent, photo.id, "not_prepared", reason)
    file.path.rename(tmp_path / "archive" / "a.jpg")
    assert looking.locate(library, shoot.id, tmp_path / "archive") == 1
    assert library.read(contents.paths, shoot.id)[0][1] == tmp_path / "archive" / "a.jpg"
    found = library.photo_rows([photo.id])[0].job
    assert found is not None
    assert (found.id, found.state) == (job.id, JobState.FAILED)
