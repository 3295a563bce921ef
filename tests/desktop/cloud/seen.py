"""What an engine says of itself."""

from __future__ import annotations

import threading

from luster_desktop.cloud.sync import SyncEngine, SyncState, SyncStatus


class Seen:
    """An event for a state of the engine."""

    def __init__(self, engine: SyncEngine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        engine.subscribe(self._on)

    def _on(self, _status: SyncStatus) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait(self, state: SyncState) -> SyncStatus:
        with self._changed:
            assert self._changed.wait_for(lambda: self._engine.status.state is state, 60)
        return self._engine.status
