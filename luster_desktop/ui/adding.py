"""Dropped files into the library, as a worker does it: rows at once, headers afterwards."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.tasks.runner import CancelToken

if TYPE_CHECKING:
    from luster_desktop.intake.scan import RejectedFile, ScannedFile
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library

FIRST, SOON = 50, 0.1
"""Photos, or seconds, until the first rows are shown: more than a screen has room for."""
BATCH, PATIENCE = 500, 0.4
"""The same for those that follow: each batch has the window read the shoot again."""
_DECIDING = threading.Lock()
"""Held from asking what the shoot has until it has more: two drops of the same content then see each other."""


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


def add_files(
    library: Library, shoot: Shoot, paths: Sequence[Path], token: CancelToken, begun: Callable[[], None] = lambda: None
) -> Outcome:
    """Scan `paths` and add what can be edited, in batches so that rows appear while the scan goes on.

    `begun` is called when the first ones are in the library.
    """
    from luster_desktop.intake.hashing import Cancelled
    from luster_desktop.intake.recognise import recognise
    from luster_desktop.intake.scan import RejectedFile, scan
    from luster_desktop.library import contents

    added = duplicates = moved = 0
    rejected: list[RejectedFile] = []
    changed: list[Path] = []
    batch: list[ScannedFile] = []
    flushed = time.monotonic()

    def flush() -> None:
        nonlocal added, duplicates, moved, flushed
        if batch:
            with _DECIDING:
                sizes = {file.bytes for file in batch}
                known = library.read(contents.known, shoot.id, sizes)
                found = recognise(batch, known, lambda: token.cancelled)
                if found.moved:
                    library.write(contents.follow, found.moved)
                result = library.add_photos(shoot.id, found.new)
            if result.photos and not added:
                begun()
            added += len(result.photos)
            duplicates += result.duplicates + len(found.copies)
            moved += len(found.moved)
            changed.extend(photo.path for i in result.changed if (photo := library.photo(i)) is not None)
            batch.clear()
        flushed = time.monotonic()

    with contextlib.suppress(Cancelled):
        for item in scan(paths):
            if token.cancelled:
                break
            if isinstance(item, RejectedFile):
                rejected.append(item)
                continue
            batch.append(item)
            most, longest = (BATCH, PATIENCE) if added else (FIRST, SOON)
            if len(batch) >= most or time.monotonic() - flushed > longest:
                flush()
        flush()
    return Outcome(shoot, added, duplicates, tuple(rejected), moved, tuple(changed))


def read_metadata(library: Library, shoot_id: UUID, token: CancelToken) -> None:
    """Read the headers of the photos that are new, and note those that cannot be used."""
    from luster_desktop.intake import metadata

    batch: list[tuple[UUID, metadata.Metadata]] = []
    for photo in library.unread_photos(shoot_id):
        if token.cancelled:
            break
        try:
            batch.append((photo.id, metadata.read(photo.path)))
        except metadata.Unreadable as error:
            # A card that was pulled out may come back: its photos are then read at the next chance.
            if os.path.exists(photo.path):  # noqa: PTH110 (Path.exists raises what a dying disk answers)
                library.refuse_photo(photo.id, str(error))
        if len(batch) >= 64:
            library.describe_photos(batch)
            batch = []
    if batch:
        library.describe_photos(batch)


def sample_files(library: Library, shoot_id: UUID, token: CancelToken) -> None:
    """Read samples of the shoot's files, by which those that are moved later will be known again."""
    from luster_desktop.intake.hashing import fingerprint
    from luster_desktop.library import contents

    batch: dict[UUID, str] = {}
    for file in library.read(contents.unsampled, shoot_id):
        if token.cancelled:
            break
        with contextlib.suppress(OSError):
            assert file.photo_id is not None
            batch[file.photo_id] = fingerprint(file.path)
        if len(batch) >= 256:
            library.write(contents.keep_fingerprints, batch)
            batch = {}
    if batch:
        library.write(contents.keep_fingerprints, batch)
