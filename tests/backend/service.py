"""The real API on a real port, and a client for it that speaks as one user."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from backend import database
from backend.admin import accounts
from backend.api import create_app
from backend.config import Settings
from tests.backend.identities import SignIn
from tests.backend.local.serving import serving
from tests.services import Bucket

WEBHOOK_SECRET = "whsec_test_first"


def environment(database_url: str, bucket: Bucket, sign_in: SignIn) -> dict[str, str]:
    """Every variable that has to be set."""
    return {
        "DATABASE_URL": database_url,
        "S3_ENDPOINT": bucket.endpoint,
        "S3_BUCKET": bucket.name,
        "S3_ACCESS_KEY_ID": bucket.access_key_id,
        "S3_SECRET_ACCESS_KEY": bucket.secret_access_key,
        "SUPABASE_URL": sign_in.url,
        "SUPABASE_ANON_KEY": "anon",
        "SUPABASE_JWKS_URL": sign_in.jwks_url,
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "STRIPE_SECRET_KEY": "sk_test_123",
        "STRIPE_WEBHOOK_SECRET": f"{WEBHOOK_SECRET},whsec_test_second",
        "STRIPE_API_BASE": "http://127.0.0.1:9",
        "APP_URL": "http://127.0.0.1:8000",
    }


def settings(database_url: str, bucket: Bucket, sign_in: SignIn) -> Settings:
    return Settings.from_environment(environment(database_url, bucket, sign_in))


@contextmanager
def running(config: Settings) -> Iterator[str]:
    """The API's address while it serves."""
    with serving(lambda _: create_app(config)) as url:
        yield url


@dataclass
class User:
    """One signed-in user of a running API."""

    http: httpx.Client
    sign_in: SignIn
    config: Settings
    id: UUID = field(default_factory=uuid4)

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.sign_in.token(self.id)}", **more.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        return self.call("POST", path, json=body, **more)

    def balance(self) -> tuple[int, int]:
        account = self.get("/account").json()
        return account["credits"]["posted"], account["credits"]["held"]

    def grant(self, amount: int) -> None:
        self.get("/account")
        engine = database.engine(self.config.database_url, pool_size=1)
        accounts.grant(engine, str(self.id), amount, "test")
        engine.dispose()

    def shoot(self, name: str = "12 Elm Street") -> str:
        shoot_id = str(uuid4())
        answer = self.call("PUT", f"/shoots/{shoot_id}", json={"name": name})
        assert answer.status_code == 200, answer.text
        return shoot_id

    def uploaded(self, shoot_id: str, data: bytes = b"photo", filename: str = "IMG_0001.jpg") -> str:
        """A photo that is in storage and has been checked."""
        entry = announce(data, filename)
        answer = self.post("/uploads/presign", {"shoot_id": shoot_id, "files": [entry]})
        assert answer.status_code == 200, answer.text
        put(answer.json()["uploads"][0], data)
        done = self.post("/uploads/complete", {"asset_ids": [entry["asset_id"]]}).json()
        assert done["assets"][0]["state"] == "uploaded", done
        return entry["asset_id"]

    def order(self, *asset_ids: str, preset: str = "dusk", **more: Any) -> httpx.Response:
        jobs = [{"id": str(uuid4()), "asset_id": asset_id, "preset": preset} for asset_id in asset_ids]
        return self.post("/jobs", {"jobs": jobs}, **more)


def announce(data: bytes, filename: str = "IMG_0001.jpg", content_type: str = "image/jpeg") -> dict[str, Any]:
    return {
        "asset_id": str(uuid4()),
        "filename": filename,
        "content_type": content_type,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "md5": hashlib.md5(data).hexdigest(),
    }


def put(target: dict[str, Any], data: bytes) -> httpx.Response:
    return httpx.put(target["url"], content=data, headers=target["headers"])


def md5_header(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data).digest()).decode()
