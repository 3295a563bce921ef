"""Which pictures are made, in which order and by which names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop.delivery.composing import BadTemplate, PlannedSet, compose, compose_pack
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.judging import caption, objections, remarks
from luster_desktop.words.reasons import sentence
from tests.desktop.delivery.items import BRIGHT, LAWN, SKY, item, profile, recipe

LISTING = ExportRecipe("a", "MLS")


def told(one: PlannedSet) -> list[str]:
    return [picture.name.removesuffix(".jpg") for picture in one.pictures]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("crmls", ["01 Room 1", "02 Room 2", "03 Room 2 original", "04 Room 3"]),
        ("bay_east", ["01 Room 1", "02 Room 2", "03 Room 2 original", "04 Room 3"]),
        ("sdmls", ["01 Room 1", "02 Room 2", "03 Room 3", "04 Room 2 original"]),
        ("mls_now", ["01 Room 1", "02 Room 2", "03 Room 3"]),
        ("us_california", ["01 Room 1", "02 Room 2", "03 Room 3"]),
    ],
)
def test_originals_stand_where_the_profile_wants_them(tmp_path: Path, name: str, names: list[str]) -> None:
    items = [item(tmp_path, 1), item(tmp_path, 2, SKY), item(tmp_path, 3, BRIGHT)]
    (one,) = compose(items, [replace(LISTING, names="{n:02} {room}")], profile(name))
    assert told(one) == names
    assert [picture.number for picture in one.pictures] == list(range(1, len(names) + 1))
    (elsewhere,) = compose(items, [replace(LISTING, names="{n:02} {room}", listing=False)], profile(name))
    assert told(elsewhere) == ["01 Room 1", "02 Room 2", "03 Room 3"]


def test_the_words_are_in_the_picture_where_the_profile_wants_them_there(tmp_path: Path) -> None:
    items = [item(tmp_path, 1, SKY, LAWN), item(tmp_path, 2, BRIGHT)]
    (one,) = compose(items, [LISTING], profile("canopy"))
    assert [(picture.variant.value, picture.caption) for picture in one.pictures] == [
        ("labelled", "Virtually staged: new sky, green lawn"),
        ("plain", ""),
        ("original", ""),
    ]
    (clean,) = compose(items, [LISTING], profile("realtracs"))
    assert [picture.variant.value for picture in clean.pictures] == ["plain", "original", "plain"]
    assert caption(profile("realtracs"), items[0]) == "Digitally altered: new sky, green lawn"
    assert remarks(profile("stellar"), items) and not remarks(profile("stellar"), items[1:])


def test_names_do_without_what_is_not_known_and_never_collide(tmp_path: Path) -> None:
    items = [item(tmp_path, n, address="", room="Küche/Bad: 1") for n in (1, 2, 3)]
    (one,) = compose(items, [replace(LISTING, names="{address} {room}")], profile("generic"))
    assert told(one) == ["Küche_Bad_ 1", "Küche_Bad_ 1 (2)", "Küche_Bad_ 1 (3)"]
    (two,) = compose([item(tmp_path, 4, SKY)], [replace(LISTING, names="{n} {name} {edits}")], profile("mls_now"))
    assert told(two) == ["1 IMG_0004 New sky"]


@pytest.mark.parametrize("names", ["{n:02", "{street}", "{n.__class__}", "{0}", "{room:d}"])
def test_a_template_that_cannot_be_filled_in_is_refused(tmp_path: Path, names: str) -> None:
    with pytest.raises(BadTemplate):
        compose([item(tmp_path, 1)], [replace(LISTING, names=names)], profile("generic"))


def test_what_is_too_many_is_left_out_with_its_original(tmp_path: Path) -> None:
    items = [item(tmp_path, 1), item(tmp_path, 2, SKY), item(tmp_path, 3)]
    (one,) = compose(items, [replace(LISTING, names="{n} {room}", most=2)], profile("crmls"))
    assert told(one) == ["1 Room 1", "2 Room 3"]
    assert one.left_out == (items[1],)
    many = [item(tmp_path, n) for n in range(1, 44)]
    (two,) = compose(many, [LISTING], profile("smartmls"))
    assert (len(two.pictures), len(two.left_out)) == (40, 3)


def test_recipes_of_one_title_have_folders_of_their_own(tmp_path: Path) -> None:
    sets = compose([item(tmp_path, 1)], [LISTING, LISTING, replace(LISTING, title="Earlier")], profile("generic"))
    assert [one.folder for one in sets] == ["MLS", "MLS (2)", "Earlier (2)"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("crmls", ["Green lawn is prohibited by this profile. Landscaping must not be changed."]),
        ("generic", ["A photo with Green lawn must not be the first. Move another one there."]),
        (
            "mls_now",
            [
                "Green lawn is prohibited by this profile. Prohibited where it misrepresents the condition.",
                "A photo with Green lawn must not be the first. Move another one there.",
            ],
        ),
        ("nwmls", []),
    ],
)
def test_what_a_listing_would_be_refused_for_is_said(tmp_path: Path, name: str, says: list[str]) -> None:
    found = objections(profile(name), [item(tmp_path, 1, LAWN), item(tmp_path, 2)])
    assert [sentence(reason) for _, reason in found] == says
    assert objections(profile(name), [item(tmp_path, 2), item(tmp_path, 3, BRIGHT)]) == []


def test_the_disclosure_pack_has_three_pictures_of_each_disclosed_photo(tmp_path: Path) -> None:
    items = [item(tmp_path, 1), item(tmp_path, 2, SKY), item(tmp_path, 3, BRIGHT)]
    pack = compose_pack(items, profile("generic"))
    assert pack is not None
    assert told(pack) == ["01 Room 2 edited", "01 Room 2 labelled", "01 Room 2 original"]
    assert compose_pack(items[:1], profile("generic")) is None
    assert recipe("mls").listing and not pack.recipe.listing
