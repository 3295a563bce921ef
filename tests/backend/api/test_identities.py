"""Every route, for every kind of caller: strangers see nothing, bad tokens open nothing.

The cases are made from the route table; a route without an entry in `REQUESTS` fails the test.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from backend.api.routes import ENDPOINTS
from tests.backend.identities import SignIn
from tests.backend.service import User, announce

PRIVATE = [endpoint for endpoint in ENDPOINTS if not endpoint.public]


class Things:
    """One owner's objects of every kind."""

    def __init__(self, owner: User) -> None:
        owner.grant(5)
        self.shoot = owner.shoot()
        self.asset = owner.uploaded(self.shoot)
        self.job = owner.order(self.asset).json()["jobs"][0]["id"]
        self.key = str(uuid4())
        owner.post("/account/keys", {"id": self.key, "name": "Owner's", "scopes": ["read"]})
        owner.call("PUT", "/account/webhook", json={"url": f"https://{owner.id.hex[:8]}.example.test/"})


# What each route is asked with the owner's ids, and what a stranger then gets.
REQUESTS: dict[tuple[str, str], Callable[[Things], tuple[dict[str, Any], int]]] = {
    ("POST", "/uploads/presign"): lambda t: ({"json": {"shoot_id": t.shoot, "files": [announce(b"x")]}}, 404),
    ("POST", "/uploads/parts"): lambda t: ({"json": {"asset_id": t.asset, "md5s": ["0" * 32]}}, 404),
    ("POST", "/uploads/complete"): lambda t: ({"json": {"asset_ids": [t.asset]}}, 404),
    ("POST", "/jobs"): lambda t: (
        {"json": {"jobs": [{"id": str(uuid4()), "asset_id": t.asset, "preset": "dusk"}]}},
        404,
    ),
    ("GET", "/jobs/{id}"): lambda t: ({"id": t.job}, 404),
    ("POST", "/jobs/{id}/cancel"): lambda t: ({"id": t.job}, 404),
    ("GET", "/shoots"): lambda t: ({}, 200),
    ("PUT", "/shoots/{id}"): lambda t: ({"id": t.shoot, "json": {"name": "Mine now"}}, 404),
    ("DELETE", "/shoots/{id}"): lambda t: ({"id": t.shoot}, 404),
    ("GET", "/shoots/{id}/assets"): lambda t: ({"id": t.shoot}, 404),
    ("GET", "/shoots/{id}/jobs"): lambda t: ({"id": t.shoot}, 404),
    ("GET", "/shoots/{id}/events"): lambda t: ({"id": t.shoot}, 404),
    ("POST", "/shoots/{id}/share"): lambda t: (
        {"id": t.shoot, "json": {"id": str(uuid4()), "title": "Mine", "photos": [{"job_id": t.job}]}},
        404,
    ),
    ("GET", "/shoots/{id}/share"): lambda t: ({"id": t.shoot}, 404),
    ("DELETE", "/shoots/{id}/share"): lambda t: ({"id": t.shoot}, 404),
    ("GET", "/presets"): lambda t: ({}, 200),
    ("GET", "/account"): lambda t: ({}, 200),
    ("GET", "/account/keys"): lambda t: ({}, 200),
    ("POST", "/account/keys"): lambda t: ({"json": {"id": t.key, "name": "Mine", "scopes": ["read"]}}, 409),
    ("DELETE", "/account/keys/{id}"): lambda t: ({"id": t.key}, 404),
    ("GET", "/account/webhook"): lambda t: ({}, 200),
    ("PUT", "/account/webhook"): lambda t: ({"json": {"url": "https://hooks.example.test/"}}, 200),
    ("POST", "/account/webhook/retry"): lambda t: ({}, 200),
    ("DELETE", "/account/webhook"): lambda t: ({}, 200),
    ("GET", "/billing/packs"): lambda t: ({}, 503),
    ("POST", "/billing/checkout"): lambda t: ({"json": {"pack": "starter"}}, 503),
    ("GET", "/billing/history"): lambda t: ({}, 200),
    # Last: the stranger is gone afterwards.
    ("DELETE", "/account"): lambda t: ({}, 200),
}


def test_no_route_is_missing_from_the_matrix() -> None:
    assert {(endpoint.method, endpoint.path) for endpoint in PRIVATE} == set(REQUESTS)
    public = {endpoint.path for endpoint in ENDPOINTS if endpoint.public}
    pages = {"/billing/success", "/billing/cancel", "/s/{token}", "/s/{token}/picture"}
    assert public == {"/webhooks/stripe", "/healthz", "/readyz"} | pages


def ask(api: httpx.Client, method: str, path: str, request: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
    more = dict(request)
    return api.request(method, path.replace("{id}", more.pop("id", "")), headers=headers, **more)


def told(owner: User, things: Things) -> list[Any]:
    """What the owner sees, but for links, which are new each time."""
    page = owner.get(f"/shoots/{things.shoot}/assets").json()
    for asset in page["assets"]:
        asset["url"] = asset["expires_at"] = None
    return [
        page,
        *(owner.get(path).json() for path in ("/shoots", f"/jobs/{things.job}", "/account/keys", "/account/webhook")),
    ]


def test_a_stranger_sees_nothing_of_anybody(new_user: Callable[[], User]) -> None:
    owner, stranger = new_user(), new_user()
    things = Things(owner)
    before = told(owner, things)
    for (method, path), case in REQUESTS.items():
        request, status = case(things)
        token = {"authorization": f"Bearer {stranger.sign_in.token(stranger.id)}"}
        answer = ask(stranger.http, method, path, request, token)
        assert answer.status_code == status, (method, path, answer.text)
        for secret in (things.shoot, things.asset, things.job, things.key, owner.id.hex[:8]):
            assert secret not in answer.text, (method, path)
    after = told(owner, things)
    assert after == before
    # Ids of theirs in the places of new ones of ours.
    ours = stranger_things(new_user())
    taken = announce(b"mine") | {"asset_id": things.asset}
    assert ours[0].post("/uploads/presign", {"shoot_id": ours[1], "files": [taken]}).status_code == 404
    order = {"jobs": [{"id": things.job, "asset_id": ours[2], "preset": "dusk"}]}
    assert ours[0].post("/jobs", order).status_code == 404


def stranger_things(user: User) -> tuple[User, str, str]:
    user.grant(1)
    shoot = user.shoot()
    return user, shoot, user.uploaded(shoot)


def forged(claims: dict[str, Any], header: dict[str, Any], key: bytes = b"") -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"typ": "JWT", **header}, claims)
    ]
    mac = hmac.new(key, ".".join(parts).encode(), hashlib.sha256).digest() if key else b""
    return ".".join([*parts, base64.urlsafe_b64encode(mac).rstrip(b"=").decode()])


def bad_tokens(sign_in: SignIn, user: User) -> dict[str, str]:
    now = int(time.time())
    claims = sign_in.claims(user.id)
    public = sign_in.keys[sign_in.kid].public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    other = SignIn()
    other.url = sign_in.url
    good = sign_in.token(user.id)
    head, body, signature = good.split(".")
    return {
        "expired": sign_in.token(user.id, exp=now - 31),
        "no expiry": sign_in.token(user.id, exp=None),
        "not yet": sign_in.token(user.id, nbf=now + 300),
        "from the future": sign_in.token(user.id, iat=now + 300),
        "wrong audience": sign_in.token(user.id, aud="anon"),
        "the service's own role": sign_in.token(user.id, role="service_role"),
        "no role": sign_in.token(user.id, role=None),
        "no audience": sign_in.token(user.id, aud=None),
        "wrong issuer": sign_in.token(user.id, iss="https://elsewhere.example/auth/v1"),
        "no issuer": sign_in.token(user.id, iss=None),
        "no subject": sign_in.token(user.id, sub=None),
        "subject that is no id": sign_in.token(user.id, sub="admin"),
        "expiry that is no number": sign_in.token(user.id, exp=float("inf")),
        "alg none": forged(claims, {"alg": "none", "kid": sign_in.kid}),
        "HS256 with the public key": forged(claims, {"alg": "HS256", "kid": sign_in.kid}, pem),
        "unknown key": jwt.encode(claims, other.keys["first"], "ES256", headers={"kid": "other"}),
        "another key by the same name": jwt.encode(claims, other.keys["first"], "ES256", headers={"kid": sign_in.kid}),
        "key that is a path": jwt.encode(claims, other.keys["first"], "ES256", headers={"kid": "../../dev/null"}),
        "no key id": jwt.encode(claims, sign_in.keys[sign_in.kid], "ES256"),
        "RS256 said, ES256 signed": forged(claims, {"alg": "RS256", "kid": sign_in.kid}),
        "changed claims": ".".join([head, forged({**claims, "sub": str(uuid4())}, {}).split(".")[1], signature]),
        "no signature": f"{head}.{body}.",
        "two parts": f"{head}.{body}",
        "too long": good + "a" * 9000,
    }


@pytest.mark.parametrize("endpoint", PRIVATE, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_anonymous_and_expired_callers_get_nowhere(user: User, endpoint: Any) -> None:
    path = endpoint.path.replace("{id}", str(uuid4()))
    expired = user.sign_in.token(user.id, exp=int(time.time()) - 60)
    for headers in ({}, {"authorization": f"Bearer {expired}"}, {"authorization": "Basic eA=="}):
        answer = user.http.request(endpoint.method, path, headers=headers, json={})
        assert (answer.status_code, answer.json()["title"]) == (401, "Not signed in")


def test_no_bad_token_counts_on_any_route(user: User, sign_in: SignIn) -> None:
    tokens = bad_tokens(sign_in, user)
    routes = [(endpoint.method, endpoint.path.replace("{id}", str(uuid4()))) for endpoint in PRIVATE]
    for number, (name, token) in enumerate(tokens.items()):
        # Each token on three routes, each route with several tokens: the check is the same for all.
        for method, path in (routes[number % len(routes)], routes[(number * 7 + 3) % len(routes)], ("GET", "/account")):
            answer = user.http.request(method, path, headers={"authorization": f"Bearer {token}"}, json={})
            assert answer.status_code == 401, (name, method, path, answer.text)
    assert user.get("/account").status_code == 200
    # Once to begin with, and for each request with a key that the service does not have.
    assert sign_in.fetches <= 1 + 2 * 3


def test_claims_that_the_user_can_write_open_nothing(user: User) -> None:
    token = user.sign_in.token(user.id, user_metadata={"role": "admin", "credits": 99})
    answer = user.http.get("/account", headers={"authorization": f"Bearer {token}"}).json()
    assert answer["credits"] == {"posted": 0, "held": 0}
    assert user.http.get("/account", headers={"authorization": f"bearer {token}"}).status_code == 200
    leeway = user.sign_in.token(user.id, exp=int(time.time()) - 20)
    assert user.http.get("/account", headers={"authorization": f"Bearer {leeway}"}).status_code == 200
