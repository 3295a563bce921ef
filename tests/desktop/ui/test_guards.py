"""What stands between the user and surprises: uncaught errors, second starts, codes pasted in any form."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl, qWarning
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.account.code_field import CodeField
from luster_desktop.ui.crash import CrashGuard
from luster_desktop.ui.errors import UNEXPECTED, sentence, trouble
from luster_desktop.ui.single_instance import SingleInstance
from luster_desktop.ui.theme import Theme
from luster_desktop.ui.widgets.dialogs import Trouble, TroubleDialog
from luster_desktop.ui.widgets.numbers import duration, money, size


def test_an_uncaught_error_is_told_once_and_logged_without_its_values(
    qtbot: QtBot, runner: TaskRunner, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Trouble] = []
    guard = CrashGuard(told.append)

    def work(_token: object) -> None:
        raise ValueError("/home/ana/Secret House/IMG_0001.JPG")

    try:
        with caplog.at_level(logging.WARNING, "luster.window"):
            runner.run(work)
            qtbot.waitUntil(lambda: len(told) == 1)
            runner.run(work)
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
            qtbot.waitUntil(lambda: len(told) == 2)
            qWarning("could not read /home/ana/Secret House/IMG_0001.JPG")
    finally:
        guard.close()
    assert [trouble.happened for trouble in told] == [UNEXPECTED, UNEXPECTED]
    assert "ValueError" in told[0].details
    assert "ZeroDivisionError" in caplog.text
    assert "Secret" not in caplog.text + told[0].details
    assert sys.excepthook is not guard._on_exception


def test_errors_are_sentences(tmp_path: Path) -> None:
    assert sentence(PermissionError(13, "denied", str(tmp_path))) == "Luster may not write there."
    assert str(tmp_path) not in sentence(OSError(28, "No space left", str(tmp_path)))
    assert sentence(KeyError("x")) == UNEXPECTED
    told = trouble("The photos could not be saved", PermissionError())
    assert (told.title, told.todo) == ("The photos could not be saved", "Choose another folder.")


def test_details_are_shown_on_demand(qtbot: QtBot, theme: Theme) -> None:
    dialog = TroubleDialog(None, Trouble("Title", "It happened.", "Do this.", "Request 1"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._details.isVisible()
    assert dialog.accessibleDescription() == "It happened. Do this."


def test_a_second_start_hands_over_its_files(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    assert not second.claim()
    photo = tmp_path / "Überblick 🏡.jpg"
    with qtbot.waitSignal(first.asked) as asked:
        assert second.hand_over([photo])
    assert asked.args == [[photo]]
    first.close()
    assert second.claim()
    second.close()


def test_nobody_there_to_hand_over_to(qtbot: QtBot, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path).hand_over([])


@pytest.mark.parametrize("pasted", ["481516", "481 516", "Your code: 481516.", "4 8 1 5 1 6\n"])
def test_a_code_can_be_pasted_in_any_form(qtbot: QtBot, theme: Theme, pasted: str) -> None:
    field = CodeField()
    qtbot.addWidget(field)
    field.show()
    QGuiApplication.clipboard().setText(pasted)
    from PySide6.QtCore import Qt

    with qtbot.waitSignal(field.completed) as done:
        qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert done.args == ["481516"]


def test_a_code_can_be_typed_and_corrected(qtbot: QtBot, theme: Theme) -> None:
    from PySide6.QtCore import Qt

    field = CodeField()
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "12a3")
    assert field.text() == "123"
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(field.completed) as done:
        qtbot.keyClicks(field, "3456")
    assert done.args == ["123456"]


def test_numbers_read_well() -> None:
    assert [duration(s) for s in (10, 150, 5400, 7300)] == [
        "less than a minute",
        "about 2 min",
        "about 2 h",
        "about 2 h",
    ]
    assert "19" in money(1900, "usd")
    assert "1900" in money(1900, "jpy").replace(",", "").replace(".", "").replace(" ", "")
    assert size(32_400_000).startswith("32")


def test_the_window_icon_is_drawn(qapp: QApplication) -> None:
    from luster_desktop.paths import resource

    image = QImage(QUrl.fromLocalFile(str(resource("icons", "luster.svg"))).toLocalFile())
    assert not image.isNull()
    assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() == 255


def test_a_killed_instance_does_not_lock_the_next_one_out(qtbot: QtBot, tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from luster_desktop.ui.single_instance import SingleInstance;"
        "app = QCoreApplication([]); one = SingleInstance(Path(sys.argv[1])); assert one.claim(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=Path(__file__).parents[3])
    assert (tmp_path / "window.lock").exists()
    # As after a restart of the computer, when another program of the same name has the dead one's number.
    lines = (tmp_path / "window.lock").read_text().splitlines()
    lines[0] = str(os.getpid())
    (tmp_path / "window.lock").write_text("\n".join(lines) + "\n")
    after = SingleInstance(tmp_path)
    assert after.claim() or (not after.hand_over([]) and after.reclaim())
    after.close()
