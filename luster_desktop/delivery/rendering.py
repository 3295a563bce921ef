"""Pictures made from one file, which is decoded once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageOps

from luster_desktop.delivery.exports import Colours, ExportRecipe, Fit, Sharpening
from luster_desktop.intake import headers, pictures
from luster_desktop.intake.clean import profile as icc
from luster_desktop.intake.formats import Unreadable
from luster_desktop.reasons import Reason

__all__ = ["Source", "TooLarge", "Unreadable", "encode", "fitted", "is_srgb", "load", "lying_as_coded"]

LEAST_QUALITY = 45
"""Below that a picture is made smaller instead."""
_SHRINK = 0.85
_PAPER = (255, 255, 255)
_SRGB = icc.rebuilt(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
_UNSHARP = {Sharpening.SCREEN: (0.6, 0.55), Sharpening.PRINT: (1.1, 0.8)}
"""Radius in pixels and strength of an unsharp mask, for what was made smaller."""


class TooLarge(Exception):
    """No quality makes the picture small enough; the message is a `Reason`."""


class Source:
    """A decoded file: as large as the largest picture that is made of it needs, upright."""

    def __init__(self, image: Image.Image, profile: bytes | None) -> None:
        self._image = image
        self._profile = profile
        self._srgb: Image.Image | None = None

    def picture(self, colours: Colours) -> tuple[Image.Image, bytes]:
        """The pixels and the colour profile that they are in."""
        if self._profile is None or is_srgb(self._profile):
            return self._image, _SRGB
        if colours is Colours.KEEP:
            return self._image, self._profile
        if self._srgb is None:
            self._srgb = _to_srgb(self._image, self._profile)
        return self._srgb, _SRGB


def load(path: Path, recipes: Sequence[ExportRecipe]) -> Source:
    """The file for these recipes: a JPEG is decoded at a half, a quarter or an eighth where that is enough.

    Raises `Unreadable` and OSError.
    """
    header = headers.read(path)
    scale = max(_scale((header.width, header.height), recipe) for recipe in recipes)
    part = next(part for part in (8, 4, 2, 1) if part * scale <= 1)
    picture = pictures.read_part(path, part)
    return Source(Image.fromarray(pictures.eight_bits(picture.pixels)), picture.icc)


def lying_as_coded(path: Path) -> bytes | None:
    """The colour profile, or nothing, of a JPEG that is coded upright; None for others. Raises `Unreadable`."""
    with path.open("rb") as file:
        is_jpeg = file.read(3) == b"\xff\xd8\xff"
    header = headers.read(path) if is_jpeg else None
    return header.icc or b"" if header is not None and header.orientation == 1 else None


def fitted(source: Image.Image, recipe: ExportRecipe) -> Image.Image:
    """The picture in the size of the recipe, never larger than it was except to fill an exact size, and sharpened."""
    if recipe.exact:
        size = (recipe.width, recipe.height)
        if recipe.fit is Fit.PAD:
            inner = ImageOps.contain(source, size, Image.Resampling.LANCZOS)
            whole = Image.new("RGB", size, _PAPER)
            inner = _sharpened(inner, recipe) if inner.width < source.width else inner
            whole.paste(inner, ((size[0] - inner.width) // 2, (size[1] - inner.height) // 2))
            return whole
        made = ImageOps.fit(source, size, Image.Resampling.LANCZOS)
        return _sharpened(made, recipe) if min(source.width / size[0], source.height / size[1]) > 1 else made
    if recipe.long_edge and max(source.size) > recipe.long_edge:
        return _sharpened(_smaller(source, recipe.long_edge / max(source.size)), recipe)
    return source


def encode(image: Image.Image, recipe: ExportRecipe, beside: int = 0) -> bytes:
    """A bare JPEG of the best quality, at most the recipe's, that leaves `beside` bytes under its limit for what is
    said in the file. Without an exact size it becomes smaller where quality alone does not do. Raises `TooLarge`.
    """
    room = recipe.max_bytes - beside if recipe.max_bytes else 0
    while True:
        data = _jpeg(image, recipe.quality)
        if not recipe.max_bytes or len(data) <= room:
            return data
        low, high, best = min(LEAST_QUALITY, recipe.quality), recipe.quality - 1, b""
        while low <= high:
            middle = (low + high) // 2
            data = _jpeg(image, middle)
            if len(data) <= room:
                best, low = data, middle + 1
            else:
                high = middle - 1
        if best:
            return best
        if recipe.exact or min(image.size) < 200:
            raise TooLarge(Reason.EXPORT_TOO_LARGE.of(kilobytes=recipe.max_bytes // 1000))
        image = _smaller(image, _SHRINK)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """4:4:4, with tables of its own; as cv2 writes it, which lets other threads run meanwhile."""
    flags = [
        cv2.IMWRITE_JPEG_QUALITY,
        quality,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
        cv2.IMWRITE_JPEG_OPTIMIZE,
        1,
    ]
    done, coded = cv2.imencode(".jpg", np.asarray(image)[..., ::-1], flags)
    assert done
    return coded.tobytes()


def _scale(size: tuple[int, int], recipe: ExportRecipe) -> float:
    """How much of the file's size the recipe needs, at most all."""
    if recipe.exact:
        ratios = (recipe.width / size[0], recipe.height / size[1])
        return min(1.0, max(ratios) if recipe.fit is Fit.CROP else min(ratios))
    return min(1.0, recipe.long_edge / max(size)) if recipe.long_edge else 1.0


def _smaller(image: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _sharpened(image: Image.Image, recipe: ExportRecipe) -> Image.Image:
    if recipe.sharpening not in _UNSHARP:
        return image
    radius, strength = _UNSHARP[recipe.sharpening]
    pixels = np.asarray(image)
    # As cv2 does it, in a seventh of Pillow's time.
    soft = cv2.GaussianBlur(pixels, (0, 0), radius)
    return Image.fromarray(cv2.addWeighted(pixels, 1 + strength, soft, -strength, 0))


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        done = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.ImageCmsProfile(BytesIO(_SRGB))
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # broken, or for other channels: taken for sRGB, as everywhere else
    return image if done is None else done


@lru_cache(maxsize=32)
def is_srgb(profile: bytes) -> bool:
    """Whether colours in it have the same values as in sRGB, within what 8 bits tell apart."""
    steps = np.linspace(0, 255, 9).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(1, -1, 3)
    made = np.asarray(_to_srgb(Image.fromarray(grid), profile))
    return int(np.abs(made.astype(int) - grid).max()) <= 2
