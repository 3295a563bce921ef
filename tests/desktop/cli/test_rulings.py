"""What the rules say of edits on the terminal before anything is ordered, and the word that prohibited ones take."""

from __future__ import annotations

import json
import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from luster_desktop.cli.services import Services
from luster_desktop.library import decisions, jobs
from luster_desktop.library.models import Ruled
from luster_desktop.library.store import Library
from luster_desktop.paths import resource
from tests.desktop.cli.test_enhance import Shell, _made, shell

__all__ = ["_made", "shell"]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    made = tmp_path / "shell" / "front.jpg"
    with Image.open(resource("sample_shoot", "IMG_0001.JPG")) as image:
        image.resize((960, 640)).save(made, quality=90)
    return made


def log_of(home: Path) -> list[Ruled]:
    """Every decision about the one photo of the library, the oldest first."""
    library = Library(home / "library.sqlite3")
    try:
        (shoot,) = library.shoots()
        (row,) = library.photos(shoot.id)
        ordered = library.read(jobs.of_photo, row.photo.id)
        return [one for job in reversed(ordered) for one in library.read(decisions.of_job, job.id)]
    finally:
        library.close()


def test_what_is_prohibited_is_said_and_ordered_only_where_the_command_allows_it(
    shell: Shell, services: Services, photo: Path
) -> None:
    shell.account.grant(1)
    asked = (photo, "--edit", "sky", "--edit", "lawn", "--profile", "crmls", "--json")
    refused = shell.enhance(*asked)
    assert (refused.code, refused.out) == (2, "")
    assert "CRMLS (California), rule 11.5.2. Read on 29 November 2026: https://kb.crmls.org/?p=10900." in refused.err
    assert "  New sky: disclose\n" in refused.err
    assert "  Green lawn: prohibited here. Landscaping must not be changed.\n" in refused.err
    assert "Nothing was ordered: CRMLS (California), rule 11.5.2 prohibits it. --allow-prohibited" in refused.err
    assert services.api.account().credits.available == 1 and log_of(shell.home) == []
    allowed = shell.enhance(*asked, "--allow-prohibited")
    assert allowed.code == 0, allowed.err
    said = allowed.lines["front.jpg"]["rulings"]
    assert [(one["edit"], one["verdict"], one["sentence"]) for one in said] == [
        ("sky", "disclose", ""),
        ("lawn", "prohibited", "Landscaping must not be changed."),
    ]
    assert {(one["profile"], one["read_on"], one["source"]) for one in said} == {
        ("crmls", "2026-11-29", "https://kb.crmls.org/?p=10900")
    }
    assert [(one.preset, one.verdict) for one in log_of(shell.home)] == [("sky", "disclose"), ("lawn", "prohibited")]
    again = shell.enhance(*asked)
    assert again.code == 0, "what stands already is followed, and nothing more is decided"


def test_of_a_removal_it_is_said_what_goes_with_each_part(shell: Shell, photo: Path) -> None:
    shell.account.grant(1)
    removal = (photo, "--edit", "remove:region=200:1000,9000;200:9000,9000", "--profile", "crmls", "--json")
    untold = shell.enhance(*removal)
    assert untold.code == 2 and "--removes says it: movable, fixed, damage." in untold.err
    assert "Remove objects: say what goes. At worst prohibited here." in untold.err
    fixed = shell.enhance(*removal, "--removes", "movable", "--removes", "fixed")
    assert fixed.code == 2 and "(fixed part): prohibited here. Fixed parts of the property" in fixed.err
    movable = shell.enhance(*removal, "--removes", "movable")
    assert "Remove objects (movable thing): disclose" in movable.err and "prohibited" not in movable.err
    assert [(one.part, one.kind) for one in log_of(shell.home)] == [(1, "remove_movable")]
    too_many = shell.enhance(*removal, *["--removes", "fixed"] * 3)
    assert too_many.code == 2 and "one word for each" in too_many.err
    nothing = shell.enhance(photo, "--edit", "sky", "--removes", "fixed")
    assert nothing.code == 2 and "--edit remove" in nothing.err


def test_a_watch_refuses_before_it_waits_and_a_wrong_profile_is_named(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "card"
    folder.mkdir()
    watched = ("watch", folder, "--edit", "lawn", "--deliver", "mls", "--profile", "crmls")
    ran = shell.run(*watched)
    assert ran.code == 2 and "Landscaping must not be changed." in ran.err and "Watching" not in ran.err
    wrong = shell.run(*watched[:-1], "crmlz")
    assert wrong.code == 2 and "There is no profile 'crmlz'. There are: generic," in wrong.err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize(("answer", "code"), [("n", 2), ("y", 0)])
def test_on_a_terminal_the_user_is_asked(shell: Shell, photo: Path, answer: str, code: int) -> None:
    shell.account.grant(1)
    asked = ("enhance", photo, "--edit", "lawn", "--profile", "crmls", "--email", shell.account.email)
    ended, said = on_a_terminal(shell, [str(argument) for argument in asked], "[y/N]", answer)
    assert ended == code, said
    assert said.index("Landscaping must not be changed.") < said.index("Order what is prohibited all the same? [y/N]")
    assert [one.verdict for one in log_of(shell.home)] == ["prohibited"] * (code == 0)


def on_a_terminal(shell: Shell, arguments: list[str], question: str, answer: str) -> tuple[int, str]:
    """Run the command in a terminal, and type the answer once the question is there; its code and what it showed."""
    environment = {**os.environ, **shell.stack.environment, "LUSTER_HOME": str(shell.home), "QT_QPA_PLATFORM": ""}
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "luster_desktop", *arguments], environment)
    shown, typed, deadline = b"", False, time.monotonic() + 240
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux says so that the other side has gone
            break
        if not more:
            break
        shown += more
        if not typed and question.encode() in shown:
            os.write(terminal, f"{answer}\n".encode())
            typed = True
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")


def test_what_is_proposed_and_prohibited_is_left_out(shell: Shell, photo: Path) -> None:
    own = shell.home / "rules" / "strict.toml"
    own.parent.mkdir(parents=True)
    text = resource("rules", "crmls.toml").read_text("utf-8")
    for preset in ("sky", "dusk"):
        text = text.replace(f'{preset} = {{ verdict = "disclose" }}', f'{preset} = {{ verdict = "prohibited" }}')
    own.write_text(text, "utf-8")
    ran = shell.enhance(photo, "--auto", "--profile", "strict", "--json")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert lines and {line["status"] for line in lines} == {"left_out"}, ran.err
    assert all("is prohibited by this profile" in line["error"] for line in lines)
