"""Files of which a part is missing, and forms that Luster does not take: each is named before an order."""

from __future__ import annotations

import re
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from luster_desktop.facts import ScannedFile
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.preparing.making import prepare
from luster_desktop.intake.preparing.plan import NOTHING, Plan, Source
from luster_desktop.intake.scan import scan
from luster_desktop.intake.thumbnails import load_thumbnail
from luster_desktop.library.models import PhotoRow, PhotoState, Role, Shoot, Stage
from luster_desktop.library.store import Library
from luster_desktop.operations.adding import describe
from luster_desktop.operations.grouping import Grouper
from luster_desktop.paths import resource
from luster_desktop.reasons import Reason
from tests import shared
from tests.desktop.operations.taken_in import bracket
from tests.desktop.photos import write_heic, write_jpeg

MISSING, HDR = Reason.DAMAGED_PART, Reason.HDR_CURVE
TOLD = {
    "damaged/half.heic": MISSING,
    "damaged/cut60_png.png": MISSING,
    "damaged/cut60_prog_jpg.jpg": MISSING,
    "damaged/cut60_webp.webp": MISSING,
    "formats/10_float32.tif": Reason.DEEP_TIFF,
    "formats/jxl_proraw.dng": Reason.JPEG_XL,
}


def with_hole(path: Path, size: int = 4096) -> Path:
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes(size) + data[middle + size :])
    return path


def cut(path: Path, share: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    return path


def hdr(path: Path, curve: int) -> Path:
    photo = Image.open(resource("sample_shoot", "IMG_0001.JPG")).resize((600, 400))
    photo.info.clear()  # beside a colour profile, no curve would be written
    heif = pillow_heif.from_pillow(photo)
    heif.save(path, quality=80, color_primaries=9, transfer_characteristics=curve, matrix_coefficients=9)
    return path


def taken_in(library: Library, shoot: Shoot, *paths: Path, grouper: Grouper | None = None) -> dict[str, PhotoRow]:
    library.add_photos(shoot.id, [found for found in scan(paths) if isinstance(found, ScannedFile)])
    describe(library, shoot.id, grouper)
    return {row.photo.name: row for row in library.photos(shoot.id)}


def plan(*paths: Path, stack: bool = False) -> Plan:
    sources = []
    for path in paths:
        (found,) = scan([path])
        assert isinstance(found, ScannedFile)
        sources.append(Source(path, found.bytes, found.mtime_ns, found.content_type))
    return Plan(tuple(sources), stack, 0, NOTHING)


@pytest.mark.parametrize("name", TOLD)
def test_files_of_the_field_are_named_for_what_they_are(library: Library, shoot: Shoot, name: str) -> None:
    file = shared.need(shared.FIELD / name)
    row = taken_in(library, shoot, file)[file.name]
    assert (row.photo.state, row.stage, row.problem) == (PhotoState.UNUSABLE, Stage.UNUSABLE, TOLD[name])
    with pytest.raises(Unreadable) as caught:
        prepare(plan(file), library.folder / "out")
    assert str(caught.value) == TOLD[name]


def test_the_same_made_by_code_stands_in_the_gallery_with_its_sentence(
    library: Library, shoot: Shoot, tmp_path: Path
) -> None:
    made = {
        cut(write_heic(tmp_path / "late.heic", 960, 640), 0.97): MISSING,
        cut(write_heic(tmp_path / "early.hif", 960, 640), 0.6): MISSING,
        with_hole(write_heic(tmp_path / "hole.heic", 960, 640)): MISSING,
        with_hole(write_jpeg(tmp_path / "hole.jpg", 960, 640)): MISSING,
        with_hole(write_jpeg(tmp_path / "progressive.jpg", 960, 640, progressive=True)): MISSING,
        cut(write_jpeg(tmp_path / "cut.jpg", 960, 640), 0.9): MISSING,
        hdr(tmp_path / "pq.heic", 16): HDR,
        hdr(tmp_path / "hlg.hif", 18): HDR,
    }
    good = [write_jpeg(tmp_path / "good.jpg", 960, 640), write_heic(tmp_path / "good.heic", 960, 640)]
    rows = taken_in(library, shoot, *made, *good, hdr(tmp_path / "sdr.heic", 13))
    assert {name: row.problem for name, row in rows.items() if row.problem} == {
        path.name: sentence for path, sentence in made.items()
    }
    assert {name for name, row in rows.items() if row.stage is Stage.IDLE} == {"good.jpg", "good.heic", "sdr.heic"}
    for path, sentence in made.items():
        with pytest.raises(Unreadable) as caught:
            prepare(plan(path), tmp_path / "out")
        assert str(caught.value) == sentence
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("harm", [with_hole, lambda path: cut(path, 0.7)])
def test_a_damaged_exposure_is_named_and_the_others_are_merged(
    library: Library, shoot: Shoot, tmp_path: Path, harm: object
) -> None:
    _, five, _ = bracket(tmp_path / "card")
    assert callable(harm)
    harm(five[1])
    taken_in(library, shoot, tmp_path / "card", grouper=Grouper(library))
    row = next(row for row in library.photos(shoot.id) if five[0] in [photo.path for photo in row.files])
    assert row.photo.role is Role.STACK
    assert {photo.path.name: photo.reason for photo in row.exposures if photo.reason} == {five[1].name: MISSING}
    made = prepare(plan(*(photo.path for photo in row.exposures), stack=True), tmp_path / "merged")
    assert made.facts["merged"] + len(made.facts.get("left_out", ())) == 4
    assert made.facts["damaged"] == [five[1].name]
    for path in five[2:]:
        harm(path)
    with pytest.raises(Unreadable, match=re.escape(Reason.EXPOSURE_UNREADABLE.of(name=five[1].name, why=MISSING))):
        prepare(plan(*five, stack=True), tmp_path / "merged")


def test_an_hdr_exposure_of_a_bracket_is_named(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.heic" for n in range(3)]
    for number, path in enumerate(paths):
        hdr(path, 16 if number == 1 else 13)
    made = prepare(plan(*paths, stack=True), tmp_path / "merged")
    assert (made.facts["merged"], made.facts["damaged"]) == (2, ["1.heic"])
    hdr(paths[0], 18)
    with pytest.raises(Unreadable) as caught:
        prepare(plan(*paths, stack=True), tmp_path / "merged")
    assert str(caught.value) == Reason.EXPOSURE_UNREADABLE.of(name="0.heic", why=HDR)


def test_a_heic_of_several_pictures_has_a_thumbnail_like_any_other(tmp_path: Path) -> None:
    several = pillow_heif.from_pillow(Image.new("RGB", (900, 600), (200, 40, 40)))
    several.add_from_pillow(Image.new("RGB", (300, 300), (40, 40, 200)))
    several.save(tmp_path / "several.heic", quality=90)
    shown = load_thumbnail(tmp_path / "several.heic", 300)
    assert (shown.width, shown.height) == (300, 200) and shown.rgb[0] > 150
    shown = load_thumbnail(shared.need(shared.CORPUS / "21_empty_icc.heic"), 256)
    assert (shown.width, shown.height) == (256, 225)
