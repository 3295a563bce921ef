"""Which picture a photo shows, and which way up it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from luster_desktop.library.models import PhotoRow
from luster_desktop.tasks.thumbnails import Key, ThumbnailService

EDGES = (256, 512, 1024)  # device pixels: few sizes, so that zooming reuses what was decoded

SCREEN_EDGE = 2560
"""Of a picture that is looked at closely."""
AHEAD = 120
"""Pictures of that size that are made before anybody asks for them: some 150 MB on disk."""


def edge_for(width: int, ratio: float) -> int:
    """The size to decode for a cell of `width`."""
    wanted = width * ratio
    return next((edge for edge in EDGES if edge >= wanted * 0.9), EDGES[-1])


def picture_key(row: PhotoRow, width: int, ratio: float, *, original: bool = False) -> Key:
    """Which picture a cell of `width` shows: the result that is delivered, or else the photo before any edit."""
    path = row.before if row.delivered is None or original else row.delivered.path
    return Key(path, edge_for(width, ratio))


def closely(row: PhotoRow) -> tuple[Path, ...]:
    """What looking at the photo closely shows: the result that is delivered, and the photo before any edit."""
    before = () if row.unmerged else (row.before,)
    return (row.delivered.path, *before) if row.delivered is not None else before


def ahead(rows: Sequence[PhotoRow]) -> list[Key]:
    """Pictures to make before they are looked at closely: of photos that have a result, unless they are small."""
    large = (row for row in rows if row.delivered and max(row.delivered.width, row.delivered.height) > SCREEN_EDGE)
    return [Key(path, SCREEN_EDGE) for row in large for path in closely(row)][:AHEAD]


def turn_of(row: PhotoRow, path: Path) -> int:
    """Quarter turns clockwise that the picture at `path` still needs: a prepared file has those it was made with."""
    if row.delivered is not None and path == row.delivered.path:
        return 0
    made = row.prepared.facts.get("turn", 0) if row.prepared is not None and path == row.prepared.path else 0
    return (row.photo.turn - int(made)) % 4


def picture_of(thumbnails: ThumbnailService, path: Path, edge: int) -> QPixmap | None:
    """The picture at this size, or any other size of it that is in memory, so that zooming never flickers."""
    for size in (edge, *EDGES):
        found = thumbnails.pixmap(Key(path, size))
        if found is not None:
            return found
    return None


def best_picture(thumbnails: ThumbnailService, row: PhotoRow, key: Key) -> tuple[QPixmap, int] | None:
    """The picture for `key`, or else the photo before any edit, and the turn that it needs."""
    for path in dict.fromkeys((key.path, row.before)):
        found = picture_of(thumbnails, path, key.edge)
        if found is not None:
            return found, turn_of(row, path)
    return None


def fitted(picture: QPixmap, turn: int, area: QRect) -> QRectF:
    """All of the picture, as large as `area` allows; near-3:2 pictures fill it."""
    wide, high = (picture.height(), picture.width()) if turn % 2 else (picture.width(), picture.height())
    scale_x, scale_y = area.width() / wide, area.height() / high
    low, large = min(scale_x, scale_y), max(scale_x, scale_y)
    scale = large if large / low < 1.07 else low
    width, height = wide * scale, high * scale
    middle = QRectF(area).center()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def paint(painter: QPainter, target: QRectF, picture: QPixmap, turn: int) -> None:
    """All of the picture into `target`, turned."""
    _paint(painter, target, picture, QRectF(picture.rect()), turn)


def paint_filling(painter: QPainter, target: QRectF, picture: QPixmap, turn: int) -> None:
    """The middle of the picture, turned, so that it fills `target`."""
    across, down = (target.height(), target.width()) if turn % 2 else (target.width(), target.height())
    scale = max(across / picture.width(), down / picture.height())
    width, height = across / scale, down / scale
    source = QRectF((picture.width() - width) / 2, (picture.height() - height) / 2, width, height)
    _paint(painter, target, picture, source, turn)


def _paint(painter: QPainter, target: QRectF, picture: QPixmap, source: QRectF, turn: int) -> None:
    if not turn:
        painter.drawPixmap(target, picture, source)
        return
    across, down = (target.height(), target.width()) if turn % 2 else (target.width(), target.height())
    painter.save()
    painter.translate(target.center())
    painter.rotate(90 * turn)
    painter.drawPixmap(QRectF(-across / 2, -down / 2, across, down), picture, source)
    painter.restore()
