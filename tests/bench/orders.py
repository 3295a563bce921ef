"""Orders of whole shoots, with their credits held, by several users at once on a real Postgres."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import sqlalchemy as sa

from backend import database, ledger_check, orders
from tests import services
from tests.backend import people
from tests.bench.scoreboard import Figure

USERS, PHOTOS = 4, 100


def measure(seed: int) -> Iterator[list[Figure]]:
    """Jobs in a second, in orders of a hundred photos; each user's ledger is exact."""
    with services.open_folder() as folder, services.postgres(folder) as postgres, postgres.fresh() as url:
        engine = database.engine(url)
        while True:
            users = [people.person(engine, PHOTOS) for _ in range(USERS)]
            photos = [people.photos(engine, user, PHOTOS) for user in users]
            began = time.perf_counter()
            with ThreadPoolExecutor(USERS) as pool:
                list(pool.map(lambda pair: submit(engine, *pair), zip(users, photos, strict=True)))
            seconds = time.perf_counter() - began
            assert not ledger_check.differences(engine)
            yield [Figure("jobs ordered, 100 at a time, 4 users", USERS * PHOTOS / seconds, "/s")]


def submit(engine: sa.Engine, user: UUID, photos: list[UUID]) -> None:
    made, balance = orders.submit(engine, user, [people.order(photo) for photo in photos])
    assert (len(made), balance.held) == (PHOTOS, PHOTOS)
