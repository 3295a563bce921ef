"""The one reader of photos' headers; `metadata`, `camera` and `brackets.exposures` say what follows from one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from backend import panorama
from backend.panorama import Panorama
from luster_desktop.intake.formats import Unreadable, is_raw, opened

__all__ = ["Header", "Unreadable", "detail_of", "orientation_of", "read", "turn_of"]

_XMP = 700


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says before its pixels. Its tags no longer need the file."""

    name: str
    """The file's name, with its suffix."""
    width: int
    """Upright, as is `height`."""
    height: int
    orientation: int
    """How the stored pixels have to be turned, as in EXIF; 1 when not at all, or when the decoder does it."""
    exif: Image.Exif = field(default_factory=Image.Exif)
    """Empty where it is damaged, which costs what it says, never the photo."""
    icc: bytes | None = None
    lens: str | None = None
    """Of a RAW file, as LibRaw names it; None for all others."""
    xmp: bytes = b""
    """The packet as it is."""
    iptc: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    """Values, or lists of them, by record and number."""
    panorama: Panorama | None = None
    """How the photo lies on the sphere around the camera, if it says so."""


def read(path: Path) -> Header:
    """Read the header alone, a few KB. Raises `Unreadable`."""
    if is_raw(path):
        from luster_desktop.intake import raw  # loads LibRaw and OpenCV, which a shoot of JPEGs does without

        found = raw.header(path)
        return Header(path.name, found.width, found.height, 1, found.exif, None, found.lens)
    with opened(path) as (image, content_type):
        width, height = image.size
        exif = _exif(image)
        try:
            orientation = orientation_of(exif, content_type)
        except Exception:
            exif, orientation = Image.Exif(), 1
        if orientation >= 5:
            width, height = height, width
        icc = image.info.get("icc_profile")
        around = panorama.read(image.info.get("xmp"), width, height)
        profile = icc if isinstance(icc, bytes) else None
        return Header(path.name, width, height, orientation, exif, profile, panorama=around, **_packets(image))


def orientation_of(exif: Image.Exif, content_type: str) -> int:
    """The turn that is still to be made. HEIF says it in its own properties, which the decoder has applied already."""
    if content_type in ("image/heic", "image/heif"):
        return 1
    value = exif.get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def turn_of(image: Image.Image, content_type: str) -> int:
    """`orientation_of` an image that was opened; 1 where its tags are damaged."""
    try:
        return orientation_of(image.getexif(), content_type)
    except Exception:
        return 1


def detail_of(exif: Image.Exif) -> dict[int, Any]:
    """The tags of the photo's own block; empty where that is damaged."""
    try:
        return exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:
        return {}


def _packets(image: Image.Image) -> dict[str, Any]:
    try:
        packet = image.info.get("xmp") or getattr(image, "tag_v2", {}).get(_XMP, b"")
        return {
            "xmp": packet if isinstance(packet, bytes) else b"",
            "iptc": (isinstance(image, ImageFile.ImageFile) and IptcImagePlugin.getiptcinfo(image)) or {},
        }
    except Exception:  # decoders raise nearly anything on damaged tags
        return {}


def _exif(image: Image.Image) -> Image.Exif:
    try:
        exif = image.getexif()
    except Exception:
        return Image.Exif()
    detail_of(exif)  # read while the file is open
    return exif
