"""A shoot is matched before any of it is prepared: a real library, real files, a real child process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from luster_desktop.facts import Doubt, Finishing
from luster_desktop.intake import metadata
from luster_desktop.intake.finish.pixels import Pixels
from luster_desktop.intake.match.memory import Memory
from luster_desktop.intake.match.signs import Signs
from luster_desktop.intake.match.solving import NEAR
from luster_desktop.intake.preparing.plan import NOTHING
from luster_desktop.library import jobs, marks, matchings, stacks, tables
from luster_desktop.library.models import Matching, PhotoRow, Recipe
from luster_desktop.library.stacks import Place
from luster_desktop.library.store import Library
from luster_desktop.library.wishes import Wishes
from luster_desktop.library.writer import Write
from luster_desktop.operations import matching as matching_of_shoots
from luster_desktop.operations.matching import match_photos
from luster_desktop.operations.preparing import Preparer
from tests.desktop.intake.test_match import LEFT, RIGHT, room, taken
from tests.desktop.photos import scanned
from tests.desktop.waiting import until
from tests.present import present

MATCH = Finishing(lens=False, verticals=False, whites=False, match=True)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def preparer(library: Library, tmp_path: Path) -> Iterator[Preparer]:
    made = Preparer(library, tmp_path / "prepared", Wishes(MATCH, singles=True))
    made.start()
    yield made
    made.stop()


def add(library: Library, folder: Path, **photos: object) -> dict[str, UUID]:
    shoots = library.shoots()
    shoot = shoots[0] if shoots else library.create_shoot("12 Oak Street")
    folder.mkdir(exist_ok=True)
    for name, pixels in photos.items():
        Image.fromarray(pixels).save(folder / f"{name}.jpg", quality=92)  # type: ignore[arg-type]
    files = [scanned(folder / f"{name}.jpg") for name in photos]
    return {photo.path.stem: photo.id for photo in library.add_photos(shoot.id, files).photos}


def row(library: Library, photo_id: UUID) -> PhotoRow:
    (found,) = library.photo_rows([photo_id])
    return found


def matching(library: Library, photo_id: UUID) -> Matching:
    return present(row(library, photo_id).matching)


def order(library: Library, *photo_ids: UUID) -> None:
    library.write(jobs.order, list(photo_ids), Recipe.of("bright"), None)
    until(library, lambda: all(row(library, i).jobs[0].asset_id is not None for i in photo_ids))


def test_files_are_made_of_the_matched_photos_and_an_ordered_one_stays_as_it_was_sent(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    light = room()
    left, right = taken(light[LEFT], stops=0.3, red=1.1), taken(light[RIGHT], stops=-0.3, blue=1.1)
    ids = add(library, tmp_path / "photos", left=left, right=right)
    order(library, ids["left"])
    sent = row(library, ids["left"])
    before = present(sent.prepared)
    assert before.facts["matched"]
    assert present(sent.matching).match is not None
    # Others that are added later, and ask for another middle, follow what was ordered.
    late = add(library, tmp_path / "photos", late=taken(light, stops=-0.8), later=taken(light[:500], stops=-0.8))
    order(library, ids["right"], *late.values())
    again = row(library, ids["left"])
    assert again.matching == sent.matching
    assert present(again.prepared).sha256 == before.sha256
    assert present(matching(library, late["late"]).match).green > 0.3


def test_photos_that_nobody_wants_matched_are_sent_as_they_are_and_lead_the_others(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    light = room()
    ids = add(library, tmp_path / "photos", left=taken(light[LEFT], stops=0.3), right=taken(light[RIGHT], stops=-0.3))
    library.write(marks.finish, {ids["left"]: NOTHING})
    order(library, *ids.values())
    assert matching(library, ids["left"]).match is None
    assert "matched" not in present(row(library, ids["left"]).prepared).facts
    # All of the difference, where otherwise each would have come half the way.
    assert present(matching(library, ids["right"]).match).green > 0.3


def test_what_stands_out_is_known_though_nobody_wants_it_matched_and_ends_with_a_chosen_photo(
    library: Library, tmp_path: Path
) -> None:
    light = room()
    blue = taken(light[:, 100:800], red=0.35, blue=2.4)
    ids = add(
        library, tmp_path / "photos", left=taken(light[LEFT]), right=taken(light[RIGHT]), all=taken(light), odd=blue
    )
    (shoot,) = library.shoots()
    match_photos(library, shoot.id, lambda _row: False, Memory())
    doubts = {name: matching(library, photo_id).doubt for name, photo_id in ids.items()}
    assert doubts == {"left": None, "right": None, "all": None, "odd": Doubt.FAR}
    library.write(marks.match_to, {ids["odd"]: ids["all"]})
    library.write(marks.finish, {ids["odd"]: MATCH})
    match_photos(library, shoot.id, lambda found: found.photo.finishing == MATCH, Memory())
    found = matching(library, ids["odd"])
    assert found.doubt is None
    assert present(found.match).red > 0.3 > -0.3 > present(found.match).blue
    assert matching(library, ids["all"]).match is None


def test_a_photo_more_costs_a_look_at_itself_and_at_those_before_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    look = matching_of_shoots._signs

    def counted(found: PhotoRow) -> Signs | None:
        looks.append(found.photo.path.stem)
        return look(found)

    monkeypatch.setattr(matching_of_shoots, "_signs", counted)
    light, memory = room(), Memory()

    def frame(number: int) -> Pixels:
        start = 15 * (number % 16)
        return taken(light[:, start : start + 660], stops=0.3 * (-1) ** number)

    names = [f"photo{number:02}" for number in range(NEAR + 4)]
    ids = add(library, tmp_path / "photos", **{name: frame(number) for number, name in enumerate(names)})
    (shoot,) = library.shoots()
    match_photos(library, shoot.id, lambda _row: True, memory)
    assert sorted(looks) == names
    looks.clear()
    match_photos(library, shoot.id, lambda _row: True, memory)
    assert looks == []
    ids |= add(library, tmp_path / "photos", photo98=frame(5))
    match_photos(library, shoot.id, lambda _row: True, memory)
    assert sorted(looks) == [*names[-NEAR:], "photo98"]
    with_memory = {name: matching(library, photo_id).match for name, photo_id in ids.items()}
    assert any(match is not None for match in with_memory.values())
    library.write(forget, shoot.id)
    match_photos(library, shoot.id, lambda _row: True, Memory())
    assert {name: matching(library, photo_id).match for name, photo_id in ids.items()} == with_memory
    # A changed file is another photo.
    looks.clear()
    Image.fromarray(frame(3)).save(tmp_path / "photos" / "photo00.jpg", quality=80)
    library.add_photos(shoot.id, [scanned(tmp_path / "photos" / "photo00.jpg")])
    match_photos(library, shoot.id, lambda _row: True, memory)
    assert "photo00" in looks


def forget(write: Write, shoot_id: UUID) -> None:
    """As if the shoot had never been looked at."""
    write.connection.execute(tables.matchings.delete())
    write.touch(shoot_id, [])


def test_a_picture_that_cannot_be_read_keeps_no_other_from_being_matched(library: Library, tmp_path: Path) -> None:
    light = room()
    ids = add(
        library, tmp_path / "photos", left=taken(light[LEFT], stops=0.4), right=taken(light[RIGHT]), bad=taken(light)
    )
    (tmp_path / "photos" / "bad.jpg").unlink()
    (shoot,) = library.shoots()
    match_photos(library, shoot.id, lambda _row: True, Memory())
    assert matching(library, ids["bad"]).match is None
    assert any(matching(library, ids[name]).match is not None for name in ("left", "right"))


def test_the_shoot_on_screen_is_looked_at_before_anything_is_ordered_once_it_is_whole(
    library: Library, preparer: Preparer, tmp_path: Path
) -> None:
    light = room()
    ids = add(library, tmp_path / "photos", left=taken(light[LEFT], stops=0.4), right=taken(light[RIGHT], stops=-0.3))
    (shoot,) = library.shoots()
    preparer.look_at(shoot.id)
    library.describe_photos([(photo.id, metadata.read(photo.path)) for photo in library.unread_photos(shoot.id)])
    assert not library.read(matchings.whole, shoot.id), "not grouped yet"
    library.write(stacks.arrange, shoot.id, {photo_id: Place() for photo_id in ids.values()}, by_hand=True)
    until(library, lambda: all(row(library, photo_id).matching is not None for photo_id in ids.values()))
    assert any(matching(library, photo_id).match is not None for photo_id in ids.values())
    assert not library.read(matchings.due, shoot.id)
    assert row(library, ids["left"]).prepared is None
