"""No place reaches the service, and none comes back: what lies in its storage, and what it delivers, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

from luster_desktop.cli.services import Services
from luster_desktop.cloud.uploads import contract_filename
from luster_desktop.library.models import Recipe, Stage
from tests import hiding, walkers
from tests.desktop.account import Account
from tests.desktop.photos import scanned
from tests.desktop.waiting import until
from tests.shared import FIELD, need

PLACES = (b"Elm Street", b"Boise", b"43.615", b"116.202", b"Zurich", b"Bahnhofstrasse", hiding.SECRET[:11])


def check(data: bytes) -> None:
    walkers.walk(data)
    assert not [word for word in PLACES if word in data]


def test_what_is_sent_and_what_is_delivered_hold_no_place(
    services: Services, account: Account, stack_folder: Path, tmp_path: Path
) -> None:
    files = [scanned(Path(shutil.copy(path, tmp_path))) for path in sorted(need(FIELD / "place").glob("*"))]
    for kind in ("jpeg", "heic"):
        path = tmp_path / f"made.{kind}"
        path.write_bytes(hiding.FORMATS[kind]())
        files.append(scanned(path))
    account.grant(len(files))
    shoot = services.library.create_shoot("A")
    ids = [photo.id for photo in services.library.add_photos(shoot.id, files).photos]
    services.engine.start()
    services.engine.order(ids, Recipe.of("bright"))
    ended = {Stage.DONE, Stage.FAILED}
    until(services.library, lambda: {row.stage for row in services.library.photo_rows(ids)} <= ended)
    stored = [path for path in stack_folder.rglob("*") if path.is_file() and str(shoot.id) in path.parts]
    sent = [path for path in stored if path.stem == "original"]
    assert len(sent) == len(files)
    delivered = [row.output for row in services.library.photo_rows(ids) if row.output is not None]
    assert len(delivered) >= 6
    for path in (*sent, *(output.path for output in delivered)):
        check(path.read_bytes())
    for output in delivered:
        assert output.thumb_path is not None
        check(output.thumb_path.read_bytes())


def test_a_name_of_coordinates_is_not_sent() -> None:
    assert contract_filename("43.6150N 116.2023W.jpg", "image/jpeg") == "Photo.jpg"
    assert contract_filename("PXL_20250120_163444149.RAW-01.COVER.jpg", "image/jpeg").startswith("PXL_2025")
    assert contract_filename("IMG_0001.HEIC", "image/jpeg") == "IMG_0001.jpg"
