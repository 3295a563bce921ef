"""Copies of finished photos in a folder of the user's choice, never over another file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from luster_desktop.library.store import Library


@dataclass(frozen=True, slots=True)
class SaveReport:
    saved: tuple[Path, ...]
    failed: tuple[tuple[str, str], ...]
    """Photo name and reason, as a sentence."""


def save_outputs(
    library: Library,
    job_ids: Iterable[UUID],
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SaveReport:
    """Copy the outputs of these jobs into `folder` (made when missing) as "IMG_0001 dusk.jpg", "... (2).jpg", ...

    `progress` gets (done, total). A file that cannot be written is reported and the others go on.
    """
    raise NotImplementedError
