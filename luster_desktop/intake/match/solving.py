"""One change of tones for each photo of a shoot, such that all of them agree about what they show.

Every link and every white wall is an equation that is linear in the photos' gains and contrasts; they are solved
together by least squares, weighted anew until what does not fit counts little. A photo is held to what it was by as
much as cameras differ. The shoot as a whole stays as it is: its middle photo is not changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from luster_desktop.facts import Doubt, Match
from luster_desktop.intake.finish.pixels import Floats
from luster_desktop.intake.finish.tones import light, odds, steepness
from luster_desktop.intake.match.equations import Equations
from luster_desktop.intake.match.links import Link, link
from luster_desktop.intake.match.signs import Signs

Key = TypeVar("Key", bound=Hashable)
Photo = TypeVar("Photo", bound="Comparable")
NEAR = 12
"""A photo is compared with as many that come before it in the shoot: rooms are walked through one after the other."""
_ROUNDS = 20
_CONTRAST, _BRIGHTNESS, _COLOUR = 0.08, 0.8, 0.25
"""How far cameras and their settings differ from photo to photo."""
_ODD_CONTRAST = 0.12
_WALL_BRIGHTNESS, _WALL_COLOUR = 1.2, 0.16
"""How far white walls of one house differ in the light that falls on them."""
_LINK = 0.012
_WORTH = 8.0
"""Of a link, in independent samples: neighbouring places err together."""
_MISFIT = 0.06
_HELD = 1e6
_FAR_BRIGHTNESS, _FAR_COLOUR = 2.4, 0.75
"""Changes beyond which a photo was meant to look otherwise, or was misunderstood."""
_MIDDLE = float(odds(np.array(0.4)))
_UNSEEN = 0.008
"""Of what is seen from 0 to 1; a smaller change is not worth another file."""
_COMPANY = 3

_AXES = np.array([[1, 1, 1], [1, -0.5, -0.5], [0, 1, -1]]) / np.sqrt(np.array([[3.0], [1.5], [2.0]]))
"""Brightness and two of colour, of red, green and blue."""
_NONE = np.array([1.0, 0, 0, 0])


@dataclass(frozen=True, slots=True)
class Matched:
    """`match` is None where the photo stays as it is, and `doubt` says why where that should be known."""

    match: Match | None = None
    doubt: Doubt | None = None


class Comparable(Protocol):
    """`Signs`, or what stands for them."""

    @property
    def room(self) -> bool: ...
    @property
    def wall(self) -> Floats | None: ...


def matched(
    photos: Iterable[tuple[Key, Photo]],
    kept: Mapping[Key, Match | None],
    compare: Callable[[Photo, Photo], Link | None],
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[Key, Matched]:
    """What each photo of a shoot, in its order, needs to look as the others do.

    Those in `kept` stay as they are, and the others follow them. `compare` is `link`, or remembers what that found.
    Holds the last `NEAR` photos only, since the signs of 2,000 are five gigabytes. Stops early, with nothing found,
    once `cancelled`.
    """
    keys: list[Key] = []
    rooms: list[bool] = []
    walls: dict[int, Floats] = {}
    links: dict[tuple[int, int], Link] = {}
    near: deque[Photo] = deque(maxlen=NEAR)
    for one, (key, photo) in enumerate(photos):
        for back, before in enumerate(reversed(near), 1):
            if cancelled():
                return {}
            if (found := compare(photo, before)) is not None:
                links[one, one - back] = found
        near.append(photo)
        keys.append(key)
        rooms.append(photo.room)
        if photo.wall is not None:
            walls[one] = photo.wall
    if cancelled():
        return {}
    held = {i: _vector(kept[key]) for i, key in enumerate(keys) if key in kept}
    changes: dict[int, Floats] = {}
    for family in _families(walls, links):
        changes |= zip(family, _solved(family, links, walls, held), strict=True)
    white = _white(walls, changes)
    result = {}
    for i, key in enumerate(keys):
        if key in kept:
            result[key] = Matched(kept[key])
        elif i in changes:
            result[key] = _judged(changes[i], white)
        else:
            result[key] = Matched(doubt=Doubt.ALONE if rooms[i] and len(changes) >= _COMPANY else None)
    return result


def matched_to(reference: Signs, look: Match | None, signs: Signs) -> Match:
    """What makes one photo look as a reference does in its `look`: by what both show, or else on the whole."""
    base = _vector(look)
    found = link(signs, reference)
    samples: Floats | NDArray[np.float32]
    weights: Floats | NDArray[np.float32]
    if found is not None:
        samples, target, weights = found.one, base[0] * found.other + base[1:], found.weights
    else:
        mine, theirs = signs.wall, reference.wall
        if mine is None or theirs is None:
            mine, theirs = _on_the_whole(signs), _on_the_whole(reference)
        samples, target, weights = mine[None], base[0] * theirs[None] + base[1:], np.ones(1)
    normal, right = np.diag([1 / _CONTRAST**2, 1e-3, 1e-3, 1e-3]), np.array([1 / _CONTRAST**2, 0, 0, 0])
    for channel in range(3):
        rows = np.stack([samples[:, channel], np.ones(len(samples))], axis=1)
        strength = weights * steepness(target[:, channel]) ** 2 / _LINK**2 * _WORTH / weights.sum()
        at = [0, 1 + channel]
        normal[np.ix_(at, at)] += (rows * strength[:, None]).T @ rows
        right[at] += rows.T @ (strength * target[:, channel])
    white = (look.white_red, look.white_blue) if look is not None else (1.0, 1.0)
    return _match(np.linalg.solve(normal, right), white)


def _families(walled: Iterable[int], links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Photos that can be compared with one another, in order: by places that they share, or by white walls."""
    family_of: dict[int, list[int]] = {}
    for pair in (*links, *pairwise(walled)):
        small, large = sorted((family_of.setdefault(i, [i]) for i in pair), key=len)
        if small is not large:
            large.extend(small)
            family_of |= dict.fromkeys(small, large)
    return [sorted(family) for family in {id(family): family for family in family_of.values()}.values()]


def _solved(
    family: Sequence[int],
    links: Mapping[tuple[int, int], Link],
    walls: Mapping[int, Floats],
    held: Mapping[int, Floats],
) -> Floats:
    """Contrast and three gains of each photo of a family, n x 4."""
    place = {i: at for at, i in enumerate(family)}
    mine = {(place[one], place[other]): found for (one, other), found in links.items() if one in place}
    white = {place[i]: wall for i, wall in walls.items() if i in place}
    stays = {place[i]: change for i, change in held.items() if i in place}
    count = len(family)
    changes = np.tile(_NONE, (count, 1))
    for at, change in stays.items():
        changes[at] = change
    prior = np.zeros((4, 4))
    prior[0, 0] = 1 / _CONTRAST**2
    for axis, spread in zip(_AXES, (_BRIGHTNESS, _COLOUR, _COLOUR), strict=True):
        prior[1:, 1:] += np.outer(axis, axis) / spread**2
    stiff = np.ones(count)
    for _ in range(_ROUNDS):
        # Only clipped or misunderstood photos ask for far more contrast than cameras differ by.
        stiff = np.maximum(stiff, 1 + ((changes[:, 0] - 1) / _ODD_CONTRAST) ** 2)
        equations = Equations(count, 4, NEAR)
        for at in range(count):
            if at in stays:
                equations.add(at, np.eye(4) * _HELD, _HELD * stays[at])
            else:
                own = prior * np.where(np.arange(4) == 0, stiff[at], 1)
                equations.add(at, own, own @ _NONE)
        for pair, found in mine.items():
            equations.join(*pair, _link(changes, pair, found))
        _add_walls(equations, changes, white)
        if not stays:
            # Otherwise less contrast in all of them would make every difference smaller.
            equations.hold_mean(_NONE, _HELD)
        changes = equations.solved()
    if not stays:
        changes[:, 1:] -= np.median(changes[:, 1:], axis=0)
    return changes


def _link(changes: Floats, pair: tuple[int, int], found: Link) -> Floats:
    """What the places that two photos share ask of both, 8 x 8."""
    one, other = pair
    first = changes[one, 0] * found.one + changes[one, 1:]
    second = changes[other, 0] * found.other + changes[other, 1:]
    worth = steepness((first + second) / 2)
    off = float(np.sqrt(np.average((((first - second) * worth) ** 2).mean(axis=1), weights=found.weights)))
    trust = _WORTH / (1 + (off / _MISFIT) ** 2) / max(_LINK, found.deviation) ** 2
    strength = worth**2 * (found.weights / found.weights.sum() * trust)[:, None]
    asked = np.zeros((8, 8))
    for channel in range(3):
        ones = np.ones(len(first))
        rows = np.stack([found.one[:, channel], ones, -found.other[:, channel], -ones], axis=1)
        at = [0, 1 + channel, 4, 5 + channel]
        asked[np.ix_(at, at)] += (rows * strength[:, channel, None]).T @ rows
    return asked


def _add_walls(equations: Equations, changes: Floats, walls: Mapping[int, Floats]) -> None:
    if len(walls) < 2:
        return
    seen = np.array([_AXES @ (changes[i, 0] * wall + changes[i, 1:]) for i, wall in walls.items()])
    usual = np.median(seen, axis=0)
    for (at, wall), here in zip(walls.items(), seen, strict=True):
        for part, spread in enumerate((_WALL_BRIGHTNESS, _WALL_COLOUR, _WALL_COLOUR)):
            row = np.concatenate([[_AXES[part] @ wall], _AXES[part]])
            trust = 1 / (1 + ((here[part] - usual[part]) / (2 * spread)) ** 2) / spread**2
            equations.add(at, trust * np.outer(row, row), trust * row * usual[part])


def _judged(change: Floats, white: tuple[float, float]) -> Matched:
    middle = _AXES @ ((change[0] - 1) * _MIDDLE + change[1:])
    if abs(middle[0]) / np.sqrt(3) > _FAR_BRIGHTNESS / 2 or np.hypot(*middle[1:]) > _FAR_COLOUR:
        return Matched(doubt=Doubt.FAR)
    tones = np.array([[0.05], [0.2], [0.5], [0.8]])
    shift = (change[0] - 1) * odds(tones) + change[1:]
    if np.abs(shift * steepness(odds(tones))).max() < _UNSEEN:
        return Matched()
    return Matched(_match(change, white))


def _white(walls: Mapping[int, Floats], changes: Mapping[int, Floats]) -> tuple[float, float]:
    """Red and blue over green of the shoot's white paint once it is matched."""
    paint = [light(changes[i][0] * wall + changes[i][1:]) for i, wall in walls.items() if i in changes]
    if not paint:
        return 1.0, 1.0
    red, green, blue = np.median(paint, axis=0)
    return float(red / green), float(blue / green)


def _on_the_whole(signs: Signs) -> Floats:
    where = signs.plain if signs.plain.any() else np.ones_like(signs.plain)
    return odds(np.median(signs.light[where], axis=0).astype(np.float64))


def _vector(match: Match | None) -> Floats:
    return _NONE if match is None else np.array([match.contrast, match.red, match.green, match.blue])


def _match(change: Floats, white: tuple[float, float]) -> Match:
    """Rounded far below what can be seen, so that the same photos give the same file on every computer."""
    contrast, red, green, blue = (round(float(value), 3) for value in change)
    return replace(Match(red, green, blue, contrast), white_red=round(white[0], 2), white_blue=round(white[1], 2))
