"""The `luster-backend local` command: starts the supervisor, passes on the wish to stop, cleans up after it."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.local.processes import NEW_GROUP


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data_dir: Path
    env_file: Path | None
    api_port: int | None
    workers: int
    with_parent: bool
    answers: Path | None


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `luster-backend local`."""
    parser.add_argument("--data-dir", type=Path, help="where to keep all data (default: the user's data folder)")
    parser.add_argument("--env-file", type=Path, help="write the addresses there as environment variables, once ready")
    parser.add_argument(
        "--api-port", type=_port, metavar="PORT", help="default: a free port, the same one each time where possible"
    )
    parser.add_argument("--workers", type=int, default=1, choices=range(1, 9), metavar="N", help="default: 1")
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FOLDER",
        help="recorded answers of real models (manifest.tsv, photos, answers): its photos get these, others are edited",
    )
    parser.add_argument(
        "--with-parent",
        action="store_true",
        help="end when standard input does: with the program that holds it open",
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port number: 1 to 65535")
    return int(text)


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Options from a command line of its own."""
    parser = argparse.ArgumentParser(prog="luster-backend local")
    add_options(parser)
    return _options(parser.parse_args(arguments))


def main(arguments: argparse.Namespace | Sequence[str] | None = None) -> int:
    """Run the stack until Ctrl-C, SIGTERM or, with `--with-parent`, the end of standard input.

    Returns 0 after such an end, 1 when a part failed (which is then named, with the last lines of its log). Nothing
    is left running, also when this process or the supervisor is killed.
    """
    options = _options(arguments) if isinstance(arguments, argparse.Namespace) else parse(arguments)
    return _Supervised(options).wait()


class _Supervised:
    """The supervisor as a child whose life hangs on a pipe that we hold."""

    def __init__(self, options: Options) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._asked_to_stop = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
                signal.signal(getattr(signal, name), lambda *_: self._ask_to_stop())
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._child = subprocess.Popen(
            [sys.executable, "-m", "backend.local.supervisor", *_arguments(options)],
            stdin=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
            # Of its own, so that Ctrl-C reaches only us, and so that the whole group can be ended at once.
            process_group=None if sys.platform == "win32" else 0,
            creationflags=NEW_GROUP,
        )
        if self._asked_to_stop:
            self._ask_to_stop()
        if options.with_parent:
            threading.Thread(target=self._stop_at_end_of_input, name="parent", daemon=True).start()

    def wait(self) -> int:
        assert self._child is not None
        if sys.platform == "win32":
            while self._child.poll() is None:
                # An endless wait would not let Ctrl-C through on Windows.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._child.wait(0.5)
        code = self._child.wait()
        _end_group(self._child.pid)
        if code < 0:
            sys.stderr.write(f"The stack's supervisor was ended by signal {-code}; its parts were stopped.\n")
            return 1
        return code

    def _ask_to_stop(self) -> None:
        self._asked_to_stop = True
        if self._child is not None and self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()

    def _stop_at_end_of_input(self) -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        self._ask_to_stop()


def _end_group(supervisor: int) -> None:
    """Nothing is left after an orderly end; after the supervisor was killed, all its parts are."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(supervisor, signal.SIGKILL)


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        data_dir=(arguments.data_dir or _default_data_dir()).expanduser().resolve(),
        env_file=arguments.env_file.expanduser().resolve() if arguments.env_file else None,
        api_port=arguments.api_port,
        workers=arguments.workers,
        with_parent=arguments.with_parent,
        answers=arguments.answers.expanduser().resolve() if arguments.answers else None,
    )


def _arguments(options: Options) -> list[str]:
    command = ["--data-dir", str(options.data_dir), "--workers", str(options.workers)]
    if options.env_file is not None:
        command += ["--env-file", str(options.env_file)]
    if options.api_port is not None:
        command += ["--api-port", str(options.api_port)]
    if options.answers is not None:
        command += ["--answers", str(options.answers)]
    return command


def _default_data_dir() -> Path:
    import platformdirs

    return platformdirs.user_data_path("Luster", appauthor=False) / "local"
