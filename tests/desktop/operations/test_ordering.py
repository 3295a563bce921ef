"""What an order would do, in words, before it is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from backend import contract
from backend.editing import catalogue
from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.library import contents, jobs, marks, stacks
from luster_desktop.library.models import Edit, JobState, Mark, Photo, Recipe, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations import adding, looking
from luster_desktop.operations.ordering import Need, Quote, quote
from luster_desktop.operations.rules import rules
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words import orders as words
from luster_desktop.words.orders import doubt
from tests.desktop.ui import states

DUSK = {"sky_warmth": "natural", "interior_lights": "on"}
EVENING = Recipe.of("dusk", DUSK)
OFFER = built_in()


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 12))


def test_the_catalogue_that_ships_is_the_services() -> None:
    assert built_in() == catalogue.public()


def test_the_whole_shoot(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    plan = quote(library.photos(shoot.id), set(), EVENING, OFFER, 25, signed_in=True)
    assert (words.scope(plan), words.cost(plan)) == ("All 12 photos of the shoot", "12 photos, 12 credits, you have 25")
    assert (words.action(plan), plan.need, len(plan.photo_ids)) == ("Enhance 12 photos", Need.NOTHING, 12)


def test_one_photo_is_singular(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    plan = quote(library.photos(shoot.id), {photos[3].id}, EVENING, OFFER, 1, signed_in=True)
    assert (words.scope(plan), words.cost(plan), words.action(plan)) == (
        "1 photo selected",
        "1 photo, 1 credit, you have 1",
        "Enhance 1 photo",
    )
    assert plan.photo_ids == (photos[3].id,)


def test_what_is_missing(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    plan = quote(library.photos(shoot.id), set(), EVENING, OFFER, 5, signed_in=True)
    assert (plan.need, plan.missing) == (Need.CREDITS, 7)


def test_signed_out_and_unknown_balance(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    rows = library.photos(shoot.id)
    assert quote(rows, set(), EVENING, OFFER, None, signed_in=False).need is Need.SIGN_IN
    unknown = quote(rows, set(), EVENING, OFFER, None, signed_in=True)
    assert (unknown.need, words.cost(unknown)) == (Need.NOTHING, "12 photos, 12 credits")


def test_nothing_is_ordered_twice_by_accident(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    done, working, unusable = photos[0], photos[1], photos[2]
    jobs = states.order(library, [done, working], "dusk", DUSK)
    states.finish(library, jobs[0], tmp_path / "out")
    states.move(library, jobs[1], JobState.PROCESSING)
    library.refuse_photo(unusable.id, "Damaged.")
    rows = library.photos(shoot.id)
    whole = quote(rows, set(), EVENING, OFFER, 25, signed_in=True)
    assert whole.photo_ids == tuple(photo.id for photo in photos[3:])
    chosen = quote(rows, {photo.id for photo in photos[:3]}, EVENING, OFFER, 25, signed_in=True)
    assert (chosen.photo_ids, chosen.need, chosen.price) == ((), Need.PHOTOS, 0)
    assert words.scope(chosen) == "Every photo has this edit. Redo one in its comparison."
    with_another = quote(rows, {photo.id for photo in photos[:4]}, EVENING, OFFER, 25, signed_in=True)
    assert with_another.photo_ids == (photos[3].id,)
    assert words.scope(with_another) == "1 photo selected, 3 left out"
    other = quote(rows, set(), Recipe.of("dusk", DUSK | {"sky_warmth": "warm"}), OFFER, 25, signed_in=True)
    assert done.id in other.photo_ids, "other settings make another edit"


def test_dusk_then_sky_then_dusk_is_charged_twice_in_all(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    """Whichever order was the last: the dusk is there. One that failed or was called back is not."""
    (dusk,) = states.order(library, [photos[0]], "dusk", DUSK)
    states.finish(library, dusk, tmp_path / "out")
    (sky,) = states.order(library, [photos[0]], "sky", {"kind": "clear"})
    states.finish(library, sky, tmp_path / "out")
    only = {photos[0].id}
    none = quote(library.photos(shoot.id), only, EVENING, OFFER, 25, signed_in=True)
    assert (none.photo_ids, words.scope(none)) == ((), "This photo has this edit already")
    failed, cancelled = states.order(library, photos[1:3], "dusk", DUSK)
    states.fail(library, failed, "No.")
    library.write(jobs.cancel, [cancelled.id])
    again = quote(
        library.photos(shoot.id),
        {photo.id for photo in photos[:3]},
        EVENING,
        OFFER,
        25,
        signed_in=True,
    )
    assert again.photo_ids == (photos[1].id, photos[2].id)


def test_a_photo_that_was_turned_since_may_be_edited_again(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    (dusk,) = states.order(library, [photos[0]], "dusk", DUSK)
    states.uploading(library, dusk, 1.0)
    states.finish(library, dusk, tmp_path / "out")
    only = {photos[0].id}
    assert quote(library.photos(shoot.id), only, EVENING, OFFER, 25, signed_in=True).photo_ids == ()
    library.write(marks.mark, {photos[0].id: Mark(turn=1)})
    assert quote(library.photos(shoot.id), only, EVENING, OFFER, 25, signed_in=True).photo_ids == (photos[0].id,)


def test_what_a_filter_hides_is_not_ordered(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    rows = library.photos(shoot.id)
    plan = quote(rows[:3], set(), EVENING, OFFER, 25, signed_in=True, whole=False)
    assert (len(plan.photo_ids), words.scope(plan), plan.to_confirm) == (3, "3 photos on screen", True)
    assert not quote(rows, {photos[0].id}, EVENING, OFFER, 25, signed_in=True).to_confirm
    doubtful = [replace(row, photo=replace(row.photo, unsure="A copy?")) for row in rows]
    assert quote(doubtful, {photos[0].id}, EVENING, OFFER, 25, signed_in=True).to_confirm
    none = quote([], set(), EVENING, OFFER, 25, signed_in=True, whole=False)
    assert words.scope(none) == "No photo matches the filter"


def test_what_is_not_grouped_yet_keeps_the_order_waiting(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    rows = library.photos(shoot.id)
    plan = quote(rows, set(), EVENING, OFFER, 25, signed_in=True, grouping=True)
    assert (plan.need, plan.photo_ids, words.scope(plan)) == (Need.GROUPING, (), "Grouping 12 exposures…")
    library.write(stacks.note_grouped, [photo.id for photo in photos])
    rows = library.photos(shoot.id)
    assert quote(rows, set(), EVENING, OFFER, 25, signed_in=True, grouping=True).price == 12


def test_missing_files_are_left_out_and_refused(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    adding.sample_files(library, shoot.id)
    photos[0].path.rename(tmp_path / "elsewhere.JPG")
    looking.look_for_files(library, shoot.id)
    plan = quote(library.photos(shoot.id), set(), EVENING, OFFER, 25, signed_in=True)
    assert (len(plan.photo_ids), plan.lost) == (11, 1)
    assert words.scope(plan) == "11 photos of the shoot, 1 missing"
    only = quote(library.photos(shoot.id), {photos[0].id}, EVENING, OFFER, 25, signed_in=True)
    assert words.scope(only) == "The file is missing. Locate it first."
    assert looking.locate(library, shoot.id, tmp_path) == 1
    (row,) = library.photo_rows([photos[0].id])
    assert (row.missing, row.photo.name) == (False, "elsewhere.JPG")
    assert quote(library.photos(shoot.id), {photos[0].id}, EVENING, OFFER, 25, signed_in=True).price == 1


def test_photos_that_an_edit_makes_no_sense_for_are_pointed_out(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    room, house, unsure = Seen(Scene.INSIDE), Seen(Scene.OUTSIDE), Seen(Scene.UNSURE)
    night, paved = (Seen(Scene.OUTSIDE, frozenset({word})) for word in (Shown.NIGHT, Shown.NO_LAWN))
    drone = Seen(Scene.OUTSIDE, frozenset({Shown.DRONE}))
    shown = [room, room, house, unsure, night, paved, drone]
    library.write(contents.keep_seen, {photo.id: seen for photo, seen in zip(photos, shown, strict=False)})
    rows = library.photos(shoot.id)

    def said(*presets: str, chosen: range = range(0), painted: str | None = None) -> str:
        recipe = Recipe(tuple(Edit(preset) for preset in presets))
        ids = {photos[number].id for number in chosen}
        plan = quote(rows, ids, recipe, OFFER, 25, signed_in=True, painted=painted)
        assert len(plan.photo_ids) == len(chosen or photos), "the user decides: nothing is left out"
        return words.unfit(plan)

    assert said("dusk") == "Of these 12 photos, 2 show a room, 1 was taken at night."
    assert said("sky", chosen=range(4)) == "Of these 4 photos, 2 show a room."
    assert said("lawn") == "Of these 12 photos, 2 show a room, 1 was taken at night, 1 shows no lawn."
    assert said("sky", "lawn", chosen=range(1, 7)) == (
        "Of these 6 photos, 1 shows a room, 1 was taken at night, 1 shows no lawn."
    ), "each photo once"
    assert said("bright", chosen=range(2, 7)) == "Of these 5 photos, 4 show the outside."
    assert said("bright", chosen=range(6, 7)) == "This photo shows the outside."
    assert said("sky", chosen=range(2)) == "Every photo shows a room."
    assert said("bright", chosen=range(4, 7)) == "Every photo shows the outside."
    assert said("dusk", chosen=range(2, 4)) == "", "in doubt nothing is said"
    assert said("remove", chosen=range(1), painted="300:5000,5000") == ""


def test_every_word_that_the_rules_warn_of_can_be_said() -> None:
    for preset, warned in rules().senseless.items():
        for word in warned:
            photo = UUID(int=1)
            assert words.unfit(Quote(photo_ids=(photo,), unfit={photo: word})).startswith("This photo "), preset


def test_what_the_service_does_again_for_nothing_costs_nothing(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    warm, free = DUSK | {"sky_warmth": "warm"}, contract.FreeAgain(count=1, days=30)
    (dusk,) = states.order(library, [photos[0]], "dusk", DUSK)
    states.uploading(library, dusk, 1.0)
    library.write(jobs.move, dusk.id, JobState.QUEUED, credits=1)
    states.finish(library, dusk, tmp_path / "out")

    def price(again: contract.FreeAgain | None) -> int:
        rows = library.photos(shoot.id)
        return quote(rows, {photos[0].id}, Recipe.of("dusk", warm), OFFER, 25, signed_in=True, free=again).price

    assert (price(free), price(None), price(contract.FreeAgain(count=0, days=30))) == (0, 1, 1)
    assert price(contract.FreeAgain(count=1, days=0)) == 1, "some time ago"
    states.order(library, [photos[0]], "dusk", DUSK | {"sky_warmth": "cool"})
    assert price(free) == 1, "the one for nothing is taken"


def test_an_empty_shoot() -> None:
    plan = quote([], set(), EVENING, OFFER, 25, signed_in=True)
    assert (plan.need, words.scope(plan), plan.price) == (Need.PHOTOS, "Add photos first", 0)


def test_a_stack_is_one_photo_and_one_credit(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    stack = states.stack(library, shoot, photos[:5], "Could be otherwise.")
    states.stack(library, shoot, photos[5:8])
    plan = quote(library.photos(shoot.id), set(), EVENING, OFFER, 25, signed_in=True)
    assert (words.scope(plan), words.cost(plan)) == (
        "All 6 photos of the shoot",
        "6 photos from 12 exposures, 6 credits, you have 25",
    )
    assert (plan.price, plan.unsure, len(plan.photo_ids)) == (6, 1, 6)
    assert (doubt(1), doubt(3)) == (
        "1 group is unsure. Look at it first.",
        "3 groups are unsure. Look at them first.",
    )
    chosen = quote(library.photos(shoot.id), {stack}, EVENING, OFFER, 25, signed_in=True)
    assert (words.cost(chosen), chosen.unsure) == ("1 photo from 5 exposures, 1 credit, you have 25", 1)
    sure = quote(library.photos(shoot.id), {photos[9].id}, EVENING, OFFER, 25, signed_in=True)
    assert sure.unsure == 0


def test_rejected_photos_are_ordered_only_when_they_are_selected(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    library.write(marks.mark, {photo.id: Mark(rejected=True) for photo in photos[:2]})
    plan = quote(library.photos(shoot.id), set(), EVENING, OFFER, 25, signed_in=True)
    assert plan.photo_ids == tuple(photo.id for photo in photos[2:])
    assert words.scope(plan) == "All 10 photos of the shoot, 2 rejected left out"
    chosen = quote(library.photos(shoot.id), {photos[0].id}, EVENING, OFFER, 25, signed_in=True)
    assert chosen.photo_ids == (photos[0].id,)
    library.write(marks.mark, {photo.id: Mark(rejected=True) for photo in photos})
    nothing = quote(library.photos(shoot.id), set(), EVENING, OFFER, 25, signed_in=True)
    assert (nothing.need, words.scope(nothing)) == (Need.PHOTOS, "Every photo is rejected. Select the ones to edit.")
