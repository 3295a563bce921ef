"""What a request takes while 32 clients ask at once: the API as a process of its own, on a real Postgres."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from backend.config import Settings
from tests import services
from tests.backend import service
from tests.backend.service import User
from tests.bench.hanging import serving, vendors
from tests.bench.scoreboard import Figure

CLIENTS, REQUESTS = 32, 40


def measure(seed: int) -> Iterator[list[Figure]]:
    """Milliseconds of the slowest of a hundred requests for the account, and requests in a second."""
    with (
        services.open_folder() as folder,
        vendors(Path(folder)) as (postgres, store, sign_in, stripe),
        postgres.fresh() as url,
        store.fresh() as bucket,
    ):
        environment = service.environment(url, bucket, sign_in) | {"STRIPE_API_BASE": stripe}
        config = Settings.from_environment(environment)
        limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
        with serving(environment) as api, httpx.Client(base_url=api, timeout=60, limits=limits) as http:
            users = [User(http, sign_in, config) for _ in range(CLIENTS)]
            with ThreadPoolExecutor(CLIENTS) as pool:
                list(pool.map(asked, users, [2] * CLIENTS))
                while True:
                    began = time.perf_counter()
                    took = sorted(second for one in pool.map(asked, users, [REQUESTS] * CLIENTS) for second in one)
                    seconds = time.perf_counter() - began
                    yield [
                        Figure("p99 at 32 clients", took[len(took) * 99 // 100] * 1000, "ms"),
                        Figure("requests", len(took) / seconds, "/s"),
                    ]


def asked(user: User, times: int) -> list[float]:
    """Seconds of each request."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        reply = user.get("/account")
        took.append(time.perf_counter() - began)
        assert reply.status_code == 200, reply.text
    return took
