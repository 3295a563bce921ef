"""The built app itself, where one was built (`python3 .ci/bundling.py`): it becomes the newer one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from luster_desktop.updates.feed import system, target_name
from luster_desktop.updates.versions import Stage, Versions, program_in
from luster_desktop.version import app_version
from tests.desktop.updates.feeds import ROOT, Makers, makers

BUILT = ROOT / "dist" / "Luster"
pytestmark = [
    pytest.mark.skipif(not BUILT.is_dir() or not sys.platform.startswith("linux"), reason="no app was built here"),
    pytest.mark.timeout(1800),
]
NEWER = "999.0.0"


def until(true: Callable[[], bool], seconds: float = 900.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.2)


@contextmanager
def window(program: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The app's window, off screen; asked to end as a system that shuts down does."""
    with subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=120)[1]
    assert (process.returncode, said) == (0, "")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Makers]:
    with makers(tmp_path / "makers", tmp_path / "home") as served:
        yield served


def test_the_built_app_becomes_the_newer_one(made: Makers, tmp_path: Path) -> None:
    made.command("root", made.keys, made.feed)
    installed = tmp_path / "installed"
    shutil.copytree(BUILT, installed / "Luster", symlinks=True)
    trusted = installed / "Luster" / "_internal" / "resources" / "updates" / "root.json"
    trusted.parent.mkdir(exist_ok=True)
    shutil.copyfile(made.feed / "metadata" / "1.root.json", trusted)
    newer = tmp_path / "newer" / "Luster"
    shutil.copytree(installed / "Luster", newer, symlinks=True)
    [about] = newer.glob("_internal/luster-*.dist-info/METADATA")
    about.write_text(about.read_text().replace(f"\nVersion: {app_version()}\n", f"\nVersion: {NEWER}\n"))
    archive = tmp_path / target_name(system())
    made.command("pack", newer, archive)
    made.command("add", made.keys, made.feed, archive, "--version", NEWER)
    shutil.rmtree(newer.parent)
    archive.unlink()

    program = program_in(installed, "Luster")
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "LUSTER_HOME": str(made.home),
        "UPDATES_URL": made.address,
        "APP_URL": "http://127.0.0.1:9",
        "SUPABASE_URL": "http://127.0.0.1:9",
    }

    def which() -> str:
        return subprocess.run([program, "--version"], env=environment, capture_output=True, text=True).stdout

    versions, log = Versions(made.home), made.home / "logs" / "luster.log"
    log.parent.mkdir(parents=True)
    log.touch()
    assert which() == f"Luster {app_version()}\n"
    with window(program, environment):
        until(lambda: f"version {NEWER} is ready" in log.read_text())
    assert versions.choice().version == NEWER and versions.choice().stage is Stage.NEW
    assert which() == f"Luster {NEWER}\n"
    with window(program, environment) as process:
        until(lambda: versions.choice().stage is Stage.GOOD)
        running = Path(f"/proc/{process.pid}/exe").resolve()
    assert running == program_in(versions.of(NEWER), "Luster")
