"""Photos all around the camera stay so: what they say of the sphere, and edges that meet."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from backend import panorama
from backend.imaging import Scope, SizeLimits, chain
from backend.local.image_model.editor import Bright, Dusk, Edit, Sky, carry_out
from backend.local.image_model.rerender import rerender
from luster_desktop.intake.clean import xmp
from tests import shared, spheres

from .scenes import encoded

LIMITS = SizeLimits(min_pixels=1, max_pixels=1 << 22)


def of_a_model(edit: Edit) -> Callable[[NDArray[np.uint8]], NDArray[np.uint8]]:
    return lambda picture: rerender(carry_out(picture, edit, 3), 5, 1.0)


def uneven(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Brighter from left to right, by more than any model."""
    ramp = np.linspace(-1, 1, picture.shape[1])[None, :, None]
    return np.clip(picture * (1.15 + 0.06 * ramp) + 10 + 6 * ramp, 0, 255).astype(np.uint8)


EDITS = {
    "bright": (of_a_model(Bright()), Scope(tone=True)),
    "uneven": (uneven, Scope(tone=True)),
    "sky": (of_a_model(Sky()), Scope(tone=False, content=frozenset({"sky"}))),
    "dusk": (of_a_model(Dusk()), Scope(tone=True, content=frozenset({"sky", "windows"}))),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_not_seen_where_the_edges_meet(name: str) -> None:
    edit, scope = EDITS[name]
    original = spheres.jpeg()
    prepared = chain.prepare(original, LIMITS, scope)
    answer = edit(np.array(Image.open(io.BytesIO(prepared.image))))
    done = chain.finish(original, encoded(answer, "PNG"), scope)
    result = np.array(Image.open(io.BytesIO(done.image)))
    assert result.shape == (spheres.HEIGHT, spheres.WIDTH, 3) and done.report["verdict"] == "pass"
    assert spheres.seam(result) <= 0.5
    if name == "uneven":
        apart = (result[:, 0].astype(float) - result[:, -1]).mean(axis=0)
        before = (spheres.pixels()[:, 0].astype(float) - spheres.pixels()[:, -1]).mean(axis=0)
        assert np.abs(apart - before).max() < 1.5
    with Image.open(io.BytesIO(done.change_map)) as laid_over:
        assert abs(laid_over.width / laid_over.height - 2) < 0.02
    assert spheres.said(done.image) == spheres.facts()
    assert spheres.said(done.thumb) is None


def test_what_is_painted_beyond_an_edge_is_one_place() -> None:
    from backend.imaging import brush
    from backend.imaging.values import Stroke

    columns = spheres.WIDTH // 8
    stroke = Stroke(0.02, ((0.995, 0.5),))
    alone = brush.coverage([stroke], spheres.WIDTH, spheres.HEIGHT)
    wider = brush.coverage(brush.extended([stroke], 1 / 8), spheres.WIDTH + 2 * columns, spheres.HEIGHT)
    assert np.abs(wider[:, columns + columns : -columns] - alone[:, columns:]).max() < 0.3
    assert wider[spheres.HEIGHT // 2, columns + 10] > 0.99, "and goes on at the left edge"


def test_an_ordinary_photo_says_nothing_of_a_sphere() -> None:
    original = encoded(spheres.pixels())
    scope = Scope(tone=True)
    prepared = chain.prepare(original, LIMITS, scope)
    done = chain.finish(original, encoded(uneven(np.array(Image.open(io.BytesIO(prepared.image)))), "PNG"), scope)
    assert spheres.said(done.image) is None


def test_facts_that_do_not_fit_the_picture_are_none() -> None:
    packet = xmp.packet(panorama=spheres.facts())
    assert panorama.read(packet, spheres.WIDTH, spheres.HEIGHT) == spheres.facts()
    assert panorama.read(packet, spheres.WIDTH // 2, spheres.HEIGHT // 2) == spheres.facts(), "made smaller"
    assert panorama.read(packet, spheres.HEIGHT, spheres.WIDTH) is None
    assert panorama.read(packet.replace(b"equirectangular", b"<script>"), spheres.WIDTH, spheres.HEIGHT) is None
    part = packet.replace(b'FullPanoWidthPixels="1536"', b'FullPanoWidthPixels="4096"')
    read = panorama.read(part, spheres.WIDTH, spheres.HEIGHT)
    assert read is not None and not read.closes
    for nothing in (None, b"", "", b"<x/>"):
        assert panorama.read(nothing, 2, 1) is None


def test_the_sphere_of_the_field_arrives() -> None:
    original = shared.need(shared.FIELD / "formats" / "21_pano360.jpg").read_bytes()
    scope = Scope(tone=True)
    prepared = chain.prepare(original, LIMITS, scope)
    answer = of_a_model(Bright())(np.array(Image.open(io.BytesIO(prepared.image))))
    done = chain.finish(original, encoded(answer, "PNG"), scope)
    said = spheres.said(done.image)
    assert said is not None and said.closes and dict(said.sizes)["FullPanoWidthPixels"] == 3072
