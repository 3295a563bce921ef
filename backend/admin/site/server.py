"""The `admin site` command."""

from __future__ import annotations

import socket
import sys

import uvicorn

from backend import database, logs
from backend.admin import audit
from backend.admin.site import private
from backend.admin.site.app import create_app
from backend.admin.site.listing import Desk
from backend.config import Settings
from backend.http_server import Server
from backend.reruns import Policy

# Each request reads in a session of its own, and an action has its own transaction beside it.
CONNECTIONS = 8


def serve(settings: Settings, *, host: str, port: int, operator: str | None) -> int:
    """Serve the site until SIGTERM or Ctrl-C; returns the exit code, 2 when it must not or cannot listen there."""
    try:
        place = private.place(host)
        who = audit.operator(operator)
        listener = _listen(place.address, port)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{place.address} port {port} cannot be used: {error.strerror or error}.\n")
        return 2
    logs.configure()
    engine = database.engine(settings.database_url, pool_size=CONNECTIONS)
    app = create_app(Desk(engine, who, Policy(settings.free_reruns, settings.free_rerun_days)), names=place.names)
    shown = f"[{place.address}]" if ":" in place.address else place.address
    sys.stdout.write(f"Administration by {who} on http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=5
    )
    server = Server(config)
    try:
        server.run(sockets=[listener])
    finally:
        listener.close()
        engine.dispose()
    return 0 if server.started else 1


def _listen(address: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise ValueError("A port is a number from 0 to 65535.")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family)
