"""Saving: copies of finished photos in a folder of the user's choice, and a note of where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from luster_desktop.delivery.folder import Folder, SaveFailed
from luster_desktop.library import outputs
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
    wanted = list(job_ids)
    saved: list[Path] = []
    failed: list[tuple[str, str]] = []
    try:
        target = Folder(folder)
    except SaveFailed as error:
        return SaveReport((), tuple((_photo_name(library, job_id), str(error)) for job_id in wanted))
    for number, job_id in enumerate(wanted, start=1):
        if cancelled is not None and cancelled():
            break
        try:
            saved.append(save_output(library, job_id, target))
        except SaveFailed as error:
            failed.append((_photo_name(library, job_id), str(error)))
        if progress is not None:
            progress(number, len(wanted))
    return SaveReport(tuple(saved), tuple(failed))


def save_output(library: Library, job_id: UUID, folder: Folder) -> Path:
    """Copy one job's output, note where, and return the path. Raises `SaveFailed`."""
    output, job = library.output(job_id), library.job(job_id)
    if output is None or job is None:
        raise SaveFailed("There is no finished photo to save yet.")
    path = folder.copy(output.path, _photo_name(library, job_id), job.preset, job_id)
    library.write(outputs.saved, job_id, str(path))
    return path


def _photo_name(library: Library, job_id: UUID) -> str:
    job = library.job(job_id)
    photo = library.photo(job.photo_id) if job else None
    return photo.name if photo else "photo"
