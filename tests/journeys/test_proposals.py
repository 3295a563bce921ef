"""A whole shoot ordered by one click after a glance, through every real part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import JobState
from tests.journeys.conftest import SAMPLE, Machine
from tests.journeys.test_window import drop, grant, signed_in_with

pytestmark = pytest.mark.journey
DONE = 600_000
EDGE = 1200
"""Pixels: seven edits of the whole size are for machines with nothing else to do."""


def copied(folder: Path) -> Path:
    """The sample shoot, smaller, with what its files say of themselves."""
    folder.mkdir()
    for path in sorted(SAMPLE.glob("*.JPG")):
        with Image.open(path) as image:
            exif = image.getexif()
            image.thumbnail((EDGE, EDGE))
            image.save(folder / path.name, quality=92, exif=exif, icc_profile=image.info.get("icc_profile"))
    return folder


@pytest.mark.timeout(900)
def test_the_sample_shoot_is_ordered_by_one_click(
    open_window: Callable[..., App], qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    email = "glance@studio.test"
    app = open_window(tmp_path / "home", signed_in_with(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    grant(machine, email, 9)
    app.account.refresh()
    drop(app, copied(tmp_path / "12 Elm St"))
    box = app.window.presets.proposal
    qtbot.waitUntil(lambda: box.isVisible() and box.bill.available == 9, timeout=120_000)
    names = {row.photo.id: row.photo.name for row in app.bench.photos.all_rows()}
    wanted = {line.proposal.recipe.label: [names[i] for i in line.proposal.photo_ids] for line in box.lines}
    assert wanted == {
        "sky": ["IMG_0001.JPG", "IMG_0002.JPG"],
        "bright": ["IMG_0005.JPG", "IMG_0010.JPG", "IMG_0013.JPG", "IMG_0014.JPG"],
        "dusk": ["IMG_0001.JPG"],
    }
    assert box.run.text() == "Order all (7 credits)"
    qtbot.mouseClick(box.run, Qt.MouseButton.LeftButton)

    library, shoot = app.bench.library, app.bench.current
    assert shoot is not None
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)

    def jobs() -> dict[tuple[str, str], JobState]:
        found = [(names[photo_id], job) for photo_id in names for job in library.jobs(photo_id)]
        return {(name, job.recipe.label): job.state for name, job in found}

    ordered = {(name, label) for label, photos in wanted.items() for name in photos}
    assert set(jobs()) == ordered
    qtbot.waitUntil(lambda: all(state.final for state in jobs().values()), timeout=DONE)
    assert jobs() == dict.fromkeys(ordered, JobState.SUCCEEDED)
    qtbot.waitUntil(lambda: sum(len(library.outputs(i)) for i in names) == len(ordered), timeout=60_000)
    for output in (output for photo_id in names for output in library.outputs(photo_id)):
        with Image.open(output.path) as result:
            assert max(result.size) == EDGE
    books = machine.books(email)
    assert (books.posted, books.held, books.captured, books.succeeded) == (2, 0, 7, 7)
