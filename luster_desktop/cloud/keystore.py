"""The computer's key store, for one short secret: the refresh token.

The whole session would not fit: Windows' Credential Manager holds 1,280 characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import keyring
from keyring.errors import PasswordDeleteError

ENTRY = "session"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    refresh_token: str
    email: str

    def __repr__(self) -> str:
        return "Kept(...)"


class KeystoreUnavailable(Exception):
    """This computer has no key store, or it does not open."""


class Keystore:
    """One entry for each sign-in service. Calls may block, as when the user is asked to unlock the store."""

    def __init__(self, supabase_url: str) -> None:
        self._service = f"Luster {supabase_url}"

    def load(self) -> Kept | None:
        """What was kept, or None. Raises `KeystoreUnavailable`."""
        text = _call(lambda: keyring.get_password(self._service, ENTRY))
        if not text:
            return None
        try:
            value = json.loads(text)
            return Kept(refresh_token=str(value["refresh_token"]), email=str(value["email"]))
        except (ValueError, TypeError, KeyError):
            return None

    def save(self, kept: Kept) -> None:
        """Replace what was kept. Raises `KeystoreUnavailable`."""
        text = json.dumps({"refresh_token": kept.refresh_token, "email": kept.email})
        _call(lambda: keyring.set_password(self._service, ENTRY, text))

    def clear(self) -> None:
        """Forget it. Raises `KeystoreUnavailable`."""

        def delete() -> None:
            try:
                keyring.delete_password(self._service, ENTRY)
            except PasswordDeleteError:
                return  # nothing was kept

        _call(delete)


def _call(action: Callable[[], T]) -> T:
    try:
        return action()
    except Exception as error:
        # Not only KeyringError: backends let errors of D-Bus, of Win32 and of missing programs through.
        raise KeystoreUnavailable from error
