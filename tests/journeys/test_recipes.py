"""Several edits of one photo as one result, and results gone on from, through every real part."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import JobState
from tests.journeys.conftest import SAMPLE, Machine
from tests.journeys.test_window import drop, grant, signed_in_with

pytestmark = pytest.mark.journey
LEFT, K = Qt.MouseButton.LeftButton, Qt.Key
DONE = 240_000
BINS = ((0.785, 0.60), (0.81, 0.60), (0.81, 0.625), (0.785, 0.625))
"""Where they stand in the sample photo, as shares of its width and height."""
POT = ((0.45, 0.64), (0.46, 0.65))
"""A plant by the door."""
HOUSE = (0.52, 0.50, 0.68, 0.59)
"""A part of the front that is neither sky nor lawn nor bins."""
CODING = 12
"""Levels by which a pixel that nothing has touched may come back from being coded anew."""


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"), np.int16)


def part(picture: np.ndarray, left: float, top: float, right: float, bottom: float) -> np.ndarray:
    height, width = picture.shape[:2]
    return picture[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]


def differing(one: np.ndarray, other: np.ndarray) -> int:
    """How many pixels are not the same."""
    return int((np.abs(one - other).max(axis=2) > CODING).sum())


def paint(app: App, qtbot: QtBot, shares: Sequence[tuple[float, float]]) -> None:
    """Go over these places with the brush."""
    review = app.window.review
    qtbot.waitUntil(lambda: review.brush.isVisible() and review.compare._before is not None, timeout=30_000)
    view, ratio = review.compare.viewport, review.brush.devicePixelRatioF()
    placed = view.placed()
    places = [
        QPoint(round((placed.x + x * placed.width) / ratio), round((placed.y + y * placed.height) / ratio))
        for x, y in shares
    ]
    qtbot.mousePress(review.brush, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(review.brush, place)
    qtbot.mouseRelease(review.brush, LEFT, pos=places[-1])


def test_three_edits_are_one_file_for_one_credit_and_are_gone_on_from_twice(
    open_window: Callable[..., App], qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    card = tmp_path / "12 Elm St"
    card.mkdir()
    shutil.copy(SAMPLE / "IMG_0001.JPG", card)
    email = "recipes@orders.test"
    app = open_window(tmp_path / "window", signed_in_with(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    grant(machine, email, 9)
    app.account.refresh()
    drop(app, card)
    window, panel = app.window, app.window.presets
    qtbot.waitUntil(lambda: panel.ready and app.bench.photos.rowCount() == 1 and not app.bench.grouping, timeout=30_000)
    photo = app.bench.photos.at(0).photo
    window.open_review(photo.id)

    def order() -> None:
        before = len(app.bench.library.jobs(photo.id))
        qtbot.waitUntil(lambda: panel.run.isEnabled() and panel.quote is not None and panel.quote.price == 1)
        qtbot.mouseClick(panel.run, LEFT)
        qtbot.waitUntil(lambda: len(app.bench.library.jobs(photo.id)) == before + 1, timeout=30_000)
        qtbot.waitUntil(lambda: app.bench.library.jobs(photo.id)[0].state.final, timeout=DONE)
        job = app.bench.library.jobs(photo.id)[0]
        assert (job.state, job.error) == (JobState.SUCCEEDED, None)
        qtbot.waitUntil(lambda: len(window.review._versions) == before + 1, timeout=DONE)

    panel.choose("sky", {"kind": "sunset"})
    panel.toggle("lawn")
    panel.toggle("remove")
    assert (
        panel._recipe.text().replace("\N{NO-BREAK SPACE}", " ")
        == "New sky (sunset) + Green lawn + Remove objects, 1 credit a photo"
    )
    paint(app, qtbot, BINS)
    order()
    books = machine.books(email)
    assert (books.posted, books.held, books.captured) == (8, 0, 1)
    (version,) = window.review._versions
    assert version.title == "New sky + Green lawn + Remove objects"
    original, first = pixels(card / "IMG_0001.JPG"), pixels(version.output.path)
    assert original.shape == first.shape
    fidelity = version.job.fidelity if version.job is not None else None
    assert fidelity is not None and fidelity.beyond_request == 0
    assert set(fidelity.generated) == {"sky", "lawn", "painted"}
    bins = (0.78, 0.59, 0.815, 0.63)
    for region in ((0.1, 0.05, 0.9, 0.2), (0.2, 0.85, 0.6, 0.95), bins):
        changed = part(original, *region), part(first, *region)
        assert differing(*changed) > 0.2 * changed[0].shape[0] * changed[0].shape[1], region
    assert differing(part(original, *HOUSE), part(first, *HOUSE)) == 0

    # The lock holds against what was gone on from: one more thing is taken out of the finished evening.
    chain = version.title
    for preset, title, places in (("dusk", "Dusk", ()), ("remove", "Remove objects", POT)):
        qtbot.keyClick(window.review.compare, K.Key_G)
        panel.choose(preset)
        qtbot.waitUntil(lambda: panel._source_row.isVisible())
        if places:
            paint(app, qtbot, places)
        order()
        chain = f"{chain} › {title}"
        assert window.review._versions[0].title == chain
    books = machine.books(email)
    assert (books.posted, books.held, books.captured) == (6, 0, 3)
    newest = window.review._versions[0]
    second, third = pixels(window.review._versions[1].output.path), pixels(newest.output.path)
    assert differing(part(second, *HOUSE), part(third, *HOUSE)) == 0
    assert differing(part(first, *HOUSE), part(second, *HOUSE)) > 0
    told = newest.job.fidelity if newest.job is not None else None
    assert told is not None and told.source is not None
    assert set(told.generated) >= {"sky", "windows", "painted"}, "what the model has made stays named"
    one_upload = [row for row in app.bench.photos.all_rows() if row.upload is not None]
    assert len(one_upload) == 1 and len(list((tmp_path / "window").rglob("*.part"))) == 0
