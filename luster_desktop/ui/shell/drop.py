"""Dropping files anywhere on the window: what will happen is said over it, and files are only ever copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from luster_desktop.operations.adding import batches_of
from luster_desktop.ui.theme import pixmap
from luster_desktop.ui.theme.theme import font
from luster_desktop.ui.widgets.current import color, tokens
from luster_desktop.words.language import mark, plural, tr

GAP = 16
NOTE = mark("Your files stay where they are")


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders of a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def accept_as_copy(event: QDragEnterEvent | QDragMoveEvent | QDropEvent) -> None:
    """Take the drop as a copy whatever keys are held: a move would have the file manager delete the originals."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


@dataclass(frozen=True, slots=True)
class Zone:
    """One of the things that a drop may do."""

    text: str
    icon: str
    fresh: bool
    """Whether shoots are made, rather than photos added to the open one."""


def zones_for(paths: Sequence[Path], count: int | None, shoot: str | None) -> list[Zone]:
    """What a drop of these may do, from left to right. `shoot` is the open one, unless it is empty; `count` how many
    files there are, once that is known.
    """
    batches = batches_of(paths)
    folders = [batch for batch in batches if batch.name]
    several = len(paths) if not folders and len(paths) > 1 else None
    several = several or (count if folders else None)
    if len(batches) > 1:
        fresh = plural("{n} new shoot", "{n} new shoots", len(batches))
    else:
        fresh = tr("New shoot: {name}", name=folders[0].name) if folders else _added(several, "")
    if folders and count is not None:
        fresh = ", ".join((fresh, plural("{n} file", "{n} files", count)))
    new = Zone(fresh, "folder", True)
    if shoot is None:
        return [new]
    add = Zone(_added(several, shoot), "drop", False)
    return [add, new] if folders else [add]


def _added(several: int | None, shoot: str) -> str:
    """What a zone says that adds photos to a shoot; an empty name is a new one."""
    if several is None:
        return tr("Add to {shoot}", shoot=shoot) if shoot else tr("Add to a new shoot")
    if not shoot:
        return plural("Add {n} file to a new shoot", "Add {n} files to a new shoot", several)
    return plural("Add {n} file to {shoot}", "Add {n} files to {shoot}", several, shoot=shoot)


class DropOverlay(QWidget):
    """Covers the window while files hover over it: each zone does something else."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._zones: list[Zone] = []
        self._at = 0
        self.hide()

    def show_zones(self, zones: list[Zone], point: QPoint) -> None:
        """Offer these, with the pointer at `point`."""
        self._zones = zones
        self.setGeometry(self._over.rect())
        self.point_at(point)
        self.raise_()
        self.show()
        self.update()

    def point_at(self, point: QPoint) -> Zone | None:
        """The zone that the pointer is in."""
        if not self._zones:
            return None
        across = max(1, self.width())
        self._at = min(len(self._zones) - 1, max(0, point.x() * len(self._zones) // across))
        self.update()
        return self._zones[self._at]

    @property
    def texts(self) -> list[str]:
        """What each zone says."""
        return [zone.text for zone in self._zones]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(color("canvas"))
        veil.setAlpha(242)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(18, 18, -18, -18)
        width = (frame.width() - GAP * (len(self._zones) - 1)) / max(1, len(self._zones))
        for number, zone in enumerate(self._zones):
            area = QRectF(frame.left() + number * (width + GAP), frame.top(), width, frame.height())
            self._paint_zone(painter, area, zone, chosen=number == self._at)

    def _paint_zone(self, painter: QPainter, area: QRectF, zone: Zone, *, chosen: bool) -> None:
        tint = QColor(color("accent"))
        tint.setAlpha(28 if chosen else 0)
        painter.setPen(QPen(color("focus" if chosen else "line_strong"), 2 if chosen else 1))
        painter.setBrush(tint)
        painter.drawRoundedRect(area, 16, 16)
        middle, ratio = area.center(), self.devicePixelRatioF()
        mark = pixmap(zone.icon, tokens().color("accent_text" if chosen else "text_faint"), 56, ratio)
        painter.drawPixmap(round(middle.x() - 28), round(middle.y() - 88), mark)
        face = font(tokens(), "headline", bold=True)
        painter.setFont(face)
        painter.setPen(color("text" if chosen else "text_muted"))
        line = QRectF(area.left() + 20, middle.y() - 10, area.width() - 40, 44)
        words = QFontMetrics(face).elidedText(zone.text, Qt.TextElideMode.ElideMiddle, round(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(color("text_muted"))
        painter.setFont(font(tokens(), "body"))
        painter.drawText(line.translated(0, 38), Qt.AlignmentFlag.AlignCenter, tr(NOTE))
