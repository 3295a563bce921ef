"""The window in other languages: in one that is longer than any, in one from right to left, and in those that ship."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.delivery import shelf
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.operations.ordering import Need, Quote
from luster_desktop.ui.account.delete import DeleteDialog
from luster_desktop.ui.account.page import AccountDialog
from luster_desktop.ui.account.sign_in import SignInDialog
from luster_desktop.ui.delivery.recipe_form import RecipeForm
from luster_desktop.ui.delivery.room import RoomDialog
from luster_desktop.ui.delivery.rules_form import RulesForm
from luster_desktop.ui.language import speak
from luster_desktop.ui.presets.confirm import ConfirmDialog
from luster_desktop.ui.review.note import NoteDialog
from luster_desktop.ui.settings.dialog import SettingsDialog
from luster_desktop.ui.settings.sheets import ShortcutSheet
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.numbers import money, size
from luster_desktop.words import counts
from luster_desktop.words.language import day, decimal, listed, moment, number, tr
from luster_desktop.words.reasons import sentence
from tests.desktop.ui import account_pictures, pseudo, states
from tests.desktop.ui.hands import ids
from tests.desktop.ui.test_sizes import cut

MakeApp = Callable[..., App]
SIZES = [(1024, 700), (1280, 800)]
NAMES = re.compile(
    # files and shoots, also where they are shortened
    r"[\w ()-]+\.(jpe?g|heic)|\w*….*|12 Oak Street|[/~].*"
    # standards, units, languages, and whoever's rules they are
    r"|Luster|sRGB|JPEG|RAW\+JPEG|MLS|\d.*(px|kB|MB|EV| s)|English|Deutsch|Español|Generic: careful everywhere"
    # what those ask for who read English
    r"|Digitally altered, Virtually staged"
    # keys and addresses
    r"|(Ctrl|Shift|Alt|Space|Return|Esc|Del)\b.*|[\w.]+@[\w.]+|https?://\S*",
    re.IGNORECASE,
)


@pytest.fixture(params=[False, True], ids=["left_to_right", "right_to_left"])
def app(
    make_app: MakeApp, qtbot: QtBot, qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[App]:
    """A shoot with a result, a failure and what has not begun, in a window that speaks nobody's language."""
    states.settled_shoot(tmp_path / "home", tmp_path / "12 Oak Street", 8, slice(4, 7))
    with pseudo.spoken(qapp, mirrored=request.param):
        app = make_app(home=tmp_path / "home")
        qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 6)
        rows = app.bench.photos.all_rows()
        jobs = states.order(app.bench.library, [row.photo for row in rows[:3]], "bright", {})
        judged = {"verdict": "pass", "score": 0.2, "beyond_request": 1, "left_out": 3, "generated": ["sky", "lawn"]}
        states.finish(app.bench.library, jobs[0], tmp_path / "out", {"fidelity": judged})
        states.fail(app.bench.library, jobs[1], "The file is empty.")
        qtbot.waitUntil(lambda: app.bench.photos.at(1).problem is not None)
        account_pictures.signed_in(app.account, 1250)
        app.account.changed.emit()
        yield app


@pytest.fixture
def english(qapp: QApplication) -> Iterator[QApplication]:
    """The application, which speaks English again after the test."""
    before = QLocale()
    yield qapp
    speak(qapp, "en")
    QLocale.setDefault(before)


def texts(root: QWidget) -> Iterator[str]:
    """All that a window says, to the eye and to a screen reader."""
    for item in [root, *root.findChildren(QWidget)]:
        if not item.isVisible() and item is not root:
            continue
        if isinstance(item, QLabel | QAbstractButton):
            yield item.text()
        elif isinstance(item, QLineEdit):
            yield item.placeholderText()
        elif isinstance(item, QComboBox):
            yield from (item.itemText(index) for index in range(item.count()))
        elif isinstance(item, QMenu):
            yield from (entry.text() for entry in item.actions())
        yield from (item.toolTip(), item.accessibleName(), item.accessibleDescription(), item.windowTitle())


def unsaid(root: QWidget) -> list[str]:
    """Texts that are in no brackets, though they have words."""
    words = [text for text in texts(root) if re.search(r"[^\W\d_]{2}", text) and "[" not in text]
    return sorted({text for text in words if not NAMES.fullmatch(text)})


def overlapping(root: QWidget) -> list[str]:
    """Labels and buttons beside each other that lie on one another."""
    found = []
    for area in [root, *root.findChildren(QWidget)]:
        kinds = QLabel | QAbstractButton | QLineEdit | QComboBox
        items = [item for item in area.children() if isinstance(item, kinds) and item.isVisible()]
        for index, one in enumerate(items):
            for other in items[index + 1 :]:
                shared = one.geometry() & other.geometry()
                if shared.width() > 1 and shared.height() > 1 and area.layout() is not None:
                    found.append(f"{one.accessibleName() or one.objectName()} {one} on {other}")
    return found


def in_order(root: QWidget) -> bool:
    return not (cut(root) or unsaid(root) or overlapping(root))


def settled(qtbot: QtBot, root: QWidget) -> None:
    """Wait for the layout, then say what is wrong with it."""
    try:
        qtbot.waitUntil(lambda: in_order(root), timeout=5000)
    except TimeoutError:
        assert (cut(root), unsaid(root), overlapping(root)) == ([], [], [])


@pytest.mark.parametrize("size", SIZES)
def test_every_state_of_the_window_has_room_for_a_longer_language(
    app: App, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = app.window
    window.setMinimumSize(*size)
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    for preset in range(1, 6):
        window.presets.choose_number(preset)
        settled(qtbot, window)
    window.gallery.view.select(ids(app, 0, 1))
    window.notices.say("one", counts.photos(1200), action=tr("Undo"))
    settled(qtbot, window)
    window.notices.clear("one")
    stack = next(row for row in app.bench.photos.all_rows() if row.exposures)
    window.gallery.view.select([stack.photo.id])
    window.gallery.open_stack()
    settled(qtbot, window)
    window.gallery.close_stack()
    window.open_review(ids(app, 0)[0])
    qtbot.waitUntil(lambda: window.review.compare._after is not None)
    window.review.toolbar.changes.click()
    settled(qtbot, window)
    window.presets.choose("remove")
    settled(qtbot, window)
    spoken = [app.bench.photos.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert all("[" in text for text in spoken)


@pytest.mark.parametrize("size", SIZES)
def test_an_empty_window_has_room_for_a_longer_language(
    make_app: MakeApp, qapp: QApplication, qtbot: QtBot, size: tuple[int, int]
) -> None:
    with pseudo.spoken(qapp):
        window = make_app().window
        window.setMinimumSize(*size)
        window.resize(*size)
        settled(qtbot, window)


def test_dialogs_have_room_for_a_longer_language(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    window = app.window
    quote = Quote(photo_ids=tuple(ids(app, 0, 1)), price=2, available=1, need=Need.CREDITS, exposures=10, unsure=1)
    made: list[Dialog] = [
        SettingsDialog(window, app.store),
        ShortcutSheet(window, app.actions.sheet()),
        SignInDialog(window, app.account),
        AccountDialog(window, app.account),
        DeleteDialog(window, app.account),
        ConfirmDialog(window, quote, "[Düsk]"),
        NoteDialog(window, "[Düsk]", ""),
        RoomDialog(window, "IMG_0001.jpg", "", (), more=True),
        RecipeForm(window, tmp_path, ExportRecipe("", "")),
        RulesForm(window, tmp_path, replace(shelf.profiles(tmp_path).items["crmls"], id="", body="", source="")),
    ]
    for dialog in made:
        dialog.open()
        settled(qtbot, dialog)
        assert dialog.width() <= SIZES[0][0]
        dialog.close()


def test_menus_speak_the_language(app: App) -> None:
    gallery = app.window.gallery
    menus = [gallery.menu.build(app.bench.photos.all_rows()[:2]), gallery.filters.looks._narrow_menu]
    for menu in menus:
        said = [entry.text() for entry in menu.actions() if entry.text()]
        assert said and all("[" in text for text in said)


@pytest.mark.parametrize("app", [True], ids=["right_to_left"], indirect=True)
def test_pictures_and_their_divider_are_no_text_and_stay_as_they_are(app: App, qtbot: QtBot) -> None:
    window = app.window
    assert window.sidebar.mapTo(window, QPoint(0, 0)).x() > window.presets.mapTo(window, QPoint(0, 0)).x()
    window.open_review(ids(app, 0)[0])
    compare = window.review.compare
    qtbot.waitUntil(lambda: compare._after is not None)
    compare.set_divider(0.5)
    at = QPoint(round(compare.width() * 0.5), compare.height() // 2)
    to = QPoint(round(compare.width() * 0.3), compare.height() // 2)
    qtbot.mousePress(compare, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(compare, to)
    qtbot.mouseRelease(compare, Qt.MouseButton.LeftButton, pos=to)
    assert compare._divider < 0.45
    mirrored = compare.grab().toImage()
    compare.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert compare.grab().toImage() == mirrored


def test_german_is_spoken_with_its_plurals_numbers_and_dates(english: QApplication) -> None:
    speak(english, "de")
    assert tr("Settings") == "Einstellungen"
    assert [counts.photos(1), counts.photos(1200)] == ["1 Foto", "1.200 Fotos"]
    assert (number(12_345), decimal(1.25, 1), money(1900, "eur"), size(32_400_000)) == (
        "12.345",
        "1,3",
        "19,00\xa0€",
        "32,4 MB",
    )
    assert day(date(2026, 5, 3)) == "3. Mai 2026"
    assert re.fullmatch(r"3\. Mai 2026 um \d\d:\d\d", moment(datetime(2026, 5, 3, 12, tzinfo=UTC)))
    assert listed(["der Himmel", "der Rasen", "das Licht"]) == "der Himmel, der Rasen und das Licht"


def test_spanish_is_spoken_with_its_plurals_numbers_and_dates(english: QApplication) -> None:
    speak(english, "es")
    assert [counts.photos(1), counts.photos(12_000)] == ["1 foto", "12.000 fotos"]
    assert day(date(2026, 5, 3)) == "3 de mayo de 2026"
    assert listed(["el cielo", "el césped"]) == "el cielo y el césped"


def test_what_the_service_says_is_told_in_the_language_where_it_is_known(english: QApplication) -> None:
    speak(english, "de")
    assert sentence("The file is empty; copy it from the card again.").startswith("Die Datei ist leer")
    assert sentence("What no app has heard of yet.") == "What no app has heard of yet."


def test_qt_s_own_words_follow(english: QApplication) -> None:
    speak(english, "de")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    speak(english, "en")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


@pytest.mark.parametrize(
    ("computer", "chosen", "said"),
    [
        ("es_MX.UTF-8", "system", "Configuración"),
        ("de_AT.UTF-8", "system", "Einstellungen"),
        ("fr_FR.UTF-8", "system", "Settings"),
        ("de_DE.UTF-8", "en", "Settings"),
        ("C.UTF-8", "es", "Configuración"),
    ],
)
def test_the_computers_language_is_spoken_unless_another_was_chosen(computer: str, chosen: str, said: str) -> None:
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "from luster_desktop.ui.language import speak\n"
        "from luster_desktop.words.language import tr\n"
        f"speak(QApplication([]), {chosen!r})\n"
        "print(ascii(tr('Settings')))"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL")}
    environment |= {"LANG": computer, "LC_MESSAGES": computer, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == ascii(said)


def test_a_language_is_chosen_in_the_settings_and_kept(make_app: MakeApp, english: QApplication) -> None:
    app = make_app()
    assert app.store.language == "system"
    dialog = SettingsDialog(app.window, app.store)
    dialog.open()
    assert not dialog._later.isVisible()
    dialog.language.setCurrentIndex(dialog.language.findText("Deutsch"))
    assert app.store.language == "de"
    assert dialog._later.isVisible(), "it is not said when it is spoken"
    assert app.window.presets.run.text() == "Enhance", "half of the window speaks it"
    dialog.close()
    again = SettingsDialog(app.window, app.store)
    assert again.language.currentText() == "Deutsch"
    speak(english, app.store.language)
    assert SettingsDialog(app.window, app.store).windowTitle() == "Einstellungen"


@pytest.mark.parametrize("code", ["de", "es"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_in_the_languages_that_ship(
    make_app: MakeApp, english: QApplication, qtbot: QtBot, tmp_path: Path, code: str, size: tuple[int, int]
) -> None:
    speak(english, code)
    states.settled_shoot(tmp_path / "home", tmp_path / "12 Oak Street", 8, slice(4, 7))
    app = make_app(home=tmp_path / "home")
    window = app.window
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 6)
    window.setMinimumSize(*size)
    window.resize(*size)
    for preset in range(1, 6):
        window.presets.choose_number(preset)
        qtbot.waitUntil(lambda: cut(window) == [] and overlapping(window) == [], timeout=5000)
    window.open_review(ids(app, 0)[0])
    qtbot.waitUntil(lambda: cut(window) == [] and overlapping(window) == [], timeout=5000)
