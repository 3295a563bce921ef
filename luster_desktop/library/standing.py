"""Where photos stand, said once: for the gallery's rows, for the counts of a shoot and for what may be sent."""

from __future__ import annotations

from sqlalchemy import Boolean, ColumnElement, and_, case, false, func, literal, select

from luster_desktop.library.models import Direction, JobState, PhotoState, Stage, TransferState
from luster_desktop.library.tables import jobs, outputs, photos, prepared, preparing, transfers

READY: ColumnElement[bool] = func.coalesce(
    and_(jobs.c.asset_id == prepared.c.asset_id, prepared.c.stale.is_(False)), false(), type_=Boolean
)
"""Whether an order can be sent: the file that it is about is there, and is what should be sent.

For statements in which `prepared` is joined to the photo of `jobs`, and may be missing.
"""

ONWARD: ColumnElement[bool] = jobs.c.source_id.is_not(None)
"""Whether an order goes on from a result, which the service has."""

_newest = jobs.alias("newest")
download = transfers.alias("download")
"""Of the newest order."""
_delivered = outputs.alias("delivered")

PHOTOS = (
    photos.outerjoin(
        jobs,
        jobs.c.number == select(func.max(_newest.c.number)).where(_newest.c.photo_id == photos.c.id).scalar_subquery(),
    )
    .outerjoin(download, and_(download.c.job_id == jobs.c.id, download.c.direction == Direction.DOWN.value))
    .outerjoin(_delivered, _delivered.c.job_id == jobs.c.id)
    .outerjoin(prepared, prepared.c.photo_id == photos.c.id)
    .outerjoin(preparing, preparing.c.photo_id == photos.c.id)
)
"""Photos with their newest order, and what `STAGE` needs to know."""

STAGE: ColumnElement[str] = case(
    (photos.c.state == PhotoState.UNUSABLE.value, Stage.UNUSABLE.value),
    (jobs.c.number.is_(None) & preparing.c.photo_id.is_not(None), Stage.PREPARING.value),
    (jobs.c.number.is_(None), Stage.IDLE.value),
    (and_(jobs.c.state == JobState.ORDERED.value, ONWARD), Stage.QUEUED.value),
    (and_(jobs.c.state == JobState.ORDERED.value, READY), Stage.UPLOADING.value),
    (jobs.c.state == JobState.ORDERED.value, Stage.PREPARING.value),
    (jobs.c.state == JobState.WAITING_FOR_CREDITS.value, Stage.WAITING_FOR_CREDITS.value),
    (jobs.c.state == JobState.QUEUED.value, Stage.QUEUED.value),
    (jobs.c.state == JobState.PROCESSING.value, Stage.EDITING.value),
    (jobs.c.state == JobState.FAILED.value, Stage.FAILED.value),
    (jobs.c.state == JobState.CANCELLED.value, Stage.CANCELLED.value),
    (_delivered.c.job_id.is_not(None), Stage.DONE.value),
    (download.c.state == TransferState.FAILED.value, Stage.FAILED.value),
    else_=literal(Stage.DOWNLOADING.value),
)
"""A `Stage` of `PHOTOS`."""
