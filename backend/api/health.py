"""Is the process alive, and can it do its work? Neither waits: what is said was found out by `watch` before."""

from __future__ import annotations

from starlette.responses import Response

from backend.api.endpoint import Call
from backend.contract import Health


def alive(call: Call) -> Health:
    """The process answers."""
    return Health(status="ok")


def ready(call: Call) -> Response:
    """Each dependency by name; 503 while one is down without which hardly anything works."""
    services = call.services
    keys = "ok" if services.keys.known() else "has not given its keys yet"
    checks = {"database": services.database.state, "storage": services.objects.state, "sign_in": keys}
    well = all(found == "ok" for found in checks.values())
    body = Health(status="ok" if well else "unavailable", checks={**checks, "payments": services.payments.state})
    return Response(body.model_dump_json(), 200 if well else 503, media_type="application/json")
