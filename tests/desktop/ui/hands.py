"""What a test of the window does with its hands, and how it reads the grid."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import Photo

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def shown(app: App) -> str:
    return " ".join("+".join(p.name[7] for p in row.exposures or (row.photo,)) for row in app.bench.photos.shown_rows())


def stored(app: App) -> str:
    shoot = app.bench.current
    assert shoot is not None
    rows = app.bench.library.photos(shoot.id)
    return " ".join("+".join(photo.name[7] for photo in row.exposures or (row.photo,)) for row in rows)


def ids(app: App, *positions: int) -> list[UUID]:
    return [app.bench.photos.at(position).photo.id for position in positions]


def photo(app: App, position: int) -> Photo:
    return app.bench.photos.at(position).photo


def press(app: App, qtbot: QtBot, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(app.window.gallery.view, key, keys)


def drop(view: QListView, at: QPoint, data: QMimeData) -> bool:
    """A drag that ends here, as Qt hands it on; answers whether it was taken."""
    held, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter, move = QDragEnterEvent(at, copy, data, held, none), QDragMoveEvent(at, copy, data, held, none)
    QApplication.sendEvent(view.viewport(), enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(view.viewport(), move)
    if not move.isAccepted():
        QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
        return False
    QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(at), copy, data, held, none))
    return True


def cell(app: App, position: int) -> tuple[QPoint, int]:
    rect = app.window.gallery.view.visualRect(app.bench.photos.index(position))
    return rect.center(), rect.width()
