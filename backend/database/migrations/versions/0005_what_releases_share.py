"""Thumbnails of photos; events that are tried less and less often, then parked; which code may work on this schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assets", sa.Column("thumb_key", sa.Text(), nullable=True), schema="luster")
    moment = sa.DateTime(timezone=True)
    due = sa.Column("due_at", moment, server_default=sa.text("now()"), nullable=False)
    op.add_column("stripe_events", due, schema="luster")
    op.add_column("stripe_events", sa.Column("parked_at", moment, nullable=True), schema="luster")
    op.create_table(
        "schema_floor",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("schema_floor_pk")),
        schema="luster",
    )
    op.execute("INSERT INTO luster.schema_floor (revision) VALUES ('0003')")


def downgrade() -> None:
    op.drop_table("schema_floor", schema="luster")
    op.drop_column("stripe_events", "parked_at", schema="luster")
    op.drop_column("stripe_events", "due_at", schema="luster")
    op.drop_column("assets", "thumb_key", schema="luster")
