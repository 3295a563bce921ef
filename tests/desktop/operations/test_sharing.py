"""What a shoot's link shows, and what of it can be shared at all. `tests/journeys` shares for real."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend import contract
from luster_desktop.library import marks, outputs
from luster_desktop.library.models import Mark
from luster_desktop.library.store import Library
from luster_desktop.operations import sharing
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words import sharing as words
from tests.desktop.ui import states


def test_it_shows_what_is_delivered_in_its_order(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("12 Oak Street")
    photos = states.add(library, shoot, states.make_photos(tmp_path / "photos", 4))
    first, second, rejected, plain = photos
    evening = states.order(library, [first], "dusk", {})[0]
    states.finish(library, evening, tmp_path)
    onward = states.order(library, [first], "lawn", {}, source=evening.id)[0]
    states.finish(library, onward, tmp_path)
    both = states.order(library, [second], "sky+bright", {})[0]
    states.finish(library, both, tmp_path)
    states.finish(library, states.order(library, [rejected], "sky", {})[0], tmp_path)
    library.write(marks.mark, {rejected.id: Mark(rejected=True)})
    found = sharing.shareable(library, shoot.id, built_in())
    assert [item.photo_id for item in found.items] == [first.id, second.id, plain.id]
    assert found.jobs[first.id] == onward.id
    assert found.jobs[second.id] == both.id
    assert plain.id not in found.jobs


def test_the_accepted_result_is_shown_and_not_the_newest(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("12 Oak Street")
    [photo] = states.add(library, shoot, states.make_photos(tmp_path / "photos", 1))
    liked = states.order(library, [photo], "sky", {})[0]
    states.finish(library, liked, tmp_path)
    states.finish(library, states.order(library, [photo], "dusk", {})[0], tmp_path)
    library.write(outputs.decide, {liked.id: True})
    assert sharing.shareable(library, shoot.id, built_in()).jobs == {photo.id: liked.id}


def test_results_that_ship_with_the_app_are_not_shared(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("Sample shoot")
    [photo] = states.add(library, shoot, states.make_photos(tmp_path / "photos", 1))
    states.finish(library, states.order(library, [photo], "sky", {})[0], tmp_path, {"sample": True})
    assert sharing.shareable(library, shoot.id, built_in()).items == ()


def test_a_link_is_over_by_its_date() -> None:
    now = datetime.now(UTC)
    share = contract.Share(title="Elm", photos=1, created_at=now, expires_at=now + timedelta(minutes=1))
    assert not sharing.over(share)
    over = share.model_copy(update={"expires_at": now})
    assert sharing.over(over)
    assert "ended on" in words.ended(over)


def test_how_far_it_is_is_told_in_pictures_and_megabytes() -> None:
    told = [words.step(sharing.Step.MAKING, 3, 40), words.step(sharing.Step.SENDING, 12_400_000, 80_000_000)]
    assert told == ["Making pictures: 3 of 40", "Sending: 12 of 80 MB"]
    assert words.step(sharing.Step.MAKING, 0, 0) == "Making pictures…"
    assert words.unmade(0) == ""
    assert words.unmade(2).startswith("2 pictures could not be made")
    assert words.too_large(()) == ""
    assert words.too_large(("MLS",)).startswith("The ZIP of MLS is larger than 1 GB and is left out.")
    assert words.too_large(("MLS", "Print")).startswith("The ZIPs of MLS, Print are larger than 1 GB")


def test_what_killed_runs_have_left_goes_a_day_later(tmp_path: Path) -> None:
    for name, age in (("old", sharing.LEFT + 60), ("at work", 60)):
        picture = tmp_path / name / "MLS" / "01.jpg"
        picture.parent.mkdir(parents=True)
        picture.touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    sharing.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["at work"]
    sharing.clear(tmp_path / "nowhere")
