"""Where the answer's structure is not the photo's: things invented, removed or moved. Colour and light do not count.

The answer is compared with the original after a local recolouring (`lift`, not the finest level), at half the working
size, by where edges are and how they run. How strong an edge is and which of its sides is the brighter one is left out:
a lamp changes both, between a post and the wall behind it, and moves neither. `judge` has the figures.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from . import lift, mattes
from .arrays import Floats, Pixels8, blend, blur, brightest, disc, dot, edges
from .transforms import Transform, resized

SUSPECT, TOUCHED = 0.15, 0.15
"""By how much `amount` must stand out for a place to be left out of the fit, and how `unlike` its surroundings must be
to go with it. Less than the verdict asks for: what is left out without need costs little, as `bridged` fills it.
"""

LEAST = 20
"""Pixels at half size that must stand out together: of 341 tamperings that did all had more, of 116 other places half
had less (a handle's shadow).
"""

AROUND_THING = 48.0
"""Half working pixels (standard deviation) that drift must stand out from: a lawn in the dark drifts everywhere."""

REACH, GAP, MARGIN = 24, 12, 5
"""Half working pixels: from a suspect place to the end of its thing, between a thing's parts, and around the thing."""

COMPACT = 0.6
"""Share of its hull from which a thing is taken for all of that."""

ODD = 0.4
"""Of what counts as paint (`paint`): from there on the colour of a thing is not what the light makes of the photo's."""

LEVELS = ((16, 6, 60.0), (8, 1, 240.0))

FIDELITY: dict[str, Any] = tomllib.loads(Path(__file__).with_name("fidelity.toml").read_text("utf-8"))

WEIGHT: float = FIDELITY["weight"]
WEIGHT_LIT: float = FIDELITY["weight_lit"]
"""What drift counts for; less where lamps may have been switched on: cones of light and shadows have edges too."""

AROUND = 6.0
"""Half working pixels (standard deviation) over which edges are compared."""

EDGE = 12
"""Half working pixels along the border that are not judged: there the answer may show what the photo does not."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Where the answer's structure is not the photo's, at half the working size.

    Attributes
    ----------
    amount : (h, w) Floats
        0 to about 1.
    invented : (h, w) Floats
        1 where the answer has more structure, 0 where it has less.
    unlike : (h, w) Floats
        0 to 1: `amount` before it is weighted, also where nothing is judged (at the border, where light clips).
    """

    amount: Floats
    invented: Floats
    unlike: Floats

    def gate(self, size: tuple[int, int], odd: Floats) -> tuple[Floats, Floats]:
        """What is not to be believed, thing by thing.

        Parameters
        ----------
        size : tuple of int
            (width, height) of what is returned.
        odd : (h, w) Floats
            Of any size, see `paint.Paint.amount`: what was drawn anew in the right colour (a carpet, turf, a ceiling)
            still says how bright it is there.

        Returns
        -------
        structure, colour : (height, width) Floats
            1 where the answer's structure, and where its colour too, is left out.
        """
        suspect: Pixels8 = (self.amount - blur(self.amount, AROUND_THING) > SUSPECT).astype(np.uint8)
        _, parts, stats, _ = cv2.connectedComponentsWithStats(suspect)
        suspect &= (stats[:, cv2.CC_STAT_AREA] >= LEAST)[parts].astype(np.uint8)
        if not suspect.any():
            return np.zeros(size[::-1], np.float32), np.zeros(size[::-1], np.float32)
        near = cv2.dilate(suspect, np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8))
        touched: Pixels8 = suspect | ((self.unlike > TOUCHED) & (near > 0))
        labels = cv2.connectedComponents(touched)[1]
        things: Pixels8 = np.isin(labels, labels[suspect > 0]).astype(np.uint8)
        things = cv2.morphologyEx(things, cv2.MORPH_CLOSE, disc(GAP))
        # A thing is left out as a whole: what survived of it within its outline would be a ghost.
        for outline in cv2.findContours(things, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            hull = cv2.convexHull(outline)
            whole = hull if cv2.contourArea(outline) > COMPACT * cv2.contourArea(hull) else outline
            cv2.drawContours(things, [whole], -1, 1, cv2.FILLED)
        coloured = cv2.resize(odd, things.shape[::-1], interpolation=cv2.INTER_LINEAR) > ODD
        near = cv2.dilate(coloured.astype(np.uint8), np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8))
        return _soft(things, size), _soft(cv2.bitwise_and(things, near), size)


def _soft(things: Pixels8, size: tuple[int, int]) -> Floats:
    mask = cv2.dilate(things.astype(np.float32), disc(MARGIN))
    return np.clip(cv2.resize(blur(mask, 3), size, interpolation=cv2.INTER_LINEAR), 0, 1)


def measure(
    small: Pixels8, answer: Floats, valid: Floats, allowed: Floats, *, lit: bool = False, bend: float = 0.0
) -> Drift:
    """Compare the registered answer with the photo, outside what may change.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    allowed : (H, W) Floats
        0 to 1: where structure may change.
    lit : bool
        Whether lamps may have been switched on.
    bend : float
        Of the answer's tone, see `curve`.

    Returns
    -------
    Drift
    """
    wide = cv2.dilate(allowed, disc(6))
    recoloured = lift.fit(small, answer, valid * (1 - wide) ** 2 + 1e-4, LEVELS, plain=True, bend=bend)
    size = (max(1, small.shape[1] // 2), max(1, small.shape[0] // 2))
    ours, theirs, skip, seen, open_to = (
        cv2.resize(v, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        for v in (small, answer, wide, valid, allowed)
    )
    ours = recoloured.apply(ours)
    # What may change must not leak into its surroundings through the filters.
    theirs = blend(ours, theirs, skip)
    a, b = edges(ours), edges(theirs)
    energy = [blur(dot(v, v), AROUND) for v in (a, b)]
    agreement = blur(dot(a, b), AROUND) / np.sqrt(energy[0] * energy[1] + 1e-4)
    strongest = np.maximum(*energy)
    unlike = np.maximum(1 - agreement, 0) * strongest / (strongest + 0.05)
    outside = seen * (1 - cv2.dilate(open_to, disc(5)))
    looked_at = np.asarray(cv2.erode(outside, disc(3)) > 0.9)
    looked_at[:EDGE], looked_at[-EDGE:], looked_at[:, :EDGE], looked_at[:, -EDGE:] = False, False, False, False
    # Blown out is not redrawn: light that clips takes structure away without anyone having painted.
    clipped = blur((brightest(theirs) > 249).astype(np.float32), 5)
    amount = unlike * looked_at * np.clip(1 - 2 * clipped, 0, 1) * (WEIGHT_LIT if lit else WEIGHT)
    return Drift(amount.astype(np.float32), (energy[1] > energy[0]).astype(np.float32), unlike.astype(np.float32))


def bridged(transform: Transform, small: Pixels8, answer: Floats, weight: Floats, gate: Floats) -> Transform:
    """A fit, continued from around to where the answer is not believed.

    Which colour became which in the wider surroundings is right for each material, and what that misses nearby (lamp
    light on a wall) changes smoothly, so it is carried on across the gap.

    Parameters
    ----------
    transform : Transform
        A fit of `small` to `answer`.
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    weight : (H, W) Floats
        0 to 1: what of the surroundings counts.
    gate : (H, W) Floats
        1 where `transform` is to be continued.

    Returns
    -------
    Transform
    """
    if not gate.any():
        return transform
    size = transform.maps.shape[:0:-1]
    known = np.square(1 - cv2.resize(gate, size, interpolation=cv2.INTER_AREA))
    rough = resized(lift.fit(small, answer, weight, lift.LEVELS[:1], bend=transform.bend).maps, size)
    missed = transform.maps - rough
    carried = [cv2.split(mattes.extend(cv2.merge(tuple(missed[k : k + 4])), known)) for k in (0, 4, 8)]
    return Transform(rough + np.concatenate(carried), transform.bend)
