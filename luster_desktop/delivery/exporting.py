"""An export: sets of pictures into a folder, whole or not at all, never over a file, and only what is not there yet.

What an earlier export put there and this one replaces, or no longer has, is moved to `EARLIER`, never deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from luster_desktop.delivery import folder as files
from luster_desktop.delivery.composing import RESERVED as EARLIER
from luster_desktop.delivery.composing import Planned, PlannedSet
from luster_desktop.delivery.folder import SaveFailed
from luster_desktop.delivery.journal import Entry, Journal
from luster_desktop.delivery.making import Order, make
from luster_desktop.delivery.marks.signing import Identity, SigningFailed
from luster_desktop.delivery.names import clean
from luster_desktop.delivery.rendering import TooLarge, Unreadable
from luster_desktop.intake import formats

WORKERS = 2
"""Photos in hand at once: a photo of 100 megapixels takes 300 MB."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One picture of an export."""

    planned: Planned
    set: PlannedSet
    path: Path | None
    """None when it could not be made."""
    new: bool = False
    """Whether it was not there before, unchanged."""
    reason: str = ""
    """Why it could not be made: a `Reason`."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What became of an export."""

    pictures: tuple[Exported, ...]
    """In the order of the sets."""
    archives: tuple[Path, ...] = ()
    cancelled: bool = False

    @property
    def failed(self) -> tuple[Exported, ...]:
        return tuple(one for one in self.pictures if one.path is None)


def export(
    sets: Sequence[PlannedSet],
    target: Path,
    *,
    archives: bool = False,
    identity: Identity | None = None,
    documents: Callable[[PlannedSet, Path], Mapping[str, bytes]] = lambda _set, _folder: {},
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportReport:
    """Make the sets below `target`, each in the folder of its name, with `archives` each as a ZIP as well.

    `documents` are asked for once a set's pictures are there, and put beside them. `identity` signs, last of all.
    A source is decoded once for all sets. `progress` gets (pictures done, all). May be killed at any moment: the same
    export goes on where it was. Raises `SaveFailed` when there is no writing there at all.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        run = _Run(target, sets, identity, progress, cancelled)
    except OSError as error:
        raise SaveFailed(files.why(error, target)) from None
    run.make_all()
    report = run.report()
    if not report.cancelled and not report.failed:
        try:
            run.finish(documents)
            made = tuple(_archive(target, one, report) for one in sets if one.pictures) if archives else ()
        except OSError as error:
            raise SaveFailed(files.why(error, target)) from None
        return ExportReport(report.pictures, made)
    return report


class _Run:
    def __init__(
        self,
        target: Path,
        sets: Sequence[PlannedSet],
        identity: Identity | None,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self._target = target
        self._sets = sets
        self._progress = progress
        self._cancelled = cancelled
        self._stopped = False
        self._done: dict[tuple[str, str], Exported] = {}
        self._guard = threading.Lock()
        self._journal = Journal(target)
        self._earlier: Path | None = None
        self._by_source: dict[Path, list[Order]] = {}
        self._set_of: dict[tuple[str, str], PlannedSet] = {}
        for one in sets:
            (target / one.folder).mkdir(exist_ok=True)
            for planned in one.pictures:
                order = Order(planned, one.recipe, one.profile, one.folder, identity)
                self._by_source.setdefault(order.source, []).append(order)
                self._set_of[one.folder, planned.name] = one

    def make_all(self) -> None:
        """Photo by photo, no more of them in hand than there are workers."""
        waiting = list(self._by_source.items())[::-1]
        with ThreadPoolExecutor(WORKERS, "export") as pool:
            running: set[Future[None]] = set()
            while running or waiting:
                while waiting and len(running) < WORKERS and not self._stopping():
                    running.add(pool.submit(self._make, *waiting.pop()))
                if not running:
                    break
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for one in finished:
                    one.result()

    def _stopping(self) -> bool:
        self._stopped = self._stopped or self._cancelled()
        return self._stopped

    def _make(self, source: Path, orders: Sequence[Order]) -> None:
        try:
            with source.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            missing = [order for order in orders if not self._is_there(order, order.digest(sha256))]
            if not missing or self._stopping():
                return
            for order, made in make(source, missing):
                if self._stopping():
                    return
                if isinstance(made, TooLarge):
                    self._end(order, None, reason=str(made))
                else:
                    path = self._put(order.folder, order.planned.name, made, order.digest(sha256))
                    self._end(order, path, new=True)
        except (Unreadable, SigningFailed) as error:
            self._fail(orders, str(error))
        except OSError as error:
            name = error.filename
            gone = isinstance(name, str | Path) and Path(name) == source
            self._fail(orders, formats.why(error) if gone else files.why(error, self._target))

    def _fail(self, orders: Sequence[Order], reason: str) -> None:
        for order in orders:
            if (order.folder, order.planned.name) not in self._done:
                self._end(order, None, reason=reason)

    def _is_there(self, order: Order, digest: str) -> bool:
        entry = self._journal.standing(order.folder, order.planned.name)
        if entry is None or entry.digest != digest:
            return False
        self._part(order.folder, order.planned.name).unlink(missing_ok=True)
        self._end(order, self._target / entry.folder / entry.name)
        return True

    def _part(self, folder: str, wanted: str) -> Path:
        # Named after the file, so that the next run clears away what a killed one has left.
        return self._target / folder / f".luster-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}.part"

    def _put(self, folder: str, wanted: str, data: bytes, digest: str) -> Path:
        """Write the file, in place of the one that an earlier export wrote under that name, which is put away."""
        part = self._part(folder, wanted)
        part.unlink(missing_ok=True)
        try:
            files.write_part(data, part)
            before = self._journal.standing(folder, wanted)
            if before is not None:
                self._put_away(before)
            return self._named(folder, wanted, part, data, digest)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _named(self, folder: str, wanted: str, part: Path, data: bytes, digest: str) -> Path:
        """The wanted name, or the first "name (2)" that no file has."""
        number = 1
        sha256 = hashlib.sha256(data).hexdigest()
        while True:
            stem, dot, suffix = wanted.rpartition(".")
            name = wanted if number == 1 else f"{stem} ({number}){dot}{suffix}"
            path = self._target / folder / name
            number += 1
            if path.exists():
                continue
            self._journal.write([Entry(folder, wanted, name, digest, sha256, len(data))])
            with contextlib.suppress(FileExistsError):  # another program was faster: the next name
                files.give_name(part, path)
                return path

    def _end(self, order: Order, path: Path | None, *, new: bool = False, reason: str = "") -> None:
        key = (order.folder, order.planned.name)
        with self._guard:
            self._done[key] = Exported(order.planned, self._set_of[key], path, new, reason)
            done = len(self._done)
        if self._progress is not None:
            self._progress(done, len(self._set_of))

    def finish(self, documents: Callable[[PlannedSet, Path], Mapping[str, bytes]]) -> None:
        """Put documents beside their sets, and away what earlier exports put there and this one does not have."""
        for one in self._sets:
            wanted = dict(documents(one, self._target / one.folder))
            for name, data in wanted.items():
                digest = hashlib.sha256(data).hexdigest()
                entry = self._journal.standing(one.folder, name)
                if entry is None or entry.digest != digest:
                    self._put(one.folder, name, data, digest)
            for entry in self._journal.others(one.folder, [*wanted, *(planned.name for planned in one.pictures)]):
                self._put_away(entry)

    def _put_away(self, entry: Entry) -> None:
        with self._guard:
            if self._earlier is None:
                number = 1
                while (self._target / EARLIER / f"{number}").exists():
                    number += 1
                self._earlier = self._target / EARLIER / f"{number}"
            place = self._earlier / entry.folder
            place.mkdir(parents=True, exist_ok=True)
        (self._target / entry.folder / entry.name).rename(place / entry.name)

    def report(self) -> ExportReport:
        done = (self._done.get((one.folder, planned.name)) for one in self._sets for planned in one.pictures)
        return ExportReport(tuple(one for one in done if one is not None), cancelled=self._stopped)


def _archive(target: Path, one: PlannedSet, report: ExportReport) -> Path:
    """All pictures of the set in one ZIP, which is the same every time they are."""
    part = target / f".luster-{hashlib.sha256(one.folder.encode()).hexdigest()[:16]}.part"
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for exported in report.pictures:
                    if exported.set is one and exported.path is not None:
                        archive.writestr(zipfile.ZipInfo(exported.planned.name), exported.path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        return _archive_named(part, target, clean(one.folder))
    finally:
        part.unlink(missing_ok=True)


def _archive_named(part: Path, target: Path, stem: str) -> Path:
    number = 1
    while True:
        path = target / (f"{stem} ({number}).zip" if number > 1 else f"{stem}.zip")
        if path.exists() and _hash(path) == _hash(part):
            return path
        number += 1
        if not path.exists():
            with contextlib.suppress(FileExistsError):
                files.give_name(part, path)
                return path


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
