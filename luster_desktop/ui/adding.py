"""Dropped files into the library, as a worker does it: rows at once, headers afterwards."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.tasks.runner import CancelToken

if TYPE_CHECKING:
    from luster_desktop.intake.scan import RejectedFile, ScannedFile
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library

BATCH = 500
PATIENCE = 0.1  # seconds until what was found so far is shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a drop."""

    shoot: Shoot
    added: int
    duplicates: int
    rejected: tuple[RejectedFile, ...]


def add_files(library: Library, shoot: Shoot, paths: Sequence[Path], token: CancelToken) -> Outcome:
    """Scan `paths` and add what can be edited, in batches so that rows appear while the scan goes on."""
    from luster_desktop.intake.scan import RejectedFile, scan

    added = duplicates = 0
    rejected: list[RejectedFile] = []
    batch: list[ScannedFile] = []
    flushed = time.monotonic()

    def flush() -> None:
        nonlocal added, duplicates, flushed
        if batch:
            result = library.add_photos(shoot.id, batch)
            added += len(result.photos)
            duplicates += result.duplicates
            batch.clear()
        flushed = time.monotonic()

    for found in scan(paths):
        if token.cancelled:
            break
        if isinstance(found, RejectedFile):
            rejected.append(found)
            continue
        batch.append(found)
        if len(batch) >= BATCH or time.monotonic() - flushed > PATIENCE:
            flush()
    flush()
    return Outcome(shoot, added, duplicates, tuple(rejected))


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
            library.refuse_photo(photo.id, str(error))
        except OSError:
            library.refuse_photo(photo.id, "The file can no longer be read.")
        if len(batch) >= 64:
            library.describe_photos(batch)
            batch = []
    if batch:
        library.describe_photos(batch)
