"""The commands as a user types them: the demo without a display, and `enhance` killed in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pi_heif
import psutil
import pytest
from PIL import Image

from tests.backend.local.stack import left_over
from tests.journeys.conftest import ROOT, SAMPLE

pytestmark = pytest.mark.journey


def luster(home: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    environment |= {"LUSTER_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "luster_desktop", *map(str, arguments)],
        env=environment,
        cwd=home.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_demo_edits_the_sample_shoot_without_a_display(tmp_path: Path) -> None:
    process = luster(tmp_path / "home", "demo", "--out", tmp_path / "out")
    said, complained = process.communicate(timeout=280)
    assert process.returncode == 0, complained
    page = tmp_path / "out" / "index.html"
    assert str(page) in said + complained
    after = sorted((tmp_path / "out" / "after").iterdir())
    pi_heif.register_heif_opener()
    assert len(after) == 11
    html = page.read_text(encoding="utf-8")
    for path in after:
        before = tmp_path / "out" / "before" / f"{path.stem.split(' ')[0]}.jpg"
        with Image.open(path) as image, Image.open(before) as shown, Image.open(_original(path)) as original:
            assert image.size == shown.size
            # Merged exposures are straightened too, which crops a little.
            merged = path.name.startswith(("IMG_0005", "IMG_0010"))
            assert set(image.size) == set(original.size) or (merged and image.width > 0.8 * original.width)
        assert quote(path.name) in html


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_demo_that_was_ended(tmp_path: Path, number: int) -> None:
    process = luster(tmp_path / "home", "demo", "--out", tmp_path / "out")
    family: list[psutil.Process] = []
    while not {"postgres", "rclone"} <= {child.name() for child in family}:
        assert process.poll() is None
        time.sleep(0.1)
        family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert left_over(family) == []


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    shoot = tmp_path / "shoot"
    shoot.mkdir()
    names = [f"IMG_{number:04}.JPG" for number in (1, 2, 5, 10, 13)]
    for name in names:
        shutil.copy(SAMPLE / name, shoot)
    arguments = ("enhance", shoot, "--preset", "bright", "--local", "--json")
    first = luster(tmp_path / "home", *arguments)
    assert first.stdout is not None
    early = json.loads(first.stdout.readline())
    first.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    first.communicate(timeout=120)
    assert early["status"] == "succeeded"

    second = luster(tmp_path / "home", *arguments)
    said, complained = second.communicate(timeout=280)
    assert second.returncode == 0, complained
    lines = [json.loads(line) for line in said.splitlines()]
    assert sorted(Path(line["photo"]).name for line in lines) == names
    assert {line["status"] for line in lines} == {"succeeded"}
    assert [line["credits"] for line in lines] == [1] * 5
    assert len(list((shoot / "luster").iterdir())) == 5


def _original(after: Path) -> Path:
    return next(SAMPLE.glob(f"{after.stem.split(' ')[0]}.*"))
