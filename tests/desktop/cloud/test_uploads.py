"""Sending goes on while files are announced and confirmed, and stops when it is told to."""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from luster_desktop.cli.services import Services
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud import uploads
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.sync import SyncState
from luster_desktop.library import transfers as library
from luster_desktop.library.models import Recipe, TransferState
from luster_desktop.library.tables import transfers
from tests.desktop.cloud.seen import Seen
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until

COUNT = 12


class Line:
    """Lets files pass while it is open, and knows how many have come."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open, self.began = threading.Event(), 0
        self._come = threading.Semaphore(0)
        put = wire.put_piece

        def put_piece(*arguments: Any, **named: Any) -> None:
            self.began += 1
            self._come.release()
            self.open.wait(60)
            put(*arguments, **named)

        monkeypatch.setattr(wire, "put_piece", put_piece)

    def wait(self, count: int) -> None:
        for _ in range(count):
            assert self._come.acquire(timeout=60)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


@pytest.fixture
def photos(services: Services, tmp_path: Path) -> list[UUID]:
    """Prepared, so that all of them can be announced at once."""
    shoot = services.library.create_shoot("A")
    files = [scanned(write_jpeg(tmp_path / f"{number}.jpg", 96, 64, seed=number)) for number in range(COUNT)]
    ids = [photo.id for photo in services.library.add_photos(shoot.id, files).photos]
    services.engine.order(ids, Recipe.of("bright"))
    user = services.session.user
    assert user is not None
    ready = partial(library.uploads_due, owner=user.id, moment=1.0, limit=COUNT, state=TransferState.WAITING)
    until(services.library, lambda: len(services.library.read(ready)) == COUNT)
    return ids


def states(services: Services) -> list[TransferState]:
    with services.library.reading() as connection:
        rows = connection.execute(select(transfers.c.state, transfers.c.attempts)).all()
    assert all(row.attempts == 0 for row in rows)
    return [TransferState(row.state) for row in rows]


def are(services: Services, state: TransferState, count: int) -> bool:
    return states(services).count(state) == count


@pytest.mark.usefixtures("photos")
def test_files_are_sent_while_others_are_confirmed(
    services: Services, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm, complete = threading.Event(), ApiClient.complete

    def slowly(*arguments: Any) -> Any:
        confirm.wait(60)
        return complete(*arguments)

    monkeypatch.setattr(ApiClient, "complete", slowly)
    line.open.set()
    services.engine.start()
    until(services.library, lambda: are(services, TransferState.SENT, COUNT))
    confirm.set()
    until(services.library, lambda: are(services, TransferState.DONE, COUNT))


@pytest.mark.usefixtures("photos")
def test_a_pause_sends_no_more_than_what_is_being_sent(services: Services, line: Line) -> None:
    seen = Seen(services.engine)
    services.engine.start()
    line.wait(uploads.THREADS)
    services.engine.pause()
    seen.wait(SyncState.PAUSED)
    line.open.set()
    until(services.library, lambda: are(services, TransferState.SENT, uploads.THREADS))
    until(services.library, lambda: are(services, TransferState.WAITING, COUNT - uploads.THREADS))
    assert line.began == uploads.THREADS
    services.engine.resume()
    until(services.library, lambda: are(services, TransferState.DONE, COUNT))


@pytest.mark.usefixtures("photos")
def test_another_link_is_asked_for_when_one_has_waited_too_long(
    services: Services, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, presign = Counter[UUID](), ApiClient.presign

    def counted(api: ApiClient, shoot_id: UUID, files: Any) -> Any:
        asked.update(file.asset_id for file in files)
        return presign(api, shoot_id, files)

    monkeypatch.setattr(ApiClient, "presign", counted)
    services.engine.start()
    line.wait(uploads.THREADS)
    monkeypatch.setattr(uploads, "LINK_SECONDS", -1.0)
    line.open.set()
    again = COUNT - uploads.THREADS
    until(services.library, lambda: sum(times > 1 for times in asked.values()) == again)
    monkeypatch.setattr(uploads, "LINK_SECONDS", 300.0)
    until(services.library, lambda: are(services, TransferState.DONE, COUNT))
