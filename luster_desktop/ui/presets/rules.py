"""What the rules of the shoot say of the chosen edits, before a credit is spent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from luster_desktop.delivery.judging import Ruling
from luster_desktop.delivery.profiles import Profile, Verdict
from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, label
from luster_desktop.ui.widgets.mirrored import after_text
from luster_desktop.words import deliveries as words
from luster_desktop.words.language import tr

_TONES = {
    Verdict.EXEMPT: ("check", "ok_text"),
    Verdict.DISCLOSE: ("info", "text_muted"),
    Verdict.UNCLEAR: ("unsure", "warn_text"),
    Verdict.PROHIBITED: ("failed", "bad_text"),
}


class RulesBox(QWidget):
    """Emits `profile_chosen(id)` and `edit_asked(Profile)`. Shows nothing until there is a profile."""

    profile_chosen = Signal(str)
    edit_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._profiles: Sequence[Profile] = ()
        self._profile: Profile | None = None
        self._shown: tuple[Profile, tuple[Ruling, ...]] | None = None
        self._lines: list[QWidget] = []
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(6)
        self.body = ElidedLabel("", "small")
        head.addWidget(self.body, 1)
        self.change = button(tr("Rules"), "filter", "down", tip=tr("Whose rules the shoot is delivered by"))
        self.change.setLayoutDirection(after_text())
        self.change.clicked.connect(self._open)
        head.addWidget(self.change)
        column.addLayout(head)
        self.hide()

    def offer(self, profiles: Sequence[Profile]) -> None:
        """What there is to choose from."""
        self._profiles = profiles

    def show_rulings(self, profile: Profile | None, found: Sequence[Ruling]) -> None:
        """Edit by edit; the sentence of the rule and where it comes from are in the tips."""
        self.setVisible(profile is not None)
        if profile is None or self._shown == (profile, tuple(found)):
            return
        self._profile, self._shown = profile, (profile, tuple(found))
        self.body.set_text(profile.body)
        self.setToolTip(f"{profile.body}\n{words.source(profile)}")
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(one, profile) for one in found]
        for line in self._lines:
            self._column.addWidget(line)

    def _line(self, one: Ruling, profile: Profile) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        icon, tone = _TONES[one.rule.verdict]
        row.addWidget(IconLabel(icon, tone, 14), 0, Qt.AlignmentFlag.AlignTop)
        text = label(words.ruling(one), "bad" if one.rule.verdict is Verdict.PROHIBITED else "small", wrap=True)
        row.addWidget(text, 1)
        tip = "\n".join(part for part in (one.rule.sentence, words.source(profile)) if part)
        area.setToolTip(tip)
        area.setAccessibleName(words.ruling(one))
        area.setAccessibleDescription(tip)
        return area

    @property
    def said(self) -> list[str]:
        """What it says, line by line."""
        return [line.accessibleName() for line in self._lines]

    def menu(self) -> QMenu:
        """Every profile, by country."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group, country = QActionGroup(menu), ""
        for profile in self._profiles:
            if profile.country != country:
                country = profile.country
                menu.addSection(country)
            entry: QAction = menu.addAction(profile.body)
            entry.setCheckable(True)
            entry.setChecked(self._profile is not None and profile.id == self._profile.id)
            entry.triggered.connect(partial(self._choose, profile.id))
            group.addAction(entry)
        menu.addSeparator()
        menu.addAction(tr("Edit these rules…")).triggered.connect(self._edit)
        return menu

    @Slot()
    def _open(self) -> None:
        self.menu().popup(self.change.mapToGlobal(QPoint(0, self.change.height() + 2)))

    @Slot()
    def _edit(self) -> None:
        if self._profile is not None:
            self.edit_asked.emit(self._profile)

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.profile_chosen.emit(name)
