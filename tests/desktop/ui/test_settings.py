"""What the window remembers."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from luster_desktop.ui.settings.dialog import SettingsDialog
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.theme import Theme


def test_each_purpose_has_a_folder_of_its_own(theme: Theme, tmp_path: Path) -> None:
    store = WindowStore(tmp_path)
    (tmp_path / "card").mkdir()
    (tmp_path / "delivery").mkdir()
    store.set_folder("add", tmp_path / "card")
    store.set_folder("save", tmp_path / "delivery")
    again = WindowStore(tmp_path)
    assert [again.folder(purpose) for purpose in ("add", "save", "watch")] == [
        tmp_path / "card",
        tmp_path / "delivery",
        Path.home(),
    ]
    (tmp_path / "card").rmdir()
    assert again.folder("add") == Path.home()


def test_the_users_own_words_are_a_switch_that_is_on(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    store = WindowStore(tmp_path)
    assert store.words
    dialog = SettingsDialog(None, store)
    qtbot.addWidget(dialog)
    assert dialog.words.isChecked()
    dialog.words.click()
    assert not WindowStore(tmp_path).words
