"""From a request on the wire to a handler's call and back, the same for every endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import structlog
from pydantic import BaseModel
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from backend import api_keys, database, identity, limits
from backend.api import problems
from backend.api.endpoint import Call, Endpoint, Services
from backend.api.lane import Lane
from backend.api.versions import refuse_outdated
from backend.contract import VERSION_HEADER, ProblemType
from backend.idempotency import Once
from backend.identity import Identity, Unauthenticated

JSON_BYTES = 1024 * 1024
REQUEST_SECONDS = 10.0
"""From a request's head to its reply."""


def asgi(endpoint: Endpoint, services: Services, lane: Lane | None) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint as Starlette takes it: the body is read on the loop, all else runs in `lane`.

    Without a lane it runs on the loop too: what needs nothing must not wait behind what does.
    """

    async def handle(request: Request) -> Response:
        request_id = request.scope["state"]["request_id"]
        request.scope["state"]["route"] = endpoint.path
        problem = problems.TOO_SLOW
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                raw = await _read(request, endpoint.max_body or (JSON_BYTES if endpoint.body else 0))
                if lane is None:
                    return _run(endpoint, services, request, raw)
                problem = problems.UNAVAILABLE
                return await lane.run(lambda: _guarded(endpoint, services, request, raw))
        except TimeoutError:
            return problems.response(problem, request_id)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            return problems.response(problems.from_error(error), request_id)

    return handle


async def _read(request: Request, limit: int) -> bytes:
    if limit == 0:
        return b""
    too_large = problems.ProblemError(413, ProblemType.TOO_LARGE, "The request is too large.")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > limit:
        raise too_large
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > limit:
            raise too_large
    return bytes(raw)


def _guarded(endpoint: Endpoint, services: Services, request: Request, raw: bytes) -> Response:
    with services.database.guard(database.is_away):
        return _run(endpoint, services, request, raw)


def _run(endpoint: Endpoint, services: Services, request: Request, raw: bytes) -> Response:
    if not endpoint.public:
        refuse_outdated(request.headers.get(VERSION_HEADER), services.settings)
    user = None if endpoint.public else _user(endpoint, services, request)
    call = Call(
        services=services,
        user=user,
        ids={name: _id(value) for name, value in request.path_params.items() if name != "token"},
        query=_query(endpoint, request),
        body=_body(endpoint, request, raw),
        raw=raw,
        headers=request.headers,
        token=request.path_params.get("token", ""),
        once=_once(endpoint, request, user, raw),
    )
    if endpoint.limit and user:
        limits.take(services.engine, user.user_id, endpoint.limit)
    reply = endpoint.handler(call)
    if isinstance(reply, Response):
        return reply
    if reply is None:
        return Response(status_code=204)
    return Response(reply.model_dump_json(), endpoint.status, media_type="application/json")


def _user(endpoint: Endpoint, services: Services, request: Request) -> Identity:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("There is no token.")
    if api_keys.is_key(token):
        user = api_keys.identify(services.engine, token)
        structlog.contextvars.bind_contextvars(key=str(user.key_id))
    else:
        user = services.verifier.verify(token)
        may_return = not services.sign_ins.can_delete
        identity.admit(services.engine, user, welcome=services.settings.welcome_credits, may_return=may_return)
    if user.scopes is not None and endpoint.scope not in user.scopes:
        raise problems.ProblemError(403, ProblemType.NOT_ALLOWED, "This key is not for that.")
    request.scope["state"]["user"] = user.label
    structlog.contextvars.bind_contextvars(user=user.label)
    return user


def _id(value: str) -> UUID:
    try:
        if len(value) != 36:
            raise ValueError
        return UUID(value)
    except ValueError:
        raise problems.not_found("There is nothing at this address.") from None


def _query(endpoint: Endpoint, request: Request) -> BaseModel | None:
    if endpoint.query is None:
        return None
    return endpoint.query.model_validate_strings(dict(request.query_params))


def _once(endpoint: Endpoint, request: Request, user: Identity | None, raw: bytes) -> Once | None:
    key = request.headers.get("idempotency-key")
    if key is None or user is None or not endpoint.keyed:
        return None
    if not 1 <= len(key) <= 255 or not key.isascii() or not key.isprintable():
        sentence = "An Idempotency-Key has 1 to 255 printable characters."
        raise problems.ProblemError(422, ProblemType.INVALID, sentence)
    return Once.of(user.user_id, key, endpoint.method, endpoint.path, raw)


def _body(endpoint: Endpoint, request: Request, raw: bytes) -> Any:
    if endpoint.body is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise problems.ProblemError(415, ProblemType.UNSUPPORTED_TYPE, "The request must be JSON.")
    return endpoint.body.model_validate_json(raw, strict=True)
