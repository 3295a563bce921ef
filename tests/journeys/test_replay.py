"""What real models answered, through the whole chain: upload, order, worker, download."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from luster_desktop.cli import signin
from luster_desktop.cli.run import Ended, carry_through
from luster_desktop.cli.services import Services
from luster_desktop.cli.stack import Stack
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan
from luster_desktop.library.models import Edit, JobState
from luster_desktop.operations import adding, ordering, recipes
from tests import shared
from tests.journeys.conftest import SAMPLE
from tests.services import open_folder

pytestmark = pytest.mark.journey

CREDITS = 9
SKIES = ("hu-sky", "pp-sky", "ge-pricing")
REMOVED = "tk-remove"


@pytest.fixture(scope="module")
def machine() -> Iterator[Stack]:
    """A stack that replays the recorded answers."""
    answers = shared.need(shared.ANSWERS)
    with open_folder() as folder, Stack(folder / "stack", answers) as running:
        yield running


@pytest.fixture(scope="module")
def services(machine: Stack) -> Iterator[Services]:
    settings = machine.settings()
    with Services(settings) as built:
        user = signin.by_mailbox(built.session, settings, "replay@luster.test")
        built.api.account()
        machine.grant(user.email, CREDITS, reason="Test", ref="replay")
        yield built


def carried(services: Services, files: Sequence[Path], preset: str, parameters: Mapping[str, str]) -> dict[str, Ended]:
    """One order of these photos, carried to its end; by the photos' names."""
    shoot = services.library.create_shoot(preset)
    found = [item for item in scan(files) if isinstance(item, ScannedFile)]
    rows, damaged = adding.take_in(services.library, shoot, found)
    assert not damaged
    recipe = recipes.recipe_of(services.api.presets(), [Edit(preset, parameters)])
    receipt = ordering.order(services.library, services.engine, [row.photo.id for row in rows], recipe)
    jobs, refused = receipt.jobs, receipt.refused
    assert not refused
    ends: dict[str, Ended] = {}

    def ended(end: Ended) -> None:
        ends[end.path.stem] = end

    carry_through(services, [job.id for job in jobs], ended=ended, progress=lambda _status: None)
    return ends


def used(machine: Stack) -> list[str | None]:
    """The recording of each request to the model, None where it edited the photo itself; forgets them."""
    url = machine.environment["OPENAI_BASE_URL"].removesuffix("/v1") + "/control/requests"
    asked = httpx.get(url).raise_for_status().json()
    httpx.delete(url).raise_for_status()
    assert {request["status"] for request in asked} == {200}
    return [request["recording"] for request in asked]


def check(end: Ended) -> None:
    """Delivered at the photo's size, or refused with a sentence."""
    if end.job.state is JobState.SUCCEEDED:
        with Image.open(_output(end)) as output, Image.open(end.path) as photo:
            assert sorted(output.size) == sorted(photo.size)
    else:
        assert end.job.state is JobState.FAILED
        assert "No credit was taken." in (end.error or "")


def test_recorded_skies_are_replayed_and_other_photos_are_edited(
    machine: Stack, services: Services, tmp_path: Path
) -> None:
    photos = [_own(tmp_path, name) for name in SKIES]
    before = services.api.account().credits.posted
    ends = carried(services, [*photos, SAMPLE / "IMG_0001.JPG"], "sky", {})
    assert set(used(machine)) == {*SKIES, None}
    assert ends.keys() == {*SKIES, "IMG_0001"}
    for end in ends.values():
        check(end)
    assert ends["hu-sky"].job.state is ends["IMG_0001"].job.state is JobState.SUCCEEDED
    succeeded = sum(end.job.state is JobState.SUCCEEDED for end in ends.values())
    assert before - services.api.account().credits.posted == succeeded

    sky = np.s_[:120, 100:-100]
    photo, answer, delivered = (
        np.asarray(Image.open(path).convert("RGB"), np.float32)[sky].mean((0, 1))
        for path in (ends["hu-sky"].path, shared.ANSWERS / "answers" / "hu-sky.jpg", _output(ends["hu-sky"]))
    )
    assert np.abs(delivered - answer).max() < 0.5 * np.abs(photo - answer).max()


def test_recorded_removals_are_replayed(machine: Stack, services: Services, tmp_path: Path) -> None:
    with (shared.ANSWERS / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        parameters = next(json.loads(line["parameters"]) for line in lines if line["id"] == REMOVED)
    ends = carried(services, [_own(tmp_path, REMOVED)], "remove", parameters)
    assert set(used(machine)) == {REMOVED}
    check(ends[REMOVED])


def _own(folder: Path, name: str) -> Path:
    """A user's copy of a recorded photo."""
    return Path(shutil.copy(shared.ANSWERS / "photos" / f"{name}.jpg", folder))


def _output(end: Ended) -> Path:
    assert end.output is not None and end.output.path is not None
    return end.output.path
