"""Preparing in a process of its own: the window stays live, memory comes back, and it can be stopped at any moment."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from luster_desktop import disk
from luster_desktop.intake.formats import SUFFIXES, Unreadable
from luster_desktop.intake.preparing.making import CannotPrepare, CannotWrite, prepare, why_not_written
from luster_desktop.intake.preparing.plan import Made, Plan
from luster_desktop.reasons import Reason

__all__ = ["Cancelled", "CannotPrepare", "CannotWrite", "Unreadable", "Workshop"]

_LOOK_UP = 0.05
"""Seconds after which a wish to stop is noticed at the latest."""
_GRACE = 0.05
_NICENESS = 5
log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The caller has asked to stop; nothing was written."""


class _Broken(Exception):
    """An error that nobody has thought of; the message says where."""


class Workshop:
    """A child process for one thread at a time. It starts with the first plan, and a cancelled one ends with it."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def make(
        self,
        plan: Plan,
        target: Path,
        *,
        progress: Callable[[float], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Made:
        """`prepare` in the child. Blocks; `progress` and `cancelled` are called in the caller's thread.

        The file appears whole or not at all, at `target` with the suffix of its type. Raises `Cancelled`,
        `Unreadable`, `CannotPrepare`, `CannotWrite`.
        """
        part = target.with_name(f".{target.name}.part")
        try:
            made = self._wait(self._start(), plan, part, progress, cancelled)
            whole = target.with_name(target.name + SUFFIXES[made.content_type])
            disk.publish(part, whole)
            return replace(made, path=whole)
        except OSError as error:
            raise CannotWrite(why_not_written(error)) from None
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def close(self) -> None:
        """End the child at once; the next plan starts another."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is not None and pipe is not None:
            pipe.close()
            process.kill()
            # Giving back a gigabyte takes a while on a busy computer, which nobody has to wait for.
            process.join(_GRACE)
            if process.exitcode is not None:
                process.close()

    def _start(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.close()
            # Not forked: a copy of a process with threads in OpenCV or Qt may wait for ever.
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe()
            self._process = context.Process(target=_work, args=(there,), name="luster-preparing", daemon=True)
            self._process.start()
            there.close()
            self._pipe = here
        return self._pipe

    def _wait(
        self,
        pipe: Connection,
        plan: Plan,
        part: Path,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Made:
        at_ease = False
        try:
            pipe.send((plan, part))
            while True:
                if cancelled():
                    raise Cancelled
                if not pipe.poll(_LOOK_UP):
                    continue
                message = pipe.recv()
                if isinstance(message, float):
                    progress(message)
                    continue
                at_ease = True
                if isinstance(message, _Broken):
                    log.error("preparing failed unexpectedly: %s", message)
                    raise CannotPrepare(Reason.NOT_PREPARED)
                if isinstance(message, Exception):
                    raise message
                assert isinstance(message, Made)
                return message
        except (EOFError, ConnectionError):
            raise CannotPrepare(Reason.PREPARING_DIED) from None
        finally:
            if not at_ease:
                self.close()


def _work(pipe: Connection) -> None:
    # Ctrl-C in a terminal reaches every process there; when this one ends is for its parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICENESS)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            plan, part = pipe.recv()
            try:
                pipe.send(prepare(plan, part, lambda done: pipe.send(float(done))))
            except (Unreadable, CannotPrepare, CannotWrite) as error:
                pipe.send(error)
            except ConnectionError:
                return
            except Exception as error:
                pipe.send(_Broken(_where(error)))


def _where(error: Exception) -> str:
    """Type and place, never the message: it may name the user's file."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}:{frame.lineno}"
