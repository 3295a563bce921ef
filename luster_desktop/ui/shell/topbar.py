"""The bar across the top: which shoot this is, what is in the purse, and who is signed in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.actions import Actions, OnScreen
from luster_desktop.ui.shell.watched import WatchedFolder
from luster_desktop.ui.theme import Mode
from luster_desktop.ui.theme.icons import picture
from luster_desktop.ui.theme.theme import mode_titles
from luster_desktop.ui.widgets.controls import button, icon_button, label, set_icon
from luster_desktop.ui.widgets.current import restyle, theme
from luster_desktop.words.counts import credits
from luster_desktop.words.language import tr

NARROWEST = 320  # px


class _TitleField(QLineEdit):
    """A name that can be edited where it stands; Escape leaves it as it was."""

    left = Signal()
    """It had the keyboard before a dialog or another window had it, and should not have it again."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nobody comes here unasked: the next key would rename the shoot
        self.setAcceptDrops(False)
        # Where nothing has the focus, Qt gives it to the first that tabs reach, such as after a dialog.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._before = ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()
        else:
            self._before = self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._before)
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class TopBar(QWidget):
    renamed = Signal(str)
    credits_asked = Signal()
    history_asked = Signal()
    account_asked = Signal()
    sign_in_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, account: AccountState) -> None:
        super().__init__()
        self._account = account
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(52)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(8)
        mark = label()
        mark.setPixmap(picture("icons/luster.svg", 26, 26, 2.0))
        mark.setAccessibleName("Luster")
        row.addWidget(mark)
        row.addSpacing(4)
        self.shoots = icon_button("down", tr("Shoots"))
        self.shoots.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.shoots.hide()
        row.addWidget(self.shoots)
        self.title = _TitleField()
        self.title.setProperty("kind", "title")
        self.title.setMaxLength(200)
        self.title.setMinimumWidth(90)
        self.title.setPlaceholderText("Luster")
        self.title.setAccessibleName(tr("Name of the shoot"))
        self.title.setEnabled(False)
        self.title.editingFinished.connect(self._on_renamed)
        self.title.textChanged.connect(self._fit_title)
        row.addWidget(self.title)
        self.count = label("", "faint")
        row.addWidget(self.count)
        self.watched = WatchedFolder()
        row.addWidget(self.watched)
        row.addStretch(1)
        self.add = button(tr("Add photos"), "quiet", "add")
        self.add.setAccessibleName(tr("Add photos"))
        self.more = icon_button("down", tr("More ways to add photos"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        adding = QHBoxLayout()
        adding.setSpacing(0)
        adding.addWidget(self.add)
        adding.addWidget(self.more)
        row.addLayout(adding)
        row.addSpacing(4)
        self.balance = button("", "pill", "credits")
        row.addWidget(self.balance)
        self.sign_in = button(tr("Sign in"), "primary")
        row.addWidget(self.sign_in)
        self.account_button = icon_button("user", tr("Account"))
        self.account_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._who, self._purse = menu.addAction(""), menu.addAction("")
        for said in (self._who, self._purse):
            said.setEnabled(False)
        self.account_button.setMenu(menu)
        row.addWidget(self.account_button)
        self.menu_button = icon_button("settings", tr("Menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.menu_button)
        account.changed.connect(self.refresh)
        theme().changed.connect(self._fit_title)
        theme().changed.connect(self._fit)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Where there is little room the count goes first, then words that an icon stands for."""
        available = self._account.available
        self.count.setVisible(bool(self.count.text()))
        self.add.setText(tr("Add photos"))
        self.balance.setText(credits(available) if available is not None else "…")
        steps = (
            self.count.hide,
            partial(self.add.setText, ""),
            partial(self.balance.setText, f"{available:,}" if available is not None else "…"),
        )
        for leave_out in steps:
            if self._row.minimumSize().width() <= self.width():
                break
            leave_out()

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def use(self, actions: Actions) -> None:
        """Offer these."""
        actions.dress(self.add, "add_photos")
        self.more.setMenu(self._add_menu(actions))
        self.menu_button.setMenu(self._app_menu(actions))
        menu = self.account_button.menu()
        menu.addSeparator()
        for name in ("buy_credits", "credit_history", "account"):
            actions.entry(menu, name, OnScreen())
        menu.addSeparator()
        actions.entry(menu, "sign_out", OnScreen())
        actions.dress(self.balance, "buy_credits")
        actions.dress(self.sign_in, "sign_in")

    def _add_menu(self, actions: Actions) -> QMenu:
        menu = QMenu(self)
        actions.entry(menu, "add_photos", OnScreen())
        actions.entry(menu, "add_folder", OnScreen())
        menu.addSeparator()
        actions.entry(menu, "watch_folder", OnScreen())
        return menu

    def _app_menu(self, actions: Actions) -> QMenu:
        menu = QMenu(self)
        self._share = actions.entry(menu, "share", OnScreen())
        menu.addSeparator()
        appearance = menu.addMenu(tr("Appearance"))
        self._modes = QActionGroup(self)
        for mode, title in mode_titles().items():
            action = QAction(title, self)
            action.setCheckable(True)
            action.setChecked(theme().mode is mode)
            action.setData(mode.value)
            self._modes.addAction(action)
            appearance.addAction(action)
        self._modes.triggered.connect(self._on_mode)
        actions.entry(menu, "settings", OnScreen())
        menu.addSeparator()
        actions.entry(menu, "shortcuts", OnScreen())
        actions.entry(menu, "report_problem", OnScreen())
        actions.entry(menu, "about", OnScreen())
        menu.aboutToShow.connect(self._on_app_menu)
        return menu

    def show_shoot(self, name: str | None, count: str) -> None:
        """Show which shoot is open; None when none is."""
        self.title.setEnabled(name is not None)
        self.add.setEnabled(True)
        if not self.title.hasFocus():
            self.title.setText(name or "")
            self.title.setCursorPosition(0)
        self.count.setText(count)
        self._fit()

    @Slot()
    def refresh(self) -> None:
        """Show the account as it is now."""
        signed_in = self._account.signed_in
        available = self._account.available
        self.sign_in.setVisible(self._account.known and not signed_in)
        self.account_button.setVisible(signed_in)
        self.balance.setVisible(signed_in)
        self._fit()
        low = available is not None and available <= 0
        restyle(self.balance, tone="warn" if low else "")
        set_icon(self.balance, "credits", "warn_text" if low else "text_muted")
        self._who.setText(self._account.email or "")
        self._purse.setText(tr("{credits} to spend", credits=credits(available)) if available is not None else "")
        self._purse.setVisible(available is not None)

    @Slot()
    def _on_renamed(self) -> None:
        name = self.title.text().strip()
        self.title.clearFocus()
        if name:
            self.renamed.emit(name)

    @Slot()
    def _fit_title(self) -> None:
        self.title.ensurePolished()
        shown = self.title.text() or self.title.placeholderText()
        self.title.setFixedWidth(min(420, max(90, QFontMetrics(self.title.font()).horizontalAdvance(shown) + 30)))

    @Slot(QAction)
    def _on_mode(self, action: QAction) -> None:
        theme().set_mode(Mode(action.data()))

    @Slot()
    def _on_app_menu(self) -> None:
        self._share.setEnabled(self.title.isEnabled())
        for action in self._modes.actions():
            action.setChecked(action.data() == theme().mode.value)
