"""Statements about how photos are matched to the others of their shoot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, exists, or_, select

from luster_desktop.facts import Doubt, Match
from luster_desktop.library.models import Matching, PhotoState, Role
from luster_desktop.library.prepared import outdate
from luster_desktop.library.tables import jobs, matchings, photos
from luster_desktop.library.writer import Write


def of_photo(connection: Connection, photo_id: UUID) -> Matching | None:
    """What was found for the photo, or None where its shoot was not looked at since it is there."""
    row = connection.execute(select(matchings).where(matchings.c.photo_id == photo_id)).one_or_none()
    return matching_from(tuple(row)) if row else None


def due(connection: Connection, shoot_id: UUID) -> bool:
    """Whether the shoot has photos that were not looked at, or that are to look like another one than then."""
    new = or_(matchings.c.photo_id.is_(None), matchings.c.matched_to.is_distinct_from(photos.c.matched_to))
    statement = (
        select(photos.c.id)
        .outerjoin(matchings, matchings.c.photo_id == photos.c.id)
        .where(
            photos.c.shoot_id == shoot_id,
            photos.c.part_of.is_(None),
            photos.c.rejected.is_(False),
            photos.c.state != PhotoState.UNUSABLE.value,
            new,
        )
    )
    return connection.scalar(statement.limit(1)) is not None


def whole(connection: Connection, shoot_id: UUID) -> bool:
    """Whether every file of the shoot that is there has been read, and grouped."""
    unread = and_(photos.c.state == PhotoState.ADDED.value, photos.c.role != Role.STACK.value)
    loose = and_(photos.c.role == Role.PHOTO.value, photos.c.state == PhotoState.READY.value)
    ungrouped = and_(loose, photos.c.grouped.is_(False), photos.c.settled.is_(False))
    statement = select(photos.c.id).where(
        photos.c.shoot_id == shoot_id, photos.c.missing.is_(False), or_(unread, ungrouped)
    )
    return connection.scalar(statement.limit(1)) is None


def ordered(connection: Connection, shoot_id: UUID) -> set[UUID]:
    """Photos of the shoot of which the service may have a file: they look as they do for good."""
    offered = exists().where(jobs.c.photo_id == photos.c.id, jobs.c.asset_id.is_not(None))
    return set(connection.scalars(select(photos.c.id).where(photos.c.shoot_id == shoot_id, offered)))


def keep(write: Write, shoot_id: UUID, found: Iterable[Matching]) -> None:
    """Keep what was found. Files that were made with another match are in doubt."""
    for one in found:
        known = write.connection.scalar(select(photos.c.id).where(photos.c.id == one.photo_id))
        before = of_photo(write.connection, one.photo_id)
        if known is None or before == one:
            continue
        write.connection.execute(
            matchings.insert()
            .prefix_with("OR REPLACE")
            .values(
                photo_id=one.photo_id,
                source=one.source,
                match=asdict(one.match) if one.match is not None else None,
                doubt=one.doubt.value if one.doubt is not None else None,
                matched_to=one.matched_to,
            )
        )
        if one.match != (before.match if before is not None else None):
            outdate(write, [one.photo_id])
        write.touch(shoot_id, [one.photo_id])


def matching_from(row: Sequence[Any]) -> Matching:
    """From the values of the table's columns, in their order."""
    photo_id, source, match, doubt, matched_to = row
    return Matching(
        photo_id=photo_id,
        source=source,
        match=Match(**match) if match is not None else None,
        doubt=Doubt(doubt) if doubt is not None else None,
        matched_to=matched_to,
    )
