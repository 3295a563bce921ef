"""What storage holds: which files are to be looked at when, what is gone, and what deleted accounts still wait for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ACTIONS = "'grant', 'correction', 'retry', 'cancel', 'apply', 'unfreeze'"


def upgrade() -> None:
    tomorrow = sa.text("now() + interval '1 day'")
    op.add_column("assets", _moment("linked_at", server_default=sa.text("now()")), schema="luster")
    op.add_column("assets", _moment("look_at", nullable=True, server_default=tomorrow), schema="luster")
    op.add_column(
        "assets", sa.Column("going", sa.Boolean(), server_default=sa.text("false"), nullable=False), schema="luster"
    )
    op.create_check_constraint(op.f("assets_going_ck"), "assets", "NOT going OR look_at IS NOT NULL", schema="luster")
    op.create_check_constraint(
        op.f("assets_kept_ck"), "assets", "state <> 'uploaded' OR (look_at IS NOT NULL AND NOT going)", schema="luster"
    )
    op.create_index("assets_look_ix", "assets", ["look_at"], schema="luster", postgresql_where="look_at IS NOT NULL")
    op.create_index(
        "assets_kept_ix",
        "assets",
        ["user_id"],
        schema="luster",
        postgresql_include=["bytes"],
        postgresql_where="look_at IS NOT NULL",
    )
    op.add_column("jobs", _moment("output_gone_at", nullable=True), schema="luster")
    op.add_column("jobs", _moment("answers_gone_at", nullable=True), schema="luster")
    op.create_index(
        "jobs_answers_ix",
        "jobs",
        ["updated_at"],
        schema="luster",
        postgresql_where="state IN ('succeeded', 'failed', 'cancelled') AND answers_gone_at IS NULL",
    )
    op.create_index(
        "credit_entries_received_ix",
        "credit_entries",
        ["user_id"],
        schema="luster",
        postgresql_include=["amount"],
        postgresql_where="kind <> 'capture'",
    )
    op.add_column("shoots", _moment("cleared_at", nullable=True), schema="luster")
    op.execute("UPDATE luster.shoots SET cleared_at = purged_at WHERE purged_at IS NOT NULL")
    op.execute("UPDATE luster.shoots SET name = '-' WHERE deleted_at IS NOT NULL")
    op.execute(
        """
        UPDATE luster.assets SET filename = '-' FROM luster.shoots
        WHERE shoots.id = assets.shoot_id AND shoots.deleted_at IS NOT NULL
        """
    )
    op.add_column("users", _moment("erased_at", nullable=True), schema="luster")
    op.add_column("users", _moment("sign_in_gone_at", nullable=True), schema="luster")
    op.create_index(
        "users_leaving_ix",
        "users",
        ["deleted_at"],
        schema="luster",
        postgresql_where="deleted_at IS NOT NULL AND (erased_at IS NULL OR sign_in_gone_at IS NULL)",
    )
    op.create_table(
        "sweeps",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), server_default="", nullable=False),
        _moment("until", server_default=sa.text("now()")),
        sa.PrimaryKeyConstraint("name", name=op.f("sweeps_pk")),
        schema="luster",
    )
    op.execute("INSERT INTO luster.sweeps (name) VALUES ('strays')")
    _actions(f"{ACTIONS}, 'sweep', 'delete'")


def downgrade() -> None:
    op.execute("ALTER TABLE luster.admin_actions DISABLE TRIGGER admin_actions_append_only")
    op.execute("DELETE FROM luster.admin_actions WHERE action IN ('sweep', 'delete')")
    op.execute("ALTER TABLE luster.admin_actions ENABLE TRIGGER admin_actions_append_only")
    _actions(ACTIONS)
    op.drop_table("sweeps", schema="luster")
    op.drop_index("users_leaving_ix", table_name="users", schema="luster")
    op.drop_column("users", "sign_in_gone_at", schema="luster")
    op.drop_column("users", "erased_at", schema="luster")
    op.drop_column("shoots", "cleared_at", schema="luster")
    op.drop_index("credit_entries_received_ix", table_name="credit_entries", schema="luster")
    op.drop_index("jobs_answers_ix", table_name="jobs", schema="luster")
    op.drop_column("jobs", "answers_gone_at", schema="luster")
    op.drop_column("jobs", "output_gone_at", schema="luster")
    op.drop_index("assets_kept_ix", table_name="assets", schema="luster")
    op.drop_index("assets_look_ix", table_name="assets", schema="luster")
    op.drop_constraint(op.f("assets_kept_ck"), "assets", schema="luster")
    op.drop_constraint(op.f("assets_going_ck"), "assets", schema="luster")
    for name in ("going", "look_at", "linked_at"):
        op.drop_column("assets", name, schema="luster")


def _moment(name: str, *, nullable: bool = False, server_default: object = None) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=server_default)  # type: ignore[arg-type]


def _actions(known: str) -> None:
    op.drop_constraint(op.f("admin_actions_action_ck"), "admin_actions", schema="luster")
    op.create_check_constraint(
        op.f("admin_actions_action_ck"), "admin_actions", f"action IN ({known})", schema="luster"
    )
