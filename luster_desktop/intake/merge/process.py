"""A merge in a process of its own: the window stays live, memory comes back, and it can be stopped at any moment."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.merge.files import MergedFile, merge_files
from luster_desktop.intake.merge.merging import CannotMerge

_LOOK_UP = 0.05
"""Seconds after which a wish to stop is noticed at the latest."""


class Cancelled(Exception):
    """The caller has asked to stop; nothing was written."""


def merge_apart(
    paths: Sequence[Path],
    target: Path,
    *,
    progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> MergedFile:
    """`merge_files` in a child process. Blocks; `progress` and `cancelled` are called in the caller's thread.

    Raises `Cancelled`, `CannotMerge`, `Unreadable`.
    """
    # Not forked: a copy of a process with threads in OpenCV or Qt may wait for ever.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, list(paths), target), daemon=True)
    child.start()
    there.close()
    try:
        while True:
            if cancelled():
                raise Cancelled
            if not here.poll(_LOOK_UP):
                continue
            try:
                message = here.recv()
            except EOFError:
                raise CannotMerge("The merge stopped unexpectedly; the computer may be short of memory.") from None
            if isinstance(message, float):
                progress(message)
            elif isinstance(message, Exception):
                raise message
            else:
                assert isinstance(message, MergedFile)
                return message
    finally:
        child.kill()
        child.join()
        child.close()
        here.close()
        for part in target.parent.glob(f".{target.name}.*.part"):
            part.unlink(missing_ok=True)


def _work(pipe: Connection, paths: Sequence[Path], target: Path) -> None:
    try:
        pipe.send(merge_files(paths, target, progress=lambda done: pipe.send(float(done))))
    except (CannotMerge, Unreadable) as error:
        pipe.send(error)
    except OSError as error:
        pipe.send(CannotMerge(f"The merged photo cannot be written: {error.strerror or 'the disk reported an error'}."))
