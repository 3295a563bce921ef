"""What the parts of the engine share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx

from backend import contract
from luster_desktop.cloud.api import ApiClient, ApiProblem
from luster_desktop.cloud.progress import Progress
from luster_desktop.library.store import Library

TRIES = 6
"""Of a transfer, for reasons other than the network; those have no end."""

TEMPORARY = frozenset(
    kind.value
    for kind in (
        contract.ProblemType.UNAUTHENTICATED,
        contract.ProblemType.ACCOUNT_FROZEN,
        contract.ProblemType.UPDATE_REQUIRED,
        contract.ProblemType.RATE_LIMITED,
        contract.ProblemType.UNAVAILABLE,
        contract.ProblemType.INTERNAL,
    )
)
"""Problems that say nothing about the photo or the order at hand."""


@dataclass(frozen=True, slots=True)
class Context:
    library: Library
    api: ApiClient
    http: httpx.Client
    """For signed links."""
    outputs: Path
    progress: Progress
    stopping: threading.Event
    wake: Callable[[], None]


def raise_if_temporary(problem: ApiProblem) -> None:
    """Raise the problem again unless it is about the photo or the order at hand."""
    if problem.problem.type in TEMPORARY:
        raise problem


def blamed(problem: ApiProblem, count: int, name: str) -> dict[int, str]:
    """Which of `count` entries of the list `name` in the request the problem is about, with its words for each.

    Empty when the problem is about none in particular: then each has to be sent by itself. Raises the problem again
    when it is not about the entries at all.
    """
    raise_if_temporary(problem)
    found: dict[int, str] = {}
    for error in problem.problem.errors or []:
        parts = error.pointer.split("/")
        if len(parts) > 2 and parts[1] == name and parts[2].isdecimal() and int(parts[2]) < count:
            found.setdefault(int(parts[2]), error.detail)
    if not found and count == 1:
        return {0: problem.problem.detail}
    return found


@dataclass(slots=True)
class InFlight:
    """Transfers that a thread of this process is busy with, and the word to stop for each photo."""

    _guard: threading.Lock = field(default_factory=threading.Lock)
    _tasks: dict[int, tuple[UUID, threading.Event]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, transfer_id: int) -> bool:
        return transfer_id in self._tasks

    def enter(self, transfer_id: int, photo_id: UUID) -> threading.Event:
        """The event that tells the task to stop."""
        with self._guard:
            stop = threading.Event()
            self._tasks[transfer_id] = (photo_id, stop)
            return stop

    def leave(self, transfer_id: int) -> None:
        with self._guard:
            self._tasks.pop(transfer_id, None)

    def ids(self) -> set[int]:
        """The transfers."""
        with self._guard:
            return set(self._tasks)

    def photos(self) -> set[UUID]:
        """The photos that they are about."""
        with self._guard:
            return {photo_id for photo_id, _stop in self._tasks.values()}

    def stop(self, photo_ids: Iterable[UUID]) -> None:
        wanted = set(photo_ids)
        with self._guard:
            for photo_id, stop in self._tasks.values():
                if photo_id in wanted:
                    stop.set()
