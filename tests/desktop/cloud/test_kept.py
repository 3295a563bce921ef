"""What the service keeps no longer, or has no room for, as the app meets it: against the real service."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from backend.config import Settings
from backend.database import tables
from backend.storage import Storage
from backend.sweeps import Keep, photos
from luster_desktop.cli.run import Stuck, carry_through
from luster_desktop.cli.services import Services
from luster_desktop.cloud.status import SyncStatus
from luster_desktop.cloud.sync import SyncState
from luster_desktop.library import transfers
from luster_desktop.library.models import Recipe, Stage
from tests.desktop.account import Account
from tests.desktop.cloud.test_sync import shoot_of, stages
from tests.desktop.waiting import until


@pytest.fixture
def service(account: Account) -> Iterator[tuple[sa.Engine, Storage]]:
    """The stack's own database and storage."""
    settings = Settings.from_environment(account.stack.environment)
    engine, storage = sa.create_engine(settings.database_url, poolclass=sa.NullPool), Storage(settings)
    yield engine, storage
    storage.close()


def sweep_all(service: tuple[sa.Engine, Storage], services: Services) -> None:
    """As if half a year had passed for this account."""
    engine, storage = service
    user = services.api.account().user_id
    earlier = sa.text("interval '180 days'")
    files, made = tables.assets, tables.jobs
    with engine.begin() as connection:
        aged = {"linked_at": files.c.linked_at - earlier, "look_at": files.c.look_at - earlier}
        connection.execute(sa.update(files).where(files.c.user_id == user, files.c.look_at.is_not(None)).values(aged))
        connection.execute(sa.update(made).where(made.c.user_id == user).values(updated_at=made.c.updated_at - earlier))
    assert photos.sweep(engine, storage, Keep()) > 0


def edited(services: Services, account: Account, folder: Path) -> UUID:
    """A photo with a result of its own."""
    account.grant(3)
    [photo] = shoot_of(services, folder, 1)
    services.engine.start()
    services.engine.order([photo], Recipe.of("bright"))
    until(services.library, lambda: stages(services, [photo]) == [Stage.DONE])
    return photo


def test_a_photo_that_is_kept_no_longer_is_sent_again_by_itself(
    services: Services, account: Account, service: tuple[sa.Engine, Storage], tmp_path: Path
) -> None:
    photo = edited(services, account, tmp_path)
    sweep_all(service, services)
    services.engine.order([photo], Recipe.of("bright"))
    until(services.library, lambda: len(services.library.outputs(photo)) == 2)
    assert stages(services, [photo]) == [Stage.DONE]
    assert services.api.account().credits.held == 0


def test_a_result_that_is_kept_no_longer_is_told_in_a_sentence(
    services: Services, account: Account, service: tuple[sa.Engine, Storage], tmp_path: Path
) -> None:
    photo = edited(services, account, tmp_path)
    sweep_all(service, services)
    (row,) = services.library.photo_rows([photo])
    assert row.job is not None
    job = row.job
    services.library.write(
        lambda write: write.connection.execute(sa.text("DELETE FROM outputs WHERE job_id = :job"), {"job": job.id.hex})
    )
    services.library.write(
        lambda write: write.connection.execute(
            sa.text("UPDATE transfers SET state = 'waiting' WHERE direction = 'down' AND photo_id = :photo"),
            {"photo": photo.hex},
        )
    )
    services.engine.wake()
    told = "This result is no longer stored at Luster. Order the edit again to have it made anew."
    until(
        services.library,
        lambda: (found := services.library.read(transfers.download_of, job.id)) is not None and found.error == told,
    )
    (row,) = services.library.photo_rows([photo])
    assert (row.stage, row.problem) == (Stage.FAILED, told)


def test_an_account_that_is_full_waits_says_so_and_goes_on_when_there_is_room(
    services: Services, account: Account, service: tuple[sa.Engine, Storage], tmp_path: Path
) -> None:
    engine, _ = service
    account.grant(3)
    user, ids = services.api.account().user_id, shoot_of(services, tmp_path, 2)
    filler = UUID(int=user.int ^ 1)
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.shoots).values(id=filler, user_id=user, name="Full"))
        row = {"id": filler, "user_id": user, "shoot_id": filler, "filename": "full.jpg", "content_type": "image/jpeg"}
        size = {"bytes": 10**12, "sha256": "0" * 64, "md5": "0" * 32, "key": str(filler)}
        connection.execute(sa.insert(tables.assets).values(**row, **size))
    full = threading.Event()
    told: list[str] = []

    def watch(status: SyncStatus) -> None:
        if status.state is SyncState.STORAGE_FULL:
            told.append(status.reason)
            full.set()

    services.engine.subscribe(watch)
    services.engine.start()
    services.engine.order(ids, Recipe.of("bright"))
    assert full.wait(60)
    assert told[0].startswith(
        "Your photos take 1000 of the 20.4 GB that Luster keeps for you. Every credit that you buy"
    )
    assert Stage.FAILED not in stages(services, ids)
    waiting = [row.job.id for row in services.library.photo_rows(ids) if row.job is not None]
    with pytest.raises(Stuck, match=r"^Your photos take 1000 of"):
        carry_through(services, waiting, ended=lambda _: None, progress=lambda _: None)
    with engine.begin() as connection:
        connection.execute(sa.update(tables.assets).where(tables.assets.c.id == filler).values(bytes=1))
    services.engine.wake()
    until(services.library, lambda: stages(services, ids) == [Stage.DONE] * 2)
