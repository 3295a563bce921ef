"""`luster deliver` and `luster watch` as a user runs them: a process, its output and its exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from luster_desktop.cli.services import Services
from luster_desktop.cli.stack import Stack
from luster_desktop.library.store import Library
from luster_desktop.paths import resource
from tests.desktop.account import Account
from tests.desktop.cli.test_enhance import ROOT, Ran, Shell


def deliver(home: Path, *arguments: str | Path) -> Ran:
    process = subprocess.run(
        [sys.executable, "-W", "error", "-m", "luster_desktop", "deliver", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "LUSTER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(process.returncode, process.stdout, process.stderr)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "7 Elm Court"
    made.mkdir()
    for name in ("IMG_0001.JPG", "IMG_0002.JPG", "IMG_0003.JPG"):
        shutil.copy(resource("sample_shoot", name), made)
    return made


def names(folder: Path) -> Sequence[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.name.startswith("."))


def test_a_folder_is_delivered_and_the_same_command_again_makes_nothing(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    asked = (folder, "--profile", "crmls", "--recipe", "mls", "--recipe", "web", "--address", "7 Elm Ct", "--out", out)
    first = deliver(tmp_path / "home", *asked, "--zip")
    assert first.code == 0, first.err
    assert names(out) == [
        "MLS", "MLS.zip", "MLS/01 7 Elm Ct.jpg", "MLS/02 7 Elm Ct.jpg", "MLS/03 7 Elm Ct.jpg",
        "Web", "Web.zip", "Web/01 7 Elm Ct.jpg", "Web/02 7 Elm Ct.jpg", "Web/03 7 Elm Ct.jpg",
    ]  # fmt: skip
    assert "CRMLS (California)" in first.err and "not legal advice" in first.err
    assert "6 pictures made. All of them pass." in first.err
    again = deliver(tmp_path / "home", *asked, "--zip", "--json")
    assert again.code == 0 and "0 pictures made, 6 there already. All of them pass." in again.err
    lines = [json.loads(line) for line in again.out.splitlines()]
    assert [line["wrong"] for line in lines[:6]] == [[]] * 6 and Path(lines[6]["archive"]).name == "MLS.zip"
    library = Library(tmp_path / "home" / "library.sqlite3")
    (shoot,) = library.shoots()
    library.close()
    assert (shoot.name, shoot.address, shoot.profile) == (folder.name, "7 Elm Ct", "crmls")
    by_name = deliver(tmp_path / "home", folder.name, "--out", out, "--recipe", "mls", "--recipe", "web")
    assert by_name.code == 0 and "0 pictures made" in by_name.err, "the shoot keeps its address and rules"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--profile", "crmlz"), "There is no profile 'crmlz'. There are: generic,"),
        (("--recipe", "mlz"), "There is no export recipe 'mlz'. There are: mls, print,"),
    ],
)
def test_a_wrong_name_is_explained_with_what_there_is(
    tmp_path: Path, folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    ran = deliver(tmp_path / "home", folder, "--out", tmp_path / "out", *arguments)
    assert ran.code == 2 and says in ran.err and not (tmp_path / "out").exists()
    nobody = deliver(tmp_path / "home", "8 Elm Court", "--out", tmp_path / "out")
    assert nobody.code == 2 and "There is no shoot or folder '8 Elm Court'. The shoots here: " in nobody.err


def test_a_picture_that_does_not_pass_is_code_1(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "home" / "rules").mkdir(parents=True)
    text = resource("rules", "generic.toml").read_text("utf-8")
    own = text.replace("[edits]", "[limits]\nmax_bytes = 20_000\n\n[edits]")
    (tmp_path / "home" / "rules" / "strict.toml").write_text(own, "utf-8")
    ran = deliver(tmp_path / "home", folder, "--profile", "strict", "--out", tmp_path / "out")
    assert ran.code == 1 and "kB; at most 20 are taken." in ran.err and "3 pictures to look at." in ran.err


def test_what_arrives_in_a_watched_folder_is_edited_and_delivered(
    stack: Stack, account: Account, services: Services, tmp_path: Path
) -> None:
    account.grant(2)
    (tmp_path / "shell").mkdir()
    shell = Shell(stack, account, tmp_path / "shell" / "home")
    folder, out = tmp_path / "card", tmp_path / "mls"
    folder.mkdir()
    process = shell.start(
        "watch", folder, "--edit", "sky", "--deliver", "mls", "--profile", "bay_east", "--delivered", out,
        "--after", "2", "--email", account.email,
    )  # fmt: skip
    try:
        for name in ("IMG_0001.JPG", "IMG_0002.JPG"):
            with Image.open(resource("sample_shoot", name)) as photo:
                photo.resize((960, 640)).save(folder / name, quality=90)
        deadline = time.monotonic() + 240
        while len(list(out.glob("MLS/*.jpg"))) < 4 or not (out / "Disclosure" / "index.html").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, names(out) if out.exists() else "nothing was delivered"
            time.sleep(0.2)
        time.sleep(2)  # results in the folder are no new photos
    finally:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and err.count("arrived.") == 1, err
    assert [path.name for path in sorted(out.glob("MLS/*.jpg"))] == [
        "01.jpg",
        "02 original.jpg",
        "03.jpg",
        "04 original.jpg",
    ]
