"""Keys and the address for events in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

PURPOSES: dict[str, str] = {"read": "looks at shoots and results", "order": "sends photos, orders and shares"}

if TYPE_CHECKING:
    from backend import contract


def key(one: contract.ApiKey) -> str:
    """What a key is for and when it was used, in one line."""
    purposes = " and ".join(PURPOSES.get(scope, scope) for scope in one.scopes)
    used = f"used on {_day(one.used_at)}" if one.used_at else "not used yet"
    return f"Ends with {one.ending}; {purposes}; made on {_day(one.created_at)}, {used}."


def webhook(state: contract.Webhook) -> str:
    """How sending events goes."""
    if state.url is None:
        return "Your own system can be told when a photo or a shoot is done: enter its https address."
    parts = []
    if state.parked:
        parts.append(f"{_events(state.parked)} could not be delivered and {_were(state.parked)} given up.")
    if state.waiting:
        parts.append(f"{_events(state.waiting)} {_are(state.waiting)} on the way.")
    if state.error:
        parts.append(state.error)
    if state.delivered_at and not state.error:
        parts.append(f"The last event was taken on {_moment(state.delivered_at)}.")
    return " ".join(parts) or "No event has been taken yet."


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {local:%B %Y}"


def _moment(at: datetime) -> str:
    return f"{_day(at)} at {at.astimezone():%H:%M}"
