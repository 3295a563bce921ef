from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from luster_desktop.facts import Known
from luster_desktop.intake.hashing import SAMPLE, fingerprint, hash_file
from luster_desktop.intake.recognise import recognise
from tests.desktop.photos import scanned, write_jpeg


def known(path: Path, *, sampled: bool = True, hashed: bool = False) -> Known:
    status = path.stat()
    return Known(
        uuid4(),
        path,
        status.st_size,
        status.st_mtime_ns,
        fingerprint(path) if sampled else None,
        hash_file(path).sha256 if hashed else None,
    )


def test_only_files_of_equal_sizes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(path: Path) -> str:
        read.append(path.name)
        return fingerprint(path)

    monkeypatch.setattr("luster_desktop.intake.recognise.fingerprint", noted)
    files = [scanned(write_jpeg(tmp_path / f"{n}.jpg", 64 + 8 * n, 64, seed=n)) for n in range(4)]
    shutil.copyfile(files[2].path, tmp_path / "twin.jpg")
    assert len({file.bytes for file in files}) == 4
    assert recognise(files, []).new == files
    assert read == []
    recognise([*files, scanned(tmp_path / "twin.jpg")], [])
    assert sorted(read) == ["2.jpg", "twin.jpg"]


def test_a_copy_is_told_whatever_its_name_and_time(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg", 400, 300)
    with_its_time = Path(shutil.copy2(photo, tmp_path / "b.jpg"))
    without = Path(shutil.copyfile(photo, tmp_path / "c.jpg"))
    os.utime(without, ns=(5, 5))
    found = recognise([scanned(with_its_time), scanned(without)], [known(photo, sampled=False)])
    assert [(file.name, original) for file, original in found.copies] == [("b.jpg", photo), ("c.jpg", photo)]
    assert (found.new, found.moved) == ([], [])


def test_copies_within_one_scan_are_one_photo(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg")
    twin = Path(shutil.copy2(photo, tmp_path / "b.jpg"))
    found = recognise([scanned(photo), scanned(twin)], [])
    assert [file.name for file in found.new] == ["a.jpg"]
    assert [file.name for file, _original in found.copies] == ["b.jpg"]


@pytest.mark.parametrize("sampled", [True, False])
def test_a_moved_file_takes_its_photo_along(tmp_path: Path, sampled: bool) -> None:
    photo = write_jpeg(tmp_path / "card" / "IMG_1.jpg")
    before = known(photo, sampled=sampled, hashed=not sampled)
    there = photo.rename(tmp_path / "кухня.jpg")
    twin = Path(shutil.copy2(there, tmp_path / "twin.jpg"))
    found = recognise([scanned(there), scanned(twin)], [before])
    assert [(photo_id, file.name) for photo_id, file in found.moved] == [(before.photo_id, "кухня.jpg")]
    assert [file.name for file, _original in found.copies] == ["twin.jpg"]


def test_equal_sizes_are_no_equal_content(tmp_path: Path) -> None:
    """As uncompressed RAW files: one byte differs, where each sample lies and where none does."""
    size = 10 * SAMPLE
    plain = write_jpeg(tmp_path / "plain.jpg").read_bytes().ljust(size, b"\0")
    paths = [tmp_path / "plain.jpg"]
    paths[0].write_bytes(plain)
    for at in (SAMPLE - 1, size // 4, size // 2, size - 1):
        other = bytearray(plain)
        other[at] ^= 1
        paths.append(tmp_path / f"{at}.jpg")
        paths[-1].write_bytes(other)
    for time, path in enumerate(paths):
        os.utime(path, ns=(time, time))
    files = [scanned(path) for path in paths]
    assert len({file.bytes for file in files}) == 1
    assert recognise(files, []).new == files
    assert recognise(files[1:], [known(paths[0], hashed=True)]).new == files[1:]


def test_a_gone_file_that_was_sent_is_told_by_all_of_it(tmp_path: Path) -> None:
    size = 10 * SAMPLE
    photo = tmp_path / "a.jpg"
    photo.write_bytes(write_jpeg(photo).read_bytes().ljust(size, b"\0"))
    before = known(photo, hashed=True)
    content = bytearray(photo.read_bytes())
    photo.unlink()
    content[size // 4] ^= 1
    retouched = tmp_path / "b.jpg"
    retouched.write_bytes(content)
    assert fingerprint(retouched) == before.fingerprint
    assert recognise([scanned(retouched)], [before]).moved == []


def test_a_path_that_now_holds_another_file_is_no_original(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg")
    before = known(photo)
    copy = Path(shutil.copy2(photo, tmp_path / "b.jpg"))
    write_jpeg(photo, 200, 100)
    found = recognise([scanned(copy)], [before])
    assert [file.name for file in found.new] == ["b.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_the_same_file_through_a_link_is_not_read_for_that(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "shoot" / "a.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "shoot", target_is_directory=True)
    before = known(photo)
    found = recognise([scanned(tmp_path / "link" / "a.jpg")], [before])
    assert [original for _file, original in found.copies] == [photo]
