"""A photo's own pixels: full size, full depth, upright, in the file's colour space. Never changes the file."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backend.panorama import Panorama
from luster_desktop.intake import raw
from luster_desktop.intake.clean import xmp
from luster_desktop.intake.formats import Unreadable, is_raw, opened, whole_file
from luster_desktop.intake.headers import turn_of
from luster_desktop.reasons import Reason

__all__ = ["Picture", "Pixels", "Unreadable", "eight_bits", "encode_jpeg", "read", "read_half", "read_part"]

Pixels: TypeAlias = NDArray[Any]
"""H x W x 3, RGB, uint8 or uint16, upright."""

QUALITY = 95

_TURNS = {
    3: cv2.ROTATE_180,
    6: cv2.ROTATE_90_CLOCKWISE,
    8: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_REDUCED = {
    1: 0,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}


@dataclass(frozen=True, slots=True)
class Picture:
    pixels: Pixels
    icc: bytes | None = None
    """The colour space of `pixels`; none means sRGB."""
    exif: bytes | None = None
    """As Pillow writes it; its orientation is already applied to `pixels`."""
    panorama: Panorama | None = None
    """How they lie on the sphere around the camera."""


def read(path: Path) -> Picture:
    """All of it. 16 bits a channel where the file has more than 8; a RAW is developed. Raises `Unreadable`."""
    return _read(path)


def read_part(path: Path, part: int) -> Picture:
    """A JPEG at 1/2, 1/4 or 1/8 of its size, rounded up, without decoding what is not needed; others whole.

    Raises `Unreadable`.
    """
    return _read(path, part=part)


def read_half(path: Path) -> Pixels:
    """The pixels at half the size, rounded up, without decoding what is not needed. Raises `Unreadable`."""
    return _read(path, half=True).pixels


def eight_bits(pixels: Pixels) -> Pixels:
    """The same pixels with 8 bits a channel."""
    if pixels.dtype == np.uint16:
        return cv2.convertScaleAbs(pixels, alpha=255 / 65535).astype(np.uint8, copy=False)
    return pixels


def encode_jpeg(picture: Picture) -> bytes:
    """A JPEG of the best quality that makes sense (q95, 4:4:4), with what `picture` says of itself."""
    pixels = eight_bits(picture.pixels)
    out = BytesIO()
    keep: dict[str, Any] = {"icc_profile": picture.icc} if picture.icc else {}
    if picture.exif:
        keep["exif"] = picture.exif
    if picture.panorama:
        keep["xmp"] = xmp.packet(panorama=picture.panorama)
    Image.fromarray(pixels).save(out, "JPEG", quality=QUALITY, subsampling=0, **keep)
    return out.getvalue()


def _read(path: Path, *, half: bool = False, part: int = 1) -> Picture:
    if is_raw(path):
        return Picture(raw.develop(path, half=half))
    with opened(path) as (image, content_type):
        data = whole_file(path)
        orientation = turn_of(image, content_type)
        icc, exif = image.info.get("icc_profile"), image.info.get("exif")
        try:
            if content_type in ("image/heic", "image/heif"):
                pixels = _heif(data)
            elif content_type == "image/webp" or image.mode not in ("L", "RGB", "RGBA", "I;16", "I;16B"):
                pixels = np.asarray(image.convert("RGB"))
            else:
                pixels = _by_opencv(data, (2 if half else part) if content_type == "image/jpeg" else 1)
        except (OSError, SyntaxError, ValueError, cv2.error, RuntimeError):
            raise Unreadable(Reason.DAMAGED_PICTURE) from None
        width, height = image.size
    if half and pixels.shape[:2] == (height, width):
        size = ((width + 1) // 2, (height + 1) // 2)
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), pixels.dtype)
    return Picture(_upright(pixels, orientation), icc, exif)


def _by_opencv(data: bytes, part: int) -> Pixels:
    """JPEG, PNG and TIFF. From memory, because OpenCV opens no path beyond the code page on Windows."""
    coded = np.frombuffer(data, np.uint8)
    if data.startswith(b"\xff\xd8"):
        # "Reduced colour" is "reduced grey" and colour; with RGB for colour the two flags would exclude each other.
        flags = _REDUCED[part] | cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
        pixels = cv2.imdecode(coded, flags)
    else:
        # Not as RGB: OpenCV 5.0 leaves 16-bit TIFFs half unwritten then.
        flags = cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
        pixels = cv2.imdecode(coded, flags)
        pixels = pixels if pixels is None else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    if pixels is None or pixels.dtype not in (np.uint8, np.uint16):
        raise Unreadable(Reason.ODD_PIXELS)
    return np.asarray(pixels)


def _heif(data: bytes) -> Pixels:
    import pi_heif

    heif = pi_heif.open_heif(data, convert_hdr_to_8bit=False)
    # A copy: the array's memory belongs to the decoder and goes with it.
    pixels = np.array(heif)
    if pixels.ndim == 2:
        return np.repeat(pixels[..., None], 3, axis=2)
    return np.ascontiguousarray(pixels[..., :3])


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    if orientation in (2, 4, 5, 7):
        pixels = np.ascontiguousarray(pixels[:, ::-1])
        orientation = {2: 1, 4: 3, 5: 8, 7: 6}[orientation]
    turn = _TURNS.get(orientation)
    return pixels if turn is None else np.asarray(cv2.rotate(pixels, turn), pixels.dtype)
