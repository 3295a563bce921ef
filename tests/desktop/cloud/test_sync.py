"""The engine against the real service."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from luster_desktop.cli.services import Services
from luster_desktop.cloud.sync import SyncEngine, SyncState, SyncStatus
from luster_desktop.library import jobs
from luster_desktop.library.models import Job, JobState, Recipe, Stage
from luster_desktop.reasons import Reason
from tests.desktop.account import Account
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until


def shoot_of(services: Services, folder: Path, count: int) -> list[UUID]:
    """A shoot of small photos; their ids."""
    shoot = services.library.create_shoot("12 Oak Street")
    files = [scanned(write_jpeg(folder / f"IMG_{n}.jpg", 960, 640, seed=n)) for n in range(count)]
    return [photo.id for photo in services.library.add_photos(shoot.id, files).photos]


def stages(services: Services, photo_ids: Iterable[UUID]) -> list[Stage]:
    return [row.stage for row in services.library.photo_rows(photo_ids)]


def state_of(services: Services, job: Job) -> JobState:
    found = services.library.job(job.id)
    assert found is not None
    return found.state


def test_an_order_ends_as_a_whole_file_beside_its_original(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(3)
    ids = shoot_of(services, tmp_path, 2)
    statuses: list[SyncStatus] = []
    services.engine.subscribe(statuses.append)
    services.engine.start()
    receipt = services.engine.order(ids, Recipe.of("bright"))
    assert (len(receipt.jobs), receipt.refused) == (2, {})
    until(services.library, lambda: stages(services, ids) == [Stage.DONE] * 2)
    for row in services.library.photo_rows(ids):
        assert row.output is not None
        assert row.job is not None
        data = row.output.path.read_bytes()
        assert hashlib.sha256(data).hexdigest() == row.output.sha256
        assert len(data) == row.output.bytes
        with Image.open(row.output.path) as image:
            assert image.size == (960, 640) == (row.output.width, row.output.height)
        assert row.output.thumb_path is not None
        assert row.output.thumb_path.exists()
        assert row.output.change_map_path is not None and row.output.change_map_path.read_bytes()[1:4] == b"PNG"
        assert row.job.credits == 1
        assert row.job.fidelity is not None
        assert row.job.fidelity.passed
        assert row.job.fidelity.score is not None
    credits = services.api.account().credits
    assert (credits.posted, credits.held) == (1, 0)
    assert not list(services.paths.outputs.rglob("*.part"))
    assert {status.state for status in statuses} >= {SyncState.WORKING}
    assert max(status.done for status in statuses) <= 2


def test_nothing_leaves_the_computer_before_an_order(services: Services, account: Account, tmp_path: Path) -> None:
    account.grant(1)
    one, two = shoot_of(services, tmp_path, 2)
    services.engine.start()
    services.engine.order([one], Recipe.of("bright"))
    until(services.library, lambda: stages(services, [one]) == [Stage.DONE])
    (row,) = services.library.photo_rows([two])
    assert (row.upload, row.prepared) == (None, None)


def test_what_waits_for_credits_goes_on_by_itself(services: Services, account: Account, tmp_path: Path) -> None:
    account.grant(1)
    ids = shoot_of(services, tmp_path, 3)
    services.engine.order(ids, Recipe.of("bright"))
    waiting = threading.Event()

    def watch(status: SyncStatus) -> None:
        if status.state is SyncState.WAITING_FOR_CREDITS:
            waiting.set()

    services.engine.subscribe(watch)
    services.engine.start()
    assert waiting.wait(60)
    assert services.engine.status.credits_missing == 2
    assert sorted(stages(services, ids)) == sorted([Stage.DONE] + [Stage.WAITING_FOR_CREDITS] * 2)
    account.grant(2)
    services.engine.wake()
    until(services.library, lambda: stages(services, ids) == [Stage.DONE] * 3)
    assert services.api.account().credits.posted == 0


@pytest.mark.parametrize("fault", ["edited", "removed"])
def test_a_file_that_is_not_what_was_added_fails_alone_and_can_be_tried_again(
    services: Services, account: Account, tmp_path: Path, fault: str
) -> None:
    account.grant(2)
    bad, good = shoot_of(services, tmp_path, 2)
    path = tmp_path / "IMG_0.jpg"
    path.unlink()
    if fault == "edited":
        write_jpeg(path, 960, 600, seed=99)
    services.engine.start()
    services.engine.order([bad, good], Recipe.of("bright"))
    until(services.library, lambda: stages(services, [bad, good]) == [Stage.FAILED, Stage.DONE])
    (row,) = services.library.photo_rows([bad])
    assert row.problem == (Reason.FILE_CHANGED if fault == "edited" else Reason.FILE_GONE)
    write_jpeg(path, 960, 600, seed=99)
    services.engine.retry([bad])
    (shoot,) = services.library.shoots()
    until(services.library, lambda: [row.stage for row in services.library.photos(shoot.id)] == [Stage.DONE] * 2)
    output = services.library.photos(shoot.id)[0].output
    assert output is not None
    assert (output.width, output.height) == (960, 600)
    assert services.api.account().credits.posted == 0


def test_a_photo_that_the_service_cannot_use_fails_with_a_sentence_and_no_charge(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(2)
    write_jpeg(tmp_path / "photo.jpg", 960, 640)
    Image.new("RGB", (960, 640), (128, 128, 128)).save(tmp_path / "blank.jpg")
    shoot = services.library.create_shoot("A")
    files = [scanned(tmp_path / "blank.jpg"), scanned(tmp_path / "photo.jpg")]
    ids = [photo.id for photo in services.library.add_photos(shoot.id, files).photos]
    services.engine.start()
    services.engine.order(ids, Recipe.of("bright"))
    until(services.library, lambda: stages(services, ids) == [Stage.FAILED, Stage.DONE])
    problem = services.library.photo_rows(ids)[0].problem
    assert problem is not None
    assert problem.endswith(".")
    credits = services.api.account().credits
    assert (credits.posted, credits.held) == (1, 0)


@pytest.mark.usefixtures("slow_edits")
def test_cancelling_ends_jobs_on_both_sides(services: Services, account: Account, tmp_path: Path) -> None:
    account.grant(5)
    ids = shoot_of(services, tmp_path, 3)
    before = services.engine.order(ids[:1], Recipe.of("bright"))
    services.engine.cancel([job.id for job in before.jobs])
    assert state_of(services, before.jobs[0]) is JobState.CANCELLED
    receipt = services.engine.order(ids[1:], Recipe.of("bright"))
    services.engine.start()
    until(
        services.library,
        lambda: {state_of(services, job) for job in receipt.jobs} <= {JobState.QUEUED, JobState.PROCESSING},
    )
    services.engine.cancel([job.id for job in receipt.jobs])
    until(services.library, lambda: all(state_of(services, job).final for job in receipt.jobs))
    ends = [state_of(services, job) for job in receipt.jobs]
    credits = services.api.account().credits
    assert JobState.FAILED not in ends
    assert credits.held == 0
    assert credits.posted == 5 - ends.count(JobState.SUCCEEDED)
    assert all(services.api.job(job.id).state.value == state_of(services, job).value for job in receipt.jobs)


@pytest.mark.usefixtures("slow_edits")
def test_a_pause_begins_nothing_and_all_can_be_called_back(
    services: Services, account: Account, tmp_path: Path
) -> None:
    account.grant(5)
    ids = shoot_of(services, tmp_path, 3)
    paused = threading.Event()
    services.engine.subscribe(lambda status: paused.set() if status.state is SyncState.PAUSED else None)
    services.engine.pause()
    services.engine.start()
    receipt = services.engine.order(ids, Recipe.of("bright"))
    assert paused.wait(20)
    assert {state_of(services, job) for job in receipt.jobs} == {JobState.ORDERED}
    assert services.engine.status.total == 3
    services.engine.resume()
    begun = {JobState.QUEUED, JobState.PROCESSING}
    until(services.library, lambda: {state_of(services, job) for job in receipt.jobs} <= begun)
    services.engine.cancel_all()
    until(services.library, lambda: all(state_of(services, job).final for job in receipt.jobs))
    assert JobState.CANCELLED in {state_of(services, job) for job in receipt.jobs}
    assert services.api.account().credits.held == 0


@pytest.mark.usefixtures("slow_edits")
@pytest.mark.parametrize("what", ["photo", "shoot"])
def test_what_is_removed_here_is_cancelled_there(
    services: Services, account: Account, tmp_path: Path, what: str
) -> None:
    account.grant(5)
    ids = shoot_of(services, tmp_path, 3)
    receipt = services.engine.order(ids, Recipe.of("bright"))
    services.engine.start()
    until(services.library, lambda: all(state_of(services, job) is not JobState.ORDERED for job in receipt.jobs))
    if what == "photo":
        services.library.remove_photos(ids)
    else:
        services.library.remove_shoot(services.library.shoots()[0].id)
    deadline = time.monotonic() + 60
    while services.api.account().credits.held and time.monotonic() < deadline:
        time.sleep(0.1)
    ends = [services.api.job(job.id).state.value for job in receipt.jobs]
    assert "cancelled" in ends
    assert set(ends) <= {"cancelled", "succeeded"}
    assert services.library.job(receipt.jobs[0].id) is None


def test_an_unknown_preset_fails_those_jobs_and_no_others(services: Services, account: Account, tmp_path: Path) -> None:
    account.grant(2)
    one, two = shoot_of(services, tmp_path, 2)
    first = services.engine.order([one, two], Recipe.of("bright"))
    services.engine.start()
    until(services.library, lambda: stages(services, [one, two]) == [Stage.DONE] * 2)
    services.engine.stop()
    # With the photos there already, both orders go in one request, which the service refuses as a whole.
    services.library.write(jobs.order, [one], Recipe.of("paint_it_black"), None)
    services.library.write(jobs.order, [two], Recipe.of("bright", {"strength": "strong"}), None)
    account.grant(1)
    again = SyncEngine(services.library, services.api, services.session, services.paths.outputs)
    again.start()
    until(services.library, lambda: stages(services, [one, two]) == [Stage.FAILED, Stage.DONE])
    again.stop()
    assert len(first.jobs) == 2
    problem = services.library.photo_rows([one])[0].problem
    assert problem is not None
    assert problem.endswith(".")


def test_signing_out_pauses_and_signing_in_goes_on(services: Services, account: Account, tmp_path: Path) -> None:
    from luster_desktop.cli.signin import by_mailbox

    account.grant(1)
    ids = shoot_of(services, tmp_path, 1)
    services.session.sign_out()
    out = threading.Event()
    services.engine.subscribe(lambda status: out.set() if status.state is SyncState.SIGNED_OUT else None)
    services.engine.start()
    assert out.wait(60)
    services.engine.order(ids, Recipe.of("bright"))
    # The file is prepared without an account.
    until(services.library, lambda: stages(services, ids) == [Stage.UPLOADING])
    by_mailbox(services.session, services.settings, account.email)
    until(services.library, lambda: stages(services, ids) == [Stage.DONE])


def test_it_stops_in_the_middle_of_work(services: Services, account: Account, tmp_path: Path) -> None:
    account.grant(6)
    ids = shoot_of(services, tmp_path, 6)
    services.engine.order(ids, Recipe.of("bright"))
    services.engine.start()
    until(services.library, lambda: bool(set(stages(services, ids)) - {Stage.PREPARING, Stage.UPLOADING}))
    stopped = threading.Event()
    services.engine.subscribe(lambda status: stopped.set() if status.state is SyncState.STOPPED else None)
    services.engine.stop()
    assert stopped.wait(60)
    assert services.engine.status.state is SyncState.STOPPED


def test_another_accounts_shoot_is_left_alone(services: Services, account: Account, tmp_path: Path) -> None:
    from luster_desktop.cli.signin import by_mailbox

    account.grant(1)
    ids = shoot_of(services, tmp_path, 1)
    services.engine.start()
    services.engine.order(ids, Recipe.of("bright"))
    until(services.library, lambda: stages(services, ids) == [Stage.DONE])
    services.session.sign_out()
    by_mailbox(services.session, services.settings, f"other-{account.email}")
    receipt = services.engine.order(ids, Recipe.of("sky"))
    assert receipt.jobs == ()
    assert receipt.refused == {ids[0]: Reason.OTHER_ACCOUNT}
