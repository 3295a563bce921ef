"""Exports: whole or not at all, never over a file, and only what is not there yet."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop.delivery import rendering
from luster_desktop.delivery.composing import RESERVED, compose
from luster_desktop.delivery.exporting import ExportReport, export
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.folder import SaveFailed
from luster_desktop.delivery.items import Item
from luster_desktop.delivery.profiles import Profile
from luster_desktop.reasons import Reason
from tests.desktop.delivery import killed_export
from tests.desktop.delivery.items import SKY, item, profile, recipe
from tests.desktop.photos import write_jpeg

NAMED = "{n:02} {room}"
SMALL = ExportRecipe("a", "Small", names=NAMED, long_edge=150, listing=False)
SQUARE = ExportRecipe("b", "Square", names=NAMED, width=100, height=100, listing=False)


def run(items: Sequence[Item], target: Path, *recipes: ExportRecipe, rules: Profile | None = None) -> ExportReport:
    return export(compose(items, recipes or (SMALL,), rules or profile("generic")), target)


def tree(folder: Path) -> dict[str, str]:
    """Every file that is not hidden, by its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_several_recipes_in_one_run_decode_each_photo_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    load = rendering.load

    def counted(path: Path, recipes: Sequence[ExportRecipe]) -> rendering.Source:
        loaded.append(path.name)
        return load(path, recipes)

    monkeypatch.setattr(rendering, "load", counted)
    items = [item(tmp_path, number) for number in (1, 2, 3)]
    report = run(items, tmp_path / "out", SMALL, SQUARE, recipe("web"))
    assert sorted(loaded) == [one.path.name for one in items]
    assert [one.new for one in report.pictures] == [True] * 9
    assert list(tree(tmp_path / "out"))[:3] == ["Small/01 Room 1.jpg", "Small/02 Room 2.jpg", "Small/03 Room 3.jpg"]


def test_what_is_there_unchanged_is_not_made_again(tmp_path: Path) -> None:
    items, out = [item(tmp_path, 1), item(tmp_path, 2)], tmp_path / "out"
    run(items, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.jpg")}
    again = run(items, out)
    assert [(one.new, one.path) for one in again.pictures] == [(False, path) for path in sorted(before)]
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.jpg")} == before


@pytest.mark.parametrize("change", ["source", "recipe", "words"])
def test_what_is_made_from_something_else_takes_the_place_of_what_was_there_which_is_kept(
    tmp_path: Path, change: str
) -> None:
    items, out, made = [item(tmp_path, 1), item(tmp_path, 2)], tmp_path / "out", SMALL
    run(items, out)
    before = tree(out)
    if change == "source":
        write_jpeg(items[0].path, 300, 200, seed=99)
    elif change == "recipe":
        made = replace(SMALL, quality=50)
    else:
        items[0] = replace(items[0], words=replace(items[0].words, byline="Ana"))
    run(items, out, made)
    after = tree(out)
    assert after["earlier/1/Small/01 Room 1.jpg"] == before["Small/01 Room 1.jpg"] != after["Small/01 Room 1.jpg"]
    assert (after["Small/02 Room 2.jpg"] == before["Small/02 Room 2.jpg"]) is (change != "recipe")


def test_numbers_have_no_gaps_after_a_photo_has_gone(tmp_path: Path) -> None:
    items, out = [item(tmp_path, number) for number in (1, 2, 3)], tmp_path / "out"
    run(items, out)
    run([items[0], items[2]], out)
    assert [name for name in tree(out) if name.startswith("Small")] == ["Small/01 Room 1.jpg", "Small/02 Room 3.jpg"]
    assert {name for name in tree(out) if name.startswith("earlier")} == {
        "earlier/1/Small/02 Room 2.jpg",
        "earlier/1/Small/03 Room 3.jpg",
    }


def test_a_file_of_the_users_is_never_touched(tmp_path: Path) -> None:
    items, out = [item(tmp_path, 1)], tmp_path / "out"
    (out / "Small").mkdir(parents=True)
    (out / "Small" / "01 Room 1.jpg").write_bytes(b"the user's")
    for _ in range(2):
        (one,) = run(items, out).pictures
        assert one.path == out / "Small" / "01 Room 1 (2).jpg"
    assert (out / "Small" / "01 Room 1.jpg").read_bytes() == b"the user's"
    assert len(tree(out)) == 2
    # One of Luster's own that the user has changed is the user's.
    (out / "Small" / "01 Room 1 (2).jpg").write_bytes(b"changed by the user")
    (one,) = run(items, out).pictures
    assert one.path == out / "Small" / "01 Room 1 (3).jpg"
    assert (out / "Small" / "01 Room 1 (2).jpg").read_bytes() == b"changed by the user"


def test_a_zip_of_each_set_is_the_same_every_time(tmp_path: Path) -> None:
    items, out = [item(tmp_path, 1), item(tmp_path, 2)], tmp_path / "out"
    sets = compose(items, [SMALL], profile("generic"))
    (first,) = export(sets, out, archives=True).archives
    before = tree(out)
    assert export(sets, out, archives=True).archives == (first,) and tree(out) == before
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == ["01 Room 1.jpg", "02 Room 2.jpg"]
        assert archive.read("01 Room 1.jpg") == (out / "Small" / "01 Room 1.jpg").read_bytes()
    write_jpeg(items[0].path, 300, 200, seed=5)
    (second,) = export(compose(items, [SMALL], profile("generic")), out, archives=True).archives
    assert second.name == "Small (2).zip" and tree(out)["Small.zip"] == before["Small.zip"]


def test_a_photo_that_cannot_be_read_is_named_and_stops_nothing(tmp_path: Path) -> None:
    items = [item(tmp_path, number) for number in (1, 2, 3)]
    items[0].path.unlink()
    items[1].path.write_bytes(b"\xff\xd8\xff no photo")
    report = run(items, tmp_path / "out")
    assert [one.reason for one in report.pictures] == [Reason.FILE_GONE, Reason.DAMAGED_HEADER, ""]
    assert list(tree(tmp_path / "out")) == ["Small/03 Room 3.jpg"]


def test_an_export_that_is_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    items, out = [item(tmp_path, number) for number in range(1, 7)], tmp_path / "out"
    sets, told = compose(items, [SMALL], profile("generic")), list[tuple[int, int]]()
    stopped = export(sets, out, progress=lambda *step: told.append(step), cancelled=lambda: len(told) >= 2)
    assert stopped.cancelled and 2 <= len(stopped.pictures) < 6
    whole = export(sets, out)
    assert not whole.cancelled and sum(not one.new for one in whole.pictures) == len(stopped.pictures)
    assert len(tree(out)) == 6


def test_a_target_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(SaveFailed) as refused:
        run([item(tmp_path, 1)], tmp_path / "out")
    assert str(refused.value).startswith(Reason.TARGET_NO_FOLDER)


@pytest.mark.parametrize("moment", [0, 3, 9])
def test_an_export_that_is_killed_leaves_whole_files_alone_and_goes_on(tmp_path: Path, moment: int) -> None:
    """Killed once so many pictures are there: what has a name is whole, and the next run makes the rest."""
    photos, out = tmp_path / "photos", tmp_path / "out"
    for number in range(1, killed_export.COUNT + 1):
        item(photos, number)
    process = subprocess.Popen([sys.executable, "-m", "tests.desktop.delivery.killed_export", str(photos), str(out)])
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if out.exists() and len(list(out.rglob("*.jpg"))) >= moment and (moment or list(out.rglob(".*.part"))):
            break
        time.sleep(0.001)
    process.kill()
    process.wait()
    there = tree(out) if out.exists() else {}
    made = killed_export.run(photos, out)
    assert made + len(there) == 2 * killed_export.COUNT
    assert there.items() <= tree(out).items(), "what had a name was not whole"
    assert not list(out.rglob("*.part")) and not (out / RESERVED).exists()
    fresh = tmp_path / "fresh"
    killed_export.run(photos, fresh)
    assert tree(fresh) == tree(out)


def test_an_edited_photo_says_how_it_came_about_and_its_original_does_not(tmp_path: Path) -> None:
    listing = replace(SMALL, listing=True)
    report = run([item(tmp_path, 1, SKY)], tmp_path / "out", listing, rules=profile("crmls"))
    edited, original = (one.path.read_bytes() for one in report.pictures if one.path is not None)
    assert b"compositeWithTrainedAlgorithmicMedia" in edited and b"Digitally altered: new sky" in edited
    assert b"Algorithmic" not in original and b"altered" not in original
