"""The library: one SQLite file, one thread that writes, any number that read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.library.models import Added, Change, Job, Output, Photo, PhotoRow, Shoot, Summary

if TYPE_CHECKING:
    from luster_desktop.intake.scan import ScannedFile


class LibraryInUse(Exception):
    """Another Luster on this computer has the library open; the message says what to do."""


class Library:
    """Opens (and creates) the library at `path`.

    Raises `LibraryInUse` when another process has it open. A damaged file is set aside, a new library begun and
    `notice` says so. Every method may be called from any thread except that a subscriber must not write. Methods
    that change something return once it is committed; subscribers are called on the writer thread after that.
    """

    notice: str | None
    """A sentence to show the user once, about something that happened while opening."""

    def __init__(self, path: Path) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Finish what was handed in, fold the journal into the file and let go of it. May be called twice."""
        raise NotImplementedError

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call `callback` after every commit that changed a shoot; the answer ends that."""
        raise NotImplementedError

    def create_shoot(self, name: str, *, origin: str | None = None) -> Shoot:
        raise NotImplementedError

    def shoots(self) -> list[Shoot]:
        """Newest first."""
        raise NotImplementedError

    def shoot(self, shoot_id: UUID) -> Shoot | None:
        raise NotImplementedError

    def shoot_by_origin(self, origin: str) -> Shoot | None:
        raise NotImplementedError

    def rename_shoot(self, shoot_id: UUID, name: str) -> None:
        raise NotImplementedError

    def remove_shoot(self, shoot_id: UUID) -> None:
        """Forget the shoot; files of the user are not touched."""
        raise NotImplementedError

    def add_photos(self, shoot_id: UUID, files: Sequence[ScannedFile]) -> Added:
        """Add files in one transaction. A path that the shoot already has is counted as a duplicate."""
        raise NotImplementedError

    def remove_photos(self, photo_ids: Iterable[UUID]) -> None:
        raise NotImplementedError

    def photos(self, shoot_id: UUID) -> list[PhotoRow]:
        """Every photo of the shoot in the order of the shoot, with what the gallery shows of it; one statement."""
        raise NotImplementedError

    def photo_rows(self, photo_ids: Iterable[UUID]) -> list[PhotoRow]:
        """The same for some photos: what to read after a `Change`."""
        raise NotImplementedError

    def photo(self, photo_id: UUID) -> Photo | None:
        raise NotImplementedError

    def summary(self, shoot_id: UUID) -> Summary:
        raise NotImplementedError

    def jobs(self, photo_id: UUID) -> list[Job]:
        """Newest first."""
        raise NotImplementedError

    def job(self, job_id: UUID) -> Job | None:
        raise NotImplementedError

    def outputs(self, photo_id: UUID) -> list[Output]:
        """Newest first."""
        raise NotImplementedError

    def output(self, job_id: UUID) -> Output | None:
        raise NotImplementedError

    def shoot_outputs(self, shoot_id: UUID) -> list[Output]:
        """The newest output of every photo that has one, in the order of the shoot."""
        raise NotImplementedError
