"""Messages over the gallery that stay until they are dismissed or replaced: results, rejected files, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from luster_desktop.ui.widgets.controls import IconLabel, button, icon_button, label
from luster_desktop.words.language import tr

WIDEST = 760  # px
Tone = Literal["plain", "ok", "warn", "bad"]
ICONS = {
    "plain": ("info", "text_muted"),
    "ok": ("done", "ok_text"),
    "warn": ("failed", "warn_text"),
    "bad": ("failed", "bad_text"),
}


class Notice(QWidget):
    """One message with at most one action."""

    dismissed = Signal()

    def __init__(self, text: str, tone: Tone, action: str, act: Callable[[], None] | None) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(text)
        self._act = act
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(IconLabel(*ICONS[tone]))
        self.text = label(text, wrap=True)
        row.addWidget(self.text, 1)
        if action:
            self.action = button(action)
            self.action.clicked.connect(self._on_action)
            row.addWidget(self.action)
        self.dismiss = icon_button("close", tr("Dismiss"))
        self.dismiss.clicked.connect(self.close_notice)
        row.addWidget(self.dismiss)

    @Slot()
    def _on_action(self) -> None:
        act = self._act
        self.close_notice()
        if act is not None:
            act()

    @Slot()
    def close_notice(self) -> None:
        self.hide()
        self.dismissed.emit()
        self.deleteLater()


class NoticeStack(QWidget):
    """At most one message per topic, the newest on top; those with `seconds` leave by themselves.

    They lie over the lower end of the area that `over` returns, which keeps its size.
    """

    def __init__(self, parent: QWidget, over: Callable[[], QRect]) -> None:
        super().__init__(parent)
        self._over = over
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._topics: dict[str, Notice] = {}
        self.hide()

    @Slot()
    def place(self) -> None:
        """Lie where the area is now."""
        self.setVisible(self._column.count() > 0)
        self._column.activate()
        area = self._over()
        width = min(area.width() - 24, WIDEST)
        height = self._column.totalHeightForWidth(width)
        left = area.left() + (area.width() - width) // 2
        self.setGeometry(left, area.bottom() - height - 11, width, height)
        self.raise_()

    def say(
        self,
        topic: str,
        text: str,
        *,
        tone: Tone = "plain",
        action: str = "",
        act: Callable[[], None] | None = None,
        seconds: float = 0,
    ) -> Notice:
        """Show a message in place of the topic's last one."""
        self.clear(topic)
        notice = Notice(text, tone, action, act)
        self._topics[topic] = notice
        notice.dismissed.connect(self._on_dismissed)
        self._column.insertWidget(0, notice)
        notice.show()
        self.place()
        if seconds:
            timer = QTimer(notice)
            timer.setSingleShot(True)
            timer.timeout.connect(notice.close_notice)
            timer.start(round(seconds * 1000))
        return notice

    def clear(self, topic: str) -> None:
        notice = self._topics.pop(topic, None)
        if notice is not None:
            notice.close_notice()

    @Slot()
    def _on_dismissed(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self._column.removeWidget(notice)
            self._topics = {topic: kept for topic, kept in self._topics.items() if kept is not notice}
            self.place()
