"""What was decided is only ever added to; address, profile and rooms are kept, also by an older library."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from luster_desktop.library import decisions, jobs, marks, shoots
from luster_desktop.library.models import Edit, JobState, Recipe, Ruled
from luster_desktop.library.store import Library
from tests.desktop.library.test_store import files

LAWN = Ruled("crmls", date(2026, 11, 29), "lawn", "lawn", "prohibited", "Landscaping must not be changed.")


def test_a_decision_stays_as_it_is_even_without_its_shoot(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    ((job,), _) = library.write(jobs.order, [photo.id], Recipe.of("lawn"), None, [LAWN])
    ((again,), _) = library.write(jobs.order, [photo.id], Recipe.of("lawn"), None)
    assert library.read(decisions.of_job, job.id) == [LAWN]
    assert library.read(decisions.of_job, again.id) == [], "nothing was on screen"
    for statement in ("UPDATE decisions SET verdict = 'exempt'", "DELETE FROM decisions"):
        with pytest.raises(IntegrityError, match="decisions stay as they are"):
            library.write(lambda write, sql=statement: write.connection.exec_driver_sql(sql))  # type: ignore[misc]
    library.remove_shoot(shoot.id)
    assert library.read(decisions.of_job, job.id) == [LAWN]
    library.close()


def test_a_library_of_version_8_gets_addresses_rooms_and_decisions(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    library.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE decisions")
        for table, column in (("shoots", "address"), ("shoots", "profile"), ("photos", "room")):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 8")
    connection.close()
    library = Library(path)
    assert library.notice is None and library.shoot(shoot.id) == shoot and library.photo(photo.id) == photo
    library.write(shoots.describe, shoot.id, "12 Oak Street", "crmls")
    library.write(marks.name_rooms, {photo.id: "Kitchen"})
    library.write(jobs.order, [photo.id], Recipe.of("lawn"), None, [LAWN])
    library.close()
    library = Library(path)
    found, shown = library.shoot(shoot.id), library.photo(photo.id)
    assert found is not None and (found.address, found.profile) == ("12 Oak Street", "crmls")
    assert shown is not None and shown.room == "Kitchen"
    with pytest.raises(IntegrityError):
        library.write(lambda write: write.connection.exec_driver_sql("DELETE FROM decisions"))
    library.close()


def test_what_goes_is_kept_with_the_edit_however_often_it_is_ordered(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    wires, bin_ = removal("300:100,100", "remove_fixed"), removal("300:900,900", "remove_movable", "remove_defect")
    ((first,), _) = library.write(jobs.order, [photo.id], wires, None)
    ((second,), _) = library.write(jobs.order, [photo.id], bin_, None)
    library.write(jobs.move, second.id, JobState.FAILED, code="x", error="y")
    library.write(jobs.order_again, photo.id)
    newest = library.read(jobs.of_photo, photo.id)[0]
    assert newest.id != second.id and newest.recipe.edits[0].removed == ("remove_movable", "remove_defect")
    found = library.job(first.id)
    assert found is not None and found.recipe.edits[0].removed == ("remove_fixed",)
    other = removal("300:100,100", "remove_movable")
    assert found.recipe.same(other), "another word for what goes makes no other picture"
    library.close()


def test_a_library_of_version_9_says_of_each_removal_what_its_own_order_said(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(path)
    shoot = library.create_shoot("A")
    (photo,) = library.add_photos(shoot.id, files(1)).photos
    told = [Ruled("crmls", date(2026, 11, 29), "remove", kind, "prohibited") for kind in ("remove_fixed", "remove")]
    ((first,), _) = library.write(jobs.order, [photo.id], removal("300:1,1"), None, told[:1])
    ((again,), _) = library.write(jobs.order, [photo.id], removal("300:1,1"), None)
    ((other,), _) = library.write(jobs.order, [photo.id], removal("300:9,9"), None, told[1:])
    library.close()
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE decisions DROP COLUMN part")
        connection.execute("PRAGMA user_version = 9")
    connection.close()
    library = Library(path)
    kept = {job.id: job.recipe.edits[0].removed for job in library.read(jobs.of_photo, photo.id)}
    assert kept == {first.id: ("remove_fixed",), again.id: ("remove_fixed",), other.id: ()}
    assert library.read(decisions.of_job, first.id) == told[:1]
    library.close()


def removal(region: str, *removed: str) -> Recipe:
    return Recipe((Edit("remove", {"region": region}, removed),))
