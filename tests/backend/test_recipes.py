"""A recipe is one job for one price; going on from a result; and what the release before makes of either."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from backend import credits, jobs, ledger_check, orders
from backend.database import tables
from backend.editing import catalogue
from backend.editing.catalogue import CannotCombine, InvalidParameter, UnknownPreset
from backend.jobs import Edit, JobNotFound
from backend.orders import SourceNotReady
from backend.payments import history
from tests.backend.people import order, person, photos, succeed
from tests.backend.worker.stage import chosen


def done(engine: Engine, user: UUID, wanted: orders.Order) -> int:
    """Order, work and settle; answers what the job cost."""
    [job], _ = orders.submit(engine, user, [wanted])
    [claim] = jobs.claim(engine, "worker", 1)
    assert claim.edits == wanted.edits
    assert succeed(engine, claim)
    return job.credits


def test_a_recipe_is_checked_put_in_order_and_priced() -> None:
    edits = chosen(Edit("remove", {"region": "300:1,2"}), Edit("lawn", {}), Edit("sky", {"kind": "sunset"}))
    assert jobs.label(edits) == "sky+lawn+remove"
    assert [dict(edit.parameters) for edit in edits] == [
        {"kind": "sunset"},
        {"strength": "natural"},
        {"region": "300:1,2"},
    ]
    assert catalogue.recipe(edits).credits == 1
    twice = [Edit("remove", {"region": "300:1,2"}), Edit("remove", {"region": "300:9,9"})]
    assert jobs.label(chosen(*twice)) == "remove+remove"


@pytest.mark.parametrize(
    ("presets", "number", "why"),
    [
        (("dusk", "bright"), 1, "light of the whole photo"),
        (("sky", "lawn", "dusk"), 2, "sky"),
        (("sky", "sky"), 1, "once"),
    ],
)
def test_what_cannot_go_together_is_refused_with_a_sentence(presets: tuple[str, ...], number: int, why: str) -> None:
    with pytest.raises(CannotCombine, match=why) as refused:
        catalogue.recipe([Edit(preset, {}) for preset in presets])
    assert refused.value.number == number


def test_a_recipe_takes_one_credit_and_is_free_again_as_the_same_recipe(engine: Engine) -> None:
    user = person(engine, 10)
    [photo] = photos(engine, user, content="same")
    assert done(engine, user, order(photo, preset="sky+lawn")) == 1
    again = order(photo, preset="sky+lawn")
    stronger = replace(again, edits=(Edit("sky", {"kind": "sunset"}), Edit("lawn", {})))
    assert done(engine, user, stronger) == 0
    assert [done(engine, user, order(photo, preset=preset)) for preset in ("sky", "lawn", "sky+lawn+remove")] == [1] * 3
    assert history.listing(engine, user, limit=1)[0].text == "Photo IMG_0 of Shoot, sky + lawn + remove: 1 credit"
    assert ledger_check.differences(engine) == []


def test_going_on_from_a_result_is_another_order_than_the_photo_itself(engine: Engine) -> None:
    user = person(engine, 10)
    [photo] = photos(engine, user)
    first = order(photo, preset="dusk")
    assert done(engine, user, first) == 1
    onward = replace(order(photo, preset="remove"), source_id=first.id, note="The lamp stays off")
    assert done(engine, user, onward) == 1
    assert done(engine, user, replace(order(photo, preset="remove"), source_id=first.id)) == 0
    assert done(engine, user, order(photo, preset="remove")) == 1
    job = jobs.get(engine, user, onward.id)
    assert (job.source_id, job.note) == (first.id, "The lamp stays off")


def test_only_a_result_of_the_same_photo_can_be_gone_on_from(engine: Engine) -> None:
    user, stranger = person(engine, 10), person(engine, 10)
    [photo, other] = photos(engine, user, 2)
    first, live = order(photo), order(photo, preset="sky")
    done(engine, user, first)
    orders.submit(engine, user, [live])
    for source, asset in ((live.id, photo), (first.id, other), (uuid4(), photo)):
        with pytest.raises(SourceNotReady):
            orders.submit(engine, user, [replace(order(asset), source_id=source)])
    [theirs] = photos(engine, stranger)
    with pytest.raises(JobNotFound):
        orders.submit(engine, stranger, [replace(order(theirs), source_id=first.id)])
    with engine.connect() as connection:
        assert credits.balance(connection, user).held == 1
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(
            sa.update(tables.jobs).where(tables.jobs.c.id == live.id).values(source_id=first.id, asset_id=other)
        )


def test_what_the_release_before_takes_is_a_recipe_of_one(engine: Engine) -> None:
    user = person(engine, 10)
    [photo] = photos(engine, user)
    plain = replace(order(photo, preset="sky"), edits=(Edit("sky", {"kind": "clear"}),), asked=(Edit("sky", {}),))
    orders.submit(engine, user, [plain])
    with engine.begin() as connection:
        row = connection.execute(sa.select(tables.jobs)).one()
        assert (row.preset, row.parameters, row.asked) == ("sky", {"kind": "clear"}, {})
        # As its own API would have written it.
        connection.execute(sa.update(tables.jobs).values(edits=sa.null()))
    [claim] = jobs.claim(engine, "worker", 1)
    assert claim.edits == plain.edits
    assert orders.submit(engine, user, [plain])[0][0].edits == plain.edits


@pytest.mark.parametrize("kind", ["several", "twice", "source", "note"])
def test_a_worker_of_the_release_before_can_make_nothing_of_more_than_one_plain_edit(engine: Engine, kind: str) -> None:
    user = person(engine, 10)
    [photo] = photos(engine, user)
    first = order(photo, preset="sky")
    done(engine, user, first)
    one = Edit("remove", {"region": "300:1,2"})
    wanted = {
        "several": replace(order(photo), edits=chosen(Edit("sky", {}), Edit("lawn", {}))),
        "twice": replace(order(photo), edits=chosen(one, one)),
        "source": replace(order(photo), edits=chosen(one), source_id=first.id),
        "note": replace(order(photo), edits=chosen(one), note="Keep the lamp"),
    }[kind]
    orders.submit(engine, user, [wanted])
    with engine.connect() as connection:
        row = connection.execute(sa.select(tables.jobs).where(tables.jobs.c.id == wanted.id)).one()
    # Which is how it begins with a job; what is refused here ends there as withdrawn, without a charge.
    with pytest.raises((UnknownPreset, InvalidParameter)):
        catalogue.check(row.preset, row.parameters)
