"""Small upright sRGB pixels of a photo, for the gallery. Knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class Unreadable(Exception):
    """No pixels can be shown; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    width: int
    height: int
    rgb: bytes
    """height x width x 3 bytes, top row first, no padding, sRGB."""


def load_preview(path: Path) -> Thumbnail | None:
    """The small picture that the camera embedded in the first bytes of a JPEG, upright, or None. Fast (< 1 ms)."""
    raise NotImplementedError


def load_thumbnail(path: Path, edge: int) -> Thumbnail:
    """Decode with the longer edge at most `edge` pixels. A truncated file gives what can be shown. Raises `Unreadable`."""
    raise NotImplementedError


class ThumbnailCache:
    """Thumbnails on disk, keyed by file and edge, as JPEG; holds at most `budget` bytes, oldest use dropped first."""

    def __init__(self, folder: Path, budget: int = 512 * 1024 * 1024) -> None:
        raise NotImplementedError

    def load(self, path: Path, edge: int) -> Thumbnail:
        """From the cache, or else decoded and kept. Any thread. Raises `Unreadable`."""
        raise NotImplementedError
