"""Saving: copies of finished photos in a folder of the user's choice, and a note of where they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.delivery.folder import Folder, SaveFailed, read_output
from luster_desktop.library.models import Job, PhotoRow, Recipe
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from luster_desktop.library.store import Library


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the user's copy of a result is."""

    path: Path
    new: bool
    """Whether it was not there before, unchanged."""


@dataclass(frozen=True, slots=True)
class SaveReport:
    saved: tuple[Path, ...]
    """New copies."""
    there: tuple[Path, ...]
    """Copies of an earlier time that are there unchanged."""
    failed: tuple[tuple[str, str], ...]
    """Photo name and reason."""


def results_of(rows: Sequence[PhotoRow], selected: Iterable[UUID] = ()) -> list[UUID]:
    """The jobs of what is delivered of the selected photos, or else of every photo that is not rejected."""
    chosen = set(selected)
    wanted = [row for row in rows if (row.photo.id in chosen if chosen else not row.photo.rejected)]
    return [row.delivered.job_id for row in wanted if row.delivered is not None]


def save_outputs(
    library: Library,
    job_ids: Iterable[UUID],
    folder: Path,
    *,
    words: bool = True,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SaveReport:
    """Copy the outputs of these jobs into `folder` (made when missing) as "IMG_0001 dusk.jpg", "... (2).jpg", ...

    With `words` they have the user's own byline, copyright, caption and keywords, as far as the photos' files had some.
    What is there already, unchanged, is not copied again. `progress` gets (done, total). A file that cannot be written
    is reported and the others go on.
    """
    wanted = list(job_ids)
    saved: list[Saved] = []
    failed: list[tuple[str, str]] = []
    try:
        target = Folder(folder)
    except SaveFailed as error:
        return SaveReport((), (), tuple((_photo_name(library, job_id), str(error)) for job_id in wanted))
    for number, job_id in enumerate(wanted, start=1):
        if cancelled is not None and cancelled():
            break
        try:
            saved.append(save_output(library, job_id, target, words=words))
        except SaveFailed as error:
            failed.append((_photo_name(library, job_id), str(error)))
        if progress is not None:
            progress(number, len(wanted))
    new, there = (tuple(one.path for one in saved if one.new is wanted) for wanted in (True, False))
    return SaveReport(new, there, tuple(failed))


def save_output(library: Library, job_id: UUID, folder: Folder, *, words: bool = True) -> Saved:
    """Copy one job's output, as `save_outputs` does, unless it is there, and note where it is. Raises `SaveFailed`."""
    from luster_desktop.delivery.words import with_words
    from luster_desktop.library import jobs, outputs
    from luster_desktop.library import words as own_words

    output, job = library.output(job_id), library.job(job_id)
    if output is None or job is None:
        raise SaveFailed(Reason.NOTHING_TO_SAVE)
    name = _photo_name(library, job_id)
    # A copy that stands for another result of the photo is not this one's, even where both are the same.
    others = {one.saved_to for one in library.outputs(job.photo_id) if one.job_id != job_id}
    data = read_output(output.path)
    if words:
        data = with_words(data, library.read(own_words.of_photo, job.photo_id))
    edits = made_by(library.read(jobs.chain, job_id))
    found = folder.find(data, name, edits, job_id, before=output.saved_to, others=others)
    path = found or folder.copy(data, name, edits, job_id)
    if path != output.saved_to or found is None:
        library.write(outputs.saved, job_id, str(path), len(data), hashlib.sha256(data).hexdigest())
    return Saved(path, found is None)


def made_by(chain: Sequence[Job]) -> str:
    """What a result that came about by these jobs is called in a file's name: "dusk+remove"."""
    return Recipe(tuple(edit for job in chain for edit in job.recipe.edits)).label


def _photo_name(library: Library, job_id: UUID) -> str:
    job = library.job(job_id)
    photo = library.photo(job.photo_id) if job else None
    return photo.name if photo else "photo"
