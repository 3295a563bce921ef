from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from luster_desktop.facts import Version
from luster_desktop.intake.watch import PATIENCE, QUIET, Arrivals
from tests.desktop.photos import picture, write_heic, write_jpeg


def names(arrivals: Arrivals, now: float) -> list[str]:
    return [path.name for path in arrivals.look(now).complete]


@pytest.fixture
def arrivals(tmp_path: Path) -> Arrivals:
    (tmp_path / "in").mkdir()
    return Arrivals(tmp_path / "in", {})


def test_each_file_is_found_once_when_it_has_settled(arrivals: Arrivals) -> None:
    write_jpeg(arrivals.folder / "IMG_10.jpg")
    write_jpeg(arrivals.folder / "IMG_2.jpg")
    write_heic(arrivals.folder / "IMG_3.heic")
    picture(40, 30).save(arrivals.folder / "IMG_4.tif")
    first = arrivals.look(0.0)
    assert (dict(first.complete), first.waiting) == ({}, True)
    assert names(arrivals, QUIET / 2) == []
    write_jpeg(arrivals.folder / "below" / "IMG_1.jpg")
    assert names(arrivals, QUIET) == ["IMG_2.jpg", "IMG_3.heic", "IMG_4.tif", "IMG_10.jpg"]
    last = arrivals.look(2 * QUIET)
    assert [path.name for path in last.complete] == ["IMG_1.jpg"]
    assert last.folders == (arrivals.folder, arrivals.folder / "below")
    assert names(arrivals, 100.0) == []


def test_a_file_that_is_being_written_waits_for_its_end(arrivals: Arrivals, tmp_path: Path) -> None:
    whole = write_jpeg(tmp_path / "whole.jpg", 800, 600).read_bytes()
    growing = arrivals.folder / "IMG.jpg"
    for moment in range(5):
        growing.write_bytes(whole[: (moment + 1) * len(whole) // 6])
        assert names(arrivals, float(moment * 2)) == []
    # The writer pauses: neither size nor time change, but the end is not there.
    assert names(arrivals, 8 + QUIET) == []
    growing.write_bytes(whole)
    assert names(arrivals, 10.0) == []
    assert names(arrivals, 10 + QUIET) == ["IMG.jpg"]


def test_a_jpeg_without_an_end_is_taken_after_a_while(arrivals: Arrivals) -> None:
    path = write_jpeg(arrivals.folder / "motion.jpg")
    path.write_bytes(path.read_bytes() + bytes(100_000))
    assert names(arrivals, 0.0) == []
    assert names(arrivals, PATIENCE - 1) == []
    assert names(arrivals, PATIENCE) == ["motion.jpg"]


def test_space_that_is_only_reserved_is_no_photo(arrivals: Arrivals) -> None:
    path = arrivals.folder / "IMG.jpg"
    content = write_jpeg(path, 300, 200).read_bytes()
    path.write_bytes(bytes(len(content)))
    assert names(arrivals, 0.0) == []
    assert names(arrivals, PATIENCE) == []
    path.write_bytes(content)
    assert names(arrivals, 20.0) == []
    assert names(arrivals, 20 + QUIET) == ["IMG.jpg"]


@pytest.mark.parametrize(
    "name", ["IMG.jpg.part", "IMG.tmp", "IMG.jpg.crdownload", "~IMG.jpg", "IMG.jpg~", ".IMG.jpg", "Thumbs.db"]
)
def test_names_of_unfinished_files_are_passed_over(arrivals: Arrivals, name: str) -> None:
    write_jpeg(arrivals.folder / name)
    assert names(arrivals, 0.0) == names(arrivals, 60.0) == []


def test_what_is_no_photo_does_not_keep_it_busy(arrivals: Arrivals) -> None:
    (arrivals.folder / "IMG.xmp").write_text("<x/>")
    (arrivals.folder / "empty.jpg").touch()
    arrivals.look(0.0)
    assert arrivals.look(PATIENCE) == arrivals.look(2 * PATIENCE)
    assert not arrivals.look(3 * PATIENCE).complete
    assert not arrivals.look(3 * PATIENCE).waiting


def test_a_new_version_is_found_again_and_what_was_taken_is_not(tmp_path: Path) -> None:
    old, new = write_jpeg(tmp_path / "old.jpg"), write_jpeg(tmp_path / "new.jpg")
    status = old.stat()
    arrivals = Arrivals(tmp_path, {old: Version(status.st_size, status.st_mtime_ns)})
    arrivals.look(0.0)
    assert names(arrivals, 1.0) == ["new.jpg"]
    os.utime(old, ns=(1, 1))
    new.unlink()
    arrivals.look(2.0)
    assert names(arrivals, 3.0) == ["old.jpg"]


def test_what_could_not_be_taken_in_is_found_again(arrivals: Arrivals) -> None:
    write_jpeg(arrivals.folder / "IMG.jpg")
    arrivals.look(0.0)
    found = arrivals.look(1.0).complete
    arrivals.give_back(found)
    arrivals.look(2.0)
    assert arrivals.look(3.0).complete == found


def test_a_folder_that_is_gone_is_an_error_and_goes_on_when_it_is_back(arrivals: Arrivals, tmp_path: Path) -> None:
    write_jpeg(arrivals.folder / "IMG_1.jpg")
    arrivals.look(0.0)
    assert names(arrivals, 1.0) == ["IMG_1.jpg"]
    shutil.move(arrivals.folder, tmp_path / "away")
    with pytest.raises(OSError, match="in"):
        arrivals.look(2.0)
    shutil.move(tmp_path / "away", arrivals.folder)
    write_jpeg(arrivals.folder / "IMG_2.jpg")
    arrivals.look(3.0)
    assert names(arrivals, 4.0) == ["IMG_2.jpg"]
