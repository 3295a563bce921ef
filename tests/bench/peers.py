"""The programs that Luster is measured against, in an environment that is made on first use and kept in the cache.

None of them is a dependency of Luster. Queues and libvips come from the package index; rclone is the one that the
one-machine stack runs; enfuse is used where it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import platformdirs

PACKAGES = ("procrastinate", "pgqueuer", "psycopg[binary,pool]", "pyvips[binary]")
_LIST = "import importlib.metadata as m; print(*(f'{d.name}={d.version}' for d in m.distributions()))"


@cache
def python() -> Path:
    """The interpreter of the environment; made anew when `PACKAGES` change."""
    folder = platformdirs.user_cache_path("luster-bench", appauthor=False) / "peers"
    program = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    made, wanted = folder / "packages", "\n".join(PACKAGES)
    if not made.exists() or made.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([program, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        made.write_text(wanted)
    return program


def run(script: str, *arguments: str) -> str:
    """What a script of this folder prints in that environment, without any of ours."""
    command: Sequence[str | Path] = [python(), "-I", Path(__file__).with_name(script), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def versions() -> dict[str, str]:
    """Of what is in the environment and of what is installed here."""
    listed = subprocess.run([python(), "-c", _LIST], check=True, stdout=subprocess.PIPE, text=True).stdout
    wanted = ("procrastinate=", "pgqueuer=", "pyvips-binary=")
    found = dict(one.split("=", 1) for one in listed.split() if one.startswith(wanted))
    if enfuse := shutil.which("enfuse"):
        said = subprocess.run([enfuse, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
        found["enfuse"] = said.split("\n", 1)[0].split()[-1]
    return found
