"""A fetched archive becomes a version that can be chosen: unpacked beside the others, and started once to try it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

from luster_desktop.reasons import Reason
from luster_desktop.updates.errors import Interrupted, Refused
from luster_desktop.updates.feed import Release, Stopped
from luster_desktop.updates.starting import environment
from luster_desktop.updates.versions import Versions, program_in

PATIENCE = 600.0
"""Seconds for the smoke test, on the slowest computer there is, at a low priority."""
PROGRAM = "Luster.exe" if sys.platform == "win32" else "Luster"


def unpack(archive: Path, release: Release, versions: Versions, stopped: Stopped) -> None:
    """Put the release among the versions, under its number once it is whole and has passed its own smoke test.

    Raises `Refused`, which is final for this version when it does not work; `Interrupted`; OSError.
    """
    part = versions.folder / f"{release.version}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                if stopped():
                    raise Interrupted
                tar.extract(member, part, filter="data")
        if not _works(program_in(part, PROGRAM), stopped):
            versions.refuse(release.version)
            raise Refused(Reason.UPDATE_FAILS.of(version=release.version))
        if sys.platform != "win32":
            os.sync()  # the name must not outlast a power cut that the files do not
        part.replace(versions.of(release.version))
    except tarfile.TarError:
        versions.refuse(release.version)
        raise Refused(Reason.UPDATE_FAILS.of(version=release.version)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _works(program: Path, stopped: Stopped) -> bool:
    quiet = subprocess.DEVNULL
    try:
        trial = subprocess.Popen([program, "--smoke-test"], env=environment(), stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        return False
    with trial:
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, trial.pid, 15)
        end = time.monotonic() + PATIENCE
        while trial.poll() is None:
            if stopped() or time.monotonic() > end:
                trial.kill()
            time.sleep(0.1)
    if stopped():
        raise Interrupted
    return trial.returncode == 0
