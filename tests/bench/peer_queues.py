"""Other queues on the same Postgres, in an environment of their own (`peers`): `peer_queues.py NAME URL JOBS`.

Prints how many jobs they claimed and settled in a second, four at a time, and runs nothing of Luster.
"""

from __future__ import annotations

import asyncio
import sys
import time

AT_ONCE = 4


async def procrastinate(url: str, jobs: int) -> float:
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=4, max_size=8))
    done = 0

    async def nothing(number: int) -> None:
        nonlocal done
        done += 1

    task = app.task(name="nothing")(nothing)
    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        await task.batch_defer_async(*({"number": number} for number in range(jobs)))
        began = time.perf_counter()
        await app.run_worker_async(concurrency=AT_ONCE, wait=False, install_signal_handlers=False)
        seconds = time.perf_counter() - began
        left = await app.job_manager.list_jobs_async(status="todo")
    assert done == jobs and not list(left)
    return jobs / seconds


async def pgqueuer(url: str, jobs: int) -> float:
    import psycopg
    from pgqueuer import PgQueuer, PsycopgDriver, Queries
    from pgqueuer.types import QueueExecutionMode

    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        driver = PsycopgDriver(connection)
        queries, queue = Queries(driver), PgQueuer(driver)
        done, ended = 0, 0.0
        if not await queries.has_table("pgqueuer"):
            await queries.install()

        async def nothing(job: object) -> None:
            nonlocal done, ended
            done, ended = done + 1, time.perf_counter()

        queue.entrypoint("nothing")(nothing)
        await queries.enqueue(["nothing"] * jobs, [None] * jobs, [0] * jobs)
        began = time.perf_counter()
        # It looks for more for seconds, which is no part of the work.
        await queue.run(batch_size=10, mode=QueueExecutionMode.drain)
    assert done == jobs
    return jobs / (ended - began)


if __name__ == "__main__":
    name, url, jobs = sys.argv[1:]
    print(asyncio.run({"procrastinate": procrastinate, "pgqueuer": pgqueuer}[name](url, int(jobs))))
