"""What a photo's header says: its size, which way is up, and when it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import ExifTags, Image

from luster_desktop.intake.formats import Unreadable, is_raw, opened

__all__ = ["Metadata", "Unreadable", "orientation_of", "read"]


@dataclass(frozen=True, slots=True)
class Metadata:
    width: int
    """Upright, as is `height`."""
    height: int
    orientation: int
    """How the stored pixels have to be turned, as in EXIF; 1 when not at all, or when the decoder does it."""
    taken_at: datetime | None
    """The camera's local time, without a zone."""


def read(path: Path) -> Metadata:
    """Read the header alone, a few KB. Raises `Unreadable`."""
    if is_raw(path):
        return _of_raw(path)
    with opened(path) as (image, content_type):
        width, height = image.size
        exif = _exif(image)
        orientation = orientation_of(exif, content_type)
        if orientation >= 5:
            width, height = height, width
        return Metadata(width, height, orientation, _taken_at(exif))


def _of_raw(path: Path) -> Metadata:
    from luster_desktop.intake import raw  # loads LibRaw and OpenCV, which a shoot of JPEGs does without

    header = raw.header(path)
    return Metadata(header.width, header.height, 1, _taken_at(header.exif))


def orientation_of(exif: Image.Exif, content_type: str) -> int:
    """The turn that is still to be made. HEIF says it in its own properties, which the decoder has applied already."""
    if content_type in ("image/heic", "image/heif"):
        return 1
    value = exif.get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:
        # A damaged EXIF block costs the capture time, never the photo.
        return Image.Exif()


def _taken_at(exif: Image.Exif) -> datetime | None:
    try:
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        text = detail.get(ExifTags.Base.DateTimeOriginal) or detail.get(ExifTags.Base.DateTimeDigitized)
        text = str(text or exif.get(ExifTags.Base.DateTime) or "").strip("\x00 ")
        return datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")
    except Exception:
        return None
