"""Looking at a shoot's files: which are still there, what their pictures show, and where those that moved are now."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from luster_desktop.facts import ScannedFile, Seen
    from luster_desktop.library.store import Library
    from luster_desktop.library.writer import Write

BATCH = 32


def look_for_files(library: Library, shoot_id: UUID) -> None:
    """Note which files of the shoot are not where they were, and which are there again."""
    from luster_desktop.library import contents

    found = library.read(contents.paths, shoot_id)
    now = {photo_id: not os.path.exists(path) for photo_id, path, _ in found}  # noqa: PTH110 (Path.exists raises what a dying disk answers)
    changed = {photo_id: now[photo_id] for photo_id, _, before in found if now[photo_id] is not before}
    if changed:
        library.write(contents.note_missing, changed)


def look_at_pictures(
    library: Library, shoot_id: UUID, cancelled: Callable[[], bool] = lambda: False
) -> dict[UUID, str]:
    """Judge what the shoot's new pictures show; note, and return, those of which a part is missing, with a sentence.

    A picture that cannot be read now is looked at the next time.
    """
    from luster_desktop.intake.drone import by_drone, from_drone
    from luster_desktop.intake.formats import is_raw, whole_file
    from luster_desktop.intake.pixels import Unreadable, load_preview, load_thumbnail
    from luster_desktop.intake.scenery import EDGE, see
    from luster_desktop.library import contents

    damaged: dict[UUID, str] = {}
    batch: dict[UUID, Seen] = {}
    for photo_id, path in library.read(contents.unseen, shoot_id):
        if cancelled():
            break
        try:
            if not is_raw(path):  # whose header has told
                whole_file(path)
            seen = see(load_preview(path) or load_thumbnail(path, EDGE))
            batch[photo_id] = from_drone(seen) if by_drone(path) else seen
        except Unreadable as error:
            if str(error) == Reason.DAMAGED_PART:
                damaged[photo_id] = Reason.DAMAGED_PART
                library.refuse_photo(photo_id, Reason.DAMAGED_PART)
        except OSError:
            continue
        if len(batch) >= BATCH:
            library.write(contents.keep_seen, batch)
            batch = {}
    if batch:
        library.write(contents.keep_seen, batch)
    return damaged


def locate(library: Library, shoot_id: UUID, folder: Path, cancelled: Callable[[], bool] = lambda: False) -> int:
    """Find the shoot's missing files by what they contain in `folder` and below; returns how many were found.

    Orders, results and marks stay with them; orders that failed because they were missing are given again. Raises
    `hashing.Cancelled`.
    """
    from luster_desktop.facts import ScannedFile
    from luster_desktop.intake.recognise import recognise
    from luster_desktop.intake.scan import scan
    from luster_desktop.library import contents

    look_for_files(library, shoot_id)
    missing = {path for _, path, gone in library.read(contents.paths, shoot_id) if gone}
    files = [item for item in scan([folder]) if isinstance(item, ScannedFile)]
    known = library.read(contents.known, shoot_id, {file.bytes for file in files})
    moved = recognise(files, [item for item in known if item.path in missing], cancelled).moved
    if moved:
        library.write(_follow, moved)
    return len(moved)


def _follow(write: Write, moved: Sequence[tuple[UUID, ScannedFile]]) -> None:
    from luster_desktop.library import contents, jobs

    contents.follow(write, moved)
    found = [photo_id for photo_id, _ in moved]
    for photo_id in jobs.failed_for(write.connection, found, Reason.FILE_GONE):
        jobs.order_again(write, photo_id)
