"""Everything around the product, real: Postgres, an S3 server, sign-in, payments, an image model, and lines between.

Of the product, the API and the workers run here; an app comes with each shoot (`shoot.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import sqlalchemy as sa

from backend import database
from backend.local import settings as local_settings
from backend.local.identity.server import create_app as identity_app
from backend.local.objects import Objects
from backend.local.payments import webhooks
from backend.local.payments.server import create_app as payments_app
from backend.local.postgres import Postgres, server_account
from tests.backend.freezing import Way, way_to
from tests.backend.local.serving import serving
from tests.faults import roles
from tests.faults.injection import Fault
from tests.faults.processes import Command, Forked, Handle, Place
from tests.faults.roles import Part
from tests.image_vendor import Asked, Reply, Vendor, answer, problem, vendor

SLOTS = 3
HOST = "127.0.0.1"
REFUSED = b"\xff\x00\x00"
"""The colour of photos that the image model refuses."""


@dataclass
class World:
    """Servers, lines and the service."""

    folder: Path
    settings: local_settings.LocalSettings
    environment: dict[str, str]
    lines: dict[str, Way]
    model: Vendor
    payments: httpx.Client
    places: dict[str, Place] = field(default_factory=dict)
    disks: dict[str, Any] = field(default_factory=dict)
    full_length: bool = False
    fired: Path = field(init=False)
    """Gets a line for each fault that happened."""

    @property
    def admin(self) -> sa.Engine:
        """The database, not by its line."""
        return self._admin

    def __post_init__(self) -> None:
        self.fired = self.folder / "fired"
        url = sa.make_url(self.settings.environment()["DATABASE_URL"])
        self._admin = sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 3})

    def part(self, name: str, faults: tuple[Fault, ...] = (), trace: Path | None = None, **more: str) -> Part:
        """What a process of the product is told."""
        logs = self.folder / "logs"
        logs.mkdir(exist_ok=True)
        return Part(self.environment | more, logs / name, faults, self.fired, trace, full_length=self.full_length)

    def start_api(self, faults: tuple[Fault, ...] = (), trace: Path | None = None) -> Handle:
        return Forked(roles.api, self.part("api", faults, trace), self.settings.ports["api"])

    def start_worker(self, faults: tuple[Fault, ...] = (), trace: Path | None = None) -> Handle:
        part = self.part("worker", faults, trace, S3_ENDPOINT=f"http://{HOST}:{self.lines['bucket'].port}")
        return Forked(roles.worker, part, SLOTS)

    def api_ready(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.settings.url('api')}/readyz", timeout=5).status_code == 200
        return False

    def close(self) -> None:
        self._admin.dispose()

    def ask(self, query: str, **values: Any) -> list[Any]:
        """Rows of the database, as soon as it can be asked."""
        while True:
            try:
                with self._admin.connect() as connection:
                    return list(connection.execute(sa.text(query), values))
            except sa.exc.OperationalError:
                time.sleep(0.05)

    def until(self, true: Callable[[], Any], what: str, seconds: float = 60.0) -> None:
        """Wait until it is true."""
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"{what}: not within {seconds:g} s"
            time.sleep(0.02)


def edits(asked: Asked) -> Reply:
    """The image model: it edits, and refuses what is as red as can be."""
    from io import BytesIO

    from PIL import Image

    if Image.open(BytesIO(asked.image)).convert("RGB").resize((1, 1)).tobytes() > b"\xf0\x00\x00":
        return problem(400, "moderation_blocked", "image_generation_user_error")(asked)
    return answer(asked)


@contextmanager
def world(folder: Path, *, workers: int = 1, full_length: bool = False) -> Iterator[World]:
    """The servers and the service, for the length of the context. `folder` must be open to Postgres' own account."""
    settings = local_settings.prepare(folder / "stack")
    postgres, objects = Postgres.of(settings), Objects.of(settings)
    postgres.prepare()
    objects.prepare()
    webhooks.RETRY_SECONDS = (0.1,) * 10_000
    with ExitStack() as stack:
        model = stack.enter_context(vendor())
        model.otherwise = edits
        # By one line app and API come to the objects, by another the workers.
        ports = {"database": settings.ports["postgres"]} | dict.fromkeys(
            ("storage", "bucket"), settings.ports["objects"]
        )
        ports |= {"api": settings.ports["api"], "model": int(model.url.split(":")[2].split("/")[0])}
        lines = {name: stack.enter_context(way_to((HOST, port))) for name, port in ports.items()}
        urls = {name: f"http://{HOST}:{line.port}" for name, line in lines.items()}
        environment = settings.environment() | {
            "APP_URL": urls["api"],
            "S3_ENDPOINT": urls["storage"],
            "OPENAI_BASE_URL": f"{urls['model']}/v1",
            "LOST_CALLS": "100000",
        }
        environment["DATABASE_URL"] = environment["DATABASE_URL"].replace(
            f":{settings.ports['postgres']}/", f":{lines['database'].port}/"
        )
        environment |= _stand_ins(stack, settings, folder, urls["api"])
        payments = stack.enter_context(httpx.Client(base_url=environment["STRIPE_API_BASE"], timeout=30))
        made = World(folder, settings, environment, lines, model, payments, full_length=full_length)
        stack.callback(made.close)
        _start(stack, made, postgres, objects, workers)
        yield made


def _stand_ins(stack: ExitStack, settings: local_settings.LocalSettings, folder: Path, api: str) -> Mapping[str, str]:
    secrets = settings.secrets
    identity = stack.enter_context(
        serving(
            lambda url: identity_app(
                folder / "identity.sqlite3",
                url=url,
                anon_key=secrets.supabase_anon_key,
                service_key=secrets.supabase_service_key,
                site_url=api,
            )
        )
    )
    stripe = stack.enter_context(
        serving(
            lambda url: payments_app(
                folder / "payments.sqlite3",
                url=url,
                secret_key=secrets.stripe_secret_key,
                webhook_secret=secrets.stripe_webhook_secret,
                webhook_url=f"{api}/webhooks/stripe",
            )
        )
    )
    keys = f"{identity}/auth/v1/.well-known/jwks.json"
    return {"SUPABASE_URL": identity, "SUPABASE_JWKS_URL": keys, "STRIPE_API_BASE": stripe}


def _start(stack: ExitStack, made: World, postgres: Postgres, objects: Objects, workers: int) -> None:
    logs = made.folder / "logs"
    logs.mkdir(exist_ok=True)

    def start_postgres() -> Handle:
        return Command(quick_postgres(postgres), {}, logs / "postgres", server_account())

    def start_objects() -> Handle:
        return Command(objects.command(), objects.environment(), logs / "objects")

    def place(name: str, start: Callable[[], Handle], **more: Any) -> Place:
        made.places[name] = kept = Place(name, start, **more)
        stack.callback(kept.close)
        return kept

    place("postgres", start_postgres, ready=lambda: _answers(made)).until_ready()
    place("objects", start_objects, ready=objects.ready).until_ready()
    database.migrate(made.settings.environment()["DATABASE_URL"])
    place("api", made.start_api, ready=made.api_ready)
    for number in range(1, workers + 1):
        place(f"worker-{number}" if workers > 1 else "worker", made.start_worker)
    made.places["api"].until_ready()


def quick_postgres(postgres: Postgres) -> list[str]:
    """What runs the server; nothing here must survive a power cut, everything a kill."""
    return [*postgres.command(), "--fsync=off", "--max_connections=200"]


def _answers(made: World) -> bool:
    try:
        with made.admin.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except (sa.exc.OperationalError, psycopg.Error):
        return False
    return True
