"""Pictures of a recipe: size, bytes, colours, sharpness."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from luster_desktop.delivery import rendering
from luster_desktop.delivery.composing import compose
from luster_desktop.delivery.exports import Colours, ExportRecipe, Fit, Sharpening
from luster_desktop.delivery.making import Order, make
from luster_desktop.delivery.rendering import TooLarge
from tests.desktop.delivery.items import item, profile
from tests.desktop.photos import write_heic, write_jpeg
from tests.hiding import picture

PLAIN = ExportRecipe("a", "A", sharpening=Sharpening.NONE, listing=False)


def made(path: Path, recipe: ExportRecipe) -> Image.Image:
    source = rendering.load(path, [recipe])
    pixels, profile = source.picture(recipe.colours)
    image = Image.open(BytesIO(rendering.encode(rendering.fitted(pixels, recipe), recipe)))
    image.info["colours"] = profile
    return image


@pytest.mark.parametrize(
    ("recipe", "size"),
    [
        (replace(PLAIN, long_edge=300), (300, 200)),
        (replace(PLAIN, long_edge=900), (600, 400)),
        (PLAIN, (600, 400)),
        (replace(PLAIN, width=80, height=100), (80, 100)),
        (replace(PLAIN, width=90, height=160, fit=Fit.PAD), (90, 160)),
        (replace(PLAIN, width=1200, height=1200), (1200, 1200)),
    ],
)
@pytest.mark.parametrize("kind", ["jpeg", "heic", "turned"])
def test_a_picture_has_the_size_of_its_recipe_and_is_upright(
    tmp_path: Path, recipe: ExportRecipe, size: tuple[int, int], kind: str
) -> None:
    path = tmp_path / "photo.jpg"
    if kind == "heic":
        write_heic(path.with_suffix(".heic"), 600, 400).rename(path)
    elif kind == "turned":
        tags = Image.Exif()
        tags[0x0112] = 6
        write_jpeg(path, 400, 600, exif=tags)
    else:
        write_jpeg(path, 600, 400)
    image = made(path, recipe)
    assert image.size == size
    if recipe.fit is Fit.PAD and recipe.exact:
        assert image.getpixel((45, 3)) == (255, 255, 255)
    elif not recipe.exact:  # the red quarter is at the upper left, of a turned photo at the upper right
        x = 0.75 if kind == "turned" else 0.25
        red, green, _ = np.asarray(image)[size[1] // 4, int(size[0] * x)].astype(int)
        assert red - green > 100


def test_a_limit_of_bytes_takes_quality_first_and_size_then(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    picture(800, 600).save(path)
    free = made(path, PLAIN)
    assert free.size == (800, 600)
    size = {}
    for most in (90_000, 40_000, 9_000):
        recipe = replace(PLAIN, max_bytes=most)
        data = rendering.encode(rendering.load(path, [recipe]).picture(Colours.SRGB)[0], recipe, 1000)
        assert most * 0.7 < len(data) <= most - 1000
        size[most] = Image.open(BytesIO(data)).size
    assert size[90_000] == (800, 600) > size[9_000]
    exact = replace(PLAIN, width=800, height=600, max_bytes=9_000)
    with pytest.raises(TooLarge):
        rendering.encode(rendering.load(path, [exact]).picture(Colours.SRGB)[0], exact)


def test_colours_become_srgb_or_are_kept(tmp_path: Path) -> None:
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert not rendering.is_srgb(_swapped()) and rendering.is_srgb(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    assert wide
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (64, 64), (200, 40, 40)).save(path, icc_profile=_swapped(), quality=95)
    kept, turned = made(path, replace(PLAIN, colours=Colours.KEEP)), made(path, PLAIN)
    assert kept.info["colours"] == _swapped() and rendering.is_srgb(turned.info["colours"])
    red, green, _ = np.asarray(turned)[32, 32].astype(int)
    assert np.asarray(kept)[32, 32][0] > 190 and green > red


def _swapped() -> bytes:
    """A profile whose red is sRGB's green, and the other way round."""
    plain = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    plain[128:] = plain[128:].replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
    return bytes(plain)


def test_what_is_made_smaller_is_sharpened_and_what_is_not_stays(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    picture(1200, 900).save(path)
    edges = {}
    for kind in Sharpening:
        image = np.asarray(made(path, replace(PLAIN, long_edge=400, sharpening=kind, quality=98)).convert("L"), float)
        edges[kind] = np.abs(np.diff(image, axis=1)).mean()
    assert edges[Sharpening.NONE] < edges[Sharpening.SCREEN] < edges[Sharpening.PRINT]
    full = [made(path, replace(PLAIN, sharpening=kind)).tobytes() for kind in (Sharpening.NONE, Sharpening.SCREEN)]
    assert full[0] == full[1]


def test_a_large_jpeg_is_decoded_only_as_large_as_is_needed(tmp_path: Path) -> None:
    path = write_jpeg(tmp_path / "photo.jpg", 2400, 1600)
    sizes = {
        edge: rendering.load(path, [replace(PLAIN, long_edge=edge)]).picture(Colours.SRGB)[0].size
        for edge in (300, 500, 1200, 1300)
    }
    assert sizes == {300: (300, 200), 500: (600, 400), 1200: (1200, 800), 1300: (2400, 1600)}
    crop = replace(PLAIN, width=700, height=1000)
    assert rendering.load(path, [replace(PLAIN, long_edge=300), crop]).picture(Colours.SRGB)[0].size == (2400, 1600)


def test_a_print_of_the_full_size_keeps_the_coded_picture(tmp_path: Path) -> None:
    one = item(tmp_path, 1)
    recipe = replace(PLAIN, colours=Colours.KEEP)
    ((planned,),) = (plan.pictures for plan in compose([one], [recipe], profile("generic")))
    ((_, data),) = make(one.path, [Order(planned, recipe, profile("generic"), "A")])
    assert isinstance(data, bytes) and data != one.path.read_bytes()
    assert np.array_equal(np.asarray(Image.open(BytesIO(data))), np.asarray(Image.open(one.path)))
    scan = one.path.read_bytes()
    assert data.endswith(scan[scan.rindex(b"\xff\xda") :])
