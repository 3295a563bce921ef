"""Every window and state as PNG files to look at: `python -m tests.desktop.ui.gallery_of_states FOLDER [NAME...]`.

Run by hand. Uses the sample shoot and the real library; needs no service.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from luster_desktop.app import App, Start, build
from luster_desktop.cloud.status import SyncState, SyncStatus
from luster_desktop.intake.scan import RejectedFile
from luster_desktop.library.models import JobState
from luster_desktop.library.store import Library
from luster_desktop.paths import Paths, resource
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.account.sign_in import SignInDialog
from luster_desktop.ui.presets.plan import make_plan
from luster_desktop.ui.settings.sheets import AboutSheet, ShortcutSheet
from luster_desktop.ui.shell.rejects import RejectsDialog
from luster_desktop.ui.theme import Mode
from luster_desktop.ui.widgets.dialogs import Trouble, TroubleDialog
from tests.desktop.ui import account_pictures, states

SIZES = {"s": (1100, 700), "l": (2200, 1400)}
DUSK = {"sky_warmth": "natural", "interior_lights": "on"}


def settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def fill(home: Path) -> None:
    """Three shoots; the newest with a photo in each state."""
    library = Library(Paths(home).create().library)
    for name, count in (("Harbour View 3B", 9), ("48 Mill Lane", 24)):
        old = library.create_shoot(name)
        photos = states.add(library, old, states.make_photos(home / name, count))
        for job in states.order(library, photos[:4], "sky", {"kind": "clouds"}):
            states.finish(library, job, home / "outputs")
    shoot = library.create_shoot("12 Oak Street")
    photos = states.add(library, shoot, states.copy_sample(resource("sample_shoot"), home / "12 Oak Street"))
    jobs = states.order(library, photos[:11], "dusk", DUSK)
    states.finish(library, jobs[0], home / "outputs", {"fidelity": {"verdict": "pass", "score": 0.02}})
    states.finish(library, jobs[1], home / "outputs", {"fidelity": {"verdict": "retry", "score": 0.61}})
    states.finish(library, jobs[4], home / "outputs")
    states.fail(library, jobs[2], "The edit changed more than it was asked to, twice. Nothing was charged.")
    states.move(library, jobs[3], JobState.PROCESSING)
    states.move(library, jobs[5], JobState.QUEUED)
    states.uploading(library, jobs[6], 0.4)
    states.uploading(library, jobs[7], 0.85)
    states.move(library, jobs[8], JobState.WAITING_FOR_CREDITS)
    states.move(library, jobs[9], JobState.CANCELLED)
    library.refuse_photo(photos[11].id, "The file is damaged: it ends too early.")
    sky = states.order(library, photos[:1], "sky", {"kind": "clouds"})
    states.finish(library, sky[0], home / "outputs", {"fidelity": {"verdict": "pass", "score": 0.01}})
    library.close()


class Shots:
    def __init__(self, out: Path, names: list[str], mode: Mode, size: str) -> None:
        self.out, self.names, self.mode, self.size = out, names, mode, size

    def wanted(self, name: str) -> bool:
        return not self.names or any(wish in name for wish in self.names)

    def take(self, widget: QWidget, name: str) -> None:
        settle(60)
        path = self.out / f"{name}-{self.mode.value}-{self.size}.png"
        widget.grab().save(str(path))
        print(path)


def start(home: Path, size: str) -> App:
    settings = DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", home)
    app = build(settings, Start(cloud=False))
    app.window.resize(*SIZES[size])
    app.window.show()
    loop = QEventLoop()
    app.library_ready.connect(loop.quit)
    loop.exec()
    settle(1500)
    return app


def signed_in(app: App, available: int) -> None:
    """Show the panel and the bar as they are with an account; no service is asked in these pictures."""
    bar, panel = app.window.topbar, app.window.presets
    bar.balance.setText(f"{available} credits")
    bar.balance.show()
    bar.account_button.show()
    bar.sign_in.hide()
    rows = app.bench.photos.all_rows()
    chosen = set(app.window.chosen_ids())
    panel.show_plan(make_plan(rows, chosen, panel.preset, panel.parameters, available, signed_in=True))


def dialogs(app: App, shots: Shots) -> None:
    window = app.window
    rejected = [
        RejectedFile(Path("notes.txt"), "Not a photo: Luster takes JPEG, HEIC, PNG, TIFF and WebP."),
        RejectedFile(Path("IMG_0042.JPG"), "The file is empty."),
        RejectedFile(Path("Grundriss Küche.pdf"), "Not a photo: Luster takes JPEG, HEIC, PNG, TIFF and WebP."),
    ]
    trouble = Trouble(
        "The photos could not be saved",
        "The disk or folder cannot be reached or is full.",
        "Check that the disk is connected and has free space, then try again.",
        "Request 7f3c2a",
    )
    made: dict[str, Callable[[], QWidget]] = {
        "signin": lambda: SignInDialog(window, app.account, mailbox="http://127.0.0.1:1/mailbox"),
        "shortcuts": lambda: ShortcutSheet(window),
        "about": lambda: AboutSheet(window),
        "rejects": lambda: RejectsDialog(window, rejected),
        "trouble": lambda: TroubleDialog(window, trouble),
    }
    for name, make in made.items():
        if shots.wanted(f"dialog-{name}"):
            dialog = make()
            dialog.show()
            shots.take(dialog, f"dialog-{name}")
            if isinstance(dialog, SignInDialog):
                dialog._email = "ana@example.com"
                dialog._on_sent(None)
                dialog.code.setText("4815")
                shots.take(dialog, "dialog-code")
            dialog.close()
    if shots.wanted("dialog-settings"):
        app.commands.settings()
        dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "SettingsDialog")
        shots.take(dialog, "dialog-settings")
        dialog.close()
    if any(shots.wanted(f"dialog-{name}") for name in ("buy", "account", "delete", "history")):
        account_pictures.take(window, app.account, shots.take)


def working(**facts: Any) -> SyncStatus:
    return SyncStatus(SyncState.WORKING, "", uploading=2, editing=3, done=4, total=11, failed=1, **facts)


def photograph(app: App, shots: Shots) -> None:
    window = app.window
    if shots.wanted("gallery"):
        signed_in(app, 25)
        window.activity.show_status(working(seconds_left=140.0), signed_in=True, expired=False, idle="")
        shots.take(window, "gallery")
        rows = app.bench.photos.all_rows()
        window.gallery.view.select([row.photo.id for row in rows[11:15]])
        settle(30)
        signed_in(app, 2)
        offline = SyncStatus(SyncState.OFFLINE, "", done=4, total=11)
        window.activity.show_status(offline, signed_in=True, expired=False, idle="")
        window.notices.say("saved", "12 photos saved.", tone="ok", action="Show in folder")
        window.notices.say("rejects", "15 photos added, 3 files were left out.", tone="warn", action="Show which")
        shots.take(window, "gallery-selected")
        window.notices.clear("saved")
        window.notices.clear("rejects")
        window.gallery.view.clearSelection()
    if shots.wanted("drop"):
        window.overlay.show_text("Add 42 files to 12 Oak Street", "Your files stay where they are")
        shots.take(window, "drop")
        window.overlay.hide()
    if shots.wanted("review"):
        rows = app.bench.photos.all_rows()
        window.open_review(rows[0].photo.id)
        settle(1200)
        signed_in(app, 25)
        shots.take(window, "review")
        window.review.toolbar.sides.click()
        shots.take(window, "review-sides")
        window.review.toolbar.wipe.click()
        window.review.toolbar.changes.click()
        settle(600)
        window.review.compare.toggle_full()
        settle(600)
        window.review.compare.set_divider(0.3)
        shots.take(window, "review-full")
        window.review.toolbar.changes.click()
        window.review.show_photo(rows[2].photo.id)
        settle(900)
        shots.take(window, "review-failed")
        window.close_review()
    dialogs(app, shots)


def main(arguments: list[str]) -> int:
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    names = [name for name in arguments[1:] if name not in ("s", "l", "light", "dark")]
    modes = [Mode(name) for name in arguments[1:] if name in ("light", "dark")] or [Mode.DARK, Mode.LIGHT]
    sizes = [name for name in arguments[1:] if name in SIZES] or list(SIZES)
    QApplication(["luster"])
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "full"
        fill(home)
        for size in sizes:
            app = start(home, size)
            for mode in modes:
                app.theme.set_mode(mode)
                settle(250)
                photograph(app, Shots(out, names, mode, size))
            app.window.close()
            empty = start(Path(scratch) / f"empty-{size}", size)
            for mode in modes:
                shots = Shots(out, names, mode, size)
                if shots.wanted("empty"):
                    empty.theme.set_mode(mode)
                    shots.take(empty.window, "empty")
            empty.window.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
