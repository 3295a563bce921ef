"""The library: one SQLite file, one thread that writes, any number that read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from luster_desktop.library import jobs, outputs, photos, shoots, tables
from luster_desktop.library.database import LibraryInUse, Lock, open_engine
from luster_desktop.library.models import Added, Change, Job, Output, Photo, PhotoRow, Shoot, Summary
from luster_desktop.library.writer import Write, Writer

if TYPE_CHECKING:
    from luster_desktop.facts import Metadata, ScannedFile

__all__ = ["Library", "LibraryInUse"]

P = ParamSpec("P")
R = TypeVar("R")


class Library:
    """Opens (and creates) the library at `path`, whose folder must exist.

    Raises `LibraryInUse` when another process has it open, `tables.TooNew` when a newer Luster wrote it. A damaged
    file is set aside, a new library begun and `notice` says so. Every method may be called from any thread except
    that a subscriber must not write. Methods that change something return once it is committed; subscribers are
    called on the writer thread after that.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock(path.with_name(path.name + ".lock"))
        try:
            self._engine, self.notice = open_engine(path)
        except BaseException:
            self._lock.release()
            raise
        self._writer = Writer(self._engine)
        self.folder = path.parent
        """What is made for the library's photos lies below it."""

    def close(self) -> None:
        """Finish what was handed in, fold the journal into the file and let go of it. May be called twice."""
        self._writer.close()
        with contextlib.suppress(Exception), self._engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()
        self._lock.release()

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call `callback` after every commit that changed a shoot; what is returned ends that."""
        return self._writer.subscribe(callback)

    # The statements themselves live in the modules of their nouns; `read` and `write` run one of them.

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the library, on the calling thread."""
        with self._engine.connect() as connection:
            yield connection

    def read(self, query: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        with self.reading() as connection:
            return query(connection, *args, **kwargs)

    def write(self, change: Callable[Concatenate[Write, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run in a transaction of its own on the writer thread, and return what `change` returned."""
        return self._writer.run(lambda write: change(write, *args, **kwargs))

    def post(self, change: Callable[Concatenate[Write, P], object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have it written soon, without waiting: for what may be lost, such as progress. Nothing once closed."""
        with contextlib.suppress(RuntimeError):
            self._writer.submit(lambda write: change(write, *args, **kwargs))

    # Shoots

    def create_shoot(self, name: str, *, origin: str | None = None) -> Shoot:
        return self.write(shoots.create, name, origin)

    def shoots(self) -> list[Shoot]:
        """Newest first."""
        return self.read(shoots.newest_first)

    def shoot(self, shoot_id: UUID) -> Shoot | None:
        return self.read(shoots.get, shoot_id)

    def shoot_by_origin(self, origin: str) -> Shoot | None:
        return self.read(shoots.by_origin, origin)

    def rename_shoot(self, shoot_id: UUID, name: str) -> None:
        self.write(shoots.rename, shoot_id, name)

    def remove_shoot(self, shoot_id: UUID) -> None:
        """Forget the shoot and its outputs in the library and cancel its orders; files of the user are not touched."""
        files = self.read(outputs.paths_of_shoot, shoot_id)

        def remove(write: Write) -> None:
            jobs.withdraw(write, tables.shoots.c.id == shoot_id)
            shoots.delete(write, shoot_id)

        self.write(remove)
        for file in files:
            with contextlib.suppress(OSError):
                file.unlink()

    # Photos

    def add_photos(self, shoot_id: UUID, files: Sequence[ScannedFile]) -> Added:
        """Add files in one transaction. A path that the shoot already has is counted as a duplicate."""
        return self.write(photos.add, shoot_id, files)

    def remove_photos(self, photo_ids: Iterable[UUID]) -> None:
        """Take photos out of their shoot and cancel their orders; files of the user are not touched."""
        self.write(photos.remove, list(photo_ids))

    def photos(self, shoot_id: UUID) -> list[PhotoRow]:
        """Every photo of the shoot in the order of the shoot, with what the gallery shows of it; one statement."""
        return self.read(photos.rows_of_shoot, shoot_id)

    def photo_rows(self, photo_ids: Iterable[UUID]) -> list[PhotoRow]:
        """The same for some photos: what to read after a `Change`. Those that are gone are left out."""
        return self.read(photos.rows_of, photo_ids)

    def photo(self, photo_id: UUID) -> Photo | None:
        return self.read(photos.get, photo_id)

    def unread_photos(self, shoot_id: UUID) -> list[Photo]:
        """Photos whose metadata has not been read yet, in the order of the shoot."""
        return self.read(photos.unread, shoot_id)

    def describe_photos(self, found: Iterable[tuple[UUID, Metadata]]) -> None:
        """Keep what `intake.metadata.read` found; many at a time cost one transaction."""
        self.write(photos.describe, list(found))

    def refuse_photo(self, photo_id: UUID, reason: str) -> None:
        """Note that the photo cannot be edited, and why, as a `Reason`."""
        self.write(photos.refuse, photo_id, reason)

    def summary(self, shoot_id: UUID) -> Summary:
        return self.read(photos.summary, shoot_id)

    # Jobs and outputs

    def jobs(self, photo_id: UUID) -> list[Job]:
        """Newest first."""
        return self.read(jobs.of_photo, photo_id)

    def job(self, job_id: UUID) -> Job | None:
        return self.read(jobs.get, job_id)

    def outputs(self, photo_id: UUID) -> list[Output]:
        """Newest first."""
        return self.read(outputs.of_photo, photo_id)

    def output(self, job_id: UUID) -> Output | None:
        return self.read(outputs.get, job_id)

    def shoot_outputs(self, shoot_id: UUID) -> list[Output]:
        """The newest output of every photo that has one, in the order of the shoot."""
        return self.read(outputs.of_shoot, shoot_id)
