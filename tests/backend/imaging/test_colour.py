"""What an edit does not touch keeps its colour, whatever space the original came in."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PySide6.QtGui import QImage

from backend.imaging import Scope, SizeLimits, chain, exif, icc, jpeg
from backend.imaging.decode import decode
from tests.present import present

from . import leaks
from .delta_e import ciede2000
from .scenes import encoded, opened, room

SKY, LIMITS = Scope(False, frozenset({"sky"})), SizeLimits()
PROFILES = {"none": None, "sRGB": icc.srgb, "Display P3": icc.display_p3, "Adobe RGB": icc.adobe_rgb}

# Linear RGB to XYZ (white D65), from the primaries in each space's specification.
TO_XYZ = {
    "sRGB": ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041)),
    "Display P3": ((0.4865709, 0.2656677, 0.1982173), (0.2289746, 0.6917385, 0.0792869), (0, 0.0451134, 1.0439444)),
    "Adobe RGB": ((0.576731, 0.185554, 0.188185), (0.297377, 0.627349, 0.075274), (0.027034, 0.070687, 0.991109)),
}  # fmt: skip

# From Sharma, Wu, Dalal 2005, table 1: the pairs that find most mistakes in implementations.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "expected"), SHARMA)
def test_the_measure_agrees_with_its_paper(
    first: tuple[float, ...], second: tuple[float, ...], expected: float
) -> None:
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(expected, abs=1e-4)


def lab(pixels: np.ndarray, space: str) -> np.ndarray:
    """CIE Lab of 8-bit values in `space`, in floating point and without any colour management library."""
    value = pixels.astype(np.float64) / 255
    if space == "Adobe RGB":
        linear = value ** (563 / 256)
    else:
        linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    matrix = np.array(TO_XYZ[space])
    ratio = linear @ matrix.T / matrix.sum(axis=1)
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1)


def yard() -> np.ndarray:
    """A blue sky over a dark hedge and warm walls, all of it in sRGB whichever space its values are read in."""
    picture = room(1200, 800, 5).astype(np.float32)
    grey = picture.mean(axis=-1, keepdims=True)
    picture = (40 + 0.6 * (grey + 0.5 * (picture - grey))) * (1.1, 0.95, 0.7)
    picture[260:330] = 30
    picture[:260] = (110, 150, 205)
    noise = np.random.default_rng(5).normal(0, 1, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("space", PROFILES)
def test_untouched_areas_keep_their_colour(space: str) -> None:
    make = PROFILES[space]
    profile: dict[str, Any] = {"icc_profile": make()} if make else {}
    original = encoded(yard(), quality=97, subsampling=0, **profile)
    edited = opened(chain.prepare(original, LIMITS, SKY).image).copy()
    edited[:250] = np.linspace((60, 90, 180), (230, 180, 150), 250)[:, None]
    done = Image.open(io.BytesIO(chain.finish(original, encoded(edited, "PNG"), SKY).image))
    assert done.info["icc_profile"] == (make or icc.srgb)()
    assert done.getexif().get_ifd(0x8769)[0xA001] == (1 if space in ("none", "sRGB") else 0xFFFF)
    shown = lab(np.asarray(done), "sRGB" if space == "none" else space)
    wanted = lab(opened(original), "sRGB" if space == "none" else space)
    difference = ciede2000(shown, wanted)
    assert np.median(difference[340:]) < 1 and np.quantile(difference[340:], 0.99) < 4
    assert np.median(difference[20:200]) > 5, "the edit is not there"


@pytest.mark.parametrize("space", ["Display P3", "Adobe RGB"])
def test_a_wide_original_keeps_its_own_values(space: str) -> None:
    """Blocks of a 4:4:4 JPEG stand alone: where nothing changed they are those of the original's own values."""
    scene = yard()
    scene[400:600, 300:700] = (0, 250, 10)  # outside sRGB
    profile = present(PROFILES[space])()
    original = encoded(scene, quality=97, subsampling=0, icc_profile=profile)
    own = opened(original)
    assert np.array_equal(decode(original, keep=True).pixels, own)
    edited = opened(chain.prepare(original, LIMITS, SKY).image).copy()
    edited[:250] = np.linspace((60, 90, 180), (230, 180, 150), 250)[:, None]
    done = chain.finish(original, encoded(edited, "PNG"), SKY)
    same = opened(jpeg.full(own.copy(), profile, exif.NO_FACTS, jpeg.GENERATED))
    assert np.array_equal(opened(done.image)[344:], same[344:])
    assert leaks.check_structure(done.image, profile) == leaks.check_structure(done.thumb, icc.srgb()) == jpeg.GENERATED
    assert Image.open(io.BytesIO(done.thumb)).info["icc_profile"] == icc.srgb()
    thumb = opened(done.thumb)
    wanted = decode(original).pixels[500, 500].astype(int)
    assert np.abs(thumb[500 * thumb.shape[0] // 800, 500 * thumb.shape[1] // 1200] - wanted).max() < 6


@pytest.mark.parametrize("space", ["Display P3", "Adobe RGB"])
def test_tone_reaches_a_wide_original_as_the_model_showed_it(space: str) -> None:
    original = encoded(yard(), quality=97, subsampling=0, icc_profile=present(PROFILES[space])())
    shown = opened(chain.prepare(original, LIMITS, SKY).image)
    edited = np.clip(shown.astype(np.float32) * (0.85, 0.9, 0.8) + 12, 0, 255).astype(np.uint8)
    done = chain.finish(original, encoded(edited, "PNG"), Scope(tone=True))
    difference = ciede2000(lab(opened(done.image), space), lab(edited, "sRGB"))
    assert np.median(difference) < 1 and np.quantile(difference, 0.95) < 4


def test_a_foreign_profile_of_a_known_space_is_known() -> None:
    """Another maker's bytes, another name, other texts: the space counts, and our own profile leaves."""
    scene = room(320, 240)
    foreign = icc.display_p3().replace(b"No copyright", b"Camera 12345").replace(b"Display P3", b"DeviceName")
    photo = decode(encoded(scene, "PNG", icc_profile=foreign), keep=True)
    assert photo.profile == icc.display_p3() and np.array_equal(photo.pixels, scene)
    odd = icc._build(b"odd", icc._P3, lambda value: value**1.5)
    assert decode(encoded(scene, "PNG", icc_profile=odd), keep=True).profile == icc.srgb()
    assert decode(encoded(scene[..., 0], "PNG", icc_profile=foreign), keep=True).profile == icc.srgb()


def test_every_decoder_reads_the_delivered_picture_alike_and_at_full_colour() -> None:
    scene = room(801, 535)
    data = jpeg.full(scene.copy(), icc.srgb(), exif.NO_FACTS, jpeg.ENHANCED)
    ours = Image.open(io.BytesIO(data))
    assert isinstance(ours, JpegImageFile)
    assert [sampling for _, *sampling, _ in ours.layer] == [[1, 1]] * 3 and len(ours.quantization) == 2
    pixels = np.asarray(ours)
    assert np.sqrt(np.mean((pixels.astype(float) - scene) ** 2)) < 2.5
    blue_first = present(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))
    shown = QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine())
    qt = lines[:, : 3 * shown.width()].reshape(pixels.shape)
    assert np.abs(blue_first[..., ::-1].astype(int) - pixels).max() <= 1
    assert np.abs(qt.astype(int) - pixels).max() <= 1
