"""The commands for a photographer's own photos, exactly as README.md has them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from tests.journeys.conftest import ROOT, SAMPLE
from tests.pages import commands, words
from tests.services import open_folder

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform == "win32", reason="typed into a shell of Unix"),
]
COMMANDS = [
    command
    for command in commands(ROOT / "README.md")
    if words(command)[0] == "luster" and words(command)[1:2] and words(command)[1] in ("enhance", "deliver", "verify")
]


@pytest.fixture
def home() -> Iterator[Path]:
    """A user's folder: a shoot of a front and three exposures of a room, two files, and Luster's own programs."""
    with open_folder() as folder:
        fill(folder)
        yield folder


def fill(folder: Path) -> None:
    shoot = folder / "Pictures" / "shoot"
    shoot.mkdir(parents=True)
    for number in (1, 9, 10, 11):
        # Smaller than they came from the camera, for the sake of time.
        with Image.open(SAMPLE / f"IMG_{number:04}.JPG") as photo:
            photo.resize((1500, 1000)).save(shoot / f"IMG_{number:04}.JPG", quality=92, exif=photo.getexif())
    for place in (folder, shoot.parent):
        shutil.copy(shoot / "IMG_0001.JPG", place / "front.jpg")
    with Image.open(folder / "front.jpg") as front:
        pillow_heif.from_pillow(front).save(folder / "front.heic", quality=90)
    (folder / ".venv").symlink_to(sys.prefix)


def typed(home: Path, command: str) -> subprocess.CompletedProcess[str]:
    """As typed in that folder, by somebody who has nothing set."""
    mine = ("LUSTER_", "XDG_", "DISPLAY", "WAYLAND_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=home,
        env=environment | {"HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=580,
    )


def test_they_do_what_they_say_one_after_the_other(home: Path) -> None:
    """In the page's order: what is delivered was edited by a command before, and what is looked at was delivered."""
    for command in COMMANDS:
        does_what_it_says(home, command)


def does_what_it_says(home: Path, command: str) -> None:
    before = set(home.rglob("*.jpg")) | set(home.rglob("*.heic"))
    ran = typed(home, command)
    assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
    said = words(command)
    if said[1] == "verify":
        assert ran.stdout.strip(), command
        return
    made = (set(home.rglob("*.jpg")) | set(home.rglob("*.heic"))) - before
    assert made, command
    lines = ran.stdout.splitlines()
    if "--json" in said:
        assert {json.loads(line)["status"] for line in lines} == {"succeeded"}, command
    elif said[1] == "enhance":
        assert {Path(line) for line in lines} <= made | before and len(lines) >= 1, command
