"""ICC profiles made here: the texts of a source file's profile are a hiding place and never leave with an output.

A photo in Display P3 or Adobe RGB stays in it, under our own profile of that space.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageCms

from .arrays import Pixels8

# Primaries adapted to D50: sRGB from IEC 61966-2-1, Display P3 and Adobe RGB (1998) from their specifications.
_D50 = (0.9642, 1.0, 0.8249)
_SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
_ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))


def _srgb_curve(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


@cache
def srgb() -> bytes:
    """Luster's one constant sRGB profile."""
    return _build(b"sRGB", _SRGB, _srgb_curve)


@cache
def display_p3() -> bytes:
    """Luster's one constant Display P3 profile, also for files that only name its primaries."""
    return _build(b"Display P3", _P3, _srgb_curve)


@cache
def adobe_rgb() -> bytes:
    """Luster's one constant Adobe RGB (1998) profile, also for files that only name it."""
    return _build(b"Adobe RGB compatible", _ADOBE, lambda value: float(value ** (563 / 256)))


def transform(source: bytes, target: bytes, mode: str = "RGB") -> ImageCms.ImageCmsTransform:
    """The way from one profile to another: relative colorimetric, with black point compensation.

    Parameters
    ----------
    source, target : bytes
        ICC profiles; `target` is one of RGB.
    mode : str
        Pillow's name of the channels of `source`.

    Returns
    -------
    ImageCms.ImageCmsTransform

    Raises
    ------
    PyCMSError, OSError
        When a profile is broken or is not one of `mode`.
    """
    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(source)),
        ImageCms.ImageCmsProfile(io.BytesIO(target)),
        mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def changes_nothing(way: ImageCms.ImageCmsTransform) -> bool:
    """Whether a transform is between two names of the same space: no value moves by more than rounding does.

    Parameters
    ----------
    way : ImageCms.ImageCmsTransform
        From RGB to RGB.

    Returns
    -------
    bool
    """
    axis = np.linspace(0, 255, 9).astype(np.uint8)
    lattice = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(27, 27, 3)
    probe = ImageCms.applyTransform(Image.fromarray(lattice), way)
    return probe is not None and int(np.abs(np.asarray(probe).astype(int) - lattice).max()) <= 1


def convert(pixels: Pixels8, source: bytes, target: bytes) -> Pixels8:
    """Pixels of one of our profiles in another.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
    source, target : bytes
        Two of this module's own profiles.

    Returns
    -------
    (H, W, 3) Pixels8
        The very same array where the two are one.
    """
    if source == target:
        return pixels
    image = Image.fromarray(pixels)
    ImageCms.applyTransform(image, transform(source, target), inPlace=True)
    return np.array(image)


def _build(name: bytes, primaries: tuple[tuple[float, float, float], ...], curve: Callable[[float], float]) -> bytes:
    """A version 2 matrix profile with a 512-point curve, which every viewer understands."""

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    points = [round(curve(i / 511) * 65535) for i in range(512)]
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + bytes(78)
    elements = {
        b"desc": description,
        b"cprt": b"text\0\0\0\0No copyright\0",
        b"wtpt": xyz(_D50),
        b"rXYZ": xyz(primaries[0]),
        b"gXYZ": xyz(primaries[1]),
        b"bXYZ": xyz(primaries[2]),
        b"rTRC": b"curv\0\0\0\0" + struct.pack(">I512H", 512, *points),
    }
    offset = 128 + 4 + 12 * (len(elements) + 2)
    table, body = b"", b""
    for tag, data in elements.items():
        padded = data + bytes(-len(data) % 4)
        entry = struct.pack(">II", offset + len(body), len(data))
        for name_ in (tag, b"gTRC", b"bTRC") if tag == b"rTRC" else (tag,):
            table += name_ + entry
        body += padded
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4s8sI3i4s",
        offset + len(body), b"\0" * 4, 0x02400000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp", b"\0" * 4,
        0, b"\0" * 4, b"\0" * 4, bytes(8), 1, *(round(v * 65536) for v in _D50), b"\0" * 4,
    )  # fmt: skip
    return header + bytes(128 - len(header)) + struct.pack(">I", len(elements) + 2) + table + body
