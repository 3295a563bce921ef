"""Grouping by hand: every step and its way back, on the real library."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from luster_desktop.library import jobs, stacks
from luster_desktop.library.models import Mark, Photo, PhotoRow, Recipe, Role, Shoot
from luster_desktop.library.stacks import Place
from luster_desktop.library.store import Library
from luster_desktop.operations import arranging, choices
from luster_desktop.operations.arranging import Step
from luster_desktop.operations.choices import Chosen
from tests.desktop.ui import states


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 8))


def numbers(library: Library, shoot: Shoot) -> list[str]:
    """The gallery in short: "1" is a photo by itself, "2+3+4" a stack, "?" what is unsure."""
    return [_short(row) for row in library.photos(shoot.id)]


def _short(row: PhotoRow) -> str:
    parts = row.exposures or (row.photo,)
    return "+".join(photo.name[7] for photo in parts) + ("?" if row.photo.unsure else "")


def file_of(stack_id: UUID) -> Path:
    return Path(f"/prepared/{stack_id}.jpg")


def back_and_forth(library: Library, shoot: Shoot, step: Step | None, before: list[PhotoRow]) -> None:
    """Undo gives exactly what was there, down to ids and marks; redo gives the step's result again."""
    assert step is not None
    after = library.photos(shoot.id)
    for _ in range(2):
        library.write(arranging.put, shoot.id, step.before)
        assert [row.photo.id for row in library.photos(shoot.id)] == [row.photo.id for row in before]
        assert [_facts(row) for row in library.photos(shoot.id)] == [_facts(row) for row in before]
        library.write(arranging.put, shoot.id, step.after)
        assert [_facts(row) for row in library.photos(shoot.id)] == [_facts(row) for row in after]
    assert [row.photo.id for row in library.photos(shoot.id)] == [row.photo.id for row in after]


def _facts(row: PhotoRow) -> tuple[object, ...]:
    photo = row.photo
    marks = (photo.rating, photo.rejected, photo.turn, photo.finishing)
    return photo.role, photo.unsure, photo.settled, marks, [one.id for one in row.exposures]


def test_joining_makes_a_stack_that_keeps_the_stars(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    library.write(choices.keep, {photos[2].id: Chosen(Mark(rating=4))})
    before = library.photos(shoot.id)
    step = library.write(arranging.join, shoot.id, [photos[i].id for i in (1, 2, 4)], file_of)
    assert numbers(library, shoot) == ["1", "2+3+5", "4", "6", "7", "8"]
    row = library.photos(shoot.id)[1]
    assert (row.photo.rating, row.photo.settled, row.photo.path) == (4, True, file_of(row.photo.id))
    assert step is not None
    assert step.shown == (row.photo.id,)
    back_and_forth(library, shoot, step, before)


def test_joining_with_a_stack_adds_to_it(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    one = states.stack(library, shoot, photos[:2], "Could be otherwise.")
    other = states.stack(library, shoot, photos[3:6])
    before = library.photos(shoot.id)
    step = library.write(arranging.join, shoot.id, [photos[2].id, one, other], file_of)
    assert numbers(library, shoot) == ["1+2+3+4+5+6", "7", "8"]
    assert library.photos(shoot.id)[0].photo.id == one
    assert library.photo(other) is None
    back_and_forth(library, shoot, step, before)


def test_an_exposure_that_moves_to_another_stack(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    one, other = states.stack(library, shoot, photos[:2]), states.stack(library, shoot, photos[3:6])
    before = library.photos(shoot.id)
    step = library.write(arranging.join, shoot.id, [other, photos[1].id], file_of)
    assert numbers(library, shoot) == ["1", "2+4+5+6", "3", "7", "8"], "one exposure alone is no stack"
    assert library.photo(one) is None
    back_and_forth(library, shoot, step, before)


def test_nothing_to_join(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    stack = states.stack(library, shoot, photos[:3])
    library.refuse_photo(photos[4].id, "Damaged.")
    for chosen in ([photos[5].id], [stack], [photos[5].id, photos[4].id], []):
        assert library.write(arranging.join, shoot.id, chosen, file_of) is None
    assert numbers(library, shoot) == ["1+2+3", "4", "5", "6", "7", "8"]


def test_splitting_and_back_keeps_what_was_chosen(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    stack = states.stack(library, shoot, photos[1:4], "Could be otherwise.")
    library.write(choices.keep, {stack: Chosen(Mark(5, True, 3))})
    before = library.photos(shoot.id)
    step = library.write(arranging.split, shoot.id, [stack, photos[6].id])
    assert numbers(library, shoot) == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert step is not None
    assert step.shown == tuple(photo.id for photo in photos[1:4])
    back_and_forth(library, shoot, step, before)


@pytest.mark.parametrize(("out", "left"), [([2], ["1+2", "3", "4"]), ([0, 2], ["1", "2", "3", "4"])])
def test_taking_out(library: Library, shoot: Shoot, photos: list[Photo], out: list[int], left: list[str]) -> None:
    states.stack(library, shoot, photos[:3], "Could be otherwise.")
    before = library.photos(shoot.id)
    step = library.write(arranging.take_out, shoot.id, [photos[i].id for i in out])
    assert numbers(library, shoot)[: len(left)] == left
    back_and_forth(library, shoot, step, before)


def test_looking_settles_what_is_unsure(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    stack = states.stack(library, shoot, photos[:3], "Could be otherwise.")
    single = {photos[4].id: Place(unsure="Nothing tells where this belongs.")}
    library.write(stacks.arrange, shoot.id, single)
    before = library.photos(shoot.id)
    assert numbers(library, shoot) == ["1+2+3?", "4", "5?", "6", "7", "8"]
    step = library.write(arranging.confirm, shoot.id, [stack, photos[4].id, photos[5].id])
    assert numbers(library, shoot) == ["1+2+3", "4", "5", "6", "7", "8"]
    assert all(library.photo(photo.id).settled for photo in photos[:3])  # type: ignore[union-attr]
    assert not library.photo(photos[5].id).settled  # type: ignore[union-attr]
    back_and_forth(library, shoot, step, before)
    assert library.write(arranging.confirm, shoot.id, [photos[5].id]) is None


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [
        ([5], 0, ["6", "1", "2+3+4", "5", "7", "8"]),
        ([0], 6, ["2+3+4", "5", "6", "1", "7", "8"]),
        ([0, 5], None, ["2+3+4", "5", "7", "8", "1", "6"]),
        ([-1], 7, ["1", "5", "6", "7", "2+3+4", "8"]),
        ([7, -1], 0, ["8", "2+3+4", "1", "5", "6", "7"]),
        ([2], 0, ["3", "1", "2+4", "5", "6", "7", "8"]),
        ([0, 4], 4, ["2+3+4", "1", "5", "6", "7", "8"]),
    ],
)
def test_moving(
    library: Library, shoot: Shoot, photos: list[Photo], moved: list[int], before: int | None, expected: list[str]
) -> None:
    stack = states.stack(library, shoot, photos[1:4])
    was = library.photos(shoot.id)
    ids = [stack if i < 0 else photos[i].id for i in moved]
    step = library.write(arranging.move, shoot.id, ids, photos[before].id if before is not None else None)
    assert numbers(library, shoot) == expected
    back_and_forth(library, shoot, step, was)


def test_stacks_that_interleave_stay_in_the_order_that_is_seen(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    one = states.stack(library, shoot, [photos[0], photos[5]])
    other = states.stack(library, shoot, [photos[1], photos[6]])
    assert numbers(library, shoot) == ["1+6", "2+7", "3", "4", "5", "8"]
    was = library.photos(shoot.id)
    step = library.write(arranging.move, shoot.id, [other], one)
    assert numbers(library, shoot) == ["2+7", "1+6", "3", "4", "5", "8"]
    back_and_forth(library, shoot, step, was)


def test_moving_by_keys_goes_by_what_is_on_show(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    ids = [photo.id for photo in photos]
    shown = {ids[0], ids[3], ids[6]}
    library.write(arranging.shift, shoot.id, [ids[0]], 1, shown)
    assert numbers(library, shoot) == ["2", "3", "4", "1", "5", "6", "7", "8"]
    library.write(arranging.shift, shoot.id, [ids[0]], 1, shown)
    assert numbers(library, shoot) == ["2", "3", "4", "5", "6", "7", "1", "8"]
    assert library.write(arranging.shift, shoot.id, [ids[0]], 1, shown) is None, "it is the last one on show"
    library.write(arranging.shift, shoot.id, [ids[0], ids[7]], -3, set(ids))
    assert numbers(library, shoot) == ["2", "3", "4", "1", "8", "5", "6", "7"]


def test_exposures_move_within_their_stack(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    states.stack(library, shoot, photos[:4])
    was = library.photos(shoot.id)
    step = library.write(arranging.shift_exposures, shoot.id, [photos[0].id], 2)
    assert numbers(library, shoot)[0] == "2+3+1+4"
    back_and_forth(library, shoot, step, was)
    library.write(arranging.move_exposures, shoot.id, [photos[3].id], photos[1].id)
    assert numbers(library, shoot)[0] == "4+2+3+1"
    library.write(arranging.move_exposures, shoot.id, [photos[3].id], None)
    assert numbers(library, shoot)[0] == "2+3+1+4"
    assert library.write(arranging.shift_exposures, shoot.id, [photos[3].id], 1) is None


def test_a_stack_with_orders_keeps_its_results_when_it_is_split(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    stack = states.stack(library, shoot, photos[:3])
    library.write(jobs.order, [stack], Recipe.of("dusk"), None)
    step = library.write(arranging.split, shoot.id, [stack])
    assert len(library.photos(shoot.id)) == 9
    assert step is not None
    library.write(arranging.put, shoot.id, step.before)
    rows = library.photos(shoot.id)
    assert (rows[0].photo.id, rows[0].photo.role, len(rows[0].exposures), len(library.jobs(stack))) == (
        stack,
        Role.STACK,
        3,
        1,
    )


def test_the_cameras_picture_goes_along_with_its_raw(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    library.write(stacks.arrange, shoot.id, {photos[1].id: Place(photos[0].id, Role.COMPANION)})
    step = library.write(arranging.join, shoot.id, [photos[0].id, photos[2].id], file_of)
    assert numbers(library, shoot)[0] == "1+3"
    assert library.photo(photos[1].id).part_of == photos[0].id  # type: ignore[union-attr]
    assert step is not None
    library.write(arranging.put, shoot.id, step.before)
    row = library.photos(shoot.id)[0]
    assert row.companion is not None
    assert row.companion.id == photos[1].id
