"""A feed of releases as its makers make it, by their own command, on a real server that can be made to misbehave."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from luster_desktop.updates.feed import system, target_name
from luster_desktop.updates.preparing import Updates
from tests.desktop.updates.stand_in_app import app

ROOT = Path(__file__).resolve().parents[3]
NOTES = "https://luster.test/new"


def _release() -> ModuleType:
    spec = spec_from_file_location("release", ROOT / ".ci" / "release.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RELEASE = _release()


@dataclass
class Makers:
    """A folder with the keys, the feed and the data folder of one app; `home` may be another disk's."""

    folder: Path
    home: Path
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Paths, and which part of them."""
    cut: int = 0
    """Bytes after which a connection ends in the middle of an archive; 0: none does."""

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def feed(self) -> Path:
        return self.folder / "feed"

    def command(self, *words: object) -> None:
        assert RELEASE.main([str(word) for word in words]) == 0

    def release(self, version: str, **made: Any) -> Path:
        """Build, pack and sign a release for this system; returns its file in the feed."""
        if not self.keys.exists():
            self.command("root", self.keys, self.feed)
        built = app(self.folder / f"built-{version}", version, self.home, **made)
        archive = self.folder / "archives" / target_name(system())
        self.command("pack", built, archive)
        self.command("add", self.keys, self.feed, archive, "--version", version, "--notes", NOTES)
        return max((self.feed / "targets").iterdir(), key=lambda path: path.stat().st_mtime_ns)

    def updates(self, own: str = "1.0.0") -> Updates:
        """The updates of an app that was built with the feed's first root."""
        return Updates(self.address, (self.feed / "metadata" / "1.root.json").read_bytes(), self.home, own)

    def expire(self, role: str) -> None:
        """Sign the newest metadata of a role as it is when nobody has renewed it."""
        metadata = RELEASE.latest(self.feed, role)
        metadata.signed.expires = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
        metadata.sign(RELEASE.key(self.keys, RELEASE.ROLES[role]))
        RELEASE.write(self.feed, role, metadata)


@contextlib.contextmanager
def makers(folder: Path, home: Path) -> Iterator[Makers]:
    """Serve the feed of `folder` for the length of the context."""
    made = Makers(folder, home)
    made.feed.mkdir(parents=True)

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            made.asked.append((self.path, wanted))
            path = Path(self.translate_path(self.path))
            if not path.is_file():
                self.send_error(404)
                return
            body = path.read_bytes()
            start = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            short = made.cut if made.cut and path.parent.name == "targets" else 0
            self.wfile.write(body[start:][: short or None])
            if short:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(made.feed)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
