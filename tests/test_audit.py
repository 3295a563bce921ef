"""Known weaknesses of pinned packages, asked of a service on this machine that answers as the public one does."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [
    ROOT / "requirements.lock",
    ROOT / "backend" / "requirements.lock",
    ROOT / "luster_desktop" / "requirements.lock",
]


def weakness(name: str) -> dict[str, object]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}]
    affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges}]
    return {"id": "LUSTER-TEST-1", "schema_version": "1.6.0", "summary": "Opens every door.", "affected": affected}


@contextmanager
def service(weak: tuple[str, str] | None = None, status: int = 200) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """A service that knows of one weakness at most; yields its address and what it was asked about."""
    asked: set[tuple[str, str]] = set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            package = (query["package"]["name"], query["version"])
            asked.add(package)
            body = json.dumps({"vulns": [weakness(package[0])]} if package == weak else {}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/query", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def audit(address: str, *locks: Path) -> tuple[int, str]:
    command = [sys.executable, ".ci/audit.py", "--service", address, *map(str, locks)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert not ran.stderr
    return ran.returncode, ran.stdout.strip()


def pins(*locks: Path) -> set[tuple[str, str]]:
    lines = [line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    found = {tuple(line.partition(";")[0].strip(" \\").split("==")) for line in lines}
    return {(name, version.strip()) for name, version in found}


def test_every_pin_of_the_three_locks_is_asked_about() -> None:
    with service() as (address, asked):
        code, said = audit(address)
    assert asked == pins(*LOCKS) and {"6.11.3"} < {version for name, version in asked if name == "pyside6-essentials"}
    assert (code, said) == (0, f"checked: nothing is known of {len(asked)} pinned versions")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    made = tmp_path / "requirements.lock"
    made.write_text(
        "httpx==0.28.1 \\\n    --hash=sha256:aa\n"
        "old==1.0 ; python_version < '3.12' \\\n    --hash=sha256:bb\nold==2.0\n"
    )
    return made


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_known_weakness_fails_and_says_what_mends_it(lock: Path, version: str) -> None:
    with service(("old", version)) as (address, _):
        assert audit(address, lock) == (1, f"old {version}: LUSTER-TEST-1, fixed in 99.1")


def test_where_nobody_answers_it_is_said_and_nothing_fails(lock: Path) -> None:
    said = (0, "not checked: the service that knows of weaknesses does not answer")
    assert audit("http://127.0.0.1:9/v1/query", lock) == said
    with service(status=503) as (address, _):
        assert audit(address, lock) == said


def test_it_is_one_of_the_checks() -> None:
    from tests.__main__ import CHECKS

    assert [command for command in CHECKS.values() if command[-1].endswith("audit.py")]
