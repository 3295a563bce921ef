"""The first step of a built app: start the version that was chosen in place of itself, and go back from one that died.

Everything here is there before the window: only the standard library is imported.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from luster_desktop.updates.versions import Stage, Versions, alive, numbers, program_in


def hand_over(versions: Versions, own: str, name: str, argv: Sequence[str]) -> int | None:
    """Become the chosen version's program `name`, with these arguments. Returns None when this one is to go on, and
    where a process cannot become another, on Windows, the exit code to end with.
    """
    program = _chosen(versions, own, name)
    if program is None:
        return None
    command = [str(program), *argv]
    try:
        if sys.platform == "win32":
            if sys.stdout is not None:
                return subprocess.call(command, env=environment())
            subprocess.Popen(command, env=environment())  # a program with a window: nobody waits for it
            return 0
        os.execve(program, command, environment())  # noqa: S606
    except OSError:
        with contextlib.suppress(OSError):
            versions.go_back()
        return None


def _chosen(versions: Versions, own: str, name: str) -> Path | None:
    choice = versions.choice()
    if choice.stage is Stage.STARTING and not alive(choice.process):
        # It has ended before anybody saw a window of it.
        with contextlib.suppress(OSError):
            choice = versions.go_back()
    if not choice.version or numbers(choice.version) <= numbers(own):
        return None
    program = program_in(versions.of(choice.version), name)
    return program if program.is_file() else None


def environment() -> dict[str, str]:
    """What another built app is started with: it must take neither this one's libraries nor its folder for its own."""
    variables = dict(os.environ, PYINSTALLER_RESET_ENVIRONMENT="1")
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = variables.pop(f"{name}_ORIG", None)
        if before is not None:
            variables[name] = before
        elif getattr(sys, "frozen", False):
            variables.pop(name, None)
    return variables
