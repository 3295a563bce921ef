"""What the user has painted over: crops for the model, and what becomes of them laid into the photo."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
from PIL import Image

from . import brush, compose, crops, icc, jpeg, presence
from .arrays import Pixels8, scale
from .crops import Frame
from .decode import Photo
from .sizes import SizeLimits
from .values import Crop, Fill, Prepared, Rejected


def frame_of(photo: Photo) -> Frame:
    """The frame of a photo.

    Parameters
    ----------
    photo : Photo

    Returns
    -------
    Frame
    """
    height, width = photo.pixels.shape[:2]
    return Frame(width, height, photo.facts.panorama is not None and photo.facts.panorama.closes)


def prepared(photo: Photo, crop: Crop, limits: SizeLimits) -> Prepared:
    """What the model gets of a crop.

    Where a crop shows too little to align an answer with (a bare wall), it takes in more of the photo: there is nothing
    fine in it that would be lost.

    Parameters
    ----------
    photo : Photo
        All of it.
    crop : Crop
    limits : SizeLimits
        What the model takes.

    Returns
    -------
    Prepared

    Raises
    ------
    Rejected
        When even the whole photo shows too little.
    """
    frame = frame_of(photo)
    while True:
        size = crops.asked(crop, frame, limits)
        own = crops.cut(photo.pixels, crop)
        small = icc.convert(scale(own, size), photo.profile, icc.srgb())
        larger = crops.wider(crop, frame, limits)
        if presence.alignable(small, brush.coverage(crop.strokes, *size), sure=larger is not None):
            break
        if larger is None:
            raise Rejected("no_structure")
        crop = larger
    mask = brush.mask(crop.strokes, *size)
    return Prepared(jpeg.clean(small), mask, "image/jpeg", *size, crop, _png(own, icc_profile=photo.profile))


def filled(own: Photo, plan: compose.Plan) -> bytes:
    """What takes the place of what was painted in a crop, as the `image` of a `Fill`.

    Parameters
    ----------
    own : Photo
        The crop's own pixels.
    plan : compose.Plan
        Of the painted answer.

    Returns
    -------
    bytes
    """
    made = compose.render(own.pixels.copy(), plan)
    changed = (made != own.pixels).any(axis=-1)
    return _png(np.dstack((made * changed[..., None], changed.astype(np.uint8) * 255)))


def lay(pixels: Pixels8, fills: Iterable[Fill]) -> None:
    """Lay fills into a photo, in place.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
        Of the whole photo.
    fills : iterable of Fill
    """
    for fill in fills:
        rows, columns = places(fill.crop, pixels.shape[1], 1)
        picture = opened(fill.image)
        down, across = np.nonzero(picture[..., 3])
        pixels[rows.start + down, columns[across]] = picture[down, across, :3]


def places(crop: Crop, width: int, ratio: float) -> tuple[slice, Pixels8]:
    """Rows and columns of a crop in a picture of the whole photo.

    Parameters
    ----------
    crop : Crop
    width : int
        Of the picture.
    ratio : float
        Its size over the photo's.

    Returns
    -------
    rows : slice
    columns : (N,) array of int
        Beyond the picture's edge it begins again.
    """
    top, bottom, left, right = (
        round(edge * ratio) for edge in (crop.top, crop.top + crop.height, crop.left, crop.left + crop.width)
    )
    return slice(top, max(bottom, top + 1)), np.arange(left, max(right, left + 1)) % width


def opened(image: bytes) -> Pixels8:
    """The pixels of a `Fill`.

    Parameters
    ----------
    image : bytes

    Returns
    -------
    (H, W, 4) Pixels8
    """
    return np.asarray(Image.open(io.BytesIO(image)))


def _png(pixels: Pixels8, **more: bytes) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, "PNG", compress_level=1, **more)
    return sink.getvalue()
