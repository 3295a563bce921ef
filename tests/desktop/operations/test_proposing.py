"""What is proposed for a shoot, from what its photos show, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.library import contents, jobs, marks
from luster_desktop.library.models import JobState, Mark, Photo, PhotoRow, Recipe, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations import proposing
from luster_desktop.operations.ordering import Need
from luster_desktop.operations.proposing import Left, Proposals, proposed
from luster_desktop.operations.rules import Rule, Rules, rules
from luster_desktop.operations.seeing import seen_of
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words import proposals as words
from luster_desktop.words.recipes import named
from tests.desktop.ui import states

OFFER = built_in()
TITLES = {preset.id: preset.title for preset in OFFER.presets}


def outside(*shows: Shown, front: float = 0.5) -> Seen:
    return Seen(Scene.OUTSIDE, frozenset(shows), front)


ROOM = Seen(Scene.INSIDE)
FRONT, SIDE = outside(Shown.SKY, Shown.LAWN, front=0.93), outside(Shown.SKY, front=0.7)


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 8))


def look(library: Library, photos: list[Photo], *seen: Seen) -> None:
    library.write(contents.keep_seen, {photo.id: one for photo, one in zip(photos, seen, strict=False)})


def said(found: Proposals) -> list[str]:
    return [f"{named(line.recipe, TITLES)} for {words.whom(line)}" for line in found.lines]


def numbers(rows: list[PhotoRow], found: Proposals) -> dict[str, list[int]]:
    """Positions in the shoot, by recipe."""
    places = {row.photo.id: place for place, row in enumerate(rows)}
    return {line.recipe.label: [places[photo_id] for photo_id in line.photo_ids] for line in found.lines}


def why(rows: list[PhotoRow], left_out: Mapping[UUID, Left]) -> dict[int, Left]:
    return {place: left_out[row.photo.id] for place, row in enumerate(rows) if row.photo.id in left_out}


def test_a_shoot_is_proposed_skies_bright_rooms_and_dusk_for_its_front(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    look(library, photos, SIDE, FRONT, SIDE, ROOM, ROOM, ROOM, ROOM, Seen(Scene.UNSURE))
    rows = library.photos(shoot.id)
    found = proposed(rows, OFFER)
    assert said(found) == ["New sky for 3 exteriors", "Bright interior for 4 interiors", "Dusk for the front"]
    assert numbers(rows, found) == {"sky": [0, 1, 2], "bright": [3, 4, 5, 6], "dusk": [1]}
    assert why(rows, found.left_out) == {7: Left.UNSURE}
    assert words.left_out(found) == "Left out: 1 unclear."
    assert dict(found.lines[0].recipe.edits[0].parameters) == {"kind": "clouds"}, "the presets' own settings"


def test_what_does_not_suit_the_front_is_never_taken_for_it(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    pool = outside(Shown.SKY, Shown.POOL, front=0.99)
    drone = outside(Shown.SKY, Shown.LAWN, Shown.DRONE, front=0.99)
    look(library, photos, pool, drone, outside(Shown.LAWN, front=0.99), outside(Shown.NIGHT), SIDE)
    rows = library.photos(shoot.id)
    found = proposed(rows, OFFER)
    assert numbers(rows, found) == {"sky": [0, 1, 4], "dusk": [4]}
    assert [why(rows, found.left_out)[place] for place in (2, 3)] == [Left.NOTHING, Left.NOTHING]
    assert [why(rows, found.left_out)[place] for place in (5, 6, 7)] == [Left.UNSURE] * 3, "not looked at yet"


def test_of_fronts_alike_the_first_is_taken(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    a_little_better = outside(Shown.SKY, Shown.LAWN, front=0.95)
    look(library, photos, SIDE, FRONT, a_little_better)
    rows = library.photos(shoot.id)
    assert numbers(rows, proposed(rows, OFFER))["dusk"] == [1]


def test_what_may_not_be_ordered_unseen_is_left_out_with_the_reason(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    look(library, photos, *[FRONT] * 8)
    stack = states.stack(library, shoot, photos[:2], unsure="Nothing tells.")
    library.write(marks.mark, {photos[2].id: Mark(rejected=True)})
    library.refuse_photo(photos[3].id, "damaged_part")
    library.write(contents.note_missing, {photos[4].id: True})
    (dusk,) = states.order(library, [photos[5]], "dusk", {})
    states.finish(library, dusk, tmp_path / "out")
    rows = library.photos(shoot.id)
    found = proposed(rows, OFFER)
    assert {row.photo.id: found.left_out.get(row.photo.id) for row in rows} == {
        stack: Left.IN_DOUBT,
        photos[2].id: Left.REJECTED,
        photos[3].id: Left.UNUSABLE,
        photos[4].id: Left.LOST,
        photos[5].id: Left.ORDERED,
        photos[6].id: None,
        photos[7].id: None,
    }
    assert said(found) == ["New sky for 2 exteriors"], "and the front has its dusk already"
    text = "Left out: 1 rejected, 1 unusable, 1 missing, 1 ordered before, 1 unsure group."
    assert words.left_out(found) == text
    assert all(words.why_left(left).endswith(".") for left in Left)


def test_what_was_called_back_was_not_ordered(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    look(library, photos, FRONT, ROOM)
    assert not proposing.begun(library.photos(shoot.id))
    jobs_of = states.order(library, photos[:2], "dusk", {})
    assert proposing.begun(library.photos(shoot.id))
    library.write(jobs.cancel, [job.id for job in jobs_of])
    rows = library.photos(shoot.id)
    assert not proposing.begun(rows)
    assert said(proposed(rows, OFFER)) == [
        "New sky for 1 exterior",
        "Bright interior for 1 interior",
        "Dusk for the front",
    ]
    failed = states.order(library, photos[:1], "dusk", {})
    states.move(library, failed[0], JobState.FAILED)
    assert proposing.begun(library.photos(shoot.id)), "what failed is tried again, not proposed again"


def test_only_what_the_service_offers_and_lets_go_together_is_proposed(
    library: Library, shoot: Shoot, photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    look(library, photos, FRONT, ROOM)
    rows = library.photos(shoot.id)
    without = OFFER.model_copy(update={"presets": [one for one in OFFER.presets if one.id != "dusk"]})
    assert said(proposed(rows, without)) == ["New sky for 1 exterior", "Bright interior for 1 interior"]
    nothing = frozenset[Shown]()
    both = Rule(("dusk", "sky"), nothing, nothing, front=False)
    good = Rule(("sky", "lawn"), nothing, nothing, front=False)
    monkeypatch.setattr(proposing, "rules", lambda: Rules({}, (both, good)))
    found = proposed(rows, OFFER)
    assert numbers(rows, found) == {"sky+lawn": [0]}


def test_the_exposures_of_a_stack_tell_together_what_it_shows(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    stack = states.stack(library, shoot, photos[:5])
    unsure = Seen(Scene.UNSURE)

    def shown(*seen: Seen) -> Seen | None:
        look(library, photos, *seen)
        return seen_of(next(row for row in library.photos(shoot.id) if row.photo.id == stack))

    assert shown(unsure, unsure, unsure, ROOM, unsure) == ROOM
    assert shown(unsure, ROOM, unsure, FRONT, unsure) == unsure, "two places are none"
    dark, pale = outside(Shown.NIGHT, Shown.NO_LAWN), outside(Shown.SKY, Shown.LAWN, front=0.8)
    found = shown(dark, dark, pale, pale, unsure)
    assert found == outside(Shown.SKY, Shown.LAWN), "a short exposure makes no night"
    assert found is not None and found.front == 0.8
    bright = Seen(Scene.INSIDE, frozenset({Shown.BLOWN_PANES}))
    assert shown(ROOM, ROOM, ROOM, bright, bright) == ROOM, "nor a long one blown panes"


def test_the_bill_says_what_it_takes_and_what_is_next(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    look(library, photos, FRONT, SIDE, ROOM)
    rows = library.photos(shoot.id)
    lines = proposed(rows, OFFER).lines

    def bill(available: int | None, *, signed_in: bool = True, some: int = 3) -> proposing.Bill:
        return proposing.bill(rows, lines[:some], OFFER, available, signed_in=signed_in)

    enough = bill(25)
    assert (enough.price, enough.need, enough.missing) == (4, Need.NOTHING, 0)
    assert words.cost(lines, enough) == "4 edits of 3 photos, you have 25 credits"
    assert words.action(enough, everything=True) == "Order all (4 credits)"
    assert words.action(bill(25, some=1), everything=False) == "Order these (2 credits)"
    short = bill(1)
    assert (short.need, short.missing) == (Need.CREDITS, 3)
    stranger = bill(None, signed_in=False)
    assert words.action(stranger, everything=True) == "Sign in to order"
    assert words.cost(lines, stranger) == "4 edits of 3 photos, 4 credits"
    assert (bill(25, some=0).need, words.cost([], bill(25, some=0))) == (Need.PHOTOS, "Tick what you want")


def test_the_sample_results_do_not_keep_the_sample_shoot_from_being_proposed(
    library: Library, shoot: Shoot, photos: list[Photo]
) -> None:
    look(library, photos, FRONT, SIDE)
    settings = {"sky_warmth": "natural", "interior_lights": "on"}
    library.write(jobs.sample, photos[0].id, shoot.id, Recipe.of("dusk", settings))
    rows = library.photos(shoot.id)
    assert not proposing.begun(rows)
    assert numbers(rows, proposed(rows, OFFER)) == {"sky": [0, 1], "dusk": [1]}, "that dusk is there already"


def test_the_rules_name_what_there_is() -> None:
    offered = {preset.id for preset in OFFER.presets}
    assert {preset for rule in rules().proposals for preset in rule.presets} <= offered
    assert set(rules().senseless) <= offered
