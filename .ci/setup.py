"""Make .venv ready: Python >= 3.11 and pip are all that it needs. Safe to run again; does nothing when nothing changed.

Debian as root: also installs the system libraries that Qt loads and a font, when they are missing.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
QT_PACKAGES = [
    "libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0",
    "libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1", "fonts-dejavu-core",
]  # fmt: skip
QT_LIBRARIES = ["libEGL.so.1", "libGL.so.1", "libxkbcommon.so.0", "libfontconfig.so.1", "libxcb-cursor.so.0"]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def system_packages() -> None:
    """Install what Debian lacks, or say which packages to install."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return
    missing = [] if all(loads(name) for name in QT_LIBRARIES) else list(QT_PACKAGES)
    if importlib.util.find_spec("pip") is None:
        missing.append("python3-pip")
    if not missing:
        return
    if os.geteuid() != 0:
        print(f"Luster's window needs system packages: sudo apt-get install {' '.join(missing)}", file=sys.stderr)
        return
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", "-qq", *command], check=True, env=environ, stdout=subprocess.DEVNULL)


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit("Luster needs Python 3.11 or newer.")
    system_packages()
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / "luster-setup"
    state = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == state:
        return
    print("Setting up .venv (a minute or two, once) ...", file=sys.stderr)
    # Debian's Python comes without ensurepip; the pip that runs this script can install into the environment.
    venv.create(VENV, with_pip=False, clear=True, symlinks=os.name != "nt")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
    stamp.write_text(state)


if __name__ == "__main__":
    main()
