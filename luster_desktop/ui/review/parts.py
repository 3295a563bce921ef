"""What goes with each painted part: asked at the part itself, once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRectF, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from luster_desktop.delivery.items import Kind
from luster_desktop.ui.widgets.controls import button
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.ui.widgets.keys import with_keys
from luster_desktop.words.deliveries import ASKED, REMOVALS, TOLD
from luster_desktop.words.language import tr

GAP = 8  # px between a part and its chip


class PartChips(QObject):
    """A button below each part says what it is, or asks. `told(number, kind)` when the user has chosen."""

    told = Signal(int, object)

    def __init__(self, layer: QWidget) -> None:
        super().__init__(layer)
        self._layer = layer
        self._kinds: list[Kind | None] = []
        self.chips: list[QPushButton] = []

    def show_kinds(self, kinds: Sequence[Kind | None]) -> None:
        """One chip for each part; `place` puts them where the parts are."""
        self._kinds = list(kinds)
        while len(self.chips) > len(kinds):
            gone = self.chips.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.chips) < len(kinds):
            chip = button("", "pill")
            chip.setParent(self._layer)
            chip.clicked.connect(partial(self._open, len(self.chips)))
            self.chips.append(chip)
        for number, (chip, kind) in enumerate(zip(self.chips, kinds, strict=True), start=1):
            chip.setText(tr(ASKED if kind is None else REMOVALS[kind]))
            asked = with_keys(tr("Some rules forbid it: say what goes"), "T")
            chip.setToolTip(asked if kind is None else tr(TOLD[kind]))
            chip.setAccessibleName(tr("Part {number}: {text}", number=number, text=chip.text()))
            restyle(chip, tone="warn" if kind is None else "")
            chip.adjustSize()

    def place(self, areas: Sequence[QRectF], within: QRectF) -> None:
        """Put each chip below its part, or above where there is no room, in what is seen of the photo."""
        for chip, area in zip(self.chips, areas, strict=True):
            below = area.bottom() + GAP
            top = below if below + chip.height() <= within.bottom() else area.top() - GAP - chip.height()
            x = min(max(area.center().x() - chip.width() / 2, within.left()), within.right() - chip.width())
            y = min(max(top, within.top()), within.bottom() - chip.height())
            chip.move(round(x), round(y))
            chip.setVisible(within.intersects(area))

    def ask(self) -> None:
        """Open the choice of the first part that nobody has told, or else of the newest."""
        if self.chips:
            number = self._kinds.index(None) if None in self._kinds else len(self.chips) - 1
            self._open(number)

    def menu(self, number: int) -> QMenu:
        """What a part can be."""
        menu = QMenu(self._layer)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind, title in REMOVALS.items():
            entry = menu.addAction(f"&{tr(title)}")
            entry.setToolTip(tr(TOLD[kind]))
            entry.setCheckable(True)
            entry.setChecked(self._kinds[number] is kind)
            entry.triggered.connect(partial(self._tell, number, kind))
        return menu

    def _open(self, number: int, _checked: bool = False) -> None:
        chip = self.chips[number]
        self.menu(number).popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _tell(self, number: int, kind: Kind, _checked: bool = False) -> None:
        self.told.emit(number, kind)
