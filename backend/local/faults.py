"""Misbehaviour on request, the same for every stand-in: slow, failing, or cutting connections.

`PUT /control/faults` with `{"delay": 2, "status": 503, "cut": false, "times": 3, "path": "/auth/v1/token"}` applies to
the next three requests under that path; `times` null means until further notice. `DELETE /control/faults` ends it.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

EXEMPT = ("/control", "/mailbox", "/pay/")


class Fault(BaseModel):
    """What happens to matching requests."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = "/"
    """Requests whose path starts with this."""
    delay: Annotated[float, Field(ge=0, le=300)] = 0.0
    """Seconds before anything else happens."""
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    """Reply with this instead of doing anything."""
    cut: bool = False
    """Do what was asked, but break the connection before the reply is complete."""
    times: Annotated[int, Field(ge=1)] | None = None
    """How many requests it concerns; None for all."""


class Faults:
    """ASGI middleware that holds at most one `Fault`, and the routes that set it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._left: int | None = None

    def routes(self) -> list[Route]:
        return [Route("/control/faults", self._control, methods=["GET", "PUT", "DELETE"])]

    def middleware(self, app: ASGIApp) -> ASGIApp:
        async def apply(scope: Scope, receive: Receive, send: Send) -> None:
            fault = self._take(scope["path"]) if scope["type"] == "http" else None
            if fault is None:
                await app(scope, receive, send)
                return
            await asyncio.sleep(fault.delay)
            if fault.status is not None:
                body = {"message": "This stand-in was told to fail.", "msg": "This stand-in was told to fail."}
                await JSONResponse(body, fault.status)(scope, receive, send)
            elif fault.cut:
                await app(scope, receive, _cutting(send))
            else:
                await app(scope, receive, send)

        return apply

    def _take(self, path: str) -> Fault | None:
        with self._lock:
            fault = self._fault
            if fault is None or path.startswith(EXEMPT) or not path.startswith(fault.path):
                return None
            if self._left is not None:
                self._left -= 1
                if self._left == 0:
                    self._fault = None
            return fault

    async def _control(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                fault = Fault.model_validate_json(await request.body())
            except ValidationError as error:
                return JSONResponse({"message": str(error)}, 422)
            with self._lock:
                self._fault, self._left = fault, fault.times
        elif request.method == "DELETE":
            with self._lock:
                self._fault = None
        with self._lock:
            return JSONResponse(self._fault.model_dump() if self._fault else None)


def _cutting(send: Send) -> Send:
    """Sends one byte of the body and never the rest, upon which the server drops the connection."""

    async def cut(message: Any) -> None:
        if message["type"] == "http.response.start":
            await send(message)
        elif message["type"] == "http.response.body":
            await send({"type": "http.response.body", "body": message.get("body", b"")[:1], "more_body": True})

    return cut
