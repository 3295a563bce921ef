"""What a run without a window tells: progress on standard error, results on standard output."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from luster_desktop.cloud.sync import SyncStatus
from luster_desktop.library.fidelity import Fidelity
from luster_desktop.words.fidelity import everything
from luster_desktop.words.progress import whole
from luster_desktop.words.reasons import sentence


@dataclass(frozen=True, slots=True)
class Result:
    """How one photo ended."""

    photo: Path
    status: str
    """succeeded, failed, cancelled, waiting_for_credits, rejected or left_out."""
    output: Path | None = None
    credits: int = 0
    """What it took."""
    error: str | None = None
    """A `Reason`, or what the service says."""
    fidelity: Fidelity | None = None
    rulings: Sequence[Mapping[str, Any]] = ()
    """What the rules said of its edits when they were ordered."""

    @property
    def good(self) -> bool:
        return self.status == "succeeded"


PAUSE = 10.0
"""Seconds between two lines of progress where there is no terminal."""
_STUCK = ("offline", "signed_out", "waiting_for_credits")


class Reporter:
    """On a terminal progress is one line that is written anew; elsewhere it is a line now and then."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json
        self._terminal = sys.stderr.isatty()
        self._said = ""
        """The line of progress that was written last."""
        self._stuck = False
        self._next = 0.0

    def say(self, sentence: str) -> None:
        """A line on standard error, or several."""
        self._clear()
        for line in sentence.split("\n"):
            sys.stderr.write(f"{printable(line)}\n")
        sys.stderr.flush()

    def result(self, result: Result) -> None:
        """The photo's line on standard output, and on standard error what people want to know of it."""
        self.step(result)
        if self._json:
            error = sentence(result.error or "")
            line = {
                "photo": str(result.photo),
                "status": result.status,
                "output": str(result.output) if result.output else None,
                "credits": result.credits,
                "error": error or None,
                "fidelity": asdict(result.fidelity) if result.fidelity else None,
                "rulings": list(result.rulings),
            }
            # ASCII, because a pipe's encoding is not ours to choose and file names can hold anything.
            sys.stdout.write(f"{json.dumps(line)}\n")
        elif result.output:
            self.answer(result.output)
        sys.stdout.flush()

    def step(self, result: Result, what: str = "") -> None:
        """How one photo ended, on standard error alone."""
        name = printable(f"{result.photo.name} {what}".strip())
        if result.good:
            found = everything(result.fidelity)
            self.say(". ".join((f"{name}: done, {credits(result.credits)}", *found)))
        else:
            self.say(f"{name}: {result.status.replace('_', ' ')}. {sentence(result.error or '')}".rstrip())

    def answer(self, path: Path) -> None:
        """The path that a command was asked for, on standard output."""
        sys.stdout.write(f"{printable(str(path), sys.stdout)}\n")
        sys.stdout.flush()

    def progress(self, status: SyncStatus) -> None:
        """Show where the run stands: on a terminal at most ten times a second, elsewhere every ten seconds.

        Elsewhere what keeps the run from going on is said at once, and once.
        """
        now = time.monotonic()
        stuck = not self._terminal and status.state in _STUCK
        if now < self._next and stuck == self._stuck:
            return
        self._next = now + (0.1 if self._terminal else PAUSE)
        self._stuck = stuck
        text = whole(status)
        parts = [f"{status.done} of {status.total} done" if status.total else "", text.rstrip(".")]
        if status.seconds_left is not None:
            parts.append(f"about {duration(status.seconds_left)} left")
        line = text if stuck else " · ".join(part for part in parts if part)
        if line in ("", self._said):
            return
        self._said = line
        if not self._terminal:
            self.say(line)
            return
        sys.stderr.write(f"\r\x1b[K{printable(line)[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()

    def finish(self) -> None:
        """Leave the progress line."""
        self._clear()
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._terminal and self._said:
            sys.stderr.write("\r\x1b[K")
            self._said = ""


def credits(number: int) -> str:
    """ "1 credit", "3 credits"."""
    return f"{number} credit" if number == 1 else f"{number} credits"


def duration(seconds: float) -> str:
    """A time that is left, as roughly as it is known."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"


def not_allowed(error: OSError) -> str:
    """What the operating system refused, as a sentence."""
    what = f"{error.filename} cannot be used" if error.filename else "This computer does not allow it"
    return f"{what}: {error.strerror or error}."


def printable(text: str, stream: TextIO | None = None) -> str:
    """Without control characters, which could rewrite the terminal, and without what `stream` cannot encode.

    The stream is standard error unless said.
    """
    plain = "".join(character if character.isprintable() else "?" for character in text)
    encoding = (stream or sys.stderr).encoding or "utf-8"
    return plain.encode(encoding, "replace").decode(encoding)
