"""A connection that is lost and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from luster_desktop.cli.services import Services
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.sync import SyncEngine, SyncState
from luster_desktop.library.models import JobState, Stage
from luster_desktop.reasons import Reason
from tests.desktop.account import Account
from tests.desktop.cloud.forwarder import Forwarder
from tests.desktop.cloud.seen import Seen
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until


@pytest.fixture
def line(services: Services) -> Iterator[Forwarder]:
    forwarder = Forwarder(services.settings.app_url)
    yield forwarder
    forwarder.close()


@pytest.mark.usefixtures("slow_edits")
def test_work_waits_without_a_connection_says_so_and_goes_on_with_one(
    services: Services, account: Account, line: Forwarder, tmp_path: Path
) -> None:
    account.grant(2)
    shoot = services.library.create_shoot("A")
    files = [scanned(write_jpeg(tmp_path / f"{n}.jpg", 960, 640, seed=n)) for n in range(2)]
    ids = [photo.id for photo in services.library.add_photos(shoot.id, files).photos]
    api = ApiClient(replace(services.settings, app_url=line.url), services.session)
    engine = SyncEngine(services.library, api, services.session, services.paths.outputs)
    seen = Seen(engine)
    engine.start()
    try:
        jobs = engine.order(ids, "bright", {}).jobs
        offline = seen.wait(SyncState.OFFLINE)
        assert offline.reason == Reason.OFFLINE
        until(
            services.library,
            lambda: [row.stage for row in services.library.photo_rows(ids)] == [Stage.UPLOADING] * 2,
        )
        line.up()
        engine.wake()
        # Lost again while the service has the jobs: by itself this time, without a word from outside.
        until(services.library, lambda: any(_state(services, job.id) is not JobState.ORDERED for job in jobs))
        line.down()
        seen.wait(SyncState.OFFLINE)
        line.up()
        until(services.library, lambda: [row.stage for row in services.library.photo_rows(ids)] == [Stage.DONE] * 2)
    finally:
        engine.stop()
        api.close()
    credits = services.api.account().credits
    assert (credits.posted, credits.held) == (0, 0)


def _state(services: Services, job_id: UUID) -> JobState:
    found = services.library.job(job_id)
    assert found is not None
    return found.state
