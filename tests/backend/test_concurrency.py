"""Everything at once: no transaction waits for another in a circle, and the ledger adds up."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import Engine

from backend import deletion, jobs, ledger_check, orders
from backend.assets import AssetNotFound
from backend.credits import AccountFrozen, OutOfCredits
from backend.database import tables
from backend.jobs import JobNotFound
from backend.payments import purchases
from backend.shoots import ShootNotFound
from tests.backend.people import order, person, photos, succeed


class Crowd:
    """Two users, whose requests, workers and payments all happen at the same time."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine = engine
        self.dice = random.Random(seed)
        self.users = [person(engine, 60) for _ in range(2)]
        self.photos = {user: photos(engine, user, 4) + photos(engine, user, 4) for user in self.users}
        self.bought: list[UUID] = []
        self.ordered: list[tuple[UUID, UUID]] = []

    def act(self, number: int) -> None:
        acts: list[Callable[[UUID], object]] = [self.submit, self.submit, self.work, self.work, self.work]
        acts += [self.cancel, self.rescue, self.buy, self.dispute, self.refund]
        if number % 40 == 0:
            acts = [self.delete]
        # As it should be: somebody else was first.
        with suppress(OutOfCredits, AccountFrozen, AssetNotFound, JobNotFound, ShootNotFound):
            self.dice.choice(acts)(self.dice.choice(self.users))

    def submit(self, user: UUID) -> None:
        chosen = self.dice.sample(self.photos[user], 3)
        placed, _ = orders.submit(self.engine, user, [order(photo, preset=uuid4().hex) for photo in chosen])
        self.ordered += [(user, job.id) for job in placed]

    def work(self, _: UUID) -> None:
        claims = jobs.claim(self.engine, "w", 4)
        jobs.extend(self.engine, claims)
        for claim in claims:
            match self.dice.randrange(4):
                case 0:
                    jobs.settle_failure(self.engine, claim, "x", "No.")
                case 1:
                    jobs.retry_later(self.engine, claim, "x", 0, counts=True)
                case _:
                    succeed(self.engine, claim)

    def cancel(self, _: UUID) -> None:
        if self.ordered:
            orders.cancel(self.engine, *self.dice.choice(self.ordered))

    def rescue(self, _: UUID) -> None:
        with self.engine.begin() as connection:
            chosen = sa.select(tables.jobs.c.id).where(tables.jobs.c.state == "processing").order_by(tables.jobs.c.id)
            expired = sa.update(tables.jobs).where(
                tables.jobs.c.id.in_(chosen.limit(3).with_for_update(skip_locked=True))
            )
            connection.execute(expired.values(lease_until=sa.func.now() - sa.text("interval '1s'")))
        jobs.rescue(self.engine)

    def buy(self, user: UUID) -> None:
        purchase = uuid4()
        with self.engine.begin() as connection:
            purchases.create(connection, user, purchase, "pack", 10)
        with self.engine.begin() as connection:
            purchases.lock(connection, purchase_id=purchase)
            payment = f"pi_{purchase}"
            purchases.paid(
                connection, purchase, session_id=f"cs_{purchase}", payment_intent=payment, amount=100, currency="usd"
            )
        self.bought.append(purchase)

    def dispute(self, _: UUID) -> None:
        if self.bought:
            purchase = self.dice.choice(self.bought)
            for status in ("open", "won"):
                with self.engine.begin() as connection:
                    purchases.lock(connection, purchase_id=purchase)
                    purchases.disputed(connection, purchase, f"dp_{purchase}", 100, status)

    def refund(self, _: UUID) -> None:
        if self.bought:
            purchase = self.dice.choice(self.bought)
            with self.engine.begin() as connection:
                purchases.lock(connection, purchase_id=purchase)
                purchases.refunded(connection, purchase, f"re_{uuid4()}", 30, "succeeded")

    def delete(self, user: UUID) -> None:
        with self.engine.connect() as connection:
            shoot = sa.select(tables.assets.c.shoot_id).where(tables.assets.c.id == self.photos[user][0])
            shoot_id = connection.execute(shoot).scalar_one()
        self.photos[user] = self.photos[user][4:] + photos(self.engine, user, 4)
        deletion.delete_shoot(self.engine, user, shoot_id)


def test_everything_at_once(engine: Engine) -> None:
    crowd = Crowd(engine, seed=7)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(crowd.act, range(1, 400)))
    with engine.connect() as connection:
        deadlocks = sa.text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert connection.execute(deadlocks).scalar_one() == 0
        done = connection.execute(sa.select(sa.func.count()).where(tables.jobs.c.state == "succeeded")).scalar_one()
    assert done > 30
    assert ledger_check.differences(engine) == []
