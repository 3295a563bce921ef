"""What became of a user's jobs lately is asked before each order."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("jobs_lately_ix", "jobs", ["user_id", "updated_at"], schema="luster")


def downgrade() -> None:
    op.drop_index("jobs_lately_ix", table_name="jobs", schema="luster")
