"""What keeps the work from going on is said, and it goes on by itself once that is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop import disk
from luster_desktop.cli.services import Services
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.sync import SyncEngine, SyncState
from luster_desktop.library import prepared
from luster_desktop.library.models import Change, Recipe, Stage
from luster_desktop.reasons import Reason
from tests.desktop.account import Account
from tests.desktop.cloud.forwarder import Forwarder
from tests.desktop.cloud.seen import Seen
from tests.desktop.disks import SmallDisk
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until

ROOT = Path(__file__).resolve().parents[3]


def test_results_wait_for_room_on_the_disk(
    services: Services, account: Account, small_disk: SmallDisk, tmp_path: Path
) -> None:
    account.grant(1)
    shoot = services.library.create_shoot("A")
    file = scanned(write_jpeg(tmp_path / "a.jpg", 960, 640))
    (photo,) = services.library.add_photos(shoot.id, [file]).photos
    with small_disk(disk.SPARE + 40_000_000) as folder:
        filler = folder / "holiday.mov"
        filler.write_bytes(bytes(60_000_000))
        assert disk.nearly_full(folder)
        engine = SyncEngine(services.library, services.api, services.session, folder)
        seen = Seen(engine)
        engine.start()
        engine.order([photo.id], Recipe.of("bright"))
        try:
            assert seen.wait(SyncState.DISK_FULL).reason == Reason.DISK_NEARLY_FULL
            # The rest went on: the photo is edited, and only its result is still to come.
            assert services.library.photos(shoot.id)[0].stage is Stage.DOWNLOADING
            assert not list(folder.glob("*/*"))
            filler.unlink()
            until(services.library, lambda: services.library.photos(shoot.id)[0].stage is Stage.DONE)
        finally:
            engine.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")
@pytest.mark.usefixtures("slow_edits")
def test_what_slept_connects_again_at_once(services: Services, account: Account, tmp_path: Path) -> None:
    account.grant(1)
    photo = write_jpeg(tmp_path / "a.jpg", 960, 640)
    with closing(Forwarder(services.settings.app_url)) as line:
        line.up()
        environment = {**account.stack.environment, "APP_URL": line.url, "LUSTER_HOME": str(tmp_path / "asleep")}
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.cloud.sleeping_engine", account.email, str(photo)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        said: list[str] = []
        try:
            while not said or not said[-1].endswith(" 1"):  # the service has it
                said.append(child.stdout.readline().strip())
                assert child.poll() is None
            child.send_signal(signal.SIGSTOP)
            line.down()
            time.sleep(6)
            child.send_signal(signal.SIGCONT)
            while not said[-1].startswith(f"offline {Reason.WAS_ASLEEP}"):
                said.append(child.stdout.readline().strip())
                assert child.poll() is None, said
            line.up()
            while said[-1] != "done":
                said.append(child.stdout.readline().strip())
                assert child.poll() is None or said[-1] == "done", said
        finally:
            child.kill()
            child.communicate()


def test_a_copy_of_ours_that_changed_is_made_and_sent_anew(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(1)
    shoot = services.library.create_shoot("A")
    file = scanned(write_jpeg(tmp_path / "a.jpg", 960, 640))
    (photo,) = services.library.add_photos(shoot.id, [file]).photos
    told: set[str | None] = set()

    def look(_change: Change) -> None:
        told.update(row.problem for row in services.library.photo_rows([photo.id]))

    services.library.subscribe(look)
    with closing(Forwarder(services.settings.app_url)) as line:
        api = ApiClient(replace(services.settings, app_url=line.url), services.session)
        engine = SyncEngine(services.library, api, services.session, services.paths.outputs)
        try:
            engine.order([photo.id], Recipe.of("bright"))
            until(services.library, lambda: services.library.read(prepared.of_photo, photo.id) is not None)
            first = services.library.read(prepared.of_photo, photo.id)
            assert first is not None
            first.path.write_bytes(b"something else")
            line.up()
            engine.start()
            until(services.library, lambda: services.library.photos(shoot.id)[0].stage is Stage.DONE)
        finally:
            engine.stop()
            api.close()
    assert Reason.SENT_ANEW in told
    now = services.library.read(prepared.of_photo, photo.id)
    assert now is not None
    assert now.asset_id != first.asset_id
    assert services.api.account().credits.posted == 0
