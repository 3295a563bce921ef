"""Telling studios' own systems what is done: an address for each account, and events that wait until it took them."""

from backend.webhooks.outbox import (
    Webhook,
    again,
    expire,
    forget,
    retry,
    standing,
    subscribe,
    unsubscribe,
)

__all__ = ["Webhook", "again", "expire", "forget", "retry", "standing", "subscribe", "unsubscribe"]
