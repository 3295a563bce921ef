"""The process that serves the three stand-ins, each on its own port.

`python -m backend.local.stand_ins DATA_DIR [ANSWERS]`; ANSWERS is a folder of `image_model.recordings`.
"""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from backend.local import settings as local_settings
from backend.local.identity.server import create_app as identity
from backend.local.image_model import recordings
from backend.local.image_model.recordings import RecordingsUnusable
from backend.local.image_model.replay import Replay
from backend.local.image_model.server import create_app as image_model
from backend.local.payments.server import create_app as payments
from backend.local.settings import HOST, LocalSettings


def apps(settings: LocalSettings, replay: Replay | None) -> dict[str, ASGIApp]:
    """Service to its application."""
    return {
        "identity": identity(
            settings.data_dir / "identity.sqlite3",
            url=settings.url("identity"),
            anon_key=settings.secrets.supabase_anon_key,
            service_key=settings.secrets.supabase_service_key,
            site_url=settings.url("api"),
        ),
        "payments": payments(
            settings.data_dir / "payments.sqlite3",
            url=settings.url("payments"),
            secret_key=settings.secrets.stripe_secret_key,
            webhook_secret=settings.secrets.stripe_webhook_secret,
            webhook_url=f"{settings.url('api')}/webhooks/stripe",
        ),
        "image-model": image_model(settings.secrets.openai_api_key, replay=replay),
    }


def main(data_dir: Path, answers: Path | None = None) -> int:
    """Serve until SIGTERM; ends with 1 as soon as one of the servers does not run, or `answers` cannot be replayed."""
    settings = local_settings.load(data_dir)
    try:
        replay = None if answers is None else Replay(recordings.read(answers))
    except RecordingsUnusable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    # Access logs would hold codes, tokens and addresses: they are in query strings.
    servers = [
        uvicorn.Server(
            uvicorn.Config(
                app, host=HOST, port=settings.ports[service], access_log=False, log_level="warning", server_header=False
            )
        )
        for service, app in apps(settings, replay).items()
    ]
    stop = threading.Event()
    asked = threading.Event()

    def serve(server: uvicorn.Server) -> None:
        try:
            server.run()
        finally:
            stop.set()

    def on_signal(*_: object) -> None:
        asked.set()
        stop.set()

    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), on_signal)
    # In threads uvicorn leaves the signals alone, which several servers in one process would fight for.
    threads = [threading.Thread(target=serve, args=(server,)) for server in servers]
    for thread in threads:
        thread.start()
    while not stop.wait(0.5 if sys.platform == "win32" else None):
        pass
    for server in servers:
        server.should_exit = True
    for thread in threads:
        thread.join()
    return 0 if asked.is_set() else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
