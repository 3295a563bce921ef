"""Recipes on this computer: put together, priced, told from each other, ordered, saved, and gone on from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend import contract
from luster_desktop.delivery.folder import Folder
from luster_desktop.library import jobs, prepared, transfers
from luster_desktop.library.models import Edit, Job, JobState, Photo, Recipe, Shoot, Stage, TransferState
from luster_desktop.library.store import Library
from luster_desktop.operations import recipes
from luster_desktop.operations.ordering import Need, quote
from luster_desktop.operations.recipes import NotOffered
from luster_desktop.operations.saving import save_output
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words.orders import scope
from luster_desktop.words.reasons import sentence
from luster_desktop.words.recipes import detailed, named
from tests.desktop.ui import states

OFFER = built_in()
TITLES = {preset.id: preset.title for preset in OFFER.presets}
PLACE = "300:5000,5000"


@pytest.fixture
def photos(library: Library, shoot: Shoot, tmp_path: Path) -> list[Photo]:
    return states.add(library, shoot, states.make_photos(tmp_path / "in", 3))


def done(library: Library, photo: Photo, preset: str, folder: Path, **more: object) -> Job:
    """An order whose photo was sent and whose result is here."""
    (job,) = states.order(library, [photo], preset, {}, **more)
    if not more:
        states.uploading(library, job, 1.0)
    states.finish(library, job, folder)
    found = library.job(job.id)
    assert found is not None
    return found


def test_a_recipe_is_complete_and_in_the_order_of_the_presets() -> None:
    recipe = recipes.recipe_of(OFFER, [Edit("lawn"), Edit("sky", {"kind": "sunset"})])
    assert recipe.edits == (Edit("sky", {"kind": "sunset"}), Edit("lawn", {"strength": "natural"}))
    assert (recipe.label, named(recipe, TITLES)) == ("sky+lawn", "New sky + Green lawn")
    assert detailed(recipe, OFFER) == "New sky (sunset) + Green lawn, 1 credit a photo"
    dearer = OFFER.model_copy(update={"credits": 2})
    assert detailed(recipe, dearer) == "New sky (sunset) + Green lawn, 2 credits a photo"


def test_what_cannot_go_together_is_refused_in_the_service_s_words() -> None:
    with pytest.raises(NotOffered) as refused:
        recipes.recipe_of(OFFER, [Edit("dusk"), Edit("bright")])
    assert sentence(str(refused.value)).startswith("Dusk and Bright interior both set the light")
    both = [Edit("remove", {"region": PLACE}), Edit("remove", {"region": "200:1,1"})]
    assert recipes.recipe_of(OFFER, both).label == "remove"


def test_a_photo_with_one_of_the_edits_does_not_have_them_all(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    done(library, photos[0], "sky", tmp_path / "out")
    both = Recipe((Edit("sky"), Edit("lawn")))
    plan = quote(library.photos(shoot.id), {photos[0].id}, both, OFFER, 5, signed_in=True)
    assert (plan.photo_ids, plan.price, plan.recipe) == ((photos[0].id,), 1, both)
    states.order(library, photos[:1], "sky+lawn", {})
    assert quote(library.photos(shoot.id), {photos[0].id}, both, OFFER, 5, signed_in=True).photo_ids == ()


def test_the_painted_place_goes_to_the_edit_that_needs_it(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    recipe, rows = Recipe((Edit("sky", {"kind": "clear"}), Edit("remove"))), library.photos(shoot.id)
    waiting = quote(rows, {photos[0].id}, recipe, OFFER, 5, signed_in=True, painted="")
    assert (waiting.need, waiting.photo_ids) == (Need.PAINTING, ())
    plan = quote(rows, {photos[0].id}, recipe, OFFER, 5, signed_in=True, painted=PLACE)
    assert plan.recipe is not None
    assert plan.recipe.edits == (Edit("sky", {"kind": "clear"}), Edit("remove", {"region": PLACE}))


def test_what_is_painted_limits_edits_that_need_no_paint(library: Library, shoot: Shoot, photos: list[Photo]) -> None:
    both, rows = Recipe((Edit("sky", {"kind": "clear"}), Edit("lawn"))), library.photos(shoot.id)
    plan = quote(rows, {photos[0].id}, both, OFFER, 5, signed_in=True, painted=PLACE)
    assert plan.recipe is not None
    assert plan.recipe.edits == (Edit("sky", {"kind": "clear", "region": PLACE}), Edit("lawn", {"region": PLACE}))
    assert scope(plan) == "1 photo, only where it is painted"
    for painted in ("", None):
        assert quote(rows, {photos[0].id}, both, OFFER, 5, signed_in=True, painted=painted).recipe == both
    typed = recipes.recipe_of(OFFER, [Edit("dusk", {"region": PLACE})])
    assert typed.edits[0].parameters == {"sky_warmth": "natural", "interior_lights": "on", "region": PLACE}
    assert detailed(typed, OFFER).startswith("Dusk (a part), ")


def test_the_same_recipe_is_free_again_and_another_is_not(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    first = done(library, photos[0], "sky+lawn", tmp_path / "out")
    library.write(jobs.measure, first.id, 1, {})
    free, rows = contract.FreeAgain(count=3, days=30), library.photos(shoot.id)

    def price(recipe: Recipe) -> int:
        return quote(rows, {photos[0].id}, recipe, OFFER, 5, signed_in=True, free=free).price

    assert price(Recipe((Edit("sky", {"kind": "clear"}), Edit("lawn")))) == 0
    assert price(Recipe((Edit("sky", {"kind": "clear"}),))) == 1
    assert price(Recipe((Edit("sky", {"kind": "clear"}), Edit("lawn")), source=first.id)) == 1


def test_going_on_needs_no_file_and_no_upload(
    library: Library, shoot: Shoot, photos: list[Photo], tmp_path: Path
) -> None:
    first = done(library, photos[0], "dusk", tmp_path / "out")
    row = library.photo_rows([photos[0].id])[0]
    assert row.upload is not None
    library.write(transfers.done, [row.upload.id])
    photos[0].path.unlink()
    (onward,) = states.order(library, photos[:1], "remove", {"region": PLACE}, source=first.id, note="As it was")
    assert (onward.asset_id, onward.recipe.source) == (first.asset_id, first.id)
    owner = library.create_shoot("other").id
    assert [job.id for job in library.read(jobs.sendable, owner, 9)] == [onward.id]
    assert library.read(prepared.orders_due, [], 9) == []
    assert library.photo_rows([photos[0].id])[0].stage is Stage.QUEUED
    assert library.read(transfers.uploads_due, owner, 1e12, limit=9, state=TransferState.WAITING) == []
    library.write(jobs.fail_unsent, photos[0].id, "file_missing", "Gone.")
    found = library.job(onward.id)
    assert found is not None and found.state is JobState.ORDERED and found.recipe == onward.recipe


def test_a_chain_keeps_each_parent_and_names_the_file_after_all_of_it(
    library: Library, photos: list[Photo], tmp_path: Path
) -> None:
    first = done(library, photos[0], "dusk", tmp_path / "out")
    second = done(library, photos[0], "lawn", tmp_path / "out", source=first.id)
    third = done(library, photos[0], "remove", tmp_path / "out", source=second.id)
    assert [job.id for job in library.read(jobs.chain, third.id)] == [first.id, second.id, third.id]
    stem = photos[0].name.rpartition(".")[0]
    saved = save_output(library, third.id, Folder(tmp_path / "saved"), words=False)
    assert saved.path.name == f"{stem} dusk+lawn+remove.jpg"
    several = done(library, photos[1], "sky+lawn", tmp_path / "out")
    saved = save_output(library, several.id, Folder(tmp_path / "saved"), words=False)
    assert saved.path.name == f"{photos[1].name.rpartition('.')[0]} sky+lawn.jpg"


def test_what_failed_is_tried_again_as_the_same_recipe(library: Library, photos: list[Photo]) -> None:
    (job,) = states.order(library, photos[:1], "sky+lawn", {}, note="Softer")
    states.fail(library, job, "No.")
    library.write(jobs.order_again, photos[0].id)
    newest = library.jobs(photos[0].id)[0]
    assert (newest.id != job.id, newest.recipe) == (True, job.recipe)
    assert newest.created_at <= datetime.now(UTC)
