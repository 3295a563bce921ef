"""Grouping while the user works: what was arranged, ordered or removed stays as it is."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from luster_desktop.library import jobs, stacks
from luster_desktop.library.models import Recipe, Role
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library
from luster_desktop.operations.grouping import Grouper
from tests.desktop.operations.taken_in import add, bracket, every_file, forget, row_with, scenes


@pytest.fixture
def shoot(library: Library) -> UUID:
    return library.create_shoot("12 Oak Street").id


def test_what_the_user_has_arranged_stays(library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*five, *others[:-1]])
    grouper.group(shoot)
    exposures = row_with(library, shoot, five[0]).exposures
    apart = stacks.Place(settled=True)
    library.write(stacks.arrange, shoot, {photo.id: apart for photo in exposures}, by_hand=True)
    mine = Stack(uuid4(), tmp_path / "mine.jpg")
    odd = [exposures[0].id, row_with(library, shoot, others[0]).photo.id]
    if others[0] not in (row.photo.path for row in library.photos(shoot)):
        odd = [exposures[0].id, row_with(library, shoot, others[0]).exposures[0].id]
    library.write(stacks.arrange, shoot, {i: Place(mine.id, Role.EXPOSURE) for i in odd}, [mine], by_hand=True)
    arranged = {photo.id: photo for photo in every_file(library, shoot) if photo.settled}
    add(library, shoot, [others[-1]])
    library.write(forget, Role.EXPOSURE)
    grouper.group(shoot)
    after = {photo.id: photo for photo in every_file(library, shoot)}
    assert {photo_id: after[photo_id] for photo_id in arranged} == arranged
    assert {photo.id for photo in row_with(library, shoot, exposures[0].path).exposures} == set(odd)


def test_one_exposure_put_into_a_stack_by_hand_settles_the_stack(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*five, *others])
    grouper.group(shoot)
    stack = row_with(library, shoot, five[0])
    library.write(stacks.arrange, shoot, {stack.exposures[4].id: Place()}, by_hand=True)
    library.write(stacks.arrange, shoot, {stack.exposures[4].id: Place(stack.photo.id, Role.EXPOSURE)}, by_hand=True)
    before = row_with(library, shoot, five[0])
    library.write(forget, Role.EXPOSURE)
    grouper.group(shoot)
    assert row_with(library, shoot, five[0]) == before


def test_what_is_ordered_stays(library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*others, *five[:3]])
    grouper.group(shoot)
    stack = row_with(library, shoot, five[0])
    ordered, refused = library.write(jobs.order, [stack.photo.id], Recipe.of("dusk"), None)
    assert (len(ordered), refused) == (1, {})
    before = row_with(library, shoot, five[0])
    add(library, shoot, five)
    grouper.group(shoot)
    assert row_with(library, shoot, five[0]) == before
    assert not {photo.path for photo in before.exposures} & {five[3], five[4]}
    late = row_with(library, shoot, five[3])
    assert late.photo.unsure or [photo.path for photo in late.exposures] == five[3:]


def test_a_single_exposure_that_is_ordered_first_is_left_out(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*others, *five])
    chosen = row_with(library, shoot, five[2]).photo
    library.write(jobs.order, [chosen.id], Recipe.of("dusk"), None)
    grouper.group(shoot)
    assert row_with(library, shoot, five[2]).photo.id == chosen.id
    rest = row_with(library, shoot, five[0])
    assert {photo.path for photo in rest.exposures} == {*five} - {five[2]}
    assert rest.photo.unsure


def test_whoever_arranges_while_files_are_read_has_the_last_word(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*five, *others])
    chosen = row_with(library, shoot, five[4]).photo
    asked = 0

    def meanwhile() -> bool:
        nonlocal asked
        asked += 1
        if asked == 5:
            library.write(stacks.arrange, shoot, {chosen.id: Place()}, by_hand=True)
        return False

    grouper.group(shoot, meanwhile)
    assert asked > 5
    assert library.photo(chosen.id) == row_with(library, shoot, five[4]).photo
    assert {photo.path for photo in row_with(library, shoot, five[0]).exposures} == {*five[:4]}


def test_what_is_being_removed_is_left_alone(library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*five, *others])
    hidden = frozenset(row_with(library, shoot, path).photo.id for path in five)
    grouper.group(shoot, leave=hidden)
    assert hidden <= {row.photo.id for row in library.photos(shoot)}
    grouper.group(shoot)
    assert [photo.path for photo in row_with(library, shoot, five[0]).exposures] == five


def test_grouping_ends_when_it_is_cancelled_and_is_made_up_for(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    made, five, others = bracket(tmp_path / "card", exif=False)
    add(library, shoot, [*five, *others])
    for after in (0, 3, len(five) + len(others) + 4):
        asked = 0

        def cancelled(limit: int = after) -> bool:
            nonlocal asked
            asked += 1
            return asked > limit

        grouper.group(shoot, cancelled)
        assert all(photo.part_of is None for photo in every_file(library, shoot))
    grouper.group(shoot)
    assert scenes(library, shoot) == set(made.scenes)


def test_two_shoots_at_once(library: Library, grouper: Grouper, tmp_path: Path) -> None:
    """The one that comes second is grouped by whoever is at the first."""
    one, other = library.create_shoot("One").id, library.create_shoot("Other").id
    made, five, others = bracket(tmp_path / "card")
    for shoot in (one, other):
        add(library, shoot, [*five, *others])
    asked = 0

    def meanwhile() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            grouper.group(other)
            assert all(photo.part_of is None for photo in every_file(library, other))
        return False

    grouper.group(one, meanwhile)
    assert scenes(library, one) == scenes(library, other) == set(made.scenes)
