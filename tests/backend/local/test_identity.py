"""The sign-in stand-in, driven by the vendor's SDK as the desktop drives it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from supabase_auth import SyncGoTrueClient
from supabase_auth.errors import AuthApiError
from supabase_auth.types import Session, SignInWithPasswordlessCredentials, User, VerifyEmailOtpParams

from tests.present import present

from .conftest import ANON_KEY, SERVICE_KEY, SITE, Identity

EMAIL = "ada@example.com"
CALLBACK = "http://127.0.0.1:53211/callback"


def sign_in(identity: Identity, email: str = EMAIL) -> SyncGoTrueClient:
    client = identity.client()
    client.sign_in_with_otp({"email": email, "options": {"email_redirect_to": CALLBACK}})
    client.verify_otp({"email": email, "token": identity.mail(email)["code"], "type": "email"})
    return client


def session(client: SyncGoTrueClient) -> Session:
    return present(client.get_session())


def renewed(client: SyncGoTrueClient, token: str | None = None) -> Session:
    return present(client.refresh_session(token).session)


def account(client: SyncGoTrueClient, token: str | None = None) -> User:
    """Whose session it is, as the service says."""
    return present(client.get_user(token)).user


def exchanged(client: SyncGoTrueClient, code: str) -> str | None:
    """The address of the session that a link's code opens, with the verifier that the client has kept."""
    kept: Any = {"auth_code": code}
    return present(client.exchange_code_for_session(kept).user).email


def refused(identity: Identity, call: Callable[[], object]) -> str:
    with pytest.raises(AuthApiError) as caught:
        call()
    return str(caught.value.code)


def test_the_mailed_code_opens_a_session(identity: Identity) -> None:
    client = identity.client()
    client.sign_in_with_otp({"email": " Ada@Example.com "})
    mail = identity.mail(EMAIL)
    assert len(mail["code"]) == 6
    assert mail["code"].isdigit()
    answer = client.verify_otp({"email": EMAIL, "token": mail["code"], "type": "email"})
    assert present(answer.user).email == EMAIL
    assert present(answer.session).expires_in == 3600
    assert account(client).id == present(answer.user).id


def test_a_code_works_once_and_only_the_newest(identity: Identity) -> None:
    client = identity.client()
    client.sign_in_with_otp({"email": EMAIL})
    first = identity.mail(EMAIL)["code"]
    client.sign_in_with_otp({"email": EMAIL})
    second = identity.mail(EMAIL)["code"]
    if first != second:
        assert (
            refused(identity, lambda: client.verify_otp({"email": EMAIL, "token": first, "type": "email"}))
            == "otp_expired"
        )
    client.verify_otp({"email": EMAIL, "token": second, "type": "email"})
    assert (
        refused(identity, lambda: client.verify_otp({"email": EMAIL, "token": second, "type": "email"}))
        == "otp_expired"
    )


def test_a_code_of_one_address_is_worthless_for_another(identity: Identity) -> None:
    client = identity.client()
    client.sign_in_with_otp({"email": EMAIL})
    code = identity.mail(EMAIL)["code"]
    other: VerifyEmailOtpParams = {"email": "bob@example.com", "token": code, "type": "email"}
    assert refused(identity, lambda: client.verify_otp(other)) == "otp_expired"


def test_codes_expire(identity: Identity) -> None:
    identity.set(code_seconds=1)
    client = identity.client()
    client.sign_in_with_otp({"email": EMAIL})
    code = identity.mail(EMAIL)["code"]
    time.sleep(1.1)  # the clock is what is tested
    assert (
        refused(identity, lambda: client.verify_otp({"email": EMAIL, "token": code, "type": "email"})) == "otp_expired"
    )


def test_the_link_opens_a_session_only_with_the_verifier(identity: Identity) -> None:
    client = identity.client()
    client.sign_in_with_otp({"email": EMAIL, "options": {"email_redirect_to": CALLBACK}})
    answer = httpx.get(identity.mail(EMAIL)["link"], trust_env=False)
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert target.startswith(f"{CALLBACK}?code=")
    code = parse_qs(urlsplit(target).query)["code"][0]
    thief: Any = {"auth_code": code, "code_verifier": "x" * 64}
    assert refused(identity, lambda: client.exchange_code_for_session(thief)) == "bad_code_verifier"
    assert exchanged(client, code) == EMAIL
    again: Any = {"auth_code": code, "code_verifier": "x" * 64}
    assert refused(identity, lambda: client.exchange_code_for_session(again)) == "flow_state_not_found"


def test_a_link_that_was_opened_outlives_the_next_request(identity: Identity) -> None:
    first, second = identity.client(), identity.client()
    first.sign_in_with_otp({"email": EMAIL, "options": {"email_redirect_to": CALLBACK}})
    target = httpx.get(identity.mail(EMAIL)["link"], trust_env=False).headers["location"]
    second.sign_in_with_otp({"email": EMAIL, "options": {"email_redirect_to": CALLBACK}})
    code = parse_qs(urlsplit(target).query)["code"][0]
    assert exchanged(first, code) == EMAIL


def test_a_link_without_pkce_carries_the_session_in_the_fragment(identity: Identity) -> None:
    client = identity.client(flow="implicit")
    client.sign_in_with_otp({"email": EMAIL, "options": {"email_redirect_to": CALLBACK}})
    target = httpx.get(identity.mail(EMAIL)["link"], trust_env=False).headers["location"]
    client.initialize_from_url(target)
    assert session(client).user.email == EMAIL


def test_a_spent_link_leads_back_with_the_reason(identity: Identity) -> None:
    identity.client().sign_in_with_otp({"email": EMAIL, "options": {"email_redirect_to": CALLBACK}})
    link = identity.mail(EMAIL)["link"]
    httpx.get(link, trust_env=False)
    target = urlsplit(httpx.get(link, trust_env=False).headers["location"])
    assert parse_qs(target.query)["error_code"] == ["otp_expired"]
    assert parse_qs(target.fragment)["error"] == ["access_denied"]


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        (CALLBACK, True),
        ("luster://auth-callback", True),
        ("https://evil.example/callback", False),
        ("http://127.0.0.1.evil.example/callback", False),
        ("http://127.0.0.1:80.evil.example/", False),
    ],
)
def test_links_lead_only_where_they_may(identity: Identity, wanted: str, followed: bool) -> None:
    identity.client().sign_in_with_otp({"email": EMAIL, "options": {"email_redirect_to": wanted}})
    target = httpx.get(identity.mail(EMAIL)["link"], trust_env=False).headers["location"]
    assert target.startswith(wanted if followed else SITE)


def test_the_access_token_holds_what_a_backend_checks(identity: Identity) -> None:
    client = sign_in(identity)
    token = session(client).access_token
    header = jwt.get_unverified_header(token)
    keys = jwt.PyJWKSet.from_dict(httpx.get(f"{identity.url}/auth/v1/.well-known/jwks.json", trust_env=False).json())
    claims = jwt.decode(
        token,
        keys[header["kid"]],
        algorithms=["ES256"],
        audience="authenticated",
        issuer=f"{identity.url}/auth/v1",
        options={"require": ["exp", "sub", "iss", "aud", "iat", "session_id", "role", "email"]},
    )
    assert header["alg"] == "ES256"
    assert claims["sub"] == account(client).id
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["amr"][0]["method"] == "otp"
    told: Any = present(client.get_claims())["claims"]
    assert told["email"] == EMAIL


def test_refresh_tokens_rotate(identity: Identity) -> None:
    client = sign_in(identity)
    first = session(client).refresh_token
    second = renewed(client).refresh_token
    third = renewed(client).refresh_token
    assert len({first, second, third}) == 3


def test_the_parent_of_the_active_token_is_answered_with_the_active_one(identity: Identity) -> None:
    client = sign_in(identity)
    first = session(client).refresh_token
    identity.set(reuse_seconds=0)
    second = renewed(client).refresh_token
    assert renewed(client, first).refresh_token == second


def test_reuse_after_the_window_ends_the_whole_family(identity: Identity) -> None:
    client = sign_in(identity)
    identity.set(reuse_seconds=0)
    first = session(client).refresh_token
    client.refresh_session()
    newest = renewed(client).refresh_token
    assert refused(identity, lambda: client.refresh_session(first)) == "refresh_token_already_used"
    assert refused(identity, lambda: client.refresh_session(newest)) == "refresh_token_already_used"


def test_reuse_within_the_window_is_taken(identity: Identity) -> None:
    client = sign_in(identity)
    first = session(client).refresh_token
    client.refresh_session()
    client.refresh_session()
    assert client.refresh_session(first).session is not None


def test_signing_out_ends_sessions_by_scope(identity: Identity) -> None:
    here, there = sign_in(identity), sign_in(identity)
    other = session(there).refresh_token
    here.sign_out({"scope": "local"})
    assert there.refresh_session(other).session is not None
    mine = sign_in(identity)
    kept = session(mine).refresh_token
    mine.sign_out({"scope": "others"})
    newest = session(there).refresh_token
    assert refused(identity, lambda: there.refresh_session(newest)) == "refresh_token_not_found"
    assert mine.refresh_session(kept).session is not None
    token = session(mine).access_token
    mine.sign_out()
    assert refused(identity, lambda: mine.get_user(token)) == "session_not_found"


def test_a_rotated_key_verifies_until_it_is_withdrawn(identity: Identity) -> None:
    client = sign_in(identity)
    token = session(client).access_token
    identity.http.post("/control/rotate-key")
    assert account(client, token).email == EMAIL
    assert jwt.get_unverified_header(renewed(client).access_token) != jwt.get_unverified_header(token)
    identity.http.post("/control/rotate-key", params={"withdraw": "true"})
    assert refused(identity, lambda: client.get_user(token)) == "bad_jwt"


def test_the_key_set_can_be_down_while_all_else_works(identity: Identity) -> None:
    identity.set(key_set_down=True)
    assert httpx.get(f"{identity.url}/auth/v1/.well-known/jwks.json", trust_env=False).status_code == 503
    assert account(sign_in(identity)).email == EMAIL


def test_tokens_live_as_long_as_they_are_told_to(identity: Identity) -> None:
    identity.set(access_token_seconds=1)
    client = identity.client()
    client.sign_in_with_otp({"email": EMAIL})
    opened = client.verify_otp({"email": EMAIL, "token": identity.mail(EMAIL)["code"], "type": "email"})
    token = present(opened.session).access_token
    time.sleep(1.1)  # the clock is what is tested
    assert refused(identity, lambda: client.get_user(token)) == "bad_jwt"


def test_mails_can_be_limited_per_address(identity: Identity) -> None:
    identity.set(mail_interval_seconds=60)
    client = identity.client()
    client.sign_in_with_otp({"email": EMAIL})
    assert refused(identity, lambda: client.sign_in_with_otp({"email": EMAIL})) == "over_email_send_rate_limit"
    client.sign_in_with_otp({"email": "bob@example.com"})


@pytest.mark.parametrize("email", ["", "ada", "ada@", "ada@example", "a b@example.com", "<b>@example.com"])
def test_addresses_that_are_none_are_refused(identity: Identity, email: str) -> None:
    answer = identity.http.post("/auth/v1/otp", json={"email": email})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_failed")


def test_unknown_addresses_are_not_made_on_request(identity: Identity) -> None:
    asked: SignInWithPasswordlessCredentials = {"email": EMAIL, "options": {"should_create_user": False}}
    assert refused(identity, lambda: identity.client().sign_in_with_otp(asked)) == "otp_disabled"


@pytest.mark.parametrize("headers", [{}, {"apikey": "sb_publishable_other"}])
def test_calls_need_the_projects_key(identity: Identity, headers: dict[str, str]) -> None:
    answer = httpx.post(f"{identity.url}/auth/v1/otp", json={"email": EMAIL}, headers=headers, trust_env=False)
    assert answer.status_code == 401


def test_a_page_of_another_site_cannot_reach_it_by_name(identity: Identity) -> None:
    assert identity.http.get("/mailbox", headers={"host": "evil.example"}).status_code == 400


def test_the_mailbox_page_is_marked_and_shows_the_code(identity: Identity) -> None:
    identity.client().sign_in_with_otp({"email": EMAIL})
    html = identity.http.get("/mailbox").text
    assert identity.mail(EMAIL)["code"] in html
    assert "No mail leaves it" in html


def test_everything_is_still_there_after_a_restart(tmp_path: Path) -> None:
    from backend.local.identity.server import create_app

    from .serving import serving

    def start() -> AbstractContextManager[str]:
        return serving(
            lambda _: create_app(
                tmp_path / "i.sqlite3",
                url="http://127.0.0.1:9",
                anon_key=ANON_KEY,
                service_key=SERVICE_KEY,
                site_url=SITE,
            )
        )

    with start() as url, httpx.Client(base_url=url, headers={"apikey": ANON_KEY}, trust_env=False) as http:
        kept = session(sign_in(Identity(url, http)))
    with start() as url, httpx.Client(base_url=url, headers={"apikey": ANON_KEY}, trust_env=False) as http:
        client = Identity(url, http).client()
        assert account(client, kept.access_token).email == EMAIL
        assert renewed(client, kept.refresh_token).user.email == EMAIL
        assert Identity(url, http).mail(EMAIL)["to"] == EMAIL
