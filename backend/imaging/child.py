"""The confined child: decodes what came from outside, without secrets, in little memory, and ends with its parent."""

from __future__ import annotations

import dataclasses
import os
import queue
import sys
import threading
import traceback
from typing import IO, Any

from . import frames, messages
from .sizes import SizeLimits
from .values import Rejected, Unusable

CPU_SECONDS = 120

Request = tuple[dict[str, Any], list[bytes]]


def main() -> None:
    """Do what standard input asks for, one request after the other, until it closes."""
    # What libraries print must not end up between the frames.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    memory, threads = (int(given) for given in sys.argv[1:3])
    _confine(memory)
    requests: queue.Queue[Request] = queue.Queue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()

    import cv2

    cv2.setNumThreads(min(4, threads))
    while True:
        head, parts = requests.get()
        _allow_cpu()
        frames.send(replies, *_answer(head, parts))


def _read(stream: IO[bytes], requests: queue.Queue[Request]) -> None:
    """A closed pipe means that the parent is gone: end at once, also in the middle of a photo."""
    try:
        while True:
            requests.put(frames.receive(stream))
    except BaseException:
        os._exit(0)


def _answer(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return _done(head, parts)
    except Rejected as error:
        return {"rejected": error.code, "values": error.values, "detail": error.detail}, []
    except Unusable as error:
        return {"unusable": error.reason, "detail": error.detail}, []
    except MemoryError:
        return {"rejected": "no_memory", "detail": "MemoryError"}, []
    except Exception as error:
        # cv2 reports a failed allocation as an error of its own.
        if "Insufficient memory" in str(error):
            return {"rejected": "no_memory", "detail": _where(error)}, []
        return {"defect": _where(error)}, []


def _done(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    from . import chain

    match head["do"]:
        case "fill":
            fill = chain.fill(parts[0], parts[1], messages.crop_of(head["crop"]))
            return _reply(*_fields(fill, "image", "change_map"))
        case "finish":
            fills = messages.fills_of(head["fills"], parts[2:])
            finished = chain.finish(parts[0], parts[1], messages.scope_of(head["scope"]), fills, head["made_before"])
            return _reply(*_fields(finished, "image", "thumb", "change_map"))
    limits, scope = SizeLimits(**head["limits"]), messages.scope_of(head["scope"])
    if head["do"] == "prepare":
        prepared = chain.prepare(parts[0], limits, scope, messages.fills_of(head["fills"], parts[1:]))
        return _reply(*_fields(prepared, "image", "mask", "own", "thumb"))
    found = [_fields(each, "image", "mask", "own", "thumb") for each in chain.crops(parts[0], limits, scope)]
    return _reply({"crops": [fields for fields, _ in found]}, [blob for _, blobs in found for blob in blobs])


def _reply(done: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    return {"done": done, "blobs": len(blobs)}, blobs


def _fields(result: Any, *blobs: str) -> tuple[dict[str, Any], list[bytes]]:
    values = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
    parts = [values.pop(name) for name in blobs]
    if values.get("crop"):
        values["crop"] = dataclasses.asdict(values["crop"])
    return values, parts


def _where(error: Exception) -> str:
    """Type and place, never the message: it may quote the file."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}:{frame.lineno}"


if sys.platform == "win32":  # The parent's clock is the only limit there.

    def _confine(memory: int) -> None: ...

    def _allow_cpu() -> None: ...

else:
    import resource

    def _confine(memory: int) -> None:
        for name, limit in (("RLIMIT_AS", memory), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
            kind = getattr(resource, name, None)
            if kind is None:
                continue
            try:
                resource.setrlimit(kind, (limit, limit))
            except (ValueError, OSError):
                # macOS refuses RLIMIT_AS; the parent's clock still holds.
                continue

    def _allow_cpu() -> None:
        """So many seconds of processor for the next photo, on top of what is used."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS, hard))
