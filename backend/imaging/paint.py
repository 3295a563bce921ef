"""Things and materials that were recoloured on their own: paint is no light.

Light falls on all that is in a place alike, and from place to place it changes smoothly. A tone curve, a white balance
and saturation treat alike what has the same colour. What neither explains is paint (a sofa turned red, one wall pink),
or a coloured lamp that nobody asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, brightest, disc, dot, lab_of
from .drift import FIDELITY

EDGE = 256
"""Pixels along the longer edge: things smaller than a few of these are none."""

LIGHT, SHADE = 0.2, 0.1
"""Of the longer edge (standard deviation): over which the colour of light changes, and how much of it there is."""

ODD_CHROMA, ODD_STOPS = 6.0, 0.5
"""CIELAB units, stops: what departs so far from the others counts a quarter in the fit."""

STEPS = 8

PAINTED_CHROMA: float = FIDELITY["painted_chroma"]
PAINTED_LIGHT: float = FIDELITY["painted_light"]


@dataclass(frozen=True, slots=True)
class Paint:
    """What was recoloured on its own, at a size of which the longer edge is `EDGE`.

    Attributes
    ----------
    amount : (h, w) Floats
        1 where chroma or lightness are off by what counts as paint.
    clipped : (h, w) Floats
        Share of pixels that are too bright to tell.
    """

    amount: Floats
    clipped: Floats

    def gate(self, size: tuple[int, int]) -> Floats:
        """Painted things that are to be left out. The glow of a lamp has no edge and is none.

        Parameters
        ----------
        size : tuple of int
            (width, height) of what is returned.

        Returns
        -------
        (height, width) Floats
            1 in and around things of `THING` and more.
        """
        mask = self._standing_out()
        _, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
        things = np.zeros(mask.shape, np.float32)
        for label in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] > THING * mask.size) + 1:
            thing = (parts == label).astype(np.uint8)
            around = cv2.dilate(thing, disc(4)) > cv2.dilate(thing, disc(2))
            if around.any() and float(self.amount[around].mean()) < GLOW:
                things = np.maximum(things, cv2.dilate(thing, disc(2)).astype(np.float32))
        return cv2.resize(cv2.GaussianBlur(things, (0, 0), 0.7), size, interpolation=cv2.INTER_LINEAR)

    @property
    def largest(self) -> float:
        """Share of the photo that the largest painted thing covers."""
        mask = self._standing_out()
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        return float(stats[1:, cv2.CC_STAT_AREA].max()) / mask.size if count > 1 else 0.0

    def _standing_out(self) -> Pixels8:
        return cv2.morphologyEx((self.amount > 1).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))


THING = 0.01
"""Share of the photo from which a painted thing is left out; smaller ones may be skin or leaves, whose colours nothing
else in the photo has."""


GLOW = 0.3
"""Of what counts as paint: around a painted thing there is less, around the light of a lamp more."""


def measure(photo: Pixels8, other: Pixels8, looked_at: Floats) -> Paint:
    """Compare two registered pictures.

    Parameters
    ----------
    photo, other : (H, W, 3) Pixels8 or Floats
        Levels of 255.
    looked_at : (H, W) Floats
        1 where they are compared.

    Returns
    -------
    Paint
    """
    ratio = EDGE / max(photo.shape[:2])
    size = (max(8, round(photo.shape[1] * ratio)), max(8, round(photo.shape[0] * ratio)))
    white = ((brightest(photo) > 249) | (brightest(other) > 249)).astype(np.float32)
    clipped, share = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (white, looked_at * (1 - white)))
    before, after = (
        cv2.GaussianBlur(lab_of(cv2.resize(v, size, interpolation=cv2.INTER_AREA)), (0, 0), 1) for v in (photo, other)
    )
    told = ((share > 0.7) & (before[..., 0] > 6) & (after[..., 0] > 6)).astype(np.float32)
    told[:BORDER], told[-BORDER:], told[:, :BORDER], told[:, -BORDER:] = 0, 0, 0, 0
    if told.sum() < 100:
        return Paint(np.zeros(told.shape, np.float32), clipped)
    had, has = (v[..., 0] + 16 for v in (before, after))
    # Light multiplies: a gain scales L + 16, a and b alike. A cast shifts chroma in proportion to it, as black stays
    # black; saturation may differ between dark and light.
    light, (a, b) = has / 116, ((has / had)[..., None] * before[..., 1:] / 50).transpose(2, 0, 1)
    chroma = _left(after[..., 1:], np.stack([light, a, b, a * light, b * light], axis=-1), told, LIGHT, ODD_CHROMA)
    stops = 3 * np.log2(had / 116)
    a, b = (before[..., 1:] / 50).transpose(2, 0, 1)
    curve = np.stack([np.ones_like(stops), stops, stops**2, stops**3, a, b], axis=-1)
    gained = 3 * np.log2(has / had)[..., None]
    lightness = has * np.abs(1 - np.exp2(-_left(gained, curve, told, SHADE, ODD_STOPS) / 3))
    return Paint(np.maximum(chroma / PAINTED_CHROMA, lightness / PAINTED_LIGHT), clipped)


BORDER = 4
"""Pixels at the border that are not judged."""


def _left(target: Floats, terms: Floats, told: Floats, reach: float, odd: float) -> Floats:
    """How much one linear map of `terms` (h x w x n) and smooth light leave over of `target` (h x w x k): h x w.

    Robustly: a few things that were painted do not draw the fit to them.
    """
    inside = told > 0
    weight = told.copy()
    smooth = np.zeros_like(target)
    held = 1e-6 * float(inside.sum()) * np.eye(terms.shape[-1], dtype=np.float32)
    known = terms[inside]
    length = told
    for step in range(STEPS):
        # From wide to narrow: light creeps in from around, and what has an edge of its own stays out.
        sigma = EDGE * reach * 2 ** (2 * (1 - step / (STEPS - 1)))
        weighted = known * weight[inside][:, None]
        map_ = np.linalg.solve(weighted.T @ known + held, weighted.T @ (target - smooth)[inside])
        rest = target - (terms @ map_).astype(np.float32)
        total = blur(weight, sigma) + 1e-3
        planes = [blur(np.ascontiguousarray(rest[..., k]) * weight, sigma) / total for k in range(rest.shape[-1])]
        smooth = 0.9 * np.stack(planes, axis=-1)
        left = rest - smooth
        length = dot(left, left) if left.shape[-1] > 1 else left[..., 0] ** 2
        weight = (told / (1 + length / odd**2) ** 2).astype(np.float32)
    return np.asarray(np.sqrt(length) * told)
