"""Photos all around the camera, on their way from the card to what is sent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from luster_desktop.facts import Finishing
from luster_desktop.intake import pictures
from luster_desktop.intake.merge.files import merge_files, merge_pictures
from luster_desktop.intake.preparing.making import prepare
from luster_desktop.intake.preparing.plan import Plan, Source
from tests import spheres


def exposures(folder: Path, moved: tuple[int, ...] = (0, 0, 0)) -> list[Path]:
    light = (spheres.pixels() / 255) ** 2.2
    paths = []
    for number, (stops, shift) in enumerate(zip((-2, 0, 2), moved, strict=True)):
        shown = np.roll(np.clip(light * 2.0**stops, 0, 1) ** (1 / 2.2) * 255, shift, axis=1)
        paths.append(folder / f"{number}.jpg")
        paths[-1].write_bytes(spheres.jpeg(shown.astype(np.uint8)))
    return paths


@pytest.mark.parametrize("moved", [(0, 0, 0), (9, 0, -7)])
def test_a_merge_is_not_seen_where_the_edges_meet(tmp_path: Path, moved: tuple[int, ...]) -> None:
    paths = exposures(tmp_path, moved)
    merged = merge_pictures(paths)
    assert merged.picture.pixels.shape == spheres.pixels().shape and not merged.left_out
    assert spheres.seam(merged.picture.pixels) <= 0.5
    merge_files(paths, tmp_path / "merged.jpg")
    assert spheres.said((tmp_path / "merged.jpg").read_bytes()) == spheres.facts()


def plan(path: Path, finishing: Finishing) -> Plan:
    status = path.stat()
    return Plan((Source(path, status.st_size, status.st_mtime_ns, "image/jpeg"),), False, 0, finishing)


def test_a_sphere_is_not_straightened_and_keeps_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(spheres.jpeg())
    made = prepare(plan(tmp_path / "a.jpg", Finishing()), tmp_path / "out.jpg")
    assert not {"lens", "tilt"} & made.facts.keys()
    data = made.path.read_bytes()
    assert spheres.said(data) == spheres.facts()


def test_what_is_drawn_anew_keeps_it() -> None:
    about = spheres.facts()
    data = pictures.encode_jpeg(pictures.Picture(spheres.pixels(), panorama=about))
    assert spheres.said(data) == about


def test_a_merge_of_photos_with_gain_maps_carries_none(tmp_path: Path) -> None:
    mark = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"/>'
    )
    paths = []
    for path in exposures(tmp_path):
        with Image.open(path) as image:
            image.save(path.with_suffix(".map.jpg"), quality=95, xmp=mark)
            small = path.with_suffix(".small.jpg")
            image.resize((384, 192)).convert("L").save(small)
        paths.append(path.with_suffix(".map.jpg"))
        paths[-1].write_bytes(paths[-1].read_bytes() + small.read_bytes())
    merged = merge_files(paths, tmp_path / "merged.jpg")
    data = merged.path.read_bytes()
    assert (merged.width, merged.height) == (spheres.WIDTH, spheres.HEIGHT)
    assert b"hdrgm" not in data and b"MPF\0" not in data and data.count(b"\xff\xd8\xff") == 1
