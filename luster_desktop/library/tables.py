"""The library's tables and the version of their shape."""

from __future__ import annotations

import json

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    inspect,
)

from luster_desktop.reasons import Reason

VERSION = 10
"""PRAGMA user_version of a file with these tables. Raise it together with a step in `upgrade`."""

metadata = MetaData()

shoots = Table(
    "shoots",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("origin", String, unique=True),
    Column("owner", Uuid),
    Column("cursor", Integer, nullable=False, default=0),
    Column("watched", String),
    # Of the property, for the names of delivered pictures.
    Column("address", String, nullable=False, server_default=""),
    # Whose rules it is delivered by: the name of a profile, or null for the default.
    Column("profile", String),
)

arrivals = Table(
    "arrivals",
    metadata,
    # Files of a shoot's watched folder that were taken in: one that the user then removes does not come back.
    Column("shoot_id", ForeignKey("shoots.id", ondelete="CASCADE"), primary_key=True),
    Column("path", String, primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("mtime_ns", Integer, nullable=False),
)

photos = Table(
    "photos",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("shoot_id", ForeignKey("shoots.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("path", String, nullable=False),
    Column("name", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("mtime_ns", Integer, nullable=False),
    Column("content_type", String, nullable=False),
    Column("state", String, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("orientation", Integer, nullable=False, default=1),
    Column("taken_at", DateTime),
    # Of files that version 3 has sent; what is sent now has its hashes in `prepared`.
    Column("sha256", String),
    Column("md5", String),
    Column("reason", String),
    # A stack is a photo that is made from its exposures; a companion is the camera's own JPEG of a RAW file.
    Column("role", String, nullable=False, server_default="photo"),
    Column("part_of", ForeignKey("photos.id", ondelete="CASCADE")),
    Column("unsure", String),
    # Whether the user has put it where it is, so that grouping leaves it there.
    Column("settled", Boolean, nullable=False, server_default="0"),
    Column("rating", Integer, nullable=False, server_default="0"),
    Column("rejected", Boolean, nullable=False, server_default="0"),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("finishing", JSON(none_as_null=True)),
    # Whether grouping has looked at the file as it is.
    Column("grouped", Boolean, nullable=False, server_default="0"),
    # Samples of the file's content, by which it is known again where it has been moved to.
    Column("fingerprint", String),
    # What the picture shows, once that was looked at: inside, outside or unsure, and then what is seen there.
    Column("scene", String),
    # Whether the file was not there when it was looked for last.
    Column("missing", Boolean, nullable=False, server_default="0"),
    # The photo that the user wants this one to look like.
    Column("matched_to", Uuid),
    # What the user calls the room that it shows.
    Column("room", String, nullable=False, server_default=""),
    UniqueConstraint("shoot_id", "path"),
    CheckConstraint("state IN ('added', 'ready', 'unusable')"),
    CheckConstraint("role IN ('photo', 'stack', 'exposure', 'companion')"),
    CheckConstraint("(part_of IS NULL) = (role IN ('photo', 'stack'))"),
    CheckConstraint("rating BETWEEN 0 AND 5 AND turn BETWEEN 0 AND 3"),
    Index("photos_part_of", "part_of"),
    Index("photos_order", "shoot_id", "position"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("shoot_id", ForeignKey("shoots.id", ondelete="CASCADE"), nullable=False),
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), nullable=False),
    # Of each edit of the recipe the preset and its parameters.
    Column("edits", JSON, nullable=False),
    # The job whose result is edited in place of the photo: of the same photo, and gone only with it.
    Column("source_id", Uuid),
    # The job of another photo whose result it is to look like.
    Column("anchor_id", Uuid),
    Column("note", String),
    Column("state", String, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
    # Set before the order is first sent: from then on the service may know the job, whatever the answer was.
    Column("sent", Boolean, nullable=False, default=False),
    Column("cancelling", Boolean, nullable=False, default=False),
    Column("credits", Integer),
    Column("error_code", String),
    Column("error", String),
    Column("details", JSON, nullable=False, default=dict),
    # The prepared file that the order is about, once that is there; it stays so when another is prepared.
    Column("asset_id", Uuid),
    CheckConstraint(
        "state IN ('ordered', 'waiting_for_credits', 'queued', 'processing', 'succeeded', 'failed', 'cancelled')"
    ),
    Index("jobs_photo", "photo_id", "number"),
    Index("jobs_shoot", "shoot_id", "state"),
    Index("jobs_state", "state"),
)

transfers = Table(
    "transfers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("direction", String, nullable=False),
    Column("shoot_id", ForeignKey("shoots.id", ondelete="CASCADE"), nullable=False),
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), nullable=False),
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE")),
    Column("state", String, nullable=False),
    Column("bytes_total", Integer, nullable=False),
    Column("bytes_done", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Float, nullable=False, default=0.0),
    Column("error", String),
    CheckConstraint("state IN ('waiting', 'active', 'sent', 'done', 'failed')"),
    CheckConstraint("(direction = 'up') = (job_id IS NULL)"),
    Index("transfers_state", "direction", "state", "not_before"),
)
Index("transfers_upload", transfers.c.photo_id, unique=True, sqlite_where=transfers.c.direction == "up")
Index("transfers_download", transfers.c.job_id, unique=True, sqlite_where=transfers.c.direction == "down")

prepared = Table(
    "prepared",
    metadata,
    # The file that goes to the service: merged, developed, finished, without what tells where it was taken.
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    # By which the service knows the file: another file has another one.
    Column("asset_id", Uuid, nullable=False),
    Column("recipe", String, nullable=False),
    Column("path", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("mtime_ns", Integer, nullable=False),
    Column("content_type", String, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("md5", String, nullable=False),
    Column("facts", JSON, nullable=False),
    # What it was made of, or how it should be made, may be another by now.
    Column("stale", Boolean, nullable=False, default=False),
)

matchings = Table(
    "matchings",
    metadata,
    # What makes a photo look as its shoot does. Once a file of it was ordered this stays as it is.
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    Column("source", String, nullable=False),
    Column("match", JSON(none_as_null=True)),
    Column("doubt", String),
    Column("matched_to", Uuid),
)

preparing = Table(
    "preparing",
    metadata,
    # Where the making of a prepared file stands; a row only while it is made, or waits for the end of a trouble.
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    Column("done", Float, nullable=False),
    Column("trouble", String),
)

outputs = Table(
    "outputs",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("shoot_id", ForeignKey("shoots.id", ondelete="CASCADE"), nullable=False),
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), nullable=False),
    Column("path", String, nullable=False),
    Column("thumb_path", String),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("saved_to", String),
    Column("change_map_path", String),
    # What the user has decided about it; nothing while it is to be looked at.
    Column("accepted", Boolean),
    Index("outputs_photo", "photo_id"),
    Index("outputs_shoot", "shoot_id"),
)

copies = Table(
    "copies",
    metadata,
    # Of results that were saved with the user's own words in them, by which they are known again.
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("bytes", Integer, nullable=False),
    Index("copies_bytes", "bytes"),
)

words = Table(
    "words",
    metadata,
    # What the user has written into a photo's file, where that is anything.
    Column("photo_id", ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True),
    Column("byline", String, nullable=False),
    Column("copyright", String, nullable=False),
    Column("caption", String, nullable=False),
    Column("keywords", JSON, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    # What the rules said of each edit when it was ordered. Only added to, and kept when the shoot goes.
    Column("number", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("shoot_id", Uuid, nullable=False),
    Column("photo_id", Uuid, nullable=False),
    Column("job_id", Uuid, nullable=False),
    Column("profile", String, nullable=False),
    Column("read_on", String, nullable=False),
    Column("preset", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("sentence", String, nullable=False),
    # Which painted part of a removal, counted from 1.
    Column("part", Integer),
    Index("decisions_photo", "photo_id", "number"),
)

withdrawn = Table(
    "withdrawn",
    metadata,
    # Jobs of photos that were removed here while the service had them: still to be cancelled there.
    Column("job_id", Uuid, primary_key=True),
    Column("owner", Uuid, nullable=False),
)


class TooNew(Exception):
    """The file was written by a newer Luster."""


def upgrade(connection: Connection) -> None:
    """Bring a file of any earlier version, or an empty one, to `VERSION`. Raises `TooNew`."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > VERSION:
        raise TooNew(Reason.LIBRARY_TOO_NEW)
    if version < VERSION:
        if inspect(connection).has_table("photos"):
            _add_columns(connection)
            if version < 5:
                _name_assets(connection)
            if version < 8:
                connection.exec_driver_sql("UPDATE photos SET scene = NULL")  # more is seen in a picture than a place
                _write_recipes(connection)
                # What was chosen before photos could be matched goes on without it.
                unmatched = "json_set(finishing, '$.match', json('false'))"
                statement = f"UPDATE photos SET finishing = {unmatched} WHERE finishing IS NOT NULL"  # noqa: S608
                connection.exec_driver_sql(statement)
            if version == 9:
                _tell_removals(connection)
        metadata.create_all(connection)  # versions 2, 4, 7, 8 and 9 have tables that those before have not
        for change in ("UPDATE", "DELETE"):
            trigger = f"CREATE TRIGGER IF NOT EXISTS decisions_{change.lower()} BEFORE {change} ON decisions"
            connection.exec_driver_sql(f"{trigger} BEGIN SELECT RAISE(ABORT, 'decisions stay as they are'); END")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


_NEW_COLUMNS = {
    "shoots": {
        "watched": "VARCHAR",  # version 4 watches folders
        "address": "VARCHAR DEFAULT '' NOT NULL",  # version 9 delivers
        "profile": "VARCHAR",
    },
    "jobs": {
        "asset_id": "CHAR(32)",  # version 5 lets a photo keep its id, and names what is sent
        "edits": "JSON DEFAULT '[]' NOT NULL",  # version 8 has recipes and goes on from results
        "source_id": "CHAR(32)",
        "anchor_id": "CHAR(32)",  # version 9 has photos look like another one's result
        "note": "VARCHAR",
    },
    "prepared": {"asset_id": "CHAR(32) DEFAULT '' NOT NULL"},
    "decisions": {"part": "INTEGER"},  # version 10 asks of each part what it is
    "outputs": {
        "change_map_path": "VARCHAR",  # version 3 keeps what the judge found
        "accepted": "BOOLEAN",  # version 9 lets results be reviewed
    },
    "photos": {  # version 4 knows stacks and marks
        "role": "VARCHAR DEFAULT 'photo' NOT NULL CHECK (role IN ('photo', 'stack', 'exposure', 'companion'))",
        "part_of": "CHAR(32) REFERENCES photos (id) ON DELETE CASCADE",
        "unsure": "VARCHAR",
        "settled": "BOOLEAN DEFAULT 0 NOT NULL",
        "rating": "INTEGER DEFAULT 0 NOT NULL CHECK (rating BETWEEN 0 AND 5)",
        "rejected": "BOOLEAN DEFAULT 0 NOT NULL",
        "turn": "INTEGER DEFAULT 0 NOT NULL CHECK (turn BETWEEN 0 AND 3)",
        "finishing": "JSON",
        "grouped": "BOOLEAN DEFAULT 0 NOT NULL",
        "fingerprint": "VARCHAR",
        "scene": "VARCHAR",  # version 6 looks at what pictures show, and whether their files are there
        "missing": "BOOLEAN DEFAULT 0 NOT NULL",
        "matched_to": "CHAR(32)",  # version 8 matches photos to one another
        "room": "VARCHAR DEFAULT '' NOT NULL",
    },
}


def _add_columns(connection: Connection) -> None:
    for table, columns in _NEW_COLUMNS.items():
        if not inspect(connection).has_table(table):
            continue  # made whole afterwards
        present = {column["name"] for column in inspect(connection).get_columns(table)}
        for name, kind in columns.items():
            if name not in present:
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS photos_part_of ON photos (part_of)")


def _write_recipes(connection: Connection) -> None:
    """Before version 8 a job had one preset with its parameters."""
    if not any(column["name"] == "preset" for column in inspect(connection).get_columns("jobs")):
        return
    edit = "json_object('preset', preset, 'parameters', json(parameters))"
    connection.exec_driver_sql(f"UPDATE jobs SET edits = json_array({edit})")  # noqa: S608
    for column in ("preset", "parameters"):
        connection.exec_driver_sql(f"ALTER TABLE jobs DROP COLUMN {column}")


def _tell_removals(connection: Connection) -> None:
    """Version 9 had what a removal takes away in the decisions about its order alone."""
    told = (
        "SELECT jobs.photo_id, jobs.edits, json_group_array(DISTINCT decisions.kind) FROM decisions"
        " JOIN jobs ON jobs.id = decisions.job_id WHERE decisions.preset = 'remove' AND decisions.kind <> 'remove'"
        " GROUP BY jobs.photo_id, jobs.edits"
    )
    for photo_id, edits, kinds in connection.exec_driver_sql(told).all():
        read = json.loads(edits)
        for edit in read:
            if edit["preset"] == "remove":
                edit["removed"] = json.loads(kinds)
        connection.exec_driver_sql(
            "UPDATE jobs SET edits = ? WHERE photo_id = ? AND edits = ?", (json.dumps(read), photo_id, edits)
        )


def _name_assets(connection: Connection) -> None:
    """Before version 5 the service knew what was sent by the photo's id; before version 4 that was its own file."""
    has_flag = any(column["name"] == "prepared" for column in inspect(connection).get_columns("jobs"))
    known = " WHERE prepared" if has_flag else ""
    connection.exec_driver_sql(f"UPDATE jobs SET asset_id = photo_id{known}")  # noqa: S608
    if has_flag:
        connection.exec_driver_sql("ALTER TABLE jobs DROP COLUMN prepared")
    if inspect(connection).has_table("prepared"):
        connection.exec_driver_sql("UPDATE prepared SET asset_id = photo_id")
