"""What the queue does in a second, beside procrastinate and pgqueuer on the same Postgres.

Jobs of several users are claimed and settled with their ledger; nothing else is done for them. The ledger is checked
afterwards. One job's ways to the server and back are counted, which are what costs where that is another machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import sqlalchemy as sa

from backend import database, jobs, ledger_check, orders
from tests import services
from tests.backend import people
from tests.backend.freezing import way_to_database
from tests.bench import peers
from tests.bench.scoreboard import Figure

JOBS, USERS = 800, 8


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
    """Jobs in a second; the ledger is exact afterwards."""
    ordered(engine, count)
    left, guard = [count // USERS * USERS], threading.Lock()
    workers = [threading.Thread(target=work, args=(engine, left, guard, batch)) for _ in range(threads)]
    done, started = left[0], time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - started
    assert left[0] == 0 and not ledger_check.differences(engine)
    return done / seconds


def measure(seed: int) -> Iterator[list[Figure]]:
    """Four threads with a job each, and the peers four at a time."""
    with services.open_folder() as folder, services.postgres(folder) as postgres, postgres.fresh() as url:
        with postgres.fresh() as another:
            trips = counted(another)
        engine = database.engine(url)
        theirs = {name: postgres.plain(name) for name in ("procrastinate", "pgqueuer")}
        while True:
            ours = speed(engine, JOBS, 4, 1)
            one, other = (float(peers.run("peer_queues.py", *named, str(JOBS))) for named in theirs.items())
            yield [
                Figure("claim and settle, 4 threads", ours, "/s", one, "procrastinate", least=450, least_ratio=0.75),
                Figure("beside one without a ledger", ours, "/s", other, "pgqueuer"),
                Figure("claim 4 at once", speed(engine, JOBS, 4, 4), "/s"),
                Figure("ways to the database for a job", trips, "", most=2),
            ]


def counted(url: str) -> int:
    """Ways to the database and back of one job, from its claim to its end."""
    with way_to_database(url) as (through, way):
        engine = database.engine(through, pool_size=1)
        ordered(engine, USERS * 2)
        (warm,) = jobs.claim(engine, "bench", 1)
        assert people.succeed(engine, warm)
        asked = way.asked
        (claim,) = jobs.claim(engine, "bench", 1)
        assert people.succeed(engine, claim)
        engine.dispose()
    return way.asked - asked
