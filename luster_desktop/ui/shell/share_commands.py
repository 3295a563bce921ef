"""What the window does about sharing: the dialog of the open shoot's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from luster_desktop.settings import DesktopSettings
    from luster_desktop.tasks.runner import TaskRunner
    from luster_desktop.ui.account.state import AccountState
    from luster_desktop.ui.context import Cloud
    from luster_desktop.ui.settings.store import WindowStore
    from luster_desktop.ui.shell.window import MainWindow
    from luster_desktop.ui.workbench import Workbench


class ShareCommands(QObject):
    def __init__(
        self,
        window: MainWindow,
        bench: Workbench,
        account: AccountState,
        runner: TaskRunner,
        store: WindowStore,
        settings: DesktopSettings,
    ) -> None:
        super().__init__(window)
        self._window, self._bench, self._account = window, bench, account
        self._runner, self._store, self._settings = runner, store, settings
        self._cloud: Cloud | None = None
        window.sidebar.share_asked.connect(self.share)

    def attach(self, cloud: Cloud) -> None:
        """From now on the service can be asked."""
        self._cloud = cloud

    @Slot()
    def share(self) -> None:
        """Ask how the open shoot's link stands, and show it."""
        shoot = self._bench.current
        if shoot is None or self._cloud is None:
            return
        if not self._account.signed_in:
            self._window.topbar.sign_in_asked.emit()
            return
        # The wire's parts and what makes pictures take longer to import than the window takes to appear.
        from luster_desktop.operations.delivering import identity_of
        from luster_desktop.ui.delivery.share import ShareDialog

        ShareDialog(
            self._window,
            self._runner,
            self._bench.library,
            self._cloud,
            self._store,
            shoot,
            self._window.presets.offer,
            identity_of(self._settings),
        ).open()
