"""A job has a recipe of several edits, may go on from another job's result, and carries a note.

What the release before orders, before and after this, has no `edits`: it reads as one edit, without a rewrite of the
table under the workers' hands.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("edits", JSONB), schema="luster")
    op.add_column("jobs", sa.Column("source_id", sa.Uuid), schema="luster")
    op.add_column("jobs", sa.Column("note", sa.Text), schema="luster")
    op.create_unique_constraint("jobs_id_asset_id_uq", "jobs", ["id", "asset_id"], schema="luster")
    op.create_foreign_key(
        "jobs_source_id_asset_id_fk",
        "jobs",
        "jobs",
        ["source_id", "asset_id"],
        ["id", "asset_id"],
        source_schema="luster",
        referent_schema="luster",
    )


def downgrade() -> None:
    op.drop_constraint("jobs_source_id_asset_id_fk", "jobs", schema="luster")
    op.drop_constraint("jobs_id_asset_id_uq", "jobs", schema="luster")
    for column in ("note", "source_id", "edits"):
        op.drop_column("jobs", column, schema="luster")
