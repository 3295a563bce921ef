"""Pictures for close looking: loaded in workers, quickly at screen size, then every pixel when zooming asks for it."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QTransform

from luster_desktop.reasons import Reason
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.tasks.thumbnails import ThumbnailService, to_image
from luster_desktop.ui.gallery.pictures import SCREEN_EDGE

if TYPE_CHECKING:
    from luster_desktop.intake.thumbnails import ThumbnailCache

FULL_EDGE = 32_768
BUDGET = 144 * 1024 * 1024
"""Three photos with a result each at screen size."""


@dataclass(frozen=True)
class Picture:
    """One photo's pixels at falling sizes, each at most half of the one before, so that frames are drawn from few."""

    levels: tuple[QImage, ...]
    full: bool
    """Whether the first level holds every pixel of the file."""
    pixels: bytes = field(default=b"", repr=False, compare=False)
    """What the first level lies in, where that is not its own: it must live as long."""

    @property
    def bytes(self) -> int:
        return sum(level.sizeInBytes() for level in self.levels)

    def turned(self, quarters: int) -> Picture:
        """The same, turned clockwise."""
        turn = QTransform().rotate(90 * quarters)
        return Picture(tuple(level.transformed(turn) for level in self.levels), self.full) if quarters else self

    def level_for(self, width: float) -> QImage:
        """The smallest level that is at least `width` pixels wide, or the largest there is."""
        fitting = [level for level in self.levels if level.width() >= width]
        return fitting[-1] if fitting else self.levels[0]


def load_picture(path: Path, edge: int, cache: ThumbnailCache | None = None) -> Picture:
    """Decode with the longer edge at most `edge`, by way of the cache where there is one. Any thread.

    Raises `Unreadable` or OSError.
    """
    file = cache.keep(path, edge) if cache is not None else None
    if file is not None:
        image = QImage(str(file))  # of all ways to read a picture the one that leaves the interpreter to others
        if max(image.width(), image.height()) >= edge:
            return _in_levels(image.convertToFormat(QImage.Format.Format_RGB32))
    # Every pixel of a small photo counts: the cache would show it as coded once more.
    return _every_pixel(path, edge)


def load_full(path: Path, small: Picture) -> Picture:
    """Every pixel, over the levels that there are already. Any thread. Raises `Unreadable` or OSError."""
    with _ONE_AT_A_TIME:
        every = _every_pixel(path, FULL_EDGE)
    return Picture((every.levels[0], *small.levels), full=True, pixels=every.pixels)


_ONE_AT_A_TIME = threading.Lock()
"""Decoding every pixel takes three times the memory of what comes of it."""


def _every_pixel(path: Path, edge: int) -> Picture:
    from luster_desktop.intake.thumbnails import load_image

    image = load_image(path, edge)
    width, height = image.size
    data = image.tobytes()
    del image
    # As it came: one byte less a pixel than what paints fastest, and no second copy of it.
    made = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
    full = max(width, height) < edge
    if edge == FULL_EDGE:
        return Picture((made,), full, data)
    return Picture(_in_levels(made.convertToFormat(QImage.Format.Format_RGB32)).levels, full)


def merge_preview(exposures: Sequence[Path]) -> Picture:
    """What merging these will show, within seconds. Any thread. Raises `CannotMerge` or `Unreadable`."""
    from luster_desktop.intake.merge.files import preview_files
    from luster_desktop.intake.thumbnails import Thumbnail

    pixels = preview_files(exposures)
    small = pixels if pixels.itemsize == 1 else (pixels >> 8).astype("uint8")
    height, width = small.shape[:2]
    return _in_levels(to_image(Thumbnail(width, height, small.tobytes())))


def _in_levels(image: QImage) -> Picture:
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > 1400:
        last = levels[-1]
        levels.append(
            last.scaled(
                max(1, last.width() // 2),
                max(1, last.height() // 2),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
    return Picture(tuple(levels), full=False)


class PictureLoader(QObject):
    """Keeps the pictures last looked at, within a byte budget. `loaded(path)` and `failed(path, reason)` report."""

    loaded = Signal(object)
    failed = Signal(object, str)

    def __init__(
        self, runner: TaskRunner, thumbnails: ThumbnailService, parent: QObject | None = None, budget: int = BUDGET
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._thumbnails = thumbnails
        self._budget = budget
        self._kept: OrderedDict[Path, Picture] = OrderedDict()
        self._loading: dict[tuple[Path, int], CancelToken] = {}

    def picture(self, path: Path) -> Picture | None:
        found = self._kept.get(path)
        if found is not None:
            self._kept.move_to_end(path)
        return found

    def want(self, path: Path, *, full: bool = False, merging: Sequence[Path] = ()) -> None:
        """Load `path` unless it is here already or on its way.

        With `merging`, it stands for what these exposures will be together, and a preview of that is made.
        """
        kept = self._kept.get(path)
        edge = FULL_EDGE if full and not merging else SCREEN_EDGE
        if (kept is not None and (kept.full or not full or merging)) or (path, edge) in self._loading:
            return

        cache = self._thumbnails.cache

        def load(_token: CancelToken) -> Picture:
            if merging:
                with contextlib.suppress(Exception):  # the exposure in the middle has to do, and says what is wrong
                    return merge_preview(merging)
            return load_full(path, kept) if edge == FULL_EDGE and kept is not None else load_picture(path, edge, cache)

        self._loading[path, edge] = self._runner.run(
            load,
            lambda picture: self._arrive(path, edge, picture),
            lambda error: self._fail(path, edge, error),
            owner=self,
            pool="pictures",
        )

    def trim(self, budget: int) -> None:
        """Give memory back, oldest first, down to `budget` bytes."""
        while self._kept and sum(kept.bytes for kept in self._kept.values()) > budget:
            self._kept.popitem(last=False)

    def forget_others(self, keep: set[Path]) -> None:
        """Stop loading what is no longer looked at, and give its room to what is still to come."""
        for (path, edge), token in list(self._loading.items()):
            if path not in keep:
                token.cancel()
                del self._loading[path, edge]
        to_come = len(keep - self._kept.keys())
        for path in [path for path in self._kept if path not in keep]:
            largest = max(kept.bytes for kept in self._kept.values())
            if sum(kept.bytes for kept in self._kept.values()) + to_come * largest <= self._budget:
                break
            del self._kept[path]

    def _arrive(self, path: Path, edge: int, picture: Picture) -> None:
        self._loading.pop((path, edge), None)
        self._kept[path] = picture
        self._kept.move_to_end(path)
        while sum(kept.bytes for kept in self._kept.values()) > self._budget and len(self._kept) > 2:
            self._kept.popitem(last=False)
        self.loaded.emit(path)

    def _fail(self, path: Path, edge: int, error: Exception) -> None:
        self._loading.pop((path, edge), None)
        from luster_desktop.intake.thumbnails import Unreadable

        known = isinstance(error, Unreadable)
        self.failed.emit(path, str(error) if known else Reason.FILE_LOST)
