"""Grouping as the library sees it: real files, the real library, what the gallery would show."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from luster_desktop.library.models import Change, PhotoState, Role
from luster_desktop.library.store import Library
from luster_desktop.operations.grouping import Grouper
from luster_desktop.paths import resource
from tests import shared
from tests.desktop.intake.shoots import make, write
from tests.desktop.operations.taken_in import add, bracket, every_file, forget, row_with, scenes, stems


@pytest.fixture
def shoot(library: Library) -> UUID:
    return library.create_shoot("12 Oak Street").id


def test_the_sample_shoot_is_seven_photos(library: Library, shoot: UUID, grouper: Grouper) -> None:
    add(library, shoot, [resource("sample_shoot")])
    assert len(library.photos(shoot)) == 15
    grouper.group(shoot)
    rows = library.photos(shoot)
    assert [sorted(int(stem[4:]) for stem in stems(row)) for row in rows] == [
        [1],
        [2],
        [3, 4, 5, 6, 7],
        [8, 9, 10, 11, 12],
        [13],
        [14],
        [15],
    ]
    assert [row.photo.unsure for row in rows] == [None] * 7
    assert all(row.photo.state is PhotoState.READY for row in rows)
    living = rows[2].photo
    assert living.path == library.folder / "prepared" / str(shoot) / f"{living.id}.jpg"
    assert (living.width, living.height, living.name) == (2400, 1600, "IMG_0005.JPG")


@pytest.mark.parametrize("seed", [100, 107, 108])
def test_a_shoot_with_raw_and_jpeg_pairs(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path, seed: int
) -> None:
    made = make(seed, 10)
    names = [exposure.name for exposure in made.exposures]
    add(library, shoot, write(made, tmp_path / "DCIM"))
    grouper.group(shoot)
    assert scenes(library, shoot) == set(made.scenes)
    files = {photo.path.name: photo for photo in every_file(library, shoot)}
    assert len(files) == len(names)
    for name in names:
        if not name.endswith(".NEF"):
            continue
        raw, companion = files[f"{Path(name).stem}.DNG"], files[f"{Path(name).stem}.JPG"]
        assert (companion.role, companion.part_of) == (Role.COMPANION, raw.id)
        assert raw.role in (Role.PHOTO, Role.EXPOSURE)
    singles = [row for row in library.photos(shoot) if not row.exposures]
    assert all((row.companion is not None) is row.photo.path.match("*.DNG") for row in singles)


def test_the_seeds_have_pairs() -> None:
    paired = {seed: any(e.name.endswith(".NEF") for e in make(seed, 10).exposures) for seed in (100, 107, 108)}
    assert set(paired.values()) == {True, False}


def test_grouping_again_changes_nothing_and_tells_nobody(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    made = make(108, 10)
    add(library, shoot, write(made, tmp_path / "DCIM"))
    grouper.group(shoot)
    before = library.photos(shoot)
    changes: list[Change] = []
    library.subscribe(changes.append)
    grouper.group(shoot)
    library.write(forget, Role.PHOTO)
    Grouper(library).group(shoot)
    assert changes == []
    library.write(forget, Role.EXPOSURE)
    Grouper(library).group(shoot)
    assert library.photos(shoot) == before


def test_late_exposures_join_their_stack_which_stays_the_same(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    made, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*others, *five[:3]])
    grouper.group(shoot)
    stack = row_with(library, shoot, five[0]).photo
    assert stack.role is Role.STACK
    kept = {row.photo.id for row in library.photos(shoot)}
    add(library, shoot, five)
    grouper.group(shoot)
    grown = row_with(library, shoot, five[4])
    assert grown.photo.id == stack.id
    assert [photo.path for photo in grown.exposures] == five
    assert scenes(library, shoot) == set(made.scenes)
    assert {row.photo.id for row in library.photos(shoot)} == kept


def test_a_photo_by_itself_becomes_a_stack_when_the_others_arrive(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*others, five[2]])
    grouper.group(shoot)
    alone = row_with(library, shoot, five[2]).photo
    assert alone.role is Role.PHOTO
    assert alone.unsure == "The camera was bracketing, but the other exposures are missing."
    add(library, shoot, five)
    grouper.group(shoot)
    assert [photo.path for photo in row_with(library, shoot, five[2]).exposures] == [five[2], *five[:2], *five[3:]]
    assert all(photo.unsure is None for photo in every_file(library, shoot) if photo.part_of)


def test_a_damaged_file_amid_a_bracket(library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path) -> None:
    _, five, others = bracket(tmp_path / "card")
    five[1].write_bytes(five[1].read_bytes()[:30])
    five[3].write_bytes(five[3].read_bytes()[:-1500])
    add(library, shoot, [*others, *five])
    grouper.group(shoot)
    damaged = row_with(library, shoot, five[1])
    assert (damaged.photo.role, damaged.photo.state) == (Role.PHOTO, PhotoState.UNUSABLE)
    assert damaged.photo.reason
    stack = row_with(library, shoot, five[0]).photo
    assert [photo.path for photo in row_with(library, shoot, five[0]).exposures] == [five[0], *five[2:]]
    assert stack.unsure
    assert stack.state is PhotoState.READY


def test_an_exposure_that_was_replaced_by_a_damaged_file_leaves_its_stack(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    _, five, others = bracket(tmp_path / "card")
    add(library, shoot, [*others, *five])
    grouper.group(shoot)
    stack = row_with(library, shoot, five[0]).photo.id
    five[1].write_bytes(b"\xff\xd8\xff" + bytes(50))
    others[0].write_bytes(others[0].read_bytes() + b"\0")  # something new, so that there is a reason to look
    add(library, shoot, [*others, *five])
    grouper.group(shoot)
    assert row_with(library, shoot, five[0]).photo.id == stack
    assert five[1] not in {photo.path for photo in row_with(library, shoot, five[0]).exposures}
    assert row_with(library, shoot, five[1]).photo.state is PhotoState.UNUSABLE


def test_a_damaged_jpeg_beside_its_raw_is_shown_by_itself(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    made = make(next(s for s in range(100, 200) if make(s, 2).exposures[0].name.endswith(".NEF")), 2)
    paths = write(made, tmp_path / "card")
    paths[1].write_bytes(b"\xff\xd8\xff" + bytes(50))
    add(library, shoot, paths)
    grouper.group(shoot)
    files = {photo.path: photo for photo in every_file(library, shoot)}
    assert files[paths[1]].state is PhotoState.UNUSABLE
    assert files[paths[1]].part_of is None
    assert scenes(library, shoot) - {frozenset({paths[1].stem})} >= {s for s in made.scenes if len(s) > 1}


def test_without_exif_the_looks_decide(library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path) -> None:
    made, *_ = bracket(tmp_path / "card", exif=False)
    add(library, shoot, [tmp_path / "card"])
    grouper.group(shoot)
    assert scenes(library, shoot) == set(made.scenes)


def test_without_exif_and_looks_nothing_is_a_single_without_a_word(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    for number in range(4):
        path = tmp_path / "card" / f"IMG_{number}.PNG"
        path.parent.mkdir(exist_ok=True)
        Image.effect_noise((300, 200), 60).convert("RGB").save(path)
        path.write_bytes(path.read_bytes()[:5000])
    add(library, shoot, [tmp_path / "card"])
    grouper.group(shoot)
    rows = library.photos(shoot)
    assert [row.photo.state for row in rows] == [PhotoState.READY] * 4
    assert all(row.photo.unsure for row in rows)


def test_a_card_that_was_pulled_out_keeps_its_stacks(
    library: Library, shoot: UUID, grouper: Grouper, tmp_path: Path
) -> None:
    made, five, others = bracket(tmp_path / "card")
    add(library, shoot, five)
    grouper.group(shoot)
    before = row_with(library, shoot, five[0])
    shutil.move(tmp_path / "card", tmp_path / "elsewhere")
    (tmp_path / "other card").mkdir()
    late = [Path(shutil.copy(tmp_path / "elsewhere" / path.name, tmp_path / "other card")) for path in others]
    add(library, shoot, late)
    Grouper(library).group(shoot)
    assert row_with(library, shoot, five[0]) == before
    assert scenes(library, shoot) == set(made.scenes)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of what is odd about them
def test_odd_files(library: Library, shoot: UUID, grouper: Grouper) -> None:
    """Real files of all sorts, damaged ones among them: none stops the rest, and none is put together with another."""
    add(library, shoot, [shared.need(shared.CORPUS)])
    grouper.group(shoot)
    rows = {row.photo.name: row for row in library.photos(shoot)}
    assert len(rows) == len(every_file(library, shoot)) > 30
    assert all(row.photo.role is Role.PHOTO for row in rows.values())
    for row in rows.values():
        assert row.photo.state is not PhotoState.ADDED
        assert (row.photo.reason is not None) is (row.photo.state is PhotoState.UNUSABLE)
    unsure = {name[:2] for name, row in rows.items() if row.photo.unsure}
    # Two versions of one picture, and what has neither times nor looks.
    assert unsure == {"14", "16", "36", "40"}
