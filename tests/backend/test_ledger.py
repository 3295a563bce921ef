"""The ledger against a model: any sequence of orders, work, cancels, purchases, refunds and disputes adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from backend import credits, database, jobs, ledger_check, orders
from backend.credits import AccountFrozen, OutOfCredits
from backend.database import tables
from backend.jobs import Claim
from backend.orders import cancel
from backend.payments import purchases
from tests.backend.people import order, person, photos, succeed


@dataclass
class Bought:
    credits: int
    refunds: dict[str, int] = field(default_factory=dict)
    dispute: str | None = None

    def clawed(self) -> int:
        if self.dispute == "lost":
            return self.credits
        return self.credits * min(sum(self.refunds.values()), 1000) // 1000


class Ledger(RuleBasedStateMachine):
    """What is posted and held, by a model that knows nothing of SQL."""

    engine: Engine
    claims = Bundle("claims")
    bought = Bundle("bought")

    @initialize()
    def begin(self) -> None:
        self.user = person(self.engine)
        self.photos = photos(self.engine, self.user, 3)
        self.granted = 0
        self.captured = 0
        self.live: dict[UUID, int] = {}
        self.leases: dict[UUID, int] = {}
        self.purchases: dict[UUID, Bought] = {}

    @property
    def posted(self) -> int:
        paid = sum(bought.credits - bought.clawed() for bought in self.purchases.values())
        return self.granted + paid - self.captured

    @property
    def frozen(self) -> bool:
        return any(bought.dispute in ("open", "lost") for bought in self.purchases.values())

    @rule(amount=st.integers(1, 5))
    def grant(self, amount: int) -> None:
        with self.engine.begin() as connection:
            credits.post(connection, self.user, "grant", amount, str(uuid4()), reason="test")
        self.granted += amount

    @rule(count=st.integers(1, 4), price=st.integers(0, 2))
    def submit(self, count: int, price: int) -> None:
        # A preset of its own each time: free re-runs are another test's business.
        wanted = [
            order(self.photos[n % 3], preset=f"p{len(self.live)}{uuid4().hex[:8]}", price=price) for n in range(count)
        ]
        try:
            orders.submit(self.engine, self.user, wanted)
        except AccountFrozen:
            assert self.frozen
        except OutOfCredits as error:
            assert error.available == self.posted - sum(self.live.values()) < count * price or error.available < 0
        else:
            assert not self.frozen
            self.live.update({one.id: price for one in wanted})

    @rule(target=claims)
    def claim(self) -> Claim | None:
        taken = [one for one in jobs.claim(self.engine, "w", 50) if one.user_id == self.user]
        for one in taken:
            self.leases[one.job_id] = one.lease
        return taken[0] if taken else None

    @rule(claim=claims, how=st.sampled_from(["succeed", "fail", "retry", "busy"]))
    def settle(self, claim: Claim | None, how: str) -> None:
        if claim is None:
            return
        ours = claim.job_id in self.live and self.leases.get(claim.job_id) == claim.lease
        if how == "succeed":
            done = succeed(self.engine, claim)
        elif how == "fail":
            done = jobs.settle_failure(self.engine, claim, "x", "No.")
        else:
            done = jobs.retry_later(self.engine, claim, "x", 0, counts=how == "retry")
        assert done is ours
        if not ours:
            return
        if how == "succeed":
            self.captured += self.live.pop(claim.job_id)
        elif how == "fail" or (how == "retry" and claim.attempt >= jobs.MAX_ATTEMPTS):
            del self.live[claim.job_id]
        self.leases.pop(claim.job_id)

    @rule()
    def rescue(self) -> None:
        with self.engine.begin() as connection:
            expired = connection.execute(
                sa.update(tables.jobs)
                .where(tables.jobs.c.state == "processing")
                .values(lease_until=sa.func.now() - sa.text("interval '1 second'"))
                .returning(tables.jobs.c.id, tables.jobs.c.deaths)
            ).all()
        jobs.rescue(self.engine)
        for row in expired:
            self.leases.pop(row.id, None)
            if row.deaths + 1 >= jobs.MAX_DEATHS:
                self.live.pop(row.id, None)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.live:
            job_id = data.draw(st.sampled_from(sorted(self.live)))
            assert cancel(self.engine, self.user, job_id).state == "cancelled"
            del self.live[job_id]
            self.leases.pop(job_id, None)

    @rule(target=bought, amount=st.integers(1, 20))
    def buy(self, amount: int) -> UUID:
        purchase = uuid4()
        with self.engine.begin() as connection:
            purchases.create(connection, self.user, purchase, "pack", amount)
            for _ in range(2):
                purchases.paid(
                    connection,
                    purchase,
                    session_id=f"cs_{purchase}",
                    payment_intent=f"pi_{purchase}",
                    amount=1000,
                    currency="usd",
                )
        self.purchases[purchase] = Bought(amount)
        return purchase

    @rule(purchase=bought, amount=st.integers(1, 700), number=st.integers(1, 2))
    def refund(self, purchase: UUID, amount: int, number: int) -> None:
        known = self.purchases[purchase].refunds
        refund_id = f"re_{purchase}_{number}"
        with self.engine.begin() as connection:
            purchases.lock(connection, purchase_id=purchase)
            purchases.refunded(connection, purchase, refund_id, amount, "succeeded")
        known.setdefault(refund_id, amount)

    @rule(purchase=bought, status=st.sampled_from(["open", "lost", "won", "inquiry"]))
    def dispute(self, purchase: UUID, status: str) -> None:
        with self.engine.begin() as connection:
            purchases.lock(connection, purchase_id=purchase)
            purchases.disputed(connection, purchase, f"dp_{purchase}", 1000, status)
        order_of = {None: -1, "inquiry": 0, "open": 1, "lost": 2, "won": 3}
        known = self.purchases[purchase]
        if order_of[status] > order_of[known.dispute]:
            known.dispute = status

    @invariant()
    def adds_up(self) -> None:
        with self.engine.connect() as connection:
            found = credits.balance(connection, self.user)
        assert (found.posted, found.held, found.frozen) == (self.posted, sum(self.live.values()), self.frozen)

    def teardown(self) -> None:
        assert ledger_check.differences(self.engine) == []
        # What is left in the queue must not reach the next run's user.
        with self.engine.begin() as connection:
            connection.execute(sa.update(tables.jobs).values(run_at=sa.text("'infinity'")))


@pytest.fixture
def ledger_engine(postgres_url: str) -> Iterator[Engine]:
    engine = database.engine(postgres_url, pool_size=2)
    yield engine
    engine.dispose()


def test_the_ledger_adds_up_after_any_history(ledger_engine: Engine, length: Callable[[int, int], int]) -> None:
    class OverDatabase(Ledger):
        engine = ledger_engine

    run_state_machine_as_test(
        OverDatabase,
        settings=settings(
            max_examples=length(25, 500), stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_check_ledger_finds_what_does_not_add_up(ledger_engine: Engine) -> None:
    user = person(ledger_engine, 3)
    assert ledger_check.differences(ledger_engine) == []
    with ledger_engine.begin() as connection:
        connection.execute(sa.update(tables.credits).values(posted=5, held=1))
    found = ledger_check.differences(ledger_engine)
    assert [(one.subject, one.found, one.due) for one in found] == [(str(user), 5, 3), (str(user), 1, 0)]
