"""How many workers died over a job is counted apart from the tries that it used up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("deaths", sa.Integer, server_default="0", nullable=False), schema="luster")


def downgrade() -> None:
    op.drop_column("jobs", "deaths", schema="luster")
