"""Where the app finds its services, from the environment or built in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from luster_desktop.paths import default_home

PRODUCTION_APP_URL = "https://api.luster.app"
PRODUCTION_SUPABASE_URL = "https://auth.luster.app"
PRODUCTION_SUPABASE_ANON_KEY = "sb_publishable_luster_desktop"
PRODUCTION_UPDATES_URL = "https://updates.luster.app"
SUPPORT = "support@luster.app"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A malformed value; the message is one sentence that names the variable."""


@dataclass(frozen=True, slots=True)
class DesktopSettings:
    """Addresses and the data folder. The key is Supabase's publishable one: it is no secret, yet stays out of logs."""

    app_url: str
    supabase_url: str
    supabase_anon_key: str = field(repr=False)
    home: Path
    """Folder of the library, its outputs and its caches."""
    support: str = SUPPORT
    """Where reports of problems go, by the user's own e-mail."""
    privacy_url: str = ""
    terms_url: str = ""
    """Pages that the app links to; none when empty."""
    updates_url: str = ""
    """Where newer versions of the app are looked for; nowhere when empty."""
    certificate: Path | None = None
    """By which delivered pictures are signed, with `certificate_key`; without them they are not."""
    certificate_key: Path | None = field(default=None, repr=False)
    timestamps: str = ""
    """Address of a time stamp authority for signatures; without one none is asked."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> DesktopSettings:
        """Read APP_URL, SUPABASE_URL, SUPABASE_ANON_KEY, LUSTER_HOME, SUPPORT_EMAIL, PRIVACY_URL, TERMS_URL,
        UPDATES_URL, C2PA_CERTIFICATE, C2PA_KEY and C2PA_TIMESTAMPS; raises `SettingsError`."""
        certificate, key = (_file(environ, name) for name in ("C2PA_CERTIFICATE", "C2PA_KEY"))
        if (certificate is None) != (key is None):
            raise SettingsError("C2PA_CERTIFICATE and C2PA_KEY go together.")
        return cls(
            app_url=_address(environ, "APP_URL", PRODUCTION_APP_URL),
            supabase_url=_address(environ, "SUPABASE_URL", PRODUCTION_SUPABASE_URL),
            supabase_anon_key=environ.get("SUPABASE_ANON_KEY", "").strip() or PRODUCTION_SUPABASE_ANON_KEY,
            home=home_in(environ),
            support=environ.get("SUPPORT_EMAIL", "").strip() or SUPPORT,
            privacy_url=_address(environ, "PRIVACY_URL", ""),
            terms_url=_address(environ, "TERMS_URL", ""),
            updates_url=_updates(environ),
            certificate=certificate,
            certificate_key=key,
            timestamps=_timestamps(environ),
        )

    @property
    def one_machine(self) -> bool:
        """Whether sign-in is served by this computer, as on the one-machine stack."""
        return urlsplit(self.supabase_url).hostname in LOOPBACK


def home_in(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder that the environment names, or else the system's; not created here."""
    home = environ.get("LUSTER_HOME", "").strip()
    return Path(home).expanduser().absolute() if home else default_home()


def _updates(environ: Mapping[str, str]) -> str:
    """Where somebody else keeps the app up to date, `off`."""
    if environ.get("UPDATES_URL", "").strip() == "off":
        return ""
    return _address(environ, "UPDATES_URL", PRODUCTION_UPDATES_URL)


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name, "").strip()
    return Path(value).expanduser().absolute() if value else None


def _timestamps(environ: Mapping[str, str]) -> str:
    """Most authorities answer by plain http: what they sign needs no other protection."""
    value = environ.get("C2PA_TIMESTAMPS", "").strip()
    if value and not value.startswith(("http://", "https://")):
        raise SettingsError("C2PA_TIMESTAMPS must be an http or https address.")
    return value


def _address(environ: Mapping[str, str], name: str, built_in: str) -> str:
    value = (environ.get(name, "").strip() or built_in).rstrip("/")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"{name} is not a valid address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(f"{name} must be an http or https address.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise SettingsError(f"{name} must be an https address unless it is on this machine.")
    return value
