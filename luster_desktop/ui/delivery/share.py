"""A shoot's link for whoever its photos are for: make it, copy it, bring its page up to date, end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from luster_desktop.operations import sharing
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words import sharing as words
from luster_desktop.words.language import mark, plural, tr

if TYPE_CHECKING:
    from uuid import UUID

    from backend import contract
    from luster_desktop.cloud.api import ApiClient
    from luster_desktop.library.models import PhotoRow, Shoot
    from luster_desktop.tasks.runner import TaskRunner
    from luster_desktop.ui.settings.store import WindowStore

T = TypeVar("T")
DAYS = (7, 30, 90)
ELSEWHERE = mark("The link was made on another computer, which has it. To get one here, end it and make a new one.")
UPDATED = mark("The page is up to date. The link is still the same.")


class ShareDialog(Dialog):
    """Asks the service how the shoot's link stands, and shows what can be done about it."""

    def __init__(
        self,
        parent: QWidget | None,
        runner: TaskRunner,
        api: ApiClient,
        store: WindowStore,
        shoot: Shoot,
        rows: list[PhotoRow],
    ) -> None:
        super().__init__(parent, tr("Share with the agent"), width=540)
        self._runner, self._api, self._store = runner, api, store
        self._shoot_id: UUID = shoot.id
        self._rows = rows
        self._text = label(tr("Looking for the shoot’s link…"), "muted", wrap=True)
        self.content.addWidget(self._text)
        self._form = self._make_form(shoot.name)
        self.content.addWidget(self._form)
        self._link_row = self._make_link_row()
        self.content.addWidget(self._link_row)
        self._error = label("", "bad", wrap=True)
        self.content.addWidget(self._error)
        self.end = button(tr("End the link"), "quiet")
        self.end.clicked.connect(self._on_end)
        self.buttons.addWidget(self.end)
        self.buttons.addStretch(1)
        close = button(tr("Close"))
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self.go = button(tr("Make the link"), "primary")
        self.go.clicked.connect(self._on_go)
        self.buttons.addWidget(self.go)
        for widget in (self._form, self._link_row, self._error, self.end, self.go):
            widget.hide()
        self._ask(lambda: api.share(shoot.id), self._show)

    def _make_form(self, name: str) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        asked = label(tr("Heading, such as the address"), "small")
        self.title = QLineEdit(name)
        self.title.setMaxLength(200)
        asked.setBuddy(self.title)
        self.title.setAccessibleName(tr("Heading of the page"))
        self.title.textChanged.connect(self._enable)
        self.days = QComboBox()
        for days in DAYS:
            self.days.addItem(plural("Ends after {n} day", "Ends after {n} days", days), days)
        self.days.setCurrentIndex(DAYS.index(30))
        self.days.setAccessibleName(tr("When the link ends"))
        column.addWidget(asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.days)
        column.addLayout(row)
        return form

    def _make_link_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.link.setAccessibleName(tr("The link"))
        self.copy = button(tr("Copy link"), "primary")
        self.copy.clicked.connect(self._on_copy)
        self.look = button(tr("Open"), "plain", "external")
        self.look.clicked.connect(self._on_look)
        row.addWidget(self.link, 1)
        row.addWidget(self.copy)
        row.addWidget(self.look)
        return widget

    def _show(self, share: contract.Share | None, told: str = "") -> None:
        """What can be done about the link as it is now."""
        over = share is not None and sharing.over(share)
        live = share is not None and not over
        count = len(sharing.shareable(self._rows))
        link = self._store.link(self._shoot_id) if live else ""
        self.link.setText(link)
        self.link.setCursorPosition(0)
        self._link_row.setVisible(bool(link))
        self._form.show()
        if share is None:
            self._text.setText(words.offer(count))
        elif over:
            self._text.setText(words.ended(share))
        else:
            self._text.setText(
                "\n".join(part for part in (told, words.standing(share), "" if link else tr(ELSEWHERE)) if part)
            )
            self.title.setText(share.title)
        self.end.setVisible(live)
        self.go.setVisible(True)
        self.go.setText(tr("Bring the page up to date") if live else tr("Make the link"))
        restyle(self.go, kind="plain" if live else "primary")
        self._error.hide()
        self._busy(False)
        self.fit()

    @Slot()
    def _on_go(self) -> None:
        wanted = sharing.request(self._rows, self.title.text().strip(), int(self.days.currentData()), words.disclosure)
        self._ask(lambda: self._api.put_share(self._shoot_id, wanted), self._on_put)

    def _on_put(self, share: contract.Share) -> None:
        if share.url:
            self._store.set_link(self._shoot_id, share.url)
            self._show(share)
            self._on_copy()
        else:
            self._show(share, tr(UPDATED))

    @Slot()
    def _on_end(self) -> None:
        self._ask(lambda: self._api.end_share(self._shoot_id), self._on_ended)

    def _on_ended(self, _share: contract.Share) -> None:
        self._store.set_link(self._shoot_id, "")
        self._show(None)
        self._text.setText(tr("The link has ended: whoever opens it is told so. {text}", text=self._text.text()))
        self.fit()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy.setText(tr("Copied"))

    @Slot()
    def _on_look(self) -> None:
        QDesktopServices.openUrl(QUrl(self.link.text()))

    def _ask(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._busy(True)
        self._runner.run(lambda _token: work(), done, self._on_error, owner=self)

    def _on_error(self, error: Exception) -> None:
        self._busy(False)
        self._error.setText(sentence(error))
        self._error.show()
        self.fit()

    def _busy(self, busy: bool) -> None:
        self.copy.setText(tr("Copy link"))
        for widget in (self.end, self._form):
            widget.setEnabled(not busy)
        self.go.setEnabled(not busy)
        if not busy:
            self._enable()

    @Slot()
    def _enable(self) -> None:
        self.go.setEnabled(bool(self.title.text().strip()) and bool(sharing.shareable(self._rows)))
