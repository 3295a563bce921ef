"""One fault at one boundary of a process, from outside: the seams are wrapped before the product starts.

What a fault does is said by its mode. Every mode but the errors needs whoever started the process to go on: a hanging
process is frozen as a whole until it is continued, a killed one is gone.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import botocore.client
import httpx
import httpx2
import openai
import psycopg
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from openai.resources.images import Images
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from backend import database
from backend.payments.gateway import Gateway, PaymentsUnavailable
from luster_desktop import disk
from luster_desktop.library.store import Library
from tests.faults import boundaries

MODES = ("error before", "error after", "hang", "kill before", "kill after")


@dataclass(frozen=True, slots=True)
class Fault:
    """The `nth` time that the process comes to the boundary."""

    boundary: str
    mode: str
    nth: int = 1


class _Injector:
    """Counts the boundaries that the process comes to, and does what it was told at one of them, once."""

    def __init__(self, faults: tuple[Fault, ...], fired: Path, trace: Path | None) -> None:
        self._faults = faults
        self._fired = fired
        self._trace = trace
        self._counts: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._inside = threading.local()

    @contextmanager
    def around(self, effect: str, errors: tuple[Exception, Exception]) -> Iterator[None]:
        """Around an effect of whoever called the seam; `errors` are what it raises when it fails before and after."""
        if getattr(self._inside, "busy", False):
            yield
            return
        boundary = _boundary(sys._getframe(1), effect)
        fault = self._due(boundary) if boundary else None
        self._inside.busy = True
        try:
            if fault is not None and fault.mode != "error after" and fault.mode != "kill after":
                self._act(fault, errors[0])
            yield
            if fault is not None and fault.mode in ("error after", "kill after"):
                self._act(fault, errors[1])
        finally:
            self._inside.busy = False

    def _due(self, boundary: str) -> Fault | None:
        with self._guard:
            self._counts[boundary] += 1
            if self._trace is not None:
                with self._trace.open("a") as trace:
                    trace.write(f"{boundary}\n")
            number = self._counts[boundary]
            return next((one for one in self._faults if (one.boundary, one.nth) == (boundary, number)), None)

    def _act(self, fault: Fault, error: Exception) -> None:
        with self._fired.open("a") as fired:
            fired.write(f"{fault.boundary}, {fault.mode}\n")
        if fault.mode.startswith("error"):
            raise error
        # At this thread: a signal to the process may be another's to take, and this one goes on until it is.
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP if fault.mode == "hang" else signal.SIGKILL)


def _boundary(frame: FrameType | None, effect: str) -> str | None:
    """The name of the boundary that the stack is at: the nearest function of the product that is no seam's own."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module in boundaries.SEAMS:
            effect = f"{boundaries.SEAMS[module][1]}.{frame.f_code.co_qualname.rpartition('.')[2]}"
        elif module.startswith(("backend.", "luster_desktop.")):
            return boundaries.name(module, frame.f_code.co_qualname, effect) if boundaries.in_rooms(module) else None
        frame = frame.f_back
    return None


def install(faults: tuple[Fault, ...], fired: Path, trace: Path | None = None) -> None:
    """Wrap every seam of this process. `fired` gets a line when a fault happens, `trace` one for each boundary."""
    injector = _Injector(faults, fired, trace)
    _wrap_commits(injector)
    _wrap(injector, Library, "write", "library.write", _disk_errors)
    _wrap(injector, Library, "post", "library.post", _disk_errors)
    _wrap(injector, botocore.client.BaseClient, "_make_api_call", "storage", _storage_errors)
    _wrap(injector, Images, "edit", "model", _model_errors)
    _wrap(injector, Gateway, "_ask", "payments", _payments_errors)
    _wrap(injector, httpx.Client, "send", "http", _http_errors)
    for owner, names in _FILES.items():
        for name in names:
            _wrap(injector, owner, name, name, _file_errors, directly=True)
    _wrap(injector, disk, "publish", "publish", _file_errors, directly=True)
    _wrap_open(injector)


_FILES: dict[Any, set[str]] = {
    Path: boundaries.PATHS | {"replace", "rename", "touch"},
    os: boundaries.MODULES["os"],
    shutil: boundaries.MODULES["shutil"],
}

Errors = Callable[[], tuple[Exception, Exception]]


def _wrap(injector: _Injector, owner: Any, name: str, effect: str, errors: Errors, *, directly: bool = False) -> None:
    """`directly`: only what the product itself calls counts, not what libraries do."""
    original: Callable[..., Any] = getattr(owner, name)

    @wraps(original)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if directly and not _is_product(sys._getframe(1)):
            return original(*args, **kwargs)
        with injector.around(effect, errors()):
            return original(*args, **kwargs)

    setattr(owner, name, wrapped)


def _wrap_open(injector: _Injector) -> None:
    original = Path.open

    def wrapped(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if not set(mode) & set("wax+") or not _is_product(sys._getframe(1)):
            return original(path, mode, *args, **kwargs)
        with injector.around("open", _file_errors()):
            return original(path, mode, *args, **kwargs)

    Path.open = wrapped  # type: ignore[method-assign, assignment]


def _wrap_commits(injector: _Injector) -> None:
    original = Engine.begin

    @contextmanager
    def begin(engine: Engine) -> Iterator[Any]:
        with engine.connect() as connection, connection.begin() as transaction:
            yield connection
            with injector.around("commit", _database_errors()):
                transaction.commit()

    wraps(original)(begin)
    Engine.begin = begin  # type: ignore[method-assign, assignment]
    at_once = database.single

    @contextmanager
    def single(engine: Engine) -> Iterator[Any]:
        with injector.around("commit", _database_errors()), at_once(engine) as connection:
            yield connection

    database.single = single


def _is_product(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith(("backend.", "luster_desktop."))


def _database_errors() -> tuple[Exception, Exception]:
    return (
        OperationalError("COMMIT", None, psycopg.OperationalError("refused")),
        OperationalError("COMMIT", None, psycopg.OperationalError("the connection was lost")),
    )


def _disk_errors() -> tuple[Exception, Exception]:
    full = OSError(errno.ENOSPC, "database or disk is full")
    return OperationalError("COMMIT", None, full), OperationalError("COMMIT", None, full)


def _storage_errors() -> tuple[Exception, Exception]:
    return EndpointConnectionError(endpoint_url="injected"), ReadTimeoutError(endpoint_url="injected")


def _model_errors() -> tuple[Exception, Exception]:
    request = httpx2.Request("POST", "https://injected.invalid")
    refused = openai.APIConnectionError(request=request)
    refused.__cause__ = httpx2.ConnectError("injected")
    return refused, openai.APITimeoutError(request=request)


def _payments_errors() -> tuple[Exception, Exception]:
    return PaymentsUnavailable("injected"), PaymentsUnavailable("injected")


def _http_errors() -> tuple[Exception, Exception]:
    return httpx.ConnectError("injected"), httpx.ReadTimeout("injected")


def _file_errors() -> tuple[Exception, Exception]:
    return OSError(errno.ENOSPC, "injected"), OSError(errno.EIO, "injected")
