"""From measures to words. A wrong word costs more than none: each is said only where it was right on real photos.

Colours alone are sure of some places; of the others, and of lawns, weighted sums of all measures tell. `weights.json`
is made, and everything here judged, by `python -m tests.bench.scenery`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.intake.scenery.measures import Picture, measure

if TYPE_CHECKING:
    from luster_desktop.intake.pixels import Thumbnail
    from luster_desktop.intake.scenery.measures import Mask

# What a plant in a room, or patterned green wallpaper, comes to is 0.15.
_GREEN, _SOME_GREEN, _OPEN = 0.20, 0.03, 0.20
_NO_GREEN, _NO_SKY, _WARM = 0.06, 0.003, 0.20
_GLARE = 0.9
"""Of the brightest in the picture: a ceiling is darker than windows and lamps, a grey or an evening sky is not."""
_INSIDE, _OUTSIDE, _RATHER_INSIDE = 0.18, 0.82, 0.28
_SURE_OF_LAWN, _SURE_OF_NONE = 0.7, 0.51
_BARE = 0.05
"""Of the picture green or earthy: where there is less, a lawn is not even dry."""
_WIDE_SKY = 0.25
"""Of the picture: no front of a house has more of a front for more sky."""
_DARK, _DIM = 0.33, 0.30
"""Median lightness of the outside at night; and of anything too dark to tell a place by sums."""
_SKY, _POOL, _BLOWN = 0.05, 0.05, 0.015
_LEAST_PANE = 0.003
_TINT = 12
_SOMETHING = 0.01
"""Of the picture on edges: one colour beside another is nothing yet."""


class _Weight(NamedTuple):
    """What one measure counts: its mean and spread in the photos that were looked at, and its weights."""

    mean: float
    spread: float
    outside: float
    lawn: float


def see(thumbnail: Thumbnail) -> Seen:
    """What the picture shows; of a place that is not sure nothing else is said."""
    picture = Picture.of(thumbnail)
    found = measure(picture)
    scene = _scene(picture, found)
    if scene is Scene.INSIDE:
        return Seen(scene, frozenset({Shown.BLOWN_PANES} if _blown(picture) >= _BLOWN else ()))
    if scene is Scene.UNSURE:
        return Seen(scene)
    night = found["lightness"] < _DARK
    sky = found["blue_sky"] + found["pale_above"]
    lawn = likelihood("lawn", found)
    bare = found["green"] + found["ground"] < _BARE
    shows = {
        Shown.NIGHT: night,
        Shown.SKY: sky >= _SKY,
        Shown.LAWN: not night and lawn > _SURE_OF_LAWN,
        Shown.NO_LAWN: not night and bare and lawn < _SURE_OF_NONE,
        Shown.POOL: _pool(picture) >= _POOL,
    }
    return Seen(scene, frozenset(mark for mark, yes in shows.items() if yes), front_of(found))


def front_of(found: Mapping[str, float]) -> float:
    """`Seen.front` of an outside view: a house from the street has sky over all of it and a lawn before it.

    How much of the picture the house fills tells nothing: walls and yards fill it too.
    """
    sky = min(1.0, (found["blue_sky"] + found["pale_above"]) / _WIDE_SKY)
    return round((2 * sky + likelihood("lawn", found)) / 3, 2)


def likelihood(of: str, found: Mapping[str, float]) -> float:
    """0 to 1: how likely the measures make "outside", or of the outside a "lawn"."""
    weights, biases = weighed()
    total = biases[of]
    for name, weight in weights.items():
        value = min(3.0, max(-3.0, (found[name] - weight.mean) / weight.spread))
        total += value * (weight.outside if of == "outside" else weight.lawn)
    return 1 / (1 + math.exp(-total))


@cache
def weighed() -> tuple[dict[str, _Weight], dict[str, float]]:
    """The weight of each measure, and what each sum begins with."""
    data = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    return {name: _Weight(*numbers) for name, numbers in data["measures"].items()}, data["biases"]


def _scene(picture: Picture, found: Mapping[str, float]) -> Scene:
    """Outside is where leaves and lawn fill a fifth of the picture, or some of them and a blue sky together.

    Inside is where there is neither, nothing at the upper edge could be a grey or an evening sky, and wood or paint is
    warm. Where colours do not tell, the sums do, by day; a little less sure where nothing above could be a sky.
    """
    green, sky = found["green"], found["blue_sky"]
    if green >= _GREEN or (green >= _SOME_GREEN and green + sky >= _OPEN):
        return Scene.OUTSIDE
    light = found["lightness"] >= _DIM
    if light and green < _NO_GREEN and sky < _NO_SKY and found["warm"] >= _WARM and not _may_be_sky(picture):
        return Scene.INSIDE
    outside = likelihood("outside", found)
    if not light or found["edges"] < _SOMETHING or _tinted(picture):
        return Scene.UNSURE
    if outside < _INSIDE or (outside < _RATHER_INSIDE and not _may_be_sky(picture)):
        return Scene.INSIDE
    return Scene.OUTSIDE if outside > _OUTSIDE else Scene.UNSURE


def _tinted(picture: Picture) -> bool:
    """Whether hardly anything in the picture is grey: no photo that the sums are made of has such a light."""
    return float(np.percentile(picture.chroma, 10)) > _TINT


def _may_be_sky(picture: Picture) -> bool:
    plain = picture.plain_above
    across = plain[: max(2, len(plain) // 12)].any(axis=0).mean()
    return bool(across > 0.1 and np.percentile(picture.light[plain], 75) >= _GLARE * np.percentile(picture.light, 97))


def _pool(picture: Picture) -> float:
    """The largest part of the picture's lower three quarters that has the colour of water in a basin."""
    water = (picture.red_green < -5) & (picture.yellow_blue < -5) & (picture.light > 15) & (picture.rough < 3)
    return max(_parts(cv2.erode(water.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0, below=0.25), default=0.0)


def _blown(picture: Picture) -> float:
    """How much of the picture is white beyond all drawing, in parts as large as panes."""
    return sum(part for part in _parts(picture.light > 97) if part > _LEAST_PANE)


def _parts(where: Mask, below: float = 0.0) -> list[float]:
    """Each connected part that begins `below` this share of the height, as a share of the picture."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(where.astype(np.uint8))
    return [int(area) / where.size for _, top, _, _, area in stats[1:count] if top >= below * len(where)]
