"""Make .venv ready: Python >= 3.11 and pip are all that it needs. Safe to run again; does nothing when nothing changed.

Says what the machine lacks before anything is made. Debian as root gets the system packages by itself.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

try:
    import ctypes
    import hashlib
    import venv
except ImportError as error:
    sys.exit(f"This Python has no {error.name}. On Debian: sudo apt-get install python3 python3-pip")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt loads, and Debian's package of each."""
NEEDED_MB = 2500
"""Of disk, with what is unpacked on the way."""
PAUSE = 5.0
"""Seconds between two lines of progress where there is no terminal."""


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def lacking() -> tuple[list[str], list[str]]:
    """Debian's packages that the set-up cannot do without, and those that only the window needs."""
    has_pip = any(importlib.util.find_spec(name) for name in ("ensurepip", "pip"))
    window = LIBRARIES.items() if sys.platform.startswith("linux") else ()
    return [] if has_pip else ["python3-pip"], [package for library, package in window if not loads(library)]


def system() -> None:
    """Install what a Debian lacks, or say it; ends where the set-up would fail without it."""
    needed, window = lacking()
    if not needed and not window:
        return
    packages, debian = [*needed, *window], shutil.which("apt-get") is not None
    if debian and os.geteuid() == 0 and installed(packages):
        return
    if window:
        names = ", ".join(library for library, package in LIBRARIES.items() if package in window)
        say(f"Luster's window and its tests need libraries that this system lacks: {names}. Commands work without.")
    if needed:
        say("This Python has no pip.")
    if debian:
        say(f"Run this once: sudo apt-get update && sudo apt-get install {' '.join(packages)}")
    if needed:
        sys.exit("Then run this command again.")


def installed(packages: list[str]) -> bool:
    """Have Debian install them, with a font; whether it did."""
    say(f"Installing system packages: {' '.join(packages)}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update"], ["install", "-y", "--no-install-recommends", *packages, "fonts-dejavu-core"])
    runs = (subprocess.run(["apt-get", "-qq", *step], env=environ, stdout=subprocess.DEVNULL) for step in steps)
    return all(run.returncode == 0 for run in runs)


def room() -> None:
    """End where .venv cannot be made."""
    for place in (ROOT, VENV):
        if place.exists() and not os.access(place, os.W_OK):
            sys.exit(f"{place} cannot be written to by this user: have it belong to them, or use a copy of Luster.")
    if (free := shutil.disk_usage(ROOT).free // 1_000_000) < NEEDED_MB:
        sys.exit(f"Luster needs {NEEDED_MB} MB of disk for .venv, and {ROOT} has {free} MB.")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Progress:
    """One line that is written anew on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.said = ""

    def show(self, text: str) -> None:
        if text != self.said:
            self.said = text
            print(f"\r\x1b[K{text}" if self.terminal else text, end="" if self.terminal else "\n", file=sys.stderr)
            sys.stderr.flush()

    def end(self) -> None:
        if self.terminal:
            self.show("")

    def wait(self) -> None:
        time.sleep(0.2 if self.terminal else PAUSE)


def install(pip: list[str], place: Path, lock: Path) -> None:
    """Have pip install what is locked into the environment at `place`, and tell how far it is. Ends when it fails."""
    command = [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)  # noqa: PERF402 # at once, since another thread counts them

    reader = threading.Thread(target=read)
    reader.start()
    locked = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    progress = Progress()
    while process.poll() is None:
        # What is for other systems is passed over first.
        total = locked - sum(line.startswith("Ignoring ") for line in said)
        if found := sum(line.startswith("Collecting ") for line in said):
            done = sum(1 for _ in place.rglob("*.dist-info")) if found >= total else 0
            progress.show(f"Packages: {done} of {total} installed" if done else f"Packages: {found} of {total} fetched")
        progress.wait()
    reader.join()
    progress.end()
    if process.returncode:
        sys.exit("".join(said[-30:]) + "The packages could not be installed. The lines above are pip's.")
    say("Packages: all are installed.")


def environment(place: Path, lock: Path, *arguments: str) -> Path:
    """Make an environment of what is locked and of Luster itself; returns its Python.

    `arguments` are for pip, of Luster itself.
    """
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # Debian's Python comes without ensurepip; the pip that is beside it can install into the environment.
    own_pip = importlib.util.find_spec("ensurepip") is not None
    venv.create(place, with_pip=own_pip, clear=True, symlinks=os.name != "nt")
    pip = [str(python), "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", str(python)]
    pip += ["--disable-pip-version-check", "install"]
    install(pip, place, lock)
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-build-isolation", *arguments, str(ROOT)], check=True)
    return python


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Luster needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    system()
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / "luster-setup"
    state = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == state:
        return
    room()
    say("Setting up .venv: some minutes, once.")
    environment(VENV, LOCK, "--editable")
    stamp.write_text(state)
    say(".venv is ready.")


if __name__ == "__main__":
    main()
