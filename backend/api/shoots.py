"""Shoots, what is in them and what happens in them."""

from __future__ import annotations

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.background import BackgroundTask
from starlette.responses import Response

from backend import assets, deletion, shoots
from backend.api import cursors
from backend.api.endpoint import Call, Services
from backend.api.uploads import asset_reply
from backend.contract import AssetPage, Event, EventList, Shoot, ShootPage
from backend.storage import StorageUnavailable

log = structlog.get_logger()


def put_shoot(call: Call) -> Shoot:
    """Make or rename a shoot."""
    return _reply(shoots.put(call.services.engine, call.user_id, call.ids["id"], call.body.name))


def list_shoots(call: Call) -> ShootPage:
    """One page of the user's shoots, newest first."""
    limit = call.query.limit
    rows = shoots.listing(call.services.engine, call.user_id, limit=limit + 1, before=cursors.decode(call.query.cursor))
    more = len(rows) > limit
    rows = rows[:limit]
    return ShootPage(
        shoots=[_reply(row) for row in rows],
        next=cursors.encode(rows[-1].created_at, rows[-1].id) if more else None,
    )


def delete_shoot(call: Call) -> Response:
    """Delete a shoot: its jobs end at once, its files right after the reply."""
    deletion.delete_shoot(call.services.engine, call.user_id, call.ids["id"])
    return Response(status_code=204, background=BackgroundTask(purge, call.services))


def purge(services: Services) -> None:
    """Delete the files of deleted shoots, after the reply has gone out."""
    try:
        deletion.purge(services.engine, services.storage)
    except (StorageUnavailable, SQLAlchemyError) as error:
        # The shoots stay marked, and the next purge takes them.
        log.warning("purge_postponed", cause=type(error).__name__)


def list_assets(call: Call) -> AssetPage:
    """One page of a shoot's photos, oldest first."""
    limit = call.query.limit
    rows = assets.listing(
        call.services.engine,
        call.user_id,
        call.ids["id"],
        limit=limit + 1,
        after=cursors.decode(call.query.cursor),
    )
    more = len(rows) > limit
    rows = rows[:limit]
    return AssetPage(
        assets=[asset_reply(row) for row in rows],
        next=cursors.encode(rows[-1].created_at, rows[-1].id) if more else None,
    )


def list_events(call: Call) -> EventList:
    """What happened in a shoot after an event that the caller knows."""
    rows = shoots.events_after(
        call.services.engine, call.user_id, call.ids["id"], call.query.after, limit=call.query.limit
    )
    events = [
        Event(seq=row.seq, at=row.at, kind=row.kind, job_id=row.job_id, asset_id=row.asset_id, data=row.data)
        for row in rows
    ]
    return EventList(events=events, last=events[-1].seq if events else call.query.after)


def _reply(shoot: shoots.Shoot) -> Shoot:
    return Shoot(id=shoot.id, name=shoot.name, created_at=shoot.created_at, last_event=shoot.last_event)
