"""For studios: keys of the API, and the address that events are sent to."""

from __future__ import annotations

from dataclasses import asdict

from backend import api_keys, contract, webhooks
from backend.api.endpoint import Call
from backend.webhooks import address


def list_keys(call: Call) -> contract.ApiKeyList:
    """The account's keys, newest first."""
    return contract.ApiKeyList(keys=[_key(key) for key in api_keys.listing(call.services.engine, call.user_id)])


def make_key(call: Call) -> contract.ApiKeyMade:
    """A new key, with its secret."""
    wanted = call.body
    key, secret = api_keys.make(call.services.engine, call.user_id, wanted.id, wanted.name, wanted.scopes)
    return contract.ApiKeyMade(**_key(key).model_dump(), secret=secret)


def revoke_key(call: Call) -> contract.ApiKey:
    """End a key at once."""
    return _key(api_keys.revoke(call.services.engine, call.user_id, call.ids["id"]))


def get_webhook(call: Call) -> contract.Webhook:
    """The account's address and how sending to it goes."""
    found = webhooks.standing(call.services.engine, call.user_id)
    return contract.Webhook(**asdict(found)) if found is not None else contract.Webhook()


def put_webhook(call: Call) -> contract.Webhook:
    """Have events sent to another address, signed with another secret."""
    address.check(call.body.url, loopback=call.services.settings.webhook_loopback)
    found, secret = webhooks.subscribe(call.services.engine, call.user_id, call.body.url)
    return contract.Webhook(**asdict(found), secret=secret)


def delete_webhook(call: Call) -> contract.Webhook:
    """Have events sent nowhere."""
    webhooks.unsubscribe(call.services.engine, call.user_id)
    return contract.Webhook()


def retry_webhook(call: Call) -> contract.Webhook:
    """Have events that wait or are parked tried now."""
    webhooks.retry(call.services.engine, call.user_id)
    return get_webhook(call)


def _key(key: api_keys.ApiKey) -> contract.ApiKey:
    return contract.ApiKey(**asdict(key) | {"scopes": list(key.scopes)})
