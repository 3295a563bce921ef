"""The app: the route table on Starlette, with its services made once and closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

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
from backend.api.lane import THREADS, Lane, Need
from backend.api.middleware import RequestContext
from backend.api.routes import ENDPOINTS
from backend.api.watch import watching
from backend.breaker import Breaker
from backend.config import Settings
from backend.identity import Verifier
from backend.jwks import JwksCache
from backend.payments.gateway import Gateway
from backend.quota import Allowance
from backend.reruns import Policy
from backend.sign_ins import SignIns
from backend.storage import Storage

STORAGE_SECONDS, PAYMENTS_SECONDS = 3, 4
"""What one try of a call may take; there are two, and both fit into the time that a request has."""
SIGN_IN_SECONDS = 4
"""The same of a call that is tried once."""
DATABASE_SECONDS = 8.0
"""Long enough for a turn at the lock of a user who orders a lot at once."""

AsgiHandler = Callable[[Request], Awaitable[Response]]


def create_app(settings: Settings) -> Starlette:
    """The API over the services at the settings' addresses; nothing is contacted before it starts."""
    keys = JwksCache(settings.supabase_jwks_url)
    database_breaker, objects, payments = (Breaker(name) for name in ("database", "storage", "payments"))
    services = Services(
        settings=settings,
        engine=database.engine(settings.database_url, pool_size=sum(THREADS.values()), answer_seconds=DATABASE_SECONDS),
        database=database_breaker,
        storage=Storage(settings, answer_seconds=STORAGE_SECONDS, attempts=2, breaker=objects),
        objects=objects,
        keys=keys,
        verifier=Verifier(keys, settings.supabase_url),
        gateway=Gateway(settings, answer_seconds=PAYMENTS_SECONDS, retries=1, breaker=payments),
        payments=payments,
        free_reruns=Policy(settings.free_reruns, settings.free_rerun_days),
        allowance=Allowance(settings.storage_gb * 10**9, settings.storage_mb_per_credit * 10**6),
        sign_ins=SignIns(settings, answer_seconds=SIGN_IN_SECONDS),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        metrics.JWKS_AGE.set_function(lambda: -1.0 if (age := keys.age()) is None else age)
        with metrics.served(settings, services.engine), watching(services):
            yield
        for lane in lanes.values():
            lane.close()
        services.engine.dispose()
        services.storage.close()
        services.sign_ins.close()

    lanes = {need: Lane(need) for need in THREADS}
    app = Starlette(
        routes=_routes(services, lanes),
        middleware=[Middleware(RequestContext)],
        exception_handlers={HTTPException: _http_problem},
        lifespan=lifespan,
    )
    # Such a redirect would name whatever host the request does.
    app.router.redirect_slashes = False
    return app


def _routes(services: Services, lanes: Mapping[Need, Lane]) -> list[Route]:
    by_path: dict[str, dict[str, AsgiHandler]] = {}
    for endpoint in ENDPOINTS:
        handler = asgi(endpoint, services, lanes.get(endpoint.needs))
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
