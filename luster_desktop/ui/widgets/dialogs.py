"""Dialogs with one look, and the one way in which errors are told: what happened, what to do, one button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from luster_desktop.ui.widgets.controls import IconLabel, button, label
from luster_desktop.words.language import tr


class Dialog(QDialog):
    """A titled sheet with a column of content and a row of buttons. Always opened with `open()`, never `exec()`."""

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 440, long: bool = False) -> None:
        """With `long`, the content is scrolled where the screen has no room for all of it."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 24, 28, 20)
        outer.setSpacing(0)
        self.heading = label(title, "headline", wrap=True)
        outer.addWidget(self.heading)
        outer.addSpacing(8)
        self._body = QWidget()
        self.content = QVBoxLayout(self._body)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(12)
        self._scroll: QScrollArea | None = None
        if long:
            self._scroll = QScrollArea()
            self._scroll.setWidgetResizable(True)
            self._scroll.setFrameShape(QFrame.Shape.NoFrame)
            self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._scroll.setWidget(self._body)
        outer.addWidget(self._scroll or self._body)
        outer.addStretch(1)
        outer.addSpacing(20)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        outer.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Be as high as the wrapped text needs at this width."""
        layout = self.layout()
        if layout is not None:
            if self._scroll is not None:
                self._fit_scroll(self._scroll)
            layout.activate()
            width = max(self.width(), layout.totalMinimumSize().width())
            self.resize(width, layout.totalHeightForWidth(width))

    def reveal(self, part: QWidget) -> None:
        """Scroll the content so that this part of it is in sight."""
        if self._scroll is not None and part.isVisible():
            self._scroll.ensureWidgetVisible(part)

    def _fit_scroll(self, scroll: QScrollArea) -> None:
        self.content.activate()
        wanted = self.content.totalSizeHint()
        room = self.room()
        beside = scroll.verticalScrollBar().sizeHint().width()
        scroll.setMinimumWidth(min(wanted.width() + beside, room.width() - 56))
        others = 24 + 20 + 28 + self.heading.sizeHint().height() + self.buttons.sizeHint().height()
        width = max(self.width() - 56, scroll.minimumWidth())
        height = max(wanted.height(), self.content.totalHeightForWidth(width))
        scroll.setFixedHeight(min(height, room.height() - others))

    def room(self) -> QSize:
        """How large the dialog may be on its screen, within the frame that the system puts around it."""
        return self.screen().availableSize() - QSize(24, 56)


class Question(Dialog):
    """Asks for a yes: what `content` says, then the two answers. `accepted` is emitted for the yes."""

    def __init__(self, parent: QWidget | None, title: str, text: str = "", *, no: str, yes: str) -> None:
        super().__init__(parent, title)
        if text:
            self.content.addWidget(label(text, "muted", wrap=True))
        self.buttons.addStretch(1)
        keep, self.go = button(no), button(yes, "primary")
        keep.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        self.buttons.addWidget(keep)
        self.buttons.addWidget(self.go)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as a person is told it."""

    title: str
    happened: str
    todo: str = ""
    details: str = ""
    """For support, such as the request id; shown only on demand."""


class TroubleDialog(Dialog):
    """Tells a `Trouble`."""

    def __init__(self, parent: QWidget | None, trouble: Trouble) -> None:
        super().__init__(parent, trouble.title)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("failed", "bad_text", 24), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(8)
        text.addWidget(label(trouble.happened, wrap=True))
        if trouble.todo:
            text.addWidget(label(trouble.todo, "muted", wrap=True))
        row.addLayout(text, 1)
        self.content.addLayout(row)
        if trouble.details:
            self._details = QPlainTextEdit(trouble.details)
            self._details.setReadOnly(True)
            self._details.setMaximumHeight(140)
            self._details.setAccessibleName(tr("Details"))
            self._details.hide()
            self.content.addWidget(self._details)
            more = button(tr("Details"), "quiet")
            more.setCheckable(True)
            more.toggled.connect(self._details.setVisible)
            self.buttons.addWidget(more)
        self.buttons.addStretch(1)
        close = button(tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self.setAccessibleDescription(f"{trouble.happened} {trouble.todo}".strip())
