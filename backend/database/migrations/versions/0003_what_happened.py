"""What became of a user's jobs lately is asked before each order; what happened to a job is never changed."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("jobs_lately_ix", "jobs", ["user_id", "updated_at"], schema="luster")
    op.execute(
        """
        CREATE TRIGGER job_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON luster.job_events
        FOR EACH STATEMENT EXECUTE FUNCTION luster.refuse_change()
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER job_events_append_only ON luster.job_events")
    op.drop_index("jobs_lately_ix", table_name="jobs", schema="luster")
