"""What is proposed for a shoot, in each state, for `gallery_of_states`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.library.store import Library
from luster_desktop.paths import Paths, resource
from tests.desktop.ui import account_pictures, states


def fill(home: Path) -> None:
    """The sample shoot, of which nothing was ordered."""
    library = Library(Paths(home).create().library)
    shoot = library.create_shoot("12 Oak Street")
    states.add(library, shoot, states.copy_sample(resource("sample_shoot"), home / "12 Oak Street"))
    library.close()


def take_all(app: App, take: Callable[[QWidget, str], None], settle: Callable[[int], None]) -> None:
    """Signed out, with credits, with a line's photos selected, without enough credits, in part, in large text."""
    window, box = app.window, app.window.presets.proposal
    while app.bench.looking or not app.bench.photos.all_rows():
        settle(200)
    settle(1500)

    def have(credits: int) -> None:
        account_pictures.signed_in(app.account, credits)
        window.topbar.refresh()
        app.account.changed.emit()
        settle(300)

    take(window, "proposals-signed-out")
    have(25)
    take(window, "proposals")
    box.line_asked.emit(box.lines[1].proposal)
    settle(300)
    take(window, "proposals-line")
    window.gallery.view.clearSelection()
    have(3)
    take(window, "proposals-short")
    box.lines[1].tick.setChecked(False)
    settle(300)
    take(window, "proposals-in-part")
    box.lines[1].tick.setChecked(True)
    have(25)
    app.theme.set_text_scale(2.0)
    settle(500)
    take(window, "proposals-large-text")
    app.theme.set_text_scale(1.0)
