"""One evening over two photos, and an edit that stays within the paint, through every real part."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import httpx
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import Job, JobState
from tests.journeys.conftest import SAMPLE, Machine
from tests.journeys.test_recipes import CODING, DONE, differing, paint, part, pixels
from tests.journeys.test_window import drop, grant, signed_in_with

pytestmark = pytest.mark.journey
LEFT, K = Qt.MouseButton.LeftButton, Qt.Key


def asked(machine: Machine) -> list[int]:
    """How many pictures went along with each call of the image model, oldest first."""
    url = machine.environment["OPENAI_BASE_URL"].removesuffix("/v1")
    found = httpx.get(f"{url}/control/requests", trust_env=False).raise_for_status().json()
    return [entry["images"] for entry in found if entry.get("images")]


def test_the_second_photo_is_like_the_first_and_a_limited_edit_stays_within(
    open_window: Callable[..., App], qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    card = tmp_path / "9 Elm St"
    card.mkdir()
    for name in ("IMG_0001.JPG", "IMG_0002.JPG"):
        shutil.copy(SAMPLE / name, card)
    email = "anchors@orders.test"
    app = open_window(tmp_path / "window", signed_in_with(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    grant(machine, email, 9)
    app.account.refresh()
    drop(app, card)
    window, panel, review = app.window, app.window.presets, app.window.review
    qtbot.waitUntil(lambda: panel.ready and app.bench.photos.rowCount() == 2 and not app.bench.grouping, timeout=60_000)
    rows = {row.photo.name: row.photo.id for row in app.bench.photos.all_rows()}
    first, second = rows["IMG_0001.JPG"], rows["IMG_0002.JPG"]
    before = len(asked(machine))

    def order(photo_id: UUID) -> Job:
        count = len(app.bench.library.jobs(photo_id))
        qtbot.waitUntil(lambda: panel.run.isEnabled() and panel.quote is not None and panel.quote.price == 1)
        qtbot.mouseClick(panel.run, LEFT)
        qtbot.waitUntil(lambda: len(app.bench.library.jobs(photo_id)) == count + 1, timeout=30_000)
        qtbot.waitUntil(lambda: app.bench.library.jobs(photo_id)[0].state.final, timeout=DONE)
        job = app.bench.library.jobs(photo_id)[0]
        assert (job.state, job.error) == (JobState.SUCCEEDED, None)
        qtbot.waitUntil(lambda: any(v.job is not None and v.job.id == job.id for v in review._versions), timeout=DONE)
        return app.bench.library.jobs(photo_id)[0]

    panel.choose("sky", {"kind": "sunset"})
    window.open_review(first)
    qtbot.waitUntil(lambda: panel.quote is not None and panel.quote.photo_ids == (first,))
    assert not panel.anchor.isVisible()
    one = order(first)
    window.review.show_photo(second)
    qtbot.waitUntil(lambda: panel.anchor.isVisible() and panel.anchor.text() == "Like IMG_0001", timeout=30_000)
    two = order(second)
    assert (one.recipe.anchor, two.recipe.anchor) == (None, one.id)
    assert two.details["anchor"] is True and "anchor" not in one.details
    assert asked(machine)[before:] == [1, 2]
    qtbot.waitUntil(lambda: "Like IMG_0001" in review._facts.text())

    panel.choose("dusk")
    qtbot.mouseClick(review.toolbar.brush, LEFT)
    qtbot.waitUntil(lambda: not panel.anchor.isVisible())
    paint(app, qtbot, ((0.3, 0.45), (0.4, 0.5), (0.4, 0.6)))

    def kept_within() -> bool:
        recipe = panel.quote.recipe if panel.quote is not None else None
        return recipe is not None and "region" in recipe.edits[0].parameters

    qtbot.waitUntil(kept_within)
    limited = order(second)
    output = next(v.output for v in review._versions if v.job is not None and v.job.id == limited.id)
    original, made = pixels(card / "IMG_0002.JPG"), pixels(output.path)
    for region in ((0.0, 0.0, 1.0, 0.25), (0.6, 0.0, 1.0, 1.0), (0.0, 0.8, 1.0, 1.0)):
        whole = part(original, *region)
        # In a million pixels of leaves coding alone moves one or two by more than its usual levels.
        assert differing(whole, part(made, *region)) <= whole[..., 0].size / 100_000
    inside = (0.36, 0.47, 0.4, 0.53)
    assert float(np.abs(part(original, *inside) - part(made, *inside)).mean()) > CODING
    books = machine.books(email)
    assert (books.posted, books.held, books.captured) == (6, 0, 3)
