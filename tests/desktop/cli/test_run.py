from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from luster_desktop.cli.run import look
from luster_desktop.facts import ScannedFile
from luster_desktop.library import jobs, outputs, transfers
from luster_desktop.library.models import JobState, Output, Recipe
from luster_desktop.library.store import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


def order(library: Library) -> tuple[UUID, UUID, UUID]:
    """Shoot, photo and job."""
    shoot = library.create_shoot("12 Oak Street")
    (photo,) = library.add_photos(shoot.id, [ScannedFile(Path("/card/IMG_1.JPG"), 5, 5, "image/jpeg")]).photos
    (job,), _refused = library.write(jobs.order, [photo.id], Recipe.of("dusk"), None)
    return shoot.id, photo.id, job.id


def test_a_success_has_ended_when_its_output_is_here(library: Library) -> None:
    shoot_id, photo_id, job_id = order(library)
    assert library.read(look, job_id) is None
    library.write(jobs.move, job_id, JobState.SUCCEEDED)
    assert library.read(look, job_id) is None
    output = Output(job_id, shoot_id, photo_id, Path("/o/x.jpg"), None, 3, 2, 1, "aa")
    library.write(outputs.keep, output)
    end = library.read(look, job_id)
    assert end is not None
    assert (end.photo.id, end.output, end.error) == (photo_id, output, None)


def test_a_success_that_cannot_be_fetched_ends_with_the_reason(library: Library) -> None:
    _shoot_id, _photo_id, job_id = order(library)
    library.write(jobs.move, job_id, JobState.SUCCEEDED)
    download = library.read(transfers.download_of, job_id)
    assert download is not None
    library.write(transfers.fail, download.id, "It did not arrive whole.")
    end = library.read(look, job_id)
    assert end is not None
    assert (end.output, end.error) == (None, "It did not arrive whole.")


def test_missing_credits_end_a_run_but_not_an_order(library: Library) -> None:
    _shoot_id, _photo_id, job_id = order(library)
    library.write(jobs.move, job_id, JobState.WAITING_FOR_CREDITS)
    assert library.read(look, job_id) is None
    end = library.read(look, job_id, for_good=True)
    assert end is not None
    assert "not enough credits" in (end.error or "")


def test_a_job_that_is_gone_is_no_end(library: Library) -> None:
    shoot_id, _photo_id, job_id = order(library)
    library.remove_shoot(shoot_id)
    assert library.read(look, job_id, for_good=True) is None
