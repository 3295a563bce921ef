"""What the app says of itself, and of the parts that others have made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.shell.about import AboutSheet, LicencesSheet

W = TypeVar("W", bound=QWidget)


def test_the_licence_of_every_part_can_be_read(make_app: Callable[..., App], qtbot: QtBot) -> None:
    app = make_app()

    def shown(kind: type[W]) -> W:
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    app.actions.do("about")
    qtbot.mouseClick(shown(AboutSheet).licences, Qt.MouseButton.LeftButton)
    sheet = shown(LicencesSheet)
    names = [sheet.names.item(row).text() for row in range(sheet.names.count())]
    row = next(row for row, name in enumerate(names) if name.startswith("pyside6-essentials"))
    sheet.names.setCurrentRow(row)
    text = sheet.text.toPlainText()
    assert "LGPL-3.0-only" in names[row] and "GNU LESSER GENERAL PUBLIC LICENSE" in text and "download.qt.io" in text
    sheet.accept()


def test_terms_and_privacy_are_linked_where_there_are_pages(qtbot: QtBot) -> None:
    plain = DesktopSettings.from_environment({})
    assert not hasattr(AboutSheet(None, plain), "links")
    environment = {"PRIVACY_URL": "https://luster.test/privacy", "TERMS_URL": "https://luster.test/terms/"}
    sheet = AboutSheet(None, DesktopSettings.from_environment(environment))
    assert 'href="https://luster.test/privacy"' in sheet.links.text() and "Terms" in sheet.links.text()
