"""Around every request: its id, one log line, headers that keep replies private, and a 500 that says nothing."""

from __future__ import annotations

import time
import uuid

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend import metrics
from backend.api import problems

log = structlog.get_logger()

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestContext:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            problem = problems.from_error(error)
            if status == 0:
                await problems.response(problem, request_id)(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - began
            # The route's template, not the path: whatever somebody put into an unknown address stays out of the log.
            log.info(
                "request",
                method=scope["method"],
                route=state.get("route", "-"),
                status=status,
                ms=round(seconds * 1000, 1),
                user=state.get("user"),
            )
            method = scope["method"] if scope["method"] in METHODS else "other"
            metrics.REQUESTS.labels(method, state.get("route", "-"), str(status)).observe(seconds)
