"""Studios have keys of their own to the API, and an address that is told what is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

ACTIONS = "'grant', 'correction', 'retry', 'cancel', 'apply', 'unfreeze', 'sweep', 'delete'"
MORE = "'make_key', 'revoke_key', 'set_webhook', 'send'"


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        _moment("created_at", "now()"),
        _moment("used_at"),
        _moment("revoked_at"),
        sa.CheckConstraint("octet_length(hash) = 32", name=op.f("api_keys_hash_ck")),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("api_keys_scopes_ck")),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("api_keys_user_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("api_keys_pk")),
        sa.UniqueConstraint("hash", name=op.f("api_keys_hash_uq")),
        schema="luster",
    )
    op.create_index("api_keys_user_id_ix", "api_keys", ["user_id"], schema="luster")
    op.create_table(
        "webhooks",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        _moment("created_at", "now()"),
        _moment("delivered_at"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("webhooks_user_id_fk")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("webhooks_pk")),
        schema="luster",
    )
    op.create_table(
        "webhook_events",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        _moment("created_at", "clock_timestamp()"),
        _moment("waits_since", "clock_timestamp()"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        _moment("due_at", "now()"),
        _moment("delivered_at"),
        _moment("parked_at"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("delivered_at IS NULL OR parked_at IS NULL", name=op.f("webhook_events_ended_ck")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["luster.webhooks.user_id"], name=op.f("webhook_events_user_id_fk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_events_pk")),
        schema="luster",
    )
    op.create_index(
        "webhook_events_due_ix",
        "webhook_events",
        ["due_at"],
        schema="luster",
        postgresql_where="delivered_at IS NULL AND parked_at IS NULL",
    )
    op.create_index("webhook_events_user_id_ix", "webhook_events", ["user_id", "created_at"], schema="luster")
    _actions(f"{ACTIONS}, {MORE}")
    # With the shoot's row held by whoever writes the event, and by queries of its own: so one of two workers that end a
    # shoot's last jobs at once sees the other's, and the shoot is told once.
    op.execute("""
        CREATE FUNCTION luster.tell_studio() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO luster.webhook_events (user_id, type, data)
          SELECT w.user_id, 'photo.done', jsonb_build_object(
            'shoot_id', e.shoot_id, 'job_id', e.job_id, 'asset_id', e.asset_id, 'state', e.kind)
          FROM fresh e JOIN luster.shoots s ON s.id = e.shoot_id JOIN luster.webhooks w ON w.user_id = s.user_id
          WHERE e.kind IN ('succeeded', 'failed', 'cancelled') AND s.deleted_at IS NULL
          ORDER BY e.shoot_id, e.seq;
          IF FOUND THEN
            INSERT INTO luster.webhook_events (user_id, type, data)
            SELECT DISTINCT w.user_id, 'shoot.done', jsonb_build_object('shoot_id', e.shoot_id)
            FROM fresh e JOIN luster.shoots s ON s.id = e.shoot_id JOIN luster.webhooks w ON w.user_id = s.user_id
            WHERE e.kind IN ('succeeded', 'failed', 'cancelled') AND s.deleted_at IS NULL AND NOT EXISTS (
              SELECT 1 FROM luster.jobs j WHERE j.user_id = s.user_id AND j.shoot_id = s.id
                AND j.state NOT IN ('succeeded', 'failed', 'cancelled'));
          END IF;
          RETURN NULL;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER job_events_tell_studio AFTER INSERT ON luster.job_events REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION luster.tell_studio()
    """)


def downgrade() -> None:
    op.execute("DROP TRIGGER job_events_tell_studio ON luster.job_events")
    op.execute("DROP FUNCTION luster.tell_studio()")
    op.execute("ALTER TABLE luster.admin_actions DISABLE TRIGGER admin_actions_append_only")
    op.execute(f"DELETE FROM luster.admin_actions WHERE action IN ({MORE})")  # noqa: S608 - our own words
    op.execute("ALTER TABLE luster.admin_actions ENABLE TRIGGER admin_actions_append_only")
    _actions(ACTIONS)
    for table in ("webhook_events", "webhooks", "api_keys"):
        op.drop_table(table, schema="luster")


def _moment(name: str, default: str | None = None) -> sa.Column[object]:
    server = None if default is None else sa.text(default)
    return sa.Column(name, sa.DateTime(timezone=True), nullable=default is None, server_default=server)


def _actions(known: str) -> None:
    op.drop_constraint(op.f("admin_actions_action_ck"), "admin_actions", schema="luster")
    op.create_check_constraint(
        op.f("admin_actions_action_ck"), "admin_actions", f"action IN ({known})", schema="luster"
    )
