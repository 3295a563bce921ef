from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from luster_desktop.facts import Finishing
from luster_desktop.library import jobs, marks, photos, prepared, stacks, transfers
from luster_desktop.library.models import Edit, Mark, Prepared, Recipe, Role, Stage
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library
from tests.desktop.library.test_store import files

PHOTOS_OF_VERSION_3 = (
    "id CHAR(32) NOT NULL, shoot_id CHAR(32) NOT NULL, position INTEGER NOT NULL, path VARCHAR NOT NULL, "
    "name VARCHAR NOT NULL, bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content_type VARCHAR NOT NULL, "
    "state VARCHAR NOT NULL, added_at DATETIME NOT NULL, width INTEGER, height INTEGER, orientation INTEGER NOT NULL, "
    "taken_at DATETIME, sha256 VARCHAR, md5 VARCHAR, reason VARCHAR, PRIMARY KEY (id), UNIQUE (shoot_id, path), "
    "CHECK (state IN ('added', 'ready', 'unusable')), FOREIGN KEY(shoot_id) REFERENCES shoots (id) ON DELETE CASCADE"
)


def to_version(path: Path, version: int) -> None:
    """The library as that version of Luster left it."""
    columns = "id, shoot_id, position, path, name, bytes, mtime_ns, content_type, state, added_at, orientation"
    with sqlite3.connect(path) as connection:
        # One statement after another, for the references of other tables are to follow the name "photos".
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute("DROP TABLE prepared")
        connection.execute("DROP TABLE preparing")
        connection.execute("ALTER TABLE jobs DROP COLUMN asset_id")
        connection.execute("ALTER TABLE outputs DROP COLUMN accepted")
        connection.execute("ALTER TABLE photos RENAME TO later")
        connection.execute(f"CREATE TABLE photos ({PHOTOS_OF_VERSION_3})")
        connection.execute(f"INSERT INTO photos ({columns}) SELECT {columns} FROM later")
        connection.execute("DROP TABLE later")
        connection.execute("CREATE INDEX photos_order ON photos (shoot_id, position)")
        if version < 3:
            connection.execute("ALTER TABLE outputs DROP COLUMN change_map_path")
        if version < 2:
            connection.execute("DROP TABLE withdrawn")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_library_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    one, two, three = library.add_photos(shoot.id, files(3)).photos
    library.write(jobs.order, [one.id], Recipe.of("dusk"), None)
    library.close()
    to_version(path, version)
    library = Library(path)
    assert library.notice is None
    assert [row.photo for row in library.photos(shoot.id)] == [one, two, three]
    assert library.photos(shoot.id)[0].stage is Stage.PREPARING
    # The service may know the photo's own file by the photo's id.
    assert [job.asset_id for job in library.jobs(one.id)] == [one.id]
    assert library.read(prepared.orders_due, [], 9) == [one.id]
    stack = Stack(uuid4(), tmp_path / "stack.jpg")
    places = {photo.id: Place(stack.id, Role.EXPOSURE) for photo in (two, three)}
    library.write(stacks.arrange, shoot.id, places, [stack])
    library.write(marks.mark, {stack.id: Mark(rating=5)})
    made = Prepared(stack.id, uuid4(), "recipe", stack.path, 1, 1, "image/jpeg", 3, 2, "aa", "bb", {"merged": 2})
    library.write(prepared.keep, made)
    first, second = library.photos(shoot.id)
    assert (first.photo.id, second.photo.rating, second.prepared) == (one.id, 5, made)
    assert [exposure.id for exposure in second.exposures] == [two.id, three.id]
    library.write(photos.renew, two.id, 5, 5)
    assert [exposure.bytes for exposure in library.photos(shoot.id)[1].exposures] == [5, three.bytes]
    library.remove_shoot(shoot.id)
    assert library.shoots() == []
    assert library.photo(three.id) is None
    library.close()


def test_what_version_4_has_sent_keeps_the_name_by_which_the_service_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    sent, waiting = library.add_photos(shoot.id, files(2)).photos
    library.write(jobs.order, [sent.id, waiting.id], Recipe.of("dusk"), None)
    file = Prepared(sent.id, uuid4(), "recipe", tmp_path / "sent.jpg", 1, 1, "image/jpeg", 3, 2, "aa", "bb")
    library.write(prepared.keep, file)
    (row, _) = library.photos(shoot.id)
    assert row.upload is not None
    library.write(transfers.done, [row.upload.id])
    library.close()
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE prepared DROP COLUMN asset_id")
        connection.execute("ALTER TABLE jobs ADD COLUMN prepared BOOLEAN DEFAULT 0 NOT NULL")
        connection.execute("UPDATE jobs SET prepared = asset_id IS NOT NULL")
        connection.execute("ALTER TABLE jobs DROP COLUMN asset_id")
        connection.execute("PRAGMA user_version = 4")
    connection.close()
    library = Library(path)
    assert library.notice is None
    (ready,) = library.read(jobs.sendable, uuid4(), 9)
    assert (ready.photo_id, ready.asset_id) == (sent.id, sent.id)
    assert library.read(prepared.of_photo, sent.id) == replace(file, asset_id=sent.id)
    assert library.read(prepared.orders_due, [], 9) == [waiting.id]
    assert len(library.write(jobs.order, [waiting.id], Recipe.of("sky"), None)[0]) == 1
    library.close()


def test_what_version_7_ordered_are_recipes_of_one(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    recipe = Recipe.of("sky", {"kind": "sunset"})
    ((job,), _) = library.write(jobs.order, [photo.id], recipe, None)
    library.close()
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE jobs ADD COLUMN preset VARCHAR DEFAULT 'sky' NOT NULL")
        connection.execute("""ALTER TABLE jobs ADD COLUMN parameters JSON DEFAULT '{"kind": "sunset"}' NOT NULL""")
        for column in ("edits", "source_id", "note"):
            connection.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    library = Library(path)
    assert library.notice is None
    assert library.jobs(photo.id) == [job]
    library.write(jobs.order, [photo.id], Recipe((Edit("sky"), Edit("lawn")), source=job.id, note="Softer"), None)
    library.close()


def test_finishing_that_was_chosen_in_version_7_goes_on_without_matching(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    chosen, usual = library.add_photos(shoot.id, files(2)).photos
    library.write(marks.finish, {chosen.id: Finishing(whites=False)})
    library.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE matchings")
        connection.execute("ALTER TABLE photos DROP COLUMN matched_to")
        connection.execute("UPDATE photos SET finishing = json_remove(finishing, '$.match')")
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    library = Library(path)
    assert library.notice is None
    first, second = library.photos(shoot.id)
    assert first.photo.finishing == Finishing(whites=False, match=False)
    assert (second.photo, second.matching) == (usual, None)
    library.close()
