"""What reaches a user who is in another window: one notification when the work is done, and how much is left."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from luster_desktop.ui.shell.window import MainWindow


class Attention(QObject):
    """Says nothing while the window is in front. Qt has no progress for taskbar or Dock, but a number on the icon."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self._app = app
        app.applicationStateChanged.connect(self._on_state)

    def show_left(self, count: int) -> None:
        """How many photos are still to come, on the app's icon; none takes the number away."""
        self._app.setBadgeNumber(count)

    def call(self, title: str, text: str) -> None:
        """Tell it by the system's way, unless the window is in front."""
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._icon.messageClicked.connect(self._window.bring_to_front)
            self._icon.activated.connect(self._window.bring_to_front)
        self._icon.show()  # a message needs an icon to come from
        self._icon.showMessage(title, text, QApplication.windowIcon())

    def close(self) -> None:
        """Leave nothing on the screen."""
        self.show_left(0)
        if self._icon is not None:
            self._icon.hide()

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        """The user is back: the icon has done its work."""
        if state is Qt.ApplicationState.ApplicationActive and self._icon is not None:
            self._icon.hide()
