"""The release that runs in production goes on working on the schema of this one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from tests.backend.release.recording import Recording, ends, replay


def test_what_the_release_before_says_has_the_same_effect_on_todays_schema(postgres_url: str) -> None:
    before = Recording.load()
    assert len(before.steps) > 300
    assert replay(postgres_url, before) == []
    assert ends(postgres_url) == before.ends


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE luster.jobs DROP COLUMN usage",
        "ALTER TABLE luster.jobs ADD COLUMN model text NOT NULL",
        "ALTER TABLE luster.jobs ADD CONSTRAINT fewer CHECK (attempt < 2)",
        "ALTER TABLE luster.stripe_events RENAME COLUMN attempts TO tries",
        "CREATE RULE none AS ON INSERT TO luster.job_events DO INSTEAD NOTHING",
    ],
)
def test_a_migration_that_the_release_before_cannot_live_with_is_found(
    postgres_url: str, engine: Engine, change: str
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(change))
    assert replay(postgres_url, Recording.load()) != []
