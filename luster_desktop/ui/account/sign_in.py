"""Sign-in: an e-mail address, then the six-digit code that was sent there, or the link beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from luster_desktop.ui.account.code_field import CodeField
from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.current import restyle
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.words.language import mark, tr
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.cloud.link import LinkNews

LINK = mark("Or open the link in the same e-mail, on this computer.")
LINK_ENDED = mark("The link in that e-mail has run out; the six digits still work.")
RESEND_AFTER = 60  # seconds, as the sign-in service allows


class SignInDialog(Dialog):
    """`signed_in` once the code or the link was accepted.

    `mailbox` is where a one-machine stack shows the e-mails that it "sent".
    """

    signed_in = Signal()

    def __init__(self, parent: QWidget | None, account: AccountState, *, email: str = "", mailbox: str = "") -> None:
        super().__init__(parent, tr("Sign in to Luster"), width=460)
        self._account = account
        self._mailbox = mailbox
        self._email = email
        self._left = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._tick)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._email_page())
        self._pages.addWidget(self._code_page())
        self.content.addWidget(self._pages)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.content.addWidget(self._error)
        self._back = button(tr("Other address"), "quiet", "back")
        self._back.clicked.connect(self._to_email)
        self._back.hide()
        self.buttons.addWidget(self._back)
        self.buttons.addStretch(1)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(cancel)
        self._go = button(tr("Send code"), "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self._on_go)
        self.buttons.addWidget(self._go)
        self._address.setText(email)
        self._address.setFocus()
        account.link_told.connect(self._on_link)
        self.rejected.connect(account.cancel_link)
        self._refresh()

    def _email_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(tr("We e-mail you a code and a link. No password to remember."), "muted", wrap=True))
        column.addSpacing(8)
        name = label(tr("E-mail address"), "small")
        self._address = QLineEdit()
        self._address.setPlaceholderText("you@studio.com")
        self._address.setMaxLength(254)
        self._address.setAccessibleName(tr("E-mail address"))
        self._address.textChanged.connect(self._on_typed)
        name.setBuddy(self._address)
        column.addWidget(name)
        column.addWidget(self._address)
        column.addStretch(1)
        return page

    def _code_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._sent_to = label("", "muted", wrap=True)
        column.addWidget(self._sent_to)
        column.addSpacing(8)
        self.code = CodeField()
        self.code.completed.connect(self._verify)
        self.code.textChanged.connect(self._on_typed)
        column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self._link = label(tr(LINK), "small", wrap=True)
        column.addWidget(self._link)
        row = QHBoxLayout()
        self._resend = button("", "link")
        self._resend.clicked.connect(self._send)
        row.addWidget(self._resend)
        row.addStretch(1)
        if self._mailbox:
            mailbox = button(tr("Open the one-machine mailbox"), "link", "external")
            mailbox.clicked.connect(self._open_mailbox)
            row.addWidget(mailbox)
        column.addLayout(row)
        column.addStretch(1)
        return page

    @property
    def on_code_page(self) -> bool:
        return self._pages.currentIndex() == 1

    @Slot()
    def _on_go(self) -> None:
        if self.on_code_page:
            self._verify(self.code.text())
        else:
            self._send()

    @Slot()
    def _send(self) -> None:
        email = self._address.text().strip()
        if "@" not in email.strip("@"):
            self._fail(tr("That does not look like an e-mail address."))
            return
        self._email = email
        self._busy(tr("Sending…"))
        self._account.request_code(email, self._on_sent, self._on_error)

    def _on_sent(self, _nothing: None) -> None:
        self._sent_to.setText(tr("Enter the six digits that we sent to {email}.", email=self._email))
        self._pages.setCurrentIndex(1)
        self._link.setText(tr(LINK))
        self._back.show()
        self.code.clear()
        self._left = RESEND_AFTER
        self._countdown.start()
        self._idle()
        self.code.setFocus()

    @Slot(str)
    def _verify(self, code: str) -> None:
        if not self.code.isEnabled() or len(code) != 6:  # disabled while a code is being checked
            return
        self._busy(tr("Checking…"))
        self._account.verify_code(self._email, code, self._on_verified, self._on_error)

    def _on_verified(self, _user: object) -> None:
        self._countdown.stop()
        self.signed_in.emit()
        self.accept()

    @Slot(object)
    def _on_link(self, news: LinkNews) -> None:
        match news.event.value:
            case "signed_in":
                self._on_verified(None)
            case "ended":
                self._link.setText(tr(LINK_ENDED))
            case _:
                self._fail(sentence(news.reason))

    def _on_error(self, error: Exception) -> None:
        self._idle()
        self._fail(sentence(str(error)))
        if self.on_code_page:
            self.code.set_bad(True)
            self.code.selectAll()
            self.code.setFocus()
        else:
            # Disabled while busy, it has lost the focus to Cancel, which Enter would press.
            self._address.setFocus()

    def _fail(self, text: str) -> None:
        self._error.setText(text)
        self._error.show()
        restyle(self._address, state="bad")
        self.fit()

    def _busy(self, text: str) -> None:
        self._error.hide()
        self._go.setText(text)
        self._go.setEnabled(False)
        self._address.setEnabled(False)
        self.code.setEnabled(False)

    def _idle(self) -> None:
        self._address.setEnabled(True)
        self.code.setEnabled(True)
        self._refresh()

    @Slot()
    def _on_typed(self) -> None:
        self._error.hide()
        restyle(self._address, state="")
        self._refresh()

    @Slot()
    def _to_email(self) -> None:
        self._pages.setCurrentIndex(0)
        self._back.hide()
        self._error.hide()
        self._refresh()
        self._address.setFocus()

    @Slot()
    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._countdown.stop()
        self._refresh()

    @Slot()
    def _open_mailbox(self) -> None:
        QDesktopServices.openUrl(QUrl(self._mailbox))

    def _refresh(self) -> None:
        self._go.setText(tr("Sign in") if self.on_code_page else tr("Send code"))
        self._go.setEnabled(len(self.code.text()) == 6 if self.on_code_page else bool(self._address.text().strip()))
        waiting = self._left > 0
        self._resend.setText(
            tr("Send another code in {left} s", left=self._left) if waiting else tr("Send another code")
        )
        self._resend.setEnabled(not waiting)
