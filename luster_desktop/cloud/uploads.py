"""Prepared files to the service: announced, put into storage over a signed link, confirmed.

Each step is written down before it is taken and may be taken twice: announcing returns what is known, storage takes a
key once, confirming looks at what is there.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import UUID

from backend import contract
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiProblem, ApiUnreachable
from luster_desktop.cloud.context import TEMPORARY, TRIES, Context, InFlight, blamed, raise_if_temporary
from luster_desktop.cloud.parts import put_parts
from luster_desktop.cloud.pool import Pool
from luster_desktop.cloud.retrying import due_after
from luster_desktop.cloud.session import NotSignedIn, SignInUnreachable
from luster_desktop.intake.clean.text import tells_coordinates
from luster_desktop.intake.formats import SUFFIXES, why
from luster_desktop.intake.hashing import Cancelled
from luster_desktop.intake.unchanged import FileChanged, check_unchanged
from luster_desktop.library import jobs, photos, prepared, shoots, transfers
from luster_desktop.library.filenames import readable
from luster_desktop.library.models import TransferState
from luster_desktop.library.transfers import Upload
from luster_desktop.library.writer import Write
from luster_desktop.reasons import Reason

THREADS = 4
AHEAD = 32
"""Files that are announced before they are sent: the threads go on while links are asked for and files confirmed."""
LINK_SECONDS = 300.0
"""Within which a link is used, else another is asked for; the service's last longer."""
FULL_SECONDS = 60.0
"""Until room is asked for again, unless the user asks before."""


class Uploads:
    """`round` runs on the control thread; sending on a pool of threads."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._library = context.library
        self._pool = Pool("upload", THREADS)
        self.in_flight = InFlight()
        self._announced: dict[UUID, str] = {}
        """Shoots that the service knows, as far as this process has asked, and by which name."""
        self.full: str | None = None
        """What the service says while it has no room for more of this account's photos."""
        self._full_until = 0.0
        self._held = False

    def round(self, owner: UUID) -> None:
        """Start and finish whatever is due. Raises `ApiUnreachable`, `NotSignedIn` or a temporary `ApiProblem`."""
        self._held = False
        self._stop_unwanted()
        self._announce(owner)
        self._confirm(owner)

    def hold(self) -> None:
        """Send nothing more until the next `round` but what is being sent."""
        self._held = True

    def wake(self) -> None:
        """Ask for room in the next round: credits may have been bought."""
        self._full_until = 0.0

    def pause(self) -> float:
        """Seconds until room is asked for again."""
        return max(0.0, self._full_until - time.monotonic()) if self.full else 60.0

    def stop(self, deadline: float) -> None:
        self._pool.stop(deadline)

    def _due(self, owner: UUID, *, state: TransferState, limit: int) -> list[Upload]:
        found = self._library.read(
            transfers.uploads_due, owner, time.time(), state=state, limit=limit + len(self.in_flight)
        )
        return [upload for upload in found if upload.id not in self.in_flight][:limit]

    def _stop_unwanted(self) -> None:
        """End what is under way for photos whose orders were cancelled or removed."""
        if busy := self.in_flight.photos():
            self.in_flight.stop(busy - self._library.read(transfers.wanted, busy))

    # Announcing

    def _announce(self, owner: UUID) -> None:
        # Many at a time: a request for one takes as long.
        if len(self.in_flight) > AHEAD // 2 or time.monotonic() < self._full_until:
            return
        room = AHEAD - len(self.in_flight)
        self.full = None
        by_shoot: dict[UUID, list[Upload]] = defaultdict(list)
        for upload in self._due(owner, state=TransferState.WAITING, limit=room):
            by_shoot[upload.shoot_id].append(upload)
        for shoot_id, uploads in by_shoot.items():
            try:
                self._announce_shoot(owner, shoot_id)
            except ApiProblem as problem:
                raise_if_temporary(problem)
                for upload in uploads:
                    self._give_up(upload, problem.problem.detail)
            else:
                self._presign(shoot_id, uploads)

    def _announce_shoot(self, owner: UUID, shoot_id: UUID) -> None:
        shoot = self._library.shoot(shoot_id)
        if shoot is None or self._announced.get(shoot_id) == shoot.name:
            return
        self._context.api.put_shoot(shoot_id, contract_name(shoot.name))
        self._library.write(shoots.own, shoot_id, owner)
        self._announced[shoot_id] = shoot.name

    def _presign(self, shoot_id: UUID, uploads: Sequence[Upload]) -> None:
        files = [
            contract.FileToUpload(
                asset_id=upload.asset_id,
                filename=contract_filename(upload.name, upload.content_type),
                content_type=upload.content_type,
                bytes=upload.bytes,
                sha256=upload.sha256,
                md5=upload.md5,
            )
            for upload in uploads
        ]
        try:
            targets = {target.asset_id: target for target in self._context.api.presign(shoot_id, files)}
        except ApiProblem as problem:
            if problem.is_(contract.ProblemType.STORAGE_FULL) and len(uploads) == 1:
                self.full, self._full_until = problem.problem.detail, time.monotonic() + FULL_SECONDS
            else:
                self._sort_out(shoot_id, uploads, blamed(problem, len(uploads), "files"))
            return
        begun, there = [], []
        for upload in uploads:
            target = targets.get(upload.asset_id)
            if target is None or target.state is contract.AssetState.REJECTED:
                self._give_up(upload, Reason.SERVICE_REFUSED)
            elif target.state is contract.AssetState.UPLOADED or target.url is None:
                there.append(upload.id)
            else:
                begun.append((upload, self._send(target.url, target.headers)))
        self._library.write(_begin, [upload.id for upload, _ in begun], there)
        for upload, send in begun:
            self._start(upload, send)

    def _sort_out(self, shoot_id: UUID, uploads: Sequence[Upload], faults: dict[int, str]) -> None:
        for number, reason in faults.items():
            self._give_up(uploads[number], reason)
        rest = [upload for number, upload in enumerate(uploads) if number not in faults]
        if faults and rest:
            self._presign(shoot_id, rest)
        elif not faults:
            for upload in uploads:
                self._presign(shoot_id, [upload])

    # Sending

    def _send(self, url: str, headers: dict[str, str]) -> Callable[[Upload, Callable[[], bool]], None]:
        asked = time.monotonic()

        def send(upload: Upload, stopped: Callable[[], bool]) -> None:
            if self._held or time.monotonic() > asked + LINK_SECONDS:
                raise wire.Stopped
            path = readable(upload.path)
            check_unchanged(path, upload.bytes, upload.mtime_ns)

            def report(sent: int) -> None:
                self._context.progress.report(upload.id, sent, upload.bytes)

            http = self._context.http
            if upload.bytes >= contract.PARTS_FROM:
                put_parts(http, self._context.api, upload, path, report=report, stopped=stopped)
            else:
                piece = wire.Piece(path, 0, upload.bytes, upload.bytes)
                wire.put_piece(http, url, headers, piece, report=report, stopped=stopped)
            self._library.write(transfers.sent, upload.id)

        return send

    def _start(self, upload: Upload, work: Callable[[Upload, Callable[[], bool]], None]) -> None:
        stop = self.in_flight.enter(upload.id, upload.photo_id)
        self._pool.submit(lambda: self._task(upload, work, stop))

    def _task(self, upload: Upload, work: Callable[[Upload, Callable[[], bool]], None], stop: threading.Event) -> None:
        def stopped() -> bool:
            return stop.is_set() or self._context.stopping.is_set()

        try:
            if not stopped():
                work(upload, stopped)
            else:
                self._library.write(transfers.wait, [upload.id])
        except (wire.Stopped, Cancelled, NotSignedIn):
            self._library.write(transfers.wait, [upload.id])
        except wire.Interrupted as error:
            self._interrupted(upload, error.asked)
        except (ApiUnreachable, SignInUnreachable):
            self._interrupted(upload)
        except ApiProblem as problem:
            if problem.problem.type in TEMPORARY:
                self._interrupted(upload, problem.retry_after)
            else:
                self._again(upload, problem.problem.detail)
        except wire.LinkRefused:
            if upload.attempts + 1 < TRIES:
                self._later(upload, Reason.NEW_LINK)
            else:
                self._give_up(upload, Reason.STORAGE_REFUSED)
        except FileChanged as error:
            self._lost(upload, str(error))
        except OSError as error:
            self._lost(upload, why(error))
        finally:
            self.in_flight.leave(upload.id)
            self._context.wake()

    # Confirming

    def _confirm(self, owner: UUID) -> None:
        due = self._due(owner, state=TransferState.SENT, limit=contract.MAX_BATCH)
        if due:
            self._complete(due)

    def _complete(self, due: Sequence[Upload]) -> None:
        try:
            assets = {asset.id: asset for asset in self._context.api.complete([upload.asset_id for upload in due])}
        except ApiProblem as problem:
            faults = blamed(problem, len(due), "asset_ids")
            for number in faults:
                # Not there after all, or not known: announced and sent again.
                self._again(due[number], faults[number])
            rest = [upload for number, upload in enumerate(due) if number not in faults]
            if faults and rest:
                self._complete(rest)
            elif not faults:
                for upload in due:
                    self._complete([upload])
            return
        finished = []
        for upload in due:
            asset = assets.get(upload.asset_id)
            if asset is not None and asset.state is contract.AssetState.UPLOADED:
                finished.append(upload.id)
            elif asset is not None and asset.state is contract.AssetState.REJECTED:
                self._give_up(upload, asset.reason or Reason.SERVICE_REFUSED)
            else:
                self._again(upload, (asset.reason if asset else None) or Reason.STORAGE_REFUSED)
        if finished:
            self._library.write(transfers.done, finished)

    # Ends

    def _lost(self, upload: Upload, reason: str) -> None:
        """The file is not as it was.

        Where another has been prepared meanwhile, that one is sent; a copy of ours is made anew, which takes a name
        and id of its own; a file of the user's is for the user to decide about.
        """

        def lost(write: Write) -> None:
            now = prepared.of_photo(write.connection, upload.photo_id)
            photo = photos.get(write.connection, upload.photo_id)
            if now is None or photo is None or now.asset_id != upload.asset_id or now.stale:
                transfers.wait(write, [upload.id])
            elif now.path != photo.path:
                prepared.forget(write, upload.photo_id)
                transfers.later(write, upload.id, upload.attempts, 0.0, Reason.SENT_ANEW)
            else:
                self._fail(write, upload, reason)

        self._library.write(lost)

    def _interrupted(self, upload: Upload, asked: float | None = None) -> None:
        # The network may fail for days; that must leave tries for what can be wrong afterwards.
        self._later(upload, Reason.INTERRUPTED, most=TRIES - 3, asked=asked)

    def _later(self, upload: Upload, reason: str, *, most: int = TRIES, asked: float | None = None) -> None:
        attempts = max(upload.attempts, min(upload.attempts + 1, most))
        self._library.write(transfers.later, upload.id, attempts, due_after(upload.attempts, asked), reason)

    def _again(self, upload: Upload, reason: str) -> None:
        if upload.attempts + 1 < TRIES:
            self._later(upload, reason)
        else:
            self._give_up(upload, reason)

    def _give_up(self, upload: Upload, reason: str) -> None:
        self._library.write(self._fail, upload, reason)

    @staticmethod
    def _fail(write: Write, upload: Upload, reason: str) -> None:
        transfers.fail(write, upload.id, reason)
        jobs.fail_unsent(write, upload.photo_id, "not_uploaded", reason)


def _begin(write: Write, begun: Sequence[int], there: Sequence[int]) -> None:
    transfers.begin(write, begun)
    transfers.done(write, there)


def contract_name(name: str) -> str:
    """The shoot's name within the bounds of the wire."""
    plain = "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in name).strip()
    return plain[:200].strip() or "Shoot"


def contract_filename(name: str, content_type: str) -> str:
    """The photo's name within the bounds of the wire, with a suffix that says what is sent. Coordinates are no name."""
    if tells_coordinates(name):
        return f"Photo{SUFFIXES[content_type]}"
    stem, dot, suffix = name.rpartition(".")
    if contract.CONTENT_TYPES.get(f".{suffix.lower()}") != content_type:
        name = f"{stem if dot else name}{SUFFIXES[content_type]}"
    plain = "".join("_" if c in "/\\" or ord(c) < 32 or ord(c) == 127 else c for c in name)
    if len(plain) <= 255:
        return plain
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[: 250 - len(suffix)]}{dot}{suffix}" if dot and len(suffix) < 10 else plain[:255]
