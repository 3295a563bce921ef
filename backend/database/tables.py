"""The tables, in a schema of their own that the public REST layer of the database host does not expose.

Invariants live here as constraints: owners are part of foreign keys, states and signs are checked. That the ledger and
the audit are only ever added to is a trigger in the migrations.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from backend.database.outward import api_keys as api_keys
from backend.database.outward import shares as shares
from backend.database.outward import webhook_events as webhook_events
from backend.database.outward import webhooks as webhooks
from backend.database.schema import EMPTY, Moment
from backend.database.schema import SCHEMA as SCHEMA
from backend.database.schema import metadata as metadata

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("deleted_at", Moment),
    # Of a deleted user: every personal detail is out of the rows, and the sign-in service knows nobody of this id.
    Column("erased_at", Moment),
    Column("sign_in_gone_at", Moment),
    CheckConstraint("deleted_at IS NULL OR email = ''", name="erased"),
    Index(
        "users_leaving_ix",
        "deleted_at",
        postgresql_where=text("deleted_at IS NOT NULL AND (erased_at IS NULL OR sign_in_gone_at IS NULL)"),
    ),
)

credits = Table(
    "credits",
    metadata,
    Column("user_id", Uuid, ForeignKey(users.c.id), primary_key=True),
    Column("posted", BigInteger, nullable=False, server_default="0"),
    Column("held", BigInteger, nullable=False, server_default="0"),
    Column("frozen", Boolean, nullable=False, server_default=false()),
    # Virtual time at which this user's last ordered job finishes: the fair queue's memory.
    Column("vtime", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("held >= 0", name="held"),
)

shoots = Table(
    "shoots",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey(users.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("event_seq", BigInteger, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("deleted_at", Moment),
    # Its files are deleted, and then once more when no link to upload can be left.
    Column("cleared_at", Moment),
    Column("purged_at", Moment),
    UniqueConstraint("id", "user_id"),
    CheckConstraint("event_seq >= 0", name="event_seq"),
    CheckConstraint("purged_at IS NULL OR deleted_at IS NOT NULL", name="purged"),
    Index("shoots_listing_ix", "user_id", "created_at", "id", postgresql_where=text("deleted_at IS NULL")),
    Index("shoots_to_purge_ix", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL AND purged_at IS NULL")),
)

assets = Table(
    "assets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("shoot_id", Uuid, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("md5", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("etag", Text),
    Column("reason", Text),
    Column("thumb_key", Text),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    # When a link to upload it was given last.
    Column("linked_at", Moment, nullable=False, server_default=func.now()),
    # When to see whether its files are still wanted; nothing while storage holds none.
    Column("look_at", Moment, server_default=text("now() + interval '1 day'")),
    # Its files are being removed, by whoever wrote `look_at`; whoever comes after that moment goes on with it.
    Column("going", Boolean, nullable=False, server_default=false()),
    # Of a file that comes in parts: storage's name for them, and the ETag of the object that they make.
    Column("upload_id", Text),
    Column("parts_etag", Text),
    ForeignKeyConstraint(["shoot_id", "user_id"], [shoots.c.id, shoots.c.user_id]),
    UniqueConstraint("id", "shoot_id", "user_id"),
    CheckConstraint("(upload_id IS NULL) = (parts_etag IS NULL)", name="parts"),
    CheckConstraint("state IN ('pending', 'uploaded', 'rejected')", name="state"),
    CheckConstraint("bytes > 0", name="bytes"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    CheckConstraint("md5 ~ '^[0-9a-f]{32}$'", name="md5"),
    CheckConstraint("state <> 'uploaded' OR etag IS NOT NULL", name="pinned"),
    CheckConstraint("state <> 'rejected' OR reason IS NOT NULL", name="reason"),
    CheckConstraint("NOT going OR look_at IS NOT NULL", name="going"),
    CheckConstraint("state <> 'uploaded' OR (look_at IS NOT NULL AND NOT going)", name="kept"),
    Index("assets_listing_ix", "shoot_id", "created_at", "id"),
    Index("assets_content_ix", "user_id", "sha256"),
    Index("assets_look_ix", "look_at", postgresql_where=text("look_at IS NOT NULL")),
    # What an account stores is added up from the index alone.
    Index(
        "assets_kept_ix",
        "user_id",
        postgresql_include=["bytes"],
        postgresql_where=text("look_at IS NOT NULL"),
    ),
)

prompt_versions = Table(
    "prompt_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("preset", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("shoot_id", Uuid, nullable=False),
    Column("asset_id", Uuid, nullable=False),
    # The presets of the recipe, joined by "+".
    Column("preset", Text, nullable=False),
    # As it came, to tell a repeated request from another one; `edits` has the defaults filled in.
    Column("asked", JSONB, nullable=False),
    # For the release before, which knows presets with parameters alone: see `orders`.
    Column("parameters", JSONB, nullable=False),
    # Of orders that the release before took it is empty: they are for one preset with its parameters.
    Column("edits", JSONB),
    # The job whose result is edited in place of the photo.
    Column("source_id", Uuid),
    # The job of the same shoot whose result it is to look like.
    Column("anchor_id", Uuid, ForeignKey("luster.jobs.id")),
    Column("note", Text),
    Column("credits", Integer, nullable=False),
    Column("state", Text, nullable=False, server_default="queued"),
    Column("fair_key", BigInteger, nullable=False),
    Column("run_at", Moment, nullable=False, server_default=func.now()),
    Column("attempt", Integer, nullable=False, server_default="0"),
    # Workers that died over it.
    Column("deaths", Integer, nullable=False, server_default="0"),
    # Only grows, also when an attempt is given back: every write of a worker is fenced by it.
    Column("lease", Integer, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    Column("worker", Text),
    Column("prompt_version_id", Text, ForeignKey(prompt_versions.c.id)),
    Column("error_code", Text),
    Column("error_detail", Text),
    Column("output_key", Text, unique=True),
    Column("thumb_key", Text),
    Column("change_map_key", Text),
    Column("output_width", Integer),
    Column("output_height", Integer),
    Column("output_bytes", BigInteger),
    Column("output_sha256", Text),
    # When its files were given up; the keys stay, and lead nowhere.
    Column("output_gone_at", Moment),
    Column("answers_gone_at", Moment),
    Column("usage", JSONB, nullable=False, server_default=EMPTY),
    Column("details", JSONB, nullable=False, server_default=EMPTY),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("updated_at", Moment, nullable=False, server_default=func.now()),
    ForeignKeyConstraint(["asset_id", "shoot_id", "user_id"], [assets.c.id, assets.c.shoot_id, assets.c.user_id]),
    UniqueConstraint("id", "asset_id"),
    ForeignKeyConstraint(["source_id", "asset_id"], ["luster.jobs.id", "luster.jobs.asset_id"]),
    CheckConstraint("state IN ('queued', 'processing', 'succeeded', 'failed', 'cancelled')", name="state"),
    CheckConstraint("credits >= 0", name="credits"),
    CheckConstraint("attempt >= 0 AND attempt <= lease", name="attempt"),
    CheckConstraint(
        "(state = 'processing') = (lease_until IS NOT NULL) AND (state = 'processing') = (worker IS NOT NULL)",
        name="leased",
    ),
    CheckConstraint(
        "state <> 'succeeded' OR num_nulls(output_key, thumb_key, output_width, output_height, output_bytes,"
        " output_sha256) = 0",
        name="output",
    ),
    CheckConstraint("state <> 'failed' OR num_nulls(error_code, error_detail) = 0", name="error"),
    Index("jobs_queue_ix", "fair_key", "id", postgresql_where=text("state = 'queued'")),
    Index("jobs_leases_ix", "lease_until", postgresql_where=text("state = 'processing'")),
    Index("jobs_live_ix", "user_id", postgresql_where=text("state IN ('queued', 'processing')")),
    # The newest key ever given out is the queue's clock while the queue is empty.
    Index("jobs_fair_key_ix", "fair_key"),
    Index("jobs_lately_ix", "user_id", "updated_at"),
    Index("jobs_asset_ix", "asset_id", "preset"),
    Index("jobs_shoot_ix", "shoot_id"),
    Index(
        "jobs_answers_ix",
        "updated_at",
        postgresql_where=text("state IN ('succeeded', 'failed', 'cancelled') AND answers_gone_at IS NULL"),
    ),
)

job_events = Table(
    "job_events",
    metadata,
    Column("shoot_id", Uuid, ForeignKey(shoots.c.id), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("job_id", Uuid, ForeignKey(jobs.c.id)),
    Column("asset_id", Uuid, ForeignKey(assets.c.id)),
    Column("kind", Text, nullable=False),
    Column("data", JSONB, nullable=False, server_default=EMPTY),
    Column("at", Moment, nullable=False, server_default=func.clock_timestamp()),
    PrimaryKeyConstraint("shoot_id", "seq"),
    CheckConstraint("seq > 0", name="seq"),
    Index("job_events_job_id_ix", "job_id", postgresql_where=text("job_id IS NOT NULL")),
)

# Answers of the image model for which storage has had no room yet, under the key that they will have there.
kept_answers = Table(
    "kept_answers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("job_id", Uuid, ForeignKey(jobs.c.id), nullable=False),
    Column("image", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False, server_default=func.now()),
    Index("kept_answers_job_id_ix", "job_id"),
)

purchases = Table(
    "purchases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey(users.c.id), nullable=False),
    Column("pack", Text, nullable=False),
    Column("credits", Integer, nullable=False),
    Column("amount", BigInteger),
    Column("currency", Text),
    Column("session_id", Text, unique=True),
    Column("payment_intent", Text, unique=True),
    Column("state", Text, nullable=False, server_default="open"),
    # Credits taken back so far, for refunds and lost disputes.
    Column("clawed", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("paid_at", Moment),
    CheckConstraint("credits > 0", name="credits"),
    CheckConstraint("state IN ('open', 'waiting', 'paid', 'failed', 'expired')", name="state"),
    CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid"),
    CheckConstraint("clawed BETWEEN 0 AND credits", name="clawed"),
    CheckConstraint("clawed = 0 OR state = 'paid'", name="clawed_paid"),
    Index("purchases_user_id_ix", "user_id", "created_at"),
)

credit_entries = Table(
    "credit_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", Uuid, ForeignKey(users.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    # What the entry is for: a job id, a purchase id, Stripe's id, or an administrator's own reference.
    Column("ref", Text, nullable=False),
    Column("job_id", Uuid, ForeignKey(jobs.c.id)),
    Column("purchase_id", Uuid, ForeignKey(purchases.c.id)),
    Column("reason", Text),
    Column("at", Moment, nullable=False, server_default=func.now()),
    UniqueConstraint("kind", "ref"),
    CheckConstraint(
        "(kind IN ('grant', 'purchase', 'refund_failed', 'dispute_won') AND amount > 0)"
        " OR (kind IN ('capture', 'refund', 'dispute') AND amount < 0)"
        " OR (kind = 'correction' AND amount <> 0)",
        name="sign",
    ),
    CheckConstraint("(kind = 'capture') = (job_id IS NOT NULL)", name="job"),
    CheckConstraint(
        "(kind IN ('purchase', 'refund', 'refund_failed', 'dispute', 'dispute_won')) = (purchase_id IS NOT NULL)",
        name="purchase",
    ),
    CheckConstraint("kind NOT IN ('grant', 'correction') OR reason IS NOT NULL", name="reason"),
    Index("credit_entries_history_ix", "user_id", "id"),
    Index(
        "credit_entries_received_ix",
        "user_id",
        postgresql_include=["amount"],
        postgresql_where=text("kind <> 'capture'"),
    ),
)

refunds = Table(
    "refunds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("purchase_id", Uuid, ForeignKey(purchases.c.id), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    CheckConstraint("amount >= 0", name="amount"),
    CheckConstraint("status IN ('pending', 'succeeded', 'failed')", name="status"),
    Index("refunds_purchase_id_ix", "purchase_id"),
)

disputes = Table(
    "disputes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("purchase_id", Uuid, ForeignKey(purchases.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    # An administrator looked at it and let the account go on.
    Column("cleared_at", Moment),
    CheckConstraint("amount >= 0", name="amount"),
    CheckConstraint("kind IN ('dispute', 'fraud_warning')", name="kind"),
    CheckConstraint("status IN ('inquiry', 'open', 'lost', 'won')", name="status"),
    Index("disputes_purchase_id_ix", "purchase_id"),
)

stripe_events = Table(
    "stripe_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("api_version", Text),
    Column("payload", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False, server_default=func.now()),
    Column("applied_at", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # When one that waits is tried again, and since when it is not any more.
    Column("due_at", Moment, nullable=False, server_default=func.now()),
    Column("parked_at", Moment),
    Column("error", Text),
    Index("stripe_events_unapplied_ix", "received_at", postgresql_where=text("applied_at IS NULL")),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("user_id", Uuid, ForeignKey(users.c.id), nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("user_id", "key"),
    Index("idempotency_keys_created_at_ix", "created_at"),
)

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("user_id", Uuid, ForeignKey(users.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("tokens", Double, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("user_id", "name"),
)

admin_actions = Table(
    "admin_actions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    # Who did it: the name that the administrator's machine knows them by, "luster" for what the service did itself,
    # or "user" for what concerns an account's safety and was done by its owner.
    Column("operator", Text, nullable=False),
    Column("action", Text, nullable=False),
    # What was acted on: the id of a user, job or event.
    Column("subject", Text, nullable=False),
    Column("user_id", Uuid, ForeignKey(users.c.id)),
    Column("reason", Text),
    Column("data", JSONB, nullable=False, server_default=EMPTY),
    Column("at", Moment, nullable=False, server_default=func.now()),
    CheckConstraint("operator <> ''", name="operator"),
    CheckConstraint(
        "action IN ('grant', 'correction', 'retry', 'cancel', 'apply', 'unfreeze', 'sweep', 'delete',"
        " 'make_key', 'revoke_key', 'set_webhook', 'send')",
        name="action",
    ),
    CheckConstraint("action NOT IN ('grant', 'correction') OR reason IS NOT NULL", name="reason"),
    Index("admin_actions_user_id_ix", "user_id"),
)

# Where a sweep over the whole bucket is, and until when somebody is at it.
sweeps = Table(
    "sweeps",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", Text, nullable=False, server_default=""),
    Column("until", Moment, nullable=False, server_default=func.now()),
)
# One row: the oldest migration whose code may still work here. A migration that takes something away raises it.
schema_floor = Table("schema_floor", metadata, Column("revision", Text, primary_key=True))
