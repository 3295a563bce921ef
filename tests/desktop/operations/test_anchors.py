"""Which finished photo of a shoot the others are to look like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop.library import jobs, marks, outputs
from luster_desktop.library.models import Edit, Job, Mark, Photo, Recipe, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations.anchors import Anchor, anchor_named, anchor_of
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words.recipes import likeness
from tests.desktop.operations.test_recipes import done
from tests.desktop.ui import states

OFFER = built_in()
DUSK = Recipe.of("dusk")


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 3))


def found(library: Library, shoot: Shoot, recipe: Recipe = DUSK) -> Anchor | None:
    return anchor_of(library.photos(shoot.id), recipe, OFFER)


def test_the_first_finished_evening_is_the_anchor_of_its_very_edit(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    states.order(library, photos[2:], "dusk", {})
    assert found(library, shoot) is None, "nothing is finished yet"
    first = done(library, photos[1], "dusk+lawn", tmp_path / "out")
    done(library, photos[0], "dusk", tmp_path / "out")
    anchor = Anchor(first.id, photos[1].path.stem)
    assert found(library, shoot) == anchor
    assert found(library, shoot, Recipe((Edit("dusk"), Edit("remove")))) == anchor
    assert found(library, shoot, Recipe.of("dusk", {"sky_warmth": "warm"})) is None
    assert found(library, shoot, Recipe.of("lawn")) is None, "a lawn brings no light of its own"
    assert found(library, shoot, replace(DUSK, source=first.id)) is None


def test_what_is_rejected_or_done_anew_is_no_anchor(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    done(library, photos[0], "dusk", tmp_path / "out")
    second = done(library, photos[1], "dusk", tmp_path / "out")
    anew = done(library, photos[0], "dusk", tmp_path / "out")
    assert found(library, shoot) == Anchor(second.id, photos[1].path.stem)
    library.write(marks.mark, {photos[1].id: Mark(rejected=True)})
    assert found(library, shoot) == Anchor(anew.id, photos[0].path.stem)


def test_what_was_accepted_goes_before_what_came_first(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    done(library, photos[0], "dusk", tmp_path / "out")
    liked = done(library, photos[1], "dusk", tmp_path / "out")
    done(library, photos[1], "dusk", tmp_path / "out")
    library.write(outputs.decide, {liked.id: True})
    assert found(library, shoot) == Anchor(liked.id, photos[1].path.stem)


def test_an_order_keeps_its_anchor_and_tries_again_with_it(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    first = done(library, photos[0], "dusk", tmp_path / "out")
    (job,) = states.order(library, photos[1:2], "dusk", {}, anchor=first.id)
    assert library.job(job.id) == job and job.recipe.anchor == first.id
    assert job.recipe.same(DUSK), "it is the same edit, whatever it looks like"
    states.fail(library, job, "No.")
    library.write(jobs.order_again, photos[1].id)
    assert library.jobs(photos[1].id)[0].recipe == job.recipe


def test_a_result_tells_what_it_was_to_look_like(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    first = done(library, photos[0], "dusk", tmp_path / "out")
    (job,) = states.order(library, photos[1:2], "dusk", {}, anchor=first.id)

    def told(job: Job) -> str:
        return likeness(job, anchor_named(library.photos(shoot.id), job))

    assert told(job) == f"Like {photos[0].path.stem}"
    alone = replace(job, details={"anchor": False})
    assert told(alone) == f"Made without {photos[0].path.stem} to look like: it is no longer stored at Luster"
    library.remove_photos([photos[0].id])
    assert told(job) == ""
