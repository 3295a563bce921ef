"""Runs the parts: starts them side by side, watches them, stops them in order.

It is a process of its own, started by `backend.local.command`, and lives as long as its standard input is open. So an
orderly end needs no signals: whoever started it closes the pipe, or dies, which closes the pipe too.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from backend.local import settings as local_settings
from backend.local.command import Options, parse
from backend.local.image_model import recordings
from backend.local.image_model.recordings import RecordingsUnusable
from backend.local.left_over import end_left_over
from backend.local.lock import DirectoryLock, Locked
from backend.local.parts import Part, parts
from backend.local.postgres import PostgresError
from backend.local.processes import Process

START_SECONDS = 60.0
STOP_STARTING_SECONDS = 20.0
HURRY_SECONDS = 5.0
STOP = ""
"""The event that asks for the end; every other event is the name of a part whose process ended."""


class PartFailed(Exception):
    """A part that did not start, or ended by itself: what to say about it."""


class OneMachine:
    """The running parts of one data directory."""

    def __init__(self, members: Sequence[Part], *, logs: Path, events: queue.SimpleQueue[str]) -> None:
        self._parts = members
        self._logs = logs
        self._events = events
        self._processes: dict[str, Process] = {}
        self._stopping = threading.Event()
        self._ready: set[str] = set()
        self._starting: threading.Thread | None = None

    def start(self, on_done: Callable[[BaseException | None], None]) -> None:
        """Start every part as soon as what it waits for is ready; `on_done` hears once, from another thread."""
        pool = ThreadPoolExecutor(len(self._parts), thread_name_prefix="start")
        futures: dict[str, Future[None]] = {}
        for part in self._parts:
            futures[part.name] = pool.submit(self._start, part, [futures[name] for name in part.after])

        def wait() -> None:
            done, _ = concurrent.futures.wait(futures.values(), return_when=concurrent.futures.FIRST_EXCEPTION)
            failure = next((error for error in (future.exception() for future in done) if error), None)
            if failure is not None:
                self._stopping.set()
            pool.shutdown()
            on_done(failure)

        self._starting = threading.Thread(target=wait, name="starting", daemon=True)
        self._starting.start()

    def lost(self) -> PartFailed | None:
        """A part that was ready and has ended since, if there is one."""
        for part in self._parts:
            if part.name in self._ready and not self._processes[part.name].running:
                return self._failure(part, "stopped")
        return None

    def stop(self) -> None:
        """Stop all parts, each one before those it needs."""
        self._stopping.set()
        if self._starting is not None:
            self._starting.join(STOP_STARTING_SECONDS)
        for part in reversed(self._parts):
            process = self._processes.get(part.name)
            if process is None or not process.running:
                continue
            if part.stop is not None:
                part.stop()
            else:
                process.terminate()
            if process.wait(part.grace):
                continue
            process.terminate()  # asked twice, a worker gives its jobs back to the queue instead of finishing them
            if not process.wait(HURRY_SECONDS):
                process.kill()
                process.wait(HURRY_SECONDS)

    def _start(self, part: Part, after: Sequence[Future[None]]) -> None:
        for future in after:
            future.result()
        try:
            part.prepare()
            if self._stopping.is_set():
                return
            process = self._processes[part.name] = Process(
                part.name,
                part.command,
                log=self._logs / f"{part.name}.log",
                environment=part.environment,
                cwd=part.cwd,
                as_user=part.as_user,
                ready_line=part.ready_line,
                on_exit=self._events.put,
            )
        except Exception as error:
            raise PartFailed(f"{_capital(part.title)} could not be started: {error}") from error
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self._stopping.is_set():
            if process.wait(0.05):
                if part.task and process.exit_code == 0:
                    return
                raise self._failure(part, "failed to start")
            if not part.task and process.said_ready and part.ready():
                self._ready.add(part.name)
                return
        if not self._stopping.is_set():
            raise self._failure(part, f"was not ready within {START_SECONDS:.0f} seconds")

    def _failure(self, part: Part, what: str) -> PartFailed:
        process = self._processes[part.name]
        code = "" if process.exit_code is None else f" (exit code {process.exit_code})"
        lines = [f"{_capital(part.title)} {what}{code}. The last lines of its log, {self._logs / part.name}.log:"]
        return PartFailed("\n".join([*lines, *(f"  {line}" for line in process.tail() or ["(nothing)"])]))


def run(options: Options) -> int:
    """Run the stack until the end is asked for; the exit code is 0 for that and 1 when a part failed."""
    began = time.monotonic()
    events: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: events.put(STOP))
    threading.Thread(target=_await_end_of_input, args=(events,), name="parent", daemon=True).start()
    try:
        _remove(options.env_file)
        if options.answers is not None:
            recordings.read(options.answers)
        lock = DirectoryLock(options.data_dir)
    except (Locked, RecordingsUnusable, OSError) as error:
        _say(_sentence(error))
        return 1
    with lock:
        try:
            end_left_over(options.data_dir, lock.previous)
            settings = local_settings.prepare(options.data_dir, api_port=options.api_port)
        except (local_settings.SettingsUnusable, OSError) as error:
            _say(_sentence(error))
            return 1
        try:
            members = parts(settings, workers=options.workers, recorded=options.answers)
        except (PostgresError, FileNotFoundError) as error:
            _say(str(error))
            return 1
        machine = OneMachine(members, logs=options.data_dir / "logs", events=events)
        outcome: list[BaseException | None] = []

        def started(failure: BaseException | None) -> None:
            outcome.append(failure)
            events.put("started")

        machine.start(started)
        code = 0
        while True:
            event = events.get()
            if event == STOP:
                break
            if event == "started":
                failure = outcome[0] or machine.lost()
                if failure is None:
                    failure = _write_environment(options, settings)
                if failure is None:
                    _say(_welcome(settings, options, time.monotonic() - began))
                    continue
            else:
                failure = machine.lost()
                if failure is None:
                    continue  # a task's end, or a part that is still starting: its own thread reports that
            _say(_sentence(failure))
            code = 1
            break
        lock.mark_stopping()
        _remove(options.env_file)
        machine.stop()
    return code


def _write_environment(options: Options, settings: local_settings.LocalSettings) -> OSError | None:
    try:
        if options.env_file:
            local_settings.write_env_file(options.env_file, settings.environment())
    except OSError as error:
        return error
    return None


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename} cannot be used: {error.strerror}."
    return str(error)


def _await_end_of_input(events: queue.SimpleQueue[str]) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    events.put(STOP)


def _welcome(settings: local_settings.LocalSettings, options: Options, seconds: float) -> str:
    rows = [
        ("API", settings.url("api")),
        ("Mailbox", f"{settings.url('identity')}/mailbox"),
        ("Sign-in", settings.url("identity")),
        ("Payments", settings.url("payments")),
        ("Image model", f"{settings.url('image-model')}/v1"),
        ("Storage", settings.url("objects")),
        ("Database", f"{local_settings.HOST}:{settings.ports['postgres']}"),
        *([("Answers", str(options.answers))] if options.answers else []),
        ("Data", str(options.data_dir)),
        ("Logs", str(options.data_dir / "logs")),
        *([("Environment", str(options.env_file))] if options.env_file else []),
    ]
    table = "\n".join(f"  {name:<13}{value}" for name, value in rows)
    return f"Luster is running on this machine.\n\n{table}\n\nReady after {seconds:.1f} s. Ctrl-C stops everything."


def _say(text: str) -> None:
    # Whoever read this may be gone; that is no reason not to stop in good order.
    with contextlib.suppress(OSError, ValueError):
        # A pipe or an old console may have no sign for a letter of a path.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()


def _remove(path: Path | None) -> None:
    if path is not None:
        path.unlink(missing_ok=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    sys.exit(run(parse()))
