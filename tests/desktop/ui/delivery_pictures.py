"""The delivery in all its states, to look at: see `gallery_of_states`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.library.models import Edit
from luster_desktop.ui.delivery.dialog import DeliveryDialog
from luster_desktop.ui.delivery.recipe_form import RecipeForm
from luster_desktop.ui.delivery.room import RoomDialog

Take = Callable[[QWidget, str], None]


def wait(done: Callable[[], bool], most: int = 60_000) -> None:
    """Let the window go on until that is so."""
    loop = QEventLoop()
    timer, end = QTimer(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    timer.start(50)
    end.start(most)
    loop.exec()


def take_all(app: App, take: Take, folder: Path) -> None:
    """The panel under several rules, the dialog before, while and after it makes pictures, and its forms."""
    window, panel, bench = app.window, app.window.presets, app.bench
    rows = bench.photos.all_rows()
    window.gallery.view.select([row.photo.id for row in rows[:3]])
    for profile, edits in (("crmls", ("sky", "lawn")), ("generic", ("bright",)), ("mls_now", ("remove",))):
        app.work.rules.choose(profile)
        wait(lambda name=profile: bench.current is not None and bench.current.profile == name)  # type: ignore[misc]
        panel.choose_edits([Edit(edit) for edit in edits])
        wait(lambda: bool(panel.rules.said))
        wait(lambda: False, 400)
        take(window, f"delivery-panel-{profile}")
    rooms = ("Front", "Kitchen", "Living room")
    for row, name in zip(rows, rooms, strict=False):
        bench.edit.name_rooms([row.photo.id], name)
    assert bench.current is not None
    bench.edit.describe(bench.current, "12 Oak Street", "crmls")
    wait(lambda: bench.current is not None and bench.current.address == "12 Oak Street")
    window.gallery.view.clearSelection()
    take(window, "delivery-rooms")
    folder.mkdir(exist_ok=True)
    app.store.set_folder("deliver", folder)
    app.actions.do("deliver")
    (dialog,) = window.findChildren(DeliveryDialog)
    wait(lambda: dialog.proposal is not None)
    dialog.boxes["print"].setChecked(True)
    take(dialog, "delivery")
    dialog.export.click()
    take(dialog, "delivery-busy")
    wait(lambda: dialog.outcome is not None)
    take(dialog, "delivery-done")
    form = RecipeForm(dialog, bench.library.folder, ExportRecipe("", ""))
    form.show()
    take(form, "delivery-recipe")
    form.close()
    dialog.close()
    room = RoomDialog(window, "IMG_0002.JPG", "Kitchen", rooms, more=True)
    room.show()
    take(room, "delivery-room")
    room.close()
    shutil.rmtree(folder, ignore_errors=True)
