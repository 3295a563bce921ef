from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from luster_desktop.facts import Finishing
from luster_desktop.intake import headers, pictures
from luster_desktop.intake.preparing.making import CannotPrepare, CannotWrite, prepare
from luster_desktop.intake.preparing.plan import NOTHING, Made, Plan, Source
from luster_desktop.intake.preparing.process import Cancelled, Unreadable, Workshop
from luster_desktop.library.models import Photo, Role
from luster_desktop.library.wishes import Wishes
from luster_desktop.operations.preparing import finishing_of, plan_for
from luster_desktop.reasons import Reason
from tests import walkers
from tests.desktop.intake import dng, sample
from tests.desktop.photos import write_heic, write_jpeg

UPRIGHT = Finishing(lens=False, verticals=True, whites=False)


def source(path: Path) -> Source:
    status = path.stat()
    return Source(path, status.st_size, status.st_mtime_ns, "image/jpeg")


def plan(*paths: Path, turn: int = 0, finishing: Finishing = NOTHING) -> Plan:
    return Plan(tuple(source(path) for path in paths), len(paths) > 1, turn, finishing)


def gps_and_serial(path: Path) -> tuple[bool, bool]:
    return bool(headers.read(path).exif.get_ifd(0x8825)), b"SAMPLE-0001" in path.read_bytes()


def check(made: Made, path: Path) -> None:
    """What is said of the file is true."""
    assert made.path == path
    data = path.read_bytes()
    assert made.bytes == len(data)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert made.md5 == hashlib.md5(data).hexdigest()
    upright = pictures.read(path).pixels
    assert (made.width, made.height) == (upright.shape[1], upright.shape[0])


def test_a_stack_becomes_one_photo_without_its_place(tmp_path: Path) -> None:
    seen: list[float] = []
    made = prepare(plan(*sample.paths("living"), finishing=UPRIGHT), tmp_path / "new" / "a.jpg", seen.append)
    check(made, tmp_path / "new" / "a.jpg")
    assert (made.content_type, made.facts["merged"]) == ("image/jpeg", 5)
    assert gps_and_serial(tmp_path / "new" / "a.jpg") == (False, False)
    assert seen == sorted(seen)
    with Image.open(tmp_path / "new" / "a.jpg") as image:
        assert image.getexif()[0x0110] == "Sample"
        assert image.info["icc_profile"]
        assert "exif" in image.info
        assert isinstance(image, JpegImageFile)
        assert image.layers == 3
        assert [sampling[1:3] for sampling in image.layer] == [(1, 1)] * 3


def test_a_damaged_exposure_is_left_out_and_named(tmp_path: Path) -> None:
    paths = sample.paths("kitchen")[1:4]
    broken = tmp_path / "broken.JPG"
    broken.write_bytes(paths[0].read_bytes()[:200_000])
    made = prepare(plan(broken, *paths[1:]), tmp_path / "a.jpg")
    assert (made.facts["merged"], made.facts["damaged"]) == (2, ["broken.JPG"])
    check(made, tmp_path / "a.jpg")
    with pytest.raises(Unreadable, match=Reason.DAMAGED_PART):
        prepare(plan(broken, paths[1]), tmp_path / "b.jpg")
    with pytest.raises(CannotPrepare, match=Reason.OTHER_SCENES):
        prepare(plan(paths[1], sample.paths("living")[2]), tmp_path / "b.jpg")
    assert not (tmp_path / "b.jpg").exists()


@pytest.mark.parametrize("name", ["IMG_0001.JPG", "IMG_0015.HEIC", "plain.jpg"])
def test_what_is_sent_is_a_copy_with_the_same_pixels(tmp_path: Path, name: str) -> None:
    before = sample.SHOOT / name if name.startswith("IMG") else write_jpeg(tmp_path / name)
    bytes_before = before.read_bytes()
    made = prepare(plan(before), tmp_path / "out")
    check(made, tmp_path / "out")
    assert made.content_type == ("image/heic" if "HEIC" in name else "image/jpeg")
    assert made.facts == {"copy": True}
    assert gps_and_serial(tmp_path / "out") == (False, False)
    assert np.array_equal(pictures.read(before).pixels, pictures.read(tmp_path / "out").pixels)
    assert before.read_bytes() == bytes_before


@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.parametrize("name", ["IMG_0001.JPG", "IMG_0014.JPG", "bare.jpg"])
def test_a_turned_jpeg_keeps_its_pixels(tmp_path: Path, name: str, turn: int) -> None:
    path = sample.SHOOT / name if name.startswith("IMG") else write_jpeg(tmp_path / name)
    made = prepare(plan(path, turn=turn), tmp_path / "out.jpg")
    check(made, tmp_path / "out.jpg")
    assert np.array_equal(np.rot90(pictures.read(path).pixels, -turn), pictures.read(tmp_path / "out.jpg").pixels)
    assert "copy" not in made.facts or not made.facts["copy"]
    assert gps_and_serial(tmp_path / "out.jpg") == (False, False)


@pytest.mark.parametrize("mirrored", range(1, 9))
def test_every_orientation_can_be_turned(tmp_path: Path, mirrored: int) -> None:
    tags = Image.Exif()
    tags[0x0112] = mirrored
    path = write_jpeg(tmp_path / "a.jpg", exif=tags.tobytes())
    prepare(plan(path, turn=1), tmp_path / "out.jpg")
    assert np.array_equal(np.rot90(pictures.read(path).pixels, -1), pictures.read(tmp_path / "out.jpg").pixels)


def test_what_is_no_jpeg_becomes_one_when_it_is_turned(tmp_path: Path) -> None:
    path = write_heic(tmp_path / "a.heic")
    made = prepare(plan(path, turn=1), tmp_path / "out.jpg")
    check(made, tmp_path / "out.jpg")
    assert (made.content_type, made.width, made.height) == ("image/jpeg", 64, 96)
    difference = np.rot90(pictures.read(path).pixels, -1).astype(int) - pictures.read(tmp_path / "out.jpg").pixels
    assert np.abs(difference).mean() < 2


def test_a_raw_file_is_developed(tmp_path: Path) -> None:
    shown = np.asarray(pictures.read(sample.SHOOT / "IMG_0005.JPG").pixels[::4, ::4])
    linear = (shown / 255.0) ** 2.2
    dng.write(tmp_path / "DSC_1.DNG", linear / 2, preview=shown)
    made = prepare(plan(tmp_path / "DSC_1.DNG", finishing=UPRIGHT), tmp_path / "out.jpg")
    check(made, tmp_path / "out.jpg")
    assert (made.content_type, made.facts["developed"]) == ("image/jpeg", True)
    with Image.open(tmp_path / "out.jpg") as image:
        exif = image.getexif()
        assert (exif[0x010F], exif[0x0110]) == ("Luster", "Sample")
        assert exif.get_ifd(0x8769)[0x829D] == pytest.approx(7.1)
        assert 0x0112 not in exif
    walkers.walk((tmp_path / "out.jpg").read_bytes())
    brightness = pictures.read(tmp_path / "out.jpg").pixels.mean() / shown.mean()
    assert brightness == pytest.approx(1, abs=0.1)


def test_a_tilted_photo_is_straightened_and_a_straight_one_not_coded_again(tmp_path: Path) -> None:
    made = prepare(plan(sample.SHOOT / "IMG_0013.JPG", finishing=UPRIGHT), tmp_path / "out.jpg")
    check(made, tmp_path / "out.jpg")
    roll, pitch = made.facts["tilt"]
    assert pitch / roll == pytest.approx(7.0 / 1.8, rel=0.1) and -1.8 < roll < -0.9
    assert 0.92 <= made.facts["kept"] < 1
    assert made.width * made.height >= 0.92 * 2400 * 1600
    assert gps_and_serial(tmp_path / "out.jpg") == (False, False)
    plain = write_jpeg(tmp_path / "plain.jpg", 600, 400)
    made = prepare(plan(plain, finishing=UPRIGHT), tmp_path / "b.jpg")
    assert made.facts == {"copy": True}
    assert np.array_equal(pictures.read(plain).pixels, pictures.read(tmp_path / "b.jpg").pixels)


def test_what_cannot_be_rebuilt_is_drawn_anew(tmp_path: Path) -> None:
    data = write_jpeg(tmp_path / "a.jpg").read_bytes()
    odd = tmp_path / "odd.jpg"
    # A segment that claims to reach beyond its end: decoders shrug, and nobody knows what it is.
    odd.write_bytes(data[:-2] + b"\xff\xe1\xff\xff" + data[-2:])
    made = prepare(plan(odd), tmp_path / "out.jpg")
    check(made, tmp_path / "out.jpg")


def test_a_file_without_a_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    with pytest.raises(Unreadable, match=Reason.DAMAGED_PART):
        prepare(plan(tmp_path / "a.jpg"), tmp_path / "out.jpg")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=Reason.DISK_FULL):
        prepare(plan(sample.SHOOT / "IMG_0001.JPG"), Path("/dev/full"))
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=Reason.OWN_FOLDER_UNWRITABLE):
        prepare(plan(sample.SHOOT / "IMG_0001.JPG"), tmp_path / "file" / "a.jpg")


def test_the_recipe_names_all_that_matters_and_nothing_else(tmp_path: Path) -> None:
    one = plan(write_jpeg(tmp_path / "a.jpg"), write_jpeg(tmp_path / "b.jpg"))
    first, second = one.sources
    same = [replace(one), replace(one, sources=(second, first))]
    same.append(replace(one, sources=(replace(first, path=tmp_path / "moved" / "a.jpg"), second)))
    others = [
        replace(one, turn=1),
        replace(one, finishing=UPRIGHT),
        replace(one, sources=(first,)),
        replace(one, sources=(replace(first, mtime_ns=1), second)),
        replace(one, sources=(replace(first, bytes=1), second)),
        replace(one, sources=(replace(first, path=tmp_path / "c.jpg"), second)),
    ]
    assert {other.recipe for other in same} == {one.recipe}
    single = plan(tmp_path / "a.jpg")
    (own,) = single.sources
    assert replace(single, sources=(replace(own, path=tmp_path / "renamed.jpg"),)).recipe == single.recipe
    assert len({one.recipe, *(other.recipe for other in others)}) == len(others) + 1


def test_a_photo_that_is_finished_already_is_left_alone_unless_wanted() -> None:
    def photo(name: str, role: Role = Role.PHOTO, finishing: Finishing | None = None) -> Photo:
        from datetime import datetime
        from uuid import uuid4

        from luster_desktop.library.models import PhotoState

        return Photo(
            uuid4(), uuid4(), Path(name), name, 1, 1, "image/jpeg", PhotoState.READY, datetime.now(),
            role=role, finishing=finishing,
        )  # fmt: skip

    jpeg, raw, stack = photo("a.jpg"), photo("a.NEF"), photo("s.jpg", Role.STACK)
    usual = Wishes()
    assert finishing_of(jpeg, [], usual) == NOTHING
    assert finishing_of(raw, [], usual) == Finishing(True, True, False)
    assert finishing_of(stack, [jpeg, jpeg], usual) == Finishing(False, True, False)
    assert finishing_of(stack, [raw, raw], usual) == Finishing(True, True, False)
    assert finishing_of(jpeg, [], Wishes(singles=True)) == Finishing(False, True, False)
    chosen = Finishing(True, False, True)
    assert finishing_of(photo("a.jpg", finishing=chosen), [], usual) == chosen
    assert plan_for(stack, [jpeg, raw], usual).stack


def test_apart_it_is_the_same_and_one_child_does_several(tmp_path: Path) -> None:
    workshop = Workshop()
    try:
        one = workshop.make(plan(sample.SHOOT / "IMG_0001.JPG"), tmp_path / "a")
        check(one, tmp_path / "a.jpg")
        seen: list[float] = []
        two = workshop.make(plan(*sample.paths("living")[1:4]), tmp_path / "b", progress=seen.append)
        check(two, tmp_path / "b.jpg")
        assert seen[-1] == 1.0
        with pytest.raises(CannotPrepare, match=Reason.OTHER_SCENES):
            workshop.make(plan(sample.paths("living")[2], sample.paths("kitchen")[2]), tmp_path / "c")
        with pytest.raises(CannotWrite):
            workshop.make(plan(sample.SHOOT / "IMG_0001.JPG"), tmp_path / "a.jpg" / "c")
    finally:
        workshop.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "b.jpg"]


def test_what_a_child_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    workshop = Workshop()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(write_jpeg(tmp_path / "whole.jpg").read_bytes()[:1500])
    try:
        with pytest.raises(Unreadable, match=Reason.DAMAGED_PART):
            workshop.make(plan(cut), tmp_path / "a")
    finally:
        workshop.close()


def test_it_stops_in_the_middle_and_leaves_nothing(tmp_path: Path) -> None:
    workshop = Workshop()
    seen: list[float] = []
    with pytest.raises(Cancelled):
        workshop.make(plan(*sample.paths("living")), tmp_path / "a", progress=seen.append, cancelled=lambda: bool(seen))
    assert seen[-1] < 0.5
    assert list(tmp_path.iterdir()) == []
    check(workshop.make(plan(sample.SHOOT / "IMG_0001.JPG"), tmp_path / "a"), tmp_path / "a.jpg")
    workshop.close()


def test_a_child_that_dies_is_named_and_the_next_one_works(tmp_path: Path) -> None:
    workshop = Workshop()

    def kill(_done: float) -> None:
        assert workshop._process is not None
        os.kill(workshop._process.pid or 0, 9)

    with pytest.raises(CannotPrepare, match=Reason.PREPARING_DIED):
        workshop.make(plan(*sample.paths("living")[1:4]), tmp_path / "a", progress=kill)
    assert list(tmp_path.iterdir()) == []
    check(workshop.make(plan(sample.SHOOT / "IMG_0001.JPG"), tmp_path / "a"), tmp_path / "a.jpg")
    workshop.close()
