"""Large files come into storage in parts, which are put together once all are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assets", sa.Column("upload_id", sa.Text(), nullable=True), schema="luster")
    op.add_column("assets", sa.Column("parts_etag", sa.Text(), nullable=True), schema="luster")
    together = "(upload_id IS NULL) = (parts_etag IS NULL)"
    op.create_check_constraint(op.f("assets_parts_ck"), "assets", together, schema="luster")


def downgrade() -> None:
    op.drop_constraint(op.f("assets_parts_ck"), "assets", schema="luster")
    op.drop_column("assets", "parts_etag", schema="luster")
    op.drop_column("assets", "upload_id", schema="luster")
