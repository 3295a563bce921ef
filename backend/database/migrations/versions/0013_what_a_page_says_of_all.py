"""A share's page may say something of all photos, and have files of all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shares", sa.Column("statement", sa.Text()), schema="luster")
    files = sa.Column("files", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False)
    op.add_column("shares", files, schema="luster")


def downgrade() -> None:
    op.drop_column("shares", "files", schema="luster")
    op.drop_column("shares", "statement", schema="luster")
