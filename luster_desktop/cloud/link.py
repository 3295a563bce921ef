"""Sign-in by the link in the e-mail, beside the code in the same e-mail: whichever is used first counts.

The sign-in service must be set up for it: `{{ .Token }}` and `{{ .ConfirmationURL }}` in its e-mail, and
`http://127.0.0.1:*/**` in the list of addresses that links may lead to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from supabase_auth import SyncMemoryStorage

from luster_desktop.cloud import callback_pages as pages
from luster_desktop.cloud.callback import SECONDS, Callback, Reply, Returned
from luster_desktop.cloud.session import Session, SessionState, SignInFailed, SignInUnreachable, link_reason


class LinkEvent(StrEnum):
    SIGNED_IN = "signed_in"
    FAILED = "failed"
    ENDED = "ended"
    """Nobody waits for the link any more; the code goes on working."""


@dataclass(frozen=True, slots=True)
class LinkNews:
    event: LinkEvent
    reason: str = ""
    """Why the link failed: a `Reason`."""


class Verifier(SyncMemoryStorage):
    """The secret of one e-mailed link, which never leaves this computer; without it the link is worth nothing.

    It is the store of one client, so that a later request, which makes a secret of its own, leaves this one alone.
    """

    @property
    def secret(self) -> str:
        return next(iter(self.storage.values()), "")


class LinkSignIn:
    """The links that are on their way. `told` is called on threads of the listeners, and `say` to word a
    `Reason` or a sentence of the pages."""

    def __init__(
        self,
        session: Session,
        told: Callable[[LinkNews], None],
        say: Callable[[str], str],
        *,
        seconds: float = SECONDS,
    ) -> None:
        self._session = session
        self._told = told
        self._say = say
        self._seconds = seconds
        self._guard = threading.Lock()
        self._pending: dict[str, Callback] = {}
        """By state. Each knows the secret of its own e-mail."""
        self._ending: list[Callback] = []
        self._unsubscribe = session.subscribe(self._on_state)

    def request(self, email: str) -> None:
        """Have one e-mail sent with a code and a link. Earlier links go on working.

        Raises as `Session.request_code` does. Where this computer cannot listen, the e-mail has the code alone.
        """
        verifier = Verifier()
        try:
            callback = Callback(
                lambda returned: self._answer(verifier, returned),
                lambda: self._on_ended(callback),
                self._say,
                seconds=self._seconds,
            )
        except OSError:
            self._session.request_code(email)
            return
        with self._guard:
            self._pending[callback.state] = callback
        try:
            self._session.request_code(email, link=(callback.url, verifier))
        except BaseException:
            self._end(callback)
            raise

    def cancel(self) -> None:
        """Wait for no link any more. Returns at once."""
        with self._guard:
            ending, self._pending = list(self._pending.values()), {}
            self._ending += ending
        for callback in ending:
            callback.close()

    def close(self) -> None:
        """Stop for good: nobody listens any more when this returns."""
        self._unsubscribe()
        self.cancel()
        for callback in self._ending:
            callback.join(1.0)

    def _answer(self, verifier: Verifier, returned: Returned) -> Reply:
        try:
            if not returned.code:
                raise SignInFailed(link_reason(returned.error))
            self._session.follow_link(returned.code, verifier.secret)
        except (SignInFailed, SignInUnreachable) as error:
            self._told(LinkNews(LinkEvent.FAILED, str(error)))
            return Reply(self._say(pages.FAILED), f"{self._say(str(error))} {self._say(pages.BACK)}", final=False)
        self._told(LinkNews(LinkEvent.SIGNED_IN))
        return Reply(self._say(pages.SIGNED_IN), self._say(pages.BACK), final=True)

    def _on_state(self, state: SessionState) -> None:
        if state is SessionState.SIGNED_IN:
            self.cancel()

    def _on_ended(self, callback: Callback) -> None:
        if self._end(callback):
            self._told(LinkNews(LinkEvent.ENDED))

    def _end(self, callback: Callback) -> bool:
        callback.close()
        with self._guard:
            return self._pending.pop(callback.state, None) is not None and not self._pending
