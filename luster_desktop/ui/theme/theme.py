"""The live theme: which scheme is on, and everything that follows when it changes."""

from __future__ import annotations

import re
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from luster_desktop.paths import resource
from luster_desktop.ui.theme.tokens import Scheme, Tokens, load
from luster_desktop.words.language import tr

FAMILIES = [
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    ".AppleSystemUIFont",
    "Inter",
    "Noto Sans",
    "Ubuntu Sans",
    "Cantarell",
    "Liberation Sans",
    "Nimbus Sans",
    "DejaVu Sans",
]


class Mode(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def mode_titles() -> dict[Mode, str]:
    """What the modes are called."""
    return {
        Mode.SYSTEM: tr("System", "appearance"),
        Mode.LIGHT: tr("Light", "appearance"),
        Mode.DARK: tr("Dark", "appearance"),
    }


class Theme(QObject):
    """Applies tokens to the application: style, palette, font, stylesheet; `changed` follows each switch."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, text_scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._text_scale = text_scale
        self.tokens: Tokens = load(self._scheme(), text_scale)
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme)
        self._apply()

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def text_scale(self) -> float:
        return self._text_scale

    def set_mode(self, mode: Mode) -> None:
        """Switch to a fixed scheme, or follow the system's, at once and everywhere."""
        self._mode = mode
        self._refresh()

    def set_text_scale(self, scale: float) -> None:
        """Multiply every type size by `scale` (1.0 to 2.0)."""
        self._text_scale = min(2.0, max(1.0, scale))
        self._refresh()

    @Slot()
    def _on_system_scheme(self) -> None:
        if self._mode is Mode.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        tokens = load(self._scheme(), self._text_scale)
        if (tokens.scheme, tokens.text_scale) == (self.tokens.scheme, self.tokens.text_scale):
            return
        self.tokens = tokens
        self._apply()
        self.changed.emit()

    def _scheme(self) -> Scheme:
        if self._mode is not Mode.SYSTEM:
            return "dark" if self._mode is Mode.DARK else "light"
        return "light" if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light else "dark"

    def _apply(self) -> None:
        self._app.setFont(font(self.tokens, "body"))
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens))


def font(tokens: Tokens, role: str, *, bold: bool = False) -> QFont:
    """The window's font at a type role's size."""
    result = QFont()
    result.setFamilies(FAMILIES)
    result.setPixelSize(tokens.font_px(role))
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    result.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return result


def palette(tokens: Tokens) -> QPalette:
    """An explicit palette, so that native and custom-painted parts agree with the stylesheet on every platform."""
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "canvas",
        QPalette.ColorRole.AlternateBase: "surface",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "text_faint",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "on_accent",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Link: "accent_text",
        QPalette.ColorRole.LinkVisited: "accent_text",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "line_strong",
        QPalette.ColorRole.Light: "raised",
        QPalette.ColorRole.Shadow: "shadow",
        QPalette.ColorRole.Accent: "accent",
    }
    result = QPalette()
    for role, name in roles.items():
        result.setColor(role, QColor(tokens.color(name)))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.color("text_disabled")))
    return result


def stylesheet(tokens: Tokens) -> str:
    """The window's one stylesheet with every `@token@` filled in; KeyError names a token that does not exist."""
    template = resource("theme", "luster.qss").read_text(encoding="utf-8")
    values = {
        **tokens.flat(),
        **{f"{name}_mark": resource("theme", f"{name}.svg").as_posix() for name in ("check", "down")},
    }
    return re.sub(r"@(\w+)@", lambda match: values[match.group(1)], template)
