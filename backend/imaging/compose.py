"""Put the edit into the full-size original, in strips."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from . import cast, curve, lift, mattes, paint
from .arrays import Floats, Pixels8, disc, rounded
from .content import lawn, painted, panes, sky, view
from .drift import Drift, bridged, measure
from .layers import Layer, lay, reaches
from .transforms import Transform, enlarge

STRIP = 32
"""Rows: what is made of so many stays in a processor's cache."""

NARROW = 20
"""Working pixels from what is seen, up to which the tone found there is better than the one carried on from afar."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything needed to render any part of the output, and what in the answer was not believed.

    Attributes
    ----------
    tone : Transform or None
        Of all that no region replaces; None where only regions change.
    layers : tuple of Layer
        What each region gains, in the order in which they are laid.
    drift : Drift
        Structure of the answer that is not the photo's.
    gate : (H, W) Floats
        1 where tone was carried on from around instead of being the answer's.
    aimed : (H, W, 3) Floats
        The answer, without its cast where only regions change.
    within : (H, W) Floats or None
        0 to 1: how far each place is edited at all; None for all of it everywhere.
    """

    tone: Transform | None
    layers: tuple[Layer, ...]
    drift: Drift
    gate: Floats
    aimed: Floats
    within: Floats | None = None


def plan(small: Pixels8, answer: Pixels8, valid: Floats, tone: bool, found: Mapping[str, Floats]) -> Plan:
    """Fit tone on what the regions do not cover, and work out what each region gains.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Pixels8
        The registered answer.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    tone : bool
        Whether colour and light may change everywhere.
    found : mapping of str to (H, W) Floats
        Coverage of the content regions, and of what was "painted".

    Returns
    -------
    Plan
    """
    target = answer.astype(np.float32)
    covered = np.maximum.reduce([np.zeros_like(valid), *found.values()])
    edited = target if tone else lift.without_cast(small, target, cv2.erode(1 - covered, disc(8)) * valid)
    there = {name: coverage for name, coverage in found.items() if present(coverage)}
    with ThreadPoolExecutor(1) as pool:
        above = target if tone else cast.taken_back(target, edited)
        begun = pool.submit(sky.begun, small, above, there["sky"], valid, tone) if "sky" in there else None
        drift, gate, transform = recoloured(small, target, valid, tone, found, covered)
        based = small.astype(np.float32)
        if transform and {"lawn", "white", "sky"} & there.keys():
            based = transform.apply(small)
    del target
    layers = []
    for name, coverage in there.items():
        if name == "lawn":
            layers.append(lawn.renewed(small, edited, based, coverage, valid, transform))
        elif name == "painted":
            layers.append(painted.filled(small, edited, coverage, valid))
        elif name == "windows":
            layers.append(panes.lit(edited, coverage, valid))
        elif name == "view":
            layers.append(panes.lit(edited, coverage * (valid > 0), valid))
        elif name == "white":
            layers.append(view.white(based, coverage))
        elif begun:
            layers.append(sky.replaced(begun.result(), small, above, based, valid, transform))
    return Plan(transform, tuple(layers), drift, gate, above)


def present(coverage: Floats) -> bool:
    """Whether a region is in the photo at all.

    Parameters
    ----------
    coverage : (H, W) Floats
        0 to 1.

    Returns
    -------
    bool
    """
    return bool(coverage.max() >= 0.5)


def recoloured(
    small: Pixels8, target: Floats, valid: Floats, tone: bool, found: Mapping[str, Floats], covered: Floats
) -> tuple[Drift, Floats, Transform | None]:
    """How the answer drifted, and what `tone` did to all that is not replaced.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    target : (H, W, 3) Floats
        The registered answer, in levels of 255.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    tone : bool
        Whether colour and light may change everywhere.
    found : mapping of str to (H, W) Floats
        Coverage of the content regions.
    covered : (H, W) Floats
        The largest of `found`.

    Returns
    -------
    drift : Drift
    gate : (H, W) Floats
        1 where the answer's structure is left out.
    transform : Transform or None
        None without `tone`.
    """
    lit = "windows" in found
    bend = curve.found(small, target, valid * (1 - covered)) if tone else 0.0
    drift = measure(small, target, valid, covered, lit=lit, bend=bend)
    if not tone:
        return drift, np.zeros_like(valid), None
    replaced = np.zeros_like(valid)
    if "sky" in found:
        # What is between leaves is never purely the one or the other.
        replaced = cv2.dilate(found["sky"], disc(1))
    for name in {"view", "white"} & found.keys():
        replaced = np.maximum(replaced, cv2.dilate(found[name], disc(3)))
    if lit:
        replaced = np.maximum(replaced, cv2.dilate(found["windows"], disc(2)))
    looked_at = ((valid > 0.9) & (covered < 0.05)).astype(np.float32)
    thing = paint.measure(small, np.clip(target, 0, 255), looked_at)
    gate, wrong = drift.gate(small.shape[1::-1], np.maximum(thing.amount, thing.clipped))
    if not lit:
        things = thing.gate(small.shape[1::-1])
        gate, wrong = np.maximum(gate, things), np.maximum(wrong, things)
    counts = valid * (1 - replaced) ** 2
    believed = counts * (1 - wrong) + 1e-4
    fitted = lift.fit(small, target, counts * (1 - gate) + 1e-4, lamps=lit, bend=bend)
    if (gate > wrong).any():
        fitted = fitted.towards(lift.fit(small, target, believed, lift.LEVELS[:2], bend=bend), gate)
    # Over a narrow border that is not seen the maps reach by themselves.
    unknown = np.maximum(wrong, cv2.erode(1 - valid, disc(NARROW)))
    return drift, gate, bridged(fitted, small, target, believed, unknown)


def _grain(pixels: Pixels8, layer: Layer) -> Floats | None:
    """1 x H x W: deviation of the noise that a layer lacks, in levels of 255, to have that of smooth places around it.

    Skylines and cables around it are no noise, and what the answer has of its own needs no more.
    """
    matte = layer.matte[0]
    around = cv2.dilate((matte > 0.5).astype(np.uint8), disc(12)) * (matte < 0.02)
    if not around.any():
        return None
    rows, columns = mattes.around(around, 0)
    y, x = pixels.shape[0] / matte.shape[0], pixels.shape[1] / matte.shape[1]
    first, last = int(rows.start * y), int(rows.stop * y) - BLOCK
    found = []
    for top in range(first, last, BLOCK * max(1, (last - first) // (BLOCK * ENOUGH))):
        row = int((top + BLOCK / 2) / y)
        here = np.flatnonzero(around[row, columns])
        if not here.size:
            continue
        left = int((columns.start + here[0]) * x)
        luma = cv2.cvtColor(pixels[top : top + BLOCK, left : int(columns.stop * x)], cv2.COLOR_RGB2GRAY)
        count = luma.shape[1] // BLOCK
        if not count:
            continue
        luma = luma[:, : count * BLOCK].astype(np.float32)
        fine = np.square(luma - cv2.GaussianBlur(luma, (0, 0), 1))
        size = (count, 1)
        noise, mean = (cv2.resize(v, size, interpolation=cv2.INTER_AREA)[0] for v in (fine, luma))
        at = ((left + (np.arange(count) + 0.5) * BLOCK) / x).astype(np.intp)
        known = (around[row, np.minimum(at, matte.shape[1] - 1)] > 0) & (mean > 4) & (mean < 251)
        found.append(noise[known])
    noise = np.concatenate(found) if found else np.zeros(0, np.float32)
    if not noise.size:
        return None
    wanted = min(MOST_GRAIN**2, float(np.quantile(noise, SMOOTHEST, method="lower")) / KEPT)
    luma = cv2.transform(np.ascontiguousarray(layer.delta.transpose(1, 2, 0)), lawn.LUMA)
    have = cv2.blur(np.square(luma - cv2.GaussianBlur(luma, (0, 0), 1 / max(y, 1))), (9, 9)) / KEPT
    return np.asarray(np.sqrt(np.clip(wanted - have, 0, None))[None])


MOST_GRAIN = 6.0
BLOCK, ENOUGH, SMOOTHEST = 8, 32, 0.1
"""Pixels of the photo to a place whose noise is measured; about how many rows of these are; share that is smooth."""

KEPT = 0.76
"""Of white noise (squared), what is finer than a standard deviation of one pixel."""


def render(pixels: Pixels8, plan: Plan) -> Pixels8:
    """Overwrite the original with the output, strip by strip. Untouched pixels are not written.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
        The photo at any size.
    plan : Plan

    Returns
    -------
    (H, W, 3) Pixels8
        `pixels` itself.
    """
    height, width = pixels.shape[:2]
    grains = [_grain(pixels, layer) if layer.alone and not layer.smooth else None for layer in plan.layers]

    def render_strip(top: int) -> None:
        strip = pixels[top : top + STRIP]
        rows = strip.shape[0]
        if plan.within is not None and not reaches(plan.within[None], top, rows, height):
            return
        coded = np.stack(cv2.split(strip))
        result = plan.tone.apply_planes(coded, top, height) if plan.tone else None
        own = coded.astype(np.float32)
        for layer, grain in zip(plan.layers, grains, strict=True):
            start, span = layer.within(top, height)
            if not reaches(layer.matte, start, rows, span):
                continue
            alpha = mattes.coverage(layer.matte, own, start, span)
            delta = enlarge(layer.delta, start, rows, span, width, cv2.INTER_CUBIC)
            if layer.alone:
                delta -= own if result is None else result
            if grain is not None:
                noise = np.random.default_rng(top).standard_normal((rows, width), np.float32)
                delta += noise * enlarge(grain, top, rows, height, width)[0]
            if layer.tone:
                delta += layer.tone.apply_planes(own, top, height) - own
            result = own.copy() if result is None else result
            lay(result, own, plan.tone, layer, alpha, delta, top, height)
        if result is not None:
            if plan.within is not None:
                result = own + enlarge(plan.within[None], top, rows, height, width) * (result - own)
            strip[:] = rounded(result)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(render_strip, range(0, height, STRIP)))
    return pixels
