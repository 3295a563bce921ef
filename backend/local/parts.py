"""The parts of the stack as data: what runs each, what it waits for, how to see that it is ready."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.local.objects import Objects, responds
from backend.local.postgres import Postgres, server_account
from backend.local.settings import HOST, LocalSettings


def _nothing() -> None:
    return


def _at_once() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """One process. A `task` is ready when it has ended well; any other part is ready when `ready` says so."""

    name: str
    title: str
    command: list[str]
    after: tuple[str, ...] = ()
    prepare: Callable[[], None] = _nothing
    ready: Callable[[], bool] = _at_once
    ready_line: str | None = None
    """Text that its output has to hold before `ready` is asked."""
    task: bool = False
    stop: Callable[[], None] | None = None
    """How to end it in good order; None asks the process."""
    grace: float = 5.0
    """Seconds between asking the process to end and ending it."""
    environment: Mapping[str, str] = field(default_factory=dict)
    as_user: Mapping[str, Any] = field(default_factory=dict)
    cwd: Path | None = None


def parts(settings: LocalSettings, *, workers: int, recorded: Path | None) -> list[Part]:
    """Every part, those that others wait for first; they are stopped in the opposite order."""
    python = [sys.executable, "-m"]
    product = _product_environment(settings)
    postgres, objects = Postgres.of(settings), Objects.of(settings)
    api_port = settings.ports["api"]

    def stand_ins_ready() -> bool:
        key = {"apikey": settings.secrets.supabase_anon_key}
        return (
            responds(settings.ports["identity"], "/auth/v1/health", expected={200}, headers=key)
            and responds(settings.ports["payments"], "/v1/prices", expected={401})
            and responds(settings.ports["image-model"], "/v1/models", expected={200, 401})
        )

    return [
        Part(
            "postgres",
            "Postgres",
            postgres.command(),
            prepare=postgres.prepare,
            ready=postgres.ready,
            stop=postgres.stop,
            as_user=server_account(),
            environment=_own_environment(),
            cwd=postgres.directory,
        ),
        Part(
            "objects",
            "the S3 server",
            objects.command(),
            prepare=objects.prepare,
            ready=objects.ready,
            environment=_own_environment() | objects.environment(),
        ),
        Part(
            "stand-ins",
            "the stand-ins for sign-in, payments and the image model",
            [*python, "backend.local.stand_ins", *map(str, filter(None, (settings.data_dir, recorded)))],
            ready=stand_ins_ready,
            environment=product,
        ),
        Part(
            "migrate",
            "the database migration",
            [*python, "backend", "migrate"],
            after=("postgres",),
            task=True,
            environment=product,
        ),
        Part(
            "api",
            "the API",
            [*python, "backend", "serve", "--host", HOST, "--port", str(api_port)],
            # Starts at once and loads while the database is made; ready means that it reaches all it needs.
            ready=lambda: responds(api_port, "/readyz", expected={200}),
            environment=product,
        ),
        *(
            Part(
                f"worker-{n}" if workers > 1 else "worker",
                "the worker",
                [*python, "backend", "work", "--grace", "8"],
                after=("postgres", "objects"),  # loads while the database is migrated, and looks again every second
                ready_line="worker_started",
                grace=10.0,
                environment=product,
            )
            for n in range(1, workers + 1)
        ),
    ]


def _own_environment() -> dict[str, str]:
    """What any program needs from ours, without the variables that would change what these programs do."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "RCLONE_"))}


def _product_environment(settings: LocalSettings) -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    proxies = {name: ",".join(filter(None, [os.environ.get(name), HOST])) for name in ("NO_PROXY", "no_proxy")}
    more = {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **proxies}
    return _own_environment() | settings.environment() | more
