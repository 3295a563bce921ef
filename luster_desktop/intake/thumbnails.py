"""Thumbnails: decoded once, kept on disk from one start to the next."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import uuid
from io import BytesIO
from pathlib import Path

from PIL import Image

from luster_desktop.intake.formats import Unreadable, open_jpeg, why
from luster_desktop.intake.hashing import fingerprint
from luster_desktop.intake.pixels import Thumbnail, load_image, load_preview, load_thumbnail

__all__ = ["Thumbnail", "ThumbnailCache", "Unreadable", "load_image", "load_preview", "load_thumbnail"]

QUALITY = 85
"""A JPEG of 512 px decodes 484 times a second; WebP 281, PNG 122."""


class ThumbnailCache:
    """Keyed by content and edge: a photo that was moved, or is in two shoots, is decoded once, a changed one anew.

    The content is told by three samples, the size and the time of change: together they cost 0.1 ms, and an edit that
    leaves all of them as they were is nothing that a photographer's tools do. A copy that lost its time is decoded
    again. Holds about `budget` bytes: what was not used for longest goes first. Any thread may call. A disk that is
    full or read-only costs speed, never a thumbnail.
    """

    def __init__(self, folder: Path, budget: int = 512 * 1024 * 1024) -> None:
        self._folder = folder
        self._budget = budget
        self._guard = threading.Lock()
        self._bytes: int | None = None
        """Counted at the first write, so that opening the cache costs nothing."""

    def load(self, path: Path, edge: int) -> Thumbnail:
        """From the cache, or else decoded and kept. Raises `Unreadable`."""
        file = self._known_place(path, edge)
        kept = _read(file)
        if kept is not None:
            return kept
        image = self._make(path, edge, file)
        return Thumbnail(image.width, image.height, image.tobytes())

    def keep(self, path: Path, edge: int) -> Path | None:
        """Where the cache has it as a JPEG, which is made first if need be; None where it cannot be kept.

        Raises `Unreadable`.
        """
        file = self._known_place(path, edge)
        with contextlib.suppress(OSError):
            os.utime(file)
            return file
        self._make(path, edge, file)
        return file if file.exists() else None

    def prepare(self, path: Path, edge: int) -> None:
        """Have it in the cache. A file that cannot be read is left alone."""
        with contextlib.suppress(OSError, Unreadable):
            file = self._place(path, edge)
            if not file.exists():
                self._make(path, edge, file)

    def _known_place(self, path: Path, edge: int) -> Path:
        try:
            return self._place(path, edge)
        except OSError as error:
            raise Unreadable(why(error)) from None

    def _place(self, path: Path, edge: int) -> Path:
        key = f"{fingerprint(path)} {path.stat().st_mtime_ns} {edge}"
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / f"{name[2:]}.jpg"

    def _make(self, path: Path, edge: int, file: Path) -> Image.Image:
        image = load_image(path, edge)
        with contextlib.suppress(OSError):
            self._write(file, image)
        return image

    def _write(self, file: Path, image: Image.Image) -> None:
        encoded = BytesIO()
        image.save(encoded, "JPEG", quality=QUALITY)
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{uuid.uuid4().hex}.part")
        part.write_bytes(encoded.getbuffer())
        part.replace(file)
        with self._guard:
            if self._bytes is None:
                self._bytes = sum(size for _used, size, _file in self._files())
            else:
                self._bytes += encoded.tell()
            if self._bytes > self._budget:
                self._bytes = self._prune()

    def _prune(self) -> int:
        """Down to nine tenths of the budget, so that not every write prunes."""
        files = sorted(self._files())
        total = sum(size for _used, size, _file in files)
        for _used, size, file in files:
            if total <= self._budget * 0.9:
                break
            with contextlib.suppress(OSError):
                file.unlink()
                total -= size
        return total

    def _files(self) -> list[tuple[int, int, Path]]:
        found = []
        for file in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                status = file.stat()
                found.append((status.st_mtime_ns, status.st_size, file))
        return found


def _read(file: Path) -> Thumbnail | None:
    try:
        data = file.read_bytes()
        os.utime(file)
        with open_jpeg(data) as image:
            plain = image.convert("RGB")
    except Exception:
        return None  # not there, or damaged: decoded anew either way
    return Thumbnail(plain.width, plain.height, plain.tobytes())
