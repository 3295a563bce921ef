"""What the window is given: the parts on this computer, and the other end of the wire once it is up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luster_desktop.cloud.api import ApiClient
    from luster_desktop.cloud.session import Session
    from luster_desktop.cloud.sync import SyncEngine
    from luster_desktop.intake.thumbnails import ThumbnailCache
    from luster_desktop.library.store import Library
    from luster_desktop.operations.preparing import Preparer


@dataclass(frozen=True)
class Cloud:
    """Made after the first paint, because its parts take longer to import than the window takes to appear."""

    session: Session
    api: ApiClient
    engine: SyncEngine


@dataclass(frozen=True)
class Local:
    library: Library
    preparer: Preparer
    thumbnails: ThumbnailCache
    notice: str | None = None
    """A sentence about something that happened while opening the library."""
