"""Statements about jobs: ordered here, carried out by the service."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update
from sqlalchemy import delete as delete_from

from luster_desktop.library import decisions
from luster_desktop.library import prepared as files
from luster_desktop.library import transfers as moves
from luster_desktop.library.models import (
    NOTHING,
    Direction,
    Edit,
    Job,
    JobState,
    PhotoState,
    Recipe,
    Role,
    Ruled,
    TransferState,
)
from luster_desktop.library.shoots import now
from luster_desktop.library.standing import ONWARD, READY
from luster_desktop.library.tables import jobs, photos, prepared, shoots, transfers, withdrawn
from luster_desktop.library.writer import Write
from luster_desktop.reasons import Reason

FINAL = tuple(state.value for state in JobState if state.final)
UNSENT = moves.UNSENT


def order(
    write: Write, photo_ids: Iterable[UUID], recipe: Recipe, owner: UUID | None, ruled: Sequence[Ruled] = ()
) -> tuple[list[Job], dict[UUID, str]]:
    """Write one order per photo, and the upload that it needs, with what the rules say of its edits.

    The second part says why some photos got none.
    """
    ordered: list[Job] = []
    refused: dict[UUID, str] = {}
    for photo_id in photo_ids:
        row = write.connection.execute(
            select(photos.c.shoot_id, photos.c.bytes, photos.c.state, photos.c.reason, photos.c.part_of, shoots.c.owner)
            .join(shoots, shoots.c.id == photos.c.shoot_id)
            .where(photos.c.id == photo_id)
        ).one_or_none()
        if row is None:
            refused[photo_id] = Reason.NOT_IN_SHOOT
        elif row.state == PhotoState.UNUSABLE.value:
            refused[photo_id] = row.reason or Reason.PHOTO_UNUSABLE
        elif row.part_of is not None:
            refused[photo_id] = Reason.PART_OF_STACK
        elif owner is not None and row.owner is not None and row.owner != owner:
            refused[photo_id] = Reason.OTHER_ACCOUNT
        else:
            ordered.append(_order(write, photo_id, row.shoot_id, row.bytes, recipe))
    decisions.keep(write, ordered, ruled)
    return ordered, refused


def get(connection: Connection, job_id: UUID) -> Job | None:
    """The job, or None."""
    row = connection.execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
    return job_from(tuple(row)) if row else None


def of_photo(connection: Connection, photo_id: UUID) -> list[Job]:
    """The photo's jobs, newest first."""
    rows = connection.execute(select(jobs).where(jobs.c.photo_id == photo_id).order_by(jobs.c.number.desc()))
    return [job_from(tuple(row)) for row in rows]


def sendable(connection: Connection, owner: UUID, limit: int) -> list[Job]:
    """Orders whose photo the service has as it should be, in the order in which they were given."""
    up = and_(transfers.c.photo_id == jobs.c.photo_id, transfers.c.direction == Direction.UP.value)
    rows = connection.execute(
        select(jobs)
        .outerjoin(transfers, up)
        .join(shoots, shoots.c.id == jobs.c.shoot_id)
        .outerjoin(prepared, prepared.c.photo_id == jobs.c.photo_id)
        .where(
            jobs.c.state == JobState.ORDERED.value,
            jobs.c.cancelling.is_(False),
            or_(jobs.c.sent, ONWARD, and_(READY, transfers.c.state == TransferState.DONE.value)),
            or_(shoots.c.owner.is_(None), shoots.c.owner == owner),
        )
        .order_by(jobs.c.number)
        .limit(limit)
    )
    return [job_from(tuple(row)) for row in rows]


def cancelling(connection: Connection, owner: UUID) -> list[Job]:
    """Jobs that the user has cancelled and the service may know."""
    rows = connection.execute(
        select(jobs)
        .join(shoots, shoots.c.id == jobs.c.shoot_id)
        .where(jobs.c.cancelling.is_(True), jobs.c.state.not_in(FINAL), shoots.c.owner == owner)
        .order_by(jobs.c.number)
    )
    return [job_from(tuple(row)) for row in rows]


def unexplained(connection: Connection, owner: UUID) -> list[Job]:
    """Failed at the service, by an event that did not say why."""
    rows = connection.execute(
        select(jobs)
        .join(shoots, shoots.c.id == jobs.c.shoot_id)
        .where(jobs.c.state == JobState.FAILED.value, jobs.c.error.is_(None), shoots.c.owner == owner)
    )
    return [job_from(tuple(row)) for row in rows]


def counts(connection: Connection, owner: UUID | None) -> dict[JobState, int]:
    """Jobs of the account by state; of all accounts when None."""
    statement = select(jobs.c.state, func.count()).group_by(jobs.c.state)
    if owner is not None:
        statement = statement.join(shoots, shoots.c.id == jobs.c.shoot_id).where(
            or_(shoots.c.owner.is_(None), shoots.c.owner == owner)
        )
    return {JobState(state): number for state, number in connection.execute(statement)}


def unprepared(connection: Connection, owner: UUID | None) -> tuple[int, int]:
    """Orders of the account whose file is not there yet, of stacks and of single photos; of all accounts when None."""
    statement = (
        select(photos.c.role == Role.STACK.value, func.count())
        .select_from(
            jobs.join(photos, photos.c.id == jobs.c.photo_id)
            .join(shoots, shoots.c.id == jobs.c.shoot_id)
            .outerjoin(prepared, prepared.c.photo_id == jobs.c.photo_id)
        )
        .where(jobs.c.state == JobState.ORDERED.value, jobs.c.sent.is_(False), ~READY, ~ONWARD)
        .group_by(photos.c.role == Role.STACK.value)
    )
    if owner is not None:
        statement = statement.where(or_(shoots.c.owner.is_(None), shoots.c.owner == owner))
    found = {bool(stack): number for stack, number in connection.execute(statement)}
    return found.get(True, 0), found.get(False, 0)


def open_ids(connection: Connection, owner: UUID | None) -> list[UUID]:
    """Jobs of the account that are not final, nor being cancelled."""
    statement = select(jobs.c.id).join(shoots, shoots.c.id == jobs.c.shoot_id).where(jobs.c.state.not_in(FINAL))
    if owner is not None:
        statement = statement.where(or_(shoots.c.owner.is_(None), shoots.c.owner == owner))
    return list(connection.scalars(statement.where(jobs.c.cancelling.is_(False))))


def active_shoots(connection: Connection, owner: UUID) -> list[UUID]:
    """Shoots with a job that the service is working on."""
    states = (JobState.QUEUED.value, JobState.PROCESSING.value)
    return list(
        connection.scalars(
            select(jobs.c.shoot_id)
            .join(shoots, shoots.c.id == jobs.c.shoot_id)
            .where(jobs.c.state.in_(states), shoots.c.owner == owner)
            .distinct()
        )
    )


def will_send(write: Write, job_ids: Iterable[UUID]) -> None:
    """Intent: from here on the service may know these jobs."""
    write.connection.execute(update(jobs).where(jobs.c.id.in_(list(job_ids))).values(sent=True))


def send_again(write: Write, job_ids: Iterable[UUID]) -> None:
    """The service has the photos of these orders no longer: the orders wait until they were sent once more."""
    for job_id in job_ids:
        row = write.connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.state.not_in(FINAL))
            .values(sent=False)
            .returning(jobs.c.shoot_id, jobs.c.photo_id)
        ).one_or_none()
        if row:
            files.forget_dropped(write, row.photo_id)
            moves.restart_upload(write, row.photo_id)
            write.touch(row.shoot_id, [row.photo_id])


def move(
    write: Write,
    job_id: UUID,
    state: JobState,
    *,
    credits: int | None = None,
    details: Mapping[str, Any] | None = None,
    code: str | None = None,
    error: str | None = None,
) -> None:
    """Take over what the service says of a job. A final state stays; success asks for the output."""
    values: dict[str, Any] = {"state": state.value, "updated_at": now(), "error_code": code, "error": error}
    if credits is not None:
        values["credits"] = credits
    if details:
        values["details"] = dict(details)
    if state.final:
        values["cancelling"] = False
    row = write.connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.state.not_in(FINAL))
        .values(**values)
        .returning(jobs.c.shoot_id, jobs.c.photo_id)
    ).one_or_none()
    if row is None:
        return
    write.touch(row.shoot_id, [row.photo_id])
    if state is JobState.SUCCEEDED:
        moves.want_download(write, job_id, row.photo_id, row.shoot_id)


def explain(write: Write, job_id: UUID, code: str, error: str) -> None:
    """Say why a job has failed."""
    row = write.connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(error_code=code, error=error)
        .returning(jobs.c.shoot_id, jobs.c.photo_id)
    ).one_or_none()
    if row:
        write.touch(row.shoot_id, [row.photo_id])


def measure(write: Write, job_id: UUID, credits: int, details: Mapping[str, Any]) -> None:
    """Keep what the service says of a finished job."""
    write.connection.execute(update(jobs).where(jobs.c.id == job_id).values(credits=credits, details=dict(details)))


def fail_unsent(write: Write, photo_id: UUID, code: str, error: str) -> None:
    """The photo did not get to the service: the orders that wait for that have failed with it."""
    waiting = and_(jobs.c.photo_id == photo_id, jobs.c.state.in_(UNSENT), jobs.c.sent.is_(False), ~ONWARD)
    for job_id in list(write.connection.scalars(select(jobs.c.id).where(waiting))):
        move(write, job_id, JobState.FAILED, code=code, error=error)


def fail_shoot(write: Write, shoot_id: UUID, code: str, error: str) -> None:
    """The service no longer has the shoot: what it was working on there has failed."""
    for job_id in list(
        write.connection.scalars(select(jobs.c.id).where(jobs.c.shoot_id == shoot_id, jobs.c.state.not_in(FINAL)))
    ):
        move(write, job_id, JobState.FAILED, code=code, error=error)


def credits_are_back(write: Write, owner: UUID) -> None:
    """Order again what waited for credits."""
    mine = select(shoots.c.id).where(or_(shoots.c.owner.is_(None), shoots.c.owner == owner))
    rows = write.connection.execute(
        update(jobs)
        .where(jobs.c.state == JobState.WAITING_FOR_CREDITS.value, jobs.c.shoot_id.in_(mine))
        .values(state=JobState.ORDERED.value, updated_at=now())
        .returning(jobs.c.shoot_id, jobs.c.photo_id)
    )
    for shoot_id, photo_id in rows:
        write.touch(shoot_id, [photo_id])


def cancel(write: Write, job_ids: Iterable[UUID]) -> None:
    """End what the service cannot know yet; mark the rest, which the service has to be asked about."""
    for job_id in job_ids:
        row = write.connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.state.not_in(FINAL))
            .values(cancelling=True, updated_at=now())
            .returning(jobs.c.shoot_id, jobs.c.photo_id, jobs.c.sent)
        ).one_or_none()
        if row is None:
            continue
        write.touch(row.shoot_id, [row.photo_id])
        if not row.sent:
            move(write, job_id, JobState.CANCELLED)


def withdraw(write: Write, which: ColumnElement[bool]) -> None:
    """Before photos or a shoot are deleted: note the jobs that the service may know, so that they are cancelled there.

    `which` is a condition on photos or shoots.
    """
    write.connection.execute(
        withdrawn.insert()
        .prefix_with("OR IGNORE")
        .from_select(
            ["job_id", "owner"],
            select(jobs.c.id, shoots.c.owner)
            .join(photos, photos.c.id == jobs.c.photo_id)
            .join(shoots, shoots.c.id == jobs.c.shoot_id)
            .where(which, jobs.c.sent.is_(True), jobs.c.state.not_in(FINAL), shoots.c.owner.is_not(None)),
        )
    )


def withdrawals(connection: Connection, owner: UUID) -> list[UUID]:
    """Jobs of photos that are gone here, still to be cancelled at the service."""
    return list(connection.scalars(select(withdrawn.c.job_id).where(withdrawn.c.owner == owner)))


def withdrawal_done(write: Write, job_id: UUID) -> None:
    """The service has ended the job."""
    write.connection.execute(delete_from(withdrawn).where(withdrawn.c.job_id == job_id))


def order_again(write: Write, photo_id: UUID) -> None:
    """A new order in place of the photo's newest one, when that has failed or was cancelled."""
    row = write.connection.execute(
        select(jobs, photos.c.bytes)
        .join(photos, photos.c.id == jobs.c.photo_id)
        .where(jobs.c.photo_id == photo_id)
        .order_by(jobs.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.state not in (JobState.FAILED.value, JobState.CANCELLED.value):
        return
    _order(write, photo_id, row.shoot_id, row.bytes, _recipe(row.edits, row.source_id, row.anchor_id, row.note))


def failed_for(connection: Connection, photo_ids: Collection[UUID], reason: str) -> set[UUID]:
    """Photos and stacks made of these whose newest order has failed for the reason."""
    above = select(photos.c.part_of).where(photos.c.id.in_(list(photo_ids)), photos.c.part_of.is_not(None))
    newer = jobs.alias("newer")
    overtaken = select(newer.c.id).where(newer.c.photo_id == jobs.c.photo_id, newer.c.number > jobs.c.number)
    return set(
        connection.scalars(
            select(jobs.c.photo_id).where(
                or_(jobs.c.photo_id.in_(list(photo_ids)), jobs.c.photo_id.in_(above)),
                jobs.c.state == JobState.FAILED.value,
                jobs.c.error == reason,
                ~overtaken.exists(),
            )
        )
    )


def job_from(row: Sequence[Any]) -> Job:
    """From the values of the table's columns, in their order."""
    (_number, id_, shoot_id, photo_id, edits, source_id, anchor_id, note, state, created_at, updated_at) = row[:11]
    (_sent, cancelling_, credits, code, error, details, asset_id) = row[11:18]
    return Job(
        id=id_,
        shoot_id=shoot_id,
        photo_id=photo_id,
        recipe=_recipe(edits, source_id, anchor_id, note),
        state=JobState(state),
        created_at=created_at.replace(tzinfo=UTC),
        updated_at=updated_at.replace(tzinfo=UTC),
        credits=credits,
        error_code=code,
        error=error,
        cancelling=cancelling_,
        details=details,
        asset_id=asset_id,
    )


def _recipe(
    edits: Iterable[Mapping[str, Any]], source_id: UUID | None, anchor_id: UUID | None, note: str | None
) -> Recipe:
    made = (Edit(edit["preset"], edit["parameters"], tuple(edit.get("removed", ()))) for edit in edits)
    return Recipe(tuple(made), source_id, note, anchor_id)


def _as_json(edit: Edit) -> dict[str, Any]:
    said = {"removed": list(edit.removed)} if edit.removed else {}
    return {"preset": edit.preset, "parameters": dict(edit.parameters), **said}


def chain(connection: Connection, job_id: UUID) -> list[Job]:
    """The jobs by which a result came about, one going on from the other, the first at the front."""
    found: list[Job] = []
    wanted: UUID | None = job_id
    while wanted is not None and (job := get(connection, wanted)) is not None:
        found.insert(0, job)
        wanted = job.recipe.source
    return found


def sample(write: Write, photo_id: UUID, shoot_id: UUID, recipe: Recipe) -> Job:
    """An edit that nobody ordered: its result ships with the app."""
    return _insert(write, photo_id, shoot_id, recipe, JobState.SUCCEEDED, details={"sample": True})


def _order(write: Write, photo_id: UUID, shoot_id: UUID, size: int, recipe: Recipe) -> Job:
    """The order, and the upload that it needs: none where it goes on from what the service has made."""
    if recipe.source is None:
        moves.want_upload(write, photo_id, shoot_id, size)
        return _insert(write, photo_id, shoot_id, recipe)
    asset_id = write.connection.scalar(select(jobs.c.asset_id).where(jobs.c.id == recipe.source))
    return _insert(write, photo_id, shoot_id, recipe, asset_id=asset_id)


def _insert(
    write: Write,
    photo_id: UUID,
    shoot_id: UUID,
    recipe: Recipe,
    state: JobState = JobState.ORDERED,
    *,
    asset_id: UUID | None = None,
    details: Mapping[str, Any] = NOTHING,
) -> Job:
    moment = now()
    job = Job(
        id=uuid4(),
        shoot_id=shoot_id,
        photo_id=photo_id,
        recipe=recipe,
        state=state,
        asset_id=asset_id,
        details=details,
        created_at=moment.replace(tzinfo=UTC),
        updated_at=moment.replace(tzinfo=UTC),
    )
    write.connection.execute(
        jobs.insert().values(
            id=job.id,
            shoot_id=shoot_id,
            photo_id=photo_id,
            edits=[_as_json(edit) for edit in recipe.edits],
            source_id=recipe.source,
            anchor_id=recipe.anchor,
            note=recipe.note,
            asset_id=asset_id,
            state=job.state.value,
            created_at=moment,
            updated_at=moment,
            sent=False,
            cancelling=False,
            details=dict(details),
        )
    )
    write.touch(shoot_id, [photo_id])
    return job
