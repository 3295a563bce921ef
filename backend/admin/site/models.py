"""Read-only classes over the tables, for the site's lists: one a table, with the owner's address beside each row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Column, outerjoin, select
from sqlalchemy.orm import column_property, registry

from backend.database import tables

_registry = registry(metadata=tables.metadata)


class User:
    id: UUID
    frozen: bool


class Entry:
    user_id: UUID


class Job:
    id: UUID
    user_id: UUID
    state: str


class Purchase:
    id: UUID
    user_id: UUID


class Event:
    id: str
    payload: bytes
    applied_at: Any
    parked_at: Any
    error: str | None


class Key:
    user_id: UUID
    revoked_at: Any


class WebhookEvent:
    user_id: UUID
    delivered_at: Any
    parked_at: Any


class Action:
    user_id: UUID | None


def _owner(user_id: Column[Any]) -> Any:
    users = tables.users.alias()
    return column_property(select(users.c.email).where(users.c.id == user_id).scalar_subquery())


def _map(model: type, table: Any) -> None:
    _registry.map_imperatively(model, table, properties={"email": _owner(table.c.user_id)})


_registry.map_imperatively(
    User,
    outerjoin(tables.users, tables.credits),
    primary_key=[tables.users.c.id],
    properties={
        "id": [tables.users.c.id, tables.credits.c.user_id],
        "available": column_property(tables.credits.c.posted - tables.credits.c.held),
    },
    exclude_properties=["vtime"],
)
_map(Entry, tables.credit_entries)
_map(Job, tables.jobs)
_map(Purchase, tables.purchases)
_registry.map_imperatively(Event, tables.stripe_events)
_map(Key, tables.api_keys)
_map(WebhookEvent, tables.webhook_events)
_map(Action, tables.admin_actions)
