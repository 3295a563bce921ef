"""A shoot may have a link for whoever the photos are for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("shoot_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("photos", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(hash) = 32", name=op.f("shares_hash_ck")),
        sa.ForeignKeyConstraint(
            ["shoot_id", "user_id"],
            ["luster.shoots.id", "luster.shoots.user_id"],
            name=op.f("shares_shoot_id_user_id_fk"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("shares_pk")),
        sa.UniqueConstraint("hash", name=op.f("shares_hash_uq")),
        schema="luster",
    )
    op.create_index(
        "shares_shoot_id_ix", "shares", ["shoot_id"], unique=True, schema="luster", postgresql_where="ended_at IS NULL"
    )
    op.create_index("shares_user_id_ix", "shares", ["user_id"], schema="luster")


def downgrade() -> None:
    op.drop_table("shares", schema="luster")
