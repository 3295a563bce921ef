"""Who is signed in: tokens in memory, the refresh token alone in the computer's key store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from luster_desktop.settings import DesktopSettings


class SessionState(StrEnum):
    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    EXPIRED = "expired"
    """Was signed in; the service wants a new sign-in. The app stays usable and work goes on after it."""
    OFFLINE = "offline"
    """Signed in as far as is known, but the sign-in service cannot be reached."""


class SignInFailed(Exception):
    """The message is a sentence for the user."""


class NotSignedIn(Exception):
    """There is no session, or it has expired."""


class SignInUnreachable(Exception):
    """The sign-in service could not be reached; try again later."""


@dataclass(frozen=True, slots=True)
class User:
    id: UUID
    email: str


class Session:
    """Calls block on the network: not for the GUI thread. Safe from any thread; one refresh at a time."""

    notice: str | None
    """A sentence to show the user, such as that this computer cannot keep the sign-in."""

    def __init__(self, settings: DesktopSettings) -> None:
        raise NotImplementedError

    @property
    def state(self) -> SessionState:
        raise NotImplementedError

    @property
    def user(self) -> User | None:
        raise NotImplementedError

    def subscribe(self, callback: Callable[[SessionState], None]) -> Callable[[], None]:
        """Call `callback` on every change of state, on the thread that caused it; the answer ends that."""
        raise NotImplementedError

    def request_code(self, email: str) -> None:
        """Have a 6-digit code e-mailed. Raises `SignInFailed`, `SignInUnreachable`."""
        raise NotImplementedError

    def verify_code(self, email: str, code: str) -> User:
        """Sign in with the code. Raises `SignInFailed`, `SignInUnreachable`."""
        raise NotImplementedError

    def restore(self) -> SessionState:
        """Sign in again with what was kept, if anything was. Never raises."""
        raise NotImplementedError

    def access_token(self) -> str:
        """A token that is good for another minute, refreshed when needed. Raises `NotSignedIn`, `SignInUnreachable`."""
        raise NotImplementedError

    def refresh(self, stale: str) -> str:
        """A token other than `stale`, which the service has refused. Raises as `access_token` does."""
        raise NotImplementedError

    def sign_out(self) -> None:
        """Revoke at the service when it can be reached, and forget everything here. Never raises."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
