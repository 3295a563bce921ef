"""What this app is, its terms, and under which licences the parts are that others have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QWidget

from luster_desktop.settings import DesktopSettings
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.theme.icons import picture
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.updates.preparing import why_off
from luster_desktop.words import reasons
from luster_desktop.words.language import tr

if TYPE_CHECKING:
    from luster_desktop.licences import Part


class LicencesSheet(Dialog):
    """Every part by name, and all that the chosen one says."""

    def __init__(self, parent: QWidget | None, parts: list[Part]) -> None:
        super().__init__(parent, tr("Licences"), width=640)
        said = tr("Luster is made with these parts. Each remains under its own licence.")
        self.content.addWidget(label(said, "muted", wrap=True))
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Parts"))
        self.names.addItems([f"{part.name} {part.version}   {part.licence}" for part in parts])
        self.names.setMinimumHeight(160)
        self.content.addWidget(self.names, 1)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Its licence"))
        self.text.setMinimumHeight(220)
        self.content.addWidget(self.text, 2)
        self._parts = parts
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)
        self.buttons.addStretch(1)
        close = button(tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)

    @Slot(int)
    def _show(self, row: int) -> None:
        if 0 <= row < len(self._parts):
            from luster_desktop import licences

            self.text.setPlainText(licences.document([self._parts[row]]))


class AboutSheet(Dialog):
    """`licences` is for whoever shows them."""

    def __init__(self, parent: QWidget | None, settings: DesktopSettings) -> None:
        from luster_desktop.version import app_version

        super().__init__(parent, "Luster", width=420)
        mark = label()
        mark.setPixmap(picture("icons/luster.svg", 64, 64, 2.0))
        self.content.addWidget(mark)
        self.content.addWidget(label(tr("Version {version}", version=app_version() or tr("development")), "muted"))
        if (why := why_off(settings)) is not None:
            self.content.addWidget(label(reasons.sentence(why), "muted", wrap=True))
        text = tr("Real estate photo editing that changes only what was asked for, at full resolution.")
        self.content.addWidget(label(text, wrap=True))
        pages = [(tr("Privacy"), settings.privacy_url), (tr("Terms"), settings.terms_url)]
        if links := [f'<a href="{url}">{title}</a>' for title, url in pages if url]:
            self.links: QLabel = label(" · ".join(links))
            self.links.setOpenExternalLinks(True)
            self.content.addWidget(self.links)
        self.licences = button(tr("Licences…"), "quiet")
        self.buttons.addWidget(self.licences)
        self.buttons.addStretch(1)
        close = button(tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)


class About(QObject):
    """Shows both sheets over the window."""

    def __init__(self, window: QWidget, runner: TaskRunner, settings: DesktopSettings) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._settings = settings

    @Slot()
    def show(self) -> None:
        sheet = AboutSheet(self._window, self._settings)
        sheet.licences.clicked.connect(sheet.accept)
        sheet.licences.clicked.connect(self.show_licences)
        sheet.open()

    @Slot()
    def show_licences(self) -> None:
        """Read what there is on a worker, then show it."""
        from luster_desktop import licences

        self._runner.run(lambda _token: licences.parts(), self._on_parts, self._on_no_parts, owner=self, pool="disk")

    def _on_parts(self, parts: list[Part]) -> None:
        LicencesSheet(self._window, parts).open()

    def _on_no_parts(self, _error: Exception) -> None:
        LicencesSheet(self._window, []).open()
