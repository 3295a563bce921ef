"""Pixel work in child processes that may crash, hang or be taken over without harm to the worker."""

from __future__ import annotations

import dataclasses
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import frames
from .sizes import SizeLimits
from .values import Defect, Finished, Prepared, Rejected, Scope, Unusable

MEMORY = 2_560 << 20
"""Address space per child: room for 100 megapixels."""

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from backend.imaging.child import main; main()"
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "TZ")


class Pixels:
    """Owns up to `workers` children; use as a context manager, from any number of threads.

    A call waits for a free child, starts one if need be, and gives it at most `seconds`. A child that hangs is killed
    and the photo rejected; one that dies is replaced and the photo tried once more before it is rejected. Children
    get no environment but search paths, on POSIX no more than `memory` bytes, and end with the process that owns them.

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
        self._closed = False
        self._slots: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._alive: set[_Child] = set()
        self._lock = threading.Lock()
        for _ in range(workers):
            self._slots.put(None)

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

    def prepare(self, original: bytes, limits: SizeLimits, scope: Scope) -> Prepared:
        """The clean sRGB picture to send to the model.

        Parameters
        ----------
        original : bytes
            The photo's file, as it was uploaded.
        limits : SizeLimits
            What the model takes.
        scope : Scope
            What the edit may change.

        Returns
        -------
        Prepared

        Raises
        ------
        Rejected
            When the photo cannot be used, also when none of the regions that `scope` is limited to can be in it.
        Defect
            When our own code fails.
        """
        task = {"do": "prepare", "limits": dataclasses.asdict(limits)}
        fields, (image, mask, thumb) = self._call(task, scope, [original], 3)
        return Prepared(image=image, mask=mask, thumb=thumb, **fields)

    def finish(self, original: bytes, answer: bytes, scope: Scope) -> Finished:
        """Put the edit of `answer` into `original`.

        Parameters
        ----------
        original : bytes
            The photo's file.
        answer : bytes
            The model's picture as it came, of any size.
        scope : Scope
            What the edit may change.

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
        fields, (image, thumb, change_map) = self._call({"do": "finish"}, scope, [original, answer], 3)
        return Finished(image=image, thumb=thumb, change_map=change_map, **fields)

    def _call(
        self, task: dict[str, Any], scope: Scope, parts: list[bytes], expected: int
    ) -> tuple[dict[str, Any], list[bytes]]:
        strokes = [(stroke.radius, stroke.points) for stroke in scope.strokes]
        head = {**task, "tone": scope.tone, "content": sorted(scope.content), "strokes": strokes}
        child = self._slots.get()
        try:
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
                return _checked(reply, blobs, expected)
            raise Rejected("undecodable", "the decoder died twice")
        finally:
            self._slots.put(child)

    def _replace(self, old: _Child | None) -> _Child:
        if old is not None:
            self._discard(old)
        with self._lock:
            if self._closed:
                raise RuntimeError("Pixels is closed")
            child = _Child(self._memory)
            self._alive.add(child)
        return child

    def _discard(self, child: _Child) -> None:
        child.kill()
        with self._lock:
            self._alive.discard(child)


def _checked(reply: dict[str, Any], blobs: list[bytes], expected: int) -> tuple[dict[str, Any], list[bytes]]:
    if "rejected" in reply:
        raise Rejected(reply["rejected"], reply.get("detail", ""), **reply.get("values", {}))
    if "unusable" in reply:
        raise Unusable(reply["unusable"], reply.get("detail", ""))
    if "defect" in reply:
        raise Defect(reply["defect"])
    if len(blobs) != expected or not isinstance(reply.get("done"), dict):
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

    def __init__(self, memory: int) -> None:
        self.late = False
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["OPENBLAS_NUM_THREADS"] = "1"  # each of its threads reserves address space
        environment |= _HEAP
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(_ROOT), str(memory)],
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
