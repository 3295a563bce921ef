"""Two buttons with menus: in what order photos are shown, and which ones are left out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from luster_desktop.library.models import Decision
from luster_desktop.ui.gallery.ordering import SORT_TITLES, Look, Rejected, Sort
from luster_desktop.ui.widgets.controls import button, set_icon
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.words.language import mark, plural, tr

STARS = [
    mark("Any rating"),
    mark("1 star or more"),
    mark("2 stars or more"),
    mark("3 stars or more"),
    mark("4 stars or more"),
    mark("5 stars"),
]
REJECTED = {
    Rejected.SHOWN: mark("With rejected photos"),
    Rejected.HIDDEN: mark("Without rejected photos"),
    Rejected.ONLY: mark("Rejected photos only"),
}
DECISIONS = {
    None: mark("Reviewed or not"),
    Decision.OPEN: mark("To review only"),
    Decision.ACCEPTED: mark("Accepted only"),
}


class LookButtons(QWidget):
    """Emits `changed(Look)` when the user wants another one."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._wordy = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.sort = button("", "filter", "sort", tip=tr("In what order photos are shown"))
        self.narrow = button("", "filter", "filter", tip=tr("Which photos are left out"))
        self._sort_menu, self._narrow_menu = QMenu(self), QMenu(self)
        self._fill_sort(self._sort_menu)
        self._fill_narrow(self._narrow_menu)
        self.sort.clicked.connect(self._open_sort)
        self.narrow.clicked.connect(self._open_narrow)
        row.addWidget(self.sort)
        row.addWidget(self.narrow)
        self.show_look(self._look)

    def _fill_sort(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        self._sorts = {sort: _choice(menu, tr(title), group) for sort, title in SORT_TITLES.items()}
        menu.addSeparator()
        self._backwards = _choice(menu, tr("Reversed"))
        menu.triggered.connect(self._on_chosen)

    def _fill_narrow(self, menu: QMenu) -> None:
        stars = QActionGroup(menu)
        self._stars = [_choice(menu, tr(title), stars) for title in STARS]
        menu.addSeparator()
        group = QActionGroup(menu)
        self._rejected = {kind: _choice(menu, tr(title), group) for kind, title in REJECTED.items()}
        menu.addSeparator()
        decisions = QActionGroup(menu)
        self._decisions = {kind: _choice(menu, tr(title), decisions) for kind, title in DECISIONS.items()}
        menu.addSeparator()
        self._unsure = _choice(menu, tr("Unsure groups only"))
        menu.addSeparator()
        self._all = menu.addAction(tr("Show everything"))
        menu.triggered.connect(self._on_chosen)

    def show_look(self, look: Look) -> None:
        """Show this one as chosen, without a signal."""
        self._look = look
        self._sorts[look.sort].setChecked(True)
        self._backwards.setChecked(look.backwards)
        self._stars[look.rating].setChecked(True)
        self._rejected[look.rejected].setChecked(True)
        self._decisions[look.decision if look.decision in DECISIONS else None].setChecked(True)
        self._unsure.setChecked(look.unsure)
        self._all.setEnabled(look.narrowed)
        self._say()

    def set_wordy(self, wordy: bool) -> None:
        """Where there is little room, the icons stand for themselves."""
        if wordy != self._wordy:
            self._wordy = wordy
            self._say()

    def _say(self) -> None:
        look = self._look
        title = tr(SORT_TITLES[look.sort])
        order = tr("{order}, reversed", order=title) if look.backwards else title
        left_out = narrowing(look)
        self.sort.setText(order if self._wordy else "")
        self.sort.setAccessibleName(tr("Order: {order}", order=order))
        self.narrow.setText((left_out or tr("Filter")) if self._wordy else "")
        self.narrow.setAccessibleName(tr("Filter: {left_out}", left_out=left_out or tr("everything is shown")))
        usual = look.sort is Sort.SHOOT and not look.backwards
        for item, icon, active in ((self.sort, "sort", not usual), (self.narrow, "filter", bool(left_out))):
            restyle(item, active=active)
            set_icon(item, icon, "accent_text" if active else "text_muted")

    @Slot()
    def _open_sort(self) -> None:
        _open(self._sort_menu, self.sort)

    @Slot()
    def _open_narrow(self) -> None:
        _open(self._narrow_menu, self.narrow)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        if action is self._all:
            look = self._look.everything()
        else:
            look = replace(
                self._look,
                sort=next(sort for sort, item in self._sorts.items() if item.isChecked()),
                backwards=self._backwards.isChecked(),
                rating=next(stars for stars, item in enumerate(self._stars) if item.isChecked()),
                rejected=next(kind for kind, item in self._rejected.items() if item.isChecked()),
                decision=next(kind for kind, item in self._decisions.items() if item.isChecked()),
                unsure=self._unsure.isChecked(),
            )
        self.changed.emit(look)


def narrowing(look: Look) -> str:
    """What is left out, in few words; empty when nothing is."""
    parts = []
    if look.unsure:
        parts.append(tr("unsure"))
    if look.decision is not None:
        parts.append(tr("accepted") if look.decision is Decision.ACCEPTED else tr("to review"))
    if look.rating:
        parts.append(tr("5 stars") if look.rating == 5 else plural("{n}+ star", "{n}+ stars", look.rating))
    if look.rejected is not Rejected.SHOWN:
        parts.append(tr("rejected") if look.rejected is Rejected.ONLY else tr("no rejected"))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _choice(menu: QMenu, title: str, group: QActionGroup | None = None) -> QAction:
    action = menu.addAction(title)
    action.setCheckable(True)
    if group is not None:
        group.addAction(action)
    return action


def _open(menu: QMenu, under: QPushButton) -> None:
    menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))
