"""Drones are known by what they write into their files, on files as they write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ExifTags, Image

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.intake.drone import by_drone, from_drone

FLOWN = b'<rdf:Description xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" drone-dji:RelativeAltitude="+30.20"/>'
EDITED = b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Lightroom"/>'


def taken(path: Path, make: str, model: str, xmp: bytes = b"") -> Path:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = make, model
    Image.new("RGB", (60, 40), "green").save(path, exif=exif, xmp=xmp)
    return path


@pytest.mark.parametrize(
    ("make", "model", "xmp", "flown"),
    [
        ("DJI", "FC8482", b"", True),
        ("DJI\0", "FC220", EDITED, True),
        ("Hasselblad", "L2D-20c", FLOWN, True),
        ("Autel Robotics", "XT705", b"", True),
        ("DJI", "OsmoPocket3", EDITED, False),
        ("Hasselblad", "X2D 100C", EDITED, False),
        ("SONY", "ILCE-7M4", b"", False),
    ],
)
def test_a_drone_is_known_by_its_file(tmp_path: Path, make: str, model: str, xmp: bytes, flown: bool) -> None:
    assert by_drone(taken(tmp_path / "a.jpg", make, model, xmp)) is flown


def test_what_a_drone_took_is_outside_whatever_its_colours_are() -> None:
    lawn, panes = frozenset({Shown.LAWN}), frozenset({Shown.BLOWN_PANES})
    drone = frozenset({Shown.DRONE})
    assert from_drone(Seen(Scene.OUTSIDE, lawn)) == Seen(Scene.OUTSIDE, lawn | drone)
    assert from_drone(Seen(Scene.INSIDE, panes)) == from_drone(Seen(Scene.UNSURE)) == Seen(Scene.OUTSIDE, drone)
