"""Before and after: one zoom and pan for both sides, a divider for mouse and keys, and frames that cost little."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from luster_desktop.intake.thumbnails import ThumbnailCache
from luster_desktop.ui.review.compare import CompareView, Mode
from luster_desktop.ui.review.pictures import Picture, load_full, load_picture
from luster_desktop.ui.review.viewport import Viewport
from luster_desktop.ui.theme import Theme
from luster_desktop.ui.widgets.current import color

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


def test_the_divider_moves_in_steps(view: CompareView) -> None:
    view.nudge(0.01)
    assert view.divider == pytest.approx(0.51)
    view.nudge(-0.1)
    assert view.divider == pytest.approx(0.41)
    assert view.accessibleDescription() == "before 41 percent"
    for _ in range(8):
        view.nudge(-0.1)
    assert view.divider == 0


def on_screen(view: CompareView) -> QImage:
    """What the window system has been given, which is not painted again for this."""
    return view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


class Watched(CompareView):
    """Keeps how wide what it paints is."""

    def __init__(self) -> None:
        self.painted: list[int] = []
        super().__init__()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        self.painted.append(event.rect().width())
        super().paintEvent(event)


def test_a_dragged_divider_leaves_no_trace_and_little_is_painted(qtbot: QtBot, theme: Theme) -> None:
    view = Watched()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_pictures(plain(RED, (1600, 1200)), plain(BLUE, (1600, 1200)), (1600, 1200))
    QApplication.processEvents()
    for fraction in (0.51, 0.5, 0.12, 0.02, 0.11, 0.97, 0.9, 0.0, 1.0, 0.5):
        moved = abs(fraction - view.divider) * view.width()
        view.painted.clear()
        view.set_divider(fraction)
        QApplication.processEvents()
        assert view.painted and max(view.painted) < moved + 260
        seen = on_screen(view)
        view.repaint()
        assert seen == on_screen(view), fraction


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
    assert (color_at(view, 100, 500), color_at(view, 1500, 500)) == (RED, BLUE)
    assert {name: frame.image.cacheKey() for name, frame in view._frames.items()} == scaled, (
        "while it moves none is made"
    )
    qtbot.waitUntil(lambda: not view._moving)
    view.grab()
    assert all(frame.image.cacheKey() != scaled[name] for name, frame in view._frames.items())


def test_a_moving_picture_leaves_no_trace_beside_it(view: CompareView) -> None:
    view.zoom(4.0)
    view.grab()
    view.zoom(0.01)
    assert view._moving
    view.resize(800, 900)
    shot = view.grab().toImage()
    assert shot.pixelColor(400, 20) == shot.pixelColor(400, 880) == color("stage")


def test_what_the_cache_has_is_not_decoded_again_and_small_photos_are_exact(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "cache")
    large, small = tmp_path / "large.jpg", tmp_path / "small.png"
    Image.effect_noise((3200, 2000), 60).convert("RGB").save(large, quality=90)
    Image.effect_noise((300, 200), 90).convert("RGB").save(small)
    first = load_picture(large, 2560, cache)
    assert (first.levels[0].width(), first.full) == (2560, False)
    (kept,) = (tmp_path / "cache").glob("*/*.jpg")
    with Image.open(kept) as image:
        Image.new("RGB", image.size, (0, 0, 200)).save(kept)
    assert load_picture(large, 2560, cache).levels[0].pixelColor(5, 5).blue() > 190
    exact = load_picture(small, 2560, cache)
    assert exact.full
    shown = exact.levels[0].convertToFormat(QImage.Format.Format_RGB888)
    with Image.open(small) as image:
        row = image.crop((0, 9, 300, 10)).tobytes()
    start = 9 * shown.bytesPerLine()
    assert bytes(shown.constBits())[start : start + len(row)] == row
    every = load_full(large, first)
    assert [level.width() for level in every.levels] == [3200, 2560, 1280]
    assert every.full and every.levels[1] is first.levels[0]


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


@given(some.floats(1, 9000), some.floats(1, 9000), some.floats(0.2, 5), some.floats(0, 800), some.floats(0, 600))
def test_a_viewport_never_loses_its_picture(width: float, height: float, factor: float, x: float, y: float) -> None:
    viewport = Viewport(width, height, 800, 600).fit().zoomed(factor, x, y).panned(x - 400, y - 300)
    assert viewport.fit_scale <= viewport.scale <= 8.0
    placed, seen = viewport.placed(), viewport.visible()
    assert seen.width == pytest.approx(min(800, placed.width))
    assert seen.height == pytest.approx(min(600, placed.height))
