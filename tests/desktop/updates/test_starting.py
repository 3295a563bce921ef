"""Which version starts, by real processes of a small app: the new one, the one before, and always one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop.updates.versions import Choice, Stage, Versions, alive, numbers, program_in
from tests.desktop.updates.feeds import Makers, makers
from tests.desktop.updates.stand_in_app import PROGRAM, app


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Makers]:
    with makers(tmp_path / "makers", tmp_path / "home") as served:
        yield served


@pytest.fixture
def installed(made: Makers, tmp_path: Path) -> Path:
    """The program of version 1.0.0, as an installer has put it, where nobody may write."""
    app(tmp_path / "installed", "1.0.0", made.home)
    for path in (tmp_path / "installed").rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return program_in(tmp_path / "installed", PROGRAM)


def start(program: Path, *words: str, dies: bool = False) -> str:
    """What the app says that the user has started."""
    ran = subprocess.run([program, *words], capture_output=True, text=True, timeout=120)
    assert (ran.returncode != 0) == dies, ran.stderr
    return ran.stdout.strip()


def apply(made: Makers, version: str, own: str = "1.0.0", **built: object) -> None:
    """Release a version, and do with it what the app does until it has quit."""
    made.release(version, **built)
    ready = made.updates(own).prepare(lambda: False)
    assert ready is not None and ready.version == version
    Versions(made.home).choose(version)


def test_what_was_applied_starts_with_what_the_user_asked_of_the_installed_one(made: Makers, installed: Path) -> None:
    assert start(installed, "a photo.jpg") == "1.0.0 a photo.jpg"
    apply(made, "2.0.0")
    assert start(installed, "a photo.jpg", "b%20c") == "2.0.0 a photo.jpg b%20c"
    assert Versions(made.home).choice() == Choice("2.0.0", "", Stage.GOOD)


def test_what_is_ready_and_was_not_applied_does_not_start(made: Makers, installed: Path) -> None:
    made.release("2.0.0")
    assert made.updates().prepare(lambda: False) is not None
    assert start(installed) == "1.0.0"


def test_a_version_that_dies_before_its_window_is_gone_back_from_and_not_offered_again(
    made: Makers, installed: Path
) -> None:
    apply(made, "2.0.0")
    assert start(installed) == "2.0.0"
    apply(made, "3.0.0", "2.0.0", marks=("crashes",))
    assert start(installed, dies=True) == "3.0.0"
    assert start(installed) == "2.0.0"
    versions = Versions(made.home)
    assert versions.choice().refused == ("3.0.0",)
    assert made.updates("2.0.0").prepare(lambda: False) is None
    assert (versions.take_news(), versions.take_news()) == ("3.0.0", "")


def test_the_first_update_goes_back_to_what_was_installed(made: Makers, installed: Path) -> None:
    apply(made, "2.0.0", marks=("crashes",))
    assert start(installed, dies=True) == "2.0.0"
    assert [start(installed) for _ in range(2)] == ["1.0.0", "1.0.0"]


def test_a_second_start_does_not_take_one_that_is_still_starting_for_dead(made: Makers, installed: Path) -> None:
    apply(made, "2.0.0", marks=("waits",))
    with subprocess.Popen([installed], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None and first.stdout.readline().strip() == "2.0.0"
        second = subprocess.Popen([installed], stdout=subprocess.PIPE, text=True)
        with second:
            assert second.stdout is not None and second.stdout.readline().strip() == "2.0.0"
            second.kill()
        assert Versions(made.home).choice().process == first.pid
        (program_in(Versions(made.home).of("2.0.0"), PROGRAM).parent / "waits").unlink()
    assert start(installed) == "2.0.0"


def test_a_version_whose_program_cannot_run_is_gone_back_from_at_once(made: Makers, installed: Path) -> None:
    apply(made, "2.0.0")
    program_in(Versions(made.home).of("2.0.0"), PROGRAM).write_bytes(b"\x7fELF")
    assert start(installed) == "1.0.0"
    assert Versions(made.home).choice().refused == ("2.0.0",)


def test_a_version_that_somebody_deleted_is_done_without(made: Makers, installed: Path) -> None:
    apply(made, "2.0.0")
    program_in(Versions(made.home).of("2.0.0"), PROGRAM).unlink()
    assert start(installed) == "1.0.0"


def test_a_newer_one_that_was_installed_wins_and_clears_away(made: Makers, installed: Path, tmp_path: Path) -> None:
    apply(made, "2.0.0")
    assert start(installed) == "2.0.0"
    app(tmp_path / "again", "2.1.0", made.home)
    assert start(program_in(tmp_path / "again", PROGRAM)) == "2.1.0"
    versions = Versions(made.home)
    assert versions.choice() == Choice() and not versions.of("2.0.0").exists()


def test_only_the_version_before_is_kept(made: Makers, installed: Path) -> None:
    own = "1.0.0"
    for version in ("1.9.0", "1.10.0", "1.11.0"):
        apply(made, version, own)
        assert start(installed) == version
        own = version
    assert sorted(path.name for path in Versions(made.home).folder.glob("1.*")) == ["1.10.0", "1.11.0"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "../../etc"}', '{"version": 7, "stage": "odd"}'])
def test_a_choice_that_cannot_be_read_is_none(made: Makers, installed: Path, text: str) -> None:
    apply(made, "2.0.0")
    file = Versions(made.home).folder / "choice.json"
    file.write_text(text or file.read_text().replace('"2.0.0"', '"../2.0.0"'))
    assert start(installed) == "1.0.0"


def test_numbers_are_compared_as_numbers() -> None:
    assert numbers("1.10.0") > numbers("1.9.2") > numbers("1.9")
    for odd in ("1.0-beta", "", "1.", "../1", " 1", "1_0"):
        with pytest.raises(ValueError, match="no release's number"):
            numbers(odd)


def test_a_process_is_alive_until_it_has_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert alive(process.pid)
        process.kill()
        process.wait()
    assert not alive(process.pid)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.desktop.updates.feeds import Makers
import luster_desktop.updates.feed, luster_desktop.updates.trying

STEPS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "os.utime"}
left = 0

def watch(event, arguments):
    global left
    opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event in STEPS or opened:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        left = int(line)
        sys.addaudithook(watch)
        updates = Makers(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]).updates("2.0.0")
        updates.versions.choose(updates.prepare(lambda: False).version)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
def test_one_version_or_the_other_starts_whenever_an_update_is_killed(made: Makers, installed: Path) -> None:
    """Killed before each step on the disk, from the first look to the choice; then it is done again, to its end."""
    apply(made, "2.0.0")
    assert start(installed) == "2.0.0"
    made.release("3.0.0", ballast=1)
    versions = Versions(made.home)
    command = [sys.executable, "-c", KILLED, str(made.folder), str(made.home), made.address]
    step, ended, seen = 0, None, set()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        while ended != 0:
            step += 1
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            ended = int(process.stdout.readline())
            assert ended in (0, -signal.SIGKILL)
            chosen = versions.choice().version
            assert start(installed) == chosen
            seen.add((ended, chosen))
            if ended and chosen == "3.0.0":
                versions._write(replace(versions.choice(), version="2.0.0"))
        process.stdin.close()
    assert step > 20
    assert (-signal.SIGKILL, "2.0.0") in seen and (0, "3.0.0") in seen
    left = sorted(path.name for path in versions.folder.iterdir())
    assert left == ["2.0.0", "3.0.0", "choice.json", "metadata"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
def test_one_that_is_killed_while_it_starts_is_gone_back_from(made: Makers, installed: Path) -> None:
    apply(made, "2.0.0", marks=("waits",))
    with subprocess.Popen([installed], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None and first.stdout.readline().strip() == "2.0.0"
        os.kill(first.pid, signal.SIGKILL)
    end = time.monotonic() + 30
    while alive(first.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert start(installed) == "1.0.0"
