"""Is the process alive, and can it do its work?"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from backend.api.endpoint import Call, Services
from backend.contract import Health
from backend.storage import StorageUnavailable


def alive(call: Call) -> Health:
    """The process answers."""
    return Health(status="ok")


def ready(call: Call) -> Response:
    """Each dependency by name; 503 while one of them is down."""
    checks = {name: check(call.services) for name, check in CHECKS.items()}
    well = all(found == "ok" for found in checks.values())
    body = Health(status="ok" if well else "unavailable", checks=checks)
    return Response(body.model_dump_json(), 200 if well else 503, media_type="application/json")


def _database(services: Services) -> str:
    try:
        with services.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"does not answer ({type(error).__name__})"
    return "ok"


def _storage(services: Services) -> str:
    try:
        services.storage.ping()
    except StorageUnavailable as error:
        return f"does not answer ({error})"
    return "ok"


def _sign_in(services: Services) -> str:
    return "ok" if services.keys.warm() else "has not given its keys yet"


CHECKS: dict[str, Callable[[Services], str]] = {"database": _database, "storage": _storage, "sign_in": _sign_in}
