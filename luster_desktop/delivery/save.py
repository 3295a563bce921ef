"""Copies of finished photos in a folder of the user's choice, never over another file."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from luster_desktop.delivery.names import output_name, same
from luster_desktop.library import outputs
from luster_desktop.library.store import Library


class SaveFailed(Exception):
    """The copy could not be made; the message is a sentence for the user."""


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


_copying = threading.Lock()
"""One copy at a time: two of one job would write into one file, and the disk is no faster with two."""


class Folder:
    """A folder to save into, made when missing. Raises `SaveFailed`.

    Names are compared without regard to case and composition, because some file systems take such names for one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._taken = {same(entry.name) for entry in path.iterdir()}
        except OSError as error:
            raise SaveFailed(_sentence(error, path)) from None

    def copy(self, source: Path, photo_name: str, preset: str, job_id: UUID) -> Path:
        """Copy `source` under the first free name. Raises `SaveFailed`, and then nothing is left behind."""
        # Named after the job, so that the next try clears away what a killed process has left.
        part = self._path / f".luster-{job_id.hex}.part"
        try:
            with _copying:
                try:
                    part.unlink(missing_ok=True)
                    _copy(source, part)
                    return self._publish(part, photo_name, preset)
                finally:
                    with contextlib.suppress(OSError):
                        part.unlink(missing_ok=True)
        except FileNotFoundError:
            raise SaveFailed("The finished photo or the folder is no longer there.") from None
        except OSError as error:
            raise SaveFailed(_sentence(error, self._path)) from None

    def _publish(self, part: Path, photo_name: str, preset: str) -> Path:
        number = 1
        while True:
            name = output_name(photo_name, preset, number)
            number += 1
            if same(name) in self._taken:
                continue
            self._taken.add(same(name))
            with contextlib.suppress(FileExistsError):  # another program was faster: the next name
                _rename(part, self._path / name)
                return self._path / name


def _copy(source: Path, part: Path) -> None:
    with source.open("rb") as reader, part.open("xb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())


def _rename(part: Path, target: Path) -> None:
    """Give the whole file its name at once; raises FileExistsError rather than overwrite."""
    if sys.platform == "win32":
        part.rename(target)  # refuses an existing target there
        return
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # No hard links, as on memory cards: take the name first, then replace what is ours.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        part.replace(target)


def _photo_name(library: Library, job_id: UUID) -> str:
    job = library.job(job_id)
    photo = library.photo(job.photo_id) if job else None
    return photo.name if photo else "photo"


def _sentence(error: OSError, folder: Path) -> str:
    name = folder.name or str(folder)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of {name} is full. Make room or choose another folder."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Luster may not write to {name}. Choose another folder."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{name} is not a folder. Choose another."
    return f"The photo could not be saved in {name}: {error.strerror or 'the disk reported an error'}."
