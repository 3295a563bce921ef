"""Updates of the app as its user meets them: a line in the window, and the new version after the next start."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.shell.about import AboutSheet
from luster_desktop.ui.shell.notices import Notice
from luster_desktop.ui.shell.updating import Updating
from luster_desktop.ui.widgets.controls import label
from luster_desktop.updates import preparing
from luster_desktop.updates.versions import Stage, Versions, program_in
from tests.desktop.ui.browser import Browser
from tests.desktop.updates.feeds import NOTES, Makers, makers
from tests.desktop.updates.stand_in_app import PROGRAM, app


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Makers]:
    with makers(tmp_path / "makers", tmp_path / "home") as served:
        yield served


def updating(app: App) -> Updating:
    assert app.updating is not None
    return app.updating


def notices(app: App) -> list[Notice]:
    return [notice for notice in app.window.findChildren(Notice) if notice.isVisible()]


def said(app: App) -> list[str]:
    return [notice.accessibleName() for notice in notices(app)]


def test_a_new_version_is_told_of_and_starts_after_the_app_was_left(
    make_app: Callable[..., App], made: Makers, qtbot: QtBot, tmp_path: Path
) -> None:
    app_folder = app(tmp_path / "installed", "1.0.0", made.home)
    made.release("2.0.0")
    window = make_app(made.home, Start(cloud=False, prepare=False, updates=made.updates()))
    assert said(window) == [] and not made.asked, "the start is not the time to look"
    updating(window).look()
    ready = "Luster 2.0.0 is ready; it is applied when you quit."
    qtbot.waitUntil(lambda: said(window) == [ready])
    assert Versions(made.home).choice().version == "", "applied before the app was left"
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # the stub says bytes
    try:
        notices(window)[0].action.click()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.pages == [NOTES]
    window.window.close()
    assert Versions(made.home).choice().version == "2.0.0"
    program = program_in(app_folder.parent, PROGRAM)
    assert subprocess.run([program], capture_output=True, text=True).stdout == "2.0.0\n"


def test_a_refused_update_is_told_once_and_the_work_goes_on(
    make_app: Callable[..., App], made: Makers, qtbot: QtBot
) -> None:
    made.release("2.0.0")
    made.expire("timestamp")
    window = make_app(made.home, Start(cloud=False, prepare=False, updates=made.updates()))
    updating(window).look()
    qtbot.waitUntil(lambda: len(said(window)) == 1)
    assert said(window)[0].startswith("Luster cannot tell whether it is up to date:")
    notices(window)[0].close_notice()
    asked = len(made.asked)
    updating(window).look()
    qtbot.waitUntil(lambda: len(made.asked) > asked and not updating(window)._looking)
    assert said(window) == []
    window.window.close()
    assert Versions(made.home).choice().version == ""


def test_a_feed_that_is_not_reached_is_no_news(make_app: Callable[..., App], made: Makers, qtbot: QtBot) -> None:
    made.release("2.0.0")
    made.address = "http://127.0.0.1:1"
    window = make_app(made.home, Start(cloud=False, prepare=False, updates=made.updates()))
    updating(window).look()
    qtbot.waitUntil(lambda: not updating(window)._looking)
    assert said(window) == []


def test_leaving_does_not_wait_for_a_download(make_app: Callable[..., App], made: Makers, qtbot: QtBot) -> None:
    made.release("2.0.0", marks=("dawdles",))
    window = make_app(made.home, Start(cloud=False, prepare=False, updates=made.updates()))
    updating(window).look()
    qtbot.waitUntil(lambda: bool(list(made.home.glob("versions/2.0.0.part/*"))))
    window.window.close()
    assert window.runner.close(), "the trial of the new version goes on"
    assert not Versions(made.home).of("2.0.0").exists()


def test_the_first_window_makes_a_version_good_and_says_what_was_undone(
    make_app: Callable[..., App], made: Makers, qtbot: QtBot
) -> None:
    made.release("2.0.0")
    versions = Versions(made.home)
    versions.choose("3.0.0")
    versions.go_back()
    versions.choose("2.0.0")
    versions.begin("2.0.0", 1)
    window = make_app(made.home, Start(cloud=False, prepare=False, updates=made.updates("2.0.0")))
    qtbot.waitUntil(lambda: len(said(window)) == 1)
    assert said(window) == ["Luster 3.0.0 did not start on this computer, so the one before it goes on."]
    assert versions.choice().stage is Stage.GOOD


def test_about_says_why_updates_are_off(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told(environment: dict[str, str]) -> list[str]:
        sheet = AboutSheet(None, DesktopSettings.from_environment(environment))
        return [text.text() for text in sheet.findChildren(type(label())) if "pdates are" in text.text()]

    assert told({}) == ["Updates are off: this Luster runs from its sources."]
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert told({}) == ["Updates are off: this Luster was built without a key to check them by."]
    root = tmp_path / "root.json"
    root.write_text("{}")
    monkeypatch.setattr(preparing, "root_of_trust", lambda: root)
    assert told({"UPDATES_URL": "off"}) == ["Updates are switched off on this computer."]
    assert told({}) == []
    on = preparing.updates_of(DesktopSettings.from_environment({}))
    assert on is not None and on.own
