"""A kill -9 at every step of an order: the next start finishes it, with one job, one credit and one file."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.library.models import Stage
from luster_desktop.settings import DesktopSettings
from tests.desktop.account import Account
from tests.desktop.photos import write_jpeg
from tests.desktop.waiting import until
from tests.slow_model import slow_model

ROOT = Path(__file__).resolve().parents[3]
POINTS = [
    "job.ordered",
    "api.put_shoot",
    "api.presign",
    "up.active",
    "wire.put_piece",
    "up.sent",
    "api.complete",
    "up.done",
    "api.order",
    "job.queued",
    "job.processing",
    "job.succeeded",
    "down.active",
    "wire.get_file",
]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_and_nothing_is_done_twice(
    settings: DesktopSettings, account: Account, services: Services, tmp_path: Path, point: str
) -> None:
    account.grant(2)
    home = tmp_path / "killed"
    photo = write_jpeg(tmp_path / "IMG.jpg", 768, 512)
    # To be seen by an engine that looks now and then, the work must last.
    with slow_model(account.stack.environment, 1, 8) if point == "job.processing" else nullcontext():
        child = subprocess.run(
            [sys.executable, "-m", "tests.desktop.cloud.killed_engine", account.email, point, str(photo)],
            cwd=ROOT,
            env={**os.environ, **account.stack.environment, "LUSTER_HOME": str(home)},
            capture_output=True,
            check=False,
        )
    assert child.returncode == -9, child.stderr.decode()

    again = replace(settings, home=home)
    with Services(again) as restarted:
        by_mailbox(restarted.session, again, account.email)
        (shoot,) = restarted.library.shoots()
        restarted.engine.start()
        until(restarted.library, lambda: [row.stage for row in restarted.library.photos(shoot.id)] == [Stage.DONE])
        (row,) = restarted.library.photos(shoot.id)
        assert row.output is not None
        assert hashlib.sha256(row.output.path.read_bytes()).hexdigest() == row.output.sha256
        events = services.api.events(shoot.id, 0).events
        ordered = {event.job_id for event in events if event.kind == "queued"}
        assert ordered == {row.output.job_id}
        credits = services.api.account().credits
        assert (credits.posted, credits.held) == (1, 0)
        assert not list(home.rglob("*.part"))
        assert len([path for path in restarted.paths.outputs.rglob("*.jpg") if "thumb" not in path.name]) == 1
