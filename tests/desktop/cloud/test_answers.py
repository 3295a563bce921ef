"""What the model gave for a result: had from the service while it is kept, by its owner alone, and telling no place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from backend.config import Settings
from backend.database.tables import jobs as rows
from backend.storage import Storage
from backend.sweeps import Keep, answers
from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cli.stack import Stack
from luster_desktop.cloud.answers import fetch
from luster_desktop.cloud.api import ApiProblem
from luster_desktop.library.models import Edit, Recipe
from luster_desktop.paths import resource
from luster_desktop.settings import DesktopSettings
from tests.desktop.account import Account
from tests.desktop.cloud.test_sync import state_of
from tests.desktop.photos import scanned
from tests.desktop.waiting import until

LATITUDE = (51.0, 28.0, 38.25)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A house that says where it is."""
    with Image.open(resource("sample_shoot", "IMG_0001.JPG")) as opened:
        image = opened.convert("RGB").resize((1800, 1200))
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "W", 4: LATITUDE})
    image.save(tmp_path / "front.jpg", quality=92, exif=exif)
    with Image.open(tmp_path / "front.jpg") as written:
        assert written.getexif().get_ifd(0x8825)
    return tmp_path / "front.jpg"


def test_the_owner_has_them_without_a_place_until_they_are_swept(
    services: Services, account: Account, settings: DesktopSettings, stack: Stack, photo: Path, tmp_path: Path
) -> None:
    account.grant(1)
    shoot = services.library.create_shoot("12 Oak Street")
    (added,) = services.library.add_photos(shoot.id, [scanned(photo)]).photos
    services.engine.start()
    edits = (Edit("sky", {"kind": "sunset"}), Edit("remove", {"region": "150:8000,8500"}, ("remove_movable",)))
    (job,) = services.engine.order([added.id], Recipe(edits)).jobs
    until(services.library, lambda: state_of(services, job).final, 280)
    made = services.api.job(job.id).output
    assert made is not None and [one.left == one.top == 0 for one in made.answers] == [False, True]
    crop, whole = fetch(services.api, job.id)
    assert (whole.left, whole.top, whole.width, whole.height) == (0, 0, 1, 1)
    assert crop.left < 0.8 < crop.left + crop.width and crop.top < 0.85 < crop.top + crop.height
    for one in (crop, whole):
        with Image.open(BytesIO(one.picture)) as picture:
            assert picture.width > 200 and not picture.getexif()
            assert not picture.info.keys() & {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment"}

    stranger = Account("stranger-of-answers@luster.test", stack)
    with Services(replace(settings, home=tmp_path / "other")) as other:
        by_mailbox(other.session, other.settings, stranger.email)
        with pytest.raises(ApiProblem) as refused:
            fetch(other.api, job.id)
        assert refused.value.problem.status == 404

    engine = sa.create_engine(stack.environment["DATABASE_URL"], poolclass=sa.NullPool)
    storage = Storage(Settings.from_environment(stack.environment))
    with engine.begin() as connection:
        long_ago = sa.func.now() - timedelta(days=400)
        connection.execute(rows.update().where(rows.c.id == job.id).values(updated_at=long_ago))
    assert answers.sweep(engine, storage, Keep(answers=timedelta(days=365))) == 1
    storage.close()
    swept = services.api.job(job.id).output
    assert swept is not None and swept.answers == [] and fetch(services.api, job.id) == ()
