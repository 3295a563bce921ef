"""A folder of the user's, into which copies go whole and never over another file."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import UUID

from luster_desktop import disk
from luster_desktop.delivery.names import output_name, same
from luster_desktop.reasons import Reason


class SaveFailed(Exception):
    """The copy could not be made; the message is a `Reason`."""


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
            self._taken = {same(entry.name): entry.name for entry in path.iterdir()}
        except OSError as error:
            raise SaveFailed(why(error, path)) from None
        self._found: set[Path] = set()

    def find(
        self,
        data: bytes,
        photo_name: str,
        edits: str,
        job_id: UUID,
        *,
        before: Path | None,
        others: Collection[Path | None],
    ) -> Path | None:
        """A copy of `data` that is here unchanged, under a name that `copy` gives; each stands for one result.

        What a process that was killed while it copied this result has left beside the copy goes.

        `before` is where it was copied to the last time; `others` are copies of something else.
        """
        known = [before] if before is not None and before.parent == self._path else []
        for path in (*known, *self._names(photo_name, edits)):
            if path not in self._found and path not in others and _equal(data, path):
                self._found.add(path)
                with contextlib.suppress(OSError):
                    self._part(job_id).unlink(missing_ok=True)
                return path
        return None

    def _part(self, job_id: UUID) -> Path:
        # Named after the job, so that the next try clears away what a killed process has left.
        return self._path / f".luster-{job_id.hex}.part"

    def _names(self, photo_name: str, edits: str) -> Iterator[Path]:
        """Files here that have the names of copies, up to the first that is free."""
        number = 1
        while (name := self._taken.get(same(output_name(photo_name, edits, number)))) is not None:
            yield self._path / name
            number += 1

    def copy(self, data: bytes, photo_name: str, edits: str, job_id: UUID) -> Path:
        """Write `data` under the first free name. Raises `SaveFailed`, and then nothing is left behind."""
        part = self._part(job_id)
        try:
            with _copying:
                try:
                    part.unlink(missing_ok=True)
                    write_part(data, part)
                    return self._publish(part, photo_name, edits)
                finally:
                    with contextlib.suppress(OSError):
                        part.unlink(missing_ok=True)
        except FileNotFoundError:
            raise SaveFailed(Reason.RESULT_GONE) from None
        except OSError as error:
            raise SaveFailed(why(error, self._path)) from None

    def _publish(self, part: Path, photo_name: str, edits: str) -> Path:
        number = 1
        while True:
            name = output_name(photo_name, edits, number)
            number += 1
            if same(name) in self._taken:
                continue
            self._taken[same(name)] = name
            with contextlib.suppress(FileExistsError):  # another program was faster: the next name
                give_name(part, self._path / name)
                self._found.add(self._path / name)
                return self._path / name


def read_output(path: Path) -> bytes:
    """A finished photo of the library's. Raises `SaveFailed`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SaveFailed(Reason.RESULT_GONE) from None
    except OSError as error:
        raise SaveFailed(why(error, path.parent)) from None


def _equal(data: bytes, copy: Path) -> bool:
    """Whether that is what the copy holds."""
    try:
        return copy.stat().st_size == len(data) and copy.read_bytes() == data
    except OSError:
        return False


def write_part(data: bytes, part: Path) -> None:
    """A new file, which is on the disk afterwards. Raises OSError."""
    with part.open("xb") as writer:
        writer.write(data)
        writer.flush()
        os.fsync(writer.fileno())


def give_name(part: Path, target: Path) -> None:
    """Give the whole file its name at once; raises FileExistsError rather than overwrite."""
    if sys.platform == "win32":
        part.rename(target)  # refuses an existing target there
        return
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        with contextlib.suppress(OSError):
            if target.samefile(part):
                return  # done all the same: a network's file system may only have lost the answer
        # No hard links, as on memory cards: take the name first, then replace what is ours.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        part.replace(target)


def why(error: OSError, folder: Path) -> str:
    """Why nothing can be written into the folder, as a `Reason`."""
    name = folder.name or str(folder)
    if disk.is_full(error):
        return Reason.TARGET_FULL.of(name=name)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Reason.TARGET_FORBIDDEN.of(name=name)
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Reason.TARGET_NO_FOLDER.of(name=name)
    return Reason.TARGET_UNWRITABLE.of(name=name, errno=error.errno)
