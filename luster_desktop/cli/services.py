"""The engine without a window: each part built once, and ended in order."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.session import Session
from luster_desktop.cloud.sync import SyncEngine
from luster_desktop.library.store import Library
from luster_desktop.operations.preparing import Preparer
from luster_desktop.paths import Paths
from luster_desktop.settings import DesktopSettings


class Services:
    """Library, preparer, session, API client and engine of the settings' data folder.

    Inside the context the preparer works; the engine is started by its user.

    Raises `LibraryInUse`, and OSError when the folder cannot be made.
    """

    def __init__(self, settings: DesktopSettings) -> None:
        self.settings = settings
        self.paths = Paths(settings.home).create()
        self.library = Library(self.paths.library)
        self.preparer = Preparer(self.library, self.paths.prepared)
        # On one machine signing in costs nothing, and the key store is the user's, not the stack's.
        self.session = Session(settings, keep=not settings.one_machine)
        self.api = ApiClient(settings, self.session)
        self.engine = SyncEngine(self.library, self.api, self.session, self.paths.outputs)

    def __enter__(self) -> Self:
        self.preparer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.stop()
        self.api.close()
        self.session.close()
        self.preparer.stop()
        self.library.close()
