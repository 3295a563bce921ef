"""The app: the route table on Starlette, with its services made once and closed at the end."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend import database, metrics
from backend.api import openapi, problems
from backend.api.dispatch import asgi
from backend.api.endpoint import Services
from backend.api.middleware import RequestContext
from backend.api.routes import ENDPOINTS
from backend.config import Settings
from backend.identity import Verifier
from backend.jwks import JwksCache
from backend.payments.gateway import Gateway
from backend.reruns import Policy
from backend.storage import Storage

THREADS = 16
"""Requests in work at once; each needs at most one connection of the pool at a time."""
VENDOR_THREADS = 4
"""Requests at once that wait for Stripe."""

AsgiHandler = Callable[[Request], Awaitable[Response]]


def create_app(settings: Settings) -> Starlette:
    """The API over the services at the settings' addresses; nothing is contacted before it starts."""
    keys = JwksCache(settings.supabase_jwks_url)
    services = Services(
        settings=settings,
        engine=database.engine(settings.database_url, pool_size=THREADS + VENDOR_THREADS),
        storage=Storage(settings),
        keys=keys,
        verifier=Verifier(keys, settings.supabase_url),
        gateway=Gateway(settings),
        free_reruns=Policy(settings.free_reruns, settings.free_rerun_days),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # Ahead of the first request, but never in the way of starting.
        threading.Thread(target=keys.warm, name="jwks", daemon=True).start()
        metrics.JWKS_AGE.set_function(lambda: -1.0 if (age := keys.age()) is None else age)
        with metrics.served(settings, services.engine):
            yield
        services.engine.dispose()
        services.storage.close()

    return Starlette(
        routes=_routes(services),
        middleware=[Middleware(RequestContext)],
        exception_handlers={HTTPException: _http_problem},
        lifespan=lifespan,
    )


def _routes(services: Services) -> list[Route]:
    limiter, vendor_limiter = CapacityLimiter(THREADS), CapacityLimiter(VENDOR_THREADS)
    by_path: dict[str, dict[str, AsgiHandler]] = {}
    for endpoint in ENDPOINTS:
        handler = asgi(endpoint, services, vendor_limiter if endpoint.vendor else limiter)
        by_path.setdefault(endpoint.path, {})[endpoint.method] = handler
    routes = [Route(path, _by_method(handlers), methods=list(handlers)) for path, handlers in by_path.items()]
    return [*routes, Route("/openapi.json", _document)]


def _by_method(handlers: dict[str, AsgiHandler]) -> AsgiHandler:
    """One route per path, so that a wrong method is answered with all the right ones."""

    async def handle(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await handlers[method](request)

    return handle


async def _document(request: Request) -> Response:
    return JSONResponse(openapi.document())


async def _http_problem(request: Request, error: Exception) -> Response:
    return problems.response(problems.from_error(error), request.scope["state"]["request_id"])
