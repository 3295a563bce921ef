"""The engine that carries every order through: upload, order, watch, download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.session import Session
from luster_desktop.library.models import Job
from luster_desktop.library.store import Library


class SyncState(StrEnum):
    STOPPED = "stopped"
    IDLE = "idle"
    WORKING = "working"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    WAITING_FOR_CREDITS = "waiting_for_credits"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    state: SyncState
    sentence: str
    """What is going on, for the user; empty when idle."""
    uploading: int = 0
    editing: int = 0
    """Queued or being edited at the service."""
    downloading: int = 0
    waiting_for_credits: int = 0
    done: int = 0
    """Jobs of the current run that are finished, failed ones included; the run began when the engine was last idle."""
    total: int = 0
    failed: int = 0
    seconds_left: float | None = None
    """None until there is ground for an estimate."""
    credits_missing: int | None = None

    @property
    def fraction(self) -> float:
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class OrderReceipt:
    jobs: tuple[Job, ...]
    refused: Mapping[UUID, str]
    """Photo id to the reason, as a sentence, why nothing was ordered for it."""


class SyncEngine:
    """Pumps the library's rows to done on threads of its own; what it was doing when it ended, it does again.

    Nothing leaves the computer until `order` was called for a photo.
    """

    def __init__(self, library: Library, api: ApiClient, session: Session, outputs: Path) -> None:
        raise NotImplementedError

    @property
    def status(self) -> SyncStatus:
        raise NotImplementedError

    def subscribe(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call `callback` when the status changes, at most 10 times a second, on a thread of the engine."""
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """End within 3 s; what is in flight is resumed at the next start."""
        raise NotImplementedError

    def wake(self) -> None:
        """Look again now: after sign-in, after buying credits, when the network is back. Ends any backoff."""
        raise NotImplementedError

    def order(
        self, photo_ids: Iterable[UUID], preset: str, parameters: Mapping[str, str] | None = None
    ) -> OrderReceipt:
        """Write one order per photo and wake up. Returns at once."""
        raise NotImplementedError

    def cancel(self, job_ids: Iterable[UUID]) -> None:
        """Jobs that are not final end as cancelled; those the service has already taken, when it agrees."""
        raise NotImplementedError

    def retry(self, photo_ids: Iterable[UUID]) -> None:
        """Try again what failed for these photos: upload, job (a new order) or download."""
        raise NotImplementedError
