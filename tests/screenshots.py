"""The pictures of the pages for photographers, made anew: `python -m tests.screenshots [NAME...]`.

The real window on the sample shoot, signed in at the one-machine stack, from the first drop to the link for the agent.
Writes `resources/screenshots/NAME.webp`; without names, all of them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from luster_desktop.app import App, Start, build
from luster_desktop.cli import signin
from luster_desktop.library.models import Edit
from luster_desktop.operations.painting import Stroke
from luster_desktop.paths import resource
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.delivery.dialog import DeliveryDialog
from luster_desktop.ui.delivery.share import ShareDialog
from luster_desktop.ui.presets.confirm import ConfirmDialog
from luster_desktop.ui.shell.notices import Notice
from luster_desktop.ui.theme import Mode
from tests.backend.local import stack
from tests.desktop.ui.delivery_pictures import wait
from tests.desktop.ui.settling import settle
from tests.services import open_folder

OUT = resource("screenshots")
EMAIL = "photographer@luster.test"
FRONT, STREET, DUSK_FRONT = 0, 1, 1
BINS = Stroke(0.03, ((0.785, 0.60), (0.81, 0.60), (0.81, 0.625), (0.785, 0.625)))
"""Where they stand in the sample's first photo, as shares of its width and height."""
LONG = 900_000
"""Milliseconds that the edits may take on a busy machine."""


class Camera:
    """Keeps what is wanted; all of it where nothing is named."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = wanted
        OUT.mkdir(exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        settle(400)
        if self.wanted and name not in self.wanted:
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab().save(buffer, "PNG")
        path = OUT / f"{name}.webp"
        Image.open(BytesIO(buffer.data().data())).convert("RGB").save(path, quality=80, method=6)
        print(f"{path.name}: {path.stat().st_size // 1000} kB", flush=True)


def opened(environment: dict[str, str], folder: Path) -> App:
    """The window with the sample shoot, somebody signed in and 25 credits to spend."""
    shoot = folder / "12 Oak Street"
    shutil.copytree(resource("sample_shoot"), shoot)
    settings = DesktopSettings.from_environment({**environment, "LUSTER_HOME": str(folder / "home")})
    start = Start(open_paths=(shoot,), sign_in=lambda session: signin.by_mailbox(session, settings, EMAIL))
    app = build(settings, start)
    app.theme.set_mode(Mode.LIGHT)
    app.window.resize(1280, 800)
    app.window.show()
    wait(lambda: app.account.available == 0)
    grant = [sys.executable, "-m", "backend", "admin", "grant", EMAIL, "25", "--reason", "Welcome", "--ref", EMAIL]
    subprocess.run(grant, env={**os.environ, **environment}, check=True, capture_output=True)
    app.account.refresh()
    wait(lambda: app.account.available == 25)
    wait(lambda: app.window.presets.proposal.isVisible() and not app.bench.grouping and not app.bench.looking, LONG)
    settle(3000)
    return app


def ordered(app: App, photos: Sequence[int], edits: Sequence[Edit]) -> None:
    """Choose and order as the panel does."""
    window, rows = app.window, app.bench.photos.all_rows()
    window.gallery.view.select([rows[number].photo.id for number in photos])
    window.presets.choose_edits(edits)
    wait(lambda: bool(window.presets.quote and window.presets.quote.price == len(photos)))
    window.presets.trigger()
    settle(500)
    for dialog in window.findChildren(ConfirmDialog):
        dialog.accept()


def finished(app: App, number: int) -> Callable[[], bool]:
    """Whether so many photos have a result and nothing is under way."""

    def so() -> bool:
        rows = app.bench.photos.all_rows()
        return sum(row.output is not None for row in rows) >= number and not any(row.stage.moving for row in rows)

    return so


def press(place: QWidget, text: str) -> None:
    """The button of that name."""
    next(one for one in place.findChildren(QAbstractButton) if text in (one.text(), one.accessibleName())).click()


def shoot_and_edits(app: App, camera: Camera) -> None:
    """From the drop to the results."""
    window, view = app.window, app.window.gallery.view
    camera.take(window, "first-shoot")
    rows = app.bench.photos.all_rows()
    view.select([next(row.photo.id for row in rows if row.exposures)])
    app.actions.do("toggle_stack")
    settle(2500)
    camera.take(window, "stack")
    window.gallery.close_stack()
    app.work.rules.choose("crmls")
    press(window.presets, "Hide the proposal")
    view.select([rows[FRONT].photo.id, rows[STREET].photo.id])
    window.presets.choose_edits([Edit("sky", {"kind": "sunset"}), Edit("lawn")])
    wait(lambda: bool(window.presets.quote and window.presets.quote.price == 2 and window.presets.rules.said))
    camera.take(window, "choosing")
    ordered(app, (FRONT,), [Edit("sky", {"kind": "clouds"})])
    rooms = [number for number, row in enumerate(rows) if number > STREET]
    ordered(app, rooms, [Edit("bright")])
    ordered(app, (STREET,), [Edit("dusk")])
    view.clearSelection()
    wait(lambda: app.bench.photos.all_rows()[FRONT].output is not None, LONG)
    camera.take(window, "working")
    wait(finished(app, len(rows)), LONG)


def review(app: App, camera: Camera) -> None:
    """Before and after, what changed, and what is to go."""
    window, stage, rows = app.window, app.window.review, app.bench.photos.all_rows()
    for notice in window.notices.findChildren(Notice):
        notice.close_notice()
    window.open_review(rows[FRONT].photo.id)
    settle(2500)
    camera.take(window, "review")
    app.actions.do("changes")
    settle(1500)
    camera.take(window, "changes")
    app.actions.do("changes")
    stage.show_photo(rows[DUSK_FRONT].photo.id)
    app.theme.set_mode(Mode.DARK)
    settle(2500)
    camera.take(window, "review-dark")
    app.theme.set_mode(Mode.LIGHT)
    stage.show_photo(rows[FRONT].photo.id)
    settle(1500)
    app.actions.do("go_on")
    window.presets.choose("remove")
    stage.set_painting(True)
    settle(1500)
    assert stage.canvas is not None
    stage.set_strokes(stage.canvas, (BINS,))
    press(window.presets, "Movable thing")
    settle(1000)
    camera.take(window, "removing")
    window.presets.trigger()
    settle(1000)
    wait(lambda: not any(row.stage.moving for row in app.bench.photos.all_rows()), LONG)
    for notice in window.notices.findChildren(Notice):
        notice.close_notice()
    stage.set_painting(False)
    stage.show_photo(rows[FRONT].photo.id)
    settle(2500)
    camera.take(window, "removed")
    window.close_review()


def delivery(app: App, camera: Camera) -> None:
    """Sets by the rules, in a folder that has no long name."""
    window, bench = app.window, app.bench
    for row, name in zip(
        bench.photos.all_rows(), ("Front", "Street", "Kitchen", "Living room", "Bedroom"), strict=False
    ):
        bench.edit.name_rooms([row.photo.id], name)
    assert bench.current is not None
    bench.edit.describe(bench.current, "12 Oak Street", "crmls")
    wait(lambda: bench.current is not None and bench.current.address == "12 Oak Street")
    folder = Path("Delivered")
    folder.mkdir()
    app.store.set_folder("deliver", folder)
    app.actions.do("deliver")
    (dialog,) = window.findChildren(DeliveryDialog)
    wait(lambda: dialog.proposal is not None)
    dialog.boxes["print"].setChecked(True)
    camera.take(dialog, "delivery")
    dialog.export.click()
    wait(lambda: dialog.outcome is not None, LONG)
    camera.take(dialog, "delivered")
    dialog.close()


def dialogs(app: App, camera: Camera) -> None:
    """The link, credits, and what is done before photos are sent."""
    for action, name in (("share", "share"), ("buy_credits", "credits"), ("settings", "settings")):
        app.actions.do(action)
        settle(3000)
        (dialog,) = (one for one in app.window.findChildren(QDialog) if one.isVisible())
        if isinstance(dialog, ShareDialog):
            press(dialog, "Make the link")
            wait(lambda link=dialog.link: bool(link.text()), LONG)  # type: ignore[misc]
            settle(500)
        camera.take(dialog, name)
        dialog.close()
        settle(200)


def main(wanted: Sequence[str]) -> int:
    """Make them; returns the exit code."""
    camera = Camera(wanted)
    QApplication(["luster"])
    with open_folder() as folder, stack.running(folder / "stack") as running, tempfile.TemporaryDirectory() as scratch:
        app = opened(running.environment, Path(scratch))
        try:
            shoot_and_edits(app, camera)
            review(app, camera)
            with contextlib.chdir(scratch):
                delivery(app, camera)
            dialogs(app, camera)
        finally:
            app.window.close()
            app.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
