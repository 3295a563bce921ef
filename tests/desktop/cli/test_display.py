"""Where no window can be opened the reason is said, before Qt would end the process."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from luster_desktop.cli.display import _plugins, missing_libraries, no_display, x_server_answers

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt brings all it needs")


@pytest.fixture
def incomplete(tmp_path: Path) -> Path:
    """Qt's own plugin for X11, asking for a library that no system has."""
    plugin = (_plugins() / "libqxcb.so").read_bytes()
    assert b"libxcb-icccm.so.4" in plugin
    (tmp_path / "libqxcb.so").write_bytes(plugin.replace(b"libxcb-icccm.so.4", b"libxcb-nnnnn.so.4"))
    return tmp_path


def test_missing_libraries_are_named(incomplete: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":77")
    assert "libxcb-nnnnn.so.4" in missing_libraries(incomplete / "libqxcb.so")
    reason = no_display(incomplete)
    assert reason is not None
    assert reason.startswith("The window needs system libraries that are missing: ")
    assert "libxcb-nnnnn.so.4" in reason
    monkeypatch.delenv("DISPLAY")
    assert no_display(incomplete) == "There is no display."
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert no_display() is None


def test_a_display_that_does_not_answer_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        ctypes.CDLL("libxcb.so.1")
    except OSError:
        pytest.skip("this machine has no X client library")
    monkeypatch.setenv("DISPLAY", ":77")
    assert not x_server_answers()


def test_the_command_says_so_and_ends(tmp_path: Path) -> None:
    """With a screen that is named but not there, as on a server; whatever libraries this machine has."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"QT_QPA_PLATFORM": "", "LUSTER_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "luster_desktop"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == "luster: There is no display. `luster enhance` works without a window.\n"
