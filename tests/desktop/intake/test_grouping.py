from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import numpy as np
import pytest

from luster_desktop.intake import pictures
from luster_desktop.intake.brackets import exposures, likeness
from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.grouping import Group, group
from luster_desktop.intake.brackets.pairs import Shot, pair
from tests.desktop.intake import sample
from tests.desktop.intake.shoots import Made, make, without_exif

SAMPLE = [{1}, {2}, {3, 4, 5, 6, 7}, {8, 9, 10, 11, 12}, {13}, {14}, {15}]


def stems(made: Made, found: Group) -> frozenset[str]:
    return frozenset(PurePath(made.exposures[s.index].name).stem for s in found.shots)


def outcome(made: Made, *, looks: bool) -> tuple[int, int, int]:
    """Scenes that are exactly right, groups that are wrong and sure, and of these the singles."""
    found = group(made.exposures, made.thumbnails if looks else None)
    assert sorted(s.index for g in found for s in g.shots) == sorted(s.index for s in pair(made.exposures))
    scenes = set(made.scenes)
    groups = {stems(made, g): g for g in found}
    wrong = [g for names, g in groups.items() if names not in scenes and g.sure]
    return len(scenes & groups.keys()), len(wrong), sum(len(g.shots) == 1 for g in wrong)


def total(
    seeds: range, *, looks: bool, bare: bool = False, whole_seconds: bool = False, drive_known: bool = True
) -> tuple[int, int, int]:
    sums = np.zeros(3, int)
    for seed in seeds:
        made = make(seed, 50, whole_seconds=whole_seconds, drive_known=drive_known)
        sums += outcome(without_exif(made) if bare else made, looks=looks)
    return int(sums[0]), int(sums[1]), int(sums[2])


@pytest.mark.parametrize(("whole_seconds", "drive_known"), [(False, True), (True, True), (False, False), (True, False)])
def test_500_scenes_by_exif(whole_seconds: bool, drive_known: bool) -> None:
    right, _, silent = total(range(100, 110), looks=False, whole_seconds=whole_seconds, drive_known=drive_known)
    assert right >= 0.99 * 500
    assert silent == 0


def test_looks_do_not_mislead_where_exif_is_there() -> None:
    right, wrong, silent = total(range(100, 102), looks=True)
    assert right >= 0.99 * 100
    assert (wrong, silent) == (0, 0)


@pytest.mark.parametrize("first", [100, 102, 104, 106, 108])
def test_500_scenes_by_looks_alone(first: int) -> None:
    right, _, silent = total(range(first, first + 2), looks=True, bare=True)
    assert right >= 0.95 * 100
    assert silent == 0, "an exposure of a bracket was taken for a photo of its own without a word"


@pytest.mark.parametrize("known", ["exif", "looks", "both"])
def test_the_sample_shoot(known: str) -> None:
    files = sorted(sample.SHOOT.glob("IMG_*"))
    described = [exposures.read(f) for f in files]
    if known == "looks":
        described = [Exposure(e.name) for e in described]
    looks = {i: likeness.tiny(pictures.read_half(f)) for i, f in enumerate(files)} if known != "exif" else None
    found = group(described, looks)
    assert [{int(files[s.index].stem[4:]) for s in g.shots} for g in found] == SAMPLE
    assert all(g.sure for g in found) is (looks is not None)


def test_raw_and_jpeg_of_one_shot_are_one_photo() -> None:
    shot = Exposure("DSC_0001.NEF", 1000.0, shutter=0.1)
    files = [shot, replace(shot, name="dsc_0001.jpg", taken=1000.4), Exposure("DSC_0002.JPG", 1010.0)]
    assert pair(files) == [Shot(0, 1), Shot(2)]


def test_a_name_that_comes_twice_in_a_day_is_no_pair() -> None:
    files = [Exposure("DSC_0001.NEF", 1000.0), Exposure("DSC_0001.JPG", 9000.0)]
    assert pair(files) == [Shot(0), Shot(1)]
    one_folder = [Exposure("A.NEF"), Exposure("A.JPG")]
    assert pair(one_folder, ["one", "other"]) == [Shot(0), Shot(1)]


def test_a_pair_may_lie_in_two_folders_when_its_times_say_so() -> None:
    files = [Exposure("A.ARW", 1000.0), Exposure("A.JPG", 1000.6), Exposure("A.HIF", 1000.6), Exposure("A.JPG", 5000.0)]
    assert pair(files, ["raw", "jpg", "raw", "raw"]) == [Shot(0, 2), Shot(1), Shot(3)]
    assert pair(files[:2], ["raw", "jpg"]) == [Shot(0, 1)]


def test_what_was_made_from_a_raw_is_a_photo_of_its_own() -> None:
    assert pair([Exposure("A.NEF"), Exposure("A.tif"), Exposure("A.png")]) == [Shot(0), Shot(1), Shot(2)]


def test_a_bracket_with_a_frame_missing_is_a_group_that_is_not_sure() -> None:
    shoots = (make(seed, 12) for seed in range(100, 120))
    made, scene = next((m, s) for m in shoots for s in m.scenes if len(s) in (5, 7))
    lost = sorted(scene)[-1]
    kept = [e for e in made.exposures if PurePath(e.name).stem != lost]
    found = next(g for g in group(kept) if any(PurePath(kept[s.index].name).stem in scene for s in g.shots))
    assert len(found.shots) == len(scene) - 1
    assert not found.sure
    assert found.reason


def test_a_bracket_with_a_frame_missing_within_stays_together_and_is_not_sure() -> None:
    kept_together = said = brackets = 0
    for seed in range(300, 330):
        made = make(seed, 20)
        wanted = [s for s in made.scenes if len(s) in (5, 7)]
        if not wanted:
            continue
        scene = wanted[seed % len(wanted)]
        ev = {PurePath(e.name).stem: e.ev or 0.0 for e in made.exposures if PurePath(e.name).stem in scene}
        lost = sorted(ev, key=ev.__getitem__)[1 + seed % (len(ev) - 2)]
        kept = [e for e in made.exposures if PurePath(e.name).stem != lost]
        groups = [(frozenset(PurePath(kept[s.index].name).stem for s in g.shots), g.sure) for g in group(kept)]
        here = [(names, sure) for names, sure in groups if names & scene]
        brackets += 1
        kept_together += [names for names, _ in here] == [scene - {lost}]
        said += not any(sure for _, sure in here)
    assert brackets > 25
    assert kept_together >= 0.85 * brackets
    assert said >= 0.85 * brackets


def test_a_single_frame_of_a_bracketing_camera_is_not_sure() -> None:
    alone = Exposure("A.JPG", 100.0, True, shutter=0.1, bracketed=True)
    other = Exposure("B.JPG", 900.0, True, shutter=0.1, bracketed=False)
    found = group([alone, other])
    assert [(len(g.shots), g.sure) for g in found] == [(1, False), (1, True)]


def test_without_times_and_looks_nothing_is_claimed() -> None:
    found = group([Exposure("A.JPG"), Exposure("B.JPG")])
    assert [g.sure for g in found] == [False, False]


@pytest.mark.parametrize("looks", [True, False])
def test_an_exposure_without_exif_in_a_shoot_with_it_is_not_a_single_without_a_word(looks: bool) -> None:
    said = 0
    for seed in (100, 102, 104, 106):
        made = make(seed, 6)
        scene = max(made.scenes, key=len)
        lost = sorted(scene)[len(scene) // 2]
        here = [i for i, e in enumerate(made.exposures) if PurePath(e.name).stem == lost]
        files = [Exposure(e.name) if i in here else e for i, e in enumerate(made.exposures)]
        found = group(files, made.thumbnails if looks else None)
        said += not any(g.sure for g in found for s in g.shots if s.index in here)
    assert said == 4


def test_a_picture_of_something_else_is_a_photo_of_its_own() -> None:
    made = make(100, 6)
    plan = np.random.default_rng(1).integers(0, 255, (43, 64), np.uint8)
    files = [*made.exposures, Exposure("floor plan.png")]
    found = group(files, {**made.thumbnails, len(made.exposures): plan})
    assert [g.sure for g in found if g.shots == (Shot(len(made.exposures)),)] == [True]


def test_a_raw_whose_jpeg_is_gone_stays_with_its_bracket() -> None:
    """A RAW does not tell the camera's number, its JPEG does."""
    files = []
    for number, shutter in enumerate((0.01, 0.04, 0.16)):
        raw = Exposure(f"{number}.ARW", 100.0 + number, shutter=shutter, width=60, height=40, camera="Maker Body")
        files += [raw, replace(raw, name=f"{number}.JPG", camera="Maker Body 12", bracketed=True)]
    found = group([e for e in files if e.name != "1.JPG"])
    assert [len(g.shots) for g in found] == [3]
    others = [replace(e, camera="Maker Body 7", taken=(e.taken or 0) + 0.5, name=f"B{e.name}") for e in files[1::2]]
    assert sorted(len(g.shots) for g in group([*files, *others])) == [3, 3]


def test_an_edited_version_beside_its_original_tears_no_bracket_apart() -> None:
    made = make(100, 8)
    files, looks = list(made.exposures), dict(made.thumbnails)
    middle = {sorted(scene)[len(scene) // 2] for scene in made.scenes}
    for index, exposure in enumerate(made.exposures):
        if PurePath(exposure.name).stem in middle and exposure.name.endswith(".JPG"):
            looks[len(files)] = looks[index]
            files.append(replace(exposure, name=exposure.name.replace(".JPG", "-edit.jpg"), width=2048, height=1365))
    assert len(files) == len(made.exposures) + len(middle)
    before = {stems(made, g): g.sure for g in group(made.exposures, made.thumbnails)}
    assert before.keys() == set(made.scenes)
    found = {frozenset(PurePath(files[s.index].name).stem for s in g.shots): g.sure for g in group(files, looks)}
    assert found == before | {frozenset({f"{stem}-edit"}): False for stem in middle}


def test_pictures_that_show_nothing_are_not_put_together() -> None:
    empty = {i: np.full((43, 64), 40 * i + 20, np.uint8) for i in range(5)}
    found = group([Exposure(f"{i}.JPG") for i in range(5)], empty)
    assert [(len(g.shots), g.sure) for g in found] == [(1, False)] * 5


def test_the_only_photo_of_a_shoot_or_of_a_camera_is_one_for_sure() -> None:
    own, others = Exposure("A.JPG", 100.0, True, shutter=0.1, camera="One"), Exposure("B.JPG", 101.0, camera="Other")
    assert [g.sure for g in group([own])] == [True]
    assert [g.sure for g in group([Exposure("A.JPG")])] == [True]
    assert [(len(g.shots), g.sure) for g in group([own, others])] == [(1, True), (1, True)]


def test_nothing_to_group() -> None:
    assert group([]) == []
