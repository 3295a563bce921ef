"""The stand-in as an application: the v1 API, the pay page and the controls."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import stripe
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from backend.local.faults import Faults
from backend.local.payments import control, pay_page
from backend.local.payments.book import Book, Caller
from backend.local.payments.errors import PaymentsFailure, invalid
from backend.local.payments.form import decode
from backend.local.payments.listing import expand
from backend.local.payments.on_sale import PackOnSale, put_on_sale, read_packs
from backend.local.payments.operations import OPERATIONS, Operation
from backend.local.payments.parameters import check
from backend.local.payments.webhooks import Deliveries
from backend.local.store import Document, Store

KEY_SECONDS = 86_400
Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(
    database: Path,
    *,
    url: str,
    secret_key: str,
    webhook_secret: str,
    webhook_url: str,
    packs: Sequence[PackOnSale] | None = None,
) -> ASGIApp:
    """The stand-in for Stripe.

    `url` is its own address (pay pages are there), `secret_key` what the API takes, and events go to `webhook_url`
    signed with `webhook_secret`. `packs` are what is for sale; by default those of `on_sale.toml`.
    """
    store = Store(database)
    put_on_sale(store, list(packs) if packs is not None else read_packs())
    book = Book(store, url=url, api_version=stripe.api_version)
    deliveries = Deliveries(book, url=webhook_url, secret=webhook_secret)
    faults = Faults()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        deliveries.start()
        yield
        deliveries.stop()
        store.close()

    app = Starlette(
        routes=[
            *(
                Route(operation.path, _endpoint(book, operation, secret_key), methods=[operation.method])
                for operation in OPERATIONS
            ),
            *pay_page.routes(book),
            *control.routes(book, deliveries),
            *faults.routes(),
            Route("/v1/{path:path}", _unknown, methods=["GET", "POST", "DELETE"]),
        ],
        lifespan=lifespan,
    )
    app_with_faults = faults.middleware(app)
    return TrustedHostMiddleware(app_with_faults, ["127.0.0.1", "localhost"])


def _endpoint(book: Book, operation: Operation, secret_key: str) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        caller = Caller(f"req_{secrets.token_hex(7)}", request.headers.get("idempotency-key"))
        try:
            _authorise(request, secret_key)
            text = (await request.body()).decode("utf-8") if request.method == "POST" else request.url.query
            given = decode(text)
            if request.method == "POST" and caller.idempotency_key:
                return _once(book, operation, request, given, caller)
            return _reply(_act(book, operation, request, given, caller), 200, request, caller)
        except PaymentsFailure as failure:
            return _failure(failure, request, caller)
        except UnicodeDecodeError:
            return _failure(invalid("The request body is not valid UTF-8."), request, caller)

    return endpoint


def _act(book: Book, operation: Operation, request: Request, given: Document, caller: Caller) -> Document:
    parameters = check(given, operation.accepts)
    result = operation.act(book, str(request.path_params.get("id", "")), parameters, caller)
    return expand(book.store, result, parameters.get("expand") or [])


def _once(book: Book, operation: Operation, request: Request, given: Document, caller: Caller) -> Response:
    """Do a request with an idempotency key at most once; the same key again gets the same reply."""
    assert caller.idempotency_key is not None
    asked = [request.method, request.url.path, given]
    fingerprint = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    with book.store.transaction():
        known = book.store.get("idempotency", caller.idempotency_key)
        if known is not None and time.time() - known["at"] < KEY_SECONDS:
            if known["fingerprint"] != fingerprint:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{caller.idempotency_key}' for a different request."
                )
                raise PaymentsFailure(400, {"message": message, "type": "idempotency_error"})
            response = _reply(known["body"], 200, request, caller)
            response.headers["idempotent-replayed"] = "true"
            response.headers["original-request"] = known["request"]
            return response
        body = _act(book, operation, request, given, caller)
        kept = {"fingerprint": fingerprint, "body": body, "at": time.time(), "request": caller.request_id}
        book.store.put("idempotency", caller.idempotency_key, kept)
    return _reply(body, 200, request, caller)


def _authorise(request: Request, secret_key: str) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if not key or scheme.lower() != "bearer":
        raise invalid("You did not provide an API key.", status=401)
    if not secrets.compare_digest(key.encode(), secret_key.encode()):
        raise invalid(f"Invalid API Key provided: {key[:8]}****{key[-4:]}", status=401)


async def _unknown(request: Request) -> Response:
    message = f"Unrecognized request URL ({request.method}: {request.url.path})."
    return _failure(invalid(message, status=404), request, Caller(f"req_{secrets.token_hex(7)}"))


def _failure(failure: PaymentsFailure, request: Request, caller: Caller) -> Response:
    return _reply({"error": failure.error}, failure.status, request, caller)


def _reply(body: Document, status: int, request: Request, caller: Caller) -> Response:
    headers = {
        "request-id": caller.request_id or "",
        "stripe-version": request.headers.get("stripe-version", stripe.api_version),
        "cache-control": "no-cache, no-store",
    }
    if caller.idempotency_key:
        headers["idempotency-key"] = caller.idempotency_key
    # Indented as the vendor does, so that nobody relies on compact bodies.
    return Response(json.dumps(body, indent=2), status, headers, "application/json")
