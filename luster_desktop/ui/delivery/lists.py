"""What stands against a delivery, and afterwards every file with whether it passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from luster_desktop.operations.delivering import Checked, Problem
from luster_desktop.ui.widgets.current import theme, tinted
from luster_desktop.words.language import tr
from luster_desktop.words.reasons import sentence

ROWS = 6
"""In sight at once."""


class FindingList(QListWidget):
    """Lines with an icon; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setAccessibleName(tr("What was found"))
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lines: list[tuple[str, str, str]] = []
        theme().changed.connect(self._fill)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each once, with the photos that it is about."""
        names: dict[str, list[str]] = {}
        for problem in problems:
            names.setdefault(sentence(problem.reason), []).append(problem.name)
        self._show(("unsure", "warn_text", f"{', '.join(dict.fromkeys(of))}: {text}") for text, of in names.items())

    def show_checked(self, checked: Sequence[Checked]) -> None:
        """What is wrong first."""
        wrong = [one for one in checked if one.wrong]
        fine = [one for one in checked if not one.wrong]
        self._show(
            [("failed", "bad_text", f"{_name(one)}: {' '.join(map(sentence, one.wrong))}") for one in wrong]
            + [("check", "ok_text", tr("{name}: passes", name=_name(one))) for one in fine]
        )

    @property
    def texts(self) -> list[str]:
        """What it says, line by line."""
        return [text for _, _, text in self._lines]

    def _show(self, lines: Iterable[tuple[str, str, str]]) -> None:
        self._lines = list(lines)
        self.setVisible(bool(self._lines))
        self._fill()
        height = self.fontMetrics().lineSpacing() + 10
        self.setFixedHeight(height * min(ROWS, max(2, len(self._lines))) + 8)

    def _fill(self) -> None:
        self.clear()
        for icon, tone, text in self._lines:
            item = QListWidgetItem(tinted(icon, tone), text)
            item.setToolTip(text)
            self.addItem(item)


def _name(one: Checked) -> str:
    path = one.exported.path
    return f"{one.exported.set.folder}/{path.name}" if path is not None else one.exported.planned.item.name
