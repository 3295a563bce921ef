"""What is prepared is what the real service gets."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image

from luster_desktop.cli.services import Services
from luster_desktop.library import marks, stacks
from luster_desktop.library.models import Mark, PhotoRow, Recipe, Role, Stage
from luster_desktop.library.stacks import Place, Stack
from tests.desktop.account import Account
from tests.desktop.intake import sample
from tests.desktop.photos import scanned, write_jpeg
from tests.desktop.waiting import until


@pytest.fixture
def stored(stack_folder: Path) -> Path:
    """The folder in which the one-machine stack's storage keeps its objects."""
    return stack_folder


def original(stored: Path, asset_id: UUID) -> bytes:
    """What the service has got by this name."""
    (found,) = stored.rglob(f"{asset_id}/original.*")
    return found.read_bytes()


def edited(services: Services, shoot_id: UUID) -> list[PhotoRow]:
    until(services.library, lambda: {row.stage for row in services.library.photos(shoot_id)} == {Stage.DONE})
    return services.library.photos(shoot_id)


def test_a_bracket_goes_up_as_one_file_that_tells_no_place(
    services: Services, account: Account, stored: Path, tmp_path: Path
) -> None:
    account.grant(3)
    shoot = services.library.create_shoot("12 Oak Street")
    files = [scanned(path) for path in (*sample.paths("living")[1:4], sample.SHOOT / "IMG_0001.JPG")]
    photos = services.library.add_photos(shoot.id, files).photos
    stack = Stack(uuid4(), tmp_path / "x.jpg")
    places = {photo.id: Place(stack.id, Role.EXPOSURE) for photo in photos[:3]}
    services.library.write(stacks.arrange, shoot.id, places, [stack])
    services.engine.start()
    services.engine.order([stack.id, photos[3].id], Recipe.of("bright"))
    rows = edited(services, shoot.id)
    assert {row.photo.id for row in rows} == {stack.id, photos[3].id}
    for row in rows:
        assert row.prepared is not None
        data = original(stored, row.prepared.asset_id)
        assert row.output is not None
        assert hashlib.sha256(data).hexdigest() == row.prepared.sha256
        assert b"SAMPLE-0001" not in data
        with Image.open(row.before) as before:
            assert before.size == (row.output.width, row.output.height)
        assert row.photo.path.exists() or row.photo.id == stack.id
    assert services.api.account().credits.posted == 1
    merged = next(row for row in rows if row.photo.id == stack.id)
    assert merged.before.is_relative_to(services.paths.prepared)
    # A copy without tags can be made again; what was merged stays, for the comparison.
    until(services.library, lambda: {row.before for row in services.library.photos(shoot.id)} >= {files[3].path})
    services.preparer.stop()
    assert list(services.paths.prepared.rglob("*.jpg")) == [merged.before]


def test_what_was_turned_after_it_was_sent_goes_up_anew(
    services: Services, account: Account, stored: Path, tmp_path: Path
) -> None:
    account.grant(3)
    shoot = services.library.create_shoot("12 Oak Street")
    (photo,) = services.library.add_photos(shoot.id, [scanned(write_jpeg(tmp_path / "a.jpg", 960, 640))]).photos
    services.engine.start()
    services.engine.order([photo.id], Recipe.of("bright"))
    (first,) = edited(services, shoot.id)
    services.library.write(marks.mark, {photo.id: Mark(turn=3)})
    services.engine.order([photo.id], Recipe.of("bright"))
    (row,) = edited(services, shoot.id)
    assert row.photo.id == photo.id
    assert row.output is not None
    assert first.prepared is not None
    assert row.prepared is not None
    assert (row.output.width, row.output.height) == (640, 960)
    assert original(stored, first.prepared.asset_id) != original(stored, row.prepared.asset_id)
    assert len(services.library.outputs(row.photo.id)) == 2
    assert services.api.account().credits.posted == 1
