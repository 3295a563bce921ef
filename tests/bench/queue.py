"""What the queue does in a second, and how often it asks the database: `python -m tests.bench.queue`.

Jobs of several users are claimed and settled with their ledger by 1, 2 and 4 threads on a real Postgres; nothing else
is done for them. The ledger is checked afterwards. Then one job's way is counted: statements, and ways to the server
and back, which are what costs where the database is another machine.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import sqlalchemy as sa

from backend import database, jobs, ledger_check, orders
from tests import services
from tests.backend import people
from tests.backend.freezing import way_to_database

USERS = 8


def ordered(engine: sa.Engine, count: int) -> None:
    """Jobs of several users, in shoots of their own."""
    for _ in range(USERS):
        user = people.person(engine, count)
        (asset, *_) = people.photos(engine, user)
        wanted = [people.order(asset) for _ in range(count // USERS)]
        orders.submit(engine, user, wanted)


def work(engine: sa.Engine, left: list[int], guard: threading.Lock, batch: int) -> None:
    """Claim and settle until nothing is left."""
    while claims := jobs.claim(engine, "bench", batch):
        for claim in claims:
            assert people.succeed(engine, claim)
        with guard:
            left[0] -= len(claims)


def speed(engine: sa.Engine, count: int, threads: int, batch: int) -> float:
    """Jobs in a second."""
    ordered(engine, count)
    left, guard = [count // USERS * USERS], threading.Lock()
    workers = [threading.Thread(target=work, args=(engine, left, guard, batch)) for _ in range(threads)]
    done, started, used = left[0], time.perf_counter(), time.process_time()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    assert left[0] == 0 and not ledger_check.differences(engine)
    print(
        f"{threads} threads, {batch:2} a claim: {done / seconds:7.0f} jobs/s, {processor / done * 1000:5.2f} ms of this"
        f" process's processor a job"
    )
    return done / seconds


def counted(url: str) -> None:
    """Statements and round trips of one job."""
    with way_to_database(url) as (through, way):
        engine = database.engine(through, pool_size=1)
        statements: list[str] = []

        def heard(*told: Any) -> None:
            statements.append(told[2])

        sa.event.listen(engine, "before_cursor_execute", heard)
        ordered(engine, USERS * 2)
        (warm,) = jobs.claim(engine, "bench", 1)
        assert people.succeed(engine, warm)

        @contextmanager
        def step(name: str) -> Iterator[None]:
            statements.clear()
            asked = way.asked
            yield
            print(f"{name:17} {len(statements)} statements, {way.asked - asked} round trips")

        with step("claim"):
            (claim,) = jobs.claim(engine, "bench", 1)
        with step("note the call"):
            assert jobs.keep_usage(engine, claim, {"calls": [{}]})
        with step("note the verdict"):
            assert jobs.note(engine, claim, "judged", {"try": 1})
        with step("settle"):
            assert people.succeed(engine, claim)
        engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with services.open_folder() as folder, services.postgres(folder) as postgres, postgres.fresh() as url:
        engine = database.engine(url)
        for threads, batch in islice(cycle([(1, 1), (2, 1), (4, 1), (4, 4)]), 4 * options.rounds):
            speed(engine, options.jobs, threads, batch)
        engine.dispose()
        counted(url)


if __name__ == "__main__":
    main()
