"""What is sent of a file: its coded pixels and what may be known of them. The user's own file is never touched."""

from __future__ import annotations

import contextlib
import struct
from io import BytesIO

from PIL import Image

from backend import panorama
from backend.panorama import Panorama
from luster_desktop.intake.clean import boxes, exif, heif, jpeg, png, profile, tiff, webp, xmp
from luster_desktop.intake.clean.errors import Foreign
from luster_desktop.intake.formats import HEAD, Unreadable, check_form, open_image, sniff
from luster_desktop.intake.headers import orientation_of
from luster_desktop.intake.orientation import turned
from luster_desktop.reasons import Reason

__all__ = ["Foreign", "Unreadable", "rebuilt"]


def rebuilt(data: bytes, *, turn: int = 0, source: str = "") -> bytes:
    """The file anew, with the very pixels: JPEG, HEIC, PNG, TIFF and WebP.

    Kept are the colour profile, the orientation, turned by `turn` quarters clockwise, the capture time, the exposure,
    lens and camera, and how a 360 degree photo is projected; `source` says in IPTC's words where a picture comes from.
    Nothing else is.

    Raises `Unreadable` for a damaged photo, and `Foreign` for one that has to be coded anew.
    """
    content_type = sniff(data[:HEAD])
    if content_type is None:
        raise Foreign
    try:
        check_form(BytesIO(data), content_type)
        if content_type in ("image/heic", "image/heif"):
            return _rebuilt_heif(data, turn)
        with open_image(BytesIO(data), content_type) as image:
            return _rebuilt(data, content_type, image, turn, source)
    except (Unreadable, Foreign):
        raise
    except (struct.error, IndexError, ValueError, TypeError, KeyError, OverflowError):
        raise Foreign from None
    except Exception:  # decoders raise nearly anything on a damaged header
        raise Unreadable(Reason.DAMAGED_HEADER) from None


def _rebuilt_heif(data: bytes, turn: int) -> bytes:
    """Which way is up is said in properties of its own, whatever its EXIF block says."""
    if turn:
        raise Foreign
    meta = boxes.read(data)
    tags = Image.Exif()
    with contextlib.suppress(Exception):  # damaged tags cost what they say
        tags.load(heif.exif_of(meta))
    return heif.rebuilt(meta, exif=exif.block(tags, dots=exif.dots_per_inch({}, tags), orientation=None))


def _rebuilt(data: bytes, content_type: str, image: Image.Image, turn: int, source: str) -> bytes:
    tags = _tags(image)
    dots = exif.dots_per_inch(image.info, tags)
    orientation = turned(orientation_of(tags, content_type), turn)
    icc = image.info.get("icc_profile")
    colours = profile.rebuilt(icc) if isinstance(icc, bytes) else b""
    if content_type == "image/tiff":
        facts = exif.facts(tags, dots)
        return tiff.rebuilt(data, image, facts=facts, profile=colours, orientation=orientation)
    block = exif.block(tags, dots=dots, orientation=orientation)
    if content_type == "image/png":
        return png.rebuilt(data, exif=block, profile=colours, dots=dots)
    if content_type == "image/webp":
        return webp.rebuilt(data, exif=block, profile=colours)
    packet = xmp.packet(panorama=None if turn else _panorama(image, tags), source=source)
    return jpeg.rebuilt(data, exif=block, packet=packet, profile=colours, dots=dots)


def _tags(image: Image.Image) -> Image.Exif:
    try:
        tags = image.getexif()
        orientation_of(tags, "")
    except Exception:  # decoders raise nearly anything on damaged tags, which cost what they say
        return Image.Exif()
    return tags


def _panorama(image: Image.Image, tags: Image.Exif) -> Panorama | None:
    """How the picture lies on its sphere, which it does no longer once it is turned."""
    width, height = reversed(image.size) if orientation_of(tags, "") >= 5 else image.size
    return panorama.read(image.info.get("xmp"), width, height)
