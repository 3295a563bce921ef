"""Signing in by the e-mailed link, against the stand-in for Supabase Auth."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from luster_desktop.cloud.link import LinkEvent, LinkNews, LinkSignIn
from luster_desktop.cloud.session import Session, SessionState, SignInFailed
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.words.reasons import sentence
from tests.desktop.account import Account

pytestmark = pytest.mark.usefixtures("memory_keyring")


@pytest.fixture
def session(settings: DesktopSettings) -> Iterator[Session]:
    made = Session(settings)
    yield made
    made.close()


@pytest.fixture
def news() -> queue.Queue[LinkNews]:
    return queue.Queue()


@pytest.fixture
def links(session: Session, news: queue.Queue[LinkNews]) -> Iterator[LinkSignIn]:
    made = LinkSignIn(session, news.put, sentence)
    yield made
    made.close()


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def mail(settings: DesktopSettings, http: httpx.Client) -> Callable[[str], dict[str, str]]:
    """The newest e-mail to an address."""

    def read(email: str) -> dict[str, str]:
        newest: dict[str, str] = http.get(f"{settings.supabase_url}/mailbox.json", params={"email": email}).json()[
            "mails"
        ][0]
        return newest

    return read


Mail = Callable[[str], dict[str, str]]


def test_the_link_signs_in(
    session: Session,
    links: LinkSignIn,
    news: queue.Queue[LinkNews],
    account: Account,
    mail: Mail,
    http: httpx.Client,
) -> None:
    links.request(account.email)
    page = http.get(mail(account.email)["link"], follow_redirects=True)
    assert "You are signed in" in page.text
    assert page.url.host == "127.0.0.1"
    assert news.get(timeout=30) == LinkNews(LinkEvent.SIGNED_IN)
    assert session.state is SessionState.SIGNED_IN
    assert session.user is not None
    assert session.user.email == account.email
    links.close()
    with pytest.raises(httpx.ConnectError):
        http.get(page.url)


def test_the_code_of_the_same_mail_signs_in_and_ends_the_waiting(
    session: Session, links: LinkSignIn, account: Account, mail: Mail, http: httpx.Client
) -> None:
    links.request(account.email)
    sent = mail(account.email)
    target = parse_qs(urlsplit(sent["link"]).query)["redirect_to"][0]
    assert http.get(target).status_code == 200
    session.verify_code(account.email, sent["code"])
    links.close()
    with pytest.raises(httpx.ConnectError):
        http.get(target)


def test_a_second_request_leaves_the_first_link_alone(
    session: Session, links: LinkSignIn, account: Account, mail: Mail, http: httpx.Client
) -> None:
    other = f"other-{account.email}"
    links.request(account.email)
    links.request(other)
    assert "You are signed in" in http.get(mail(account.email)["link"], follow_redirects=True).text
    assert session.user is not None
    assert session.user.email == account.email


def test_a_link_that_was_replaced_is_explained_and_the_new_one_works(
    session: Session, links: LinkSignIn, news: queue.Queue[LinkNews], account: Account, mail: Mail, http: httpx.Client
) -> None:
    links.request(account.email)
    first = mail(account.email)["link"]
    links.request(account.email)
    page = http.get(first, follow_redirects=True)
    assert "This link did not work" in page.text
    told = news.get(timeout=30)
    assert told.event is LinkEvent.FAILED
    assert told.reason == Reason.LINK_FAILED
    assert session.state is SessionState.SIGNED_OUT
    assert "You are signed in" in http.get(mail(account.email)["link"], follow_redirects=True).text


def test_a_link_opened_before_the_next_request_still_counts(
    session: Session, links: LinkSignIn, account: Account, mail: Mail, http: httpx.Client
) -> None:
    links.request(account.email)
    way_back = http.get(mail(account.email)["link"]).headers["location"]
    links.request(account.email)
    assert "You are signed in" in http.get(way_back).text
    assert session.state is SessionState.SIGNED_IN


def test_a_stolen_code_is_worthless(session: Session, links: LinkSignIn, account: Account, mail: Mail) -> None:
    links.request(account.email)
    code = parse_qs(urlsplit(httpx.get(mail(account.email)["link"], trust_env=False).headers["location"]).query)["code"]
    with pytest.raises(SignInFailed, match=Reason.LINK_FAILED):
        session.follow_link(code[0], "x" * 64)
    assert session.state is SessionState.SIGNED_OUT


def test_without_a_click_the_waiting_ends(session: Session, news: queue.Queue[LinkNews], account: Account) -> None:
    links = LinkSignIn(session, news.put, sentence, seconds=0.05)
    links.request(account.email)
    assert news.get(timeout=30) == LinkNews(LinkEvent.ENDED)
    links.close()


def test_a_refused_address_leaves_nobody_listening(links: LinkSignIn, news: queue.Queue[LinkNews]) -> None:
    with pytest.raises(SignInFailed):
        links.request("nobody")
    assert links._pending == {}
    assert news.empty()


def test_the_page_of_the_link_speaks_the_users_language(
    session: Session, news: queue.Queue[LinkNews], account: Account, mail: Mail, http: httpx.Client
) -> None:
    links = LinkSignIn(session, news.put, lambda text: f"[{sentence(text)}]")
    links.request(account.email)
    page = http.get(mail(account.email)["link"], follow_redirects=True)
    assert "[You are signed in]" in page.text
    assert "[You can close this page and go back to Luster.]" in page.text
    links.close()
