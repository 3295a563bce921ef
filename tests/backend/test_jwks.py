"""Keys survive outages, rotations and floods: valid tokens pass, and the service is hardly asked."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from backend.identity import Unauthenticated, Verifier
from backend.jwks import FRESH_SECONDS, STALE_SECONDS, JwksCache, KeysUnavailable
from tests.backend.identities import SignIn


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def verifier(sign_in: SignIn, clock: Clock) -> Verifier:
    return Verifier(JwksCache(sign_in.jwks_url, clock=clock), sign_in.url)


@pytest.fixture
def live(sign_in: SignIn) -> Verifier:
    return Verifier(JwksCache(sign_in.jwks_url), sign_in.url)


def test_fifty_valid_tokens_pass_during_an_outage_of_a_day(sign_in: SignIn, verifier: Verifier, clock: Clock) -> None:
    user = uuid4()
    tokens = [sign_in.token(user) for _ in range(50)]
    verifier.verify(tokens[0])
    sign_in.failing = True
    clock.now += STALE_SECONDS - 60
    with ThreadPoolExecutor(8) as pool:
        assert {found.user_id for found in pool.map(verifier.verify, tokens)} == {user}
    assert sign_in.fetches <= 2
    clock.now += 120
    with pytest.raises(KeysUnavailable):
        verifier.verify(tokens[0])


def test_a_rotation_fails_no_request(sign_in: SignIn, live: Verifier) -> None:
    live.verify(sign_in.token(uuid4()))
    sign_in.rotate("second")
    with ThreadPoolExecutor(4) as pool:
        tokens = [sign_in.token(uuid4()) for _ in range(4)]
        assert len(list(pool.map(live.verify, tokens))) == 4
    assert sign_in.fetches == 2


def test_a_flood_of_unknown_keys_lets_nobody_in_and_turns_no_valid_token_away(sign_in: SignIn, live: Verifier) -> None:
    """Not even one of a key that is newer than the last fetch: it may have to ask again, and is never signed out."""
    live.verify(sign_in.token(uuid4()))
    published = dict(sign_in.keys)
    forged = []
    for number in range(100):
        sign_in.rotate(f"forged-{number}")
        forged.append(sign_in.token(uuid4()))
    sign_in.keys = published
    began, over = time.monotonic(), threading.Event()

    def flood(number: int) -> set[str]:
        said = set()
        while not over.is_set():
            said.add(outcome(live, forged[number % len(forged)]))
        return said

    with ThreadPoolExecutor(17) as pool:
        floods = [pool.submit(flood, number) for number in range(16)]
        time.sleep(1.5)
        sign_in.rotate("newest")
        valid = [sign_in.token(uuid4()) for _ in range(100)]
        said = [outcome(live, token) for token in valid]
        end = time.monotonic() + 20
        while outcome(live, valid[0]) != "in" and time.monotonic() < end:
            pass
        assert outcome(live, valid[0]) == "in"
        over.set()
        assert "out" not in said
        assert set().union(*(future.result() for future in floods)) <= {"out", "later"}
    assert sign_in.fetches <= time.monotonic() - began + 2


def outcome(verifier: Verifier, token: str) -> str:
    try:
        verifier.verify(token)
    except Unauthenticated:
        return "out"
    except KeysUnavailable:
        return "later"
    return "in"


def test_an_unknown_key_is_turned_away_only_by_keys_that_could_be_had(sign_in: SignIn, live: Verifier) -> None:
    live.verify(sign_in.token(uuid4()))
    published = dict(sign_in.keys)
    sign_in.rotate("unknown")
    token, sign_in.keys = sign_in.token(uuid4()), published
    assert outcome(live, token) == "out"
    sign_in.failing = True
    assert outcome(live, token) == "later"


def test_stale_keys_are_served_while_new_ones_are_fetched(sign_in: SignIn, verifier: Verifier, clock: Clock) -> None:
    token = sign_in.token(uuid4())
    verifier.verify(token)
    sign_in.may_answer.clear()
    clock.now += FRESH_SECONDS + 1
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(lambda _: verifier.verify(token), range(40)))) == 40
    sign_in.may_answer.set()


def test_a_cold_start_without_keys_says_so(sign_in: SignIn, verifier: Verifier, clock: Clock) -> None:
    sign_in.failing = True
    for _ in range(5):
        with pytest.raises(KeysUnavailable):
            verifier.verify(sign_in.token(uuid4()))
    assert sign_in.fetches == 1
    sign_in.failing = False
    clock.now += 6
    verifier.verify(sign_in.token(uuid4()))


def test_many_first_requests_share_one_fetch(sign_in: SignIn, verifier: Verifier) -> None:
    tokens = [sign_in.token(uuid4()) for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(verifier.verify, tokens))) == 20
    assert sign_in.fetches == 1
