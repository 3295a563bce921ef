"""The bar along the bottom: how far the work is, or the one thing that keeps it from going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from luster_desktop.ui.widgets.controls import ElidedLabel, IconLabel, button, label
from luster_desktop.ui.widgets.numbers import duration
from luster_desktop.words.language import plural, tr
from luster_desktop.words.progress import steps, whole
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.cloud.sync import SyncStatus


RUNNING = ("working", "offline", "waiting_for_credits", "storage_full", "paused", "disk_full")


class Line(NamedTuple):
    """What the bar says and offers."""

    text: str
    icon: str
    tone: str
    action: str = ""
    ask: str = ""
    """Which wish the action stands for: "sign_in", "credits", "wake" or "locate"; or a web page that it opens."""


def describe(status: SyncStatus | None, *, signed_in: bool, expired: bool, idle: str, lost: int = 0) -> Line:
    """The bar's line for a state of the engine; `idle` is what to say when nothing is going on.

    `lost` photos could not be edited because their files are missing.
    """
    state = status.state.value if status is not None else "stopped"
    if expired:
        return Line(
            tr("Your sign-in has expired. Work goes on after you sign in."),
            "user",
            "warn_text",
            tr("Sign in"),
            "sign_in",
        )
    if status is None or state in ("stopped", "idle"):
        if lost:
            text = plural(
                "{n} photo could not be sent: the file is no longer there.",
                "{n} photos could not be sent: the files are no longer there.",
                lost,
            )
            return Line(text, "failed", "warn_text", tr("Find them…") if lost > 1 else tr("Find it…"), "locate")
        return Line(idle, "photos", "text_faint")
    if state == "signed_out":
        if signed_in or not status.total:
            return Line(idle, "photos", "text_faint")
        return Line(tr("Sign in to go on with your order."), "user", "warn_text", tr("Sign in"), "sign_in")
    if state == "waiting_for_credits":
        text = plural("{n} photo waiting for credits.", "{n} photos waiting for credits.", status.waiting_for_credits)
        if status.credits_missing:
            missing = plural("{n} credit missing.", "{n} credits missing.", status.credits_missing)
            text = f"{text} {missing}"
        return Line(text, "credits", "warn_text", tr("Buy credits"), "credits")
    if state == "storage_full":
        return Line(whole(status), "credits", "warn_text", tr("Buy credits"), "credits")
    if state == "offline":
        return Line(sentence(status.reason), "offline", "warn_text", tr("Try now"), "wake")
    if state == "outdated":
        offer = (tr("Get the update"), status.link) if status.link.startswith("https://") else (tr("Try now"), "wake")
        return Line(status.reason, "download", "warn_text", *offer)
    if state == "disk_full":
        return Line(sentence(status.reason), "info", "warn_text", tr("Try now"), "wake")
    if state == "paused":
        return Line(whole(status), "waiting", "warn_text")
    return Line(steps(status) or whole(status), "working", "accent_text")


class ActivityBar(QWidget):
    sign_in_asked = Signal()
    credits_asked = Signal()
    wake_asked = Signal()
    locate_asked = Signal()
    pause_asked = Signal(bool)
    """Pause, or go on."""
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("activity")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(40)
        self.setAccessibleName(tr("Progress"))
        self._ask = ""
        self._shown_fraction = 0.0
        self._run = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(8)
        self._icon = IconLabel("info", "text_faint")
        row.addWidget(self._icon)
        self._text = ElidedLabel("", "small")
        row.addWidget(self._text, 2)
        self._time = label("", "faint")
        row.addWidget(self._time)
        self._count = label("", "small")
        row.addWidget(self._count)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(120)
        self._bar.setMaximumWidth(260)
        self._bar.setAccessibleName(tr("Progress of the order"))
        row.addWidget(self._bar, 1)
        self.action = button("", "quiet")
        self.action.clicked.connect(self._on_action)
        row.addWidget(self.action)
        self.pause = button(tr("Pause"), "quiet", tip=tr("Begin nothing more for now; what is on its way arrives"))
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self.pause_asked)
        row.addWidget(self.pause)
        self.cancel = button(tr("Cancel all"), "quiet", tip=tr("Call back every edit that is not finished"))
        self.cancel.clicked.connect(self.cancel_asked)
        row.addWidget(self.cancel)
        self.show_status(None, signed_in=False, expired=False, idle="")

    def show_status(
        self, status: SyncStatus | None, *, signed_in: bool, expired: bool, idle: str, lost: int = 0
    ) -> None:
        line = describe(status, signed_in=signed_in, expired=expired, idle=idle, lost=lost)
        self._icon.use(line.icon, line.tone)
        self._icon.setVisible(bool(line.text))
        self._text.set_text(line.text)
        self.action.setText(line.action)
        self.action.setVisible(bool(line.action))
        self._ask = line.ask
        running = status is not None and status.total > 0 and status.state.value in RUNNING
        self._bar.setVisible(running)
        self._count.setVisible(running)
        paused = status is not None and status.state.value == "paused"
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        self.pause.setChecked(paused)
        for item in (self.pause, self.cancel):
            item.setVisible(running and signed_in)
        left = status.seconds_left if status is not None and running else None
        self._time.setText(tr("{duration} left", duration=duration(left)) if left is not None else "")
        if status is None or not running:
            self._shown_fraction = 0.0
            return
        # More work may join the run, which would move the bar back: it waits instead.
        if status.total < self._run:
            self._shown_fraction = 0.0
        self._run = status.total
        self._shown_fraction = max(self._shown_fraction, status.fraction)
        self._bar.setValue(round(self._shown_fraction * 1000))
        parts = [tr("{done} of {total}", done=status.done, total=status.total)]
        parts += [plural("{n} failed", "{n} failed", status.failed)] if status.failed else []
        self._count.setText(", ".join(parts))

    @Slot()
    def _on_action(self) -> None:
        wishes = {
            "sign_in": self.sign_in_asked,
            "credits": self.credits_asked,
            "wake": self.wake_asked,
            "locate": self.locate_asked,
        }
        if self._ask in wishes:
            wishes[self._ask].emit()
        else:
            QDesktopServices.openUrl(QUrl(self._ask))
