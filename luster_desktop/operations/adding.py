"""Files into a shoot of the library: rows at once, headers afterwards."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.operations.looking import look_at_pictures, look_for_files

if TYPE_CHECKING:
    from luster_desktop.facts import Metadata, ScannedFile
    from luster_desktop.intake.scan import RejectedFile
    from luster_desktop.library.models import PhotoRow, Shoot
    from luster_desktop.library.store import Library
    from luster_desktop.operations.grouping import Grouper

FIRST, SOON = 50, 0.1
"""Photos, or seconds, until the first rows are shown: more than a screen has room for."""
BATCH, PATIENCE = 500, 0.4
"""The same for those that follow, at least: each batch has the window read the shoot again."""
SHARE, RATE = 2, 4_000
"""Of what is there a batch is one in so many, or waits a second for so many: 20,000 photos take few readings."""
_DECIDING = threading.Lock()
"""Held from asking what the shoot has until it has more: two drops of the same content then see each other."""


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a drop."""

    shoot: Shoot
    added: int
    duplicates: int
    """Files that the shoot had, under this path or another."""
    rejected: tuple[RejectedFile, ...]
    moved: int = 0
    """Photos of the shoot whose files were found under another path."""
    changed: tuple[Path, ...] = ()
    """Files of the shoot that are no longer what they were."""
    new: tuple[UUID, ...] = ()
    """The photos that the shoot did not have."""
    joined: bool = False
    """Whether the shoot had photos already."""

    def and_then(self, later: Outcome) -> Outcome:
        """This and what came after it, as one."""
        return Outcome(
            self.shoot,
            self.added + later.added,
            self.duplicates + later.duplicates,
            (*self.rejected, *later.rejected),
            self.moved + later.moved,
            (*self.changed, *later.changed),
            (*self.new, *later.new),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Files and folders that are to be one shoot."""

    name: str
    """The folder's; empty for files that lie side by side."""
    paths: tuple[Path, ...]


def batches_of(paths: Sequence[Path]) -> list[Batch]:
    """Each folder is a shoot, and so is what else there is."""
    folders = [path for path in paths if path.is_dir()]
    files = tuple(path for path in paths if path not in folders)
    return [*(Batch(path.name[:200], (path,)) for path in folders), *([Batch("", files)] if files else [])]


def count_files(paths: Sequence[Path], cancelled: Callable[[], bool] = never) -> int:
    """How many files among these and in folders below look like photos by their names; none of them is opened."""
    from backend.contract import CONTENT_TYPES
    from luster_desktop.intake.formats import is_raw

    found = 0
    for path in paths:
        below = (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
        for file in below if path.is_dir() else (path,):
            if cancelled():
                return found
            photo = file.suffix.lower() in CONTENT_TYPES or is_raw(file)
            found += photo and not file.name.startswith(".")
    return found


def add_files(
    library: Library,
    shoot: Shoot,
    paths: Sequence[Path],
    cancelled: Callable[[], bool] = never,
    begun: Callable[[], None] = lambda: None,
) -> Outcome:
    """Scan `paths` and add what can be edited, in batches so that rows appear while the scan goes on.

    `begun` is called when the first ones are in the library.
    """
    from luster_desktop.intake.hashing import Cancelled
    from luster_desktop.intake.scan import RejectedFile, scan

    done = Outcome(shoot, 0, 0, ())
    batch: list[ScannedFile] = []
    flushed = time.monotonic()

    def flush() -> None:
        nonlocal done, flushed
        if batch:
            new = add_scanned(library, shoot, batch, cancelled)
            if new.added and not done.added:
                begun()
            done = done.and_then(new)
            batch.clear()
        flushed = time.monotonic()

    rejected: list[RejectedFile] = []
    with contextlib.suppress(Cancelled):
        for item in scan(paths):
            if cancelled():
                break
            if isinstance(item, RejectedFile):
                rejected.append(item)
                continue
            batch.append(item)
            most, longest = FIRST, SOON
            if done.added:
                most, longest = max(BATCH, done.added // SHARE), max(PATIENCE, done.added / RATE)
            if len(batch) >= most or time.monotonic() - flushed > longest:
                flush()
        flush()
    return replace(done, rejected=tuple(rejected))


def add_scanned(
    library: Library,
    shoot: Shoot,
    files: Sequence[ScannedFile],
    cancelled: Callable[[], bool] = never,
    *,
    among: Collection[Path] | None = None,
) -> Outcome:
    """Add these files; of each content there is one, and those that were moved or renamed are known again.

    With `among`, a file of the shoot that is still there counts only when it is one of these. Raises
    `hashing.Cancelled`.
    """
    from luster_desktop.intake.recognise import recognise
    from luster_desktop.library import contents

    with _DECIDING:
        known = library.read(contents.known, shoot.id, {file.bytes for file in files})
        if among is not None:
            known = [item for item in known if item.path in among or not item.path.exists()]
        found = recognise(files, known, cancelled)
        if found.moved:
            library.write(contents.follow, found.moved)
        result = library.add_photos(shoot.id, found.new)
    changed = (library.photo(photo_id) for photo_id in result.changed)
    return Outcome(
        shoot,
        added=len(result.photos),
        duplicates=result.duplicates + len(found.copies),
        rejected=(),
        moved=len(found.moved),
        changed=tuple(photo.path for photo in changed if photo is not None),
        new=tuple(photo.id for photo in result.photos),
    )


def describe(
    library: Library,
    shoot_id: UUID,
    grouper: Grouper | None = None,
    cancelled: Callable[[], bool] = never,
    leave: frozenset[UUID] = frozenset(),
    grouped: Callable[[], None] = lambda: None,
) -> dict[UUID, str]:
    """Read what the shoot's new files say, group them when there is a `grouper`, and remember what they contain.

    Photos in `leave` are not grouped; `grouped` is called when the others are. Returns the photos that could not be
    read, each with a `Reason`.
    """
    unreadable = read_metadata(library, shoot_id, cancelled)
    if grouper is not None:
        grouper.group(shoot_id, cancelled, leave)
    grouped()
    look_for_files(library, shoot_id)
    sample_files(library, shoot_id, cancelled)
    return unreadable | look_at_pictures(library, shoot_id, cancelled)


def read_metadata(library: Library, shoot_id: UUID, cancelled: Callable[[], bool] = never) -> dict[UUID, str]:
    """Read the headers of new photos; note, and return, those that cannot be used, each with a `Reason`."""
    from luster_desktop.intake import metadata

    unreadable: dict[UUID, str] = {}
    batch: list[tuple[UUID, Metadata]] = []
    for photo in library.unread_photos(shoot_id):
        if cancelled():
            break
        try:
            batch.append((photo.id, metadata.read(photo.path)))
        except metadata.Unreadable as error:
            unreadable[photo.id] = str(error)
            # A card that was pulled out may come back: its photos are then read at the next chance.
            if os.path.exists(photo.path):  # noqa: PTH110 (Path.exists raises what a dying disk answers)
                library.refuse_photo(photo.id, str(error))
        if len(batch) >= 64:
            library.describe_photos(batch)
            batch = []
    if batch:
        library.describe_photos(batch)
    return unreadable


def sample_files(library: Library, shoot_id: UUID, cancelled: Callable[[], bool] = never) -> None:
    """Read samples of the shoot's files, by which those that are moved later will be known again."""
    from luster_desktop.intake.hashing import fingerprint
    from luster_desktop.library import contents

    batch: dict[UUID, str] = {}
    for file in library.read(contents.unsampled, shoot_id):
        if cancelled():
            break
        with contextlib.suppress(OSError):
            assert file.photo_id is not None
            batch[file.photo_id] = fingerprint(file.path)
        if len(batch) >= 256:
            library.write(contents.keep_fingerprints, batch)
            batch = {}
    if batch:
        library.write(contents.keep_fingerprints, batch)


def shoot_for(library: Library, origin: str, name: str) -> Shoot:
    """The shoot that an earlier run of the same command has made, or a new one."""
    return library.shoot_by_origin(origin) or library.create_shoot(name, origin=origin)


def take_in(
    library: Library, shoot: Shoot, files: Sequence[ScannedFile], *, merge: bool = False
) -> tuple[list[PhotoRow], dict[Path, str]]:
    """Have exactly these files in the shoot, described, with `merge` the exposures of one scene as one photo.

    The second part says which of the files cannot be read, and why.
    """
    from luster_desktop.library import stacks
    from luster_desktop.operations.grouping import Grouper

    paths = {file.path for file in files}
    # A file that is not among the given ones has no part in what is paid for: its copy is a photo of its own.
    add_scanned(library, shoot, files, among=paths)
    unreadable = describe(library, shoot.id, Grouper(library) if merge else None)
    known = library.read(stacks.everything, shoot.id)
    damaged = {known[i].path: reason for i, reason in unreadable.items() if i in known and known[i].path in paths}
    wanted = paths - damaged.keys()
    rows = library.photos(shoot.id)
    return [row for row in rows if any(photo.path in wanted for photo in row.files)], damaged


def without_results(
    library: Library, files: Sequence[ScannedFile], suspect: Callable[[ScannedFile], bool]
) -> list[ScannedFile]:
    """The files less those among the suspects that are, byte for byte, outputs of this library."""
    from luster_desktop.library import outputs

    suspects = [file for file in files if suspect(file)]
    known = library.read(outputs.known, {file.bytes for file in suspects})
    sizes = {size for size, _ in known}
    ours = {file.path for file in suspects if file.bytes in sizes and (file.bytes, _sha256(file.path)) in known}
    return [file for file in files if file.path not in ours]


def _sha256(path: Path) -> str | None:
    from luster_desktop.intake.hashing import hash_file

    try:
        return hash_file(path).sha256
    except OSError:
        return None  # what cannot be read is rejected later, with the reason
