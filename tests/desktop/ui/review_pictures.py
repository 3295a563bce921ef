"""Pictures of a review under way: in the grid, on the stage, and the filter for what is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from luster_desktop.app import App
from luster_desktop.library.models import Decision
from tests.desktop.ui import states
from tests.desktop.ui.settling import settle


def take_all(app: App, take: Callable[[QWidget, str], None]) -> None:
    """Decide about a photo of each kind, look at all of it, and take the decisions back."""
    window, bench = app.window, app.bench
    library = bench.library
    done = [row for row in bench.photos.all_rows() if row.output is not None]
    first = done[0].photo
    if len(library.outputs(first.id)) < 3:
        (job,) = states.order(library, [first], "lawn", {"strength": "natural"})
        states.finish(library, job, library.folder / "outputs")
        settle(600)
    window.open_review(first.id)
    settle(1500)
    take(window, "decisions-open")
    window.review.next_version()
    settle(600)
    app.commands.photos.accept()
    settle(900)
    window.review.show_photo(first.id)
    settle(900)
    take(window, "decisions-accepted")
    window.review.next_version()
    settle(900)
    take(window, "decisions-other-delivered")
    window.review.toolbar.open_results()
    take(window.review.toolbar._menu, "decisions-results")
    window.review.toolbar._menu.close()
    window.review.show_photo(done[1].photo.id)
    app.commands.photos.toggle_rejected()
    window.review.show_photo(done[1].photo.id)
    settle(900)
    take(window, "decisions-rejected")
    window.close_review()
    window.gallery.view.clearSelection()
    take(window, "decisions-grid")
    menu = window.gallery.filters.looks._narrow_menu
    window.gallery.show_look(replace(bench.photos.look, decision=Decision.OPEN))
    menu.popup(window.mapToGlobal(window.rect().center()))
    take(menu, "decisions-filter")
    menu.close()
    take(window, "decisions-filtered")
    window.gallery.show_look(bench.photos.look.everything())
    for row in done[2:]:
        window.open_review(row.photo.id)
        app.commands.photos.accept()
    settle(600)
    take(window, "decisions-all")
    window.close_review()
    while bench.undo.canUndo():
        bench.undo.undo()
    window.notices.clear("reviewed")
    settle(300)
