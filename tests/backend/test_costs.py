"""What photos cost us: counted from the answers' tokens, expected by the presets' data, watched by an alert."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy import Engine

from backend import costs, jobs, metrics, orders, upkeep
from backend.editing import catalogue, models
from backend.editing.models import Price
from backend.local.payments.on_sale import read_packs
from backend.payments.packs import packs
from tests.backend.people import order, person, photos, succeed

MODEL = "gpt-image-2.6-sunburst"
PRICES = {MODEL: Price(text_in=5, image_in=8, image_out=30)}
CALL: dict[str, Any] = {
    "model": MODEL,
    "input_tokens_details": {"text_tokens": 500, "image_tokens": 600},
    "output_tokens": 1600,
}
DOLLARS = (500 * 5 + 600 * 8 + 1600 * 30) / 1e6


def edited(engine: Engine, *calls: dict[str, Any], preset: str = "dusk") -> None:
    """A photo that was paid for, with these calls."""
    user = person(engine, 1)
    orders.submit(engine, user, [order(photos(engine, user)[0], preset=preset)])
    (claim,) = jobs.claim(engine, "here", 1)
    assert succeed(engine, claim)
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE luster.jobs SET usage = CAST(:usage AS jsonb) WHERE id = :id").bindparams(
                sa.bindparam("usage", type_=sa.JSON)
            ),
            {"usage": {"calls": list(calls)}, "id": claim.job_id},
        )


def test_costs_are_counted_by_month_and_edits_and_a_lost_answer_costs_what_others_do(engine: Engine) -> None:
    edited(engine, CALL)
    edited(engine, {"model": MODEL, "strict": False}, CALL)
    edited(engine, CALL, preset="sky")
    edited(engine, {**CALL, "model": "of nobody's"}, preset="lawn")
    dusk, lawn, sky = costs.spent(engine, PRICES)
    assert (dusk.edits, dusk.photos, dusk.credits, dusk.calls, dusk.unpriced) == ("dusk", 2, 2, 3, 0)
    assert dusk.dollars == pytest.approx(3 * DOLLARS) and sky.dollars == pytest.approx(DOLLARS)
    assert (lawn.dollars, lawn.unpriced) == (0.0, 1)
    assert dusk.margin(0.4) == pytest.approx(1 - 3 * DOLLARS / 0.8) and dusk.margin(None) is None
    table = costs.report([dusk, lawn, sky], 0.4)
    assert f"${3 * DOLLARS / 2:.3f}" in table and "A credit was sold for $0.400." in table


def test_a_job_says_what_it_has_cost_where_that_is_known() -> None:
    assert costs.of_job({"calls": [CALL, CALL]}, PRICES) == pytest.approx(2 * DOLLARS)
    assert costs.of_job({}, PRICES) == 0.0
    assert costs.of_job({"calls": [CALL, {"model": MODEL}]}, PRICES) is None


@pytest.mark.parametrize("preset", catalogue.presets())
def test_a_delivered_photo_is_expected_to_cost_little_of_the_cheapest_credit(preset: str) -> None:
    credits = {pack.lookup_key: pack.credits for pack in packs().values()}
    cheapest = min(one.amount / 100 / credits[one.lookup_key] for one in read_packs())
    using = models.capabilities(MODEL)
    dollars = costs.expected(preset, using)
    assert 0.05 < dollars < costs.assumed().most_share * cheapest
    assert f"${dollars:.3f}" in costs.forecast(using, cheapest)


def test_a_credit_that_came_to_too_many_calls_raises_an_alert(engine: Engine) -> None:
    edited(engine, *[CALL] * 3)
    edited(engine, *[CALL] * 5)
    upkeep.watch_costs(engine, 5)
    assert (metrics.CALLS_PER_CREDIT._value.get(), metrics.TOO_DEAR._value.get()) == (5, 0)
    with structlog.testing.capture_logs() as said:
        upkeep.watch_costs(engine, 4)
    assert metrics.TOO_DEAR._value.get() == 1
    assert [line["found"] for line in said if line["event"] == "calls_per_credit_exceeded"] == [5]
