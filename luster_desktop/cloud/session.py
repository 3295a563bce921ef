"""Who is signed in: tokens in memory, the refresh token alone in the computer's key store."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

import httpx
from supabase_auth import SyncGoTrueClient, SyncMemoryStorage
from supabase_auth.errors import AuthApiError, AuthError
from supabase_auth.types import AuthResponse, SignInWithEmailAndPasswordlessCredentialsOptions

from luster_desktop.cloud.http import client
from luster_desktop.cloud.keystore import Keystore, KeystoreUnavailable
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings

MARGIN = 60.0
"""Seconds before its end at which a token is no longer used."""

_REASONS = {
    "otp_expired": Reason.CODE_WRONG,
    "over_email_send_rate_limit": Reason.CODE_JUST_SENT,
    "over_request_rate_limit": Reason.TOO_MANY_TRIES,
    "email_address_invalid": Reason.ADDRESS_REFUSED,
    "validation_failed": Reason.ADDRESS_OR_CODE_REFUSED,
    "signup_disabled": Reason.NO_ACCOUNT,
    "user_banned": Reason.ACCOUNT_CLOSED,
}
"""By the sign-in service's own codes."""
log = logging.getLogger(__name__)


class SessionState(StrEnum):
    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    EXPIRED = "expired"
    """Was signed in; the service wants a new sign-in. The app stays usable and work goes on after it."""
    OFFLINE = "offline"
    """Signed in as far as is known, but the sign-in service cannot be reached."""


class SignInFailed(Exception):
    """The message is a `Reason`."""


class NotSignedIn(Exception):
    """There is no session, or it has expired. The message is a `Reason`."""

    def __init__(self, reason: str = Reason.SIGNED_OUT) -> None:
        super().__init__(reason)


class SignInUnreachable(Exception):
    """The sign-in service could not be reached; try again later. The message is a `Reason`."""

    def __init__(self, reason: str = Reason.SIGN_IN_UNREACHABLE) -> None:
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class User:
    id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class _Tokens:
    refresh: str = field(repr=False)
    access: str = field(default="", repr=False)
    good_until: float = 0.0
    """On the monotonic clock: the computer's own may be wrong."""


class Session:
    """Calls block on the network: not for the GUI thread. Safe from any thread; one refresh at a time.

    With `keep` false nothing goes to the key store, as for a sign-in that the app makes by itself.
    """

    def __init__(self, settings: DesktopSettings, *, keep: bool = True) -> None:
        self.notice: Reason | None = None
        """A `Reason` to tell the user, such as that this computer cannot keep the sign-in."""
        self._keystore = Keystore(settings.supabase_url) if keep else None
        self._http = client(httpx.Timeout(15.0, connect=5.0))
        self._settings = settings
        self._auth = self._client()
        # supabase_auth has no lock: two threads would send the same refresh token, and the second revokes the session.
        self._lock = threading.RLock()
        self._tokens: _Tokens | None = None
        self._user: User | None = None
        self._state = SessionState.SIGNED_OUT
        self._guard = threading.Lock()
        self._subscribers: list[Callable[[SessionState], None]] = []

    @property
    def state(self) -> SessionState:
        return self._state

    @property
    def user(self) -> User | None:
        """Who is signed in, or was until the session expired."""
        return self._user

    def subscribe(self, callback: Callable[[SessionState], None]) -> Callable[[], None]:
        """Call `callback` on every change of state, on the thread that caused it; what is returned ends that."""
        with self._guard:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._guard, contextlib.suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    def request_code(self, email: str, *, link: tuple[str, SyncMemoryStorage] | None = None) -> None:
        """Have a 6-digit code e-mailed. Raises `SignInFailed`, `SignInUnreachable`.

        With `link` the same e-mail holds a link to that address, which brings a code for `follow_link`; its secret is
        put into the store, which must serve this one e-mail only.
        """
        address = _address(email)
        options: SignInWithEmailAndPasswordlessCredentialsOptions = {"should_create_user": True}
        auth = self._auth
        if link is not None:
            options["email_redirect_to"], auth = link[0], self._client(link[1])
        try:
            auth.sign_in_with_otp({"email": address, "options": options})
        except AuthError as error:
            raise _sign_in_error(error) from None

    def verify_code(self, email: str, code: str) -> User:
        """Sign in with the code. Raises `SignInFailed`, `SignInUnreachable`."""
        address, digits = _address(email), "".join(code.split())
        if not (digits.isascii() and digits.isdecimal() and len(digits) == 6):
            raise SignInFailed(Reason.NO_CODE)
        with self._lock:
            try:
                reply = self._auth.verify_otp({"email": address, "token": digits, "type": "email"})
            except AuthError as error:
                raise _sign_in_error(error) from None
            user = self._take(reply)
            if user is None:
                raise SignInFailed(Reason.SIGN_IN_FAILED)
        self._become(SessionState.SIGNED_IN)
        return user

    def follow_link(self, code: str, verifier: str) -> User:
        """Sign in with what an e-mailed link brought and the secret of its request. Raises as `verify_code` does."""
        with self._lock:
            try:
                reply = self._auth.exchange_code_for_session({"auth_code": code, "code_verifier": verifier})
            except AuthError as error:
                raise _sign_in_error(error, Reason.LINK_FAILED) from None
            user = self._take(reply)
            if user is None:
                raise SignInFailed(Reason.LINK_FAILED)
        self._become(SessionState.SIGNED_IN)
        return user

    def restore(self) -> SessionState:
        """Sign in again with what was kept, if anything was. Never raises."""
        kept = None
        if self._keystore is not None:
            try:
                kept = self._keystore.load()
            except KeystoreUnavailable:
                self.notice = Reason.NO_KEY_STORE
        if kept is not None:
            with self._lock:
                if self._tokens is None:
                    self._tokens = _Tokens(refresh=kept)
            with contextlib.suppress(NotSignedIn, SignInUnreachable):
                self.access_token()
        return self._state

    def access_token(self) -> str:
        """A token that is good for another minute, refreshed when needed. Raises `NotSignedIn`, `SignInUnreachable`."""
        tokens = self._tokens
        if tokens is not None and time.monotonic() < tokens.good_until:
            return tokens.access
        return self.refresh(tokens.access if tokens else "")

    def refresh(self, stale: str) -> str:
        """A token other than `stale`, which the service has refused. Raises as `access_token` does."""
        state, token = SessionState.SIGNED_IN, ""
        failure: Exception | None = None
        with self._lock:
            tokens = self._tokens
            if tokens is None:
                raise NotSignedIn
            if tokens.access and tokens.access != stale and time.monotonic() < tokens.good_until:
                return tokens.access  # another thread was faster
            try:
                self._take(self._auth.refresh_session(tokens.refresh))
                token = self._tokens.access if self._tokens else ""
            except AuthApiError as error:
                if error.status >= 500 or error.status in (408, 429):
                    state, failure = SessionState.OFFLINE, SignInUnreachable()
                else:
                    state, failure = SessionState.EXPIRED, NotSignedIn()
                    self._forget()
            except AuthError:
                state, failure = SessionState.OFFLINE, SignInUnreachable()
        self._become(state)
        if failure is not None:
            raise failure
        return token

    def sign_out(self, *, last: Callable[[], object] | None = None) -> None:
        """Revoke at the service when it can be reached, and forget everything here. Never raises by itself.

        `last` is the final call of the account, such as its deletion: nobody gets a fresh token after it, and the
        sign-ins on other computers end as well. What it raises is raised, and nobody is signed out then.
        """
        with self._lock:
            if last is not None:
                last()
            try:
                token = self.access_token() if self._tokens else ""
            except (NotSignedIn, SignInUnreachable):
                token = ""
            self._forget()
            self._user = None
        self._become(SessionState.SIGNED_OUT)
        if token:
            with contextlib.suppress(AuthError):
                self._auth.admin.sign_out(token, "global" if last is not None else "local")

    def close(self) -> None:
        self._http.close()

    def _client(self, verifier: SyncMemoryStorage | None = None) -> SyncGoTrueClient:
        """With `verifier`, one for a single e-mail with a link."""
        return SyncGoTrueClient(
            url=f"{self._settings.supabase_url}/auth/v1",
            headers={"apikey": self._settings.supabase_anon_key},
            auto_refresh_token=False,
            persist_session=False,
            storage=verifier,
            flow_type="pkce" if verifier is not None else "implicit",
            http_client=self._http,
        )

    def _take(self, reply: AuthResponse) -> User | None:
        found = reply.session
        if found is None or found.user is None:
            return None
        lifetime = float(found.expires_in or 0)
        self._tokens = _Tokens(
            refresh=found.refresh_token,
            access=found.access_token,
            good_until=time.monotonic() + max(0.0, lifetime - MARGIN),
        )
        self._user = User(id=UUID(found.user.id), email=found.user.email or "")
        if self._keystore is not None:
            try:
                self._keystore.save(found.refresh_token)
            except KeystoreUnavailable:
                self.notice = Reason.NO_KEY_STORE
        return self._user

    def _forget(self) -> None:
        self._tokens = None
        if self._keystore is not None:
            with contextlib.suppress(KeystoreUnavailable):
                self._keystore.clear()

    def _become(self, state: SessionState) -> None:
        with self._guard:
            if state is self._state:
                return
            self._state = state
            subscribers = list(self._subscribers)
        for callback in subscribers:
            try:
                callback(state)
            except Exception:
                log.exception("a subscriber of the session failed")


def _address(email: str) -> str:
    address = email.strip()
    name, at, host = address.rpartition("@")
    if not (name and at and host) or any(c.isspace() for c in address):
        raise SignInFailed(Reason.NO_ADDRESS)
    return address


def link_reason(code: str) -> Reason:
    """Why a link brought no sign-in; `code` is the sign-in service's word for it."""
    return Reason.LINK_FAILED if code in ("otp_expired", "access_denied") else _REASONS.get(code, Reason.LINK_FAILED)


def _sign_in_error(error: AuthError, otherwise: Reason = Reason.SIGN_IN_FAILED) -> Exception:
    if not isinstance(error, AuthApiError) or error.status >= 500:
        return SignInUnreachable()
    known = _REASONS.get(error.code or "")
    if known is None and error.status == 429:
        known = _REASONS["over_request_rate_limit"]
    return SignInFailed(known or otherwise)
