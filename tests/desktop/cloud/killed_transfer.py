"""A process that moves one large file and is killed at it: `python -m tests.desktop.cloud.killed_transfer`.

`up SERVICE TOKEN ASSET FILE` sends a file in parts; `down URL FILE BYTES SHA256` fetches one. `Line` counts what passes
and kills.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

import httpx

from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiClient
from luster_desktop.cloud.http import client
from luster_desktop.cloud.parts import put_parts
from luster_desktop.cloud.session import Session
from luster_desktop.library.models import TransferState
from luster_desktop.library.transfers import Upload
from luster_desktop.settings import DesktopSettings
from tests.desktop.cloud.forwarder import Forwarder

ROOT = Path(__file__).resolve().parents[3]


class SignedIn:
    """A session with one token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        return self._token


def move(arguments: Sequence[str], line: Forwarder, count: str, kills: Sequence[int]) -> int:
    """Run this module until it ends well, killed whenever so many bytes in all have passed; returns the bytes moved."""
    begun = getattr(line, count)
    due = list(kills)
    while True:
        child = subprocess.Popen([sys.executable, "-m", __name__, *arguments], cwd=ROOT, stderr=subprocess.PIPE)
        hit = threading.Event()

        def watch(child: subprocess.Popen[bytes] = child, hit: threading.Event = hit) -> None:
            if due and not hit.is_set() and getattr(line, count) - begun >= due[0]:
                hit.set()
                child.kill()

        line.watch = watch
        _, errors = child.communicate()
        line.watch = lambda: None
        if not hit.is_set():
            assert child.returncode == 0, errors.decode()
            assert not due, f"it ended before the kills at {due}"
            return int(getattr(line, count) - begun)
        del due[0]


def api_of(service: str, token: str) -> ApiClient:
    """A client of the service for whom the token was made."""
    settings = DesktopSettings(service, service, "anon", Path())
    return ApiClient(settings, cast(Session, SignedIn(token)))


def upload_of(path: Path, asset_id: str) -> Upload:
    """The file as it is now, about to be sent."""
    status = path.stat()
    return Upload(
        id=1,
        photo_id=uuid4(),
        asset_id=UUID(asset_id),
        shoot_id=uuid4(),
        state=TransferState.ACTIVE,
        attempts=0,
        path=str(path),
        name=path.name,
        bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        content_type="image/jpeg",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        md5="",
    )


def _up(service: str, token: str, asset_id: str, file: str) -> None:
    api, path = api_of(service, token), Path(file)
    with client(httpx.Timeout(20.0)) as http:
        put_parts(http, api, upload_of(path, asset_id), path, report=lambda _: None, stopped=lambda: False)
    api.close()


def _down(url: str, file: str, size: str, sha256: str) -> None:
    with client(httpx.Timeout(20.0)) as http:
        wire.get_file(http, url, Path(file), int(size), sha256, report=lambda _: None, stopped=lambda: False)


if __name__ == "__main__":
    {"up": _up, "down": _down}[sys.argv[1]](*sys.argv[2:])
