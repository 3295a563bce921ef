"""The language of the window: the computer's where Luster speaks it, or the one that the settings say.

It is taken up when the window starts, before anything is made that has a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QDate, QLibraryInfo, QLocale, QTime, QTranslator
from PySide6.QtWidgets import QApplication

from luster_desktop.paths import resource
from luster_desktop.words import language
from luster_desktop.words.language import English, tr

LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español"}
"""What there is, each under its own name."""
SYSTEM = "system"


class Translated(English):
    """A language of `resources/translations`, with numbers and dates as its locale has them."""

    def __init__(self, code: str, locale: QLocale) -> None:
        self._locale = locale
        self._texts = QTranslator()
        self._texts.load(str(resource("translations", f"luster_{code}.qm")))

    def translation(self, source: str, note: str, count: int) -> str:
        return self._texts.translate("", source, note, count) or ""

    def number(self, value: int) -> str:
        return self._locale.toString(value)

    def decimal(self, value: float, places: int) -> str:
        return self._locale.toString(value, "f", places)

    def day(self, day: date) -> str:
        return self._locale.toString(QDate(day.year, day.month, day.day), tr("d MMMM yyyy", "a date, as Qt writes it"))

    def time(self, at: datetime) -> str:
        return self._locale.toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)

    def listed(self, parts: Sequence[str]) -> str:
        return self._locale.createSeparatedList(list(parts))

    def within(self, title: str) -> str:
        # German nouns are written large everywhere.
        return title if self._locale.language() is QLocale.Language.German else super().within(title)


def speak(app: QApplication, choice: str) -> None:
    """Speak the chosen language, one of `LANGUAGES` or else the computer's, from now on."""
    system = QLocale.system()
    code = choice if choice in LANGUAGES else _first(system.uiLanguages())
    # The computer's own region, where it is one of this language: dates and numbers differ between them.
    locale = system if system.name().startswith(code) else QLocale(code)
    QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())
    language.use(English() if code == "en" else Translated(code, locale))
    for own in app.findChildren(QTranslator):
        app.removeTranslator(own)
    own = QTranslator(app)
    if own.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)


def _first(wanted: Sequence[str]) -> str:
    codes = (name.replace("_", "-").partition("-")[0] for name in wanted)
    return next((code for code in codes if code in LANGUAGES), "en")
