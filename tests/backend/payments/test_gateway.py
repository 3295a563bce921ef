from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.config import Settings
from backend.payments.gateway import Gateway
from tests.backend.local.serving import serving


def test_the_sdk_tells_stripe_nothing_of_this_machine(config: Settings) -> None:
    told: list[dict[str, Any]] = []

    def answer(request: Request) -> Response:
        told.append(json.loads(request.headers["x-stripe-client-user-agent"]))
        assert "x-stripe-client-telemetry" not in request.headers
        return JSONResponse({"object": "list", "data": [], "has_more": False, "url": "/v1/prices"})

    with serving(lambda _url: Starlette(routes=[Route("/{path:path}", answer)])) as url:
        gateway = Gateway(replace(config, stripe_api_base=url))
        assert gateway.prices() == gateway.prices() == {}
        gateway.close()
    assert told
    assert all({"telemetry_id", "platform"}.isdisjoint(one) for one in told)
