"""The computer's key store, for one short secret: the refresh token.

The whole session would not fit: Windows' Credential Manager holds 1,280 characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

ENTRY = "session"
T = TypeVar("T")


class KeystoreUnavailable(Exception):
    """This computer has no key store, or it does not open."""


class Keystore:
    """One entry for each sign-in service. Calls may block, as when the user is asked to unlock the store."""

    def __init__(self, supabase_url: str) -> None:
        self._service = f"Luster {supabase_url}"

    def load(self) -> str | None:
        """The refresh token that was kept, or None. Raises `KeystoreUnavailable`."""
        text = _call(lambda: keyring.get_password(self._service, ENTRY))
        if not text:
            return None
        try:
            return str(json.loads(text)["refresh_token"])
        except (ValueError, TypeError, KeyError):
            return None

    def save(self, refresh_token: str) -> None:
        """Replace what was kept. Raises `KeystoreUnavailable`."""
        text = json.dumps({"refresh_token": refresh_token})

        def save() -> None:
            _stay_on_this_computer(keyring.get_keyring())
            keyring.set_password(self._service, ENTRY, text)

        _call(save)

    def clear(self) -> None:
        """Forget it. Raises `KeystoreUnavailable`."""

        def delete() -> None:
            try:
                keyring.delete_password(self._service, ENTRY)
            except PasswordDeleteError:
                return  # nothing was kept

        _call(delete)


def _stay_on_this_computer(backend: KeyringBackend) -> None:
    """Windows lets secrets roam, but a refresh token is good once: two computers would end the session."""
    for each in getattr(backend, "backends", None) or [backend]:
        if hasattr(type(each), "persist"):
            each.persist = "local machine"


def _call(action: Callable[[], T]) -> T:
    try:
        return action()
    except Exception as error:
        # Not only KeyringError: backends let errors of D-Bus, of Win32 and of missing programs through.
        raise KeystoreUnavailable from error
