"""Files that stand beside photos, such as the downloads of a page: announced, put into storage, confirmed.

Their ids come from what is in them. So whoever sends the same files again, after whatever kept them from arriving,
sends what is missing: the service says which those are, and of a large one storage has the parts.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

import httpx

from backend import contract
from luster_desktop.cloud import retrying
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiClient, ApiProblem, ApiUnreachable
from luster_desktop.cloud.context import TRIES
from luster_desktop.cloud.http import client
from luster_desktop.cloud.parts import put_parts
from luster_desktop.intake.hashing import hash_file
from luster_desktop.reasons import Reason

THREADS = 3


class NotTaken(Exception):
    """The service has no use for a file; the message is a `Reason`, or its own words."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """A file as it is announced."""

    path: Path
    asset_id: UUID
    name: str
    content_type: str
    bytes: int
    mtime_ns: int
    sha256: str
    md5: str


def sendable(shoot_id: UUID, path: Path, name: str, content_type: str, stopped: Callable[[], bool]) -> Sendable:
    """The file, to be kept by the service in this shoot under this name. Raises OSError, `hashing.Cancelled`."""
    status, hashes = path.stat(), hash_file(path, stopped)
    asset_id = uuid5(shoot_id, f"{hashes.sha256} {name}")
    return Sendable(path, asset_id, name, content_type, hashes.bytes, status.st_mtime_ns, hashes.sha256, hashes.md5)


def send(
    api: ApiClient,
    shoot_id: UUID,
    files: Sequence[Sendable],
    *,
    progress: Callable[[int, int], None],
    stopped: Callable[[], bool],
) -> None:
    """Have all of them in storage, checked. `progress` gets (bytes there, all).

    What a lost connection or a busy store interrupts is tried again, up to `TRIES` times in a row without anything new
    there. Raises `ApiUnreachable` then, `NotTaken`, `transfers.Stopped`, and as the client and `put_piece` do.
    """
    left = {file.asset_id: file for file in files}
    counts = _Counts(progress, sum(file.bytes for file in left.values()))
    failures = 0
    with client(wire.TIMEOUT) as http, ThreadPoolExecutor(THREADS, "send") as pool:
        while left:
            if stopped():
                raise wire.Stopped
            # A link is asked for shortly before it is used.
            some = list(left.values())[: 2 * THREADS]
            round_ = _Round(api, http, pool, counts, stopped)
            there = round_.send(shoot_id, some)
            for asset_id in there:
                left.pop(asset_id)
            failures = 0 if there else failures + 1
            if failures >= TRIES:
                raise ApiUnreachable(Reason.SENDING_INTERRUPTED)
            if failures:
                _wait(retrying.pause(failures - 1, round_.asked), stopped)


def _wait(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not stopped():
        time.sleep(0.1)


class _Counts:
    """Bytes of all files that are through."""

    def __init__(self, progress: Callable[[int, int], None], total: int) -> None:
        self._progress, self._total = progress, total
        self._guard = threading.Lock()
        self._sent: dict[UUID, int] = {}

    def note(self, asset_id: UUID, sent: int) -> None:
        with self._guard:
            self._sent[asset_id] = sent
            done = sum(self._sent.values())
        self._progress(done, self._total)


class _Round:
    """A few files, each tried once."""

    def __init__(
        self,
        api: ApiClient,
        http: httpx.Client,
        pool: ThreadPoolExecutor,
        counts: _Counts,
        stopped: Callable[[], bool],
    ) -> None:
        self._api, self._http, self._pool, self._counts, self._stopped = api, http, pool, counts, stopped
        self.asked: float | None = None
        """Seconds that the store has asked to wait."""

    def send(self, shoot_id: UUID, files: Sequence[Sendable]) -> list[UUID]:
        """The ids of those that are there afterwards."""
        announced = [
            contract.FileToUpload(
                asset_id=file.asset_id,
                filename=file.name,
                content_type=file.content_type,
                bytes=file.bytes,
                sha256=file.sha256,
                md5=file.md5,
            )
            for file in files
        ]
        targets = {target.asset_id: target for target in self._api.presign(shoot_id, announced)}
        there = [file for file in files if targets[file.asset_id].state is contract.AssetState.UPLOADED]
        for file in there:
            self._counts.note(file.asset_id, file.bytes)
        waiting = [file for file in files if file not in there]
        for file in waiting:
            if targets[file.asset_id].url is None:
                raise NotTaken(Reason.SERVICE_REFUSED)
        sent = list(self._pool.map(lambda file: self._put(file, targets[file.asset_id]), waiting))
        arrived = [file.asset_id for file, done in zip(waiting, sent, strict=True) if done]
        return [*(file.asset_id for file in there), *self._confirmed(arrived)]

    def _put(self, file: Sendable, target: contract.UploadTarget) -> bool:
        """False where the file has to be sent once more."""

        def report(sent: int) -> None:
            self._counts.note(file.asset_id, sent)

        try:
            if file.bytes >= contract.PARTS_FROM:
                put_parts(self._http, self._api, file, file.path, report=report, stopped=self._stopped)
            else:
                piece = wire.Piece(file.path, 0, file.bytes, file.bytes)
                wire.put_piece(
                    self._http, target.url or "", target.headers, piece, report=report, stopped=self._stopped
                )
        except wire.Interrupted as error:
            self.asked = error.asked
        except wire.LinkRefused:
            pass
        else:
            return True
        report(0)
        return False

    def _confirmed(self, asset_ids: Sequence[UUID]) -> list[UUID]:
        if not asset_ids:
            return []
        try:
            assets = self._api.complete(asset_ids)
        except ApiProblem as problem:
            if problem.is_(contract.ProblemType.NOT_FOUND):
                return []
            raise
        if refused := next((one for one in assets if one.state is contract.AssetState.REJECTED), None):
            raise NotTaken(refused.reason or Reason.SERVICE_REFUSED)
        return [one.id for one in assets if one.state is contract.AssetState.UPLOADED]
