"""What administrators did: one row each, never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admin_actions",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("operator <> ''", name=op.f("admin_actions_operator_ck")),
        sa.CheckConstraint(
            "action IN ('grant', 'correction', 'retry', 'cancel', 'apply', 'unfreeze')",
            name=op.f("admin_actions_action_ck"),
        ),
        sa.CheckConstraint(
            "action NOT IN ('grant', 'correction') OR reason IS NOT NULL", name=op.f("admin_actions_reason_ck")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("admin_actions_user_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("admin_actions_pk")),
        schema="luster",
    )
    op.create_index("admin_actions_user_id_ix", "admin_actions", ["user_id"], schema="luster")
    op.execute(
        """
        CREATE TRIGGER admin_actions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON luster.admin_actions
        FOR EACH STATEMENT EXECUTE FUNCTION luster.refuse_change()
        """
    )


def downgrade() -> None:
    op.drop_table("admin_actions", schema="luster")
