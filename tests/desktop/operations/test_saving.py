from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from luster_desktop.delivery.folder import Folder, SaveFailed
from luster_desktop.facts import Metadata, ScannedFile, Words
from luster_desktop.intake import metadata
from luster_desktop.library import jobs, marks, outputs, stacks, words
from luster_desktop.library.models import Decision, JobState, Mark, Output, PhotoRow, Recipe, Role
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library
from luster_desktop.operations import choices
from luster_desktop.operations.adding import without_results
from luster_desktop.operations.choices import chosen_of, with_accepted, with_chosen
from luster_desktop.operations.saving import results_of, save_output, save_outputs
from luster_desktop.reasons import Reason
from tests.desktop.photos import scanned, write_jpeg


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "home").mkdir()
    opened = Library(tmp_path / "home" / "library.sqlite3")
    yield opened
    opened.close()


def finished(library: Library, tmp_path: Path, *names: str) -> list[UUID]:
    """A shoot of photos with these names, each with a finished dusk; the jobs' ids."""
    shoot = library.create_shoot("A")
    files = [ScannedFile(Path(f"/card/{n}/{name}"), 1, 1, "image/jpeg") for n, name in enumerate(names)]
    ids = [photo.id for photo in library.add_photos(shoot.id, files).photos]
    ordered, _ = library.write(jobs.order, ids, Recipe.of("dusk"), None)
    for number, job in enumerate(ordered):
        path = tmp_path / "home" / f"{job.id}.jpg"
        path.write_bytes(b"pixels %d" % number)
        library.write(jobs.move, job.id, JobState.SUCCEEDED)
        library.write(outputs.keep, Output(job.id, shoot.id, job.photo_id, path, None, 1, 1, 8, "aa"))
    return [job.id for job in ordered]


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_copies_get_names_of_photo_and_preset_in_a_new_folder(library: Library, tmp_path: Path) -> None:
    ids = finished(library, tmp_path, "IMG_0001.JPG", "IMG_0002.HEIC")
    told: list[tuple[int, int]] = []
    report = save_outputs(library, ids, tmp_path / "a" / "b", progress=lambda *step: told.append(step))
    assert listing(tmp_path / "a" / "b") == {"IMG_0001 dusk.jpg": b"pixels 0", "IMG_0002 dusk.jpg": b"pixels 1"}
    assert (len(report.saved), report.failed, told) == (2, (), [(1, 2), (2, 2)])
    output = library.output(ids[0])
    assert output is not None
    assert output.saved_to == tmp_path / "a" / "b" / "IMG_0001 dusk.jpg"


def test_nothing_is_ever_overwritten(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "IMG DUSK.JPG").write_bytes(b"the user's")
    ids = finished(library, tmp_path, "IMG.jpg", "img.JPG", "IMG.heic")
    save_outputs(library, ids, folder)
    report = save_outputs(library, ids, folder)
    assert (len(report.saved), len(report.there)) == (0, 3)
    assert listing(folder) == {
        "IMG DUSK.JPG": b"the user's",
        "IMG dusk (2).jpg": b"pixels 0",
        "img dusk (3).jpg": b"pixels 1",
        "IMG dusk (4).jpg": b"pixels 2",
    }


def test_every_result_is_a_file_and_none_twice(library: Library, tmp_path: Path) -> None:
    """Four photos with two results each, two of them by the same preset, are eight files however often."""

    def every(rows: list[PhotoRow]) -> list[UUID]:
        return [output.job_id for row in rows for output in reversed(row.results)]

    folder = tmp_path / "out"
    finished(library, tmp_path, "A.jpg", "B.jpg", "C.jpg", "D.jpg")
    shoot = library.shoots()[0].id
    for number, row in enumerate(library.photos(shoot)):
        ((job,), _) = library.write(jobs.order, [row.photo.id], Recipe.of("sky" if number % 2 else "dusk"), None)
        path = tmp_path / "home" / f"{job.id}.jpg"
        path.write_bytes(b"second %d" % number)
        library.write(jobs.move, job.id, JobState.SUCCEEDED)
        library.write(outputs.keep, Output(job.id, shoot, row.photo.id, path, None, 1, 1, 8, "aa"))
    rows = library.photos(shoot)
    assert [len(row.results) for row in rows] == [2, 2, 2, 2]
    assert not any(row.saved for row in rows)
    report = save_outputs(library, every(rows), folder)
    eight = listing(folder)
    assert (len(report.saved), len(report.there), len(eight)) == (8, 0, 8)
    assert eight["A dusk.jpg"] == b"pixels 0"
    assert eight["A dusk (2).jpg"] == b"second 0"
    assert eight["B sky.jpg"] == b"second 1"
    assert all(row.saved for row in library.photos(shoot))
    again = save_outputs(library, every(rows), folder)
    assert (len(again.saved), len(again.there), listing(folder)) == (0, 8, eight)
    (folder / "A dusk.jpg").unlink()
    third = save_outputs(library, every(rows), folder)
    assert ([path.name for path in third.saved], len(third.there)) == (["A dusk.jpg"], 7)
    # Another folder in between changes nothing about this one.
    save_outputs(library, every(rows), tmp_path / "other")
    assert len(save_outputs(library, every(rows), folder).there) == 8


def test_one_result_of_a_photo_is_delivered_the_accepted_or_else_the_newest(library: Library, tmp_path: Path) -> None:
    first, other = finished(library, tmp_path, "A.jpg", "B.jpg")
    shoot = library.shoots()[0].id
    photo_id = library.photos(shoot)[0].photo.id
    made = [first]
    for number, preset in enumerate(("sky", "lawn")):
        ((job,), _) = library.write(jobs.order, [photo_id], Recipe.of(preset, {}), None)
        path = tmp_path / "home" / f"{job.id}.jpg"
        path.write_bytes(b"more %d" % number)
        library.write(jobs.move, job.id, JobState.SUCCEEDED)
        library.write(outputs.keep, Output(job.id, shoot, photo_id, path, None, 1, 1, 6, "aa"))
        made.append(job.id)

    def accept(job_id: UUID) -> PhotoRow:
        row = library.photos(shoot)[0]
        chosen = with_accepted(chosen_of(row.photo, row.results), job_id)
        library.write(choices.keep, {photo_id: chosen})
        read = library.photos(shoot)[0]
        assert with_chosen(row, chosen) == read, "what is shown at once is what is written"
        return read

    assert results_of(library.photos(shoot)) == [made[2], other]
    assert library.photos(shoot)[0].decision is Decision.OPEN
    assert accept(made[1]).decision is Decision.ACCEPTED
    assert results_of(library.photos(shoot)) == [made[1], other]
    assert [output.accepted for output in library.photos(shoot)[0].results] == [False, True, False]
    accept(made[0])
    assert results_of(library.photos(shoot)) == [made[0], other]
    ((again,), _) = library.write(jobs.order, [photo_id], Recipe.of("dusk"), None)
    library.write(jobs.move, again.id, JobState.SUCCEEDED)
    library.write(outputs.keep, Output(again.id, shoot, photo_id, tmp_path / "new.jpg", None, 1, 1, 6, "aa"))
    row = library.photos(shoot)[0]
    assert row.decision is Decision.OPEN, "a new result is to be looked at"
    assert results_of([row]) == [made[0]], "and what was accepted is delivered until then"
    library.write(marks.mark, {photo_id: Mark(rejected=True)})
    assert library.photos(shoot)[0].decision is Decision.REJECTED
    assert accept(again.id).decision is Decision.ACCEPTED, "accepting takes a rejection back"


def test_rejected_photos_are_saved_only_when_they_are_selected(library: Library, tmp_path: Path) -> None:
    first, second = finished(library, tmp_path, "A.jpg", "B.jpg")
    row = library.photos(library.shoots()[0].id)[0]
    library.write(marks.mark, {row.photo.id: Mark(rejected=True)})
    rows = library.photos(library.shoots()[0].id)
    assert results_of(rows) == [second]
    assert results_of(rows, [row.photo.id]) == [first]


def test_names_that_differ_only_in_composition_keep_both(library: Library, tmp_path: Path) -> None:
    ids = finished(library, tmp_path, "caf\u0065\u0301.jpg", "caf\u00e9.jpg")
    save_outputs(library, ids, tmp_path / "out")
    assert sorted(listing(tmp_path / "out").values()) == [b"pixels 0", b"pixels 1"]


def test_a_file_that_appears_meanwhile_is_kept(library: Library, tmp_path: Path) -> None:
    (job,) = finished(library, tmp_path, "IMG.jpg")
    folder = Folder(tmp_path / "out")
    (tmp_path / "out" / "IMG dusk.jpg").write_bytes(b"the user's")
    assert save_output(library, job, folder).path.name == "IMG dusk (2).jpg"
    assert (tmp_path / "out" / "IMG dusk.jpg").read_bytes() == b"the user's"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX hard links")
def test_a_disk_without_hard_links_is_no_reason_to_overwrite(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = finished(library, tmp_path, "IMG.jpg")

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    folder = Folder(tmp_path / "out")
    (tmp_path / "out" / "IMG dusk.jpg").write_bytes(b"the user's")
    save_output(library, job, folder)
    assert listing(tmp_path / "out") == {"IMG dusk.jpg": b"the user's", "IMG dusk (2).jpg": b"pixels 0"}


def test_what_a_killed_process_has_left_is_cleared_away(library: Library, tmp_path: Path) -> None:
    (job,) = finished(library, tmp_path, "IMG.jpg")
    folder = tmp_path / "out"
    (first,) = save_outputs(library, [job], folder).saved
    # Killed between giving the copy its name and taking the other name away: both are one file.
    left = folder / f".luster-{job.hex}.part"
    os.link(first, left)
    first_content = first.read_bytes()
    first.unlink()
    first.write_bytes(b"retouched by the user")
    (again,) = save_outputs(library, [job], folder).saved
    assert sorted(path.name for path in folder.iterdir()) == sorted([first.name, again.name])
    assert first.read_bytes() == b"retouched by the user"
    assert again.read_bytes() == first_content


def test_what_cannot_be_saved_is_named_and_the_rest_goes_on(library: Library, tmp_path: Path) -> None:
    ids = finished(library, tmp_path, "gone.jpg", "good.jpg")
    output = library.output(ids[0])
    assert output is not None
    output.path.unlink()
    report = save_outputs(library, ids, tmp_path / "out")
    assert list(listing(tmp_path / "out")) == ["good dusk.jpg"]
    assert report.failed == (("gone.jpg", Reason.RESULT_GONE),)


def test_a_target_that_is_no_folder_is_named(library: Library, tmp_path: Path) -> None:
    ids = finished(library, tmp_path, "IMG.jpg")
    (tmp_path / "file").write_text("x")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        ((name, reason),) = save_outputs(library, ids, target).failed
        assert (name, reason) == ("IMG.jpg", Reason.TARGET_NO_FOLDER.of(name=target.name))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(library: Library, tmp_path: Path) -> None:
    ids = finished(library, tmp_path, "IMG.jpg")
    (tmp_path / "out").mkdir(mode=0o500)
    ((_, reason),) = save_outputs(library, ids, tmp_path / "out").failed
    assert reason == Reason.TARGET_FORBIDDEN.of(name="out")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_fails_leaves_nothing_behind(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (job,) = finished(library, tmp_path, "IMG.jpg")

    def fail(_file: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SaveFailed, match="target_"):
        save_output(library, job, Folder(tmp_path / "out"))
    assert listing(tmp_path / "out") == {}


def test_it_can_be_stopped_between_two_photos(library: Library, tmp_path: Path) -> None:
    ids = finished(library, tmp_path, "a.jpg", "b.jpg", "c.jpg")
    done: list[int] = []
    save_outputs(
        library,
        ids,
        tmp_path / "out",
        progress=lambda number, _total: done.append(number),
        cancelled=lambda: len(done) == 2,
    )
    assert len(listing(tmp_path / "out")) == 2


def test_the_users_own_words_come_along_if_wished_and_copies_with_them_are_known(
    library: Library, tmp_path: Path
) -> None:
    own = Words("Ana", "© Ana", "A house", ("kitchen",))
    (job_id,) = finished(library, tmp_path, "IMG.jpg")
    job, output = library.job(job_id), library.output(job_id)
    assert job is not None and output is not None
    write_jpeg(output.path)
    library.describe_photos([(job.photo_id, Metadata(96, 64, 1, None, own))])
    for wished in (True, False):
        folder = tmp_path / str(wished)
        (copy,) = save_outputs(library, [job_id], folder, words=wished).saved
        assert metadata.read(copy).words == (own if wished else Words())
        assert (copy.read_bytes() == output.path.read_bytes()) is not wished
        assert len(save_outputs(library, [job_id], folder, words=wished).there) == 1
        assert without_results(library, [scanned(copy)], lambda _: True) == []
    # The file says something else now.
    library.describe_photos([(job.photo_id, Metadata(96, 64, 1, None, Words(byline="Ben")))])
    (copy,) = save_outputs(library, [job_id], tmp_path / "new").saved
    assert metadata.read(copy).words == Words(byline="Ben")


def test_a_stack_has_the_words_of_its_exposures(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("A")
    files = [scanned(write_jpeg(tmp_path / name)) for name in ("a.jpg", "b.jpg")]
    one, two = (photo.id for photo in library.add_photos(shoot.id, files).photos)
    for photo, own in ((one, Words(byline="Ana")), (two, Words("Ben", "© Ben"))):
        library.describe_photos([(photo, Metadata(96, 64, 1, None, own))])
    made = Stack(uuid4(), Path("/nowhere"))
    library.write(stacks.arrange, shoot.id, {photo: Place(made.id, Role.EXPOSURE) for photo in (one, two)}, [made])
    assert library.read(words.of_photo, made.id) == Words("Ana", "© Ben")
