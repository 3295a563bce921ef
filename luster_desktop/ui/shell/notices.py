"""Messages over the gallery that stay until they are dismissed or replaced: results, rejected files, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, icon_button

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
        self.text = ElidedLabel(text)
        row.addWidget(self.text, 1)
        if action:
            self.action = button(action)
            self.action.clicked.connect(self._on_action)
            row.addWidget(self.action)
        self.dismiss = icon_button("close", "Dismiss")
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
    """At most one message per topic, the newest on top; those with `seconds` leave by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 0, 16, 0)
        self._column.setSpacing(6)
        self._topics: dict[str, Notice] = {}

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
        self._column.setContentsMargins(16, 8, 16, 2)
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
        if self._column.count() == 0:
            self._column.setContentsMargins(16, 0, 16, 0)
