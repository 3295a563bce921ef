"""Pixel work in child processes that may crash, hang or be taken over without harm to the worker."""

from __future__ import annotations

import dataclasses
import heapq
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import frames, messages
from .sizes import SizeLimits
from .values import Defect, Fill, Finished, Prepared, Rejected, Scope, Unusable

MEMORY = 2_560 << 20
"""Address space per child: room for 100 megapixels."""

File = bytes | Callable[[], bytes]
"""A file, or what reads it once a child is free: who waits for one holds nothing in memory."""

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from backend.imaging.child import main; main()"
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "TZ")


class Pixels:
    """Owns up to `workers` children; use as a context manager, from any number of threads.

    A call waits for a free child, starts one if need be, and gives it at most `seconds`. What the image model waits for
    goes before what only the user waits for. A child that hangs is killed and the photo rejected; one that dies is
    replaced and the photo tried once more before it is rejected. Children get no environment but search paths, on POSIX
    no more than `memory` bytes, and end with the process that owns them. Each has its share of the processors: more
    threads would take an eighth more of their time, for nothing.

    Parameters
    ----------
    workers : int
        Children at most.
    seconds : float
        For one photo.
    memory : int
        Bytes of address space of a child.
    """

    def __init__(self, workers: int = 2, *, seconds: float = 120.0, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._threads = max(1, (os.cpu_count() or 1) // workers)
        self._closed = False
        self._free: list[_Child | None] = [None] * workers
        self._waiting: list[tuple[bool, int]] = []
        self._turns = itertools.count()
        self._changed = threading.Condition()
        self._alive: set[_Child] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill all children; calls under way raise `RuntimeError`."""
        with self._lock:
            self._closed = True
            children = list(self._alive)
        for child in children:
            self._discard(child)

    @property
    def processes(self) -> list[int]:
        """Process ids of the living children."""
        with self._lock:
            return [child.process.pid for child in self._alive]

    def crops(self, original: File, limits: SizeLimits, scope: Scope) -> tuple[Prepared, ...]:
        """The pictures to send to the model for what the user has painted, none where that is nothing.

        Parameters
        ----------
        original : bytes, or a function that reads them
            The photo's file, as it was uploaded.
        limits : SizeLimits
            What the model takes.
        scope : Scope
            What the edit may change.

        Returns
        -------
        tuple of Prepared

        Raises
        ------
        Rejected
            When the photo cannot be used.
        Defect
            When our own code fails.
        """
        if not scope.strokes:
            return ()
        task = {"do": "crops", "limits": dataclasses.asdict(limits), "scope": messages.said(scope)}
        found, blobs = self._call(task, [original])
        files = zip(blobs[::4], blobs[1::4], blobs[2::4], blobs[3::4], strict=True)
        return tuple(
            Prepared(
                image=image, mask=mask, own=own, thumb=thumb, **fields | {"crop": messages.crop_of(fields["crop"])}
            )
            for fields, (image, mask, own, thumb) in zip(found["crops"], files, strict=True)
        )

    def fill(self, prepared: Prepared, answer: bytes) -> Fill:
        """Put the answer to a crop into it.

        Parameters
        ----------
        prepared : Prepared
            Of a crop.
        answer : bytes
            The model's picture as it came, of any size.

        Returns
        -------
        Fill

        Raises
        ------
        Unusable, Defect
            As of `finish`.
        """
        assert prepared.crop
        task = {"do": "fill", "crop": dataclasses.asdict(prepared.crop)}
        said, blobs = self._call(task, [prepared.own, answer])
        (fill,) = messages.fills_of([said], blobs)
        return fill

    def prepare(self, original: File, limits: SizeLimits, scope: Scope, fills: Sequence[Fill] = ()) -> Prepared:
        """The clean sRGB picture of the whole photo to send to the model.

        Parameters
        ----------
        original : bytes, or a function that reads them
            The photo's file, as it was uploaded.
        limits : SizeLimits
            What the model takes.
        scope : Scope
            What the edit may change.
        fills : sequence of Fill
            What takes the place of what was painted.

        Returns
        -------
        Prepared

        Raises
        ------
        Rejected
            When the photo cannot be used, also when a region that `scope` requires cannot be in it.
        Defect
            When our own code fails.
        """
        task = {"do": "prepare", "limits": dataclasses.asdict(limits), "scope": messages.said(scope)}
        fields, (image, mask, own, thumb) = self._call(task, [original], fills)
        return Prepared(image=image, mask=mask, own=own, thumb=thumb, **fields)

    def finish(
        self,
        original: File,
        answer: bytes,
        scope: Scope,
        fills: Sequence[Fill] = (),
        made_before: Sequence[str] = (),
    ) -> Finished:
        """Put fills and the edit of `answer` into `original`.

        Parameters
        ----------
        original : bytes, or a function that reads them
            The photo's file.
        answer : bytes
            The model's picture of the whole photo as it came, of any size; empty where `scope` asks for nothing of it.
        scope : Scope
            What the edit may change.
        fills : sequence of Fill
            What takes the place of what was painted.
        made_before : sequence of str
            What is of the model's own pixels in `original` already, where that is a result itself.

        Returns
        -------
        Finished

        Raises
        ------
        Unusable
            When the answer is not to be delivered.
        Rejected
            When the photo cannot be used.
        Defect
            When our own code fails.
        """
        task = {"do": "finish", "scope": messages.said(scope), "made_before": list(made_before)}
        fields, (image, thumb, change_map) = self._call(task, [original, answer], fills)
        return Finished(image=image, thumb=thumb, change_map=change_map, **fields)

    def _call(
        self, task: dict[str, Any], files: Sequence[File], fills: Sequence[Fill] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        said = [{"crop": dataclasses.asdict(fill.crop), "report": fill.report} for fill in fills]
        head = {**task, "fills": said}
        child = self._take(last=task["do"] == "finish")
        try:
            parts = [file() if callable(file) else file for file in files]
            parts += [part for fill in fills for part in (fill.image, fill.change_map)]
            for _ in range(2):
                if child is None or child.process.poll() is not None:
                    child = self._replace(child)
                try:
                    reply, blobs = child.ask(head, parts, self._seconds)
                except frames.Broken:
                    late = child.late
                    self._discard(child)
                    child = None
                    if late:
                        raise Rejected("too_slow", "time limit") from None
                    continue
                return _checked(reply, blobs)
            raise Rejected("undecodable", "the decoder died twice")
        finally:
            with self._changed:
                self._free.append(child)
                self._changed.notify_all()

    def _take(self, *, last: bool) -> _Child | None:
        """The child that was free last, or None in place of one that is to be started, when it is our turn."""
        me = (last, next(self._turns))
        with self._changed:
            heapq.heappush(self._waiting, me)
            self._changed.wait_for(lambda: self._free and self._waiting[0] is me)
            heapq.heappop(self._waiting)
            # Whoever is next by now may have another child.
            self._changed.notify_all()
            return self._free.pop()

    def _replace(self, old: _Child | None) -> _Child:
        if old is not None:
            self._discard(old)
        with self._lock:
            if self._closed:
                raise RuntimeError("Pixels is closed")
            child = _Child(self._memory, self._threads)
            self._alive.add(child)
        return child

    def _discard(self, child: _Child) -> None:
        child.kill()
        with self._lock:
            self._alive.discard(child)


def _checked(reply: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    if "rejected" in reply:
        raise Rejected(reply["rejected"], reply.get("detail", ""), **reply.get("values", {}))
    if "unusable" in reply:
        raise Unusable(reply["unusable"], reply.get("detail", ""))
    if "defect" in reply:
        raise Defect(reply["defect"])
    if len(blobs) != reply.get("blobs") or not isinstance(reply.get("done"), dict):
        raise Defect("malformed reply")
    return reply["done"], blobs


_HEAP = {
    # For glibc: arrays of a working size are used again, by all threads. Fresh pages cost more than the work on them.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
}


class _Child:
    """One confined process; asked by one thread at a time."""

    def __init__(self, memory: int, threads: int) -> None:
        self.late = False
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["OPENBLAS_NUM_THREADS"] = "1"  # each of its threads reserves address space
        environment |= _HEAP
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(_ROOT), str(memory), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            # Ctrl-C in a terminal must reach the worker only, which drains.
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def ask(self, head: dict[str, Any], parts: list[bytes], seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Raises `frames.Broken` when the child dies or is killed for being late."""
        assert self.process.stdin and self.process.stdout
        clock = threading.Timer(seconds, self._expire)
        clock.daemon = True
        clock.start()
        try:
            frames.send(self.process.stdin, head, parts)
            return frames.receive(self.process.stdout)
        except (OSError, ValueError) as error:
            raise frames.Broken("the child is gone") from error
        finally:
            clock.cancel()

    def _expire(self) -> None:
        self.late = True
        self.process.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    # Unsent bytes of a dead child.
                    continue
