"""The bar under the comparison: how far the review is, what was decided about this photo, and the two decisions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from luster_desktop.library.models import Decision, PhotoRow
from luster_desktop.operations.reviewing import reviewed
from luster_desktop.ui.review.versions import Version
from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, label
from luster_desktop.words.counts import reviewed as counted
from luster_desktop.words.language import tr

MARKS = {
    Decision.OPEN: ("review", "accent_text"),
    Decision.ACCEPTED: ("done", "ok_text"),
    Decision.REJECTED: ("reject", "bad_text"),
}
"""Icon and tone of each decision, wherever it is shown."""


class DecisionBar(QWidget):
    """`MainWindow.use` says what its buttons do."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rejected = False
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        self._icon = IconLabel(*MARKS[Decision.OPEN])
        row.addWidget(self._icon)
        self._says = ElidedLabel("", "small")
        row.addWidget(self._says, 1)
        self._count = label("", "faint")
        row.addWidget(self._count)
        row.addSpacing(8)
        self.reject = button(tr("Reject"), "quiet", "reject")
        row.addWidget(self.reject)
        self.accept = button(tr("Accept"), "plain", "check")
        row.addWidget(self.accept)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the count goes first, then the words of the buttons."""
        self._say(words=True)
        self._count.setVisible(bool(self._count.text()))
        if self._row.minimumSize().width() > self.width():
            self._count.hide()
        if self._row.minimumSize().width() > self.width():
            self._say(words=False)

    def _say(self, *, words: bool) -> None:
        for item, text in (
            (self.reject, tr("Take back") if self._rejected else tr("Reject")),
            (self.accept, tr("Accept")),
        ):
            item.setText(text if words else "")
            item.setAccessibleName(text)

    @property
    def text(self) -> str:
        """What is said of the photo."""
        return self._says.full_text()

    @property
    def count(self) -> str:
        """What is said of the shoot."""
        return self._count.text()

    def show_photo(self, row: PhotoRow, versions: Sequence[Version], current: int, rows: Sequence[PhotoRow]) -> None:
        """Show what was decided about this photo, result number `current` being on the stage, and of `rows`."""
        decision = row.decision
        self._says.set_text(_said(row, versions, current) if decision is not None else "")
        self._icon.setVisible(decision is not None)
        if decision is not None:
            self._icon.use(*MARKS[decision])
        done = reviewed(rows)
        self._count.setText(counted(done.decided, done.total) if done.total else "")
        self._rejected = row.photo.rejected
        self.accept.setEnabled(decision is not None)
        self._fit()


def _said(row: PhotoRow, versions: Sequence[Version], current: int) -> str:
    titles = {version.output.job_id: version.title for version in versions}
    delivered = row.delivered.job_id if row.delivered is not None else None
    on_stage = versions[current].output.job_id if versions else delivered
    if row.decision is Decision.REJECTED:
        return tr("Rejected")
    other = titles[delivered] if delivered in titles and delivered != on_stage else ""
    if row.decision is Decision.ACCEPTED:
        return tr("Accepted: {other}", other=other) if other else tr("Accepted")
    return tr("To review. Until then {other} is delivered", other=other) if other else tr("To review")
