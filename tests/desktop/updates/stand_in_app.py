"""A small app in place of the built one: real files and a real process, with the product's own first and last steps.

Its program is made by `app`. It says its version and the arguments that it was given. Files beside it change what it
does: `crashes` ends it before its window would be there, `fails` fails its smoke test, `dawdles` takes long for it,
`waits` keeps it starting.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

from luster_desktop.updates.starting import hand_over
from luster_desktop.updates.versions import Versions, program_in

PROGRAM = "Luster"


def app(folder: Path, version: str, home: Path, *, marks: tuple[str, ...] = (), ballast: int = 3) -> Path:
    """A built app of that version in `folder`, for the data folder `home`; returns its own folder."""
    program = program_in(folder, PROGRAM)
    inside = program.parent / "_internal"
    inside.mkdir(parents=True)
    root = Path(__file__).resolve().parents[3]
    program.write_text(
        f"#!{sys.executable}\n"
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from tests.desktop.updates.stand_in_app import run\n"
        f"run({version!r}, {str(home)!r})\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for number in range(ballast):
        (inside / f"part{number}.bin").write_bytes(os.urandom(5000))
    (inside / "link.so").symlink_to("part0.bin")
    for mark in marks:
        (program.parent / mark).touch()
    return folder / program.relative_to(folder).parts[0]


def run(version: str, home: str) -> None:
    """What the built app does, without the app: be replaced, note the start, show a window, be good."""
    beside = Path(sys.argv[0]).parent
    if "--smoke-test" in sys.argv:
        time.sleep(600 if (beside / "dawdles").exists() else 0)
        raise SystemExit(int((beside / "fails").exists()))
    versions = Versions(Path(home))
    if (code := hand_over(versions, version, PROGRAM, sys.argv[1:])) is not None:
        raise SystemExit(code)
    versions.begin(version, os.getpid())
    print(version, *sys.argv[1:], flush=True)
    while (beside / "waits").exists():
        time.sleep(0.05)
    if (beside / "crashes").exists():
        os.abort()
    versions.settle(version)
