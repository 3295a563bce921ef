"""The bar over the comparison: which photo, which result, how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from luster_desktop.library.models import PhotoRow, Stage
from luster_desktop.ui.actions import Actions
from luster_desktop.ui.gallery.status import problem_of, status_of
from luster_desktop.ui.review.compare import Mode
from luster_desktop.ui.review.versions import Version, fidelity_of
from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, icon_button, label, line
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.ui.widgets.mirrored import after_text
from luster_desktop.words.fidelity import everything
from luster_desktop.words.language import tr

ROLES = {"ok_text": "ok", "warn_text": "warn", "bad_text": "bad"}
NARROWEST = 320  # px
LEAST_NAME, MOST_NAME = 56, 180  # px: of the photo's name, which only what is left out last takes room from


class ReviewToolbar(QWidget):
    """`MainWindow.use` says what its buttons do."""

    version_asked = Signal(int)
    mode_asked = Signal(str)
    changes_toggled = Signal(bool)
    more_asked = Signal(QPoint)
    """Where to open the photo's menu."""

    def __init__(self) -> None:
        super().__init__()
        self._failed = False
        self._changes = False
        self._title = ""
        """Of the result on show."""
        self._rules: list[QWidget] = []
        self._found: tuple[str, ...] = ()
        """The verdict, longest first."""
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(46)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(4)
        self.back = icon_button("back", tr("Back to all photos"))
        row.addWidget(self.back)
        self.name = ElidedLabel("", "strong", Qt.TextElideMode.ElideLeft)  # of a camera's name the end tells most
        row.addWidget(self.name, 1)
        self._pixels = label("", "faint")
        row.addWidget(self._pixels)
        row.addSpacing(8)
        self._verdict_icon = IconLabel("fidelity", "ok_text", 16)
        row.addWidget(self._verdict_icon)
        self._verdict = label("", "ok")
        row.addWidget(self._verdict)
        row.addSpacing(8)
        self.version = button("", "quiet", "down")
        self.version.setLayoutDirection(after_text())
        self.version.setAccessibleName(tr("Results of this photo"))
        row.addWidget(self.version)
        row.addWidget(self._rule())
        self.wipe = icon_button("compare", tr("Before and after with a divider"), checkable=True)
        self.sides = icon_button("side_by_side", tr("Side by side"), checkable=True)
        self.changes = icon_button(
            "changes", tr("Show what changed, and what was left as in your photo"), checkable=True
        )
        self.set_mode(Mode.WIPE)
        self.brush = icon_button("brush", tr("Paint a part to edit"))
        for item in (self.wipe, self.sides, self.changes, self.brush):
            row.addWidget(item)
        self.zoom = button("", "quiet")
        self.zoom.setAccessibleName(tr("Zoom"))
        row.addWidget(self.zoom)
        self._step_rule = self._rule()
        row.addWidget(self._step_rule)
        self.previous = icon_button("previous", tr("Previous photo"))
        self.next = icon_button("next", tr("Next photo"))
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self._rule())
        self.redo = button(tr("Redo"), "quiet", "redo")
        row.addWidget(self.redo)
        self.save = button(tr("Save"), "plain", "download")
        row.addWidget(self.save)
        self.more = icon_button("more", tr("Stars, turning and finishing"))
        row.addWidget(self.more)
        self.save.setAccessibleName(tr("Save this photo"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._actions: Actions | None = None
        self._versions: Sequence[Version] = ()
        self._current = 0
        self._delivered: UUID | None = None

    def use(self, actions: Actions) -> None:
        """Offer what can be done with the result on show in the list of results."""
        self._actions = actions

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What matters least goes first until the rest has room; the verdict's words come last."""
        self._say(words=True)
        self._keep_zoom_room()
        steppers = (self._step_rule, self.previous, self.next)
        for item in (self._pixels, *steppers, *self._rules, self.zoom, self.brush):
            item.show()
        self._verdict.hide()
        self.name.setMinimumWidth(max(LEAST_NAME, min(MOST_NAME, self._name_width())))
        for leave_out in ((self._pixels,), steppers, (), self._rules, (self.zoom,), (self.brush,)):
            if self._row.minimumSize().width() <= self.width():
                break
            if not leave_out:
                self._say(words=False)
            for item in leave_out:
                item.hide()
        if self._row.minimumSize().width() > self.width():
            self.name.setMinimumWidth(LEAST_NAME)
        self._fit_version()
        self._fit_verdict()

    def _keep_zoom_room(self) -> None:
        """As wide at 12 % as at 100 %, and wider where more digits need it."""
        self.zoom.ensurePolished()
        shown = self.zoom.sizeHint().width()
        metrics = self.zoom.fontMetrics()
        spare = metrics.horizontalAdvance("100 %") - metrics.horizontalAdvance(self.zoom.text())
        self.zoom.setMinimumWidth(shown + max(0, spare))

    def _fit_version(self) -> None:
        """The result's name as far as there is room for it; its arrow alone opens the list as well."""
        lacking = self._row.minimumSize().width() - self.width()
        if lacking > 0:
            metrics = self.version.fontMetrics()
            room = max(0, metrics.horizontalAdvance(self._title) - lacking)
            self.version.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room))

    def _say(self, *, words: bool) -> None:
        """Buttons with words, or with icons alone."""
        again = tr("Retry") if self._failed else tr("Redo")
        self.redo.setText(again if words else "")
        self.redo.setAccessibleName(again)
        self.save.setText(tr("Save") if words else "")
        self.version.setText(self._title)
        self.version.setVisible(bool(self._title))

    def _fit_verdict(self) -> None:
        """As much of the verdict as there is room for beside everything else."""
        name = self._name_width() - self.name.minimumWidth()
        room = self.width() - self._row.minimumSize().width() - self._row.spacing() - max(0, name)
        fitting = (text for text in self._found if self._verdict.fontMetrics().horizontalAdvance(text) < room)
        self._verdict.setText(next(fitting, ""))
        self._verdict.setVisible(bool(self._verdict.text()))

    def _name_width(self) -> int:
        return self.name.fontMetrics().horizontalAdvance(self.name.full_text()) + 2

    def _rule(self) -> QWidget:
        rule = line("vertical")
        rule.setFixedHeight(20)
        self._rules.append(rule)
        return rule

    def show_photo(self, row: PhotoRow, versions: Sequence[Version], current: int, titles: Mapping[str, str]) -> None:
        """Show what there is of this photo, result number `current` being on the stage."""
        photo = row.photo
        self.name.set_text(photo.name)
        across, down = (photo.height, photo.width) if photo.turn % 2 else (photo.width, photo.height)
        self._pixels.setText(f"{across} × {down}" if across else "")
        chosen = versions[current] if versions else None
        self._versions, self._current = tuple(versions), current
        self._delivered = row.delivered.job_id if row.delivered is not None else None
        self._title = chosen.title if chosen else ""
        self._show_verdict(row, chosen, titles)
        for item in (self.wipe, self.sides, self.changes):
            item.setEnabled(chosen is not None)
        self.save.setEnabled(chosen is not None)
        self._failed = row.stage is Stage.FAILED
        self.redo.setEnabled(self._failed or (chosen is not None and not row.stage.moving))
        self._fit()

    def _show_verdict(self, row: PhotoRow, chosen: Version | None, titles: Mapping[str, str]) -> None:
        job = chosen.job if chosen and not row.stage.moving else None
        verdict = fidelity_of(job)
        told = everything(job.fidelity if job is not None else None)
        if verdict is None and row.stage not in (Stage.IDLE, Stage.DONE):
            verdict = status_of(row, titles)
        self._verdict_icon.setVisible(verdict is not None)
        self._found = ()
        if verdict is not None:
            self._verdict_icon.use(verdict.icon, verdict.tone)
            self._found = (". ".join(told), verdict.text) if told else (verdict.text,)
            tip = "\n".join(told or filter(None, (verdict.text, problem_of(row))))
            for item in (self._verdict_icon, self._verdict):
                item.setToolTip(tip)
                item.setAccessibleName(self._found[0])
            restyle(self._verdict, role=ROLES.get(verdict.tone, "small"))

    @property
    def changes_shown(self) -> bool:
        return self._changes

    @Slot(float)
    def show_zoom(self, scale: float) -> None:
        self.zoom.setText(f"{round(scale * 100)} %")
        self._keep_zoom_room()

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Compare in this way."""
        self._mode = mode
        self.wipe.setChecked(mode is Mode.WIPE)
        self.sides.setChecked(mode is Mode.SIDE_BY_SIDE)
        self.mode_asked.emit(mode.value)

    def toggle_mode(self) -> None:
        """Compare in the other way."""
        self.set_mode(Mode.WIPE if self._mode is Mode.SIDE_BY_SIDE else Mode.SIDE_BY_SIDE)

    def toggle_changes(self) -> None:
        """Show what changed, or no longer."""
        self._changes = not self._changes
        self.changes.setChecked(self._changes)
        self.changes_toggled.emit(self._changes)

    def open_menu(self) -> None:
        """Ask for the photo's menu."""
        self.more_asked.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def open_results(self) -> None:
        """List the photo's results."""
        self._menu.popup(self.version.mapToGlobal(self.version.rect().bottomLeft()))

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for index, version in enumerate(self._versions):
            delivered = len(self._versions) > 1 and version.output.job_id == self._delivered
            action = self._menu.addAction(tr("{title}, delivered", title=version.title) if delivered else version.title)
            action.triggered.connect(partial(self.version_asked.emit, index))
            action.setCheckable(True)
            action.setChecked(index == self._current)
        if self._actions is not None:
            self._menu.addSeparator()
            for name in ("go_on", "redo_noted"):
                self._actions.entry(self._menu, name)
