"""The dialog of a shoot's link in each of its states, for `gallery_of_states`. No service is asked for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QWidget

from backend import contract
from luster_desktop.app import App
from luster_desktop.cloud.api import ApiUnreachable
from luster_desktop.operations.sharing import Shared, Step, Stopped
from luster_desktop.reasons import Reason
from luster_desktop.ui.delivery.share import ShareDialog
from tests.desktop.ui.account_pictures import USER, shown

LINK = "https://api.luster.example/s/3Vq8x0pTnW2sYbE7uJd5rGfMhA1cLoI9wBvN4t6XQkZ"
Shot = Callable[[QWidget, str], None]


def take(app: App, shot: Shot) -> None:
    """Show each state and hand it to `shot` with a name."""
    now = datetime.now(UTC)
    live = contract.Share(title="12 Oak Street", photos=3, created_at=now, expires_at=now + timedelta(days=30))
    opened = live.model_copy(update={"opened_at": now - timedelta(hours=3)})
    over = live.model_copy(update={"expires_at": now - timedelta(days=2)})
    states = {"none": (None, ""), "live": (opened, LINK), "elsewhere": (live, ""), "over": (over, "")}
    for name, (share, link) in states.items():
        shown(_dialog(app, share, link), f"dialog-share-{name}", shot)
    working = _dialog(app, None, "")
    working._set_busy(True)
    working.bar.show()
    working._step.show()
    working.close_button.setText("Stop")
    for name, at in {"making": (Step.MAKING, 17, 42), "sending": (Step.SENDING, 31_000_000, 84_000_000)}.items():
        working._on_progress(*at)
        shown(working, f"dialog-share-{name}", shot, keep=True)
    working._on_error(Stopped())
    shown(working, "dialog-share-stopped", shot, keep=True)
    working._on_error(ApiUnreachable(Reason.SENDING_INTERRUPTED))
    shown(working, "dialog-share-failed", shot)
    updated = _dialog(app, opened, LINK)
    updated._on_shared(Shared(opened, 0, ()))
    shown(updated, "dialog-share-updated", shot)
    partly = _dialog(app, None, LINK)
    partly._on_shared(Shared(live.model_copy(update={"url": LINK}), 2, ("Print",)))
    shown(partly, "dialog-share-partly", shot)
    shown(_dialog(app, ApiUnreachable(Reason.SERVICE_UNREACHABLE), ""), "dialog-share-offline", shot)


def _dialog(app: App, said: contract.Share | Exception | None, link: str) -> ShareDialog:
    shoot = app.bench.current
    assert shoot is not None
    app.store.set_link(shoot.id, link)

    def run(
        work: Callable[[object], Any], done: Callable[[Any], None], failed: Callable[[Exception], None], **_: object
    ) -> None:
        try:
            done(work(None))
        except ApiUnreachable as error:
            failed(error)

    def answer(_: object) -> contract.Share | None:
        if isinstance(said, Exception):
            raise said
        return said

    cloud: Any = SimpleNamespace(
        api=SimpleNamespace(share=answer), session=SimpleNamespace(user=SimpleNamespace(id=USER))
    )
    runner: Any = SimpleNamespace(run=run, post=lambda call, *at: call(*at))
    return ShareDialog(app.window, runner, app.bench.library, cloud, app.store, shoot, app.window.presets.offer)
