"""Shoots that grow by themselves: a folder whose new files become photos of its shoot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.operations.adding import Outcome, add_files, never

if TYPE_CHECKING:
    from luster_desktop.facts import Version
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library


def watch(library: Library, folder: Path) -> Shoot:
    """The shoot that the folder is from now on, or is already."""
    from luster_desktop.library import watching

    for shoot in library.shoots():
        if shoot.watched == folder:
            return shoot
    made = library.create_shoot(folder.name[:200] or "Watched folder")
    library.write(watching.watch, made.id, folder)
    return made


def end(library: Library, shoot_id: UUID) -> None:
    """Photos that have arrived stay; no more do."""
    from luster_desktop.library import watching

    library.write(watching.watch, shoot_id, None)


def take_in(
    library: Library, shoot: Shoot, files: Mapping[Path, Version], cancelled: Callable[[], bool] = never
) -> Outcome:
    """Add what has arrived in the folder that the shoot watches, and note it: what the user removes stays away."""
    from luster_desktop.library import watching

    outcome = add_files(library, shoot, list(files), cancelled)
    library.write(watching.take, shoot.id, files)
    return outcome
