"""RAW files: the picture that the camera embedded, at once; and a neutral development of the sensor's own values.

LibRaw reads them. The development is plain on purpose: the camera's white balance, sRGB, brightness as the camera
showed it on its screen, highlights that roll off; no sharpening, no look.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rawpy
from numpy.typing import NDArray
from PIL import ExifTags, Image

from backend import whole
from backend.contract import MAX_PIXELS
from backend.whole import tiff
from luster_desktop.intake.formats import Unreadable, check_size, open_jpeg, why
from luster_desktop.reasons import Reason

_TAGS = ExifTags.Base
_EPOCH = datetime(1970, 1, 2)
"""LibRaw returns the first of January, in some zone, where it finds no time."""
_DARKEST, _BRIGHTEST = 0.7, 4.0
"""Limits of the exposure that matches the camera's own picture: cameras hold back up to about two stops."""
_WITHOUT_PREVIEW = 1.6
_KNEE = 0.7
_HEAD = 256 * 1024
_REDUCED = {2: cv2.IMREAD_REDUCED_GRAYSCALE_2, 4: cv2.IMREAD_REDUCED_GRAYSCALE_4, 8: cv2.IMREAD_REDUCED_GRAYSCALE_8}
"""Together with colour these reduce colour."""
_COMPRESSION, _JPEG_XL = 0x0103, 52546
_AS_GOOD = 0.9
"""Of the sensor's width: cameras cut their picture a little smaller."""


@dataclass(frozen=True, slots=True)
class Header:
    width: int
    """Upright, as is `height`."""
    height: int
    exif: Image.Exif
    """How the photo was taken. Its orientation is that of the embedded picture."""
    lens: str
    """By name, or empty."""


def embedded_preview(path: Path, *, most: int = MAX_PIXELS) -> NDArray[np.uint8] | None:
    """The largest picture that the camera embedded, upright (H x W x 3, RGB), or None when it has more pixels
    than `most` or there is none. Raises `Unreadable`.
    """
    with _opened(path) as file:
        return _preview(file, most=most)


def shown(path: Path, edge: int) -> NDArray[np.uint8]:
    """The photo (H x W x 3, RGB, upright) with a longer edge of `edge` or more, or as large as it is.

    The camera's own picture where it is large enough, decoded no larger than is needed, otherwise a development.
    Raises `Unreadable`.
    """
    with _opened(path) as file:
        longest = max(file.sizes.width, file.sizes.height)
        preview = _preview(file, edge)
        if preview is not None and max(preview.shape[:2]) >= min(edge, _AS_GOOD * longest):
            return preview
        _check(path)
        return np.asarray(_developed(file, preview, half=edge <= longest // 2, deep=False), np.uint8)


def develop(path: Path, *, half: bool = False, deep: bool = False) -> NDArray[Any]:
    """Upright sRGB pixels (H x W x 3, RGB); `half` the size is several times faster, `deep` gives 16 bits.

    Raises `Unreadable`.
    """
    _check(path)
    with _opened(path) as file:
        return _developed(file, _preview(file), half=half, deep=deep)


def header(path: Path) -> Header:
    """Raises `Unreadable`, for more than MAX_PIXELS too."""
    _check(path)
    with _opened(path) as file:
        sizes = file.sizes
        width, height = (sizes.height, sizes.width) if sizes.flip in (5, 6) else (sizes.width, sizes.height)
        check_size(width, height)
        return Header(width, height, _exif(file), str(file.lens.model or "").strip())


def _exif(file: Any) -> Image.Exif:
    """Of the embedded picture, where the camera writes it, or else LibRaw. To ask LibRaw itself, the sensor's values
    have to be unpacked, which takes a hundred times as long.
    """
    embedded = _embedded_exif(file)
    if embedded is not None:
        return embedded
    made, other = Image.Exif(), file.other
    if other.timestamp > _EPOCH:
        made[_TAGS.DateTime] = f"{other.timestamp:%Y:%m:%d %H:%M:%S}"
    known = {
        _TAGS.ExposureTime: other.shutter_speed,
        _TAGS.FNumber: other.aperture,
        _TAGS.ISOSpeedRatings: other.iso_speed,
        _TAGS.FocalLength: other.focal_length,
    }
    made.get_ifd(ExifTags.IFD.Exif).update({tag: value for tag, value in known.items() if value and value > 0})
    return made


def _embedded_exif(file: Any) -> Image.Exif | None:
    """None when it does not say what grouping needs most: the moment and the exposure time."""
    try:
        with open_jpeg(file.extract_thumb().data) as image:
            exif = image.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        told = detail.get(_TAGS.ExposureTime) and (detail.get(_TAGS.DateTimeOriginal) or exif.get(_TAGS.DateTime))
    except Exception:
        # No picture, no JPEG, or one that is damaged: LibRaw and Pillow raise nearly anything.
        return None
    return exif if told else None


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as source, rawpy.RawPy() as file:
            # The interpreter stands still while LibRaw reads a header: that is to come from memory, not from a card.
            source.read(_HEAD)
            try:
                file.open_file(str(path))
            except (UnicodeEncodeError, rawpy.LibRawIOError):  # names that are no text, or too long for Windows
                source.seek(0)
                file.open_buffer(source)
            yield file
    except OSError as error:
        raise Unreadable(why(error)) from None
    except rawpy.LibRawFileUnsupportedError:
        raise Unreadable(Reason.UNKNOWN_RAW) from None
    except rawpy.LibRawError:
        raise Unreadable(Reason.DAMAGED_HEADER) from None


def _check(path: Path) -> None:
    """Raises `Unreadable` for what can be opened and not developed: LibRaw says so late, or not at all."""
    try:
        with path.open("rb") as source:
            if not whole.complete(source):
                raise Unreadable(Reason.DAMAGED_PART)
            if _JPEG_XL in tiff.values(source, _COMPRESSION):
                raise Unreadable(Reason.JPEG_XL)
    except OSError as error:
        raise Unreadable(why(error)) from None


def _developed(file: Any, preview: NDArray[np.uint8] | None, *, half: bool, deep: bool) -> NDArray[Any]:
    try:
        linear = file.postprocess(
            half_size=half,
            use_camera_wb=True,
            no_auto_bright=True,
            output_bps=16,
            output_color=rawpy.ColorSpace.sRGB,
            gamma=(1, 1),
            highlight_mode=rawpy.HighlightMode.Blend,
        )
    except rawpy.LibRawError:
        raise Unreadable(Reason.DAMAGED_PICTURE) from None
    gain = _WITHOUT_PREVIEW if preview is None else _gain(linear, preview)
    return _toned(linear, _curve(gain, deep))


def _preview(file: Any, edge: int | None = None, most: int = MAX_PIXELS) -> NDArray[np.uint8] | None:
    """With `edge`, no larger than a longer edge of so many pixels needs."""
    try:
        thumb = file.extract_thumb()
    except rawpy.LibRawError:  # none, or of a kind that LibRaw cannot unpack
        return None
    pixels = np.array(thumb.data) if thumb.format == rawpy.ThumbFormat.BITMAP else _decoded(thumb.data, edge, most)
    if pixels is None or pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
        return None
    sizes = file.sizes
    lying = (pixels.shape[1] > pixels.shape[0]) == (sizes.width > sizes.height)
    turn = {3: cv2.ROTATE_180, 5: cv2.ROTATE_90_COUNTERCLOCKWISE, 6: cv2.ROTATE_90_CLOCKWISE}.get(sizes.flip)
    # Some cameras embed an upright picture.
    return np.asarray(cv2.rotate(pixels, turn), np.uint8) if turn is not None and lying else pixels


def _decoded(jpeg: bytes, edge: int | None, most: int) -> NDArray[Any] | None:
    try:
        with open_jpeg(jpeg) as image:
            width, height = image.size
    except Exception:
        return None  # Pillow raises nearly anything on a damaged header
    if width * height > most:
        return None
    fits = [n for n in _REDUCED if edge is not None and max(width, height) // n >= edge]
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION | (_REDUCED[max(fits)] if fits else 0)
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), flags)


def _gain(linear: NDArray[np.uint16], preview: NDArray[np.uint8]) -> float:
    """What makes the development as bright as the camera's picture, judged on mid-tones that neither clips."""
    small = cv2.resize(linear, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32) / 65535
    shown = cv2.resize(preview, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    ours = np.sort(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), axis=None)
    theirs = np.sort(_linear(np.asarray(cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY), np.float32)), axis=None)
    judged = (theirs > 0.03) & (theirs < 0.5) & (ours > 0.001)
    if judged.sum() < 0.05 * judged.size:
        return _WITHOUT_PREVIEW
    return float(np.clip(np.median(theirs[judged] / ours[judged]), _DARKEST, _BRIGHTEST))


def _linear(display: NDArray[np.float32]) -> NDArray[np.float32]:
    low = display / 12.92
    return np.where(display <= 0.04045, low, ((display + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _curve(gain: float, deep: bool) -> NDArray[Any]:
    """Sensor value 0..65535 to display value: exposure, a roll-off in linear light, the sRGB curve."""
    x = np.arange(65536) / 65535 * gain
    if gain > 1:
        # A hyperbola from the knee (slope one there) that reaches white at the sensor's brightest value.
        room, span = 1 - _KNEE, gain - _KNEE
        over = np.clip(x - _KNEE, 0, span)
        x = np.where(x <= _KNEE, x, _KNEE + over / (1 + over * (1 / room - 1 / span)))
    x = np.clip(x, 0, 1)
    display = np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055)
    top = 65535 if deep else 255
    return np.asarray(np.rint(display * top), np.uint16 if deep else np.uint8)


def _toned(linear: NDArray[np.uint16], curve: NDArray[Any]) -> NDArray[Any]:
    out = np.empty(linear.shape, curve.dtype)
    for top in range(0, len(linear), 256):  # in strips, so that the index arrays stay in the cache
        np.take(curve, linear[top : top + 256], out=out[top : top + 256])
    return out
