"""A job may have an anchor: another job of the shoot, whose result it is to look like."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("anchor_id", sa.Uuid), schema="luster")
    op.create_foreign_key(
        "jobs_anchor_id_fk", "jobs", "jobs", ["anchor_id"], ["id"], source_schema="luster", referent_schema="luster"
    )


def downgrade() -> None:
    op.drop_constraint("jobs_anchor_id_fk", "jobs", schema="luster")
    op.drop_column("jobs", "anchor_id", schema="luster")
