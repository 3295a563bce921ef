"""The validator: it finds what is wrong with a delivered file, whoever has made it so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import piexif
import pytest
from PIL import Image

from luster_desktop.delivery.checking import check
from luster_desktop.delivery.composing import PlannedSet, Variant, compose
from luster_desktop.delivery.exporting import Exported, export
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.profiles import Limits
from luster_desktop.reasons import Reason
from luster_desktop.words.reasons import sentence
from tests import hiding
from tests.desktop.delivery.items import SKY, item, profile

RECIPE = ExportRecipe("mls", "MLS", names="{n:02} {room}", long_edge=200, max_bytes=60_000)
Spoil = Callable[[Path], object]


@pytest.fixture
def made(tmp_path: Path) -> tuple[PlannedSet, list[Exported]]:
    (one,) = compose([item(tmp_path, 1), item(tmp_path, 2, SKY)], [RECIPE], profile("crmls"))
    return one, list(export([one], tmp_path / "out").pictures)


def wrong(one: PlannedSet, pictures: list[Exported]) -> list[list[str]]:
    return [[reason.partition(" ")[0] for reason in found.wrong] for found in check(one, pictures)]


def test_what_luster_makes_passes(made: tuple[PlannedSet, list[Exported]]) -> None:
    assert wrong(*made) == [[], [], []]


def _rewrite(path: Path, **options: object) -> None:
    with Image.open(path) as image:
        image.load()
        image.save(path, "JPEG", quality=80, **({"xmp": image.info.get("xmp", b"")} | options))


SPOILS: dict[str, tuple[Spoil, Reason]] = {
    "larger": (lambda path: Image.new("RGB", (400, 300)).save(path, "JPEG"), Reason.WRONG_SIZE),
    "heavier": (lambda path: path.write_bytes(path.read_bytes() + bytes(60_000)), Reason.TOO_MANY_BYTES),
    "png": (lambda path: Image.new("RGB", (100, 90)).save(path, "PNG"), Reason.WRONG_FORMAT),
    "place": (lambda path: _rewrite(path, exif=hiding.exif()), Reason.SAYS_TOO_MUCH),
    "thumbnail": (lambda path: piexif.insert(piexif.dump({"0th": {271: b"Maker"}}), str(path)), Reason.SAYS_TOO_MUCH),
    "packet": (lambda path: _rewrite(path, xmp=hiding.XMP), Reason.SAYS_TOO_MUCH),
    "comment": (lambda path: _rewrite(path, comment="here"), Reason.SAYS_TOO_MUCH),
    "iptc": (
        lambda path: path.write_bytes(b"\xff\xd8\xff\xed\0\x10Photoshop 3.0\0" + path.read_bytes()[2:]),
        Reason.SAYS_TOO_MUCH,
    ),
    "gone": (lambda path: path.unlink(), Reason.NUMBER_MISSING),
    "unsaid": (lambda path: _rewrite(path, xmp=b""), Reason.ORIGIN_UNSAID),
}


@pytest.mark.parametrize("name", SPOILS)
def test_a_spoilt_file_is_found_out(made: tuple[PlannedSet, list[Exported]], name: str) -> None:
    one, pictures = made
    spoil, reason = SPOILS[name]
    path = pictures[1].path
    assert path is not None
    spoil(path)
    found = wrong(one, pictures)
    assert reason in found[1] and found[0] == found[2] == []
    assert all(sentence(said) != said for checked in check(one, pictures) for said in checked.wrong)


def test_colours_that_are_not_srgb_are_found(made: tuple[PlannedSet, list[Exported]]) -> None:
    from tests.desktop.delivery.test_rendering import _swapped

    one, pictures = made
    assert pictures[0].path is not None
    _rewrite(pictures[0].path, icc_profile=_swapped())
    assert Reason.WRONG_COLOURS in wrong(one, pictures)[0]


def test_an_original_that_is_not_beside_its_photo_and_limits_of_the_profile_are_found(
    made: tuple[PlannedSet, list[Exported]],
) -> None:
    one, pictures = made
    apart = replace(one, pictures=tuple(p for p in one.pictures if p.variant is not Variant.ORIGINAL))
    assert wrong(apart, [replace(p, set=apart) for p in pictures[:2]])[1] == [Reason.ORIGINAL_NOT_BESIDE]
    strict = replace(one.profile, limits=Limits(max_bytes=2_000, min_width=300, max_edge=150, most=2))
    tight = replace(one, profile=strict)
    found = wrong(tight, [replace(p, set=tight) for p in pictures])
    assert found[0] == [Reason.WRONG_SIZE, Reason.WRONG_SIZE, Reason.TOO_MANY_BYTES]
    assert Reason.TOO_MANY_PICTURES in found[2]
