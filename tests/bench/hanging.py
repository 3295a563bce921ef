"""What one frozen dependency costs those who do not need it: `python -m tests.bench.hanging [SECONDS]`.

Eight clients ask for what does not need the dependency while sixteen users ask, again and again, for what does. Prints
the p99 of the eight's requests while it is frozen over the p99 while it answers, medians of interleaved rounds
(target: under 2), the sixteen's slowest answer (limit: 10 s) and the seconds from the thaw to the first good answer.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from backend.config import Settings
from backend.local.payments.server import create_app
from tests import services
from tests.backend import service
from tests.backend.freezing import HOST, Way, behind
from tests.backend.identities import SignIn, sign_in_service
from tests.backend.local.serving import serving as local_serving
from tests.backend.service import User

Send = Callable[[], httpx.Response]
ROUNDS = 3
BESIDE, NEEDING = 8, 16
PAUSE_SECONDS = 0.1


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The API as a process of its own, so that its threads share no lock with the clients."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "backend", "serve", "--port", str(port)]
    url = f"http://{HOST}:{port}"
    with services.child(command, env=os.environ | environment, stderr=subprocess.DEVNULL):
        while not alive(url):
            time.sleep(0.1)
        yield url


def alive(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def again_and_again(send: Send, ended: threading.Event, *wanted: int) -> list[float]:
    """Seconds of each request until the end; each has one of the `wanted` statuses."""
    took = []
    while not ended.wait(PAUSE_SECONDS):
        began = time.perf_counter()
        answer = send()
        assert answer.status_code in wanted, answer.text
        took.append(time.perf_counter() - began)
    return took


def one_round(beside: Send, needing: Sequence[Send], seconds: float) -> tuple[float, float]:
    """The p99 of those beside, and the slowest of those that need it, in seconds."""
    ended = threading.Event()
    with ThreadPoolExecutor(BESIDE + NEEDING) as pool:
        waiting = [pool.submit(again_and_again, send, ended, 200, 503) for send in needing]
        others = [pool.submit(again_and_again, beside, ended, 200) for _ in range(BESIDE)]
        time.sleep(seconds)
        ended.set()
        took = sorted(second for other in others for second in other.result())
        slowest = max(second for one in waiting for second in one.result())
    return took[int(len(took) * 0.99)], slowest


def back(needing: Send) -> float:
    """Seconds until what is thawed gives a good answer."""
    began = time.perf_counter()
    while needing().status_code != 200:
        time.sleep(0.05)
    return time.perf_counter() - began


def asking(user: User, name: str) -> Send:
    """A request of the user's that needs the dependency."""
    if name == "database":
        return lambda: user.get("/account")
    if name == "payments":
        # Somebody else each time: nobody may begin many checkouts.
        return lambda: User(user.http, user.sign_in, user.config).post("/billing/checkout", {"pack": "starter"})
    shoot, entry = user.shoot(), service.announce(b"photo")
    user.post("/uploads/presign", {"shoot_id": shoot, "files": [entry]})
    return lambda: user.post("/uploads/complete", {"asset_ids": [entry["asset_id"]]})


def measure(name: str, config: Settings, environment: dict[str, str], sign_in: SignIn, seconds: float) -> None:
    variable = {"database": "DATABASE_URL", "storage": "S3_ENDPOINT", "payments": "STRIPE_API_BASE"}[name]
    with behind(config, name) as (frozen, way):
        there = {
            "DATABASE_URL": frozen.database_url,
            "S3_ENDPOINT": frozen.s3_endpoint,
            "STRIPE_API_BASE": frozen.stripe_api_base,
        }
        with (
            serving(environment | {variable: there[variable]}) as url,
            httpx.Client(base_url=url, timeout=60, limits=httpx.Limits(max_connections=80)) as http,
        ):
            users = [User(http, sign_in, frozen) for _ in range(NEEDING)]
            report(name, way, http, users, seconds)


def report(name: str, way: Way, http: httpx.Client, users: Sequence[User], seconds: float) -> None:
    needing = [asking(user, name) for user in users]
    beside: Send = (lambda: http.get("/healthz")) if name == "database" else (lambda: users[0].get("/account"))
    ratios, slowest, recovery = [], [], []
    for _ in range(ROUNDS):
        quiet, _ = one_round(beside, needing, seconds)
        way.freeze()
        hanging, longest = one_round(beside, needing, seconds)
        way.thaw()
        recovery.append(back(needing[0]))
        ratios.append(hanging / quiet)
        slowest.append(longest)
    print(
        f"{name:10} p99 beside it x{statistics.median(ratios):.2f} (worst round x{max(ratios):.2f}), "
        f"slowest answer {max(slowest):.1f} s, back after {max(recovery):.1f} s"
    )


@contextmanager
def vendors(folder: Path) -> Iterator[tuple[services.Postgres, services.ObjectStore, SignIn, str]]:
    """Everything that the API depends on."""

    def payments(url: str) -> ASGIApp:
        return create_app(
            folder / "payments.sqlite",
            url=url,
            secret_key="sk_test_123",
            webhook_secret=service.WEBHOOK_SECRET,
            webhook_url=f"{url}/nobody",
        )

    objects = folder / "objects"
    objects.mkdir()
    with (
        services.postgres(folder) as postgres,
        services.object_store(objects) as store,
        sign_in_service() as sign_in,
        local_serving(payments) as stripe,
    ):
        yield postgres, store, sign_in, stripe


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15
    with services.open_folder() as folder, vendors(folder) as (postgres, store, sign_in, stripe):
        for name in ("storage", "payments", "database"):
            with postgres.fresh() as url, store.fresh() as bucket:
                environment = service.environment(url, bucket, sign_in) | {"STRIPE_API_BASE": stripe}
                measure(name, Settings.from_environment(environment), environment, sign_in, seconds)


if __name__ == "__main__":
    main()
