"""What is proposed for the open shoot: a line for each recipe with its photos, the price of it all, and one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from luster_desktop.operations.ordering import Need
from luster_desktop.operations.proposing import Bill, Proposal, Proposals
from luster_desktop.tasks.thumbnails import Key, ThumbnailService
from luster_desktop.ui.gallery.pictures import best_picture, edge_for, paint_filling
from luster_desktop.ui.presets.credits_row import CreditsRow
from luster_desktop.ui.widgets.controls import ElidedLabel, button, icon_button, label, line
from luster_desktop.ui.widgets.current import color, restyle
from luster_desktop.words import proposals as words
from luster_desktop.words.language import tr
from luster_desktop.words.recipes import named

if TYPE_CHECKING:
    from luster_desktop.library.models import PhotoRow

SHOWN = 5
"""Pictures of one line."""
PICTURE = QSize(42, 28)
GAP = 4


class _Pictures(QWidget):
    """The first photos of a line, and how many more there are."""

    def __init__(self, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self._rows: Sequence[PhotoRow] = ()
        self._more = 0
        self._thumbnails = thumbnails
        self.setFixedHeight(PICTURE.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[PhotoRow]) -> None:
        self._rows = rows if len(rows) <= SHOWN else rows[: SHOWN - 1]
        self._more = len(rows) - len(self._rows)
        self.update()

    def wanted(self) -> list[Key]:
        edge = edge_for(PICTURE.width(), self.devicePixelRatioF())
        return [Key(row.before, edge) for row in self._rows]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = 0.0
        for row, key in zip(self._rows, self.wanted(), strict=True):
            target = QRectF(left, 0, PICTURE.width(), PICTURE.height())
            path = QPainterPath()
            path.addRoundedRect(target, 3, 3)
            painter.setClipPath(path)
            painter.fillRect(target, color("hover"))
            if (found := best_picture(self._thumbnails, row, key)) is not None:
                paint_filling(painter, target, *found)
            left += PICTURE.width() + GAP
        painter.setClipping(False)
        if self._more:
            painter.setPen(color("text_muted"))
            rest = QRectF(left, 0, PICTURE.width(), PICTURE.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignCenter, f"+{self._more:,}")


class ProposalLine(QWidget):
    """`asked(proposal)` on click, Space or Enter; `changed()` when it was taken out or put in again."""

    asked = Signal(object)
    changed = Signal()

    def __init__(self, proposal: Proposal, title: str, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self.proposal = proposal
        whom = words.whom(proposal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("{title} for {whom}", title=title, whom=whom))
        self.setToolTip(tr("Select these photos, and choose this for them"))
        self.tick = QCheckBox()
        self.tick.setChecked(True)
        self.tick.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tick.setAccessibleName(tr("Order {title} for {whom}", title=title, whom=whom))
        self.tick.setToolTip(tr("Take it out of the order, or put it in again"))
        self.tick.toggled.connect(self.changed)
        self.pictures = _Pictures(thumbnails)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 7, 8, 7)
        across.setSpacing(8)
        across.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(5)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(ElidedLabel(title, "strong"), 1)
        top.addWidget(label(whom, "small"))
        column.addLayout(top)
        column.addWidget(self.pictures)
        across.addLayout(column, 1)

    def show_rows(self, rows: Sequence[PhotoRow]) -> None:
        """These are its photos, as they are now."""
        self.setAccessibleDescription(tr("Select {names}", names=", ".join(row.photo.name for row in rows)))
        self.pictures.show_rows(rows)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.underMouse() or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("focus"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(color("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.asked.emit(self.proposal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.asked.emit(self.proposal)
        else:
            super().keyPressEvent(event)


class ProposalBox(QWidget):
    """Shows itself while there is something to propose. Emits what the user asks for."""

    changed = Signal()
    """Another line is ticked, other photos are in it, or it has come or gone."""
    line_asked = Signal(object)
    """A Proposal to look at."""
    selection_asked = Signal(object)
    """Ids of photos."""
    order_asked = Signal()
    credits_asked = Signal()
    sign_in_asked = Signal()
    closed = Signal()

    def __init__(self, thumbnails: ThumbnailService) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._found = Proposals()
        self._bill = Bill()
        self.lines: list[ProposalLine] = []
        self._out: set[str] = set()
        """Recipes that are not ticked, for as long as the shoot is open."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 12, 0, 4)
        outer.setSpacing(8)
        card = QWidget()
        card.setObjectName("card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer.addWidget(card)
        outer.addWidget(label(tr("OR CHOOSE YOURSELF"), "section"))
        column = QVBoxLayout(card)
        column.setContentsMargins(4, 6, 4, 10)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 2, 0)
        top.addWidget(label(tr("PROPOSED FOR THIS SHOOT"), "section"), 1)
        self.close_button = icon_button("close", tr("Hide the proposal"))
        self.close_button.setProperty("bulk", "small")
        self.close_button.clicked.connect(self.closed)
        top.addWidget(self.close_button)
        column.addLayout(top)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addSpacing(4)
        column.addWidget(line())
        column.addLayout(self._foot())
        thumbnails.ready.connect(self._on_picture)
        self.hide()

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 8, 8, 0)
        foot.setSpacing(4)
        self._left_row = QWidget()
        left = QHBoxLayout(self._left_row)
        left.setContentsMargins(0, 0, 0, 0)
        self._left = ElidedLabel("", "faint")
        left.addWidget(self._left, 1)
        self.show_left = button(tr("Show"), "link", tip=tr("Select the photos that are left out"))
        self.show_left.clicked.connect(self._on_show_left)
        left.addWidget(self.show_left)
        foot.addWidget(self._left_row)
        self._cost = label("", "small", wrap=True)
        foot.addWidget(self._cost)
        self.missing = CreditsRow()
        self.missing.asked.connect(self.credits_asked)
        foot.addWidget(self.missing)
        foot.addSpacing(4)
        self.run = button(tr("Order all"), "primary", "enhance", large=True)
        foot.addWidget(self.run)
        return foot

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab halts."""
        lines = [stop for one in self.lines for stop in (one.tick, one)]
        return [*lines, self.show_left, self.missing.button, self.run, self.close_button]

    @property
    def ticked(self) -> list[Proposal]:
        """What an order would be of."""
        return [one.proposal for one in self.lines if one.tick.isChecked()]

    @property
    def bill(self) -> Bill:
        return self._bill

    def keys(self) -> list[Key]:
        """The pictures that are wanted while it is on screen."""
        return [key for one in self.lines for key in one.pictures.wanted()] if self.isVisible() else []

    def propose(self, found: Proposals, rows: Mapping[UUID, PhotoRow], titles: Mapping[str, str]) -> None:
        """Show these, keeping what was ticked, or nothing when there are no lines."""
        before, self._found = self._found, found
        if found != before:
            self._list_again(titles)
        for one in self.lines:
            one.show_rows([rows[photo_id] for photo_id in one.proposal.photo_ids])
        if found != before:
            self.changed.emit()

    def _list_again(self, titles: Mapping[str, str]) -> None:
        for one in self.lines:
            self._list.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.lines = []
        for proposal in self._found.lines:
            made = ProposalLine(proposal, named(proposal.recipe, titles), self._thumbnails)
            made.tick.setChecked(proposal.recipe.label not in self._out)
            made.asked.connect(self.line_asked)
            made.changed.connect(self._on_tick)
            self.lines.append(made)
            self._list.addWidget(made)
        left = words.left_out(self._found)
        self._left.set_text(left)
        self._left_row.setVisible(bool(left))
        self.setVisible(bool(self.lines))

    def show_bill(self, bill: Bill) -> None:
        """Say what the ticked lines would take, and offer the one step that is next."""
        self._bill = bill
        short = bill.need is Need.CREDITS
        self._cost.setText(words.cost(self.ticked, bill))
        self.missing.say(bill.missing if short else 0)
        restyle(self._cost, role="warn" if short else "small")
        self.run.setText(words.action(bill, everything=len(self.ticked) == len(self.lines)))
        self.run.setEnabled(bill.need in (Need.NOTHING, Need.SIGN_IN))

    @Slot()
    def trigger(self) -> None:
        """Do what the button does; with credits missing, offer to buy some."""
        asked = {Need.NOTHING: self.order_asked, Need.SIGN_IN: self.sign_in_asked, Need.CREDITS: self.credits_asked}
        if self._bill.need in asked:
            asked[self._bill.need].emit()

    @Slot()
    def start_anew(self) -> None:
        """Another shoot was opened: tick all of what is proposed for it."""
        self._out.clear()
        self._found = Proposals()
        self._list_again({})

    @Slot()
    def _on_tick(self) -> None:
        shown = {one.proposal.recipe.label for one in self.lines}
        self._out = (self._out - shown) | {one.proposal.recipe.label for one in self.lines if not one.tick.isChecked()}
        self.changed.emit()

    @Slot()
    def _on_show_left(self) -> None:
        self.selection_asked.emit(list(self._found.left_out))

    @Slot(object)
    def _on_picture(self, _path: object) -> None:
        if self.isVisible():
            for one in self.lines:
                one.pictures.update()
