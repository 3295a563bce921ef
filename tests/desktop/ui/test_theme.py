"""The tokens: readable in both schemes, complete, and followed everywhere at once."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from luster_desktop.paths import resource
from luster_desktop.ui.theme import Mode, Theme, contrast, icon, load, pixmap
from luster_desktop.ui.theme.theme import stylesheet
from luster_desktop.ui.theme.tokens import Scheme

SCHEMES: list[Scheme] = ["light", "dark"]
TEXTS = ("text", "text_muted", "text_faint", "accent_text", "ok_text", "warn_text", "bad_text")
GROUNDS = ("canvas", "stage", "surface", "raised", "hover")
PAIRS = (
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("text", "pressed"),
    ("text_muted", "pressed"),
    ("text", "accent_soft"),
    ("accent_text", "accent_soft"),
    ("bad_text", "accent_soft"),
    ("ok_text", "accent_soft"),
    ("warn_text", "accent_soft"),
    ("text", "ok_soft"),
    ("text", "warn_soft"),
    ("text", "bad_soft"),
    ("warn_text", "warn_soft"),
)


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_is_readable_on_every_ground(scheme: Scheme) -> None:
    tokens = load(scheme)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + list(PAIRS)
    low = {pair: contrast(tokens.color(pair[0]), tokens.color(pair[1])) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_and_borders_of_controls_can_be_seen(scheme: Scheme) -> None:
    tokens = load(scheme)
    for ground in ("canvas", "surface", "raised"):
        assert contrast(tokens.color("focus"), tokens.color(ground)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_greys_are_neutral(scheme: Scheme) -> None:
    tokens = load(scheme)
    for name in ("canvas", "stage", "surface", "raised", "hover", "pressed", "line", "text", "text_muted"):
        value = tokens.color(name)
        assert value[1:3] == value[3:5] == value[5:7], name


def test_schemes_have_the_same_tokens_and_the_stylesheet_uses_only_those() -> None:
    light, dark = load("light"), load("dark")
    assert light.colors.keys() == dark.colors.keys()
    for tokens in (light, dark):
        assert "@" not in stylesheet(tokens)


def test_text_size_reaches_the_stylesheet() -> None:
    assert "font-size: 26px" in stylesheet(load("dark", 2.0))
    assert load("dark", 2.0).font_px("body") == 26


def test_switching_is_live(theme: Theme, qapp: QApplication) -> None:
    dark = qapp.palette().color(QPalette.ColorRole.Window).name()
    theme.set_mode(Mode.LIGHT)
    assert dark == load("dark").color("surface")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == load("light").color("surface")
    assert load("light").color("surface") in qapp.styleSheet()


def test_every_icon_has_ink_in_the_colour_asked_for(theme: Theme) -> None:
    names = sorted(path.stem for path in resource("icons").iterdir() if path.suffix == ".svg" and path.stem != "luster")
    assert len(names) > 40
    for name in names:
        image = pixmap(name, "#ff0000", 24, 2.0).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        inked = [pixel for pixel in pixels if pixel.alpha() > 200]
        assert inked, name
        assert all(color.red() > 200 and color.green() < 60 and color.blue() < 60 for color in inked), name


def test_an_icon_is_sharp_at_both_pixel_ratios(theme: Theme) -> None:
    sizes = {size.width() for size in icon("add", "#ffffff").availableSizes()}
    assert {24, 48} <= sizes or max(sizes) >= 48


def test_icons_and_pictures_load_nothing_from_elsewhere() -> None:
    for folder in ("icons", "presets"):
        for path in resource(folder).glob("*.svg"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?:|href|<script|<image", text), path.name
