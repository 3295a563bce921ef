"""The app: `POST /v1/images/edits` and the model list as the vendor answers them, and a control panel for tests.

| route | what it is |
|---|---|
| POST /v1/images/edits | an edit, see `requests`, `cues` and `faults` |
| GET /v1/models, GET /v1/models/{id} | the model list, with shut-down dates |
| GET, POST, DELETE /control/faults | read, extend (a JSON list of faults) or clear the script, see `faults` |
| GET, PUT /control/models | read or say (a JSON list of names) which models are gone before their day |
| GET, PUT /control/limits | read or say (a JSON object, see `limits`) the account's rate limits, all unused |
| GET, DELETE /control/requests | read or forget what was asked for, with which fault and recording, and the status |
| GET /healthz | `{"status": "ok"}` |
"""

from __future__ import annotations

import hmac
import json
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import anyio
import anyio.to_thread
import cv2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from backend.local.image_model.answers import answer
from backend.local.image_model.cues import understand
from backend.local.image_model.faults import Fault, Script, chosen, refusal
from backend.local.image_model.limits import Limits
from backend.local.image_model.models import alive, find
from backend.local.image_model.multipart import parse
from backend.local.image_model.problems import Problem, model_not_found
from backend.local.image_model.recordings import Recording
from backend.local.image_model.replay import Replay
from backend.local.image_model.requests import EditRequest, read

MAX_BODY = 16 * 50_000_000
KEPT_REQUESTS = 1000


def _today() -> date:
    return datetime.now(UTC).date()


def create_app(
    api_key: str,
    *,
    strength: float = 1.0,
    delay: float = 0.0,
    workers: int = 2,
    today: Callable[[], date] = _today,
    replay: Replay | None = None,
) -> Starlette:
    """The stand-in for the image model.

    `api_key` is the one bearer key that is let in. `strength` scales how far the model's rendering strays from the
    photo (see `rerender`), `delay` seconds are added to every edit, `workers` edits are computed at a time, and `today`
    decides which models have been shut down. The photos that `replay` knows get their recorded answers.
    """
    if not api_key:
        raise ValueError("The image model needs an API key.")
    # One core per edit: several requests share the machine without fighting over it.
    cv2.setNumThreads(1)
    panel = _Panel(api_key, strength, delay, workers, today, replay)
    return Starlette(
        routes=[
            Route("/v1/images/edits", panel.edits, methods=["POST"]),
            Route("/v1/models", panel.models, methods=["GET"]),
            Route("/v1/models/{name}", panel.model, methods=["GET"]),
            Route("/control/faults", panel.faults, methods=["GET", "POST", "DELETE"]),
            Route("/control/models", panel.withdrawn, methods=["GET", "PUT"]),
            Route("/control/limits", panel.limits, methods=["GET", "PUT"]),
            Route("/control/requests", panel.requests, methods=["GET", "DELETE"]),
            Route("/healthz", _healthz, methods=["GET"]),
        ],
        # No page in a browser may reach the control panel under a name of its own.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={Problem: _problem, 404: _unknown_url},
    )


class _Panel:
    """The endpoints, around the script of faults and the record of requests."""

    def __init__(
        self,
        api_key: str,
        strength: float,
        delay: float,
        workers: int,
        today: Callable[[], date],
        replay: Replay | None,
    ) -> None:
        self._key = api_key
        self._strength = strength
        self._delay = delay
        self._today = today
        self._replay = replay
        self._workers = workers
        self._limiter: anyio.CapacityLimiter | None = None
        self._script = Script()
        self._limits = Limits()
        self._withdrawn: frozenset[str] = frozenset()
        self._asked: deque[dict[str, Any]] = deque(maxlen=KEPT_REQUESTS)

    async def edits(self, request: Request) -> Response:
        started = time.monotonic()
        request_id = f"req_{uuid.uuid4().hex}"
        record: dict[str, Any] = {"id": request_id, "fault": None, "recording": None, "status": None}
        self._asked.append(record)
        # As they stand when the request comes in: the reply says nothing of what was asked meanwhile.
        limits = self._limits.headers()
        try:
            response = await self._edit(request, request_id, record, limits)
        except Problem as problem:
            response = problem.response()
        record["status"] = response.status_code
        response.headers.update({**_headers(request_id, started), **limits})
        return response

    async def _edit(
        self, request: Request, request_id: str, record: dict[str, Any], limits: dict[str, str]
    ) -> Response:
        self._authorise(request)
        body = await _body(request)
        parts = parse(body, request.headers.get("content-type", ""))
        fields = {part.name: part.text for part in parts if part.filename is None}
        record |= {name: fields.get(name) for name in ("model", "prompt", "size", "quality", "complexity")}
        self._offered(fields.get("model", ""))
        limits |= self._limits.take(fields.get("model", ""), sum(p.name in ("image", "image[]") for p in parts))
        fault = chosen(request.headers, fields.get("prompt", ""), self._script)
        record["fault"] = str(fault) if fault.name != "ok" else None
        refused = refusal(fault, fields.get("model", ""), request_id)
        if refused is not None:
            raise refused
        if fault.name == "timeout":
            await _hold(request, fault.number)
            return _Cut(b"", 1)
        order = await self._compute(lambda: read(parts, self._today()))
        record["images"] = 1 + len(order.others)
        await _hold(request, self._delay + (fault.number if fault.name == "slow" else 0))
        recording = await self._compute(lambda: self._recording(order))
        record["recording"] = recording and recording.id
        content = await self._compute(lambda: json.dumps(answer(order, fault, self._strength, recording)).encode())
        if fault.name == "cut":
            return _Cut(content[: len(content) // 2], len(content))
        return Response(content, media_type="application/json")

    def _recording(self, order: EditRequest) -> Recording | None:
        edits = understand(order.prompt)
        # What was recorded is one edit each.
        return self._replay.find(order.image, edits[0]) if self._replay and len(edits) == 1 else None

    async def _compute(self, work: Callable[[], Any]) -> Any:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self._workers)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    def _authorise(self, request: Request) -> None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            message = "You didn't provide an API key. You need to provide your API key in an Authorization header."
            raise Problem(401, message)
        if not hmac.compare_digest(key.strip().encode(), self._key.encode()):
            raise Problem(401, "Incorrect API key provided.", code="invalid_api_key")

    async def models(self, request: Request) -> Response:
        self._authorise(request)
        found = [model.public() for model in alive(self._today()) if model.id not in self._withdrawn]
        return JSONResponse({"object": "list", "data": found})

    async def model(self, request: Request) -> Response:
        self._authorise(request)
        self._offered(request.path_params["name"])
        return JSONResponse(find(request.path_params["name"], self._today()).public())

    def _offered(self, name: str) -> None:
        if name in self._withdrawn:
            raise model_not_found(name)

    async def withdrawn(self, request: Request) -> Response:
        """The models that are gone although their day has not come; PUT a JSON list of names."""
        if request.method == "PUT":
            try:
                names = await request.json()
                if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                    raise ValueError("Expected a JSON list of models.")
            except ValueError as error:
                raise Problem(400, str(error), code="unknown_model") from None
            self._withdrawn = frozenset(names)
        return JSONResponse(sorted(self._withdrawn))

    async def faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._script.clear()
        elif request.method == "POST":
            try:
                names = await request.json()
                if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                    raise ValueError("Expected a JSON list of faults.")
                self._script.extend([Fault.parse(name) for name in names])
            except ValueError as error:
                raise Problem(400, str(error), code="unknown_fault") from None
        return JSONResponse(self._script.left())

    async def limits(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                told = await request.json()
                if not isinstance(told, dict):
                    raise ValueError("Expected a JSON object of limits.")
                return JSONResponse(self._limits.say(told))
            except ValueError as error:
                raise Problem(400, str(error), code="unknown_limit") from None
        return JSONResponse(self._limits.headers())

    async def requests(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._asked.clear()
        return JSONResponse(list(self._asked))


class _Cut(Response):
    """Sends less than it announced and closes the connection."""

    def __init__(self, sent: bytes, announced: int) -> None:
        super().__init__(sent, media_type="application/json")
        self.headers["content-length"] = str(max(announced, len(sent) + 1))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})


async def _body(request: Request) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > MAX_BODY:
            raise Problem(413, "The request body is too large.", code="request_too_large")
        pieces.append(piece)
    return b"".join(pieces)


async def _hold(request: Request, seconds: float) -> None:
    """Wait, unless the caller goes away."""
    if seconds > 0:
        with anyio.move_on_after(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass


def _headers(request_id: str, started: float) -> dict[str, str]:
    return {
        "x-request-id": request_id,
        "openai-version": "2020-10-01",
        "openai-organization": "org-luster",
        "openai-processing-ms": str(round((time.monotonic() - started) * 1000)),
    }


async def _healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def _unknown_url(request: Request, error: Exception) -> Response:
    return Problem(404, f"Invalid URL ({request.method} {request.url.path})").response()
