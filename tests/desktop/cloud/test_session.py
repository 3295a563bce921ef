"""Signing in and out against the stand-in for Supabase Auth, with a key store that has Windows' limit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cloud.api import ApiClient, ApiUnreachable
from luster_desktop.cloud.keystore import Keystore
from luster_desktop.cloud.session import NotSignedIn, Session, SessionState, SignInFailed, SignInUnreachable
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from tests.desktop.account import Account
from tests.desktop.conftest import MemoryKeyring

pytestmark = pytest.mark.usefixtures("memory_keyring")


@pytest.fixture
def session(settings: DesktopSettings) -> Iterator[Session]:
    made = Session(settings)
    yield made
    made.close()


def test_a_code_from_the_mail_signs_in(session: Session, settings: DesktopSettings, account: Account) -> None:
    states: list[SessionState] = []
    session.subscribe(states.append)
    user = by_mailbox(session, settings, account.email)
    assert (user.email, session.user, session.state) == (account.email, user, SessionState.SIGNED_IN)
    assert states == [SessionState.SIGNED_IN]
    api = ApiClient(settings, session)
    assert api.account().email == account.email
    api.close()


def test_a_restart_signs_in_again_with_the_refresh_token_alone(
    session: Session, settings: DesktopSettings, account: Account, memory_keyring: MemoryKeyring
) -> None:
    by_mailbox(session, settings, account.email)
    (kept,) = memory_keyring.kept.values()
    assert len(kept) < 100
    assert session.access_token() not in kept
    assert account.email not in kept
    again = Session(settings)
    assert again.restore() is SessionState.SIGNED_IN
    assert again.user == session.user
    again.close()


def test_wrong_input_is_named(session: Session, account: Account) -> None:
    for email in ("", "nobody", "a b@c.de", "@x.de"):
        with pytest.raises(SignInFailed, match=Reason.NO_ADDRESS):
            session.request_code(email)
    with pytest.raises(SignInFailed, match=Reason.NO_CODE):
        session.verify_code(account.email, "12345")
    session.request_code(account.email)
    with pytest.raises(SignInFailed, match=Reason.CODE_WRONG):
        session.verify_code(account.email, "000000")
    assert session.state is SessionState.SIGNED_OUT


def test_many_threads_share_one_refresh(session: Session, settings: DesktopSettings, account: Account) -> None:
    by_mailbox(session, settings, account.email)
    stale = session.access_token()
    found: list[str] = []
    start = threading.Barrier(8)

    def refresh() -> None:
        start.wait()
        found.append(session.refresh(stale))

    threads = [threading.Thread(target=refresh) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert found[0] != stale
    assert session.state is SessionState.SIGNED_IN


def test_signing_out_revokes_and_forgets(
    session: Session, settings: DesktopSettings, account: Account, memory_keyring: MemoryKeyring
) -> None:
    by_mailbox(session, settings, account.email)
    (kept,) = memory_keyring.kept.items()
    session.sign_out()
    assert (session.state, session.user, memory_keyring.kept) == (SessionState.SIGNED_OUT, None, {})
    with pytest.raises(NotSignedIn):
        session.access_token()
    memory_keyring.kept[kept[0]] = kept[1]
    revived = Session(settings)
    assert revived.restore() is SessionState.EXPIRED
    assert memory_keyring.kept == {}
    revived.close()


def test_the_last_call_of_an_account_ends_its_sessions_everywhere(
    session: Session, settings: DesktopSettings, account: Account, memory_keyring: MemoryKeyring
) -> None:
    elsewhere = Session(settings, keep=False)
    by_mailbox(elsewhere, settings, account.email)
    by_mailbox(session, settings, account.email)
    api = ApiClient(settings, session)
    api.account()
    session.sign_out(last=api.delete_account)
    assert (session.state, session.user, memory_keyring.kept) == (SessionState.SIGNED_OUT, None, {})
    with pytest.raises(NotSignedIn):
        api.account()
    api.close()
    with pytest.raises(NotSignedIn):
        elsewhere.refresh(elsewhere.access_token())
    elsewhere.close()


def test_when_the_last_call_fails_nobody_is_signed_out(
    session: Session, settings: DesktopSettings, account: Account
) -> None:
    by_mailbox(session, settings, account.email)
    away = ApiClient(replace(settings, app_url="http://127.0.0.1:9"), session)
    with pytest.raises(ApiUnreachable):
        session.sign_out(last=away.delete_account)
    away.close()
    assert session.state is SessionState.SIGNED_IN
    assert session.access_token()


def test_on_windows_the_token_stays_on_this_computer() -> None:
    class Roaming(MemoryKeyring):
        persist = "enterprise"

    own = Roaming()
    keyring.set_keyring(own)
    Keystore("http://127.0.0.1").save("token")
    assert own.persist == "local machine"
    assert Keystore("http://127.0.0.1").load() == "token"


def test_without_a_network_it_is_offline_and_keeps_what_it_has(
    session: Session, settings: DesktopSettings, account: Account, memory_keyring: MemoryKeyring
) -> None:
    by_mailbox(session, settings, account.email)
    (kept,) = memory_keyring.kept.values()
    away = replace(settings, supabase_url="http://127.0.0.1:9")
    memory_keyring.kept = {(f"Luster {away.supabase_url}", "session"): kept}
    offline = Session(away)
    assert offline.restore() is SessionState.OFFLINE
    assert list(memory_keyring.kept.values()) == [kept]
    with pytest.raises(SignInUnreachable):
        offline.access_token()
    with pytest.raises(SignInUnreachable, match=Reason.SIGN_IN_UNREACHABLE):
        offline.request_code(account.email)
    offline.close()


def test_without_a_key_store_it_says_so_and_works_until_it_ends(settings: DesktopSettings, account: Account) -> None:
    keyring.set_keyring(NoKeyring())
    session = Session(settings)
    assert session.restore() is SessionState.SIGNED_OUT
    assert session.notice is Reason.NO_KEY_STORE
    by_mailbox(session, settings, account.email)
    assert session.access_token()
    session.close()


def test_a_sign_in_that_is_not_to_be_kept_is_not(
    settings: DesktopSettings, account: Account, memory_keyring: MemoryKeyring
) -> None:
    session = Session(settings, keep=False)
    by_mailbox(session, settings, account.email)
    assert (memory_keyring.kept, session.notice) == ({}, None)
    session.close()


def test_secrets_are_in_no_representation(session: Session, settings: DesktopSettings, account: Account) -> None:
    by_mailbox(session, settings, account.email)
    assert settings.supabase_anon_key not in repr(settings)
    assert session.access_token() not in repr(vars(session))
