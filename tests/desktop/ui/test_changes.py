"""What is tinted over a result, layer by layer, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image, ImageDraw, ImageEnhance
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.cloud.answers import Answer
from luster_desktop.library.fidelity import Fidelity
from luster_desktop.library.store import Library
from luster_desktop.paths import Paths, resource
from luster_desktop.ui.review.changes import changes, judged_changes
from luster_desktop.ui.review.layers import TINTS, Layer, Tint, caption
from luster_desktop.ui.review.model_version import MINE, THEIRS, ModelCard
from luster_desktop.ui.review.pictures import load_picture
from tests.desktop.ui import states

MakeApp = Callable[..., App]
RED, GREEN, BLUE = (255, 0, 0, 200), (0, 255, 0, 200), (0, 0, 255, 60)


def judged(path: Path, *places: tuple[int, int, int, int]) -> Path:
    """A map with a place of each colour, from left to right."""
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    for number, place in enumerate(places):
        image.paste(place, (100 * number + 20, 50, 100 * number + 80, 150))
    image.save(path)
    return path


def alphas(tint: Tint | None) -> list[int]:
    """In the middle of each third."""
    assert tint is not None
    width, height = tint.image.width(), tint.image.height()
    return [tint.image.pixelColor(width * part // 6, height // 2).alpha() for part in (1, 3, 5)]


def test_all_changes_are_clear_where_nothing_changed(tmp_path: Path) -> None:
    before = Image.new("RGB", (600, 400), (90, 120, 90))
    after = before.copy()
    after.paste((200, 120, 90), (300, 0, 600, 400))
    before.save(tmp_path / "a.png")
    after.save(tmp_path / "b.png")
    one, other = (load_picture(tmp_path / name, 2560) for name in ("a.png", "b.png"))
    tint = changes(one, other)
    assert tint.image.pixelColor(tint.image.width() // 4, 100).alpha() == 0
    assert tint.image.pixelColor(tint.image.width() * 3 // 4, 100).alpha() > 100
    assert (tint.found, tint.light, changes(one, one).found) == (True, False, False)


def test_the_map_holds_what_differs_and_what_was_left_out_apart(tmp_path: Path) -> None:
    path = judged(tmp_path / "map.png", RED, GREEN)
    beyond, left_out = judged_changes(path, Layer.BEYOND), judged_changes(path, Layer.LEFT_OUT)
    assert [bool(alpha) for alpha in alphas(beyond)] == [True, False, False]
    assert [bool(alpha) for alpha in alphas(left_out)] == [False, True, False]
    assert beyond is not None
    colour = beyond.image.pixelColor(beyond.image.width() // 6, 200)
    assert (colour.red(), colour.green(), colour.blue()) == TINTS[Layer.BEYOND]


def test_older_maps_tell_in_red_and_blue_what_differs(tmp_path: Path) -> None:
    path = judged(tmp_path / "map.png", RED, RED, BLUE)
    strong, _, faint = alphas(judged_changes(path, Layer.BEYOND))
    assert strong > faint >= 70, "a faint place is to be seen"
    left_out = judged_changes(path, Layer.LEFT_OUT)
    assert left_out is not None and not left_out.found


def test_a_place_of_one_pixel_is_seen(tmp_path: Path) -> None:
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    image.putpixel((150, 100), (255, 0, 0, 10))
    image.save(tmp_path / "map.png")
    assert alphas(judged_changes(tmp_path / "map.png", Layer.BEYOND))[1] >= 70


def test_a_map_that_is_not_here_or_cannot_be_read_tints_nothing(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(b"cut")
    assert [judged_changes(path, Layer.BEYOND) for path in (None, tmp_path / "map.png", tmp_path / "gone")] == [
        None
    ] * 3


CLEAR, SOME, LIGHT = Tint(QImage(), False), Tint(QImage(), True), Tint(QImage(), True, light=True)
GOOD, BAD, OLD = Fidelity(True, 0, 0, 0), Fidelity(True, 0.4, 2, 3), Fidelity(True, 0.1)


@pytest.mark.parametrize(
    ("layer", "found", "tint", "said"),
    [
        (Layer.ALL, GOOD, SOME, "Tinted: all that the edit changed"),
        (Layer.ALL, GOOD, LIGHT, "Light and colour changed everywhere. Tinted: changes of detail"),
        (Layer.ALL, None, CLEAR, "No change can be seen"),
        (Layer.BEYOND, GOOD, CLEAR, "Nothing differs beyond what you asked for"),
        (Layer.BEYOND, GOOD, None, "Nothing differs beyond what you asked for"),
        (Layer.BEYOND, BAD, SOME, "2 places differ beyond what you asked for"),
        (
            Layer.BEYOND,
            BAD,
            None,
            "2 places differ beyond what you asked for. The map that shows where is not on this computer",
        ),
        (Layer.BEYOND, OLD, SOME, "Tinted: where it may differ beyond what you asked for"),
        (Layer.BEYOND, OLD, CLEAR, "Nothing differs beyond what you asked for"),
        (Layer.BEYOND, None, None, "This result was not checked"),
        (Layer.LEFT_OUT, GOOD, CLEAR, "No place had to be left as in your photo"),
        (
            Layer.LEFT_OUT,
            BAD,
            SOME,
            "3 places were left as in your photo, where you asked for no change",
        ),
        (Layer.LEFT_OUT, OLD, CLEAR, "Not known for this result"),
    ],
)
def test_each_layer_says_what_it_shows(layer: Layer, found: Fidelity | None, tint: Tint | None, said: str) -> None:
    assert caption(layer, found, tint) == said


def test_keys_show_and_step_through_the_layers(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 2)
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 2)
    (job,) = states.order(app.bench.library, [app.bench.photos.at(0).photo], "sky", {})
    found = {"verdict": "pass", "score": 0.0, "beyond_request": 0, "left_out": 1}
    judged_by = judged(tmp_path / "map.png", (0, 0, 0, 0), GREEN)
    states.finish(app.bench.library, job, tmp_path / "out", {"fidelity": found}, judged_by)
    app.window.open_review(app.bench.photos.at(0).photo.id)
    review, bar, compare = app.window.review, app.window.review._changes.bar, app.window.review.compare
    qtbot.waitUntil(lambda: compare._after is not None and review.toolbar.changes.isEnabled())

    assert not bar.isVisible()
    qtbot.keyClick(compare, Qt.Key.Key_C)
    assert bar.isVisible()
    qtbot.waitUntil(lambda: bar.text == "Light and colour changed everywhere, no detail did")
    qtbot.keyClick(compare, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bar.text == "Nothing differs beyond what you asked for")
    qtbot.keyClick(compare, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bar.text.startswith("1 place was left as in your photo"))
    assert compare._map is not None

    qtbot.keyClick(compare, Qt.Key.Key_PageDown)
    assert not bar.isVisible(), "a photo without a result has no changes"
    qtbot.keyClick(compare, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: bar.isVisible() and bar.text.startswith("1 place was left"))
    qtbot.keyClick(compare, Qt.Key.Key_C)
    assert not bar.isVisible() and compare._map is None


def test_an_edit_of_the_light_leaves_only_what_was_put_in(tmp_path: Path) -> None:
    """A dusk-like grade of a whole photo, with a lamp that was not there: the lamp is tinted, the house is not."""
    with Image.open(resource("sample_shoot", "IMG_0001.JPG")) as opened:
        before = opened.convert("RGB").resize((1200, 800))
    after = ImageEnhance.Brightness(before).enhance(0.5)
    red, green, blue = after.split()
    after = Image.merge("RGB", (red, green, blue.point(lambda v: min(255, v + 30))))
    lamp = ImageDraw.Draw(after)
    lamp.rectangle((600, 500, 680, 640), fill=(30, 25, 20))
    lamp.ellipse((590, 450, 690, 520), fill=(250, 220, 150))
    before.save(tmp_path / "a.png")
    after.save(tmp_path / "b.png")
    tint = changes(load_picture(tmp_path / "a.png", 2560), load_picture(tmp_path / "b.png", 2560))
    overlay = tint.image
    scale = overlay.width() / 1200

    def tinted(x: int, y: int) -> bool:
        return overlay.pixelColor(round(x * scale), round(y * scale)).alpha() > 0

    assert tint.found and tint.light
    inside = [tinted(x, y) for x in range(590, 692, 6) for y in range(450, 642, 6)]
    near = {(x, y) for x in range(550, 730) for y in range(410, 680)}
    places = [(x, y) for x in range(10, 1190, 12) for y in range(10, 790, 12) if (x, y) not in near]
    outside = [tinted(x, y) for x, y in places]
    assert sum(inside) / len(inside) > 0.25
    assert sum(outside) / len(outside) < 0.02


def test_the_models_version_of_a_left_out_place_is_beside_it(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    """By a click and by a key; a place that no answer shows says so, and Esc goes back one step."""
    library = Library(Paths(tmp_path / "home").create().library)
    shoot = library.create_shoot("12 Oak Street")
    photos = states.add(library, shoot, states.make_photos(tmp_path / "photos", 1, (1200, 800)))
    (job,) = states.order(library, photos, "sky", {"kind": "clear"})
    found = {"verdict": "pass", "score": 0.0, "beyond_request": 0, "left_out": 2}
    path = tmp_path / "map.png"
    image = Image.new("RGBA", (300, 200))
    for x in (40, 240):
        ImageDraw.Draw(image).rectangle((x, 90, x + 20, 110), fill=GREEN)
    image.save(path)
    states.finish(library, job, tmp_path / "home" / "outputs", {"fidelity": found}, path)
    library.close()
    app = make_app(tmp_path / "home")
    window, review = app.window, app.window.review
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 1)
    asked: list[UUID] = []

    def fetch(job_id: UUID) -> list[Answer]:
        asked.append(job_id)
        purple, out = Image.new("RGB", (600, 800), (150, 0, 150)), BytesIO()
        purple.save(out, "PNG")
        return [Answer(out.getvalue(), 0.0, 0.0, 0.5, 1.0)]

    review.model_versions.use(fetch)
    window.open_review(app.bench.photos.at(0).photo.id)
    app.actions.do("changes")
    app.actions.do("left_out")
    app.actions.do("left_out")
    qtbot.waitUntil(lambda: review.model_versions.offered)
    assert "Click one (I) for the model's version" in review._changes.bar.text
    card = review.model_versions.card
    place = review.compare.on_screen(0.1, 0.45, 0.1, 0.1)
    qtbot.mouseClick(review.compare, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    qtbot.waitUntil(lambda: [shown.accessibleName() for shown in pictures(card)] == [MINE, f"{THEIRS}, close up"])
    assert card.title.text() == "Left-out place 1 of 2" and not card.says.isVisible()
    theirs = pictures(card)[1].pixmap().toImage()
    assert theirs.pixelColor(theirs.rect().center()).name() == "#960096"
    assert not card.geometry().intersects(place.toRect()), "the place itself stays in sight"
    shown = pictures(card)
    assert all(card.rect().contains(one.rect().translated(one.mapTo(card, QPoint()))) for one in shown)
    review.compare.zoom(8)
    QTest.keyClick(window, Qt.Key.Key_I)
    assert card.title.text() == "Left-out place 2 of 2"
    assert review.compare.viewport.fitted, "what is stepped to comes into sight"
    assert card.says.text() == "The model's version is no longer kept."
    qtbot.waitUntil(lambda: [shown.accessibleName() for shown in pictures(card)] == [MINE])
    assert asked == [job.id]
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not card.isVisible() and window.reviewing
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.reviewing


def pictures(card: ModelCard) -> list[QLabel]:
    return [shown for shown in card.findChildren(QLabel) if shown.isVisible() and not shown.pixmap().isNull()]
