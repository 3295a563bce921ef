"""Answers that were paid for while storage took no writes are kept until it does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["luster.jobs.id"], name=op.f("kept_answers_job_id_fk")),
        sa.PrimaryKeyConstraint("key", name=op.f("kept_answers_pk")),
        schema="luster",
    )
    op.create_index("kept_answers_job_id_ix", "kept_answers", ["job_id"], schema="luster")


def downgrade() -> None:
    op.drop_table("kept_answers", schema="luster")
