from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from luster_desktop.facts import Finishing, ScannedFile
from luster_desktop.library import jobs, marks, prepared, stacks
from luster_desktop.library.models import Mark, Photo, Prepared, Recipe, Role
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def shoot(library: Library) -> UUID:
    return library.create_shoot("12 Oak Street").id


def add(library: Library, shoot: UUID, count: int) -> list[Photo]:
    files = [ScannedFile(Path(f"/card/IMG_{n}.JPG"), 100 + n, n, "image/jpeg") for n in range(count)]
    return list(library.add_photos(shoot, files).photos)


def stacked(library: Library, shoot: UUID, members: list[Photo], unsure: str | None = None) -> UUID:
    stack = Stack(uuid4(), Path(f"/prepared/{members[0].name}"), unsure)
    wanted = {photo.id: Place(stack.id, Role.EXPOSURE) for photo in members}
    library.write(stacks.arrange, shoot, wanted, [stack])
    return stack.id


def names(library: Library, shoot: UUID) -> list[str]:
    return [row.photo.name for row in library.photos(shoot)]


def test_exposures_become_one_photo_in_their_place(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 5)
    stack = stacked(library, shoot, photos[1:4], "Could be otherwise.")
    rows = library.photos(shoot)
    assert [row.photo.id for row in rows] == [photos[0].id, stack, photos[4].id]
    middle = rows[1]
    assert (middle.photo.role, middle.photo.name, middle.photo.unsure) == (
        Role.STACK,
        "IMG_2.JPG",
        "Could be otherwise.",
    )
    assert [exposure.id for exposure in middle.exposures] == [photo.id for photo in photos[1:4]]
    assert middle.before == photos[2].path
    assert library.photo_rows([photos[3].id]) == [middle]


def test_splitting_is_undone_with_the_same_stack(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 4)
    stack = stacked(library, shoot, photos[:3])
    before, made = library.read(stacks.places, [p.id for p in photos[:3]]), library.read(stacks.stack_of, stack)
    assert made is not None
    apart = dict.fromkeys(before, Place())
    library.write(stacks.arrange, shoot, apart, by_hand=True)
    assert names(library, shoot) == ["IMG_0.JPG", "IMG_1.JPG", "IMG_2.JPG", "IMG_3.JPG"]
    assert library.photo(stack) is None
    assert all(row.photo.settled for row in library.photos(shoot)[:3])
    library.write(stacks.arrange, shoot, before, [made])
    rows = library.photos(shoot)
    assert [row.photo.id for row in rows] == [stack, photos[3].id]
    assert not rows[0].photo.settled


def test_an_exposure_moves_to_another_stack_and_the_empty_one_goes(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 4)
    first, second = stacked(library, shoot, photos[:1]), stacked(library, shoot, photos[2:])
    library.write(stacks.arrange, shoot, {photos[0].id: Place(second, Role.EXPOSURE)})
    rows = {row.photo.id: row for row in library.photos(shoot)}
    assert first not in rows
    assert [exposure.name for exposure in rows[second].exposures] == ["IMG_0.JPG", "IMG_2.JPG", "IMG_3.JPG"]


def test_a_stack_with_orders_outlives_its_exposures(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 3)
    stack = stacked(library, shoot, photos)
    library.write(jobs.order, [stack], Recipe.of("dusk"), None)
    library.write(stacks.arrange, shoot, {photo.id: Place() for photo in photos})
    rows = library.photos(shoot)
    assert {row.photo.id for row in rows} == {stack, *(photo.id for photo in photos)}


def test_an_exposure_is_not_ordered_by_itself(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 3)
    stacked(library, shoot, photos)
    ordered, refused = library.write(jobs.order, [photos[0].id], Recipe.of("dusk"), None)
    assert ordered == []
    assert "stack" in refused[photos[0].id]


def test_removing_a_stack_removes_its_exposures(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 4)
    library.remove_photos([stacked(library, shoot, photos[:3])])
    assert names(library, shoot) == ["IMG_3.JPG"]
    assert library.photo(photos[0].id) is None


def test_the_order_of_the_shoot_and_of_a_stack_is_the_users(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 5)
    stack = stacked(library, shoot, photos[:3])
    library.write(stacks.reorder, shoot, [photos[4].id, stack, photos[3].id])
    assert names(library, shoot) == ["IMG_4.JPG", "IMG_1.JPG", "IMG_3.JPG"]
    library.write(stacks.reorder, shoot, [photos[2].id, photos[0].id, photos[1].id])
    row = library.photos(shoot)[1]
    assert [exposure.name for exposure in row.exposures] == ["IMG_2.JPG", "IMG_0.JPG", "IMG_1.JPG"]


def test_marks_and_finishing_are_kept(library: Library, shoot: UUID) -> None:
    (photo,) = add(library, shoot, 1)
    library.write(marks.mark, {photo.id: Mark(4, True, 3)})
    library.write(marks.finish, {photo.id: Finishing(verticals=False)})
    kept = library.photos(shoot)[0].photo
    assert (kept.rating, kept.rejected, kept.turn) == (4, True, 3)
    assert kept.finishing == Finishing(True, False, True)
    library.write(marks.finish, {photo.id: None})
    assert library.photos(shoot)[0].photo.finishing is None


def test_a_prepared_file_is_what_the_photo_looks_like(library: Library, shoot: UUID) -> None:
    photos = add(library, shoot, 3)
    stack = stacked(library, shoot, photos)
    made = Prepared(
        stack, uuid4(), "r1", Path("/prepared/x.jpg"), 9, 8, "image/jpeg", 30, 20, "aa", "bb", {"merged": 3}
    )
    library.write(prepared.keep, made)
    row = library.photos(shoot)[0]
    assert row.before == Path("/prepared/x.jpg")
    assert row.prepared is not None
    assert (row.prepared.sha256, row.prepared.facts) == ("aa", {"merged": 3})
    library.write(prepared.forget, stack)
    assert library.read(prepared.of_photo, stack) is None
