"""What a built app is asked first, asked of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from luster_desktop.version import app_version

ROOT = Path(__file__).resolve().parents[2]


def luster(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path), "LUSTER_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "luster_desktop", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.timeout(300)
def test_a_little_of_everything_works_and_nothing_complains(tmp_path: Path) -> None:
    asked = luster(tmp_path, "--smoke-test")
    assert asked.returncode == 0, asked.stdout
    assert [line.partition(":")[0] for line in asked.stdout.splitlines()] == [
        *("pictures", "pictures", "merge", "keys", "languages", "window", "window", "ok")
    ]
    assert asked.stderr == ""
    assert not list(tmp_path.iterdir())


def test_it_says_which_luster_it_is(tmp_path: Path) -> None:
    said = f"Luster {app_version()}\nUpdates are off: this Luster runs from its sources.\n"
    assert luster(tmp_path, "--version").stdout == said
