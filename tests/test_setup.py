"""`.ci/setup.py` as a newcomer runs it: what is missing is said before anything is made, then how far it is."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BACKEND = """
import zipfile
def build_editable(folder, settings=None, metadata=None):
    name = "luster-1.0-py3-none-any.whl"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr("luster-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: luster\\nVersion: 1.0\\n")
        wheel.writestr("luster-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr("luster-1.0.dist-info/RECORD", "")
    return name
"""
HIDING = """
import ctypes, os, runpy, sys
real, user, hidden, script = ctypes.CDLL, int(sys.argv[1]), sys.argv[2].split(), sys.argv[3]
def load(name, *more, **options):
    if name in hidden:
        raise OSError(name)
    return real(name, *more, **options)
ctypes.CDLL = load
sys.modules.update({name: None for name in hidden})
os.geteuid = lambda: user
runpy.run_path(script, run_name="__main__")
"""
"""Runs a script as some user of a machine that lacks libraries and modules."""
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries of Linux")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """One of a tiny Luster with one package, which comes from a folder."""
    folder = tmp_path / "luster"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "setup.py", folder / ".ci")
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", BACKEND)
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements.lock").write_text(
        f"tiny==1.0 --hash=sha256:{digest}\nother==1.0 ; sys_platform == 'none' --hash=sha256:{digest}\n"
    )
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["tiny"]\nbuild-backend = "tiny"\n[project]\nname = "luster"\nversion = "1.0"\n'
    )
    return folder


def run(checkout: Path, user: int, *, hidden: str = "none", path: str = os.defpath) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "HOME": str(checkout), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    environment |= {"PIP_FIND_LINKS": str(checkout.parent), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    command = [sys.executable, "-c", HIDING, str(user), hidden, str(checkout / ".ci" / "setup.py")]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def debian(folder: Path) -> str:
    """A path on which apt-get is that notes what it is asked for."""
    (folder / "bin").mkdir()
    tool = folder / "bin" / "apt-get"
    tool.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/asked"\n')
    tool.chmod(0o755)
    return f"{folder}/bin{os.pathsep}{os.defpath}"


def test_a_set_up_tells_how_far_it_is_and_a_second_one_has_nothing_to_do(checkout: Path) -> None:
    first = run(checkout, 1000)
    assert first.returncode == 0, first.stderr
    assert first.stderr.endswith("\nPackages: all are installed.\n.venv is ready.\n") and "\r" not in first.stderr
    assert (checkout / ".venv" / "luster-setup").exists()
    again = run(checkout, 1000)
    assert again.returncode == 0 and "Setting up" not in again.stderr + again.stdout


def test_what_pip_cannot_install_ends_it_with_what_pip_said(checkout: Path) -> None:
    lock = checkout / "requirements.lock"
    lock.write_text(lock.read_text().replace("tiny==1.0", "tiny==2.0"))
    ran = run(checkout, 1000)
    assert ran.returncode == 1 and "tiny==2.0" in ran.stderr and "could not be installed" in ran.stderr
    assert not (checkout / ".venv" / "luster-setup").exists()


@linux
def test_an_ordinary_user_is_told_the_command_for_what_only_the_window_needs(checkout: Path, tmp_path: Path) -> None:
    ran = run(checkout, 1000, hidden="libEGL.so.1 libxkbcommon.so.0", path=debian(tmp_path))
    assert ran.returncode == 0, ran.stderr
    first, second = ran.stderr.splitlines()[:2]
    assert {"libEGL.so.1", "libxkbcommon.so.0"} <= set(re.findall(r"[\w.-]+\.so\.\d+", first))
    assert "sudo apt-get update && sudo apt-get install " in second and {"libegl1", "libxkbcommon0"} <= set(
        second.split()
    )
    assert not (tmp_path / "asked").exists()


@linux
def test_without_pip_nothing_is_begun_and_one_command_has_all_that_is_missing(checkout: Path, tmp_path: Path) -> None:
    ran = run(checkout, 1000, hidden="pip ensurepip libEGL.so.1", path=debian(tmp_path))
    assert ran.returncode == 1
    assert "sudo apt-get install python3-pip libegl1" in ran.stderr
    assert not (checkout / ".venv").exists()
    elsewhere = run(checkout, 1000, hidden="pip ensurepip", path=str(tmp_path))
    assert elsewhere.returncode == 1 and "no pip" in elsewhere.stderr and "apt-get" not in elsewhere.stderr


@linux
def test_root_of_a_debian_gets_what_is_missing(checkout: Path, tmp_path: Path) -> None:
    ran = run(checkout, 0, hidden="libEGL.so.1", path=debian(tmp_path))
    assert ran.returncode == 0, ran.stderr
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert update == "-qq update"
    assert install.startswith("-qq install -y --no-install-recommends libegl1 ")
    assert "sudo" not in ran.stderr


@pytest.mark.parametrize("lacks", ["ctypes", "venv"])
def test_a_python_that_lacks_parts_of_itself_is_told_to(checkout: Path, lacks: str) -> None:
    hiding = f"import runpy, sys; sys.modules[{lacks!r}] = None; runpy.run_path(sys.argv[1])"
    ran = subprocess.run(
        [sys.executable, "-c", hiding, str(checkout / ".ci" / "setup.py")], capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr == f"This Python has no {lacks}. On Debian: sudo apt-get install python3 python3-pip\n"
