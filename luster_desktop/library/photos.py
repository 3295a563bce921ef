"""Statements about photos, and the one that reads what the gallery shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update
from sqlalchemy import delete as delete_from

from luster_desktop.facts import Finishing, Scene, Seen, Shown
from luster_desktop.library import words
from luster_desktop.library.filenames import display_name as display_name
from luster_desktop.library.filenames import readable as readable
from luster_desktop.library.filenames import storable as storable
from luster_desktop.library.jobs import FINAL, job_from, withdraw
from luster_desktop.library.matchings import matching_from
from luster_desktop.library.models import Added, Job, Output, Photo, PhotoRow, PhotoState, Role, Stage, Summary
from luster_desktop.library.outputs import output_from
from luster_desktop.library.prepared import CHUNK, outdate, prepared_from, preparing_from
from luster_desktop.library.shoots import now
from luster_desktop.library.standing import PHOTOS, STAGE, download
from luster_desktop.library.tables import jobs, matchings, outputs, photos, prepared, preparing, transfers
from luster_desktop.library.transfers import UNSENT, restart_upload, transfer_from
from luster_desktop.library.writer import Write

if TYPE_CHECKING:
    from luster_desktop.facts import Metadata, ScannedFile


def add(write: Write, shoot_id: UUID, files: Sequence[ScannedFile]) -> Added:
    """Add files in their order; see `Library.add_photos`."""
    known = {
        path: (photo_id, size, mtime_ns)
        for photo_id, path, size, mtime_ns in write.connection.execute(
            select(photos.c.id, photos.c.path, photos.c.bytes, photos.c.mtime_ns).where(photos.c.shoot_id == shoot_id)
        )
    }
    refused = select(photos.c.id).where(photos.c.shoot_id == shoot_id, photos.c.state == PhotoState.UNUSABLE.value)
    unusable = set(write.connection.scalars(refused))
    last = write.connection.scalar(select(func.max(photos.c.position)).where(photos.c.shoot_id == shoot_id))
    added: list[Photo] = []
    changed: list[UUID] = []
    rows: list[dict[str, Any]] = []
    moment = now()
    position = 0 if last is None else last + 1
    for file in files:
        path = storable(file.path)
        if before := known.get(path):
            if before[1:] != (file.bytes, file.mtime_ns):
                renew(write, before[0], file.bytes, file.mtime_ns)
                changed.append(before[0])
                known[path] = (before[0], file.bytes, file.mtime_ns)
            elif before[0] in unusable:
                # Added once more by hand: it may have been mended in a way that its size and time do not tell.
                _read_again(write, before[0])
            continue
        photo = Photo(
            id=uuid4(),
            shoot_id=shoot_id,
            path=file.path,
            name=display_name(file.path),
            bytes=file.bytes,
            mtime_ns=file.mtime_ns,
            content_type=file.content_type,
            state=PhotoState.ADDED,
            added_at=moment,
        )
        added.append(photo)
        known[path] = (photo.id, photo.bytes, photo.mtime_ns)
        rows.append(
            {
                "id": photo.id,
                "shoot_id": shoot_id,
                "position": position + len(rows),
                "path": path,
                "name": photo.name,
                "bytes": photo.bytes,
                "mtime_ns": photo.mtime_ns,
                "content_type": photo.content_type,
                "state": photo.state.value,
                "added_at": moment,
                "orientation": photo.orientation,
            }
        )
    if rows:
        write.connection.execute(photos.insert(), rows)
        write.touch(shoot_id, [photo.id for photo in added])
    return Added(tuple(added), len(files) - len(added) - len(changed), tuple(changed))


def remove(write: Write, photo_ids: Iterable[UUID]) -> None:
    """Take photos out of their shoots, with their orders and results."""
    for chunk in _chunks(photo_ids):
        for shoot_id, photo_id in write.connection.execute(
            select(photos.c.shoot_id, photos.c.id).where(photos.c.id.in_(chunk))
        ):
            write.touch(shoot_id, [photo_id], removed=True)
        withdraw(write, photos.c.id.in_(chunk))
        write.connection.execute(delete_from(photos).where(photos.c.id.in_(chunk)))


def get(connection: Connection, photo_id: UUID) -> Photo | None:
    """The photo, or None."""
    row = connection.execute(select(photos).where(photos.c.id == photo_id)).one_or_none()
    return photo_from(tuple(row)) if row else None


def unread(connection: Connection, shoot_id: UUID) -> list[Photo]:
    """Photos whose metadata has not been read yet, in the order of the shoot."""
    rows = connection.execute(
        select(photos)
        .where(
            photos.c.shoot_id == shoot_id,
            photos.c.state == PhotoState.ADDED.value,
            photos.c.role != Role.STACK.value,
        )
        .order_by(photos.c.position)
    )
    return [photo_from(tuple(row)) for row in rows]


def describe(write: Write, found: Iterable[tuple[UUID, Metadata]]) -> None:
    """Keep what the files' headers say."""
    for photo_id, metadata in found:
        shoot_id = write.connection.scalar(
            update(photos)
            .where(photos.c.id == photo_id, photos.c.state != PhotoState.UNUSABLE.value)
            .values(
                state=PhotoState.READY.value,
                width=metadata.width,
                height=metadata.height,
                orientation=metadata.orientation,
                taken_at=metadata.taken_at,
            )
            .returning(photos.c.shoot_id)
        )
        if shoot_id is not None:
            words.keep(write, photo_id, metadata.words)
            write.touch(shoot_id, [photo_id])


def _read_again(write: Write, photo_id: UUID) -> None:
    values = {"state": PhotoState.ADDED.value, "reason": None}
    shoot_id = write.connection.scalar(
        update(photos).where(photos.c.id == photo_id).values(**values).returning(photos.c.shoot_id)
    )
    if shoot_id is not None:
        write.touch(shoot_id, [photo_id])


def refuse(write: Write, photo_id: UUID, reason: str) -> None:
    """Note that the photo cannot be edited, and why."""
    shoot_id = write.connection.scalar(
        update(photos)
        .where(photos.c.id == photo_id)
        .values(state=PhotoState.UNUSABLE.value, reason=reason)
        .returning(photos.c.shoot_id)
    )
    if shoot_id is not None:
        write.touch(shoot_id, [photo_id])


def renew(write: Write, photo_id: UUID, size: int, mtime_ns: int) -> None:
    """Take the file as it is now. What is ordered of it from now on, or waits, needs a file and an upload anew.

    Of an exposure, its stack may be made again.
    """
    row = write.connection.execute(
        update(photos)
        .where(photos.c.id == photo_id)
        .values(
            bytes=size,
            mtime_ns=mtime_ns,
            sha256=None,
            md5=None,
            fingerprint=None,
            state=PhotoState.ADDED.value,
            reason=None,
            added_at=now(),
            grouped=False,
            scene=None,
            missing=False,
        )
        .returning(photos.c.shoot_id, photos.c.part_of)
    ).one_or_none()
    if row is None:
        return
    if row.part_of is not None:
        write.connection.execute(
            update(photos)
            .where(photos.c.id == row.part_of, photos.c.role == Role.STACK.value)
            .values(state=PhotoState.ADDED.value, reason=None)
        )
        write.touch(row.shoot_id, [row.part_of])
    restart_upload(write, photo_id, size)
    # An order that was sent and not answered yet is about the file that it named.
    asked = and_(jobs.c.sent, jobs.c.state.in_(UNSENT))
    write.connection.execute(update(jobs).where(jobs.c.photo_id == photo_id, ~asked).values(asset_id=None))
    outdate(write, [photo_id])
    write.touch(row.shoot_id, [photo_id])


def rows_of_shoot(connection: Connection, shoot_id: UUID) -> list[PhotoRow]:
    """Every photo of the shoot in its order, with what the gallery shows; exposures are in the rows of their stacks."""
    statement = _ROWS.where(photos.c.shoot_id == shoot_id).order_by(photos.c.position)
    return _with_parts(connection, photos.c.shoot_id == shoot_id, [tuple(row) for row in connection.execute(statement)])


def rows_of(connection: Connection, photo_ids: Iterable[UUID]) -> list[PhotoRow]:
    """The same for some photos; those that are gone are left out, and for an exposure its stack is returned."""
    found: list[PhotoRow] = []
    for chunk in _chunks(photo_ids):
        above = select(photos.c.part_of).where(photos.c.id.in_(chunk), photos.c.part_of.is_not(None))
        named = or_(photos.c.id.in_(chunk), photos.c.id.in_(above))
        rows = [tuple(row) for row in connection.execute(_ROWS.where(named).order_by(photos.c.position))]
        found += _with_parts(connection, photos.c.part_of.in_([row[0] for row in rows]), rows)
    return found


def summary(connection: Connection, shoot_id: UUID) -> Summary:
    """Counts of the shoot."""
    by_stage = connection.execute(
        select(STAGE, func.count(), func.sum(photos.c.bytes))
        .select_from(PHOTOS)
        .where(photos.c.shoot_id == shoot_id, photos.c.part_of.is_(None))
        .group_by(STAGE)
    ).all()
    by_state = select(jobs.c.state, func.count()).where(jobs.c.shoot_id == shoot_id).group_by(jobs.c.state)
    count: dict[str, int] = {state: number for state, number in connection.execute(by_state)}  # noqa: C416
    return Summary(
        photos=sum(number for _, number, _ in by_stage),
        stages={Stage(stage): number for stage, number, _ in by_stage},
        jobs_open=sum(number for state, number in count.items() if state not in FINAL),
        jobs_succeeded=count.get("succeeded", 0),
        jobs_failed=count.get("failed", 0),
        bytes=sum(size for _, _, size in by_stage),
    )


def photo_from(row: Sequence[Any]) -> Photo:
    """From the values of the table's columns, in their order."""
    (id_, shoot_id, _position, path, name, size, mtime_ns, content_type, state, added_at) = row[:10]
    (width, height, orientation, taken_at, _sha256, _md5, reason) = row[10:17]
    (role, part_of, unsure, settled, rating, rejected, turn, finishing) = row[17:25]
    (grouped, _fingerprint, scene, missing, matched_to, room) = row[25:31]
    assert isinstance(added_at, datetime)
    return Photo(
        id=id_,
        shoot_id=shoot_id,
        path=readable(path),
        name=name,
        bytes=size,
        mtime_ns=mtime_ns,
        content_type=content_type,
        state=PhotoState(state),
        added_at=added_at,
        width=width,
        height=height,
        orientation=orientation,
        taken_at=taken_at,
        reason=reason,
        role=Role(role),
        part_of=part_of,
        unsure=unsure,
        settled=settled,
        rating=rating,
        rejected=rejected,
        turn=turn,
        finishing=Finishing(**finishing) if finishing is not None else None,
        grouped=grouped,
        seen=_seen(scene) if scene is not None else None,
        missing=missing,
        matched_to=matched_to,
        room=room,
    )


def _seen(words: str) -> Seen:
    """What `contents.keep_seen` wrote."""
    scene, *others = words.split()
    fronts = [word.partition("=")[2] for word in others if "=" in word]
    shows = frozenset(Shown(word) for word in others if "=" not in word)
    return Seen(Scene(scene), shows, float(fronts[0]) if fronts else 0.0)


def _chunks(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    everything = list(ids)
    return (everything[i : i + CHUNK] for i in range(0, len(everything), CHUNK))


def _latest_output() -> Any:
    made, by = outputs.alias("made"), jobs.alias("made_by")
    return (
        select(made.c.job_id)
        .join(by, by.c.id == made.c.job_id)
        .where(made.c.photo_id == photos.c.id)
        .order_by(by.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )


_ROWS = (
    select(*photos.c, *jobs.c, *transfers.c, *download.c, *outputs.c, *prepared.c, *preparing.c, *matchings.c, STAGE)
    .select_from(
        PHOTOS.outerjoin(transfers, and_(transfers.c.photo_id == photos.c.id, transfers.c.direction == "up"))
        .outerjoin(outputs, outputs.c.job_id == _latest_output())
        .outerjoin(matchings, matchings.c.photo_id == photos.c.id)
    )
    .where(photos.c.part_of.is_(None))
)
_JOB = len(photos.c)
"""Where a row has its newest order, if any."""
_WIDTHS = tuple(len(table.c) for table in (photos, jobs, transfers, download, outputs, prepared, preparing, matchings))


def _with_parts(connection: Connection, those: ColumnElement[bool], rows: Sequence[Sequence[Any]]) -> list[PhotoRow]:
    """Rows of photos by themselves and of stacks; `those` are the photos among which their parts are."""
    parts: dict[UUID, list[Photo]] = {}
    statement = select(photos).where(those, photos.c.part_of.is_not(None)).order_by(photos.c.position)
    for found in connection.execute(statement):
        part = photo_from(tuple(found))
        assert part.part_of is not None
        parts.setdefault(part.part_of, []).append(part)
    ordered: dict[UUID, list[Job]] = {}
    made: dict[UUID, list[Output]] = {}
    with_orders = [row[0] for row in rows if row[_JOB] is not None]
    for chunk in _chunks(with_orders):
        for found in connection.execute(select(jobs).where(jobs.c.photo_id.in_(chunk)).order_by(jobs.c.number.desc())):
            job = job_from(tuple(found))
            ordered.setdefault(job.photo_id, []).append(job)
        results = select(outputs).join(jobs, jobs.c.id == outputs.c.job_id).where(outputs.c.photo_id.in_(chunk))
        for found in connection.execute(results.order_by(jobs.c.number.desc())):
            output = output_from(tuple(found))
            made.setdefault(output.photo_id, []).append(output)
    return [_row(row, parts.get(row[0], ()), ordered.get(row[0], ()), made.get(row[0], ())) for row in rows]


def _row(row: Sequence[Any], below: Sequence[Photo], ordered: Sequence[Job], made: Sequence[Output]) -> PhotoRow:
    parts: list[Sequence[Any]] = []
    start = 0
    for width in _WIDTHS:
        parts.append(row[start : start + width])
        start += width
    photo, job, up, down, output, ready, making, matching = parts
    return PhotoRow(
        photo=photo_from(photo),
        job=job_from(job) if job[0] is not None else None,
        upload=transfer_from(up) if up[0] is not None else None,
        download=transfer_from(down) if down[0] is not None else None,
        output=output_from(output) if output[0] is not None else None,
        stage=Stage(row[start]),
        exposures=tuple(part for part in below if part.role is Role.EXPOSURE),
        companion=next((part for part in below if part.role is Role.COMPANION), None),
        prepared=prepared_from(ready) if ready[0] is not None else None,
        preparing=preparing_from(making) if making[0] is not None else None,
        jobs=tuple(ordered),
        results=tuple(made),
        matching=matching_from(matching) if matching[0] is not None else None,
    )
