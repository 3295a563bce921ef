"""What a file manager sends to the app that is running."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from luster_desktop.ui.opening import Opening


def test_files_that_the_system_sends_are_asked_for_together(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    opening = Opening(qapp)
    try:
        with qtbot.waitSignal(opening.asked) as asked:
            for name in ("IMG_1.JPG", "50% off #2.JPG"):
                QApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / name)))
            QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://luster.test/")))
        assert asked.args == [[tmp_path / "IMG_1.JPG", tmp_path / "50% off #2.JPG"]]
    finally:
        opening.setParent(None)
