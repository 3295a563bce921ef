from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from backend.contract import MAX_UPLOAD_BYTES
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.formats import RAW
from luster_desktop.intake.scan import MAX_RAW_BYTES, RejectedFile, extended, natural_key, scan
from luster_desktop.reasons import Reason
from tests.desktop.photos import picture, write_heic, write_jpeg

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file kinds")


def names(found: list[ScannedFile | RejectedFile]) -> list[str]:
    return [item.name for item in found if isinstance(item, ScannedFile)]


def rejected(found: list[ScannedFile | RejectedFile]) -> dict[str, str]:
    return {item.name: item.reason for item in found if isinstance(item, RejectedFile)}


def test_folders_recurse_in_natural_order(tmp_path: Path) -> None:
    for name in ("IMG_10.jpg", "img_2.jpg", "IMG_1.jpg", "b/IMG_3.jpg", "a/deep/er/IMG_4.jpg"):
        write_jpeg(tmp_path / name)
    assert names(list(scan([tmp_path]))) == ["IMG_1.jpg", "img_2.jpg", "IMG_10.jpg", "IMG_4.jpg", "IMG_3.jpg"]


def test_each_unusable_file_is_named_once_with_a_reason_and_stops_nothing(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "good.jpg")
    (tmp_path / "notes.txt").write_text("call the agent")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "page.jpg").write_text("<html>")
    found = list(scan([tmp_path]))
    reasons = rejected(found)
    assert names(found) == ["good.jpg"]
    assert set(reasons) == {"notes.txt", "empty.jpg", "page.jpg"}
    assert reasons["empty.jpg"] == Reason.FILE_EMPTY
    assert reasons["notes.txt"] == Reason.NOT_A_PHOTO


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    huge = tmp_path / "huge.tif"
    with huge.open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 1)
    assert rejected(list(scan([huge]))) == {"huge.tif": Reason.FILE_TOO_LARGE.of(megabytes=150, most=150)}


def test_a_raw_may_be_larger_than_what_is_sent(tmp_path: Path) -> None:
    for name, size in (("a.IIQ", MAX_RAW_BYTES), ("b.IIQ", MAX_RAW_BYTES + 1)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    assert MAX_RAW_BYTES > MAX_UPLOAD_BYTES
    found = list(scan([tmp_path]))
    assert names(found) == ["a.IIQ"]
    assert rejected(found) == {"b.IIQ": Reason.FILE_TOO_LARGE.of(megabytes=300, most=300)}


@pytest.mark.parametrize("head", [b"II*\x00", b"MM\x00*", b"FUJIFILMCCD-RAW ", b"\x00\x00\x00\x18ftypcrx "])
def test_a_raw_is_told_by_its_suffix(tmp_path: Path, head: bytes) -> None:
    for suffix in ("nef", "CR3", "Raf", "dng"):
        (tmp_path / f"shot.{suffix}").write_bytes(head + bytes(100))
    (tmp_path / "empty.arw").touch()
    found = list(scan([tmp_path]))
    assert [item.content_type for item in found if isinstance(item, ScannedFile)] == [RAW] * 4
    assert rejected(found) == {"empty.arw": Reason.FILE_EMPTY}


def test_hidden_files_and_litter_are_passed_over_in_silence(tmp_path: Path) -> None:
    for name in (".DS_Store", "._IMG_1.JPG", "Thumbs.db", "desktop.ini", "__MACOSX/IMG.jpg", ".cache/IMG.jpg"):
        write_jpeg(tmp_path / name)
    write_jpeg(tmp_path / "IMG_1.JPG")
    assert [item.name for item in scan([tmp_path])] == ["IMG_1.JPG"]


def test_the_content_decides_the_type(tmp_path: Path) -> None:
    picture(20, 10).save(tmp_path / "png.jpg", "PNG")
    picture(20, 10).save(tmp_path / "webp.png", "WEBP")
    picture(20, 10).save(tmp_path / "tiff.jpeg", "TIFF")
    write_heic(tmp_path / "heic.jpg")
    write_jpeg(tmp_path / "noname")
    types = {item.name: item.content_type for item in scan([tmp_path]) if isinstance(item, ScannedFile)}
    assert types == {
        "png.jpg": "image/png",
        "webp.png": "image/webp",
        "tiff.jpeg": "image/tiff",
        "heic.jpg": "image/heic",
        "noname": "image/jpeg",
    }


def test_avif_is_no_heif(tmp_path: Path) -> None:
    (tmp_path / "a.avif").write_bytes(b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf" + bytes(50))
    assert "a.avif" in rejected(list(scan([tmp_path])))


def test_any_name_survives(tmp_path: Path) -> None:
    wanted = ["with space.jpg", "🏠 front.jpg", "厨房.jpg", "кухня.jpg", "x" * 200 + ".jpg", "trailing..jpg"]
    for name in wanted:
        write_jpeg(tmp_path / name)
    assert sorted(names(list(scan([tmp_path])))) == sorted(wanted)


def test_the_same_file_is_listed_once_however_it_is_reached(tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a" / "IMG.jpg")
    found = list(scan([photo, tmp_path, tmp_path / "a", tmp_path / "a" / ".." / "a" / "IMG.jpg"]))
    assert names(found) == ["IMG.jpg"]


@posix
def test_links_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "a" / "IMG.jpg")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "twin.jpg").symlink_to(tmp_path / "a" / "IMG.jpg")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    found = list(scan([tmp_path]))
    assert len(names(found)) == 1
    assert rejected(found) == {"gone.jpg": Reason.FILE_GONE}


@posix
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert rejected(list(scan([tmp_path]))) == {"pipe.jpg": Reason.NOT_A_FILE}


def test_a_missing_path_is_rejected_with_the_reason(tmp_path: Path) -> None:
    assert rejected(list(scan([tmp_path / "no.jpg"]))) == {"no.jpg": Reason.FILE_GONE}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "locked.jpg").chmod(0)
    write_jpeg(tmp_path / "room" / "a.jpg")
    (tmp_path / "room").chmod(0)
    reasons = rejected(list(scan([tmp_path])))
    (tmp_path / "room").chmod(stat.S_IRWXU)
    assert reasons == {"locked.jpg": Reason.FILE_FORBIDDEN, "room": Reason.FOLDER_FORBIDDEN}


def test_a_folder_can_be_left_out(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "IMG.jpg")
    write_jpeg(tmp_path / "luster" / "IMG dusk.jpg")
    assert names(list(scan([tmp_path], skip=[tmp_path / "luster"]))) == ["IMG.jpg"]


def test_a_folder_that_goes_away_meanwhile_ends_in_reasons(tmp_path: Path) -> None:
    for number in range(3):
        write_jpeg(tmp_path / "card" / f"{number}" / "IMG.jpg")
    walk = scan([tmp_path / "card"])
    first = next(walk)
    shutil.rmtree(tmp_path / "card")
    assert isinstance(first, ScannedFile)
    assert all(isinstance(item, RejectedFile) for item in walk)


def test_natural_order_mixes_numbers_and_text() -> None:
    mixed = ["b", "10", "a10", "a2", "2", "A1", ""]
    assert sorted(mixed, key=natural_key) == ["", "2", "10", "A1", "a2", "a10", "b"]


@posix
def test_a_card_that_is_pulled_out_is_said_once(tmp_path: Path) -> None:
    for number in range(40):
        write_jpeg(tmp_path / "card" / "DCIM" / f"{number // 10}" / f"IMG_{number}.jpg", 16, 16)
    walk = scan([tmp_path / "card"])
    first = [next(walk) for _ in range(5)]
    (tmp_path / "card").rename(tmp_path / "pulled")
    (rest,) = walk
    assert all(isinstance(item, ScannedFile) for item in first)
    assert isinstance(rest, RejectedFile)
    assert rest.interrupted
    assert rest.reason == Reason.FOLDER_WENT_AWAY.of(photos=5)


def test_files_of_a_card_that_is_gone_are_said_once(tmp_path: Path) -> None:
    stays = write_jpeg(tmp_path / "IMG.jpg")
    card = [tmp_path / "card" / f"IMG_{number}.jpg" for number in range(40)]
    found = list(scan([*card, stays]))
    assert names(found) == ["IMG.jpg"]
    assert rejected(found) == {"card": Reason.FOLDER_GONE}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_media_are_read(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "card" / "IMG.jpg").chmod(0o400)
    (tmp_path / "card").chmod(0o500)
    assert names(list(scan([tmp_path / "card"]))) == ["IMG.jpg"]
    (tmp_path / "card").chmod(0o700)


@posix
def test_deep_and_long_paths_are_read(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["ein sehr langer Ordnername mit Ümläuten und 漢字" * 2] * 6)
    assert len(str(folder)) > 500
    write_jpeg(folder / "IMG.jpg")
    assert names(list(scan([tmp_path]))) == ["IMG.jpg"]


def test_long_paths_take_windows_prefix() -> None:
    deep = "\\".join(["room"] * 60)
    assert extended(f"C:\\{deep}") == f"\\\\?\\C:\\{deep}"
    assert extended(f"\\\\nas\\photos\\{deep}") == f"\\\\?\\UNC\\nas\\photos\\{deep}"
    assert extended(f"\\\\?\\C:\\{deep}") == f"\\\\?\\C:\\{deep}"
    assert extended("C:\\room") == "C:\\room"
