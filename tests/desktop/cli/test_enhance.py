"""`luster enhance` as a user runs it: a process, its output and its exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from luster_desktop.cli.services import Services
from luster_desktop.cli.stack import Stack
from luster_desktop.paths import resource
from tests.desktop.account import Account
from tests.desktop.intake import dng
from tests.desktop.photos import picture, write_heic, write_jpeg
from tests.slow_model import slow_model

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """The JSON lines by file name."""
        found = [json.loads(line) for line in self.out.splitlines()]
        return {Path(line["photo"]).name: line for line in found}


@dataclass(frozen=True)
class Shell:
    """A user's terminal: own data folder, the stack's addresses in the environment."""

    stack: Stack
    account: Account
    home: Path

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "luster_desktop", *map(str, arguments)],
            cwd=self.home.parent,
            env={
                **os.environ,
                **self.stack.environment,
                "LUSTER_HOME": str(self.home),
                "PYTHONPATH": str(ROOT),
                "QT_QPA_PLATFORM": "",
                "DISPLAY": "",
                "WAYLAND_DISPLAY": "",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path) -> Ran:
        process = self.start(*arguments)
        out, err = process.communicate()
        return Ran(process.returncode, out, err)

    def enhance(self, *arguments: str | Path) -> Ran:
        return self.run("enhance", *arguments, "--email", self.account.email)


@pytest.fixture
def shell(stack: Stack, account: Account, services: Services, tmp_path: Path) -> Shell:
    return Shell(stack, account, tmp_path / "shell" / "home")


@pytest.fixture(autouse=True)
def _made(tmp_path: Path) -> None:
    (tmp_path / "shell").mkdir()


def test_a_folder_of_all_sorts(shell: Shell, services: Services, tmp_path: Path) -> None:
    shell.account.grant(9)
    folder = tmp_path / "shell" / "12 Oak St 🏠 厨房"
    write_jpeg(folder / "with space and 🛋️.jpg", 960, 640)
    write_heic(folder / "телефон.heic", 960, 640)
    with Image.open(resource("sample_shoot", "IMG_0013.JPG")) as photo:
        photo.resize((9504, 6336)).save(folder / "60 MP.jpg", quality=60)
    whole = write_jpeg(folder / "below" / "deeper" / "IMG_1.png.jpg", 960, 640).read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "hole.jpg").write_bytes(whole[:40_000] + bytes(4096) + whole[44_096:])
    late = write_heic(folder / "late.heic", 900, 600)
    late.write_bytes(late.read_bytes()[: int(0.97 * late.stat().st_size)])
    (folder / "header only.jpg").write_bytes(whole[:300])
    (folder / "empty.jpg").touch()
    (folder / "notes.txt").write_text("call the agent")
    (folder / "DSC_0001.NEF").write_bytes(b"MM\x00*" + bytes(100))
    (folder / ".DS_Store").write_text("litter")
    os.mkfifo(folder / "pipe.jpg")

    ran = shell.enhance(folder, "--preset", "bright", "--json")

    good = ["with space and 🛋️.jpg", "телефон.heic", "60 MP.jpg", "IMG_1.png.jpg"]
    damaged = ["cut.jpg", "hole.jpg", "late.heic"]
    rejected = ["header only.jpg", "empty.jpg", "notes.txt", "pipe.jpg", "DSC_0001.NEF", *damaged]
    assert ran.code == 1
    assert {name: line["status"] for name, line in ran.lines.items()} == (
        dict.fromkeys(good, "succeeded") | dict.fromkeys(rejected, "rejected")
    )
    for name in damaged:
        assert ran.lines[name]["error"] == "The file is damaged: a part of the picture is missing."
    for name in good:
        line = ran.lines[name]
        assert set(line) == {"photo", "status", "output", "credits", "error", "fidelity", "rulings"}
        assert (line["credits"], line["error"], line["fidelity"]["passed"]) == (1, None, True)
        with Image.open(line["output"]) as output, Image.open(line["photo"]) if "heic" not in name else output as photo:
            assert output.size == photo.size
            assert output.getexif().get(0x8825) is None
        assert Path(line["output"]).parent == folder / "luster"
    for name in rejected:
        assert ran.lines[name]["error"].endswith(".")
        assert [ran.lines[name][key] for key in ("output", "credits", "fidelity")] == [None, 0, None]
    assert "4 of 12 done" in ran.err
    assert "Traceback" not in ran.err
    assert services.api.account().credits.posted == 5


def test_the_same_command_again_costs_nothing_and_saves_nothing_twice(
    shell: Shell, services: Services, tmp_path: Path
) -> None:
    shell.account.grant(3)
    folder = tmp_path / "shell" / "shoot"
    strong = ("--preset", "bright", "--param", "strength=strong")
    write_jpeg(folder / "IMG_1.jpg", 960, 640)
    first = shell.enhance(folder, *strong)
    again = shell.enhance(folder, *strong)
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert first.out == again.out == f"{folder / 'luster' / 'IMG_1 bright.jpg'}\n"
    assert [path.name for path in (folder / "luster").iterdir()] == ["IMG_1 bright.jpg"]
    assert services.api.account().credits.posted == 2
    elsewhere = shell.enhance(
        folder / "IMG_1.jpg", "--preset", "bright", "--param", "strength=strong", "--out", tmp_path / "o"
    )
    assert elsewhere.out == f"{tmp_path / 'o' / 'IMG_1 bright.jpg'}\n"
    anew = shell.enhance(folder, *strong, "--again", "--json")
    # The stand-in's edit is the same to the byte, and that file is there already, unchanged.
    assert Path(anew.lines["IMG_1.jpg"]["output"]).name == "IMG_1 bright.jpg"
    assert len(list((folder / "luster").iterdir())) == 1
    write_jpeg(folder / "IMG_1.jpg", 900, 600, seed=5)
    changed = shell.enhance(
        folder, "--preset", "bright", "--param", "strength=strong", "--json", "--out", tmp_path / "p"
    )
    with Image.open(changed.lines["IMG_1.jpg"]["output"]) as image:
        assert image.size == (900, 600)


def test_a_renamed_photo_is_not_paid_for_again_and_a_copy_not_at_all(
    shell: Shell, services: Services, tmp_path: Path
) -> None:
    shell.account.grant(3)
    folder = tmp_path / "shell" / "shoot"
    photo = write_jpeg(folder / "IMG_1.jpg", 960, 640)
    bright = ("--preset", "bright", "--json")
    assert shell.enhance(folder, *bright).lines.keys() == {"IMG_1.jpg"}
    photo.rename(folder / "kitchen.jpg")
    shutil.copyfile(folder / "kitchen.jpg", folder / "kitchen copy.jpg")
    ran = shell.enhance(folder, *bright)
    assert {line["status"] for line in ran.lines.values()} == {"succeeded"}, ran.err
    assert len(ran.lines) == 1
    assert "copies of other photos here: 1." in ran.err
    assert "1 of 1 done" in ran.err
    assert services.api.account().credits.posted == 2


def test_exposures_become_one_photo_when_asked_and_a_raw_is_developed(
    shell: Shell, services: Services, tmp_path: Path
) -> None:
    shell.account.grant(9)
    folder = tmp_path / "shell" / "shoot"
    folder.mkdir()
    for number in (3, 4, 5, 6, 7):
        shutil.copy(resource("sample_shoot", f"IMG_{number:04}.JPG"), folder)
    shown = np.asarray(picture(960, 640))
    dng.write(folder / "DSC_1.DNG", (shown / 255) ** 2.2 / 2, preview=shown, taken="2026:10:14 11:30:00")
    ran = shell.enhance(folder, "--preset", "bright", "--json", "--merge")
    assert ran.code == 0, ran.err
    assert {name: line["status"] for name, line in ran.lines.items()} == {
        "IMG_0005.JPG": "succeeded",
        "DSC_1.DNG": "succeeded",
    }
    assert "2 of 2 done" in ran.err
    merged, developed = ran.lines["IMG_0005.JPG"], ran.lines["DSC_1.DNG"]
    assert (merged["credits"], Path(merged["output"]).name) == (1, "IMG_0005 bright.jpg")
    assert Path(developed["output"]).name == "DSC_1 bright.jpg"
    with Image.open(merged["output"]) as image:
        assert image.width / image.height == pytest.approx(1.5, abs=0.01)
    again = shell.enhance(folder, "--preset", "bright", "--json", "--merge")
    assert again.out == ran.out
    assert services.api.account().credits.posted == 7


def test_what_may_be_one_photo_twice_is_said_before_it_is_paid(
    shell: Shell, services: Services, tmp_path: Path
) -> None:
    shell.account.grant(9)
    folder = tmp_path / "shell" / "shoot"
    original = write_jpeg(folder / "IMG_1.jpg", 960, 640)
    with Image.open(original) as image:
        image.save(folder / "IMG_1 (1).jpg", quality=70)
    ran = shell.enhance(folder, "--preset", "bright", "--json", "--merge")
    assert "1 group is unsure. Look at it first.\n  IMG_1 (1).jpg: This looks like a copy of IMG_1.jpg.\n" in ran.err
    assert ran.lines.keys() == {"IMG_1.jpg", "IMG_1 (1).jpg"}
    assert services.api.account().credits.posted == 7


def test_results_among_the_photos_are_not_edited_again(shell: Shell, services: Services, tmp_path: Path) -> None:
    shell.account.grant(9)
    folder = tmp_path / "shell" / "shoot"
    tags = Image.Exif()
    tags[0x013B] = "A Photographer"
    write_jpeg(folder / "IMG_1.jpg", 960, 640, exif=tags)
    bright = ("--preset", "bright", "--json")
    default = shell.enhance(folder, *bright, "--no-words")
    beside = shell.enhance(folder, *bright, "--out", folder)
    for ran, byline in ((default, None), (beside, "A Photographer")):
        with Image.open(ran.lines["IMG_1.jpg"]["output"]) as image:
            assert image.getexif().get(0x013B) == byline
    assert default.lines.keys() == beside.lines.keys() == {"IMG_1.jpg"}, beside.err
    result = folder / "IMG_1 bright.jpg"
    assert beside.lines["IMG_1.jpg"]["output"] == str(result)
    write_jpeg(folder / "IMG_2.jpg", 960, 640, seed=2)
    again = shell.enhance(folder, *bright, "--out", folder)
    assert again.lines.keys() == {"IMG_1.jpg", "IMG_2.jpg"}
    assert "2 of 2 done" in again.err
    assert services.api.account().credits.posted == 7
    # Given by itself, a result is a photo like any other.
    chained = shell.enhance(result, "--preset", "bright", "--param", "strength=strong", "--json")
    assert chained.lines.keys() == {"IMG_1 bright.jpg"}
    given = shell.enhance(folder / "luster", *bright, "--out", tmp_path / "o")
    assert given.lines.keys() == {"IMG_1 bright.jpg", "IMG_1 bright bright.jpg"}


def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(shell: Shell, services: Services, tmp_path: Path) -> None:
    shell.account.grant(9)
    folder = tmp_path / "shell" / "shoot"
    for number in range(4):
        write_jpeg(folder / f"IMG_{number}.jpg", 960, 640, seed=number)
    # One edit is quick, the others last: there is something left to interrupt.
    with slow_model(shell.stack.environment, 3, 8):
        process = shell.start("enhance", folder, "--preset", "bright", "--json", "--email", shell.account.email)
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
    _out, err = process.communicate()
    assert (process.returncode, first["status"]) == (130, "succeeded")
    assert "goes on where it stopped" in err
    assert "Traceback" not in err
    ran = shell.enhance(folder, "--preset", "bright", "--json")
    assert ran.code == 0, ran.err
    assert len(list((folder / "luster").iterdir())) == 4
    assert not list((folder / "luster").glob(".*"))
    credits = services.api.account().credits
    assert (credits.posted, credits.held) == (5, 0)


def test_missing_credits_end_the_run_and_are_named(shell: Shell, tmp_path: Path) -> None:
    shell.account.grant(1)
    folder = tmp_path / "shell" / "shoot"
    for number in range(2):
        write_jpeg(folder / f"IMG_{number}.jpg", 960, 640, seed=number)
    ran = shell.enhance(folder, "--preset", "bright", "--json")
    assert ran.code == 1
    assert sorted(line["status"] for line in ran.lines.values()) == ["succeeded", "waiting_for_credits"]
    shell.account.grant(1)
    assert shell.enhance(folder, "--preset", "bright").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{photo}", "--preset", "paint"], ["no preset 'paint'", "\n  dusk ", "\n  sky ", "\n  lawn ", "\n  bright "]),
        (["{photo}", "--preset", "sky", "--param", "kind=rain"], ["kind cannot be 'rain'", "clear, clouds, sunset"]),
        (["{photo}", "--preset", "sky", "--param", "wind=1"], ["no setting 'wind'", "kind"]),
        (["{photo}", "--preset", "sky", "--param", "kind"], ["NAME=VALUE"]),
        (["{photo}", "--preset", "sky", "--param", "kind=clear", "--param", "kind=sunset"], ["given twice"]),
        (["{folder}/no such folder", "--preset", "sky"], ["no such folder does not exist"]),
        (["{photo}", "--preset", "sky", "--out", "{photo}"], ["not a folder"]),
        (["{photo}"], ["--edit", "--preset"]),
        (["{photo}", "--preset", "sky", "--edit", "lawn"], ["not allowed with"]),
        (["{photo}", "--edit", "sky", "--edit", "dusk"], ["Dusk brings an evening sky of its own"]),
        (["{photo}", "--edit", "sky", "--edit", "remove"], ["needs a place", "--edit remove:region="]),
        ([], ["FOLDER_OR_FILE"]),
    ],
)
def test_a_wrong_command_is_explained_with_code_2(
    shell: Shell, tmp_path: Path, arguments: list[str], says: list[str]
) -> None:
    photo = write_jpeg(tmp_path / "shell" / "IMG.jpg", 960, 640)
    filled = [argument.format(photo=photo, folder=tmp_path) for argument in arguments]
    ran = shell.run("enhance", *filled)
    assert (ran.code, ran.out) == (2, "")
    assert all(word in ran.err for word in says), ran.err
    assert "Traceback" not in ran.err


def test_an_empty_folder_and_one_without_photos_are_no_success(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "shell" / "shoot"
    folder.mkdir()
    assert shell.enhance(folder, "--preset", "sky").code == 1
    (folder / "notes.txt").write_text("x")
    ran = shell.enhance(folder, "--preset", "sky", "--json")
    assert (ran.code, ran.lines["notes.txt"]["status"]) == (1, "rejected")
    assert not (folder / "luster").exists()


def test_two_at_once_on_one_library_is_said(shell: Shell, services: Services, tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "shell" / "IMG.jpg", 960, 640)
    busy = Shell(shell.stack, shell.account, services.paths.home)
    ran = busy.enhance(photo, "--preset", "sky")
    assert ran.code == 1
    assert "already running" in ran.err


def test_without_a_display_the_window_says_so(shell: Shell) -> None:
    ran = shell.run()
    assert ran.code == 1
    assert "There is no display." in ran.err
    assert "Traceback" not in ran.err


def test_recorded_answers_are_for_this_machine_and_the_demos_window(shell: Shell, tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "a.jpg")
    for arguments, why in (
        (("enhance", photo, "--preset", "sky", "--answers", tmp_path), "add --local."),
        (("demo", "--answers", tmp_path), "--answers needs the window."),
    ):
        ran = shell.run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert why in ran.err


def test_no_part_of_it_needs_qt() -> None:
    script = (
        "import sys; import luster_desktop.cli.enhance, luster_desktop.cli.demo; "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_a_folder_is_ordered_without_choosing_and_no_second_run_takes_more(
    shell: Shell, services: Services, tmp_path: Path
) -> None:
    shell.account.grant(9)
    folder = tmp_path / "shell" / "12 Oak St"
    folder.mkdir()
    for number in (1, 2, 13):
        shutil.copy2(resource("sample_shoot", f"IMG_{number:04}.JPG"), folder)
    unclear = Image.new("RGB", (900, 600), (90, 110, 190))
    unclear.save(folder / "wall.jpg")
    ran = shell.enhance(folder, "--auto", "--json")
    assert ran.code == 0, "a photo that nothing is proposed for is no failure"
    assert "New sky for 2 exteriors: IMG_0001.JPG, IMG_0002.JPG." in ran.err
    assert "Bright interior for 1 interior: IMG_0013.JPG." in ran.err
    assert "Dusk for the front: IMG_0001.JPG." in ran.err
    assert "4 edits of 3 photos, 4 credits." in ran.err
    lines = [json.loads(line) for line in ran.out.splitlines()]
    results = {Path(line["output"]).name for line in lines if line["status"] == "succeeded"}
    assert results == {"IMG_0001 sky.jpg", "IMG_0001 dusk.jpg", "IMG_0002 sky.jpg", "IMG_0013 bright.jpg"}
    assert sum(line["credits"] for line in lines) == 4
    wall = ran.lines["wall.jpg"]
    assert wall["status"] == "left_out"
    assert wall["error"] == "It is not clear whether it shows a room or the outside."
    again = shell.enhance(folder, "--auto", "--json")
    assert again.code == 0
    assert len([line for line in again.out.splitlines() if "succeeded" in line]) == 4
    assert "New sky for" not in again.err, "what was ordered is followed, not ordered again"
    assert services.api.account().credits.available == 5


def test_what_an_edit_makes_no_sense_for_is_said_with_its_names(shell: Shell, tmp_path: Path) -> None:
    shell.account.grant(1)
    folder = tmp_path / "shell" / "rooms"
    folder.mkdir()
    shutil.copy2(resource("sample_shoot", "IMG_0013.JPG"), folder)
    shutil.copy2(resource("sample_shoot", "IMG_0001.JPG"), folder)
    ran = shell.enhance(folder, "--edit", "sky", "--edit", "lawn")
    assert "Of these 2 photos, 1 shows a room.\n  IMG_0013.JPG\n" in ran.err
