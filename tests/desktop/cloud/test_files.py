"""Files beside photos over a real line: what has arrived is not sent twice, whatever kept the rest from arriving."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import pytest

from backend import contract
from luster_desktop.cloud import files, retrying
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiClient, ApiProblem, ApiUnreachable
from luster_desktop.cloud.files import Sendable, sendable
from luster_desktop.intake.unchanged import FileChanged
from luster_desktop.reasons import Reason
from tests.backend import service
from tests.backend.service import User
from tests.desktop.cloud.distant import distant
from tests.desktop.cloud.forwarder import Forwarder
from tests.desktop.cloud.killed_transfer import api_of
from tests.services import Bucket

SIZE = 300_000
HEADS = 40_000
"""Bytes that the heads of a few requests may take."""


@dataclass
class Far:
    """The service, and a line to its storage that counts and can be cut."""

    user: User
    line: Forwarder
    api: ApiClient
    shoot: UUID


@pytest.fixture
def far(postgres_url: str, s3: Bucket) -> Iterator[Far]:
    with distant(postgres_url, s3) as there:
        user = there.user
        with closing(api_of(there.url, user.sign_in.token(user.id))) as api:
            yield Far(user, there.line, api, UUID(user.shoot()))


def made(far: Far, folder: Path, count: int, size: int = SIZE, kind: str = "image/jpeg") -> list[Sendable]:
    found = []
    for number in range(count):
        path = folder / f"{number:02} 12 Elm Street.jpg"
        path.write_bytes(os.urandom(size))
        found.append(sendable(far.shoot, path, path.name, kind, lambda: False))
    return found


def send(far: Far, wanted: list[Sendable], reports: list[tuple[int, int]], stop: threading.Event) -> None:
    files.send(
        far.api,
        far.shoot,
        wanted,
        progress=lambda done, total: reports.append((done, total)),
        stopped=stop.is_set,
    )


def states(far: Far, wanted: list[Sendable]) -> set[str]:
    answer = far.user.post("/uploads/complete", {"asset_ids": [str(file.asset_id) for file in wanted]})
    return {asset["state"] for asset in answer.json()["assets"]}


def test_files_arrive_and_are_not_sent_again(far: Far, tmp_path: Path) -> None:
    wanted, reports = made(far, tmp_path, 8), list[tuple[int, int]]()
    send(far, wanted, reports, threading.Event())
    assert states(far, wanted) == {"uploaded"}
    assert reports[-1] == (8 * SIZE, 8 * SIZE)
    before = far.line.up_bytes
    again = [sendable(far.shoot, file.path, file.name, file.content_type, lambda: False) for file in wanted]
    assert [file.asset_id for file in again] == [file.asset_id for file in wanted]
    send(far, [*again, *again], reports, threading.Event())
    assert far.line.up_bytes == before


def test_a_line_that_is_cut_is_gone_on_with_by_itself(
    far: Far, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, cut = made(far, tmp_path, 8), threading.Event()

    def watch() -> None:
        if far.line.up_bytes > 3 * SIZE:
            cut.set()

    def mend() -> None:
        cut.wait(60)
        far.line.watch = lambda: None
        far.line.down()
        time.sleep(0.5)
        far.line.up()

    monkeypatch.setattr(retrying, "pause", lambda *_, **__: 0.7)
    far.line.watch = watch
    mending = threading.Thread(target=mend)
    mending.start()
    send(far, wanted, [], threading.Event())
    mending.join()
    assert cut.is_set()
    assert states(far, wanted) == {"uploaded"}
    # Three are on their way at once; each of them may have been cut at its end.
    assert far.line.up_bytes < (8 + 3) * SIZE + HEADS


def test_who_has_no_line_at_all_is_told_in_the_end(far: Far, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = made(far, tmp_path, 2)
    monkeypatch.setattr(retrying, "pause", lambda *_, **__: 0.0)
    far.line.down()
    with pytest.raises(ApiUnreachable, match=Reason.SENDING_INTERRUPTED):
        send(far, wanted, [], threading.Event())
    far.line.up()
    send(far, wanted, [], threading.Event())
    assert states(far, wanted) == {"uploaded"}


def test_it_can_be_stopped_and_goes_on_where_it_was(far: Far, tmp_path: Path) -> None:
    wanted, stop = made(far, tmp_path, 12), threading.Event()

    def watch() -> None:
        if far.line.up_bytes > 7 * SIZE:
            stop.set()

    far.line.watch = watch
    with pytest.raises(wire.Stopped):
        send(far, wanted, [], stop)
    far.line.watch = lambda: None
    before = far.line.up_bytes
    assert before < 11 * SIZE
    send(far, wanted, [], threading.Event())
    # Six of them had arrived, and were confirmed.
    assert far.line.up_bytes - before <= 6 * SIZE + HEADS


def test_an_archive_goes_up_in_parts(far: Far, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "PARTS_FROM", 6_000_000)
    [archive] = made(far, tmp_path, 1, 12_000_000, contract.ARCHIVE_TYPE)
    asked = far.api.missing_parts
    counts = []

    def noted(asset_id: UUID, md5s: list[str]) -> list[contract.PartTarget]:
        found = asked(asset_id, md5s)
        counts.append(len(found))
        return found

    far.api.missing_parts = noted  # type: ignore[method-assign, assignment]
    send(far, [archive], [], threading.Event())
    assert (states(far, [archive]), counts) == ({"uploaded"}, [3])


def test_a_file_that_was_changed_meanwhile_is_not_sent(far: Far, tmp_path: Path) -> None:
    [file] = made(far, tmp_path, 1)
    file.path.write_bytes(os.urandom(SIZE))
    with pytest.raises(FileChanged):
        send(far, [file], [], threading.Event())


def test_an_account_without_room_is_told(far: Far, tmp_path: Path) -> None:
    [file] = made(far, tmp_path, 1)
    for number in range(140):
        entry = service.announce(bytes([number]), f"{number}.zip", contract.ARCHIVE_TYPE)
        entry["bytes"] = contract.MAX_ARCHIVE_BYTES // 7
        answer = far.user.post("/uploads/presign", {"shoot_id": str(far.shoot), "files": [entry]})
        if answer.status_code != 200:
            break
    with pytest.raises(ApiProblem) as full:
        send(far, [replace(file, bytes=contract.MAX_UPLOAD_BYTES)], [], threading.Event())
    assert full.value.is_(contract.ProblemType.STORAGE_FULL)
