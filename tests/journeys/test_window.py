"""A photographer's evening, in the real window: sign in, drop, order, compare, save; and quitting in between."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start
from luster_desktop.cloud.session import Session
from luster_desktop.library.models import JobState
from luster_desktop.ui.account.sign_in import SignInDialog
from luster_desktop.ui.presets.confirm import ConfirmDialog
from luster_desktop.words import orders as words
from tests.journeys.conftest import ROOT, SAMPLE, Machine

pytestmark = pytest.mark.journey
Opener = Callable[..., App]
DONE = 120_000


def drop(app: App, *paths: Path) -> None:
    """A real drag over the window and a drop, as the desktop's file manager sends them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(app.window.rect().center(), actions, mime, buttons, keys)
    QApplication.sendEvent(app.window, over)
    assert over.isAccepted()
    dropped = QDropEvent(QPointF(app.window.rect().center()), actions, mime, buttons, keys)
    QApplication.sendEvent(app.window, dropped)
    assert dropped.dropAction() == Qt.DropAction.CopyAction


def sign_in(app: App, qtbot: QtBot, machine: Machine, email: str) -> None:
    """By the dialog: address, then the code from the mailbox."""
    app.window.topbar.sign_in_asked.emit()
    dialog = app.window.findChild(SignInDialog)
    assert dialog is not None
    next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == "E-mail address").setText(email)
    send = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Send code")
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.on_code_page, timeout=30_000)
    with qtbot.waitSignal(dialog.signed_in, timeout=30_000):
        qtbot.keyClicks(dialog.code, machine.code(email))


def grant(machine: Machine, email: str, number: int) -> None:
    grant = ["admin", "grant", email, str(number), "--reason", "test", "--ref", email]
    environment = {**os.environ, **machine.environment}
    subprocess.run([sys.executable, "-m", "backend", *grant], cwd=ROOT, env=environment, check=True)


def signed_in_with(machine: Machine, email: str) -> Start:
    """A start that signs in by itself, as a kept session would."""

    def by_code(session: Session) -> None:
        session.request_code(email)
        session.verify_code(email, machine.code(email))

    return Start(sign_in=by_code)


def states(app: App) -> list[JobState]:
    return [row.job.state for row in app.bench.photos.all_rows() if row.job is not None]


def test_from_a_drop_to_a_saved_photo(open_window: Opener, qtbot: QtBot, machine: Machine, tmp_path: Path) -> None:
    email = "evening@studio.test"
    card = tmp_path / "12 Elm St — für Łódź 🏡"
    (card / "DCIM").mkdir(parents=True)
    shutil.copy(SAMPLE / "IMG_0001.JPG", card / "DCIM" / "front view.JPG")
    shutil.copy(SAMPLE / "IMG_0015.HEIC", card / "гостиная.HEIC")
    (card / "notes.txt").write_text("lockbox at the side door")
    (card / "empty.jpg").touch()
    (card / "cut short.jpg").write_bytes((SAMPLE / "IMG_0002.JPG").read_bytes()[:200_000])

    app = open_window(tmp_path / "home")
    sign_in(app, qtbot, machine, email)
    # The account is made by the first call; then it can be given credits.
    qtbot.waitUntil(lambda: app.account.signed_in and app.account.available == 0, timeout=30_000)
    grant(machine, email, 5)

    drop(app, card)
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 3, timeout=30_000)
    usable = {"front view.JPG", "гостиная.HEIC"}
    app.account.refresh()
    qtbot.waitUntil(lambda: app.account.available == 5, timeout=30_000)
    chosen = [row.photo.id for row in app.bench.photos.all_rows() if row.photo.name in usable]
    app.window.gallery.view.select(chosen)
    app.window.presets.choose("bright", {"strength": "natural"})
    qtbot.waitUntil(lambda: bool(app.window.presets.quote and app.window.presets.quote.price == 2), timeout=30_000)
    plan = app.window.presets.quote
    assert plan is not None
    assert words.cost(plan) == "2 photos, 2 credits, you have 5"
    app.window.presets.trigger()
    qtbot.waitUntil(lambda: states(app) == [JobState.SUCCEEDED] * 2, timeout=DONE)

    # Both outputs arrive on this computer, are shown in the review, and are saved beside nobody's files.
    library = app.bench.library
    front = next(row for row in app.bench.photos.all_rows() if row.photo.name == "front view.JPG")
    qtbot.waitUntil(lambda: all(library.outputs(photo) for photo in chosen), timeout=30_000)
    app.window.open_review(front.photo.id)
    assert app.window.reviewing
    [output] = library.outputs(front.photo.id)
    folder = tmp_path / "delivery"
    folder.mkdir()
    with qtbot.waitSignal(app.commands._saver.saved, timeout=30_000):
        app.commands._saver.save(library, [output.job_id], folder, words=True)
    with qtbot.waitSignal(app.commands._saver.saved, timeout=30_000):
        app.commands._saver.save(library, [output.job_id], folder, words=True)
    saved = sorted(path.name for path in folder.iterdir())
    assert saved == ["front view bright.jpg"], "and not once more"
    with Image.open(folder / "front view bright.jpg") as after:
        assert after.size == (2400, 1600)
        assert not after.getexif().get_ifd(0x8825)
        assert "icc_profile" in after.info
    books = machine.books(email)
    assert (books.posted, books.held, books.captured) == (3, 0, 2)


@pytest.mark.usefixtures("slow_edits")
def test_quitting_in_the_middle_loses_nothing(
    open_window: Opener, qtbot: QtBot, machine: Machine, tmp_path: Path
) -> None:
    email = "quits@studio.test"
    start = signed_in_with(machine, email)
    first = open_window(tmp_path / "home", start)
    qtbot.waitUntil(lambda: first.account.available == 0, timeout=30_000)
    grant(machine, email, 4)
    first.account.refresh()
    drop(first, *[SAMPLE / f"IMG_{n:04}.JPG" for n in (1, 2, 5, 10)])
    qtbot.waitUntil(lambda: len(first.bench.photos.all_rows()) == 4, timeout=30_000)
    first.window.presets.choose("bright")
    panel = first.window.presets
    # Also the plan for no photos at all, from before the drop, misses nothing.
    qtbot.waitUntil(lambda: bool(panel.quote and (panel.quote.price, panel.quote.missing) == (4, 0)), timeout=30_000)
    first.window.presets.trigger()
    confirm = first.window.findChild(ConfirmDialog)
    assert confirm is not None
    qtbot.mouseClick(confirm.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(state is JobState.PROCESSING for state in states(first)), timeout=60_000)
    first.window.close()

    second = open_window(tmp_path / "home", start)
    qtbot.waitUntil(lambda: states(second) == [JobState.SUCCEEDED] * 4, timeout=DONE)
    library = second.bench.library
    photos = [row.photo.id for row in second.bench.photos.all_rows()]
    qtbot.waitUntil(lambda: all(len(library.outputs(photo)) == 1 for photo in photos), timeout=30_000)
    for photo in photos:
        [output] = library.outputs(photo)
        with Image.open(io.BytesIO(output.path.read_bytes())) as after:
            assert after.size == (2400, 1600)
    books = machine.books(email)
    assert (books.posted, books.held, books.captured, books.succeeded) == (0, 0, 4, 4)
