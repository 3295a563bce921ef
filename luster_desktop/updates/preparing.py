"""From the feed to a version that only waits to be chosen; and whether this app does that at all."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luster_desktop.paths import resource
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.updates.errors import Refused
from luster_desktop.updates.versions import Versions, numbers
from luster_desktop.version import app_version

if TYPE_CHECKING:
    from luster_desktop.updates.feed import Stopped


@dataclass(frozen=True, slots=True)
class Ready:
    """A newer version that is there, whole and tried."""

    version: str
    notes: str
    """Address of a page on what is new; may be empty."""


class Updates:
    """Updates of the version `own` from the feed at `address`, trusted by `root`."""

    def __init__(self, address: str, root: bytes, home: Path, own: str) -> None:
        self.versions = Versions(home)
        self.own = own
        self._address = address
        self._root = root

    def prepare(self, stopped: Stopped) -> Ready | None:
        """Fetch, unpack and try what is newer. Takes as long as it takes, on a worker.

        Raises `Refused` and `Interrupted`.
        """
        # On a worker, long after the window is there: it takes a while to import.
        from luster_desktop.updates.feed import Feed
        from luster_desktop.updates.trying import unpack

        feed = Feed(self._address, self._root, self.versions.folder)
        try:
            release = feed.newest()
            if release is not None and not self._wanted(release.version):
                release = None
            if release is not None and not self.versions.of(release.version).is_dir():
                unpack(feed.fetch(release, stopped), release, self.versions, stopped)
            self.versions.tidy()
        except OSError as error:
            raise Refused(Reason.UPDATE_NOT_KEPT.of(errno=error.errno)) from None
        return Ready(release.version, release.notes) if release is not None else None

    def _wanted(self, version: str) -> bool:
        return numbers(version) > numbers(self.own) and version not in self.versions.choice().refused


def root_of_trust() -> Path:
    """The metadata that the app trusts from the start. Only apps that are built for release have it."""
    return resource("updates") / "root.json"


def why_off(settings: DesktopSettings) -> Reason | None:
    """Why this app does not update itself; None where it does."""
    if not getattr(sys, "frozen", False) or app_version() is None:
        return Reason.UPDATES_FROM_SOURCES
    if not root_of_trust().is_file():
        return Reason.UPDATES_WITHOUT_KEY
    return None if settings.updates_url else Reason.UPDATES_SWITCHED_OFF


def updates_of(settings: DesktopSettings) -> Updates | None:
    """This app's updates; None where they are off. Raises OSError."""
    version = app_version()
    if version is None or why_off(settings) is not None:
        return None
    return Updates(settings.updates_url, root_of_trust().read_bytes(), settings.home, version)
