"""A shoot's link for whoever its photos are for: make it, copy it, bring its page up to date, end it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from luster_desktop.delivery import shelf
from luster_desktop.operations import sharing
from luster_desktop.operations.sharing import Shareable, Shared, Step, Wish
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words import deliveries
from luster_desktop.words import sharing as words
from luster_desktop.words.language import mark, plural, tr

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.delivery.exports import ExportRecipe
    from luster_desktop.delivery.marks.signing import Identity
    from luster_desktop.delivery.profiles import Profile
    from luster_desktop.delivery.shelf import Shelf
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library
    from luster_desktop.tasks.runner import CancelToken, TaskRunner
    from luster_desktop.ui.context import Cloud
    from luster_desktop.ui.settings.store import WindowStore

T = TypeVar("T")
DAYS = (7, 30, 90)
PARTS = 1000
"""Of the bar: bytes may be more than it can count."""
LOOKING = mark("Looking for the shoot’s link…")
ELSEWHERE = mark("The link was made on another computer, which has it. To get one here, end it and make a new one.")
UPDATED = mark("The page is up to date. The link is still the same.")
STOPPED = mark("Stopped. What is there already is not sent again.")


@dataclass(frozen=True, slots=True)
class _Found:
    """All that the dialog shows, as it is when it opens."""

    share: contract.Share | None
    shareable: Shareable
    recipes: Shelf[ExportRecipe]
    profile: Profile


class ShareDialog(Dialog):
    """Asks the service how the shoot's link stands, and shows what can be done about it."""

    def __init__(
        self,
        parent: QWidget | None,
        runner: TaskRunner,
        library: Library,
        cloud: Cloud,
        store: WindowStore,
        shoot: Shoot,
        offer: contract.PresetList,
        identity: Identity | None = None,
    ) -> None:
        super().__init__(parent, tr("Share with the agent"), width=560, long=True)
        self._runner, self._library, self._cloud, self._store = runner, library, cloud, store
        self._shoot, self._offer, self._identity = shoot, offer, identity
        self._found: _Found | None = None
        self._stop = threading.Event()
        self._busy = False
        self._text = label(tr(LOOKING), "muted", wrap=True)
        self.content.addWidget(self._text)
        self._link_row = self._make_link_row()
        self.content.addWidget(self._link_row)
        self._form = self._make_form(shoot.address or shoot.name)
        self.content.addWidget(self._form)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, PARTS)
        self.bar.setAccessibleName(tr("How far the page is"))
        self.content.addWidget(self.bar)
        self._step = label("", "strong", wrap=True)
        self.content.addWidget(self._step)
        self._error = label("", "bad", wrap=True)
        self.content.addWidget(self._error)
        self._make_buttons()
        for widget in (self._form, self._link_row, self.bar, self._step, self._error, self.end, self.go):
            widget.hide()
        self._ask(self._look, self._on_found)

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

    def _make_form(self, title: str) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        asked = label(tr("Heading, such as the address"), "small")
        self.title = QLineEdit(title)
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
        column.addSpacing(6)
        column.addWidget(label(tr("Downloads, besides each result as it is"), "small"))
        self.boxes: dict[str, QCheckBox] = {}
        self._recipes = QVBoxLayout()
        self._recipes.setSpacing(4)
        column.addLayout(self._recipes)
        return form

    def _make_buttons(self) -> None:
        self.end = button(tr("End the link"), "quiet")
        self.end.clicked.connect(self._on_end)
        self.buttons.addWidget(self.end)
        self.buttons.addStretch(1)
        self.close_button = button(tr("Close"))
        self.close_button.clicked.connect(self._on_close)
        self.buttons.addWidget(self.close_button)
        self.go = button(tr("Make the link"), "primary")
        self.go.clicked.connect(self._on_go)
        self.buttons.addWidget(self.go)

    # How it stands

    def _look(self, _token: CancelToken) -> _Found:
        home = self._library.folder
        return _Found(
            self._cloud.api.share(self._shoot.id),
            sharing.shareable(self._library, self._shoot.id, self._offer),
            shelf.export_recipes(home),
            shelf.profiles(home).get(self._shoot.profile, shelf.DEFAULT),
        )

    def _on_found(self, found: _Found) -> None:
        self._found = found
        ticked = self._store.share_recipes
        for recipe in found.recipes.items.values():
            row = QHBoxLayout()
            box = QCheckBox(recipe.title)
            box.setChecked(recipe.id in ticked)
            box.toggled.connect(self._remember)
            self.boxes[recipe.id] = box
            row.addWidget(box)
            row.addWidget(label(deliveries.recipe(recipe), "small"), 1)
            self._recipes.addLayout(row)
        if found.share is not None:
            self.title.setText(found.share.title)
        self._show(found.share)

    def _show(self, share: contract.Share | None, told: str = "") -> None:
        """What can be done about the link as it is now."""
        assert self._found is not None
        over = share is not None and sharing.over(share)
        live = share is not None and not over
        link = self._store.link(self._shoot.id) if live else ""
        self.link.setText(link)
        self.link.setCursorPosition(0)
        self.copy.setText(tr("Copy link"))
        self._link_row.setVisible(bool(link))
        self._form.show()
        if share is None:
            text = words.offer(len(self._found.shareable.items))
        elif over:
            text = words.ended(share)
        else:
            text = words.standing(share)
        self._text.setText("\n".join(part for part in (told, text, tr(ELSEWHERE) if live and not link else "") if part))
        self.end.setVisible(live)
        self.go.show()
        self.go.setText(tr("Bring the page up to date") if live else tr("Make the link"))
        restyle(self.go, kind="plain" if live else "primary")
        self._set_busy(False)

    # What the user does

    @Slot()
    def _on_go(self) -> None:
        found = self._found
        if found is None:
            self._ask(self._look, self._on_found)
            return
        user = self._cloud.session.user
        if user is None or self._busy:
            return
        recipes = tuple(recipe for name, recipe in found.recipes.items.items() if self.boxes[name].isChecked())
        wish = Wish(self.title.text().strip(), int(self.days.currentData()), found.profile, recipes, self._identity)
        self._stop.clear()

        def work(token: CancelToken) -> Shared:
            return sharing.share(
                self._library,
                self._cloud.api,
                user.id,
                self._shoot,
                found.shareable,
                wish,
                progress=lambda *at: self._runner.post(self._on_progress, *at),
                stopped=lambda: token.cancelled or self._stop.is_set(),
            )

        self.bar.setValue(0)
        self._step.setText(words.step(Step.MAKING, 0, 0))
        self.bar.show()
        self._step.show()
        self.close_button.setText(tr("Stop"))
        self._ask(work, self._on_shared)

    def _on_progress(self, step: Step, done: int, total: int) -> None:
        if self._busy and not self._stop.is_set():
            begun = PARTS // 2 if step is Step.SENDING else 0
            # What has to be sent once more does not lead back.
            self.bar.setValue(max(self.bar.value(), begun + PARTS // 2 * done // max(total, 1)))
            self._step.setText(words.step(step, done, total))

    def _on_shared(self, shared: Shared) -> None:
        share = shared.share
        told = " ".join(filter(None, (words.unmade(shared.unmade), words.too_large(shared.too_large))))
        if share.url:
            self._store.set_link(self._shoot.id, share.url)
            self._show(share, told)
            self._on_copy()
        else:
            self._show(share, told or tr(UPDATED))

    @Slot()
    def _on_end(self) -> None:
        self._ask(lambda _token: self._cloud.api.end_share(self._shoot.id), self._on_ended)

    def _on_ended(self, _share: contract.Share) -> None:
        self._store.set_link(self._shoot.id, "")
        self._show(None, tr("The link has ended: whoever opens it is told so."))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy.setText(tr("Copied"))

    @Slot()
    def _on_look(self) -> None:
        QDesktopServices.openUrl(QUrl(self.link.text()))

    @Slot()
    def _remember(self) -> None:
        self._store.set_share_recipes([name for name, box in self.boxes.items() if box.isChecked()])

    @Slot()
    def _on_close(self) -> None:
        if self.bar.isVisible():
            self._stop.set()
            self._step.setText(tr("Stopping…"))
        else:
            self.reject()

    def reject(self) -> None:
        """Closing ends what is being made; the next time goes on from there."""
        self._stop.set()
        super().reject()

    # Waiting

    def _ask(self, work: Callable[[CancelToken], T], done: Callable[[T], None]) -> None:
        self._set_busy(True)
        self._runner.run(work, done, self._on_error, owner=self)

    def _on_error(self, error: Exception) -> None:
        self.go.show()
        if self._found is None:
            self._text.setText(tr("How the shoot’s link stands is not known."))
            self.go.setText(tr("Try again"))
        self._set_busy(False)
        self._error.setText(tr(STOPPED) if isinstance(error, sharing.Stopped) else sentence(error))
        restyle(self._error, role="muted" if isinstance(error, sharing.Stopped) else "bad")
        self._error.show()
        self.fit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._error.hide()
        for widget in (self.end, self._form, self.go):
            widget.setEnabled(not busy)
        if not busy:
            self.bar.hide()
            self._step.hide()
            self.close_button.setText(tr("Close"))
            self._enable()
        self.fit()

    @Slot()
    def _enable(self) -> None:
        ready = self._found is None or bool(self.title.text().strip() and self._found.shareable.items)
        self.go.setEnabled(ready and not self._busy)
