"""Before and after: one zoom and pan for both sides, a divider for mouse and keys, and frames that cost little."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageDraw, ImageEnhance
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from luster_desktop.paths import resource
from luster_desktop.ui.review.changes import change_map
from luster_desktop.ui.review.compare import CompareView, Mode
from luster_desktop.ui.review.pictures import Picture, load_picture
from luster_desktop.ui.review.viewport import Viewport
from luster_desktop.ui.theme import Theme

RED, BLUE = "#c80000", "#0000c8"


def plain(color: str, size: tuple[int, int]) -> Picture:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(color)
    return Picture((image,), full=True)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> CompareView:
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.show_pictures(plain(RED, (1600, 1200)), plain(BLUE, (1600, 1200)), (1600, 1200))
    return made


def color_at(view: CompareView, x: int, y: int) -> str:
    return view.grab().toImage().pixelColor(x, y).name()


def test_before_is_left_of_the_divider_and_after_right_of_it(view: CompareView) -> None:
    assert (color_at(view, 200, 300), color_at(view, 600, 300)) == (RED, BLUE)
    view.set_divider(0.9)
    assert color_at(view, 600, 300) == RED


def test_the_divider_follows_the_mouse(view: CompareView, qtbot: QtBot) -> None:
    moves: list[float] = []
    view.divider_moved.connect(moves.append)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(402, 200))
    qtbot.mouseMove(view, QPoint(300, 200))
    qtbot.mouseMove(view, QPoint(200, 200))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.divider == pytest.approx(0.25)
    assert moves[-1] == view.divider
    qtbot.mouseMove(view, QPoint(600, 200))
    assert view.divider == pytest.approx(0.25), "it moved after it was let go"


def test_the_divider_follows_the_keys(view: CompareView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.divider == pytest.approx(0.51)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.divider == pytest.approx(0.41)
    assert view.accessibleDescription() == "before 41 percent"
    for _ in range(8):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.divider == 0


def wheel(view: CompareView, at: QPoint, steps: int) -> None:
    position = QPointF(at)
    event = QWheelEvent(
        position,
        view.mapToGlobal(position),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_both_sides_zoom_and_pan_as_one(qtbot: QtBot, theme: Theme) -> None:
    """A picture against its own copy: whatever the view, the two halves are the same pixels."""
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    for y in range(0, 1200, 4):
        for x in range(0, 1600, 40):
            image.setPixel(x, y, 0xFF000000 | (x * 7919 + y * 104729) & 0xFFFFFF)
    view.show_pictures(Picture((image,), True), Picture((image.copy(),), True), (1600, 1200))
    view.set_mode(Mode.SIDE_BY_SIDE)
    wheel(view, QPoint(150, 200), 4)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(600, 300))
    qtbot.mouseMove(view, QPoint(560, 330))
    qtbot.mouseMove(view, QPoint(520, 360))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(520, 360))
    shot = view.grab().toImage()
    ratio = shot.devicePixelRatio()
    half = round(400 * ratio)
    below = round(60 * ratio)
    left, right = shot.copy(0, below, half - 2, 400), shot.copy(half, below, half - 2, 400)
    assert left == right
    assert view.viewport.scale > view.viewport.fit_scale


def test_the_wheel_zooms_where_the_pointer_is(view: CompareView) -> None:
    before = view.viewport
    wheel(view, QPoint(600, 150), 3)
    after = view.viewport
    for viewport in (before, after):
        placed = viewport.placed()
        assert (600 - placed.x) / viewport.scale == pytest.approx(1200)
        assert (150 - placed.y) / viewport.scale == pytest.approx(300)


def test_double_click_is_100_percent_and_back(view: CompareView, qtbot: QtBot) -> None:
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert view.viewport.scale == 1
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert view.viewport.fitted


def test_holding_shows_only_before(view: CompareView) -> None:
    view.hold_before(True)
    assert color_at(view, 700, 300) == RED
    view.hold_before(False)
    assert color_at(view, 700, 300) == BLUE


def test_moving_the_divider_scales_nothing_anew(qtbot: QtBot, theme: Theme) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(1600, 1000)
    view.show()
    view.show_pictures(plain(RED, (6000, 4000)), plain(BLUE, (6000, 4000)), (6000, 4000))
    view.grab()
    scaled = {name: frame.image.cacheKey() for name, frame in view._frames.items()}
    assert set(scaled) == {"before", "after"}
    for step in range(5):
        view.set_divider(0.2 + step / 10)
        view.grab()
    assert {name: frame.image.cacheKey() for name, frame in view._frames.items()} == scaled
    view.zoom(2.0)
    view.grab()
    assert all(frame.image.cacheKey() != scaled[name] for name, frame in view._frames.items())


def test_every_pixel_is_asked_for_only_when_it_can_be_seen(qtbot: QtBot, theme: Theme) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    asked: list[bool] = []
    view.full_wanted.connect(lambda: asked.append(True))
    small = QImage(1000, 750, QImage.Format.Format_RGB32)
    small.fill(RED)
    view.show_pictures(Picture((small,), False), Picture((small,), False), (4000, 3000))
    assert asked == []
    view.toggle_full()
    assert asked


def test_a_picture_is_upright_and_halves(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (3000, 2000), (10, 200, 30)).save(path, exif=exif)
    picture = load_picture(path, 2560)
    first, second = picture.levels[0], picture.levels[1]
    assert (first.width(), first.height()) == (1707, 2560)
    assert second.width() == first.width() // 2
    assert not picture.full
    assert load_picture(path, 32768).full
    assert picture.level_for(100) is picture.levels[-1]
    assert picture.level_for(99999) is first


def test_the_change_map_is_clear_where_nothing_changed(tmp_path: Path) -> None:
    before = Image.new("RGB", (600, 400), (90, 120, 90))
    after = before.copy()
    after.paste((200, 120, 90), (300, 0, 600, 400))
    before.save(tmp_path / "a.png")
    after.save(tmp_path / "b.png")
    overlay = change_map(load_picture(tmp_path / "a.png", 2560), load_picture(tmp_path / "b.png", 2560))
    assert overlay.pixelColor(overlay.width() // 4, 100).alpha() == 0
    assert overlay.pixelColor(overlay.width() * 3 // 4, 100).alpha() > 100


def test_what_the_judge_found_lies_over_the_change_map(tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), (90, 120, 90)).save(tmp_path / "a.png")
    found = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    found.paste((255, 0, 0, 200), (0, 0, 150, 200))
    found.save(tmp_path / "found.png")
    same = load_picture(tmp_path / "a.png", 2560)
    overlay = change_map(same, same, tmp_path / "found.png")
    left, right = (overlay.pixelColor(overlay.width() * part // 4, 100) for part in (1, 3))
    assert (left.red(), left.alpha()) == (255, 200) and right.alpha() == 0
    assert change_map(same, same, tmp_path / "gone.png").pixelColor(10, 10).alpha() == 0


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
    overlay = change_map(load_picture(tmp_path / "a.png", 2560), load_picture(tmp_path / "b.png", 2560))
    scale = overlay.width() / 1200

    def tinted(x: int, y: int) -> bool:
        return overlay.pixelColor(round(x * scale), round(y * scale)).alpha() > 0

    inside = [tinted(x, y) for x in range(590, 692, 6) for y in range(450, 642, 6)]
    near = {(x, y) for x in range(550, 730) for y in range(410, 680)}
    places = [(x, y) for x in range(10, 1190, 12) for y in range(10, 790, 12) if (x, y) not in near]
    outside = [tinted(x, y) for x, y in places]
    assert sum(inside) / len(inside) > 0.25
    assert sum(outside) / len(outside) < 0.02


@given(some.floats(1, 9000), some.floats(1, 9000), some.floats(0.2, 5), some.floats(0, 800), some.floats(0, 600))
def test_a_viewport_never_loses_its_picture(width: float, height: float, factor: float, x: float, y: float) -> None:
    viewport = Viewport(width, height, 800, 600).fit().zoomed(factor, x, y).panned(x - 400, y - 300)
    assert viewport.fit_scale <= viewport.scale <= 8.0
    placed, seen = viewport.placed(), viewport.visible()
    assert seen.width == pytest.approx(min(800, placed.width))
    assert seen.height == pytest.approx(min(600, placed.height))
