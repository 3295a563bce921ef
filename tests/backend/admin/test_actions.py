"""Each action from the site has its effect once, signed, and leaves the ledger exact; what cannot be done is said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import credits, deletion, jobs, orders, shoots
from backend.admin import accounts, events, work
from backend.admin.audit import Refused
from backend.credits import Balance
from backend.database import tables
from backend.jobs import Claim, Job
from backend.payments import purchases
from backend.reruns import Policy
from tests.backend.admin.conftest import Site, adds_up, audit, waiting_event
from tests.backend.people import order, person, photos, succeed


def balance(engine: Engine, user: UUID) -> Balance:
    with engine.connect() as connection:
        return credits.balance(connection, user)


def failed(engine: Engine, user: UUID, photo: UUID | None = None) -> tuple[Job, Claim]:
    [job], _ = orders.submit(engine, user, [order(photo or photos(engine, user)[0])])
    [claim] = [one for one in jobs.claim(engine, "w", 50) if one.job_id == job.id]
    assert jobs.settle_failure(engine, claim, "content_policy", "No.")
    return jobs.get(engine, user, job.id), claim


def entries(engine: Engine, user: UUID) -> list[tuple[str, int, str | None]]:
    table = tables.credit_entries
    with engine.connect() as connection:
        query = sa.select(table.c.kind, table.c.amount, table.c.reason).where(table.c.user_id == user)
        return [tuple(row) for row in connection.execute(query.order_by(table.c.id))]


def frozen(engine: Engine, user: UUID) -> UUID:
    """Freezes the account by a dispute about a purchase of 50 credits; answers that."""
    bought = uuid4()
    with engine.begin() as connection:
        purchases.create(connection, user, bought, "starter", 50)
        payment = f"pi_{bought.hex}"
        purchases.paid(connection, bought, session_id="cs_1", payment_intent=payment, amount=4900, currency="usd")
        purchases.disputed(connection, bought, f"dp_{bought.hex}", 4900, "open")
    assert balance(engine, user).frozen
    return bought


def test_credits_are_granted_once_for_each_form(site: Site, engine: Engine) -> None:
    user = person(engine)
    for _ in range(2):
        page = site.act("users", "grant", user, credits=20, reason=" Sorry ", ref="form-1")
        assert "The balance is now 20." in page
    assert "The balance is now 15." in site.act("users", "correct", user, credits=-5, reason="Too many", ref="form-2")
    assert "The balance is now 17." in site.act("users", "correct", user, credits=2, reason="Too few", ref="form-3")
    assert entries(engine, user) == [
        ("grant", 20, "Sorry"),
        ("correction", -5, "Too many"),
        ("correction", 2, "Too few"),
    ]
    assert audit(engine) == [
        ("kim", "grant", str(user), "Sorry"),
        ("kim", "correction", str(user), "Too many"),
        ("kim", "correction", str(user), "Too few"),
    ]
    assert adds_up(engine)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"credits": "20", "reason": " ", "ref": "f"}, "A reason is needed."),
        ({"credits": "0", "reason": "x", "ref": "f"}, "must not be zero"),
        ({"credits": "9999999", "reason": "x", "ref": "f"}, "above a million"),
        ({"credits": "1.5", "reason": "x", "ref": "f"}, "must be a whole number"),
        ({"reason": "x", "ref": "f"}, "must be a whole number"),
        ({"credits": "1", "reason": "x"}, "The form is incomplete"),
    ],
)
def test_credits_without_all_that_is_needed_are_refused(
    site: Site, engine: Engine, form: dict[str, str], sentence: str
) -> None:
    user = person(engine)
    assert sentence in site.act("users", "grant", user, **form)
    assert site.act("users", "grant", uuid4(), credits=1, reason="x", ref="f") == "There is no such user."
    assert (entries(engine, user), audit(engine)) == ([], [])


def test_a_failed_job_is_tried_again_once_with_its_credits_held_afresh(site: Site, engine: Engine) -> None:
    user = person(engine, 1)
    job, old = failed(engine, user)
    assert "The job is queued; 1 credit held." in site.act("jobs", "retry", job.id, reason="Model was down")
    assert balance(engine, user) == Balance(1, 1, False)
    assert "The job is queued: only one that failed" in site.act("jobs", "retry", job.id)
    assert not succeed(engine, old)
    [claim] = jobs.claim(engine, "w", 50)
    assert (claim.job_id, claim.attempt, claim.lease) == (job.id, 1, old.lease + 1)
    assert not succeed(engine, old)
    assert succeed(engine, claim)
    assert balance(engine, user) == Balance(0, 0, False)
    assert jobs.get(engine, user, job.id).error_code is None
    kinds = [event.kind for event in shoots.events_after(engine, user, job.shoot_id, 0, limit=50) if event.job_id]
    assert kinds == ["queued", "processing", "failed", "queued", "processing", "succeeded"]
    assert "The job is succeeded" in site.act("jobs", "retry", job.id)
    assert audit(engine) == [("kim", "retry", str(job.id), "Model was down")]
    assert adds_up(engine)


def test_a_retry_that_cannot_be_says_why_and_changes_nothing(site: Site, engine: Engine) -> None:
    poor = person(engine, 1)
    job, _ = failed(engine, poor)
    accounts.correct(engine, str(poor), -1, "test")
    assert site.act("jobs", "retry", job.id) == "The user has too few credits: 0 available, 1 needed."
    accounts.grant(engine, str(poor), 5, "test")
    frozen(engine, poor)
    assert site.act("jobs", "retry", job.id) == "The account is frozen: let it go on first."

    other = person(engine, 9)
    gone, _ = failed(engine, other)
    shoots.mark_deleted(engine, other, gone.shoot_id)
    assert site.act("jobs", "retry", gone.id) == "The photo or its shoot has been deleted."
    [bad], _ = orders.submit(engine, other, [order(photos(engine, other)[0], preset="retired")])
    [claim] = jobs.claim(engine, "w", 1)
    assert jobs.settle_failure(engine, claim, "x", "No.")
    assert site.act("jobs", "retry", bad.id) == "There is no preset called “retired”."
    for unknown in (uuid4(), "nonsense"):
        assert site.act("jobs", "retry", unknown) == "There is no such job."
    assert {jobs.get(engine, poor, job.id).state, jobs.get(engine, other, bad.id).state} == {"failed"}
    assert audit(engine) == []
    assert adds_up(engine)


def test_a_retry_that_the_policy_makes_free_holds_nothing(site: Site, engine: Engine) -> None:
    user = person(engine, 2)
    [photo] = photos(engine, user)
    job, _ = failed(engine, user, photo)
    orders.submit(engine, user, [order(photo)])
    [paid] = jobs.claim(engine, "w", 1)
    assert succeed(engine, paid)
    assert "The job is queued; no credits held." in site.act("jobs", "retry", job.id)
    assert balance(engine, user) == Balance(1, 0, False)
    [claim] = jobs.claim(engine, "w", 1)
    assert jobs.settle_failure(engine, claim, "x", "No.")
    assert work.retry(engine, job.id, free=Policy(0, 0)).credits == 1
    assert adds_up(engine)


def test_of_many_retries_at_once_one_counts(engine: Engine) -> None:
    user = person(engine, 5)
    job, _ = failed(engine, user)

    def again(_: int) -> bool:
        try:
            work.retry(engine, job.id, free=Policy(), operator="kim")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(again, range(16))) == 1
    assert balance(engine, user) == Balance(5, 1, False)
    assert len(audit(engine)) == 1
    assert adds_up(engine)


def test_a_job_is_cancelled_once_also_in_a_workers_hands(site: Site, engine: Engine) -> None:
    user = person(engine, 2)
    placed, _ = orders.submit(engine, user, [order(photo) for photo in photos(engine, user, 2)])
    [claim] = jobs.claim(engine, "w", 1)
    for job in placed:
        assert "The job is cancelled." in site.act("jobs", "cancel", job.id, reason="Asked by mail")
        assert site.act("jobs", "cancel", job.id) == "The job is cancelled: there is nothing left to cancel."
    assert not succeed(engine, claim)
    assert site.act("jobs", "cancel", uuid4()) == "There is no such job."
    assert balance(engine, user) == Balance(2, 0, False)
    assert sorted(audit(engine)) == sorted(("kim", "cancel", str(job.id), "Asked by mail") for job in placed)
    assert adds_up(engine)


def test_an_event_that_waits_is_applied_once_its_purchase_is_known(site: Site, engine: Engine) -> None:
    user, bought = person(engine), uuid4()
    event = waiting_event(engine, bought)
    assert site.act("inbox", "apply", event) == "The event still waits: its purchase is not known here."
    with engine.begin() as connection:
        purchases.create(connection, user, bought, "starter", 50)
    assert "The event has been applied." in site.act("inbox", "apply", event, reason="Purchase restored")
    assert site.act("inbox", "apply", event) == "The event has been applied before."
    assert site.act("inbox", "apply", "evt_nobody") == "There is no such event."
    assert entries(engine, user) == [("purchase", 50, None)]
    assert audit(engine) == [("kim", "apply", event, None), ("kim", "apply", event, "Purchase restored")]
    assert adds_up(engine)


def test_an_event_applied_by_many_at_once_counts_once(engine: Engine) -> None:
    user, bought = person(engine), uuid4()
    event = waiting_event(engine, bought)
    with engine.begin() as connection:
        purchases.create(connection, user, bought, "starter", 50)

    def apply(_: int) -> None:
        try:
            events.apply(engine, event, operator="kim")
        except Refused as error:
            assert str(error) == "The event has been applied before."

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(apply, range(8)))
    assert balance(engine, user).posted == 50
    assert adds_up(engine)


def test_a_frozen_account_goes_on_and_is_frozen_again_by_the_next_dispute(site: Site, engine: Engine) -> None:
    user = person(engine)
    bought = frozen(engine, user)
    for _ in range(2):
        assert "The account is not frozen." in site.act("users", "unfreeze", user, reason="Talked to them")
    assert balance(engine, user) == Balance(50, 0, False)
    assert audit(engine) == [("kim", "unfreeze", str(user), "Talked to them")]
    with engine.begin() as connection:
        purchases.disputed(connection, bought, "dp_next", 100, "open")
    assert balance(engine, user) == replace(balance(engine, user), frozen=True)
    assert adds_up(engine)


def test_the_audit_cannot_be_rewritten_and_outlives_the_account(engine: Engine) -> None:
    user = person(engine)
    accounts.grant(engine, str(user), 5, "Sorry", operator="kim")
    for change in (sa.delete(tables.admin_actions), sa.update(tables.admin_actions).values(operator="nobody")):
        with engine.begin() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.execute(change)
    deletion.delete_account(engine, user)
    assert audit(engine) == [("kim", "grant", str(user), "Sorry")]
