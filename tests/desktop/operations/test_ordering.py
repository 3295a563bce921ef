"""What an order would do, in words, before it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend import contract
from backend.editing import catalogue
from luster_desktop.library import marks
from luster_desktop.library.models import JobState, Mark, Photo, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations.ordering import Need, quote
from luster_desktop.ui import words
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.ui.words import doubt
from tests.desktop.ui import states

DUSK = {"sky_warmth": "natural", "interior_lights": "on"}


@pytest.fixture
def preset() -> contract.Preset:
    return next(preset for preset in built_in() if preset.id == "dusk")


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 12))


def test_the_catalogue_that_ships_is_the_services() -> None:
    assert built_in() == [preset.public() for preset in catalogue.presets().values()]


def test_the_whole_shoot(library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset) -> None:
    plan = quote(library.photos(shoot.id), set(), preset, DUSK, 25, signed_in=True)
    assert (words.scope(plan), words.cost(plan)) == ("All 12 photos of the shoot", "12 photos, 12 credits, you have 25")
    assert (words.action(plan), plan.need, len(plan.photo_ids)) == ("Enhance 12 photos", Need.NOTHING, 12)


def test_one_photo_is_singular(library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset) -> None:
    plan = quote(library.photos(shoot.id), {photos[3].id}, preset, DUSK, 1, signed_in=True)
    assert (words.scope(plan), words.cost(plan), words.action(plan)) == (
        "1 photo selected",
        "1 photo, 1 credit, you have 1",
        "Enhance 1 photo",
    )
    assert plan.photo_ids == (photos[3].id,)


def test_what_is_missing(library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset) -> None:
    plan = quote(library.photos(shoot.id), set(), preset, DUSK, 5, signed_in=True)
    assert (plan.need, plan.missing) == (Need.CREDITS, 7)


def test_signed_out_and_unknown_balance(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset
) -> None:
    rows = library.photos(shoot.id)
    assert quote(rows, set(), preset, DUSK, None, signed_in=False).need is Need.SIGN_IN
    unknown = quote(rows, set(), preset, DUSK, None, signed_in=True)
    assert (unknown.need, words.cost(unknown)) == (Need.NOTHING, "12 photos, 12 credits")


def test_nothing_is_ordered_twice_by_accident(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset, tmp_path: Path
) -> None:
    done, working, unusable = photos[0], photos[1], photos[2]
    jobs = states.order(library, [done, working], "dusk", DUSK)
    states.finish(library, jobs[0], tmp_path / "out")
    states.move(library, jobs[1], JobState.PROCESSING)
    library.refuse_photo(unusable.id, "Damaged.")
    rows = library.photos(shoot.id)
    whole = quote(rows, set(), preset, DUSK, 25, signed_in=True)
    assert whole.photo_ids == tuple(photo.id for photo in photos[3:])
    chosen = quote(rows, {photo.id for photo in photos[:3]}, preset, DUSK, 25, signed_in=True)
    assert chosen.photo_ids == (done.id,), "a finished photo may be ordered again when it was selected"
    assert words.scope(chosen) == "1 photo selected, 2 left out, done before"
    other = quote(rows, set(), preset, DUSK | {"sky_warmth": "warm"}, 25, signed_in=True)
    assert done.id in other.photo_ids, "other settings make another edit"


def test_an_empty_shoot(preset: contract.Preset) -> None:
    plan = quote([], set(), preset, DUSK, 25, signed_in=True)
    assert (plan.need, words.scope(plan), plan.price) == (Need.PHOTOS, "Add photos first", 0)


def test_a_stack_is_one_photo_and_one_credit(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset
) -> None:
    stack = states.stack(library, shoot, photos[:5], "Could be otherwise.")
    states.stack(library, shoot, photos[5:8])
    plan = quote(library.photos(shoot.id), set(), preset, DUSK, 25, signed_in=True)
    assert (words.scope(plan), words.cost(plan)) == (
        "All 6 photos of the shoot",
        "6 photos from 12 exposures, 6 credits, you have 25",
    )
    assert (plan.price, plan.unsure, len(plan.photo_ids)) == (6, 1, 6)
    assert (doubt(1), doubt(3)) == (
        "1 group is unsure. Look at it first.",
        "3 groups are unsure. Look at them first.",
    )
    chosen = quote(library.photos(shoot.id), {stack}, preset, DUSK, 25, signed_in=True)
    assert (words.cost(chosen), chosen.unsure) == ("1 photo from 5 exposures, 1 credit, you have 25", 1)
    sure = quote(library.photos(shoot.id), {photos[9].id}, preset, DUSK, 25, signed_in=True)
    assert sure.unsure == 0


def test_rejected_photos_are_ordered_only_when_they_are_selected(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset
) -> None:
    library.write(marks.mark, {photo.id: Mark(rejected=True) for photo in photos[:2]})
    plan = quote(library.photos(shoot.id), set(), preset, DUSK, 25, signed_in=True)
    assert plan.photo_ids == tuple(photo.id for photo in photos[2:])
    assert words.scope(plan) == "All 10 photos of the shoot, 2 rejected left out"
    chosen = quote(library.photos(shoot.id), {photos[0].id}, preset, DUSK, 25, signed_in=True)
    assert chosen.photo_ids == (photos[0].id,)
    library.write(marks.mark, {photo.id: Mark(rejected=True) for photo in photos})
    nothing = quote(library.photos(shoot.id), set(), preset, DUSK, 25, signed_in=True)
    assert (nothing.need, words.scope(nothing)) == (Need.PHOTOS, "Every photo is rejected. Select the ones to edit.")
