"""Statements about the user's own words in photos' files."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, or_, select
from sqlalchemy import delete as delete_from

from luster_desktop.facts import Words
from luster_desktop.library.tables import photos, words
from luster_desktop.library.writer import Write


def keep(write: Write, photo_id: UUID, found: Words) -> None:
    """What the photo's file says now, instead of what it said before."""
    write.connection.execute(delete_from(words).where(words.c.photo_id == photo_id))
    if found != Words():
        values = {"byline": found.byline, "copyright": found.copyright, "caption": found.caption}
        write.connection.execute(words.insert().values(photo_id=photo_id, keywords=list(found.keywords), **values))


def of_photo(connection: Connection, photo_id: UUID) -> Words:
    """The photo's words; of a stack, of each kind the first that one of its exposures has."""
    rows = connection.execute(
        select(words)
        .join(photos, photos.c.id == words.c.photo_id)
        .where(or_(photos.c.id == photo_id, photos.c.part_of == photo_id))
        .order_by(photos.c.position)
    ).all()
    return Words(
        byline=next((row.byline for row in rows if row.byline), ""),
        copyright=next((row.copyright for row in rows if row.copyright), ""),
        caption=next((row.caption for row in rows if row.caption), ""),
        keywords=tuple(next((row.keywords for row in rows if row.keywords), ())),
    )
