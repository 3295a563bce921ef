"""Signing in without a window."""

from __future__ import annotations

import sys
from typing import Any

import httpx

from luster_desktop.cloud.http import client
from luster_desktop.cloud.session import Session, SessionState, SignInFailed, SignInUnreachable, User
from luster_desktop.settings import DesktopSettings
from luster_desktop.words.reasons import sentence

DEMO_EMAIL = "demo@luster.test"


def ensure(session: Session, settings: DesktopSettings, email: str | None) -> None:
    """Be signed in, as `email` when that is given: by what was kept, by the code on this terminal, or, on one machine,
    by the mailbox there. Raises `SignInFailed` or `SignInUnreachable`, with what to do."""
    if settings.one_machine:
        by_mailbox(session, settings, email or DEMO_EMAIL)
        return
    state = session.restore()
    user = session.user
    if state in (SessionState.SIGNED_IN, SessionState.OFFLINE) and (not email or not user or _same(user, email)):
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise SignInFailed("Nobody is signed in. Open Luster or run this in a terminal once to sign in.")
    _by_code(session, email)


def by_mailbox(session: Session, settings: DesktopSettings, email: str) -> User:
    """Sign in to the one-machine stack, which shows the mails that it would send."""
    session.request_code(email)
    try:
        with client(httpx.Timeout(10.0)) as http:
            reply = http.get(f"{settings.supabase_url}/mailbox.json", params={"email": email})
        newest: Any = reply.raise_for_status().json()["mails"][0]
        return session.verify_code(email, str(newest["code"]))
    except (httpx.HTTPError, ValueError, LookupError):
        raise SignInUnreachable("The mailbox of the one-machine stack cannot be read.") from None


def _by_code(session: Session, email: str | None) -> None:
    address = email or _ask("E-mail address: ")
    session.request_code(address)
    for remaining in (2, 1, 0):
        try:
            session.verify_code(address, _ask(f"6-digit code from the mail to {address}: "))
            return
        except SignInFailed as error:
            if not remaining:
                raise
            sys.stderr.write(f"{sentence(str(error))}\n")


def _ask(question: str) -> str:
    # Not input(): its question would go to standard output, which is for results.
    sys.stderr.write(question)
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if not typed:
        raise SignInFailed("Signing in was broken off.")
    return typed.strip()


def _same(user: User, email: str) -> bool:
    return user.email.casefold() == email.strip().casefold()
