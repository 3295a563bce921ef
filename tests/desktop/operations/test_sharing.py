"""What a shoot's link shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend import contract
from luster_desktop.library import marks, outputs
from luster_desktop.library.models import Mark
from luster_desktop.library.store import Library
from luster_desktop.operations import sharing
from luster_desktop.words import sharing as words
from tests.desktop.ui import states


def test_it_shows_finished_photos_and_says_what_was_changed_on_the_whole_way(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("12 Oak Street")
    photos = states.add(library, shoot, states.make_photos(tmp_path / "photos", 4))
    first, second, rejected, _ = photos
    evening = states.order(library, [first], "dusk", {})[0]
    states.finish(library, evening, tmp_path)
    onward = states.order(library, [first], "lawn", {}, source=evening.id)[0]
    states.finish(library, onward, tmp_path)
    both = states.order(library, [second], "sky+bright", {})[0]
    states.finish(library, both, tmp_path)
    states.finish(library, states.order(library, [rejected], "sky", {})[0], tmp_path)
    library.write(marks.mark, {rejected.id: Mark(rejected=True)})
    rows = library.photo_rows([photo.id for photo in photos])
    wanted = sharing.request(rows, "12 Oak Street", 7, words.disclosure)
    assert [(photo.job_id, photo.disclosure) for photo in wanted.photos] == [
        (onward.id, "Digitally altered: evening light, a greener lawn."),
        (both.id, "Digitally altered: another sky, brighter light."),
    ]
    assert (wanted.title, wanted.days) == ("12 Oak Street", 7)


def test_the_accepted_result_is_shown_and_not_the_newest(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("12 Oak Street")
    [photo] = states.add(library, shoot, states.make_photos(tmp_path / "photos", 1))
    liked = states.order(library, [photo], "sky", {})[0]
    states.finish(library, liked, tmp_path)
    states.finish(library, states.order(library, [photo], "dusk", {})[0], tmp_path)
    library.write(outputs.decide, {liked.id: True})
    wanted = sharing.request(library.photo_rows([photo.id]), "12 Oak Street", 7, words.disclosure)
    assert [one.job_id for one in wanted.photos] == [liked.id]


def test_results_that_ship_with_the_app_are_not_shared(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("Sample shoot")
    [photo] = states.add(library, shoot, states.make_photos(tmp_path / "photos", 1))
    states.finish(library, states.order(library, [photo], "sky", {})[0], tmp_path, {"sample": True})
    assert sharing.shareable(library.photo_rows([photo.id])) == []


def test_a_link_is_over_by_its_date() -> None:
    now = datetime.now(UTC)
    share = contract.Share(title="Elm", photos=1, created_at=now, expires_at=now + timedelta(minutes=1))
    assert not sharing.over(share)
    over = share.model_copy(update={"expires_at": now})
    assert sharing.over(over)
    assert "ended on" in words.ended(over)
