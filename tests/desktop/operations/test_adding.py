"""What a drop does to the library, as the window's worker does it."""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path
from uuid import uuid4

import pytest

from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan
from luster_desktop.library import marks, stacks
from luster_desktop.library.models import Mark, PhotoState, Role, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations.adding import Outcome, add_files, describe, read_metadata, sample_files, take_in
from luster_desktop.operations.grouping import Grouper
from luster_desktop.paths import resource
from tests.desktop.photos import write_jpeg


def drop(library: Library, shoot: Shoot, *paths: Path) -> Outcome:
    outcome = add_files(library, shoot, paths)
    read_metadata(library, shoot.id)
    sample_files(library, shoot.id)
    return outcome


def folder_of(tmp_path: Path, count: int) -> Path:
    for number in range(count):
        write_jpeg(tmp_path / "in" / f"IMG_{number}.jpg", seed=number)
    return tmp_path / "in"


def test_a_moved_folder_keeps_its_photos(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 3)
    assert drop(library, shoot, folder).added == 3
    before = library.photos(shoot.id)
    library.write(marks.mark, {before[1].photo.id: Mark(rating=4)})
    folder.rename(tmp_path / "Oak Street")
    outcome = drop(library, shoot, tmp_path / "Oak Street")
    assert (outcome.added, outcome.duplicates, outcome.moved) == (0, 0, 3)
    after = library.photos(shoot.id)
    assert [row.photo.id for row in after] == [row.photo.id for row in before]
    assert {row.photo.path.parent for row in after} == {tmp_path / "Oak Street"}
    assert [row.photo.rating for row in after] == [0, 4, 0]


def test_a_renamed_exposure_renames_its_stack(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    drop(library, shoot, folder_of(tmp_path, 3))
    rows = library.photos(shoot.id)
    stack = stacks.Stack(uuid4(), tmp_path / "prepared.jpg")
    library.write(
        stacks.arrange, shoot.id, {row.photo.id: stacks.Place(stack.id, Role.EXPOSURE) for row in rows}, [stack]
    )
    rows[1].photo.path.rename(tmp_path / "kitchen.jpg")
    assert drop(library, shoot, tmp_path / "kitchen.jpg").moved == 1
    (row,) = library.photos(shoot.id)
    assert (row.photo.id, row.photo.name) == (stack.id, "kitchen.jpg")
    assert [exposure.name for exposure in row.exposures] == ["IMG_0.jpg", "kitchen.jpg", "IMG_2.jpg"]


def test_a_copy_of_the_folder_adds_nothing(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 3)
    drop(library, shoot, folder)
    shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)
    outcome = drop(library, shoot, tmp_path / "copy", folder)
    assert (outcome.added, outcome.duplicates, outcome.moved) == (0, 6, 0)
    assert {row.photo.path.parent for row in library.photos(shoot.id)} == {folder}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_the_folder_through_a_link_adds_nothing(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 3)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    drop(library, shoot, folder)
    assert (drop(library, shoot, tmp_path / "link").added, len(library.photos(shoot.id))) == (0, 3)


def test_drops_at_once_see_each_other(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 5)
    copies = [Path(shutil.copytree(folder, tmp_path / f"copy {n}")) for n in range(4)]
    start = threading.Barrier(4)
    outcomes: list[Outcome] = []

    def work(copy: Path) -> None:
        start.wait()
        outcomes.append(add_files(library, shoot, [copy]))

    threads = [threading.Thread(target=work, args=[copy]) for copy in copies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.added for outcome in outcomes) == len(library.photos(shoot.id)) == 5
    assert sum(outcome.duplicates for outcome in outcomes) == 15


def test_a_card_that_comes_back_is_read_then(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 2)
    add_files(library, shoot, [folder])
    folder.rename(tmp_path / "away")
    read_metadata(library, shoot.id)
    assert {row.photo.state for row in library.photos(shoot.id)} == {PhotoState.ADDED}
    (tmp_path / "away").rename(folder)
    drop(library, shoot, folder)
    assert {row.photo.state for row in library.photos(shoot.id)} == {PhotoState.READY}


def test_a_changed_file_is_known_by_its_new_content(library: Library, shoot: Shoot, tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg", seed=1)
    drop(library, shoot, photo)
    write_jpeg(photo, 200, 100, seed=2)
    drop(library, shoot, photo)
    photo.rename(tmp_path / "b.jpg")
    assert drop(library, shoot, tmp_path / "b.jpg").moved == 1


def test_a_drop_and_a_command_give_the_same_rows(library: Library, tmp_path: Path) -> None:
    dropped, commanded = library.create_shoot("By the window"), library.create_shoot("By the command line")
    folder = resource("sample_shoot")
    add_files(library, dropped, [folder])
    describe(library, dropped.id, Grouper(library))
    files = [found for found in scan([folder]) if isinstance(found, ScannedFile)]
    rows, damaged = take_in(library, commanded, files, merge=True)

    def seen(shoot: Shoot) -> list[tuple[object, ...]]:
        found = library.photos(shoot.id)
        return [
            (row.photo.name, row.photo.role, row.photo.taken_at, row.photo.unsure, [one.path for one in row.files])
            for row in found
        ]

    assert seen(dropped) == seen(commanded)
    assert (len(rows), damaged) == (7, {})
