"""The `serve` command."""

from __future__ import annotations

import uvicorn

from backend import logs
from backend.api.app import create_app
from backend.config import Settings
from backend.http_server import Impatient, Server

DRAIN_SECONDS = 20


def serve(settings: Settings, *, host: str, port: int) -> int:
    """Serve the API until SIGTERM or Ctrl-C; requests in work are finished first. Returns the exit code."""
    logs.configure()
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        http=Impatient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = Server(config)
    server.run()
    return 0 if server.started else 1
