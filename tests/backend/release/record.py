"""`python -m tests.backend.release.record`: write down what this release says to the database.

Done once for each release, from its own checkout, before the next one's first migration: what runs in production must
go on working while the next release is deployed.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine, text

from backend import assets, database, deletion, idempotency, jobs, ledger_check, metrics, orders, shoots
from backend.database import tables
from backend.editing import catalogue, versions
from backend.jobs import Claim
from backend.payments import history, inbox
from tests import services
from tests.backend.payments.test_inbox import Sale, incoming
from tests.backend.people import order, person, photos, succeed
from tests.backend.release.recording import Recording, ends, recorded


class NoObjects:
    """Storage that holds nothing."""

    def delete_prefix(self, prefix: str) -> int:
        return 0


def main() -> None:
    """Live through a day of the service, and write down what it said."""
    with services.open_folder() as folder, services.postgres(folder) as server, server.fresh() as url:
        engine = database.engine(url)
        with engine.connect() as connection:
            revision = connection.execute(text("SELECT version_num FROM luster.schema_version")).scalar_one()
        recording = Recording(revision)
        with recorded(engine, recording):
            a_day(engine)
        recording.ends = ends(url)
        recording.save()
        engine.dispose()


def a_day(engine: Engine) -> None:
    """Every statement of the worker, the API and the upkeep, in an order that could happen."""
    user = person(engine, granted=20)
    found = photos(engine, user, 6)
    wanted = [order(asset_id) for asset_id in found]
    orders.submit(engine, user, wanted)
    orders.submit(engine, user, wanted)
    _worker(engine, user, [one.id for one in wanted])
    _bought(engine)
    _looked_at(engine, user, found[0])
    assert ledger_check.differences(engine) == []
    for step in (orders.withdraw_uncovered, idempotency.expire, inbox.sweep):
        step(engine)
    with engine.connect() as connection:
        connection.execute(text(metrics.STATE)).one()
    deletion.purge(engine, NoObjects())  # type: ignore[arg-type]


def _worker(engine: Engine, user: UUID, ordered: list[UUID]) -> None:
    claims = {claim.job_id: claim for claim in jobs.claim(engine, "before", 6)}
    first, second, third, fourth, fifth, sixth = (claims[job_id] for job_id in ordered)
    jobs.extend(engine, claims.values())
    recipe = catalogue.recipe([("dusk", {})])
    version = versions.of_shoot(engine, first.shoot_id, recipe).version
    versions.of_shoot(engine, first.shoot_id, recipe)
    jobs.keep_usage(engine, first, {"calls": [{"model": "one", "strict": False}]})
    jobs.note(engine, first, "judged", {"try": 1, "verdict": "pass", "score": 0.1})
    output = jobs.OutputRecord("key", "thumb", 3000, 2000, 4, "0" * 64, "changes")
    details = {"fidelity": {"score": 0.1, "verdict": "pass"}}
    assert jobs.settle_success(engine, first, output, {"calls": []}, details, prompt_version=version)
    assert not succeed(engine, first)
    assert jobs.settle_failure(engine, second, "unfaithful", "It changed too much.")
    again = third
    for _ in range(jobs.MAX_ATTEMPTS):
        jobs.retry_later(engine, again, "model_unavailable", 0.0, counts=True)
        again = _claimed(engine, again)
    jobs.retry_later(engine, fourth, "model_busy", 0.0, counts=False)
    assert succeed(engine, _claimed(engine, fourth))
    _lapse(engine, fifth)
    assert jobs.rescue(engine) == 1
    assert succeed(engine, _claimed(engine, fifth))
    orders.cancel(engine, user, sixth.job_id)
    assert jobs.extend(engine, [sixth]) == set()
    with engine.begin() as connection:
        orders.requeue(connection, second.job_id, 1)
    assert succeed(engine, _claimed(engine, second))


def _claimed(engine: Engine, before: Claim) -> Claim:
    return next(iter(jobs.claim(engine, "before", 1)), before)


def _lapse(engine: Engine, claim: Claim) -> None:
    with engine.begin() as connection:
        past = sa.func.now() - sa.text("interval '1 second'")
        connection.execute(sa.update(tables.jobs).where(tables.jobs.c.id == claim.job_id).values(lease_until=past))


def _bought(engine: Engine) -> None:
    buyer = person(engine)
    sale, strange = Sale(engine, buyer), Sale(engine, buyer)
    for thing in (
        strange.refund("created", "succeeded", 300),
        sale.refund("created", "succeeded", 300),
        sale.session("completed", "complete", "paid"),
        sale.dispute("created", "needs_response"),
        sale.dispute("closed", "won"),
    ):
        inbox.receive(engine, incoming(thing))
    history.listing(engine, buyer, limit=10)


def _looked_at(engine: Engine, user: UUID, asset_id: UUID) -> None:
    [asset] = assets.find(engine, user, [asset_id])
    shoots.listing(engine, user, limit=10)
    assets.listing(engine, user, asset.shoot_id, limit=10)
    shoots.events_after(engine, user, asset.shoot_id, 0, limit=100)
    [last] = photos(engine, user)
    [deleted] = assets.find(engine, user, [last])
    orders.submit(engine, user, [order(last)])
    deletion.delete_shoot(engine, user, deleted.shoot_id)
    gone = person(engine, granted=1)
    photos(engine, gone)
    deletion.delete_account(engine, gone)


if __name__ == "__main__":
    main()
