"""The system's browser, for tests: which pages the app opens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Slot


class Browser(QObject):
    """A URL handler that notes addresses instead of showing them."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.pages.append(url.toString())
