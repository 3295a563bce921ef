"""Ports and secrets of one data directory: made once, kept, and turned into the product's environment variables."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
BUCKET = "luster"
SERVICES = ("api", "identity", "payments", "image-model", "objects", "postgres")
DATABASE_USER = "luster"
DATABASE = "postgres"


class SettingsUnusable(Exception):
    """The directory's settings cannot be had; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Random per data directory, so that nothing on this machine is open to whoever guesses a default."""

    database_password: str
    s3_access_key_id: str
    s3_secret_access_key: str
    supabase_anon_key: str
    supabase_service_key: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    openai_api_key: str

    @classmethod
    def generate(cls) -> Secrets:
        return cls(
            database_password=secrets.token_urlsafe(24),
            s3_access_key_id=secrets.token_hex(10).upper(),
            s3_secret_access_key=secrets.token_hex(20),
            supabase_anon_key=f"sb_publishable_{secrets.token_hex(16)}",
            supabase_service_key=f"sb_secret_{secrets.token_hex(16)}",
            stripe_secret_key=f"sk_test_{secrets.token_hex(16)}",
            stripe_webhook_secret=f"whsec_{secrets.token_hex(16)}",
            openai_api_key=f"sk-local-{secrets.token_hex(16)}",
        )


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Where the stack of one data directory lives."""

    data_dir: Path
    ports: Mapping[str, int]
    secrets: Secrets = field(repr=False)

    def url(self, service: str) -> str:
        return f"http://{HOST}:{self.ports[service]}"

    def environment(self) -> dict[str, str]:
        """The variables that `backend.config.Settings` reads; every address is on this machine."""
        s = self.secrets
        database = f"{DATABASE_USER}:{s.database_password}@{HOST}:{self.ports['postgres']}/{DATABASE}"
        return {
            "APP_URL": self.url("api"),
            "DATABASE_URL": f"postgresql+psycopg://{database}",
            "OPENAI_API_KEY": s.openai_api_key,
            "OPENAI_BASE_URL": f"{self.url('image-model')}/v1",
            "OPENAI_IMAGE_MODEL": "gpt-image-2.6-sunburst",
            "S3_ACCESS_KEY_ID": s.s3_access_key_id,
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT": self.url("objects"),
            "S3_REGION": "auto",
            "S3_SECRET_ACCESS_KEY": s.s3_secret_access_key,
            "STRIPE_API_BASE": self.url("payments"),
            "STRIPE_SECRET_KEY": s.stripe_secret_key,
            "STRIPE_WEBHOOK_SECRET": s.stripe_webhook_secret,
            "SUPABASE_ANON_KEY": s.supabase_anon_key,
            "SUPABASE_JWKS_URL": f"{self.url('identity')}/auth/v1/.well-known/jwks.json",
            "SUPABASE_SERVICE_KEY": s.supabase_service_key,
            "SUPABASE_URL": self.url("identity"),
            "WEBHOOK_LOOPBACK": "1",
        }


def prepare(data_dir: Path, *, api_port: int | None = None) -> LocalSettings:
    """Read the directory's settings, or make them; a port that something else has taken meanwhile is replaced.

    Ports stay the same from run to run where they can, because presigned URLs and sessions hold addresses.
    Raises `SettingsUnusable`, also when something else has taken `api_port`, and OSError.
    """
    if api_port is not None and not is_free(api_port):
        raise SettingsUnusable(f"Port {api_port} is taken by another program. Name another with --api-port.")
    kept = _read(data_dir)
    ports: dict[str, int] = {}
    for service in SERVICES:
        wanted = kept.ports.get(service) if kept else None
        if service == "api" and api_port is not None:
            wanted = api_port
        elif wanted is None or wanted in ports.values() or not is_free(wanted):
            wanted = _free_port(taken=set(ports.values()) | set(kept.ports.values() if kept else ()))
        ports[service] = wanted
    settings = LocalSettings(data_dir, ports, kept.secrets if kept else Secrets.generate())
    write_private(_path(data_dir), json.dumps({"ports": ports, "secrets": asdict(settings.secrets)}, indent=1))
    return settings


def load(data_dir: Path) -> LocalSettings:
    """The settings that `prepare` wrote; raises `FileNotFoundError` where there are none, or `SettingsUnusable`."""
    settings = _read(data_dir)
    if settings is None:
        raise FileNotFoundError(_path(data_dir))
    return settings


def write_env_file(path: Path, environment: Mapping[str, str]) -> None:
    """Write `NAME=value` lines that a shell and dotenv readers both take, whole or not at all, for the owner only."""
    write_private(path, "".join(f"{name}={shlex.quote(value)}\n" for name, value in sorted(environment.items())))


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; mode 0600 from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _path(data_dir: Path) -> Path:
    return data_dir / "settings.json"


def _read(data_dir: Path) -> LocalSettings | None:
    try:
        content = json.loads(_path(data_dir).read_text(encoding="utf-8"))
        # A directory of an older version has fewer secrets.
        known = asdict(Secrets.generate()) | content["secrets"]
        return LocalSettings(data_dir, content["ports"], Secrets(**known))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise SettingsUnusable(f"{_path(data_dir)} is damaged. Restore it, or name another --data-dir.") from None


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of this machine."""
    with socket.socket() as probe:
        if os.name == "posix":
            # What the servers set too: without it a port stays taken for a minute after its last connection closed.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port(*, taken: set[int]) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
        if port not in taken:
            return port
