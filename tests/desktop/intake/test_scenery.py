"""What pictures show: never the opposite, on everything that was looked at, and often enough to be of use."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from luster_desktop.facts import Scene
from luster_desktop.intake.pixels import Thumbnail, load_thumbnail
from luster_desktop.intake.scenery import EDGE, scene_of
from tests.desktop.intake import sample
from tests.shared import ANSWERS

ROOMS = {
    "bagunca-as-bright", "cs-declutter", "cs-livingroom", "fo-living", "ft-declutter", "ge-wb", "gp2-4",
    "gp2-enhance", "gp2-hero", "gp2-lighting", "gp2-perspective", "gp2-vacant", "gp2-wall", "hu-bed", "ma-enhance",
    "nv-chair", "nv-sofa", "nv-window", "pp-bright", "pp-declutter", "pv-reno", "pv-wall", "rd-clutter", "sg3-tile",
    "sr-declutter", "st-demo-enhance", "st-enhance", "st-kitchen-prod-path-url-run1", "wv-declutter-garage",
    "wv-declutter-living", "wv-declutter", "wv-staging-bedroom", "wv-wv-staging",
}  # fmt: skip
STUDIO = "g2-colour"


def painted(height: int = 85, width: int = EDGE) -> np.ndarray:
    return np.zeros((height, width, 3), np.uint8)


def judged(picture: np.ndarray) -> Scene:
    height, width = picture.shape[:2]
    return scene_of(Thumbnail(width, height, picture.tobytes()))


def test_sky_and_lawn_are_outside_and_warm_walls_inside() -> None:
    rng = np.random.default_rng(3)
    garden, room = painted(), painted()
    garden[:40] = (120, 170, 235)
    garden[40:] = np.clip(np.array((70, 120, 40)) + rng.normal(0, 25, (45, EDGE, 1)), 0, 255)
    assert judged(garden) is Scene.OUTSIDE
    room[:50], room[50:] = (190, 165, 130), (130, 90, 55)
    room[20:40, 50:70] = (255, 255, 250)
    assert judged(room) is Scene.INSIDE


@pytest.mark.parametrize(("above", "below"), [((235, 238, 240), (140, 110, 80)), ((90, 110, 190), (90, 110, 190))])
def test_in_doubt_it_says_nothing(above: tuple[int, ...], below: tuple[int, ...]) -> None:
    """A white ceiling may be an overcast sky, a blue wall an evening one; a black frame may be anything."""
    picture = painted()
    assert judged(picture) is Scene.UNSURE
    picture[:40], picture[40:] = above, below
    assert judged(picture) is Scene.UNSURE


def test_the_sample_shoot_is_never_taken_for_what_it_is_not() -> None:
    for path in sorted(sample.SHOOT.iterdir()):
        wrong = Scene.INSIDE if path.stem in ("IMG_0001", "IMG_0002") else Scene.OUTSIDE
        assert scene_of(load_thumbnail(path, EDGE)) is not wrong, path.name


@pytest.mark.skipif(not ANSWERS.is_dir(), reason="needs the collected photos")
def test_real_photos_are_never_taken_for_what_they_are_not() -> None:
    found: Counter[tuple[bool, Scene]] = Counter()
    for path in sorted(Path(ANSWERS / "photos").iterdir()):
        if path.stem != STUDIO:
            found[path.stem in ROOMS, scene_of(load_thumbnail(path, EDGE))] += 1
    assert found[True, Scene.OUTSIDE] == found[False, Scene.INSIDE] == 0, found
    assert found[True, Scene.INSIDE] >= 15 and found[False, Scene.OUTSIDE] >= 20, found
