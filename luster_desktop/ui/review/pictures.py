"""Pictures for close looking: loaded in workers, quickly at screen size, then every pixel when zooming asks for it."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QTransform

from luster_desktop.reasons import Reason
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.tasks.thumbnails import to_image

SCREEN_EDGE = 2560
FULL_EDGE = 32_768
BUDGET = 320 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """One photo's pixels at falling sizes, each half of the one before, so that any zoom samples at most 2:1."""

    levels: tuple[QImage, ...]
    full: bool
    """Whether the first level holds every pixel of the file."""

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


def load_picture(path: Path, edge: int) -> Picture:
    """Decode with the longer edge at most `edge`. Any thread. Raises `Unreadable` or OSError."""
    from luster_desktop.intake.thumbnails import load_thumbnail

    image = to_image(load_thumbnail(path, edge))
    return _in_levels(image, full=max(image.width(), image.height()) < edge)


def merge_preview(exposures: Sequence[Path]) -> Picture:
    """What merging these will show, within seconds. Any thread. Raises `CannotMerge` or `Unreadable`."""
    from luster_desktop.intake.merge.files import preview_files
    from luster_desktop.intake.thumbnails import Thumbnail

    pixels = preview_files(exposures)
    small = pixels if pixels.itemsize == 1 else (pixels >> 8).astype("uint8")
    height, width = small.shape[:2]
    return _in_levels(to_image(Thumbnail(width, height, small.tobytes())), full=False)


def _in_levels(image: QImage, *, full: bool) -> Picture:
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > 1200:
        last = levels[-1]
        levels.append(
            last.scaled(
                max(1, last.width() // 2),
                max(1, last.height() // 2),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
    return Picture(tuple(levels), full)


class PictureLoader(QObject):
    """Keeps the pictures last looked at, within a byte budget. `loaded(path)` and `failed(path, reason)` report."""

    loaded = Signal(object)
    failed = Signal(object, str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self._runner = runner
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

        def load(_token: CancelToken) -> Picture:
            if merging:
                with contextlib.suppress(Exception):  # the exposure in the middle has to do, and says what is wrong
                    return merge_preview(merging)
            return load_picture(path, edge)

        self._loading[path, edge] = self._runner.run(
            load,
            lambda picture: self._arrive(path, edge, picture),
            lambda error: self._fail(path, edge, error),
            owner=self,
            pool="disk",
        )

    def trim(self, budget: int) -> None:
        """Give memory back, oldest first, down to `budget` bytes."""
        while self._kept and sum(kept.bytes for kept in self._kept.values()) > budget:
            self._kept.popitem(last=False)

    def forget_others(self, keep: set[Path]) -> None:
        """Stop loading what is no longer looked at."""
        for (path, edge), token in list(self._loading.items()):
            if path not in keep:
                token.cancel()
                del self._loading[path, edge]

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
