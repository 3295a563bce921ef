"""Studios' keys and the events for them: shown without what is secret, revoked and sent again, each with its audit."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from backend import api_keys, webhooks
from backend.database import tables
from backend.identity import Unauthenticated
from tests.backend.admin.conftest import Site, audit
from tests.backend.people import person


def test_a_key_is_shown_and_revoked(site: Site, engine: Engine) -> None:
    user, key_id = person(engine), uuid4()
    _, secret = api_keys.make(engine, user, key_id, "Front desk", ["read"])
    page = site.page("/keys/list") + site.page(f"/keys/detail?pk={key_id}")
    assert "Front desk" in page
    assert f"/users/detail?pk={user}" in page
    assert secret not in page
    assert secret[:-4] not in page
    assert "The key is revoked." in site.act("keys", "revoke", key_id, reason="It leaked")
    with pytest.raises(Unauthenticated):
        api_keys.identify(engine, secret)
    assert "still good" in site.act("keys", "revoke", key_id)
    assert audit(engine)[-1] == ("kim", "revoke_key", str(key_id), "It leaked")


def test_an_event_that_was_parked_is_sent_again(site: Site, engine: Engine) -> None:
    user = person(engine)
    _, secret = webhooks.subscribe(engine, user, "https://hooks.example.test/")
    events = tables.webhook_events
    with engine.begin() as connection:
        connection.execute(sa.update(events).values(parked_at=sa.func.now(), error="The address did not answer."))
        event_id = connection.execute(sa.select(events.c.id)).scalar_one()
    page = site.page("/webhooks/list") + site.page(f"/webhooks/detail?pk={event_id}")
    assert "The address did not answer." in page
    assert "parked" in page
    assert secret not in page
    assert "sent in a moment" in site.act("webhooks", "send", event_id, reason="They have mended it")
    found = webhooks.standing(engine, user)
    assert found is not None
    assert (found.waiting, found.parked) == (1, 0)
    with engine.begin() as connection:
        connection.execute(sa.update(events).values(delivered_at=sa.func.now()))
    assert "not delivered" in site.act("webhooks", "send", event_id)
    assert audit(engine)[-1] == ("kim", "send", str(event_id), "They have mended it")
