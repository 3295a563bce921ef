"""Domain errors to problems (RFC 9457), in one place: a stable type, a sentence for the user, the request's id."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import DataError, IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backend import database, words
from backend.api_keys import MOST, KeyChanged, KeyNotFound, TooManyKeys
from backend.assets import MAX_PHOTOS, AssetChanged, AssetGoing, AssetNotFound, ShootFull
from backend.breaker import Unanswered
from backend.contract import FieldError, Problem, ProblemType
from backend.credits import AccountFrozen, OutOfCredits
from backend.editing.catalogue import InvalidParameter, UnknownPreset
from backend.idempotency import KeyInFlight, KeyReused
from backend.identity import Unauthenticated
from backend.jobs import JobNotFound
from backend.jwks import KeysUnavailable
from backend.limits import RateLimited
from backend.orders import AnchorNotReady, AssetNotReady, OrderChanged, SourceNotReady, TooManyLost
from backend.payments.gateway import PaymentsUnavailable
from backend.payments.packs import UnknownPack
from backend.quota import StorageFull
from backend.shares import NotShareable, ShareNotFound
from backend.shoots import ShootDeleted, ShootNotFound
from backend.storage import StorageUnavailable
from backend.webhooks.address import Refused

log = structlog.get_logger()

RETRY_SECONDS = 5


@dataclass
class ProblemError(Exception):
    """A problem that the API itself finds, before any domain code runs."""

    status: int
    type: ProblemType
    detail: str
    errors: Sequence[FieldError] = ()
    headers: dict[str, str] = field(default_factory=dict)
    available: int | None = None
    required: int | None = None
    url: str | None = None


TITLES = {
    400: "Bad request",
    401: "Not signed in",
    402: "Not enough credits",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    415: "Unsupported type",
    422: "Invalid request",
    426: "Update required",
    429: "Too many requests",
    500: "Internal error",
    503: "Not available",
}
INTERNAL = ProblemError(500, ProblemType.INTERNAL, "Something went wrong on our side. Please try again.")
UNAVAILABLE = ProblemError(
    503,
    ProblemType.UNAVAILABLE,
    "Luster cannot be reached right now. Please try again in a moment.",
    headers={"Retry-After": str(RETRY_SECONDS)},
)
TOO_SLOW = ProblemError(
    408, ProblemType.INVALID, "The request came too slowly. Please try again.", headers={"Connection": "close"}
)


def not_found(sentence: str) -> ProblemError:
    """A 404; also for what belongs to somebody else."""
    return ProblemError(404, ProblemType.NOT_FOUND, sentence)


CONSTANT: dict[type[Exception], ProblemError] = {
    Unauthenticated: ProblemError(
        401, ProblemType.UNAUTHENTICATED, "Please sign in again.", headers={"WWW-Authenticate": "Bearer"}
    ),
    AccountFrozen: ProblemError(
        403,
        ProblemType.ACCOUNT_FROZEN,
        "A payment is under review, so new orders have to wait. Please write to us.",
    ),
    ShootNotFound: not_found("There is no such shoot."),
    AssetNotFound: not_found("There is no such photo."),
    JobNotFound: not_found("There is no such job."),
    ShootDeleted: ProblemError(409, ProblemType.CONFLICT, "This shoot was deleted. Start a new one."),
    AssetGoing: UNAVAILABLE,
    AssetChanged: ProblemError(409, ProblemType.CONFLICT, "This photo's id was used before for another file."),
    ShootFull: ProblemError(
        409, ProblemType.CONFLICT, f"A shoot holds at most {MAX_PHOTOS} photos. Please start another one."
    ),
    TooManyLost: ProblemError(
        429,
        ProblemType.RATE_LIMITED,
        "Too many edits were cancelled or failed today. New orders are possible again tomorrow; please write to us.",
        headers={"Retry-After": "3600"},
    ),
    OrderChanged: ProblemError(409, ProblemType.CONFLICT, "This job's id was used before for another order."),
    SourceNotReady: ProblemError(
        409, ProblemType.CONFLICT, "The result to go on from is not there. Choose a finished one of the same photo."
    ),
    AnchorNotReady: ProblemError(
        409,
        ProblemType.CONFLICT,
        "The photo to look like is not there. Choose a finished one of the same shoot and edit.",
    ),
    KeyNotFound: not_found("There is no such key."),
    KeyChanged: ProblemError(409, ProblemType.CONFLICT, "This key's id was used before. Make another key."),
    TooManyKeys: ProblemError(409, ProblemType.CONFLICT, f"An account has at most {MOST} keys. Revoke one first."),
    ShareNotFound: not_found("This shoot has no link."),
    NotShareable: ProblemError(
        409, ProblemType.CONFLICT, "Some of these results or files are not stored at Luster. Choose others."
    ),
    UnknownPack: ProblemError(422, ProblemType.INVALID, "There is no such pack of credits."),
    KeyInFlight: ProblemError(
        409,
        ProblemType.CONFLICT,
        "The same request is still being worked on. Please wait a moment.",
        headers={"Retry-After": "1"},
    ),
    KeyReused: ProblemError(422, ProblemType.INVALID, "This Idempotency-Key was used for another request."),
    # Two requests made the same thing at once; the one that lost may ask again and will see what is there.
    IntegrityError: ProblemError(
        409, ProblemType.CONFLICT, "Another request changed this meanwhile. Please try again."
    ),
    DataError: ProblemError(422, ProblemType.INVALID, "The request holds a value that cannot be stored."),
}
"""Of errors that say nothing but what they are."""


def from_error(error: Exception) -> ProblemError:
    """The problem that stands for an error; anything unexpected is logged and becomes a 500."""
    for kind in type(error).__mro__:
        if kind in CONSTANT:
            return CONSTANT[kind]
    match error:
        case ProblemError():
            return error
        case HTTPException():
            return _from_http(error)
        case ValidationError():
            return invalid(error)
        case OutOfCredits():
            sentence = f"This takes {_count(error.required)}, and you have {error.available}."
            if error.available < 0:
                sentence = f"A payment was taken back, and {_count(-error.available)} are missing. Buy some to go on."
            return ProblemError(
                402, ProblemType.OUT_OF_CREDITS, sentence, available=error.available, required=error.required
            )
        case AssetNotReady():
            return ProblemError(409, ProblemType.CONFLICT, words.told(error))
        case StorageFull():
            return ProblemError(409, ProblemType.STORAGE_FULL, _full(error))
        case RateLimited():
            return ProblemError(
                429,
                ProblemType.RATE_LIMITED,
                "That was a lot at once. Please wait a moment.",
                headers={"Retry-After": str(math.ceil(error.retry_after) or 1)},
            )
        case PaymentsUnavailable():
            log.warning("payments_unavailable", cause=str(error))
            return replace(UNAVAILABLE, detail="The payment page cannot be opened right now. Please try again.")
        case UnknownPreset() | InvalidParameter() | Refused():
            return ProblemError(422, ProblemType.INVALID, words.told(error))
        case _ if isinstance(error, (Unanswered, KeysUnavailable, StorageUnavailable, *database.AWAY)):
            log.warning("unavailable", cause=type(error).__name__)
            return UNAVAILABLE
    log.error("internal_error", exc_info=error)
    return INTERNAL


def _from_http(error: HTTPException) -> ProblemError:
    if error.status_code == 404:
        return not_found("There is nothing at this address.")
    if error.status_code == 405:
        sentence = "This address does not take that method."
        return ProblemError(405, ProblemType.METHOD_NOT_ALLOWED, sentence, headers=dict(error.headers or {}))
    return ProblemError(400, ProblemType.INVALID, "The request cannot be read.")


def _full(error: StorageFull) -> str:
    used, allowed = (f"{size / 1e9:.1f}".removesuffix(".0") for size in (error.used, error.allowed))
    return (
        f"Your photos take {used} of the {allowed} GB that Luster keeps for you. Every credit that you buy makes room "
        "for more, and photos that are done or were never edited make room after a while."
    )


def _count(credits: int) -> str:
    return "1 credit" if credits == 1 else f"{credits} credits"


def invalid(error: ValidationError) -> ProblemError:
    """What is wrong with a request's body or query, by JSON pointer; never repeats the values."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(entry["type"] == "json_invalid" for entry in found):
        return ProblemError(400, ProblemType.INVALID, "The request is not valid JSON.")
    errors = [FieldError(pointer=_pointer(entry["loc"]), detail=_clean(entry["msg"])) for entry in found[:50]]
    return ProblemError(422, ProblemType.INVALID, "The request has missing or invalid fields.", errors)


def _pointer(location: tuple[int | str, ...]) -> str:
    parts = (_clean(str(part)[:100]).replace("~", "~0").replace("/", "~1") for part in location)
    return "".join(f"/{part}" for part in parts)


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def response(problem: ProblemError, request_id: str) -> Response:
    """The reply on the wire."""
    body = Problem(
        type=problem.type,
        title=TITLES[problem.status],
        status=problem.status,
        detail=problem.detail,
        request_id=request_id,
        errors=list(problem.errors) or None,
        available=problem.available,
        required=problem.required,
        url=problem.url,
    )
    return Response(
        body.model_dump_json(exclude_none=True),
        problem.status,
        headers=problem.headers,
        media_type="application/problem+json",
    )
