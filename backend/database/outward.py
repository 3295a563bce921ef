"""Tables of what the service has for others than its own app: keys and webhooks of studios, and shares."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.database.schema import SCHEMA, Moment, metadata

USER = f"{SCHEMA}.users.id"

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey(USER), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    # SHA-256 of the key: whoever reads the table has no key.
    Column("hash", LargeBinary, nullable=False, unique=True),
    # Its last letters, by which its owner knows it again.
    Column("ending", Text, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
    CheckConstraint("octet_length(hash) = 32", name="hash"),
    CheckConstraint("cardinality(scopes) > 0", name="scopes"),
    Index("api_keys_user_id_ix", "user_id"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("user_id", Uuid, ForeignKey(USER), primary_key=True),
    Column("url", Text, nullable=False),
    # As it is, because it signs.
    Column("secret", Text, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("delivered_at", Moment),
    # Of the last try, where that failed: a sentence.
    Column("error", Text),
)

webhook_events = Table(
    "webhook_events",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
    Column("user_id", Uuid, ForeignKey(f"{SCHEMA}.webhooks.user_id", ondelete="CASCADE"), nullable=False),
    Column("type", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("created_at", Moment, nullable=False, server_default=func.clock_timestamp()),
    # As long as it has waited since, it waits again before the next try.
    Column("waits_since", Moment, nullable=False, server_default=func.clock_timestamp()),
    # Only grows: what is written of a try is fenced by it.
    Column("attempts", Integer, nullable=False, server_default="0"),
    # When it is tried next; while somebody is at it, when somebody else may.
    Column("due_at", Moment, nullable=False, server_default=func.now()),
    Column("delivered_at", Moment),
    Column("parked_at", Moment),
    Column("error", Text),
    CheckConstraint("delivered_at IS NULL OR parked_at IS NULL", name="ended"),
    Index(
        "webhook_events_due_ix",
        "due_at",
        postgresql_where=text("delivered_at IS NULL AND parked_at IS NULL"),
    ),
    Index("webhook_events_user_id_ix", "user_id", "created_at"),
)

shares = Table(
    "shares",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("shoot_id", Uuid, nullable=False),
    # SHA-256 of what the link ends with: whoever reads the table can open no page.
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    # What the page shows, in its order.
    Column("photos", JSONB, nullable=False),
    Column("statement", Text),
    # Downloads of all photos at once.
    Column("files", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("created_at", Moment, nullable=False, server_default=func.now()),
    Column("expires_at", Moment, nullable=False),
    Column("opened_at", Moment),
    Column("ended_at", Moment),
    ForeignKeyConstraint(["shoot_id", "user_id"], [f"{SCHEMA}.shoots.id", f"{SCHEMA}.shoots.user_id"]),
    CheckConstraint("octet_length(hash) = 32", name="hash"),
    # One link for each shoot.
    Index("shares_shoot_id_ix", "shoot_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index("shares_user_id_ix", "user_id"),
)
