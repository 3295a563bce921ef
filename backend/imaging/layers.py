"""What a content region adds to the photo's own pixels, and how it is laid over a strip of them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats
from .transforms import Transform, enlarge, enlarged_at


@dataclass(frozen=True, slots=True)
class Mixed:
    """What pixels that are part of a region are made of. All are planes at working size, continued everywhere.

    Attributes
    ----------
    front : (3, H, W) Floats
        What stands before the region, in the photo.
    spread : (1, H, W) Floats
        How far from `front` a pixel of it may be, in levels of 255.
    old, new : (3, H, W) Floats
        What the region shows behind it, in the photo and in the result.
    seen : (1, H, W) Floats
        -1 to 1: how much more of the region is seen than the photo tells.
    thin : (1, H, W) Floats
        0 to 1: no pixel need be purely what stands before (twigs, wires); `front` is the darkest it may be, and a pixel
        shows as much of the region as it can.
    """

    front: Floats
    spread: Floats
    old: Floats
    new: Floats
    seen: Floats
    thin: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """A content region: its pixels gain coverage times (`delta` + tone(x) - x).

    A mixed edge pixel is I = (1 - a) F + a B. With the ground's transform T (affine) and new content S the result
    (1 - a) T(F) + a S equals T(I) + a (S - T(B)): no division, and exactly T(I), or I itself, where a is 0. `delta`
    is S - T(B) at working size, known in the region and smoothly continued beyond it.

    Attributes
    ----------
    matte : (4, h, W) or (1, h, W) Floats
        As `mattes.edge_true` makes it, or coverage that is simply enlarged.
    delta : (3, h, W) Floats
        In levels of 255; with `alone` S itself.
    tone : Transform or None
        The region's own, of all rows.
    alone : bool
        Nothing of what was there shows through, not even its finest detail. It has the photo's grain, unless it is
        `smooth`.
    smooth : bool
    mixed : Mixed or None
        What mixed pixels are made of: they are unmixed, and mixed anew as light adds up. T knows what stands before a
        sky, and next to nothing of what is half sky.
    held : (3, h, W) Floats or None
        What the result gains besides, along the region, so that no colour is beyond what the answer shows nearby.
    first, of : int
        All planes are at working size: of its rows from `first` on out of `of`, or of all rows where `of` is 0.
    """

    matte: Floats
    delta: Floats
    tone: Transform | None = None
    alone: bool = False
    smooth: bool = False
    mixed: Mixed | None = None
    held: Floats | None = None
    first: int = 0
    of: int = 0

    def within(self, top: int, height: int) -> tuple[float, float]:
        """Where a row of the whole picture is in the part of it that this layer has.

        Parameters
        ----------
        top : int
            Row of the picture.
        height : int
            Its rows.

        Returns
        -------
        top, height : float
            Row, and rows, of that part at the picture's size.
        """
        scale = height / (self.of or self.matte.shape[1])
        return top - self.first * scale, self.matte.shape[1] * scale


def lay(
    result: Floats,
    own: Floats,
    tone: Transform | None,
    layer: Layer,
    alpha: Floats,
    delta: Floats,
    top: int,
    height: int,
) -> None:
    """Add a layer to rows of a picture, in place.

    Parameters
    ----------
    result : (3, H, W) Floats
        What has become of the rows so far.
    own : (3, H, W) Floats
        The photo's pixels there.
    tone : Transform or None
        By which `result` came from `own`, if there is one.
    layer : Layer
    alpha : (H, W) Floats
        The layer's coverage there, 0 to 1.
    delta : (3, H, W) Floats
        What the layer adds where `alpha` is 1.
    top : int
        The first of these rows.
    height : int
        Rows of the whole picture.
    """
    span = layer.within(top, height)
    if layer.held is not None:
        _hold(result, layer.held, *span)
    partly = (alpha > 0) & (alpha < 1)
    if layer.mixed:
        # Beside what is thin the photo has halos: not even what shows nothing but sky is purely it.
        partly |= (alpha > 0) & (enlarge(layer.mixed.thin, span[0], len(alpha), span[1], alpha.shape[1])[0] > 0.5)
    places = np.flatnonzero(partly)
    if layer.mixed is None or not places.size:
        _gain(result, alpha, delta)
        return

    def pick(values: Floats) -> Floats:
        return np.take(values.reshape(len(values), -1), places, axis=1)

    shape = (places, top, height, alpha.shape[1])
    mixed = layer.mixed
    front, spread, old, new, (seen,), (thin,) = (
        enlarged_at(v, places, *span, alpha.shape[1])
        for v in (mixed.front, mixed.spread, mixed.old, mixed.new, mixed.seen, mixed.thin)
    )
    pixels, ground, share = pick(own), pick(result), alpha.ravel()[places]
    before = (pixels - share * old) / np.maximum(1 - share, 0.05)
    before = front + np.clip(before - front, -spread, spread)
    light, dark, bright = (_light(v) for v in (pixels, front, old))
    part = _between(light, dark, bright, share, seen)
    darkest, part_of_it = _darkest(light, dark, bright, share)
    part += thin * (part_of_it - part)
    before += thin * (darkest - before)
    toned = tone.apply_at(before, *shape) if tone else before + ground - pixels
    after = _light(toned)
    shown = _codes(after + part * (_light(new) - after))
    shown += thin * (_no_more_colourful(shown, pixels, new, np.sqrt(part)) - shown)
    _gain(result, alpha, delta)
    # What is hardly mixed is the ground's.
    result.reshape(3, -1)[:, places] = ground + np.minimum(share / HARDLY, 1) * (shown - ground)


HARDLY = 0.15
"""Coverage up to which a pixel is not only made of what stands before."""


def _hold(result: Floats, held: Floats, top: float, height: float) -> None:
    """Add `held` where there is any."""
    shape = result.shape[1:]
    if not reaches(held, top, shape[0], height):
        return
    some = enlarge(held, top, shape[0], height, shape[1])
    places = np.flatnonzero(some.any(axis=0))
    if places.size:
        result.reshape(3, -1)[:, places] += enlarged_at(held, places, top, height, shape[1])


def _gain(result: Floats, alpha: Floats, delta: Floats) -> None:
    for plane, more in zip(result, delta, strict=True):
        cv2.accumulateProduct(alpha, more, plane)


def _between(light: Floats, dark: Floats, bright: Floats, alpha: Floats, seen: Floats) -> Floats:
    """How far 3 x N pixels are from `dark` to `bright`, 0 to 1, as light adds up.

    A bright sky outshines a leaf that covers half of the pixel: seen in code values it covers more than it does, and
    with a darker sky in its place such pixels would stay as a pale fringe.
    """
    way = bright - dark
    # Where front and sky look the same, the light says nothing and the coverage stands.
    length = (way * way).sum(axis=0)
    return np.asarray(np.clip((((light - dark) * way).sum(axis=0) + ALIKE * alpha) / (length + ALIKE) + seen, 0, 1))


def _darkest(light: Floats, dark: Floats, bright: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """As dark as what stands before may be in 3 x N pixels, and how much of `bright` is in them.

    What lacks one of its colours (a red leaf before a blue sky) is not mixed, and keeps its own. Of what lacks none,
    only the place between `dark` and `bright` is known: more would be noise, and glaring before a dark sky.
    """
    part = _between(light, dark, bright, alpha, np.zeros_like(alpha))
    most = np.clip(((light - dark) / np.maximum(bright - dark, 0.02)).min(axis=0), 0, part)
    pure = np.maximum(1 - MIXED * most / np.maximum(part, 1e-3), 0)
    part += pure * (most - part)
    own = (light - part * bright) / np.maximum(1 - part, 0.05)
    # Little of it is as likely the leaves' own shine, which does not become the new sky's.
    return _codes(dark + pure * (own - dark)), part * np.minimum(part / SURE, 1)


def _no_more_colourful(shown: Floats, pixels: Floats, new: Floats, share: Floats) -> Floats:
    """`shown` (3 x N), but no further from grey than the photo's pixels and, by its `share`, the new sky."""
    own, before, after = (np.ptp(v, axis=0) for v in (shown, pixels, new))
    most = before + share * (after - before)
    grey = shown.mean(axis=0)
    return np.asarray(grey + np.minimum(most / np.maximum(own, 1), 1) * (shown - grey))


MIXED = 1.6
"""Times the share of the colour that is there least, of that of all, from which a pixel is not of one colour."""

SURE = 0.7
"""Share of the old sky's light from which a pixel surely shows that sky."""

ALIKE = 0.3
_STEPS = 4096
_LIGHT = np.linspace(0, 1, _STEPS, dtype=np.float32) ** 2.2
_LIGHT *= 1 + 1.1 * _LIGHT**3
"""The light behind each code value: a camera's curve bends off below white, so white is twice as bright as it looks."""

_CODES = np.interp(np.linspace(0, 1, _STEPS), np.sqrt(_LIGHT / _LIGHT[-1]), np.linspace(0, 255, _STEPS))
_CODES = _CODES.astype(np.float32)
"""The code value for each square root of light, which is nearly in proportion to it."""


def _light(codes: Floats) -> Floats:
    return _looked_up(_LIGHT, codes / 255)


def _codes(light: Floats) -> Floats:
    return _looked_up(_CODES, np.sqrt(np.maximum(light, 0) / _LIGHT[-1]))


def _looked_up(table: Floats, share: Floats) -> Floats:
    """The entry of `table` at 0 to 1 of its length, the nearest one."""
    return np.asarray(table[np.clip(share * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.intp)])


def reaches(matte: Floats, top: float, rows: int, height: float) -> bool:
    """Whether any of some rows is covered.

    Parameters
    ----------
    matte : (K, H, W) Floats
    top : float
        The first row, of a picture that is `height` rows high.
    rows : int
    height : float

    Returns
    -------
    bool
    """
    first = int(top * matte.shape[1] / height) - 1
    last = int((top + rows) * matte.shape[1] / height) + 2
    return bool(matte[:, max(first, 0) : max(last, 0)].any())
