"""What a photo's header says that the library keeps: its size, which way is up, when it was taken, the user's words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PIL import ExifTags, Image

from luster_desktop.facts import Metadata
from luster_desktop.intake import headers, words
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.headers import detail_of

__all__ = ["Unreadable", "read"]


def read(path: Path) -> Metadata:
    """From the file's header. Raises `Unreadable`."""
    header = headers.read(path)
    return Metadata(header.width, header.height, header.orientation, _taken_at(header.exif), words.read(header))


def _taken_at(exif: Image.Exif) -> datetime | None:
    try:
        detail = detail_of(exif)
        text = detail.get(ExifTags.Base.DateTimeOriginal) or detail.get(ExifTags.Base.DateTimeDigitized)
        text = str(text or exif.get(ExifTags.Base.DateTime) or "").strip("\x00 ")
        return datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")
    except Exception:
        return None
