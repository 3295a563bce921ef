"""Keys and the address for events in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luster_desktop.words.language import day, listed, mark, moment, plural, tr

PURPOSES: dict[str, str] = {
    "read": mark("looks at shoots and results"),
    "order": mark("sends photos, orders and shares"),
}

if TYPE_CHECKING:
    from backend import contract


def key(one: contract.ApiKey) -> str:
    """What a key is for and when it was used, in one line."""
    purposes = listed([tr(PURPOSES.get(scope, scope)) for scope in one.scopes])
    used = tr("used on {day}", day=day(one.used_at)) if one.used_at else tr("not used yet")
    return tr(
        "Ends with {ending}; {purposes}; made on {day}, {used}.",
        ending=one.ending,
        purposes=purposes,
        day=day(one.created_at),
        used=used,
    )


def webhook(state: contract.Webhook) -> str:
    """How sending events goes."""
    if state.url is None:
        return tr("Your own system can be told when a photo or a shoot is done: enter its https address.")
    parts = []
    if state.parked:
        parts.append(
            plural(
                "{n} event could not be delivered and was given up.",
                "{n} events could not be delivered and were given up.",
                state.parked,
            )
        )
    if state.waiting:
        parts.append(plural("{n} event is on the way.", "{n} events are on the way.", state.waiting))
    if state.error:
        parts.append(tr(state.error))
    if state.delivered_at and not state.error:
        parts.append(tr("The last event was taken on {moment}.", moment=moment(state.delivered_at)))
    return " ".join(parts) or tr("No event has been taken yet.")
