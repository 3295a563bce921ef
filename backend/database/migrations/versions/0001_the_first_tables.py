"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prompt_versions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("prompt_versions_pk")),
        schema="luster",
    )
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("api_version", sa.Text(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("stripe_events_pk")),
        schema="luster",
    )
    op.create_index(
        "stripe_events_unapplied_ix",
        "stripe_events",
        ["received_at"],
        schema="luster",
        postgresql_where=sa.text("applied_at IS NULL"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("deleted_at IS NULL OR email = ''", name=op.f("users_erased_ck")),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pk")),
        schema="luster",
    )
    op.create_table(
        "credits",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("posted", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("held", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("frozen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("vtime", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("held >= 0", name=op.f("credits_held_ck")),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("credits_user_id_fk")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("credits_pk")),
        schema="luster",
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("idempotency_keys_user_id_fk")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("idempotency_keys_pk")),
        schema="luster",
    )
    op.create_index("idempotency_keys_created_at_ix", "idempotency_keys", ["created_at"], schema="luster")
    op.create_table(
        "purchases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("session_id", sa.Text(), nullable=True),
        sa.Column("payment_intent", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("clawed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name=op.f("purchases_paid_ck")),
        sa.CheckConstraint("clawed = 0 OR state = 'paid'", name=op.f("purchases_clawed_paid_ck")),
        sa.CheckConstraint(
            "state IN ('open', 'waiting', 'paid', 'failed', 'expired')", name=op.f("purchases_state_ck")
        ),
        sa.CheckConstraint("clawed BETWEEN 0 AND credits", name=op.f("purchases_clawed_ck")),
        sa.CheckConstraint("credits > 0", name=op.f("purchases_credits_ck")),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("purchases_user_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("purchases_pk")),
        sa.UniqueConstraint("payment_intent", name=op.f("purchases_payment_intent_uq")),
        sa.UniqueConstraint("session_id", name=op.f("purchases_session_id_uq")),
        schema="luster",
    )
    op.create_index("purchases_user_id_ix", "purchases", ["user_id", "created_at"], schema="luster")
    op.create_table(
        "rate_limits",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("rate_limits_user_id_fk")),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("rate_limits_pk")),
        schema="luster",
    )
    op.create_table(
        "shoots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("event_seq >= 0", name=op.f("shoots_event_seq_ck")),
        sa.CheckConstraint("purged_at IS NULL OR deleted_at IS NOT NULL", name=op.f("shoots_purged_ck")),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("shoots_user_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("shoots_pk")),
        sa.UniqueConstraint("id", "user_id", name=op.f("shoots_id_user_id_uq")),
        schema="luster",
    )
    op.create_index(
        "shoots_listing_ix",
        "shoots",
        ["user_id", "created_at", "id"],
        schema="luster",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "shoots_to_purge_ix",
        "shoots",
        ["deleted_at"],
        schema="luster",
        postgresql_where=sa.text("deleted_at IS NOT NULL AND purged_at IS NULL"),
    )
    op.create_table(
        "assets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("shoot_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("md5 ~ '^[0-9a-f]{32}$'", name=op.f("assets_md5_ck")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("assets_sha256_ck")),
        sa.CheckConstraint("state <> 'rejected' OR reason IS NOT NULL", name=op.f("assets_reason_ck")),
        sa.CheckConstraint("state <> 'uploaded' OR etag IS NOT NULL", name=op.f("assets_pinned_ck")),
        sa.CheckConstraint("state IN ('pending', 'uploaded', 'rejected')", name=op.f("assets_state_ck")),
        sa.CheckConstraint("bytes > 0", name=op.f("assets_bytes_ck")),
        sa.ForeignKeyConstraint(
            ["shoot_id", "user_id"],
            ["luster.shoots.id", "luster.shoots.user_id"],
            name=op.f("assets_shoot_id_user_id_fk"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("assets_pk")),
        sa.UniqueConstraint("id", "shoot_id", "user_id", name=op.f("assets_id_shoot_id_user_id_uq")),
        sa.UniqueConstraint("key", name=op.f("assets_key_uq")),
        schema="luster",
    )
    op.create_index("assets_content_ix", "assets", ["user_id", "sha256"], schema="luster")
    op.create_index("assets_listing_ix", "assets", ["shoot_id", "created_at", "id"], schema="luster")
    op.create_table(
        "disputes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('dispute', 'fraud_warning')", name=op.f("disputes_kind_ck")),
        sa.CheckConstraint("status IN ('inquiry', 'open', 'lost', 'won')", name=op.f("disputes_status_ck")),
        sa.CheckConstraint("amount >= 0", name=op.f("disputes_amount_ck")),
        sa.ForeignKeyConstraint(["purchase_id"], ["luster.purchases.id"], name=op.f("disputes_purchase_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("disputes_pk")),
        schema="luster",
    )
    op.create_index("disputes_purchase_id_ix", "disputes", ["purchase_id"], schema="luster")
    op.create_table(
        "refunds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('pending', 'succeeded', 'failed')", name=op.f("refunds_status_ck")),
        sa.CheckConstraint("amount >= 0", name=op.f("refunds_amount_ck")),
        sa.ForeignKeyConstraint(["purchase_id"], ["luster.purchases.id"], name=op.f("refunds_purchase_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("refunds_pk")),
        schema="luster",
    )
    op.create_index("refunds_purchase_id_ix", "refunds", ["purchase_id"], schema="luster")
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("shoot_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("fair_key", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("prompt_version_id", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_detail", sa.Text(), nullable=True),
        sa.Column("output_key", sa.Text(), nullable=True),
        sa.Column("thumb_key", sa.Text(), nullable=True),
        sa.Column("change_map_key", sa.Text(), nullable=True),
        sa.Column("output_width", sa.Integer(), nullable=True),
        sa.Column("output_height", sa.Integer(), nullable=True),
        sa.Column("output_bytes", sa.BigInteger(), nullable=True),
        sa.Column("output_sha256", sa.Text(), nullable=True),
        sa.Column(
            "usage", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(state = 'processing') = (lease_until IS NOT NULL) AND (state = 'processing') = (worker IS NOT NULL)",
            name=op.f("jobs_leased_ck"),
        ),
        sa.CheckConstraint("state <> 'failed' OR num_nulls(error_code, error_detail) = 0", name=op.f("jobs_error_ck")),
        sa.CheckConstraint(
            "state <> 'succeeded' OR num_nulls(output_key, thumb_key, output_width, output_height, output_bytes,"
            " output_sha256) = 0",
            name=op.f("jobs_output_ck"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'processing', 'succeeded', 'failed', 'cancelled')", name=op.f("jobs_state_ck")
        ),
        sa.CheckConstraint("attempt >= 0 AND attempt <= lease", name=op.f("jobs_attempt_ck")),
        sa.CheckConstraint("credits >= 0", name=op.f("jobs_credits_ck")),
        sa.ForeignKeyConstraint(
            ["asset_id", "shoot_id", "user_id"],
            ["luster.assets.id", "luster.assets.shoot_id", "luster.assets.user_id"],
            name=op.f("jobs_asset_id_shoot_id_user_id_fk"),
        ),
        sa.ForeignKeyConstraint(
            ["prompt_version_id"], ["luster.prompt_versions.id"], name=op.f("jobs_prompt_version_id_fk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("jobs_pk")),
        sa.UniqueConstraint("output_key", name=op.f("jobs_output_key_uq")),
        schema="luster",
    )
    op.create_index("jobs_asset_ix", "jobs", ["asset_id", "preset"], schema="luster")
    op.create_index("jobs_fair_key_ix", "jobs", ["fair_key"], schema="luster")
    op.create_index(
        "jobs_leases_ix",
        "jobs",
        ["lease_until"],
        schema="luster",
        postgresql_where=sa.text("state = 'processing'"),
    )
    op.create_index(
        "jobs_live_ix",
        "jobs",
        ["user_id"],
        schema="luster",
        postgresql_where=sa.text("state IN ('queued', 'processing')"),
    )
    op.create_index(
        "jobs_queue_ix",
        "jobs",
        ["fair_key", "id"],
        schema="luster",
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index("jobs_shoot_ix", "jobs", ["shoot_id"], schema="luster")
    op.create_table(
        "credit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("purchase_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(kind = 'capture') = (job_id IS NOT NULL)", name=op.f("credit_entries_job_ck")),
        sa.CheckConstraint(
            "(kind IN ('grant', 'purchase', 'refund_failed', 'dispute_won') AND amount > 0)"
            " OR (kind IN ('capture', 'refund', 'dispute') AND amount < 0)"
            " OR (kind = 'correction' AND amount <> 0)",
            name=op.f("credit_entries_sign_ck"),
        ),
        sa.CheckConstraint(
            "(kind IN ('purchase', 'refund', 'refund_failed', 'dispute', 'dispute_won')) = (purchase_id IS NOT NULL)",
            name=op.f("credit_entries_purchase_ck"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('grant', 'correction') OR reason IS NOT NULL", name=op.f("credit_entries_reason_ck")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["luster.jobs.id"], name=op.f("credit_entries_job_id_fk")),
        sa.ForeignKeyConstraint(["purchase_id"], ["luster.purchases.id"], name=op.f("credit_entries_purchase_id_fk")),
        sa.ForeignKeyConstraint(["user_id"], ["luster.users.id"], name=op.f("credit_entries_user_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("credit_entries_pk")),
        sa.UniqueConstraint("kind", "ref", name=op.f("credit_entries_kind_ref_uq")),
        schema="luster",
    )
    op.create_index("credit_entries_history_ix", "credit_entries", ["user_id", "id"], schema="luster")
    op.create_table(
        "job_events",
        sa.Column("shoot_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("job_events_seq_ck")),
        sa.ForeignKeyConstraint(["asset_id"], ["luster.assets.id"], name=op.f("job_events_asset_id_fk")),
        sa.ForeignKeyConstraint(["job_id"], ["luster.jobs.id"], name=op.f("job_events_job_id_fk")),
        sa.ForeignKeyConstraint(["shoot_id"], ["luster.shoots.id"], name=op.f("job_events_shoot_id_fk")),
        sa.PrimaryKeyConstraint("shoot_id", "seq", name=op.f("job_events_pk")),
        schema="luster",
    )
    op.create_index(
        "job_events_job_id_ix",
        "job_events",
        ["job_id"],
        schema="luster",
        postgresql_where=sa.text("job_id IS NOT NULL"),
    )
    op.execute(
        """
        CREATE FUNCTION luster.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER credit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON luster.credit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION luster.refuse_change()
        """
    )
    # Rows of the queue change several times each: leave room on the page, and clean up early.
    op.execute("ALTER TABLE luster.jobs SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)")


def downgrade() -> None:
    op.drop_table("job_events", schema="luster")
    op.drop_table("credit_entries", schema="luster")
    op.drop_table("jobs", schema="luster")
    op.drop_table("refunds", schema="luster")
    op.drop_table("disputes", schema="luster")
    op.drop_table("assets", schema="luster")
    op.drop_table("shoots", schema="luster")
    op.drop_table("rate_limits", schema="luster")
    op.drop_table("purchases", schema="luster")
    op.drop_table("idempotency_keys", schema="luster")
    op.drop_table("credits", schema="luster")
    op.drop_table("users", schema="luster")
    op.drop_table("stripe_events", schema="luster")
    op.drop_table("prompt_versions", schema="luster")
    op.execute("DROP FUNCTION luster.refuse_change()")
