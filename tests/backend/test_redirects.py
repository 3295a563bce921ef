"""No reply sends a browser to a host that only the request named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine
from starlette.types import ASGIApp

from backend.admin.site import app as admin_site
from backend.admin.site import private
from backend.admin.site.listing import Desk
from backend.api.routes import ENDPOINTS
from backend.local.identity.server import create_app as identity
from backend.local.image_model.server import create_app as image_model
from backend.local.payments.server import create_app as payments
from backend.reruns import Policy
from tests.backend.local.serving import serving

FOREIGN = "elsewhere.example"
FORGED: tuple[dict[str, str], ...] = (
    {"host": FOREIGN},
    {"x-forwarded-host": FOREIGN, "x-forwarded-proto": "https", "forwarded": f"host={FOREIGN}"},
)


def leads_away(reply: httpx.Response) -> bool:
    return any(FOREIGN in value for value in reply.headers.values()) or FOREIGN in reply.text


@pytest.mark.parametrize("headers", FORGED)
def test_the_api_redirects_nobody(api: httpx.Client, headers: dict[str, str]) -> None:
    paths = {endpoint.path.replace("{id}", str(uuid4())) for endpoint in ENDPOINTS}
    for path in sorted(paths | {"/", "/openapi.json", "/nothing"}):
        for method, asked in (("GET", path), ("GET", f"{path}/"), ("POST", f"{path}/"), ("GET", f"/{path}")):
            reply = api.request(method, asked, headers=headers, follow_redirects=False)
            assert not reply.has_redirect_location, (method, asked)
            assert not leads_away(reply), (method, asked)
    lost = api.get("/shoots/", headers=headers)
    assert (lost.status_code, lost.headers["content-type"]) == (404, "application/problem+json")


@pytest.fixture
def sites(engine: Engine, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The servers that are for this machine alone."""

    def site(_: str) -> ASGIApp:
        return admin_site.create_app(Desk(engine, "kim", Policy()), names=private.place("127.0.0.1").names)

    def sign_in(url: str) -> ASGIApp:
        return identity(
            tmp_path / "i.sqlite3", url=url, anon_key="anon", service_key="service", site_url="http://127.0.0.1:9/site"
        )

    def pay(url: str) -> ASGIApp:
        secrets = {"secret_key": "sk_test_0123456789", "webhook_secret": "whsec_test"}
        return payments(tmp_path / "p.sqlite3", url=url, webhook_url="http://127.0.0.1:9", packs=[], **secrets)

    with (
        serving(site) as admin,
        serving(sign_in) as auth,
        serving(pay) as stripe,
        serving(lambda _: image_model("sk-test")) as model,
    ):
        yield {"admin": admin, "identity": auth, "payments": stripe, "image model": model}


@pytest.mark.parametrize("headers", FORGED)
def test_the_servers_of_one_machine_lead_nowhere_else(sites: dict[str, str], headers: dict[str, str]) -> None:
    paths = {
        "admin": ("/", "/users", "/users/list", "/users/list/", "/jobs/detail/", "//users/list", "/nothing/"),
        "identity": ("/auth/v1/verify?token=x&type=email&redirect_to=", "/mailbox", "/mailbox/", "/auth/v1/user/"),
        "payments": ("/pay/cs_1", "/pay/cs_1/", "/v1/prices/", "/control/options/"),
        "image model": ("/v1/models/", "/control/faults/", "/healthz/"),
    }
    for name, url in sites.items():
        with httpx.Client(base_url=url, trust_env=False) as client:
            for path in paths[name]:
                reply = client.get(f"{path}https://{FOREIGN}" if path.endswith("=") else path, headers=headers)
                assert not leads_away(reply), (name, path, reply.headers)
                if "host" in headers:
                    assert reply.status_code in (400, 421), (name, path)
