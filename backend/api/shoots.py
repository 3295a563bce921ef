"""Shoots, what is in them and what happens in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.background import BackgroundTask
from starlette.responses import Response

from backend import assets, deletion, jobs, shoots
from backend.api import cursors
from backend.api.endpoint import Call, Services
from backend.api.jobs import output, reply
from backend.api.uploads import asset_reply
from backend.contract import (
    AssetOutput,
    AssetPage,
    AssetState,
    Event,
    EventList,
    JobPage,
    Shoot,
    ShootPage,
    StoredAsset,
)
from backend.storage import Storage, StorageUnavailable

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
    """One page of a shoot's photos, oldest first, with links to what is stored of each."""
    limit, engine = call.query.limit, call.services.engine
    rows = assets.listing(
        engine, call.user_id, call.ids["id"], limit=limit + 1, after=cursors.decode(call.query.cursor)
    )
    more = len(rows) > limit
    rows = rows[:limit]
    made = defaultdict[UUID, list[jobs.Job]](list)
    for job in jobs.succeeded(engine, call.user_id, [row.id for row in rows]):
        made[job.asset_id].append(job)
    return AssetPage(
        assets=[_stored(call.services.storage, row, made[row.id]) for row in rows],
        next=cursors.encode(rows[-1].created_at, rows[-1].id) if more else None,
    )


def _stored(storage: Storage, row: assets.Asset, made: Sequence[jobs.Job]) -> StoredAsset:
    # Signed before all others, so that none of them ends earlier.
    link = storage.presign_get(row.key, filename=row.filename)
    outputs = [
        AssetOutput(**output(storage, job, job.output, row.filename).model_dump(), job_id=job.id, preset=job.preset)
        for job in made
        if job.output is not None and not job.output_gone
    ]
    return StoredAsset(
        **asset_reply(row).model_dump(),
        url=link.url if row.state == AssetState.UPLOADED else None,
        thumb_url=storage.presign_get(row.thumb_key).url if row.thumb_key else None,
        outputs=outputs,
        expires_at=link.expires_at,
    )


def list_jobs(call: Call) -> JobPage:
    """One page of a shoot's jobs, oldest first."""
    limit = call.query.limit
    rows = jobs.listing(
        call.services.engine,
        call.user_id,
        call.ids["id"],
        limit=limit + 1,
        after=cursors.decode(call.query.cursor),
    )
    more = len(rows) > limit
    rows = rows[:limit]
    return JobPage(
        jobs=[reply(row) for row in rows],
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
