"""The compare view: before and after over each other with a divider, or side by side, zoomed and panned as one."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from luster_desktop.ui.review import chrome
from luster_desktop.ui.review.pictures import Picture
from luster_desktop.ui.review.viewport import Rect, Viewport
from luster_desktop.ui.widgets.current import color, theme
from luster_desktop.words.language import tr

GRIP = 14  # px either side of the divider that take hold of it
CLICK = 5  # px: what moves the pointer less is no drag
SETTLE = 140  # ms without movement until a moving picture is drawn smoothly
ROUGHLY = 0.7  # of the width that a moving picture has on screen: so many pixels of it do


class Mode(StrEnum):
    WIPE = "wipe"
    SIDE_BY_SIDE = "side_by_side"


class _Frame(NamedTuple):
    key: tuple[object, ...]
    image: QImage


class CompareView(QWidget):
    """Shows two pictures of one scene. Moving the divider only copies from two frames that are already at screen size.

    `divider_moved(fraction)` follows the divider; `zoom_changed(scale)` is in device pixels per pixel of the photo;
    `full_wanted()` asks for every pixel once the zoom shows more than the pictures hold.
    """

    divider_moved = Signal(float)
    zoom_changed = Signal(float)
    full_wanted = Signal()
    clicked = Signal(float, float)
    """Where on the photo, in shares of its width and height."""
    moved = Signal()
    """The photo lies elsewhere in the view, or another does."""
    resized = Signal(QSize)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Before and after"))
        self._before: Picture | None = None
        self._after: Picture | None = None
        self._map: QImage | None = None
        self._map_on_both = False
        self._message = ""
        self._size = (0, 0)
        self._viewport = Viewport(0, 0, 1, 1, 1.0)
        self._frames: dict[str, _Frame] = {}
        self._divider = 0.5
        self._mode = Mode.WIPE
        self._holding_before = False
        self._pinned = False
        self._moving = False
        self._drag: QPointF | None = None
        self._pressed: QPointF | None = None
        self._dragging_divider = False
        self._by_keyboard = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self._on_settled)
        theme().changed.connect(self._refresh)
        self._describe()

    # What is shown

    def show_pictures(
        self, before: Picture | None, after: Picture | None, size: tuple[int, int], *, keep_view: bool = False
    ) -> None:
        """Show two pictures of a photo of `size` pixels; `keep_view` leaves zoom and pan as they are."""
        self._before, self._after = before, after
        self._frames.clear()
        if not keep_view or size != self._size:
            self._size = size
            width, height = self._view_size()
            self._viewport = Viewport(*size, width, height).fit()
            self.zoom_changed.emit(self._viewport.scale)
            self.moved.emit()
        self._message = ""
        self._ask_for_pixels()
        self._describe()
        self.update()

    def show_message(self, text: str) -> None:
        """Say why there is no picture."""
        self._message = text
        self._describe()
        self.update()

    def show_change_map(self, overlay: QImage | None, *, both: bool = False) -> None:
        """Lay a tint over "after", or over `both`; None stops doing so."""
        self._map, self._map_on_both = overlay, both
        self.update()

    @property
    def divider(self) -> float:
        """How much of the visible picture is "before", 0..1 from the left."""
        return self._divider

    def set_divider(self, fraction: float) -> None:
        fraction = min(1.0, max(0.0, fraction))
        if fraction != self._divider:
            before, self._divider = self._divider_x(), fraction
            self.divider_moved.emit(fraction)
            self._describe()
            self._update_between(before, self._divider_x())

    def nudge(self, by: float) -> None:
        """Move the divider by keys: from here on it is shown that they move it."""
        self._by_keyboard = self._by_keyboard or self.hasFocus()
        self.set_divider(round(self._divider + by, 4))
        self.update()

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._place(self._viewport.resized(*self._view_size()))

    @property
    def viewport(self) -> Viewport:
        """The one zoom and pan of both sides."""
        return self._viewport

    def hold_before(self, held: bool) -> None:
        """Show only the original while held."""
        if self._after is not None and held != self._holding_before:
            self._holding_before = held
            self._describe()
            self.update()

    def pin_before(self, pinned: bool) -> None:
        """Show only the original until told otherwise: it is being painted on."""
        self._pinned = pinned
        self.update()

    def zoom(self, factor: float) -> None:
        """Zoom about the middle of the view."""
        width, height = self._view_size()
        self._move(self._viewport.zoomed(factor, width / 2, height / 2))

    def fit(self) -> None:
        self._place(self._viewport.fit())

    def toggle_full(self, at: QPointF | None = None) -> None:
        """100 % at a point of the view, or back to all of the photo."""
        width, height = self._view_size()
        ratio = self.devicePixelRatioF()
        x, y = (at.x() * ratio % width, at.y() * ratio) if at is not None else (width / 2, height / 2)
        self._place(self._viewport.zoomed_to(1.0, x, y) if self._viewport.fitted else self._viewport.fit())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._before is None or self._message:
            painter.fillRect(self.rect(), color("stage"))
            chrome.paint_message(painter, QRectF(self.rect()), self._message or tr("Loading…"))
        elif self._after is None or self._holding_before or self._pinned:
            whole = self._viewport if self._mode is Mode.WIPE else self._viewport.resized(*self._device_size())
            self._paint_picture(painter, "only", self._before, whole, 0, 0, round(whole.view_width))
            chrome.paint_label(painter, self._inner(whole), tr("Before") if self._after else tr("Original"), left=True)
        elif self._mode is Mode.WIPE:
            self._paint_wipe(painter, self._before, self._after)
        else:
            self._paint_sides(painter, self._before, self._after)
        if self._by_keyboard:
            chrome.paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def _paint_wipe(self, painter: QPainter, before: Picture, after: Picture) -> None:
        ratio = self.devicePixelRatioF()
        x = self._divider_x()
        cut = round(x * ratio)
        self._paint_picture(painter, "before", before, self._viewport, 0, 0, cut)
        self._paint_picture(painter, "after", after, self._viewport, 0, cut, round(self._viewport.view_width))
        inner = self._inner(self._viewport)
        start = 0 if self._map_on_both else x
        self._paint_map(painter, QRectF(start, 0, self.width() - start, self.height()))
        chrome.paint_label(painter, inner, tr("Before"), left=True, until=x)
        chrome.paint_label(painter, inner, tr("After"), left=False, until=x)
        chrome.paint_divider(painter, x, inner, focused=self._by_keyboard)

    def _paint_sides(self, painter: QPainter, before: Picture, after: Picture) -> None:
        half = self.width() / 2
        painter.fillRect(self.rect(), color("stage"))
        for name, said, picture, left in (("before", tr("Before"), before, 0.0), ("after", tr("After"), after, half)):
            painter.save()
            painter.setClipRect(QRectF(left, 0, half - 1, self.height()))
            self._paint_picture(painter, name, picture, self._viewport, left, 0, round(self._viewport.view_width))
            inner = self._inner(self._viewport).translated(left, 0)
            if name == "after" or self._map_on_both:
                painter.translate(left, 0)
                self._paint_map(painter, QRectF(0, 0, half, self.height()))
                painter.translate(-left, 0)
            chrome.paint_label(painter, inner, said, left=True)
            painter.restore()

    def _paint_map(self, painter: QPainter, clip: QRectF) -> None:
        if self._map is None:
            return
        painter.save()
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._logical(self._viewport.placed()), self._map, QRectF(self._map.rect()))
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, name: str, picture: Picture, viewport: Viewport, left: float, start: int, end: int
    ) -> None:
        """The picture between two columns of the view, whose own left edge is at `left`.

        While it moves only what is seen of it is drawn, roughly; at rest it is drawn smoothly once, and then copied.
        """
        ratio, height = self.devicePixelRatioF(), round(viewport.view_height)
        if not self._moving:
            frame = self._frame(name, picture, viewport)
            painter.drawImage(QPointF(left + start / ratio, 0), frame, QRectF(start, 0, end - start, height))
            return
        painter.save()
        painter.translate(left, 0)
        painter.scale(1 / ratio, 1 / ratio)
        seen = viewport.visible()
        whole = QRectF(start, 0, end - start, height)
        inner = QRectF(seen.x, seen.y, seen.width, seen.height).intersected(whole)
        if inner != whole:
            painter.fillRect(whole, color("stage"))
        if not inner.isEmpty():
            self._draw(painter, picture, viewport, inner, smooth=False)
        painter.restore()

    def _frame(self, name: str, picture: Picture, viewport: Viewport) -> QImage:
        """The picture as it lies in the view, at the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        key = (id(picture), viewport, ratio, color("stage").rgb())
        kept = self._frames.get(name)
        if kept is not None and kept.key == key:
            return kept.image
        image = QImage(round(viewport.view_width), round(viewport.view_height), QImage.Format.Format_RGB32)
        image.fill(color("stage"))
        seen = viewport.visible()
        painter = QPainter(image)
        inner = QRectF(seen.x, seen.y, seen.width, seen.height)
        self._draw(painter, picture, viewport, inner, smooth=viewport.scale < 2)
        painter.end()
        image.setDevicePixelRatio(ratio)
        self._frames[name] = _Frame(key, image)
        return image

    def _draw(self, painter: QPainter, picture: Picture, viewport: Viewport, inner: QRectF, *, smooth: bool) -> None:
        """What lies in `inner`, a part of the view in device pixels."""
        placed = viewport.placed()
        level = picture.level_for(placed.width if smooth else placed.width * ROUGHLY)
        sx, sy = level.width() / max(1e-6, placed.width), level.height() / max(1e-6, placed.height)
        x, y = (inner.x() - placed.x) * sx, (inner.y() - placed.y) * sy
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(inner, level, QRectF(x, y, inner.width() * sx, inner.height() * sy))

    # Hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120 or event.pixelDelta().y() / 40
        if steps and self._before is not None:
            x, y = self._device(event.position())
            self._move(self._viewport.zoomed(1.2**steps, x, y))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._before is not None:
            self._dragging_divider = self._over_divider(event.position())
            self._drag = self._pressed = event.position()
            self._set_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._set_cursor(event.position())
        elif self._dragging_divider:
            self._divider_to(event.position().x())
        else:
            step = (event.position() - self._drag) * self.devicePixelRatioF()
            self._drag = event.position()
            self._move(self._viewport.panned(step.x(), step.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragging_divider:
            way = event.position() - self._pressed
            if abs(way.x()) + abs(way.y()) < CLICK:
                self._click(event.position())
        self._drag = self._pressed = None
        self._dragging_divider = False
        self._set_cursor(event.position())

    def _click(self, at: QPointF) -> None:
        (x, y), placed = self._device(at), self._viewport.placed()
        across, down = (x - placed.x) / max(1e-6, placed.width), (y - placed.y) / max(1e-6, placed.height)
        if 0 <= across <= 1 and 0 <= down <= 1:
            self.clicked.emit(across, down)

    def on_screen(self, left: float, top: float, width: float, height: float) -> QRectF:
        """Where a part of the photo, told in shares of it, lies in the view; on the left of two sides."""
        placed = self._logical(self._viewport.placed())
        return QRectF(
            placed.x() + left * placed.width(),
            placed.y() + top * placed.height(),
            width * placed.width(),
            height * placed.height(),
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._before is not None and not self._over_divider(event.position()):
            self.toggle_full(event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._by_keyboard = False
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self._viewport.resized(*self._view_size()))
        self.resized.emit(event.size())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._place(self._viewport.resized(*self._view_size()))

    # Parts

    def _move(self, viewport: Viewport) -> None:
        """A step of a movement: drawn roughly now, smoothly once it has come to rest."""
        self._moving = True
        self._settle.start()
        self._place(viewport)

    def _place(self, viewport: Viewport) -> None:
        changed = viewport.scale != self._viewport.scale
        self._viewport = viewport
        if changed:
            self.zoom_changed.emit(viewport.scale)
        self.moved.emit()
        self._ask_for_pixels()
        self.update()

    def lacks(self, picture: Picture) -> bool:
        """Whether the photo has pixels that this zoom would show and the picture has not."""
        first = picture.levels[0]
        seen = max(self._viewport.width, self._viewport.height) * min(1.0, self._viewport.scale)
        return not picture.full and max(first.width(), first.height()) < seen

    def _ask_for_pixels(self) -> None:
        if any(self.lacks(picture) for picture in (self._before, self._after) if picture is not None):
            self.full_wanted.emit()

    def _divider_x(self) -> float:
        seen = self._inner(self._viewport)
        return seen.x() + self._divider * seen.width()

    def _update_between(self, one: float, other: float) -> None:
        """Paint again what moving the divider from one place to another can change, and no more of a large window."""
        reach = chrome.divider_reach(tr("Before"), tr("After"))
        left, right = min(one, other) - reach, max(one, other) + reach
        self.update(QRectF(left, 0, right - left, self.height()).toAlignedRect())

    def _divider_to(self, x: float) -> None:
        seen = self._inner(self._viewport)
        if seen.width() > 0:
            self.set_divider((x - seen.x()) / seen.width())

    def _over_divider(self, at: QPointF) -> bool:
        wiping = self._mode is Mode.WIPE and self._after is not None and not self._holding_before
        return wiping and abs(at.x() - self._divider_x()) <= GRIP

    def _set_cursor(self, at: QPointF) -> None:
        if self._dragging_divider or self._over_divider(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._viewport.fitted:
            self.unsetCursor()
        else:
            held = self._drag is not None
            self.setCursor(Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor)

    def _device_size(self) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return max(1.0, round(self.width() * ratio)), max(1.0, round(self.height() * ratio))

    def _view_size(self) -> tuple[float, float]:
        width, height = self._device_size()
        return (width if self._mode is Mode.WIPE else max(1.0, width // 2), height)

    def _device(self, at: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        width, _ = self._view_size()
        return (at.x() * ratio) % width, at.y() * ratio

    def _logical(self, rect: Rect) -> QRectF:
        ratio = self.devicePixelRatioF()
        return QRectF(rect.x / ratio, rect.y / ratio, rect.width / ratio, rect.height / ratio)

    def _inner(self, viewport: Viewport) -> QRectF:
        return self._logical(viewport.visible())

    def _describe(self) -> None:
        if self._message:
            text = self._message
        elif self._after is None:
            text = tr("original, no result yet")
        elif self._holding_before:
            text = tr("before only")
        else:
            text = tr("before {percent} percent", percent=round(self._divider * 100))
        self.setAccessibleDescription(text)

    @Slot()
    def _on_settled(self) -> None:
        self._moving = False
        self.update()

    @Slot()
    def _refresh(self) -> None:
        self._frames.clear()
        self.update()
