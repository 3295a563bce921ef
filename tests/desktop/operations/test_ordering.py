"""What an order would do, in words, before it is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend import contract
from backend.editing import catalogue
from luster_desktop.facts import Scene, Seen
from luster_desktop.library import contents, jobs, marks, stacks
from luster_desktop.library.models import JobState, Mark, Photo, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations import adding, looking
from luster_desktop.operations.ordering import Need, quote
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words import orders as words
from luster_desktop.words.orders import doubt
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
    assert (chosen.photo_ids, chosen.need, chosen.price) == ((), Need.PHOTOS, 0)
    assert words.scope(chosen) == "Every photo has this edit. Redo one in its comparison."
    with_another = quote(rows, {photo.id for photo in photos[:4]}, preset, DUSK, 25, signed_in=True)
    assert with_another.photo_ids == (photos[3].id,)
    assert words.scope(with_another) == "1 photo selected, 3 left out"
    other = quote(rows, set(), preset, DUSK | {"sky_warmth": "warm"}, 25, signed_in=True)
    assert done.id in other.photo_ids, "other settings make another edit"


def test_dusk_then_sky_then_dusk_is_charged_twice_in_all(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset, tmp_path: Path
) -> None:
    """Whichever order was the last: the dusk is there. One that failed or was called back is not."""
    (dusk,) = states.order(library, [photos[0]], "dusk", DUSK)
    states.finish(library, dusk, tmp_path / "out")
    (sky,) = states.order(library, [photos[0]], "sky", {"kind": "clear"})
    states.finish(library, sky, tmp_path / "out")
    only = {photos[0].id}
    none = quote(library.photos(shoot.id), only, preset, DUSK, 25, signed_in=True)
    assert (none.photo_ids, words.scope(none)) == ((), "This photo has this edit already")
    failed, cancelled = states.order(library, photos[1:3], "dusk", DUSK)
    states.fail(library, failed, "No.")
    library.write(jobs.cancel, [cancelled.id])
    again = quote(library.photos(shoot.id), {photo.id for photo in photos[:3]}, preset, DUSK, 25, signed_in=True)
    assert again.photo_ids == (photos[1].id, photos[2].id)


def test_a_photo_that_was_turned_since_may_be_edited_again(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset, tmp_path: Path
) -> None:
    (dusk,) = states.order(library, [photos[0]], "dusk", DUSK)
    states.uploading(library, dusk, 1.0)
    states.finish(library, dusk, tmp_path / "out")
    only = {photos[0].id}
    assert quote(library.photos(shoot.id), only, preset, DUSK, 25, signed_in=True).photo_ids == ()
    library.write(marks.mark, {photos[0].id: Mark(turn=1)})
    assert quote(library.photos(shoot.id), only, preset, DUSK, 25, signed_in=True).photo_ids == (photos[0].id,)


def test_what_a_filter_hides_is_not_ordered(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset
) -> None:
    rows = library.photos(shoot.id)
    plan = quote(rows[:3], set(), preset, DUSK, 25, signed_in=True, whole=False)
    assert (len(plan.photo_ids), words.scope(plan), plan.to_confirm) == (3, "3 photos on screen", True)
    assert not quote(rows, {photos[0].id}, preset, DUSK, 25, signed_in=True).to_confirm
    doubtful = [replace(row, photo=replace(row.photo, unsure="A copy?")) for row in rows]
    assert quote(doubtful, {photos[0].id}, preset, DUSK, 25, signed_in=True).to_confirm
    none = quote([], set(), preset, DUSK, 25, signed_in=True, whole=False)
    assert words.scope(none) == "No photo matches the filter"


def test_what_is_not_grouped_yet_keeps_the_order_waiting(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset
) -> None:
    rows = library.photos(shoot.id)
    plan = quote(rows, set(), preset, DUSK, 25, signed_in=True, grouping=True)
    assert (plan.need, plan.photo_ids, words.scope(plan)) == (Need.GROUPING, (), "Grouping 12 exposures…")
    library.write(stacks.note_grouped, [photo.id for photo in photos])
    rows = library.photos(shoot.id)
    assert quote(rows, set(), preset, DUSK, 25, signed_in=True, grouping=True).price == 12


def test_missing_files_are_left_out_and_refused(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset, tmp_path: Path
) -> None:
    adding.sample_files(library, shoot.id)
    photos[0].path.rename(tmp_path / "elsewhere.JPG")
    looking.look_for_files(library, shoot.id)
    plan = quote(library.photos(shoot.id), set(), preset, DUSK, 25, signed_in=True)
    assert (len(plan.photo_ids), plan.lost) == (11, 1)
    assert words.scope(plan) == "11 photos of the shoot, 1 missing"
    only = quote(library.photos(shoot.id), {photos[0].id}, preset, DUSK, 25, signed_in=True)
    assert words.scope(only) == "The file is missing. Locate it first."
    assert looking.locate(library, shoot.id, tmp_path) == 1
    (row,) = library.photo_rows([photos[0].id])
    assert (row.missing, row.photo.name) == (False, "elsewhere.JPG")
    assert quote(library.photos(shoot.id), {photos[0].id}, preset, DUSK, 25, signed_in=True).price == 1


def test_photos_that_do_not_fit_are_pointed_out(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset
) -> None:
    inside, outside, unsure = photos[:3]
    found = {
        one.id: Seen(scene) for one, scene in ((inside, Scene.INSIDE), (outside, Scene.OUTSIDE), (unsure, Scene.UNSURE))
    }
    library.write(contents.keep_seen, found)
    rows = library.photos(shoot.id)
    dusk = quote(rows, set(), preset, DUSK, 25, signed_in=True)
    assert (dusk.unfit, len(dusk.photo_ids)) == ((inside.id,), 12)
    assert words.unfit(dusk, "Dusk") == "1 photo shows a room. Dusk is made for outside views."
    by_id = {preset.id: preset for preset in built_in()}
    bright = quote(rows, set(), by_id["bright"], {}, 25, signed_in=True)
    assert words.unfit(bright, "Bright") == "1 photo shows the outside. Bright is made for rooms."
    remove = quote(rows, {inside.id}, by_id["remove"], {}, 25, signed_in=True, painted="300:5000,5000")
    assert (remove.unfit, words.unfit(remove, "Remove")) == ((), "")


def test_what_the_service_does_again_for_nothing_costs_nothing(
    library: Library, shoot: Shoot, photos: list[Photo], preset: contract.Preset, tmp_path: Path
) -> None:
    warm, free = DUSK | {"sky_warmth": "warm"}, contract.FreeAgain(count=1, days=30)
    (dusk,) = states.order(library, [photos[0]], "dusk", DUSK)
    states.uploading(library, dusk, 1.0)
    library.write(jobs.move, dusk.id, JobState.QUEUED, credits=1)
    states.finish(library, dusk, tmp_path / "out")

    def price(again: contract.FreeAgain | None) -> int:
        rows = library.photos(shoot.id)
        return quote(rows, {photos[0].id}, preset, warm, 25, signed_in=True, free=again).price

    assert (price(free), price(None), price(contract.FreeAgain(count=0, days=30))) == (0, 1, 1)
    assert price(contract.FreeAgain(count=1, days=0)) == 1, "some time ago"
    states.order(library, [photos[0]], "dusk", DUSK | {"sky_warmth": "cool"})
    assert price(free) == 1, "the one for nothing is taken"


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
