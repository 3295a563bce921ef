"""What the vendor's dashboard, a bank or bad luck would do, on request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.local.payments import checkout, money_back
from backend.local.payments.book import DASHBOARD, Book
from backend.local.payments.errors import PaymentsFailure
from backend.local.payments.webhooks import Deliveries
from backend.local.store import Document

Control = Callable[[Request], Awaitable[Response]]


def routes(book: Book, deliveries: Deliveries) -> list[Route]:
    """JSON in, JSON out, no key: the server listens on this machine only.

    - `GET|PUT /control/options`: see `PaymentOptions`.
    - `POST /control/sessions/{id}/{pay|later|decline|settle|fail|expire}`.
    - `POST /control/refunds {"payment_intent", "amount"}`, `POST /control/refunds/{id}/fail`.
    - `POST /control/disputes {"payment_intent", "amount", "reason"}`, `POST /control/disputes/{id}/{won|lost}`.
    - `POST /control/early-fraud-warnings {"payment_intent"}`.
    - `GET /control/webhooks`, `POST /control/webhooks/release {"events", "backwards", "drop"}`,
      `POST /control/webhooks/{event}/resend`.
    """
    session_actions: dict[str, Callable[[str], Document]] = {
        "pay": lambda i: checkout.pay(book, i),
        "later": lambda i: checkout.pay_later(book, i),
        "decline": lambda i: checkout.decline(book, i),
        "settle": lambda i: checkout.settle(book, i, succeeded=True),
        "fail": lambda i: checkout.settle(book, i, succeeded=False),
        "expire": lambda i: checkout.expire(book, i, DASHBOARD),
    }

    async def options(request: Request) -> Response:
        if request.method == "PUT":
            book.change_options(await _json(request))
        return JSONResponse(book.options.model_dump())

    async def session(request: Request) -> Response:
        return JSONResponse(session_actions[request.path_params["action"]](request.path_params["id"]))

    async def refund(request: Request) -> Response:
        return JSONResponse(money_back.refund(book, await _json(request)))

    async def fail_refund(request: Request) -> Response:
        return JSONResponse(money_back.fail_refund(book, request.path_params["id"]))

    async def dispute(request: Request) -> Response:
        return JSONResponse(money_back.open_dispute(book, await _json(request)))

    async def close_dispute(request: Request) -> Response:
        won = {"won": True, "lost": False}[request.path_params["outcome"]]
        return JSONResponse(money_back.close_dispute(book, request.path_params["id"], won=won))

    async def warning(request: Request) -> Response:
        return JSONResponse(money_back.warn_of_fraud(book, await _json(request)))

    async def webhooks(_: Request) -> Response:
        return JSONResponse({"deliveries": book.store.all("delivery")})

    async def release(request: Request) -> Response:
        asked = await _json(request)
        sent = deliveries.release(
            asked.get("events"), backwards=asked.get("backwards") is True, drop=asked.get("drop") is True
        )
        return JSONResponse({"events": sent})

    async def resend(request: Request) -> Response:
        known = deliveries.resend(request.path_params["event"])
        return JSONResponse({"resent": known}, 200 if known else 404)

    return [
        Route("/control/options", _guarded(options), methods=["GET", "PUT"]),
        Route("/control/sessions/{id}/{action}", _guarded(session), methods=["POST"]),
        Route("/control/refunds", _guarded(refund), methods=["POST"]),
        Route("/control/refunds/{id}/fail", _guarded(fail_refund), methods=["POST"]),
        Route("/control/disputes", _guarded(dispute), methods=["POST"]),
        Route("/control/disputes/{id}/{outcome}", _guarded(close_dispute), methods=["POST"]),
        Route("/control/early-fraud-warnings", _guarded(warning), methods=["POST"]),
        Route("/control/webhooks", _guarded(webhooks)),
        Route("/control/webhooks/release", _guarded(release), methods=["POST"]),
        Route("/control/webhooks/{event}/resend", _guarded(resend), methods=["POST"]),
    ]


def _guarded(control: Control) -> Control:
    async def guarded(request: Request) -> Response:
        try:
            return await control(request)
        except PaymentsFailure as failure:
            return JSONResponse({"error": failure.error}, failure.status)
        except KeyError as error:
            return JSONResponse({"error": {"message": f"Unknown: {error}"}}, 404)
        except (ValidationError, ValueError, TypeError) as error:
            return JSONResponse({"error": {"message": str(error)}}, 422)

    return guarded


async def _json(request: Request) -> dict[str, Any]:
    text = await request.body()
    given = await request.json() if text else {}
    if not isinstance(given, dict):
        raise ValueError("A JSON object is expected.")
    return given
