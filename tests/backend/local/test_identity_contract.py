"""The sign-in stand-in's answers against the facts of the vendor's description."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from .conftest import ANON_KEY, SERVICE_KEY, Identity
from .vendors import described

EMAIL = "ada@example.com"


def problems(answer: Any, schema: str) -> list[str]:
    """What is wrong by the description, and fields that it does not know."""
    components = described("identity")["components"]
    validator = jsonschema_rs.Draft4Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": components}, validate_formats=True
    )
    known = components["schemas"][schema]["properties"]
    return [error.message for error in validator.iter_errors(answer)] + [
        f"unknown: {k}" for k in answer if k not in known
    ]


def session(identity: Identity) -> dict[str, Any]:
    identity.http.post("/auth/v1/otp", json={"email": EMAIL}).raise_for_status()
    body = {"email": EMAIL, "token": identity.mail(EMAIL)["code"], "type": "email"}
    opened: dict[str, Any] = identity.http.post("/auth/v1/verify", json=body).json()
    return opened


def test_sessions_have_the_described_shape(identity: Identity) -> None:
    opened = session(identity)
    assert problems(opened, "AccessTokenResponseSchema") == []
    assert problems(opened["user"], "UserSchema") == []
    assert problems(opened["user"]["identities"][0], "IdentitySchema") == []
    refreshed = identity.http.post(
        "/auth/v1/token", params={"grant_type": "refresh_token"}, json={"refresh_token": opened["refresh_token"]}
    )
    assert problems(refreshed.json(), "AccessTokenResponseSchema") == []


def test_the_account_has_the_described_shape(identity: Identity) -> None:
    token = session(identity)["access_token"]
    user = identity.http.get("/auth/v1/user", headers={"authorization": f"Bearer {token}"}).json()
    assert problems(user, "UserSchema") == []


def test_signing_out_answers_204(identity: Identity) -> None:
    token = session(identity)["access_token"]
    answer = identity.http.post(
        "/auth/v1/logout", params={"scope": "local"}, headers={"authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_deleted_user_is_told_in_the_described_shape_and_only_to_servers(identity: Identity) -> None:
    opened = session(identity)
    path = f"/auth/v1/admin/users/{opened['user']['id']}"
    for key in (ANON_KEY, opened["access_token"]):
        refused = identity.http.delete(path, headers={"authorization": f"Bearer {key}"})
        assert (refused.status_code, problems(refused.json(), "ErrorSchema")) == (403, [])
    server = {"apikey": SERVICE_KEY, "authorization": f"Bearer {SERVICE_KEY}"}
    deleted = identity.http.delete(path, headers=server)
    assert (deleted.status_code, problems(deleted.json(), "UserSchema")) == (200, [])
    gone = identity.http.delete(path, headers=server)
    assert (gone.status_code, gone.json()["error_code"]) == (404, "user_not_found")
    assert problems(gone.json(), "ErrorSchema") == []
    assert identity.http.delete("/auth/v1/admin/users/nobody", headers=server).status_code == 404
    assert session(identity)["user"]["id"] != opened["user"]["id"]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("verify", {"email": EMAIL, "token": "000000", "type": "email"}, 403, "otp_expired"),
        ("verify", {"email": EMAIL, "type": "email"}, 400, "validation_failed"),
        ("verify", {"token": "000000", "type": "email"}, 400, "validation_failed"),
        ("verify", {"email": EMAIL, "token": 7, "type": "email"}, 400, "bad_json"),
        ("otp", {}, 400, "validation_failed"),
        ("otp", [], 400, "bad_json"),
        ("otp", {"email": EMAIL, "code_challenge": "short"}, 400, "validation_failed"),
        ("token?grant_type=refresh_token", {"refresh_token": "none"}, 400, "refresh_token_not_found"),
        ("token?grant_type=pkce", {"auth_code": "none", "code_verifier": "x"}, 404, "flow_state_not_found"),
    ],
)
def test_errors_have_both_of_the_vendors_shapes(
    identity: Identity, path: str, body: object, status: int, code: str
) -> None:
    older = identity.http.post(f"/auth/v1/{path}", json=body)
    assert (older.status_code, older.json()["error_code"], older.json()["code"]) == (status, code, status)
    assert problems(older.json(), "ErrorSchema") == []
    newer = identity.http.post(f"/auth/v1/{path}", json=body, headers={"X-Supabase-Api-Version": "2024-01-01"})
    assert newer.json() == {"code": code, "message": older.json()["msg"]}
    assert newer.headers["X-Supabase-Api-Version"] == "2024-01-01"


@pytest.mark.parametrize("path", ["health", "settings"])
def test_public_pages_have_the_described_shape(identity: Identity, path: str) -> None:
    schema = described("identity")["replies"][path]
    answer = identity.http.get(f"/auth/v1/{path}").json()
    assert set(answer) <= set(schema["properties"])
    validator = jsonschema_rs.Draft4Validator(schema)
    assert list(validator.iter_errors(answer)) == []


def test_the_key_set_holds_public_keys_only(identity: Identity) -> None:
    keys = identity.http.get("/auth/v1/.well-known/jwks.json").json()["keys"]
    assert [key["kty"] for key in keys] == ["EC"]
    assert "d" not in keys[0]
