"""How long a sweep takes, and how long any of its transactions is open: thousands of photos that nobody ordered.

`python -m tests.bench.sweeps --photos 8000` makes the photos in shoots of 2,000 on a real Postgres and a real S3
server, a year old, and sweeps until nothing is due; then it does the same for answers and for objects without a row.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import sqlalchemy as sa

from backend import database, shoots
from backend.config import Settings
from backend.database import tables
from backend.storage import Storage, answer_keys, original_key
from backend.sweeps import Keep, answers, photos, strays
from tests import services
from tests.backend import service
from tests.backend.identities import sign_in_service
from tests.backend.people import person

SHOOT = 2000


@contextmanager
def transactions(engine: sa.Engine) -> Iterator[list[float]]:
    """Seconds that each transaction was open."""
    begun: dict[int, float] = {}
    seconds: list[float] = []

    def begin(connection: sa.Connection) -> None:
        begun[id(connection)] = time.perf_counter()

    def end(connection: sa.Connection) -> None:
        seconds.append(time.perf_counter() - begun.pop(id(connection), time.perf_counter()))

    sa.event.listen(engine, "begin", begin)
    sa.event.listen(engine, "commit", end)
    sa.event.listen(engine, "rollback", end)
    yield seconds
    for name, listener in (("begin", begin), ("commit", end), ("rollback", end)):
        sa.event.remove(engine, name, listener)


def fill(engine: sa.Engine, bucket: services.Bucket, user: UUID, count: int) -> None:
    """Photos with a job that failed after one answer, except every second, which nothing was ordered for."""
    old = sa.func.now() - sa.text("interval '365 days'")
    for start in range(0, count, SHOOT):
        shoot = uuid4()
        shoots.put(engine, user, shoot, "Shoot")
        ids = [uuid4() for _ in range(min(SHOOT, count - start))]
        files = [
            {
                "id": asset,
                "user_id": user,
                "shoot_id": shoot,
                "filename": "a.jpg",
                "content_type": "image/jpeg",
                "bytes": 5,
                "sha256": "0" * 64,
                "md5": "0" * 32,
                "key": original_key(user, shoot, asset, ".jpg"),
                "state": "uploaded",
                "etag": "x",
            }
            for asset in ids
        ]
        work = [(asset, uuid4()) for asset in ids[::2]]
        rows = [
            {
                "id": job,
                "user_id": user,
                "shoot_id": shoot,
                "asset_id": asset,
                "preset": "dusk",
                "asked": {},
                "parameters": {},
                "credits": 0,
                "fair_key": 0,
                "state": "failed",
                "error_code": "x",
                "error_detail": "y",
                "usage": {"calls": [{}]},
            }
            for asset, job in work
        ]
        with engine.begin() as connection:
            connection.execute(sa.insert(tables.assets).values(linked_at=old, look_at=old), files)
            connection.execute(sa.insert(tables.jobs).values(updated_at=old), rows)
        keys = [str(file["key"]) for file in files]
        keys += [key for asset, job in work for key in answer_keys(user, shoot, asset, job, 1, 1)]
        keys += [f"{user}/{shoot}/{asset}/outputs/{job}_v1.jpg" for asset, job in work]
        for key in keys:
            path = bucket.folder / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"photo")


def measured(engine: sa.Engine, what: str, run: Callable[[], int]) -> None:
    """Run until there is nothing left, and say what it took."""
    runs, removed, slowest, began = 0, 0, 0.0, time.perf_counter()
    with transactions(engine) as seconds:
        while True:
            start = time.perf_counter()
            found = run()
            slowest = max(slowest, time.perf_counter() - start)
            removed, runs = removed + found, runs + 1
            if not found:
                break
    total = time.perf_counter() - began
    print(
        f"{what:8} {removed:6} in {runs} runs, {total:.1f} s; longest run {slowest:.1f} s,"
        f" longest of {len(seconds)} transactions {max(seconds) * 1000:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=4000)
    count = parser.parse_args().photos
    strays.YOUNG = strays.PAUSE = strays.YOUNG * 0
    with (
        services.open_folder() as folder,
        services.open_folder() as objects,
        services.postgres(folder) as postgres,
        postgres.fresh() as url,
        services.object_store(objects) as store,
        store.fresh() as bucket,
        sign_in_service() as sign_in,
    ):
        settings: Settings = service.settings(url, bucket, sign_in)
        engine, storage, keep = database.engine(url), Storage(settings), Keep()
        fill(engine, bucket, person(engine), count)
        measured(engine, "answers", lambda: answers.sweep(engine, storage, keep))
        measured(engine, "strays", lambda: strays.sweep(engine, storage, keep))
        measured(engine, "photos", lambda: photos.sweep(engine, storage, keep))
        print(f"left: {sum(len(page) for page in storage.pages(''))} objects")
        storage.close()
        engine.dispose()


if __name__ == "__main__":
    main()
