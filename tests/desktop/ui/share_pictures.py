"""The dialog of a shoot's link in each of its states, for `gallery_of_states`. No service is asked for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QWidget

from backend import contract
from luster_desktop.app import App
from luster_desktop.ui.delivery.share import ShareDialog
from tests.desktop.ui.account_pictures import shown

LINK = "https://api.luster.example/s/3Vq8x0pTnW2sYbE7uJd5rGfMhA1cLoI9wBvN4t6XQkZ"


def take(app: App, shot: Callable[[QWidget, str], None]) -> None:
    """Show each state and hand it to `shot` with a name."""
    now = datetime.now(UTC)
    live = contract.Share(title="12 Oak Street", photos=3, created_at=now, expires_at=now + timedelta(days=30))
    opened = live.model_copy(update={"opened_at": now - timedelta(hours=3)})
    over = live.model_copy(update={"expires_at": now - timedelta(days=2)})
    states = {"none": (None, ""), "live": (opened, LINK), "elsewhere": (live, ""), "over": (over, "")}
    for name, (share, link) in states.items():
        shown(_dialog(app, share, link), f"dialog-share-{name}", shot)
    updated = _dialog(app, opened, LINK)
    updated.go.click()
    shown(updated, "dialog-share-updated", shot)


def _dialog(app: App, said: contract.Share | None, link: str) -> ShareDialog:
    shoot = app.bench.current
    assert shoot is not None
    app.store.set_link(shoot.id, link)

    def run(work: Callable[[object], Any], done: Callable[[Any], None], _failed: object, **_: object) -> None:
        done(work(None))

    service: Any = SimpleNamespace(share=lambda _: said, put_share=lambda *_: said)
    runner: Any = SimpleNamespace(run=run)
    return ShareDialog(app.window, runner, service, app.store, shoot, list(app.bench.photos.all_rows()))
