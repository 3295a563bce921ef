"""What leaves the house: a link for the agent, a key for the studio's website, and news for its own system."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App
from luster_desktop.library.models import JobState, Recipe
from luster_desktop.ui.account.studio import StudioDialog
from luster_desktop.ui.delivery.share import ShareDialog
from tests.journeys.conftest import SAMPLE, Machine
from tests.journeys.test_window import grant, signed_in_with
from tests.present import present

pytestmark = pytest.mark.journey
Opener = Callable[..., App]
DONE = 120_000


class Inbox:
    """The studio's own system: it takes events that are signed with its secret, each once."""

    def __init__(self) -> None:
        self.secret = ""
        self.events: dict[str, dict[str, Any]] = {}

    def take(self, signature: str, body: bytes) -> bool:
        told = dict(part.split("=", 1) for part in signature.split(","))
        expected = hmac.new(self.secret.encode(), f"{told['t']}.".encode() + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, told["v1"]):
            return False
        event = json.loads(body)
        self.events[event["id"]] = event
        return True

    def kinds(self) -> list[str]:
        return [event["type"] for event in self.events.values()]


@pytest.fixture
def studio() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(204 if inbox.take(self.headers["luster-signature"], body) else 400)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield inbox, f"http://127.0.0.1:{server.server_port}/luster"
    server.shutdown()
    server.server_close()
    thread.join()


def press(qtbot: QtBot, place: QWidget, text: str) -> None:
    button = next(button for button in place.findChildren(QPushButton) if button.text() == text)
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def finish_a_photo(app: App, qtbot: QtBot) -> None:
    app.bench.add_paths([SAMPLE / "IMG_0001.JPG"], "12 Elm Street")
    qtbot.waitUntil(lambda: len(app.bench.photos.all_rows()) == 1, timeout=30_000)
    [row] = app.bench.photos.all_rows()
    present(present(app.cloud).engine).order([row.photo.id], Recipe.of("bright", {"strength": "natural"}))

    def done() -> bool:
        [row] = app.bench.photos.all_rows()
        return row.job is not None and row.job.state is JobState.SUCCEEDED and row.output is not None

    qtbot.waitUntil(done, timeout=DONE)


def test_a_studio_is_told_and_an_agent_sees(
    open_window: Opener, qtbot: QtBot, machine: Machine, studio: tuple[Inbox, str], tmp_path: Path
) -> None:
    inbox, address = studio
    email = "sharing@studio.test"
    app = open_window(tmp_path / "home", signed_in_with(machine, email))
    qtbot.waitUntil(lambda: app.account.available == 0, timeout=30_000)
    grant(machine, email, 2)

    desk = StudioDialog(app.window, app.account)
    desk.open()
    desk.name.setText("Website")
    press(qtbot, desk, "Make a key")
    qtbot.waitUntil(desk.key_secret.isVisible, timeout=30_000)
    key = desk.key_secret.field.text()
    desk.url.setText(address)
    press(qtbot, desk, "Use this address")
    qtbot.waitUntil(desk.webhook_secret.isVisible, timeout=30_000)
    inbox.secret = desk.webhook_secret.field.text()
    assert not desk.key_secret.isVisible()
    desk.accept()

    finish_a_photo(app, qtbot)
    qtbot.waitUntil(lambda: sorted(inbox.kinds()) == ["photo.done", "ping", "shoot.done"], timeout=DONE)
    shoot = present(app.bench.current)
    told = next(event["data"] for event in inbox.events.values() if event["type"] == "photo.done")
    assert (told["shoot_id"], told["state"]) == (str(shoot.id), "succeeded")

    api = machine.environment["APP_URL"]
    allowed = {"authorization": f"Bearer {key}"}
    assert httpx.get(f"{api}/jobs/{told['job_id']}", headers=allowed).json()["output"]["url"]
    assert httpx.get(f"{api}/account/keys", headers=allowed).status_code == 403

    app.share.share()
    dialog = next(one for one in app.window.findChildren(ShareDialog) if one.isVisible())
    press(qtbot, dialog, "Make the link")
    qtbot.waitUntil(lambda: bool(dialog.link.text()), timeout=DONE)
    link = dialog.link.text()
    assert QApplication.clipboard().text() == link
    page = httpx.get(link)
    assert page.status_code == 200
    assert "Edited: Bright interior." in page.text
    pictures = [path.replace("&amp;", "&") for path in re.findall(r'<img src="([^"]+)"', page.text)]
    shown = [Image.open(io.BytesIO(httpx.get(api + path, follow_redirects=True).content)) for path in pictures]
    assert [max(picture.size) for picture in shown] == [1024, 1024]
    saved = [path.replace("&amp;", "&") for path in re.findall(r'<a href="([^"]+)"', page.text)]
    mls, full = (httpx.get(api + path, follow_redirects=True).content for path in saved)
    [row] = app.bench.photos.all_rows()
    assert full == present(row.output).path.read_bytes()
    with Image.open(io.BytesIO(mls)) as picture:
        assert max(picture.size) <= 2048

    # The link is remembered; after it has ended it leads nowhere.
    dialog.accept()
    app.share.share()
    again = next(one for one in app.window.findChildren(ShareDialog) if one.isVisible())
    qtbot.waitUntil(lambda: again.link.text() == link, timeout=30_000)
    press(qtbot, again, "Bring the page up to date")
    qtbot.waitUntil(lambda: again.go.isEnabled() and not again.bar.isVisible(), timeout=DONE)
    assert httpx.get(link).status_code == 200
    press(qtbot, again, "End the link")
    qtbot.waitUntil(lambda: not again.link.text(), timeout=30_000)
    assert httpx.get(link).status_code == 410
